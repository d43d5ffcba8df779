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
			lineartest.Check(t, 100, shape, func(text string) { subject.Read(source.New("Dockerfile", text), nil) })
		})
	}
}
