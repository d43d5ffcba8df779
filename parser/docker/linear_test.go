package docker_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// Whatever a docker command holds, the time to read it grows with its length.
func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"mounts":          func(n int) string { return "docker run " + strings.Repeat("-v C:/a:C:/b ", n) + "a" },
		"letters":         func(n int) string { return "docker run -" + strings.Repeat("it", n) + " a" },
		"unknown options": func(n int) string { return "docker run " + strings.Repeat("--foo ", n) },
		"operands":        func(n int) string { return "docker run a " + strings.Repeat("b ", n) },
		"variables":       func(n int) string { return "docker run -v " + strings.Repeat("$a", n) + " b" },
		"values":          func(n int) string { return "docker run --mount " + strings.Repeat("type=bind,", n) + " b" },
		"globals":         func(n int) string { return "docker " + strings.Repeat("--context a ", n) + "ps" },
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 200, shape, func(text string) {
				for c := range script.Read(script.Bash, source.Loose(text)).Commands() {
					if read := docker.Read(c); read != nil {
						for _, o := range read.Options {
							docker.ReadMount(o)
						}
					}
				}
			})
		})
	}
}
