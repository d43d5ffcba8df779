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
		ID: "dockerignore-separator", Summary: "A backslash separates folders in .dockerignore on Windows only",
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
	f := p.Reportf(pattern, "On any other system than Windows a builder takes `\\` for an escape: `%s` %s there. Write `%s`, which works on "+
		"Windows, too.", check.Brief(s), what, check.Brief(strings.ReplaceAll(s, `\`, "/")))
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
