package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// found is what two rules and the one about ignore comments say of a file: "line rule".
func found(name, text string) []string {
	at := func(id, topic, keyword string) *lint.Rule {
		return &lint.Rule{ID: id, Topic: topic, Severity: lint.Warning, On: subject.Set{Any: true},
			Check: lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) { p.Reportf(in, "found") }, keyword)}
	}
	run := &lint.Linter{Rules: []*lint.Rule{at("stopsignal", "runtime", "STOPSIGNAL"), at("chown", "copy", "COPY"), lint.UnusedIgnore}}
	var list []string
	for _, f := range run.Lint(source.New(name, text)).Findings {
		list = append(list, fmt.Sprintf("%d %s", f.File.Position(f.Span.Start).Line, f.Rule.ID))
	}
	return list
}

func TestIgnoreForms(t *testing.T) {
	const nothing = "1 unused-ignore, 2 stopsignal"
	for comment, want := range map[string]string{
		"# winlint ignore=stopsignal":                     "",
		"# winlint: ignore=stopsignal the reason":         "",
		"#winlint ignore-file=stopsignal":                 "",
		"# winlint ignore=stopsignal,chown":               "1 unused-ignore",
		"# winlint ignore=chown, stopsignal the reason":   "1 unused-ignore",
		"# winlint ignore=stopsignal, because of Linux":   "",
		"# winlint ignore=stopsignal , chown":             "1 unused-ignore",
		"# winlint ignore=runtime the reason":             "",
		"# winlint ignore=all -- the reason":              "",
		"# winlint ignore-file=all the reason":            "",
		"# winlint ignore=copy the reason":                "2 stopsignal",
		"# winlint ignore=runtime":                        nothing,
		"# winlint ignore=all":                            nothing,
		"# winlint ignore=all: ":                          nothing,
		"# winlint ignore stopsignal":                     nothing,
		"# winlint ignore: stopsignal":                    nothing,
		"# winlint ignore = stopsignal":                   nothing,
		"# winlint ignore= stopsignal":                    nothing,
		"# winlint disable=stopsignal":                    nothing,
		"# winlint-disable stopsignal":                    nothing,
		"# winlint-ignore=stopsignal":                     nothing,
		"# winlint ignore-next-line stopsignal":           nothing,
		"# winlint ignore-line=stopsignal":                nothing,
		"# WINLINT IGNORE=STOPSIGNAL":                     nothing,
		"# Winlint ignore-file stopsignal":                nothing,
		"# winlint ignore=STOPSIGNAL":                     nothing,
		"# winlint ignore=nonsense":                       nothing,
		"# winlint ignore comments are in our guidelines": "2 stopsignal",
		"# winlint ignores stopsignal":                    "2 stopsignal",
		"# winlint would ignore=stopsignal":               "2 stopsignal",
		"# hadolint ignore=stopsignal":                    "2 stopsignal",
	} {
		if got := strings.Join(found("Dockerfile", comment+"\nSTOPSIGNAL x\n"), ", "); got != want {
			t.Errorf("%s: %q, want %q", comment, got, want)
		}
	}
}

// What is written like a comment where there is none ignores nothing, and its author hears of it.
func TestIgnoreInTheWrongPlace(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"Dockerfile", "STOPSIGNAL x # winlint ignore=stopsignal\n", "1 stopsignal, 1 unused-ignore"},
		{"Dockerfile", "FROM a\nRUN a && \\\n  b # winlint ignore stopsignal\n", "3 unused-ignore"},
		{"Dockerfile", "FROM a\nRUN <<E\n# winlint ignore=stopsignal\nE\n", "3 unused-ignore"},
		{"Dockerfile", "FROM a\nRUN echo winlint ignore=stopsignal\n", ""},
		{".dockerignore", "bin # winlint ignore=stopsignal\n", "1 unused-ignore"},
		{"compose.yaml", "services:\n  a:\n    image: b # winlint ignore stopsignal\n", "3 unused-ignore"},
		{"a.cmd", "rem winlint ignore stopsignal\n", "1 unused-ignore"},
	} {
		got := found(test.name, test.text)
		slices.Sort(got)
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s %q: %q, want %q", test.name, test.text, got, test.want)
		}
	}
}

// The fix of a misspelled comment makes it one.
func TestIgnoreFormFix(t *testing.T) {
	run := &lint.Linter{Rules: []*lint.Rule{lint.UnusedIgnore}, Known: func(name string) bool { return name == "stopsignal" || name == "chown" }}
	fixed := run.Fix(source.New("Dockerfile", "FROM a\n# WINLINT disable = Stopsignal, chown the reason\nRUN b\n"), lint.Unsafe)
	if want := "FROM a\n# winlint ignore=stopsignal,chown the reason\nRUN b\n"; fixed.Unit.File.Text != want {
		t.Errorf("%q, want %q", fixed.Unit.File.Text, want)
	}
}
