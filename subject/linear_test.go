package subject_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// Whatever a file holds, the time to tell what it is about grows with it.
func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"stages":           func(n int) string { return strings.Repeat("FROM a AS b\n", n) },
		"stages of stages": func(n int) string { return "FROM a AS b\n" + strings.Repeat("FROM b AS b\nRUN c\n", n) },
		"variables":        func(n int) string { return "FROM a\n" + strings.Repeat("ENV A=b\nRUN $A\n", n) },
		"head":             func(n int) string { return strings.Repeat("ARG A=b\n", n) + "FROM a\n" },
		"working directories": func(n int) string {
			return "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n" + strings.Repeat("WORKDIR a\n", n)
		},
		"growing variable": func(n int) string { return "FROM a\n" + strings.Repeat("ENV A=${A}b\n", n) },
		"triggers":         func(n int) string { return "FROM a AS b\n" + strings.Repeat("ONBUILD ENV A=b\n", n) + "FROM b\n" },
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 100, shape, func(text string) { subject.Read(source.New("Dockerfile", text), &subject.World{}) })
		})
	}
}

// The same holds for CI files.
func TestLinearPipelines(t *testing.T) {
	const job = "jobs:\n  a:\n    strategy: {matrix: {os: [windows-2022, windows-2025]}}\n    runs-on: ${{ matrix.os }}\n    steps:\n"
	for name, shape := range map[string]func(n int) string{
		"steps": func(n int) string { return job + strings.Repeat("    - run: docker build -t ${{ matrix.os }} .\n", n) },
		"commands": func(n int) string {
			return job + "    - run: |\n" + strings.Repeat("        docker rm ${{ matrix.os }}\n", n)
		},
		"jobs": func(n int) string {
			return "jobs:\n" + strings.Repeat("  a: {runs-on: windows-2022, steps: [{run: docker run -d a}, {run: docker ps}]}\n", n)
		},
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 100, shape, func(text string) {
				subject.Read(source.New(".github/workflows/ci.yml", text), &subject.World{})
			})
		})
	}
}
