package powershell

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
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
// between two lines, brackets that a comment took away, quotes that are lost on the way, and URLs in which cmd ends the command.
func doesNotParse(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Partial() || len(s.Errors) == 0 || strings.Contains(s.Text.String(), "#") {
		return
	}
	if _, cut := check.URLCutAt(p.Unit.File, s.Text.Span().End); cut && s.Parent != nil && s.Parent.Language.IsCmd() {
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
	if written, operator := comparison(s, e); operator != "" {
		reason, help = "`"+written+"` is not a comparison operator", "Write `"+operator+"`."
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
		return completion(e.Message)
	case script.HereString:
		return "Move what follows to the next line."
	}
	return "Remove it, or add what must come before it."
}

// completion says how to complete what a message calls incomplete.
func completion(message string) string {
	if what, after, found := strings.Cut(strings.TrimPrefix(message, "there is no "), " after "); found {
		return "Add the " + what + ", or remove " + after + "."
	}
	switch {
	case strings.HasPrefix(message, "`try`"):
		return "Add `catch` or `finally`."
	case strings.HasPrefix(message, "`do`"):
		return "Add `while` or `until`."
	case strings.HasPrefix(message, "a value "):
		return "Add the value, or remove the operator or comma before it."
	case strings.HasSuffix(message, " are missing"):
		return "Add them."
	case strings.HasSuffix(message, " is missing"):
		return "Add it."
	}
	return "Add what is missing."
}

// isCertain reports whether an unexpected sign is one that can stand nowhere in this place: a bracket that closes nothing, an
// operator of PowerShell 7, or a comparison of another language.
func isCertain(s *script.Script, e *script.Error) bool {
	rest := s.Text.String()[e.Start:]
	_, operator := comparison(s, e)
	return operator != "" || rest != "" && strings.ContainsAny(rest[:1], "?})<")
}

// comparison is the operator that an error is about, if that compares in other languages, and the one of PowerShell.
func comparison(s *script.Script, e *script.Error) (written, operator string) {
	before, rest := s.Text.String()[:e.Start], s.Text.String()[e.Start:]
	if strings.Count(before, "(") <= strings.Count(before, ")") { // outside of a condition
		return "", ""
	}
	for _, c := range [...]struct{ written, operator string }{{"!=", "-ne"}, {"<=", "-le"}, {"<", "-lt"}} {
		if strings.HasPrefix(rest, c.written) {
			return c.written, c.operator
		}
	}
	switch {
	case strings.HasSuffix(strings.TrimRight(before, " "), ">="):
		return ">=", "-ge"
	case redirectedTest.MatchString(before) && logical.MatchString(rest):
		return ">", "-gt"
	}
	return "", ""
}

var (
	redirectedTest = lazy.MustCompile(`>\s*[$\w.]+\s*$`)
	logical        = lazy.MustCompile(`(?i)^-(?:and|or|xor)\b`)
)
