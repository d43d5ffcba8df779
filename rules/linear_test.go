package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// manyFixes is files of n findings of one kind, each of which has a fix.
var manyFixes = []struct {
	name, file string
	text       func(n int) string
}{
	{"lines to remove", "Dockerfile", func(n int) string { return servercore + strings.Repeat("STOPSIGNAL x\n", n) }},
	{"words to replace", "Dockerfile", func(n int) string {
		return stage51 + strings.Repeat("RUN curl -fsSL https://example.com/a -o C:\\a\n", n)
	}},
	{"words of one command", "Dockerfile", func(n int) string {
		return stage51 + "RUN Write-Host a" + strings.Repeat("; \\\n  curl -fsSL https://example.com/a -o C:\\a", n) + "\n"
	}},
	{"commands of a script", "run.ps1", func(n int) string {
		return strings.Repeat("docker run -v /c/a:C:\\b mcr.microsoft.com/windows/servercore:ltsc2022\n", n)
	}},
	{"comments to remove", "Dockerfile", func(n int) string {
		return servercore + strings.Repeat("# winlint ignore=stopsignal\n", n) + "RUN b\n"
	}},
	{"comments apart", "Dockerfile", func(n int) string {
		return servercore + strings.Repeat("# winlint ignore=stopsignal\nRUN b\n", n)
	}},
	{"items of a list", "compose.yaml", func(n int) string {
		text := "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    volumes:\n"
		for i := range n {
			text += fmt.Sprintf("      - 'C:\\data\\%d:/data/%d'\n", i, i)
		}
		return text
	}},
}

// Whatever a file holds, to lint it and to prove its fixes, or to apply them, takes time that grows with the file.
func TestFixesAreLinear(t *testing.T) {
	linter := &lint.Linter{Rules: All(), Environment: engine.Environment{Today: today}, Known: known}
	for _, kind := range manyFixes {
		t.Run(kind.name, func(t *testing.T) {
			const n = 120
			file := source.New(kind.file, kind.text(n))
			if fixed := linter.Fix(file, lint.Unsafe); len(fixed.Applied) < n {
				t.Fatalf("%d fixes in\n%s", len(fixed.Applied), file.Text)
			}
			lineartest.Check(t, n, kind.text, func(text string) {
				result := linter.Lint(source.New(kind.file, text))
				linter.Prove(result)
			})
			lineartest.Check(t, n, kind.text, func(text string) { linter.Fix(source.New(kind.file, text), lint.Unsafe) })
		})
	}
}

// Whatever a file holds, to lint it takes time that grows with the file.
func TestLintIsLinear(t *testing.T) {
	linter := &lint.Linter{Rules: All(), Environment: engine.Environment{Today: today}, Known: known}
	for _, kind := range []struct {
		name, file string
		n          int
		text       func(n int) string
	}{
		{"installers", "Dockerfile", 100, func(n int) string {
			return stage51 + "RUN Write-Host a" + strings.Repeat("; \\\n  Start-Process a.msi /qn", n) + "\n"
		}},
		{"archives", "Dockerfile", 200, func(n int) string {
			return stage51 + numbered("RUN curl.exe -fLo C:\\a#.zip https://example.com/a#.zip; tar.exe -xf C:\\a#.zip\n", n)
		}},
		{"commands of one RUN", "Dockerfile", 100, func(n int) string { return servercore + "RUN dir" + numbered(" && dir C:\\\\a#", n) + "\n" }},
		{"functions", "a.ps1", 200, func(n int) string { return numbered("function f# { docker ps }\ng#\n", n) }},
		{"daemons", "a.ps1", 100, func(n int) string {
			return numbered("Set-Content $env:ProgramData\\docker\\config\\daemon.json '{\"debug\": true}'\ndockerd --data-root D:\\a# --debug\n", n)
		}},
		{"downloads of Chocolatey", "Dockerfile", 100, func(n int) string {
			return "FROM mcr.microsoft.com/windows/servercore:ltsc2019\n" + strings.Repeat("RUN curl -fLO https://chocolatey.org/install.ps1\n", n)
		}},
		{"paths in a profile", "Dockerfile", 100, func(n int) string {
			return servercore + strings.Repeat("VOLUME C:/Users/ContainerUser/a\nENV A=C:/Users/ContainerUser/b\n", n)
		}},
		{"stages that copy from stages", "Dockerfile", 100, func(n int) string {
			return strings.Repeat("FROM node:22 AS a\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY --from=a b C:/b\n", n)
		}},
		{"installers of cmd", "Dockerfile", 100, func(n int) string {
			return servercore + "RUN dir" + strings.Repeat(" && \\\n  msiexec /i a.msi /qn", n) + "\n"
		}},
		{"swallowed lines", "Dockerfile", 100, func(n int) string { return servercore + strings.Repeat("RUN dir C:\\\n", n) }},
		{"users", "Dockerfile", 200, func(n int) string { return servercore + numbered("RUN a#\nUSER u#\n", n) }},
		{"stages", "Dockerfile", 200, func(n int) string {
			return servercore + numbered("FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS s#\nCOPY --from=s# a b\n", n)
		}},
		{"unknown instructions", "Dockerfile", 200, func(n int) string { return servercore + numbered("FOO# a\nRUN b\n", n) }},
		{"services", "compose.yaml", 50, func(n int) string {
			return "services:\n" + numbered("  s#: {image: 'mcr.microsoft.com/windows/servercore:ltsc2022', depends_on: [s0]}\n", n)
		}},
		{"findings of one line", "Dockerfile", 200, func(n int) string {
			return servercore + "COPY " + strings.Repeat("C:\\\\a ", n) + "b\n"
		}},
		{"comments", "Dockerfile", 200, func(n int) string { return servercore + strings.Repeat("# a\nRUN b\n", n) }},
		{"commands of a batch file", "a.cmd", 100, func(n int) string {
			return strings.Repeat("docker run -d -v a:b mcr.microsoft.com/windows/servercore:ltsc2022\n", n)
		}},
	} {
		t.Run(kind.name, func(t *testing.T) {
			lineartest.Check(t, kind.n, kind.text, func(text string) { linter.Lint(source.New(kind.file, text)) })
		})
	}
}

func BenchmarkFixes(b *testing.B) {
	linter := &lint.Linter{Rules: All(), Environment: engine.Environment{Today: today}, Known: known}
	for _, kind := range manyFixes {
		file := source.New(kind.file, kind.text(800))
		b.Run(kind.name+"/lint", func(b *testing.B) {
			for b.Loop() {
				linter.Lint(file)
			}
		})
		b.Run(kind.name+"/prove", func(b *testing.B) {
			for b.Loop() {
				linter.Prove(linter.Lint(file))
			}
		})
		b.Run(kind.name+"/fix", func(b *testing.B) {
			for b.Loop() {
				linter.Fix(file, lint.Unsafe)
			}
		})
	}
}
