package ci

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// groovy is the rule about the strings of Jenkinsfiles.
var groovy = []*lint.Rule{
	{
		ID: "groovy-backslash", Summary: "Groovy treats a backslash in a path as an escape character", Topic: "escape",
		Severity: lint.Error, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{"https://groovy-lang.org/syntax.html#_escaping_special_characters"},
		Check: lint.Each(groovyBackslash),
	},
}

// groovyBackslash looks at the strings that Groovy rejects, and at paths in which it turns the start of a name into a control character.
func groovyBackslash(p *lint.Pass, d *ci.Document) {
	for i := 0; i < len(d.Escapes); {
		first := d.Escapes[i]
		var wrong []*ci.Escape
		for ; i < len(d.Escapes) && d.Escapes[i].Literal == first.Literal; i++ {
			if e := d.Escapes[i]; e.Refused || inPath(p.Unit.File.Text[e.Literal.Start:e.At.Start]) {
				wrong = append(wrong, e)
			}
		}
		if len(wrong) > 0 {
			wrongBackslashes(p, wrong)
		}
	}
}

// inPath reports whether a text ends inside a path that begins with a drive.
func inPath(before string) bool {
	if n := strings.LastIndexAny(before, " \t\n\"'"); n >= 0 {
		before = before[n+1:]
	}
	return drive.MatchString(before)
}

var drive = lazy.MustCompile(`(?:^|[=:;,@(])[A-Za-z]:(?:\\|$)[^:]*$|(?:^|[=;,@(])[A-Za-z]:$`)

// standsFor is what Groovy makes of an escape sequence that it accepts.
func standsFor(sequence string) string {
	name := check.ControlName(sequence[1])
	switch {
	case sequence == `\s`:
		return "a space"
	case len(sequence) != len(`\n`) || name == "":
		return "another character"
	}
	return name
}

func wrongBackslashes(p *lint.Pass, wrong []*ci.Escape) {
	text := func(at source.Span) string { return p.Unit.File.Text[at.Start:at.End] }
	shown := wrong[0]
	for _, e := range wrong {
		if e.Refused {
			shown = e
			break
		}
	}
	var f *lint.Finding
	if shown.Refused {
		f = p.Reportf(shown, "`%s` is not a valid escape sequence in Groovy", text(shown.At)).
			Notef("The Jenkinsfile does not compile, because a backslash in a quoted string begins an escape sequence.")
	} else {
		f = p.Reportf(shown, "Groovy reads `%s` in this path as an escape sequence", text(shown.At)).
			Notef("In a Groovy string, `%s` stands for %s, so the path is wrong.", text(shown.At), standsFor(text(shown.At)))
	}
	f.Helpf("Double each backslash in the string.")
	f.AlsoChanges(shown.Literal)
	for _, e := range wrong {
		f.Insert(e.At.Start, `\`)
	}
}
