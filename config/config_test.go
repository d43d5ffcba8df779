package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/windows"
)

var some = &Vocabulary{
	Rules: []*lint.Rule{
		{ID: "stopsignal", Topic: "instructions", Severity: lint.Error},
		{ID: "image-not-pinned", Topic: "image", Severity: lint.Info, Off: true},
		{ID: "image-without-tag", Topic: "image", Severity: lint.Error},
	},
	Formats: []string{"text", "sarif"},
}

// files are settings files by their paths.
type files map[string]string

func (f files) open(path string) ([]byte, error) {
	text, found := f[filepath.ToSlash(path)]
	if !found {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	return []byte(text), nil
}

func (f files) read() (*Config, error) { return Read("winlint.yaml", f.open, some) }

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := files{"winlint.yaml": text}.read()
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

func TestLevels(t *testing.T) {
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
		{"rules: {all: off, image-without-tag: on}", Flags{}, "Dockerfile", "image-without-tag=error"},
		{"rules: {all: info, stopsignal: error}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=info"},
		// A severity for a topic switches nothing on; a rule's own name wins over its topic, wherever it is.
		{"rules: {image: info}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=info"},
		{"rules: {image-without-tag: warning, image: off}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=warning"},
		{"overrides: [{files: old, rules: {image: off}}]", Flags{}, "old/win/Dockerfile", "stopsignal=error"},
		{"overrides: [{files: old, rules: {image: off}}]", Flags{}, "new/Dockerfile", "stopsignal=error image-without-tag=error"},
		{"overrides: [{files: ['**/*.old'], rules: {image: off}}, {files: a, rules: {image: on}}]", Flags{}, "a/Dockerfile.old", "stopsignal=error image-not-pinned=info image-without-tag=error"},
		{"rules: {stopsignal: warning}", Flags{Select: []string{"stopsignal", "image-not-pinned"}}, "Dockerfile", "stopsignal=warning image-not-pinned=info"},
		{"", Flags{Select: []string{"image"}}, "Dockerfile", "image-without-tag=error"},
		{"", Flags{Select: []string{"all"}, Ignore: []string{"image"}}, "Dockerfile", "stopsignal=error"},
		{"select: [image, image-not-pinned]", Flags{}, "Dockerfile", "image-not-pinned=info image-without-tag=error"},
		{"select: image", Flags{Select: []string{"stopsignal"}}, "Dockerfile", "stopsignal=error"},
		{"ignore: [image]", Flags{}, "Dockerfile", "stopsignal=error"},
		// The name of a rule wins over its topic, and both over the selection of the same file.
		{"ignore: [image]\nrules: {image-without-tag: on}", Flags{}, "Dockerfile", "stopsignal=error image-without-tag=error"},
		{"select: image\nrules: {stopsignal: info}", Flags{}, "Dockerfile", "stopsignal=info image-without-tag=error"},
		{"overrides: [{files: old, ignore: [stopsignal]}]", Flags{}, "old/Dockerfile", "image-without-tag=error"},
	} {
		c, err := parse(t, test.text).With(test.flags, some)
		if err != nil {
			t.Fatal(err)
		}
		if got := running(c.For(test.path)); got != test.want {
			t.Errorf("%q with %v for %s: %s; want %s", test.text, test.flags, test.path, got, test.want)
		}
	}
}

// What is in force is what runs.
func TestLevelsTellWhatRuns(t *testing.T) {
	c, err := parse(t, "rules: {image: info, stopsignal: off}").With(Flags{Ignore: []string{"image-not-pinned"}}, some)
	if err != nil {
		t.Fatal(err)
	}
	want := []Fact{{"stopsignal", "off", "winlint.yaml:1"}, {"image-without-tag", "info", "winlint.yaml:1"}}
	if got := c.For("Dockerfile").Levels; !slices.Equal(got, want) {
		t.Errorf("%v; want %v", got, want)
	}
}

