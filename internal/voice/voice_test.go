package voice_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/voice"
)

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"`x` is no program.":                             `"is no"`,
		"There is no program.":                           "",
		"It is no longer supported.":                     "",
		"Take the slash.":                                `"Take"`,
		"They take the slash.":                           "",
		"What stands\nbehind it":                         `"behind"`,
		"The builder is behind a proxy.":                 "",
		"Takes the last quotes away":                     `"Takes the last quotes away"`,
		"Where the path ends":                            `"Where"`,
		"the place where it ends":                        "",
		"The error is `no matching manifest, is no use`": "",
		"A page.\n\n```text\nis no text\n```\nEnd.":      "",
		"write ``# escape=` `` so that":                  "",
		"see blank-after-continuation":                   "",
		"it fails, so that it is broken":                 `", so that"`,
	} {
		faults := voice.Faults(text)
		if want == "" && len(faults) > 0 || want != "" && !strings.Contains(strings.Join(faults, "\n"), want) {
			t.Errorf("%q: %q, want %s", text, faults, want)
		}
	}
}

func TestLength(t *testing.T) {
	if n := voice.Length("`" + strings.Repeat("x", 300) + "` fails"); n != 28 {
		t.Errorf("%d characters, want 20 for the text in backquotes and 8 for the rest", n)
	}
}
