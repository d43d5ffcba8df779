package dockerignore_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/parser/dockerignore"
	"github.com/winlint/winlint/source"
)

// Whatever a .dockerignore holds, the time to read it grows with the file.
func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"patterns": func(n int) string { return strings.Repeat("a/b\n", n) },
		"negated":  func(n int) string { return strings.Repeat("! a\n", n) },
		"comments": func(n int) string { return strings.Repeat("# a\n", n) },
		"one line": func(n int) string { return strings.Repeat("**/", n) },
		"blanks":   func(n int) string { return strings.Repeat(" \r", n) },
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 500, shape, func(text string) { dockerignore.Parse(source.New(".dockerignore", text)) })
		})
	}
}
