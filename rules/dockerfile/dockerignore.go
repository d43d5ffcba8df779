package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerignore"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var ignores = []*lint.Rule{
	{
		ID: "dockerignore-separator", Summary: "A backslash in .dockerignore is a separator only on Windows",
		Topic: "copy", Severity: lint.Info, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"moby/patternmatcher ignorefile/ignorefile.go", "moby/patternmatcher patternmatcher.go",
			"https://github.com/docker/docs/pull/11127",
		},
		Check: lint.Each(ignoreSeparator),
	},
}

// ignoreSeparator speaks of patterns that hold a backslash where it can only be a separator: in front of a name, or at the
// end. Beside such a one every other is taken for a separator, too.
func ignoreSeparator(p *lint.Pass, pattern *dockerignore.Pattern) {
	s := pattern.String()
	if !holdsSeparator(s) {
		return
	}
	what := "keeps nothing out"
	if pattern.Negated {
		what = "lets nothing in"
	}
	f := p.Reportf(pattern, "The `\\` in `%s` is a separator only on Windows", check.Brief(s)).
		Notef("On other systems the builder reads it as an escape, and the pattern %s.", what).
		Helpf("Write `%s`, which works on Windows, too.", strings.ReplaceAll(s, `\`, "/"))
	for i := range len(s) {
		if s[i] == '\\' {
			f.Replace(pattern.SpanOf(i, i+1), "/")
		}
	}
}

func holdsSeparator(s string) bool {
	for i := range len(s) {
		if s[i] == '\\' && (i+1 == len(s) || isWordByte(s[i+1]) && s[i+1] != '-') {
			return true
		}
	}
	return false
}
