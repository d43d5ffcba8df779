package check_test

import (
	"testing"

	"github.com/winlint/winlint/rules/check"
)

func TestBrief(t *testing.T) {
	for value, want := range map[string]string{
		"ltsc2022": "ltsc2022",
		"a\tb":     "a<TAB>b",
		"a text of exactly 40 characters, not one":                     "a text of exactly 40 characters, not one",
		"Get-ChildItem -Recurse C:/build | Remove-Item -Force":         "Get-ChildItem -Recur… Remove-Item -Force",
		"registry.example.com/team/web:4.8-windowsservercore-ltsc2022": "registry.…4.8-windowsservercore-ltsc2022",
		"registry.example.com/team/web:4.8-servercore-ltsc2022":        "registry.exampl…:4.8-servercore-ltsc2022",
		"ääääääääääääääääääääääääääääääääääääääää":                     "ääääääääääääääääääääääääääääääääääääääää",
	} {
		if got := check.Brief(value); got != want {
			t.Errorf("Brief(%q) = %q, want %q", value, got, want)
		}
	}
}
