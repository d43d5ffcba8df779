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
		ID: "dockerignore-separator", Summary: "Backslashes in .dockerignore work as separators only on Windows",
		Topic: "copy", Severity: lint.Info, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"moby/patternmatcher ignorefile/ignorefile.go", "moby/patternmatcher patternmatcher.go",
			"https://github.com/docker/docs/pull/11127",
		},
		Check: lint.Each(ignoreSeparator),
	},
	{
		ID: "dockerignore-lone-exclusion", Summary: "`illegal exclusion pattern: \"!\"` in .dockerignore", Topic: "copy",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{"moby/patternmatcher patternmatcher.go", "moby/patternmatcher ignorefile/ignorefile.go"},
		Check: lint.Each(loneExclusion),
	},
}

// loneExclusion finds a "!" without a pattern.
func loneExclusion(p *lint.Pass, pattern *dockerignore.Pattern) {
	if pattern.Len() > 0 {
		return
	}
	p.Reportf(pattern.Mark, "This `!` has no pattern, so the build fails").
		Notef("The builder rejects the file: `illegal exclusion pattern: \"!\"`.").
		Helpf("Remove the line, or write a pattern after the `!`.").DeleteLines(pattern.Mark)
}

// ignoreSeparator reports patterns with a backslash that can only be a separator: before a name, or at the end. In such a
// pattern, every other backslash is treated as a separator, too.
func ignoreSeparator(p *lint.Pass, pattern *dockerignore.Pattern) {
	s := pattern.String()
	if !holdsSeparator(s) {
		return
	}
	f := p.Reportf(pattern, "The pattern `%s` works only if the build runs on Windows", check.Brief(s)).
		Notef("On Linux and macOS, the builder treats `\\` as an escape character, not as a separator.").
		Helpf("Write `%s`, which works on every system.", strings.ReplaceAll(s, `\`, "/"))
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
