package shell

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
)

var parsing = []*lint.Rule{
	{
		ID: "powershell-does-not-parse", Summary: "PowerShell cannot parse the command, so none of it runs", Topic: "powershell",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing"},
		Check: scripts(doesNotParse),
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
	f := p.Reportf(e, "%s cannot parse this command", s.Language).
		Notef("It reads all of a command before it runs any of it: %s.", e.Message).Helpf("Correct the syntax.")
	if s.Language == script.WindowsPowerShell && strings.HasPrefix(s.Text.String()[e.Start:], "?") {
		f.Helpf("Write `if` and `else`: the operators `? :`, `??` and `?.` need PowerShell 7.")
	}
}

// isCertain reports whether an unexpected sign is one that can stand nowhere in this place: a bracket that closes nothing, or an
// operator of PowerShell 7.
func isCertain(s *script.Script, e *script.Error) bool {
	rest := s.Text.String()[e.Start:]
	return strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "}") || strings.HasPrefix(rest, ")")
}
