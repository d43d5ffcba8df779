package shell

import (
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
			check.Commands(check.IsWindowsShell, func(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
				if p.Scope.OS == windows.Windows {
					typographicDash(p, c)
				}
			}, "docker", "docker-compose", "choco", "npm", "git"),
			lint.Each(func(p *lint.Pass, c *docker.Command) {
				if check.MeantForWindows(p, c) {
					typographicDash(p, c.Command)
				}
			}),
		},
	},
}

func typographicDash(p *lint.Pass, c *script.Command) {
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
				Helpf("Replace the dash with `-`.").Subsumes(c)
		}
		at := arg.Span().Start
		f.Replace(source.Span{Start: at, End: at + len(dashes)}, strings.Repeat("-", utf8.RuneCountInString(dashes)))
	}
}

// typographic is the beginning of a word that was meant as an option.
var typographic = lazy.MustCompile("^[\u2013\u2014\u2015](?:[A-Za-z]|[-\u2013\u2014\u2015])")
