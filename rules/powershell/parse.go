package powershell

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

var parsing = []*lint.Rule{
	{
		ID: "powershell-does-not-parse", Summary: "PowerShell cannot parse the command, so none of it runs", Topic: "powershell",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing"},
		Check: check.Scripts(doesNotParse),
	},
}

// doesNotParse reports the first error of a script. What has a rule of its own is left to that: statements without a separator
// between two lines, brackets that a comment took away, and quotes that are lost on the way.
func doesNotParse(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Partial() || len(s.Errors) == 0 || strings.Contains(s.Text.String(), "#") {
		return
	}
	e := s.Errors[0]
	if len(s.Lost) > 0 || e.Kind == script.Unexpected && (!isCertain(s, e) || endOfLineAbove(p.Unit.File, in, e.Span().Start) >= 0) {
		return
	}
	reason, help := e.Message, correction(e)
	if s.Language == script.WindowsPowerShell && strings.HasPrefix(s.Text.String()[e.Start:], "?") {
		reason, help = "`?` is not an operator here", "Use `if` and `else`, because the operators `? :`, `??` and `?.` need PowerShell 7."
	}
	p.Reportf(e, "%s cannot parse this command: %s", s.Language, reason).
		Notef("It parses the whole command first, so no part of it runs.").Helpf("%s", help)
}

// correction says what to do about an error.
func correction(e *script.Error) string {
	switch e.Kind {
	case script.Unclosed:
		return "Close it, or remove it."
	case script.Missing:
		return "Add what is missing."
	case script.HereString:
		return "Move what follows to the next line."
	}
	return "Remove it, or add what must come before it."
}

// isCertain reports whether an unexpected sign is one that can stand nowhere in this place: a bracket that closes nothing, or an
// operator of PowerShell 7.
func isCertain(s *script.Script, e *script.Error) bool {
	rest := s.Text.String()[e.Start:]
	return strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "}") || strings.HasPrefix(rest, ")")
}
