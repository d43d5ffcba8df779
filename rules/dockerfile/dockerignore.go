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
		ID: "dockerignore-separator", Summary: "Backslashes in .dockerignore separate directories only on Windows",
		Topic: "copy", Severity: lint.Info, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"moby/patternmatcher ignorefile/ignorefile.go", "moby/patternmatcher patternmatcher.go",
			"https://github.com/docker/docs/pull/11127",
		},
		Check: lint.Each(ignoreSeparator),
	},
	{
		ID: "dockerignore-lone-exclusion", Summary: "`illegal exclusion pattern: \"!\"`", Topic: "copy",
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
		Helpf("Remove the line, or write the pattern after the `!`.").DeleteLines(pattern.Mark)
}

// ignoreSeparator reports patterns with a backslash that can only be a separator: before a name, or at the end. In such a
// pattern, every other backslash is treated as a separator, too.
func ignoreSeparator(p *lint.Pass, pattern *dockerignore.Pattern) {
	s := pattern.String()
	if !holdsSeparator(s) {
		return
	}
	does := "excludes"
	if pattern.Negated {
		does = "includes"
	}
	f := p.Reportf(pattern, "`%s` %s nothing if the build does not run on Windows", check.Brief(s), does).
		Notef("On other systems, the builder treats `\\` as an escape character.").
		Helpf("Write `%s`, which also works on Windows.", strings.ReplaceAll(s, `\`, "/"))
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
