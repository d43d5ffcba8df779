package rules

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// numbered is n lines of a format that numbers them.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

const webService = "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n"

// bombs is files that would take very long, or very much memory, if they were read as others are.
var bombs = []struct{ name, file, text string }{
	{"a script of very many commands", "a.sh", "#!/bin/sh\n# docker\n" + strings.Repeat("echo hello\n", 100_000)},
	{"a dense PowerShell script", "a.ps1", "# docker\n" + strings.Repeat("elseif (1) {} ", 50_000)},
	{"PowerShell joined by &&", "a.ps1", "# docker\na" + strings.Repeat(" && a", 100_000)},
	{"batch joined by &&", "a.cmd", "rem docker\na" + strings.Repeat("&&a", 100_000)},
	{"very many anchors", "compose.yaml", webService + "    labels:\n" + numbered("      k#: &a# x\n", 5_000)},
	{"very many services", "compose.yaml", "services:\n" + numbered("  s#: {image: a, depends_on: [s1]}\n", 2_500)},
	{"a chain of services", "compose.yaml", "services:\n" + numbered("  s#: {extends: s1#}\n", 2_500) + "  a: {extends: b}\n  b: {extends: a}\n"},
	{"very many documents", "compose.yaml", strings.Repeat(webService+"---\n", 2_000)},
	{"a very long list", "compose.yaml", webService + "    labels: [" + strings.Repeat("a,", 200_000) + "a]\n"},
	{"deep YAML", "compose.yaml", webService + "    labels:\n      " + strings.Repeat("- ", 5_000) + "a\n"},
	{"deep flow YAML", "compose.yaml", webService + "    labels: " + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + "\n"},
	{"a line of variables", "compose.yaml", webService + "    command: '" + strings.Repeat("${a:-", 20_000) + "'\n"},
	{"a long command", "compose.yaml", webService + "    command: " + strings.Repeat("a", 3<<20) + "\n"},
	{"a long key", "compose.yaml", webService + "    " + strings.Repeat("a", 3<<20) + ": b\n"},
	{"a long list of variables", "compose.yaml", webService + "    command:\n" + strings.Repeat("      - '${a:-b} ${c?d} $$'\n", 50_000)},
	{"a shell of many words", "Dockerfile", servercore + `SHELL ["powershell"` + strings.Repeat(`,"-a"`, 3_000) + "]\n" + strings.Repeat("RUN dir\n", 3_000)},
	{"very many arguments", "Dockerfile", servercore + "ARG " + numbered("a# ", 200_000) + "\n"},
	{"variables that are not set", "Dockerfile", servercore + numbered("ENV a#=b\n", 4_500) + strings.Repeat("COPY"+numbered(" $c#", 40_000)+" C:/\n", 10)},
	{"very many loops", "a.sh", "docker run -v a:b mcr.microsoft.com/windows/servercore:ltsc2022\n" + numbered("for i in a b; do docker stop $i#; done\n", 6_000)},
	{"heredocs that never end", "Dockerfile", servercore + numbered("RUN <<a#\n", 9_000)},
	{"very many patterns", ".dockerignore", strings.Repeat("!a\n", 60_000)},
	{"very many instructions", "Dockerfile", servercore + strings.Repeat("RUN dir\n", 11_000)},
	{"a growing variable", "Dockerfile", servercore + strings.Repeat("ENV PATH=$PATH;a\n", 4_300)},
	{"a growing working directory", "Dockerfile", servercore + strings.Repeat("WORKDIR a\n", 5_000)},
	{"triggers in triggers", "Dockerfile", servercore + strings.Repeat("ONBUILD ", 100_000) + "RUN a\n"},
	{"very many variables", "Dockerfile", servercore + "COPY a " + strings.Repeat("$A", 100_000) + "\n"},
	{"deep variables", "Dockerfile", servercore + "ENV A=" + strings.Repeat("${A:-", 100_000) + "\n"},
	{"long commands", "Dockerfile", servercore + strings.Repeat("RUN dir"+strings.Repeat(" && \\\n dir", 9_000)+"\n", 13)},
}

// Each ends soon and with little memory, and the user hears that something is wrong or was not checked.
func TestBombs(t *testing.T) {
	linter := &lint.Linter{Rules: All(), Environment: engine.Environment{Today: today}, Known: known}
	for _, bomb := range bombs {
		t.Run(bomb.name, func(t *testing.T) {
			began := time.Now()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			result := linter.Lint(source.New(bomb.file, bomb.text))
			linter.Prove(result)
			runtime.ReadMemStats(&after)
			if made := (after.TotalAlloc - before.TotalAlloc) >> 20; made > 300 {
				t.Errorf("it takes %d MB, used again or not", made)
			}
			if took := time.Since(began); took > 10*time.Second { // all end in less than a second where nothing else runs
				t.Errorf("it takes %v", took)
			}
			if len(result.Findings)+len(result.Unchecked) == 0 {
				t.Error("nothing is said")
			}
		})
	}
}

// Services that build one large Dockerfile with many sets of arguments have it read for some of them.
func TestManyBuilds(t *testing.T) {
	dockerfile := source.New("Dockerfile", servercore+"ARG V\n"+strings.Repeat("RUN echo $V && dir C:\\\n", 2_000))
	text := "services:\n" + numbered("  s#: {build: {context: ., args: {V: '#'}}}\n", 200)
	linter := &lint.Linter{
		Rules: All(), Environment: engine.Environment{Today: today}, Known: known,
		Open: func(string) (*source.File, error) { return dockerfile, nil },
	}
	result := linter.Lint(source.New("compose.yaml", text))
	read, unread := 0, 0
	for _, scope := range result.Unit.Scopes {
		switch {
		case scope.Kind != subject.Service:
		case scope.Build != nil:
			read++
		default:
			unread++
		}
	}
	if read == 0 || read > 50 || len(result.Unchecked) != unread {
		t.Errorf("read for %d services, not for %d, of which %d are told", read, unread, len(result.Unchecked))
	}
}
