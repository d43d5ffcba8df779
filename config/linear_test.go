package config_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/rules"
)

// Whatever the settings hold, the time to read them grows with them.
func TestLinear(t *testing.T) {
	for name, shape := range map[string]func(n int) string{
		"unknown rules": func(n int) string { return "rules:\n" + strings.Repeat("  foo: off\n", n) },
		"unknown keys":  func(n int) string { return strings.Repeat("foo: off\n", n) },
		"excluded":      func(n int) string { return "exclude: [" + strings.Repeat("a/**/b,", n) + "a]\n" },
		"overrides": func(n int) string {
			return "overrides:\n" + strings.Repeat("  - files: [a]\n    rules: {all: off}\n", n)
		},
		"ignored":  func(n int) string { return "ignore: [" + strings.Repeat("stopsignal,", n) + "all]\n" },
		"comments": func(n int) string { return strings.Repeat("# a\n", n) },
		"open":     func(n int) string { return "rules: " + strings.Repeat("[", n) },
	} {
		t.Run(name, func(t *testing.T) {
			lineartest.Check(t, 200, shape, func(text string) {
				open := func(string) ([]byte, error) { return []byte(text), nil }
				_, _ = config.Read(".winlint.yaml", open, &config.Vocabulary{Rules: rules.All()}) // many are rejected
			})
		})
	}
}
