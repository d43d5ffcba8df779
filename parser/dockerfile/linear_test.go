package dockerfile_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// Whatever a Dockerfile holds, the time to read it grows with the file.
func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"instructions":         func(n int) string { return "FROM a\n" + strings.Repeat("RUN b\n", n) },
		"continued lines":      func(n int) string { return "FROM a\nRUN a" + strings.Repeat(" \\\n b", n) },
		"comments":             func(n int) string { return "FROM a\nRUN a" + strings.Repeat(" \\\n # b\n b", n) },
		"heredocs":             func(n int) string { return "FROM a\n" + strings.Repeat("RUN <<a\nb\na\n", n) },
		"open heredocs":        func(n int) string { return "FROM a\n" + strings.Repeat("RUN <<a\n", n) },
		"heredocs with names":  func(n int) string { return "FROM a\n" + numbered("RUN <<a#\n", n) },
		"a far end":            func(n int) string { return "FROM a\n" + strings.Repeat("RUN <<a <<b\n", n) + "a\n" },
		"heredocs of one line": func(n int) string { return "FROM a\nRUN " + strings.Repeat("<<a ", n) },
		"flags":                func(n int) string { return "FROM a\nCOPY " + strings.Repeat("--chown=a ", n) + "a b\n" },
		"pairs":                func(n int) string { return "FROM a\nLABEL " + strings.Repeat("a=b ", n) },
		"quotes":               func(n int) string { return "FROM a\nENV A=" + strings.Repeat("\"", n) },
		"JSON":                 func(n int) string { return "FROM a\nCMD [" + strings.Repeat("\"a\",", n) + "\"a\"]\n" },
		"refused":              func(n int) string { return "FROM a\n" + strings.Repeat("FOO a\n", n) },
		"directives":           func(n int) string { return strings.Repeat("# escape=`\n", n) + "FROM a\n" },
		"triggers":             func(n int) string { return "FROM a\n" + strings.Repeat("ONBUILD ", n) + "RUN a" },
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 200, shape, func(text string) { dockerfile.Parse(source.New("Dockerfile", text)) })
		})
	}
}

// numbered is n lines of a format that numbers them.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
	}
	return b.String()
}
