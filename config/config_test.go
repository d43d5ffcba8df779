package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/windows"
)

var some = []*lint.Rule{
	{ID: "stopsignal", Topic: "instructions", Severity: lint.Error},
	{ID: "image-not-pinned", Topic: "image", Severity: lint.Info, Off: true},
	{ID: "image-without-tag", Topic: "image", Severity: lint.Error},
}

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("winlint.yaml", strings.NewReader(text), some)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// what runs, as "id=severity".
func running(s *Settings) string {
	var list []string
	for _, r := range s.Rules {
		list = append(list, r.ID+"="+r.Severity.String())
	}
	return strings.Join(list, " ")
}

func TestGrades(t *testing.T) {
	for _, test := range []struct {
		text  string
		flags Flags
		path  string
		want  string
	}{
		{"", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=error"},
		{"rules: {stopsignal: off}", Flags{}, "Dockerfile", "image-without-tag=error"},
		{"rules: {stopsignal: warning}", Flags{}, "Dockerfile", "stopsignal=warning image-without-tag=error"},
		{"rules: {image-not-pinned: on}", Flags{}, "Dockerfile", "stopsignal=error image-not-pinned=info image-without-tag=error"},
		{"rules: {image-not-pinned: warning}", Flags{}, "Dockerfile", "stopsignal=error image-not-pinned=warning image-without-tag=error"},
		// A severity for a topic switches nothing on; a rule's own name wins over its topic, wherever it stands.
		{"rules: {image: info}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=info"},
		{"rules: {image-without-tag: warning, image: off}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=warning"},
		{"overrides: [{files: old, rules: {image: off}}]", Flags{}, "old/win/Dockerfile", "stopsignal=error"},
		{"overrides: [{files: old, rules: {image: off}}]", Flags{}, "new/Dockerfile", "stopsignal=error image-without-tag=error"},
		{"overrides: [{files: ['**/*.old'], rules: {image: off}}, {files: a, rules: {image: on}}]", Flags{}, "a/Dockerfile.old", "stopsignal=error image-not-pinned=info image-without-tag=error"},
		{"rules: {stopsignal: warning}", Flags{Select: []string{"stopsignal", "image-not-pinned"}}, "Dockerfile", "stopsignal=warning image-not-pinned=info"},
		{"", Flags{Select: []string{"image"}}, "Dockerfile", "image-without-tag=error"},
		{"", Flags{Select: []string{"all"}, Ignore: []string{"image"}}, "Dockerfile", "stopsignal=error"},
	} {
		c, err := parse(t, test.text).With(test.flags, some)
		if err != nil {
			t.Fatal(err)
		}
		if got := running(c.For(test.path, some)); got != test.want {
			t.Errorf("%q with %v for %s: %s; want %s", test.text, test.flags, test.path, got, test.want)
		}
	}
}

func TestWorld(t *testing.T) {
	c := parse(t, "builder: classic\nhost: ltsc2019\ncompose: v1\nstack: true\noverrides:\n- files: [x]\n  builder: buildkit\n")
	c, err := c.With(Flags{Facts: map[string]string{"host": "ltsc2022", "isolation": "hyperv"}}, some)
	if err != nil {
		t.Fatal(err)
	}
	got := c.For("x/Dockerfile", some)
	want := engine.Environment{Builder: engine.BuildKit, Host: "ltsc2022", Isolation: windows.HyperV, Compose: engine.ComposeV1, Stack: true}
	if got.Environment != want {
		t.Errorf("environment %+v; want %+v", got.Environment, want)
	}
	for _, fact := range []Fact{{"builder", "buildkit", "winlint.yaml:7"}, {"host", "ltsc2022", "--host"}, {"compose", "v1", "winlint.yaml:3"}} {
		if !slices.Contains(got.Facts, fact) {
			t.Errorf("no %v in %v", fact, got.Facts)
		}
	}
}

func TestExclude(t *testing.T) {
	c := parse(t, "exclude: ['third party/', '**/*.old', ./a/b]")
	for path, want := range map[string]bool{
		"third party/x/Dockerfile": true, "x/Dockerfile.old": true, "a/b": true, "a/bc": false, "Dockerfile": false,
	} {
		if got := c.For(path, some).Excluded; got != want {
			t.Errorf("%s excluded: %v; want %v", path, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"ruels: {}":                        `winlint.yaml:1:1: "ruels" is no key; did you mean rules?`,
		"rules:\n  stopsingal: off":        `winlint.yaml:2:3: "stopsingal" is no rule or topic; did you mean stopsignal?`,
		"rules: {stopsignal: of}":          `"of" is no level; did you mean off?`,
		"rules: {stopsignal: critical}":    `"critical" is no level; take one of off, on, info, warning, error`,
		"builder: docker":                  `winlint.yaml:1:10: "docker" is no builder; take one of classic, buildkit`,
		"host: ltsc2020":                   `"ltsc2020" is no host; did you mean`,
		"overrides: [{rules: {}}]":         "an override needs files",
		"overrides: 3":                     "overrides is a list",
		"- a":                              "here stand keys with values",
		"exclude: ['[']":                   `"[" is no glob`,
		"a: [":                             "winlint.yaml: ",
		"overrides: [{files: a, fils: b}]": `"fils" is no key; did you mean files?`,
		"exclude: {a: b}":                  "here stands a glob or a list of globs",
	} {
		_, err := Parse("winlint.yaml", strings.NewReader(text), some)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q in it", text, err, want)
		}
	}
	_, err := parse(t, "").With(Flags{Facts: map[string]string{"builder": "clssic"}, Select: []string{"imag"}, Ignore: []string{"nothing-like-it"}}, some)
	for _, want := range []string{`--builder: "clssic" is no builder; did you mean classic?`, `--select: "imag" is no rule or topic; did you mean image?`, `--ignore: "nothing-like-it"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q in it", err, want)
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"winlint.yaml", "repo/.git/HEAD", "repo/a/.winlint.yaml", "repo/a/b/Dockerfile", "repo/c/Dockerfile"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for folder, want := range map[string]string{
		"repo/a/b": "repo/a/.winlint.yaml",
		"repo/c":   "", // not above the repository's root
		".":        "winlint.yaml",
	} {
		if want != "" {
			want = filepath.Join(dir, filepath.FromSlash(want))
		}
		got, err := Find(filepath.Join(dir, filepath.FromSlash(folder)))
		if err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", folder, got, err, want)
		}
	}
}
