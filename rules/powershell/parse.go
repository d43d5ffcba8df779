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
	reason, help := e.Message, correction(e, s.Text.String()[e.Start:e.End])
	if s.Language == script.WindowsPowerShell && strings.HasPrefix(s.Text.String()[e.Start:], "?") {
		reason, help = "`?` is not an operator here", "Use `if` and `else`, because the operators `? :`, `??` and `?.` need PowerShell 7."
	}
	if written, operator := comparison(s, e); operator != "" {
		reason, help = "`"+written+"` is not a comparison operator", "Write `"+operator+"`."
	}
	p.Reportf(e, "%s cannot parse this command: %s", s.Language, reason).
		Notef("PowerShell parses the whole command before it runs any of it.").Helpf("%s", help)
}

// correction says what to do about an error, whose text is at.
func correction(e *script.Error, at string) string {
	switch e.Kind {
	case script.Unclosed:
		at = strings.TrimSpace(at)
		if end := closing[lastByte(at)]; strings.HasPrefix(at, "@\"") || strings.HasPrefix(at, "@'") {
			return "Add `" + end + "@` at the beginning of a line, or remove `" + at + "`."
		} else if end != "" {
			return "Add the missing `" + end + "`, or remove `" + at + "`."
		}
		return "Add the end that is missing."
	case script.Missing:
		return completion(e.Message)
	case script.HereString:
		return "Begin the text of the here-string on the next line."
	}
	if strings.TrimSpace(at) == "" || strings.Contains(at, "`") {
		return "Add the part that is missing here."
	}
	return "Remove `" + at + "`, or add what must come before it."
}

// closing is the end of what each character begins.
var closing = map[byte]string{'(': ")", '{': "}", '[': "]", '"': `"`, '\'': "'", '#': "#>"}

// lastByte is the last byte of a text; 0 if it is empty.
func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
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
	}
	if what, missing := strings.CutSuffix(message, " are missing"); missing {
		return "Add " + what + "."
	}
	if what, missing := strings.CutSuffix(message, " is missing"); missing {
		return "Add " + what + "."
	}
	if _, parts, needs := strings.Cut(message, " needs "); needs {
		return "Write " + parts + "."
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
