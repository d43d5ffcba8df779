package shell

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var dashes = []*lint.Rule{
	{
		ID: "typographic-dash", Summary: "An option has no effect because of a typographic dash", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{"https://github.com/microsoft/sql-server-samples/issues/159", "https://github.com/PowerShell/PowerShell/blob/HEAD/src/System.Management.Automation/engine/parser/tokenizer.cs"},
		Check: lint.Both{
			check.Scripts(typographicInScript), check.Steps(typographicInScript), check.ScriptFiles(typographicInScript),
			lint.Each(func(p *lint.Pass, c *docker.Command) {
				if check.MeantForWindows(p, c) && !typographicDash(p, c.Command) {
					typographicQuotes(p, c.Command)
				}
			}),
		},
	},
}

// typographicInScript looks at the commands that are read as no docker command.
func typographicInScript(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if s.Unread() || p.Scope.OS != windows.Windows && (p.Scope.OS == windows.Linux || s.Language.IsSh()) {
		return
	}
	for c := range s.Commands() {
		if c.Is("docker", "docker-compose", "choco", "npm", "git") && docker.Read(c) == nil {
			typographicDash(p, c)
		}
	}
}

// typographicDash reports whether it found any.
func typographicDash(p *lint.Pass, c *script.Command) bool {
	var f *lint.Finding
	for _, arg := range c.Args {
		dashes := typographic.FindString(arg.String())
		if dashes == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(dashes)
		dashes = strings.TrimRightFunc(dashes, func(r rune) bool { return r < utf8.RuneSelf })
		if f == nil {
			f = p.Reportf(arg, "`%s` begins with a typographic dash, so it is not an option", check.Brief(arg.String())).
				Notef("`%s` accepts only `-`, and every shell passes U+%04X to it unchanged.", c.Name, first).
				Helpf("Write `%s`.", strings.Repeat("-", utf8.RuneCountInString(dashes))+arg.String()[len(dashes):]).Subsumes(c)
		}
		at := arg.Span().Start
		f.Replace(source.Span{Start: at, End: at + len(dashes)}, strings.Repeat("-", utf8.RuneCountInString(dashes)))
	}
	return f != nil
}

// typographicQuotes looks at quotes that only PowerShell reads as such.
func typographicQuotes(p *lint.Pass, c *script.Command) {
	if c.Script.Language.IsPowerShell() || !slices.ContainsFunc(c.Args, func(a *script.Arg) bool { return quoteAtStart.MatchString(a.String()) }) {
		return
	}
	text, start, shell := p.Unit.File.Slice(c.Span()), c.Span().Start, "cmd"
	if c.Script.Language.IsSh() {
		shell = c.Script.Language.String()
	}
	place := func(at []int) source.Span { return source.Span{Start: start + at[0], End: start + at[1]} }
	quotes := typographicQuote.FindAllStringIndex(text, -1)
	if len(quotes) == 0 {
		return
	}
	f := p.Reportf(place(quotes[0]).Cover(place(quotes[len(quotes)-1])), "Typographic quotes are part of the argument").
		Notef("%s treats these quotes as ordinary characters, so docker gets them, and a space between them splits the argument.", shell).
		Helpf("Replace the typographic quotes with `\"`.").Subsumes(c)
	if strings.ContainsAny(text, `"'`) {
		return
	}
	for _, at := range quotes {
		f.Replace(place(at), `"`)
	}
}

var (
	typographicQuote = lazy.MustCompile("[\u2018\u2019\u201c\u201d]")
	quoteAtStart     = lazy.MustCompile("^(?:-[-a-z]*=)?[\u2018\u2019\u201c\u201d]")
)

// typographic is the beginning of a word that was meant as an option.
var typographic = lazy.MustCompile("^[\u2013\u2014\u2015](?:[A-Za-z]|[-\u2013\u2014\u2015])")
