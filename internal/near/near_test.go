package near

import "testing"

func TestWord(t *testing.T) {
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"classci", []string{"buildkit", "classic"}, "classic"},
		{"stop-signal", []string{"stopsignal", "syntax"}, "stopsignal"},
		{"ignoer", []string{"ignore", "init"}, "ignore"},
		{"of", []string{"on", "off"}, "off"},
		{"2022", []string{"2004", "20H2", "ltsc2022"}, "ltsc2022"},
		{"20h2", []string{"2004", "20H2"}, "20H2"},
		{"volume", []string{"volume-path", "volume-not-empty"}, ""},
		{"nope", []string{"copy", "all"}, ""},
		{"--foo", []string{"--fix"}, ""},
		{"--hots", []string{"--host", "--color"}, "--host"},
		{"l", []string{"lint"}, ""},
		{"", []string{"lint"}, ""},
	} {
		if got := Word(test.word, test.known); got != test.want {
			t.Errorf("%q among %q: %q, want %q", test.word, test.known, got, test.want)
		}
	}
}

func TestOnly(t *testing.T) {
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"exclue", []string{"exclude", "host"}, "exclude"},
		{"excldue", []string{"exclude", "host"}, "exclude"},
		{"hosts", []string{"host", "hosted"}, ""}, // near to both
		{"hst", []string{"host"}, ""},             // too short to tell
		{"excluded-files", []string{"exclude"}, ""},
	} {
		if got := Only(test.word, test.known); got != test.want {
			t.Errorf("Only(%q, %q) = %q, want %q", test.word, test.known, got, test.want)
		}
	}
}