func TestWorld(t *testing.T) {
	c := parse(t, "builder: classic\nhost: ltsc2019\ncompose: v1\nstack: true\noverrides:\n- files: [x]\n  builder: buildkit\n")
	c, err := c.With(Flags{Facts: map[string]string{"host": "ltsc2022", "isolation": "hyperv"}}, some)
	if err != nil {
		t.Fatal(err)
	}
	got := c.For("x/Dockerfile")
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
	for path, want := range map[string]string{
		"third party/x/Dockerfile": "winlint.yaml:1", "x/Dockerfile.old": "winlint.yaml:1", "a/b": "winlint.yaml:1", "a/bc": "", "Dockerfile": "",
	} {
		if got := c.For(path).Excluded; got != want {
			t.Errorf("%s excluded by %q; want %q", path, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"ruels: {}":                                        `winlint.yaml:1:1: invalid key "ruels"; did you mean rules?`,
		"rules:\n  stopsingal: off":                        `winlint.yaml:2:3: invalid rule or topic "stopsingal"; did you mean stopsignal?`,
		"rules: {stopsignal: of}":                          `invalid level "of"; did you mean off?`,
		"rules: {stopsignal: no}":                          `invalid level "no"; did you mean off?`,
		"rules: {stopsignal: false}":                       `invalid level "false"; did you mean off?`,
		"rules: {stopsignal: yes}":                         `invalid level "yes"; did you mean on?`,
		"rules: {stopsignal: hint}":                        `invalid level "hint"; did you mean info?`,
		"rules: {stopsignal: loud}":                        `invalid level "loud": expected off, on, info, warning or error`,
		"rules: {stopsignal: {a: b}}":                      `invalid level: expected off`,
		"builder: docker":                                  `winlint.yaml:1:10: invalid builder "docker": expected classic or buildkit`,
		"host: ltsc2020":                                   `invalid host "ltsc2020"; did you mean`,
		"overrides: [{rules: {}}]":                         "an override needs `files`",
		"overrides: 3":                                     "expected a list under overrides",
		"- a":                                              "expected keys with values",
		"exclude: ['[']":                                   "invalid glob",
		"a: [":                                             "winlint.yaml: ",
		"overrides: [{files: a, fils: b}]":                 `invalid key "fils"; did you mean files?`,
		"exclude: {a: b}":                                  "expected a glob or a list of globs",
		"builder: classic\nbuilder: classic":               `winlint.yaml:2:1: duplicate key "builder"; it is also set on line 1`,
		"rules: {stopsignal: off, stopsignal: error}":      `duplicate key "stopsignal"`,
		"ignore: [stopsignal]\nrules: {stopsignal: error}": "winlint.yaml:2:21: stopsignal is also set at winlint.yaml:1",
		"ignore: [stopsingal]":                             `winlint.yaml:1:10: invalid rule or topic "stopsingal"; did you mean stopsignal?`,
		"select: {a: b}":                                   "invalid rule or topic",
		"fail-on: warn":                                    `invalid fail-on "warn"; did you mean warning?`,
		"require-reason: maybe":                            `invalid require-reason "maybe": expected true or false`,
		"format: txt":                                      `invalid format "txt"; did you mean text?`,
		"docs-url: 'javascript:alert(1)'":                  "invalid docs-url: expected a URL",
		"overrides: [{files: a, format: text}]":            "winlint.yaml:1:24: format applies to the whole run, so it cannot be in overrides",
		"extends: []":                                      "expected the path of a settings file after extends",
		"extends: winlint.yaml":                            "winlint.yaml:1:10: the file extends itself",
		"extends: 'not there.yaml'":                        "winlint.yaml:1:10: the extended file cannot be read: file does not exist",
		"builder: classic\n---\nhost: ltsc2022\n":          "expected one YAML document",
	} {
		_, err := files{"winlint.yaml": text}.read()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q in it", text, err, want)
		}
	}
	_, err := parse(t, "").With(Flags{Facts: map[string]string{"builder": "clssic"}, Select: []string{"imag"}, Ignore: []string{"nothing-like-it"}}, some)
	for _, want := range []string{`--builder: invalid builder "clssic"; did you mean classic?`, `--select: invalid rule or topic "imag"; did you mean image?`, `--ignore: invalid rule or topic "nothing-like-it"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q in it", err, want)
		}
	}
}

// What a file extends comes first, whatever directory it is in.
func TestExtends(t *testing.T) {
	c, err := files{
		"winlint.yaml":        "extends: shared/windows.yaml\nrules: {stopsignal: off}\nexclude: b\n",
		"shared/windows.yaml": "extends: ../base.yaml\nhost: ltsc2022\nrules: {stopsignal: info, image: info}\noverrides: [{files: old, host: ltsc2019}]\n",
		"base.yaml":           "host: ltsc2025\nbuilder: classic\nexclude: a\nfail-on: error\n",
	}.read()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join("shared", "windows.yaml"), "base.yaml"}; !slices.Equal(c.Extends, want) {
		t.Errorf("extends %q; want %q", c.Extends, want)
	}
	got := c.For("old/Dockerfile")
	if running(got) != "image-without-tag=info" || got.FailOn != lint.Error {
		t.Errorf("%s, fails on %v", running(got), got.FailOn)
	}
	for _, fact := range []Fact{{"builder", "classic", "base.yaml:2"}, {"host", "ltsc2019", "shared/windows.yaml:4"}} {
		if !slices.Contains(got.Facts, fact) {
			t.Errorf("no %v in %v", fact, got.Facts)
		}
	}
	for path, want := range map[string]string{"a": "base.yaml:3", "b": "winlint.yaml:3", "shared/a": ""} {
		if got := c.For(path).Excluded; got != want {
			t.Errorf("%s is excluded by %q; want %q", path, got, want)
		}
	}
}

// Files that extend one another in a circle, or too deeply, are an error where that begins.
func TestExtendsEnds(t *testing.T) {
	_, err := files{"winlint.yaml": "extends: a.yaml", "a.yaml": "# b\nextends: ./winlint.yaml"}.read()
	if err == nil || err.Error() != "a.yaml:2:10: the file extends itself" {
		t.Error(err)
	}
	deep := files{"winlint.yaml": "extends: 0.yaml"}
	for i := range 20 {
		deep[fmt.Sprintf("%d.yaml", i)] = fmt.Sprintf("extends: %d.yaml", i+1)
	}
	if _, err = deep.read(); err == nil || err.Error() != "8.yaml:1:10: more than 10 settings files extend each other" {
		t.Error(err)
	}
	_, err = files{"winlint.yaml": "extends: a.yaml", "a.yaml": "builder: docker"}.read()
	if err == nil || !strings.HasPrefix(err.Error(), "a.yaml:1:10: invalid builder") {
		t.Error(err)
	}
}

func TestOptions(t *testing.T) {
	c := parse(t, "fail-on: info\nrequire-reason: true\nformat: sarif\ndocs-url: https://docs.example.com/winlint/\noverrides: [{files: a, fail-on: error}]")
	got := c.For("a/Dockerfile")
	if !got.RequireReason || got.FailOn != lint.Error || got.Format != "sarif" || got.Links.Rule("x") != "https://docs.example.com/winlint/rules/x.html" {
		t.Errorf("%+v", got)
	}
	if got := (&Config{}).For("Dockerfile"); got.FailOn != lint.Warning || got.RequireReason || got.Format != "" {
		t.Errorf("by default %+v", got)
	}
}

// What is no name may be the content of a file to which the settings are a link.
func TestErrorsShowNoContent(t *testing.T) {
	for _, text := range []string{
		"root:x:0:0:secret:/root:/bin/bash\nsecret:x:1:1\n", "secret word: off\n", "builder: a secret\n", "rules: {'?secret': off}\n",
		"rules: {stopsignal: 'secret!'}\n", "exclude: ['[secret']\n", "'a secret': 1\n'a secret': 2\n",
	} {
		if _, err := (files{"winlint.yaml": text}).read(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A file with an error in each line is reported briefly.
func TestManyErrors(t *testing.T) {
	var text strings.Builder
	text.WriteString("rules:\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "  stopsingal%d: off\n", i)
	}
	_, err := files{"winlint.yaml": text.String()}.read()
	if err == nil || strings.Count(err.Error(), "\n") != mostErrors || !strings.HasSuffix(err.Error(), "winlint.yaml: 4980 more errors") {
		t.Errorf("%v", err)
	}
}

// The names on Windows have backslashes, and the case of their letters tells nothing.
func TestGlobs(t *testing.T) {
	for _, test := range []struct {
		glob, path string
		windows    bool
		want       bool
	}{
		{`third_party\old`, "third_party/old/Dockerfile", false, true},
		{`third_party\old`, "third_party/old/Dockerfile", true, true},
		{`.\a\*.old`, "a/x.old", true, true},
		{`a\*`, "a*", false, true}, // a character made literal
		{`a\*`, "a/x", false, false},
		{`Third_Party`, "third_party/x", true, true},
		{`Third_Party`, "third_party/x", false, false},
	} {
		pattern, valid := readGlob(test.glob, test.windows)
		if got := valid && match([]glob{{pattern: pattern, from: "here"}}, fold(test.path, test.windows)).from != ""; got != test.want {
			t.Errorf("%s matches %s: %v, on Windows: %v", test.glob, test.path, got, test.windows)
		}
	}
}

func TestIn(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"winlint.yaml", "repo/.git/HEAD", "repo/a/.winlint.yaml", "repo/b/winlint.yaml/x"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		dir, want string
		last      bool
	}{
		{".", "winlint.yaml", true}, {"repo", "", true}, {"repo/a", ".winlint.yaml", true}, {"repo/b", "", false},
	} {
		in := filepath.Join(dir, filepath.FromSlash(test.dir))
		want := test.want
		if want != "" {
			want = filepath.Join(in, want)
		}
		if got, last := In(in); got != want || last != test.last {
			t.Errorf("%s: %q, %v; want %q, %v", test.dir, got, last, want, test.last)
		}
	}
}
