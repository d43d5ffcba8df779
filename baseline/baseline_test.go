package baseline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/baseline"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

var rule = &lint.Rule{ID: "test-rule"}

// findings is one finding of the test rule at each line that contains "bad".
func findings(text string) (list []*lint.Finding) {
	file := source.New("Dockerfile", text)
	at := 0
	for line := range strings.Lines(text) {
		if i := strings.Index(line, "bad"); i >= 0 {
			list = append(list, &lint.Finding{Rule: rule, File: file, Span: source.Span{Start: at + i, End: at + i + 3}})
		}
		at += len(line)
	}
	return list
}

func TestSplit(t *testing.T) {
	for name, test := range map[string]struct {
		then, now  string
		fresh, old int
		gone       int
	}{
		"the same":              {"FROM a\nRUN bad 1\n", "FROM a\nRUN bad 1\n", 0, 1, 0},
		"lines moved":           {"FROM a\nRUN bad 1\n", "# new\n\nFROM a\n  RUN bad 1\n", 0, 1, 0},
		"another one":           {"FROM a\nRUN bad 1\n", "FROM a\nRUN bad 1\nRUN bad 2\n", 1, 1, 0},
		"one more of the same":  {"RUN bad 1\nRUN bad 1\n", "RUN bad 1\nRUN bad 1\nRUN bad 1\n", 1, 2, 0},
		"its line changed":      {"RUN bad 1\n", "RUN bad 2\n", 1, 0, 1},
		"fixed":                 {"RUN bad 1\nRUN bad 2\n", "RUN bad 2\n", 0, 1, 1},
		"one of two alike gone": {"RUN bad 1\nRUN bad 1\n", "RUN bad 1\n", 0, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			made := baseline.New()
			made.Add("app/Dockerfile", findings(test.then))
			made.Add("other/Dockerfile", findings("RUN bad 9\n"))
			raw, err := made.JSON()
			if err != nil {
				t.Fatal(err)
			}
			b, err := baseline.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			fresh, old := b.Split("app/Dockerfile", findings(test.now))
			if len(fresh) != test.fresh || len(old) != test.old || b.Gone() != test.gone {
				t.Errorf("%d new, %d known, %d gone; want %d, %d, %d", len(fresh), len(old), b.Gone(), test.fresh, test.old, test.gone)
			}
			b.Prune()
			pruned, err := b.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if changed := string(pruned) != string(raw); changed != (test.gone > 0) {
				t.Errorf("pruned to %s\nfrom %s", pruned, raw)
			}
			if !strings.Contains(string(pruned), "other/Dockerfile") {
				t.Error("a finding of a file that was not linted is gone")
			}
		})
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "invalid baseline: EOF",
		`{"version": 2, "findings": []}`:  "invalid baseline: expected version 1, not 2",
		`{"version": 1, "finding": []}`:   `unknown field "finding"`,
		`[{"path": "a", "rule": "b"}]`:    "cannot unmarshal array",
		`{"version": 1, "findings": [1]}`: "cannot unmarshal number",
	} {
		if _, err := baseline.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// What a deleted file had is gone, unless nothing shows that the files are expected in the right directory.
func TestDeleted(t *testing.T) {
	made := baseline.New()
	made.Add("app/Dockerfile", findings("RUN bad 1\n"))
	made.Add("old/Dockerfile", findings("RUN bad 2\nRUN bad 3\n"))
	raw, err := made.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		linted string
		exists []string
		gone   int
	}{
		"one is linted":   {"app/Dockerfile", nil, 2},
		"one exists":      {"new/Dockerfile", []string{"app/Dockerfile"}, 2},
		"all exist":       {"app/Dockerfile", []string{"old/Dockerfile"}, 0},
		"none is here":    {"Dockerfile", nil, 0},
		"nothing is read": {"", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := baseline.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if test.linted != "" {
				b.Split(test.linted, findings("RUN bad 1\n"))
			}
			b.Deleted(func(path string) bool { return slices.Contains(test.exists, path) })
			if b.Gone() != test.gone {
				t.Errorf("%d gone, want %d", b.Gone(), test.gone)
			}
		})
	}
}
