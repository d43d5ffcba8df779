package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var healthTests = []*lint.Rule{
	{
		ID: "healthcheck-without-shell", Summary: "A health check passes `||` to a program as an argument",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#healthcheck", "moby/moby daemon/health.go"},
		Check: check.HealthTests(testWithoutShell),
	},
}

const alwaysEscaped = "Docker Engine writes `\\\"` for each quote in a health check, so the program gets a literal quote instead of a quoted argument."

// escapedInTest finds quotes of a health check that cmd or the program does not treat as quotes. It does not report the text
// of PowerShell, which gets them as they were written, or the two sides of a comparison, which get the same.
func escapedInTest(p *lint.Pass, t check.HealthTest) {
	s := t.Script
	if s == nil || s.Unread() || splitTest(p, t) {
		return
	}
	if t.Exec {
		escapedForCmd(p, t)
		return
	}
	if at, found := testedFile(s); found {
		p.Reportf(at, "cmd does not find a file by a name in quotes in a health check").Notef(alwaysEscaped).Helpf("Write the test in the exec form.").
			WithSeverity(lint.Error)
		return
	}
	for c := range s.Commands() {
		if reportEscaped(p, s, c) {
			return
		}
	}
}

// reportEscaped reports the first quote of a command that does not quote.
func reportEscaped(p *lint.Pass, s *script.Script, c *script.Command) bool {
	at := strings.IndexByte(c.String(), '"')
	if at < 0 || c.Keyword {
		return false
	}
	runs := startedBy(s, c)
	quote := c.Text().SpanOf(at, at+1)
	switch {
	case strings.IndexByte(c.Name.String(), '"') >= 0, runs != nil && runs.File != nil && strings.Contains(runs.File.String(), `"`):
		p.Reportf(quote, "The program or script in quotes is not found, so the container is never healthy").
			Notef(alwaysEscaped).Helpf("Write the test in the exec form.").WithSeverity(lint.Error)
	case runs != nil && strings.HasSuffix(c.String()[:at], ownBackslash):
		p.Reportf(quote, "PowerShell gets the backslash and the quote, so it runs a command of that name").
			Notef("Docker Engine escapes what is in a health check, so the test arrives as it is written.").
			Helpf("Write the test in the exec form, or omit the quotes.").WithSeverity(lint.Error)
	case runs != nil:
		return false
	case c.Is(fileBuiltins...):
		p.Reportf(quote, "`%s` does not find a file by a name in quotes in a health check", check.Brief(c.Lower)).
			Notef(alwaysEscaped).Helpf("Write the test in the exec form.").WithSeverity(lint.Error)
	default:
		p.Reportf(quote, "`%s` gets a backslash before this quote, so the quote does not enclose an argument", check.Brief(c.Lower)).
			Notef(alwaysEscaped).Helpf("Write the test in the exec form.")
	}
	return true
}

// ownBackslash is what the engine makes of a backslash that is written before a quote, with the one that it adds.
const ownBackslash = `\\\`

// fileBuiltins is commands of cmd whose arguments are files.
var fileBuiltins = []string{"cd", "copy", "del", "dir", "move", "rd", "ren", "rmdir", "type"}

// startedBy is the PowerShell that a command starts; nil if it starts none.
func startedBy(s *script.Script, c *script.Command) *script.Script {
	for _, inner := range s.Started {
		if inner.By == c && inner.Language.IsPowerShell() {
			return inner
		}
	}
	return nil
}

// testedFile is the name in quotes of a file for which cmd's "if exist" looks.
func testedFile(s *script.Script) (at source.Span, found bool) {
	for c := range script.Nodes[*script.Clause](s.Body) {
		for i, head := range c.Head {
			word, ok := head.(*script.Arg)
			if ok && word.Is("exist") && i+1 < len(c.Head) && strings.Contains(c.Head[i+1].String(), `"`) {
				return c.Head[i+1].Span(), true
			}
		}
	}
	return source.Span{}, false
}

// escapedForCmd finds quotes in the text that an exec form has cmd run.
func escapedForCmd(p *lint.Pass, t check.HealthTest) {
	for _, inner := range t.Script.Started {
		if !inner.Language.IsCmd() || inner.Unread() {
			continue
		}
		for _, text := range t.Elements[min(2, len(t.Elements)):] {
			if at := strings.IndexByte(text.String(), '"'); at >= 0 && !strings.Contains(text.String(), "==") {
				p.Reportf(text.SpanOf(at, at+1), "The backslash before this quote stops the quote from enclosing an argument").Notef(alwaysEscaped).
					Helpf("Use the exec form to start the program without cmd, or change the command so that it does not need quotes.")
				return
			}
		}
	}
}

// splitTest finds a test for cmd that is more than one element of a list. The engine puts quotes around those with spaces.
func splitTest(p *lint.Pass, t check.HealthTest) bool {
	if t.Exec || len(t.Elements) < 2 {
		return false
	}
	for _, text := range t.Elements {
		if strings.ContainsAny(text.String(), " \t\"") || text.Len() == 0 {
			p.Reportf(text, "Docker Engine changes the quotes of this element, so cmd does not run the test").
				Notef("Docker Engine joins the elements and puts quotes around each one that contains a space. cmd removes only the outermost quotes.").
				Helpf("Write the test as one element after `CMD-SHELL`.").WithSeverity(lint.Error).Subsumes(t.Elements[0].Span().Cover(t.Elements[len(t.Elements)-1].Span()))
			return true
		}
	}
	return false
}

// operators is what joins commands or redirects their output.
var operators = []string{"||", "&&", "|", "&", ";", ">", ">>", "<", "2>&1", "2>", "1>", "2>NUL", "2>nul", ">NUL", ">nul"}

// testWithoutShell finds an operator of shells in a health check that starts a program. What a shell gets as an argument is
// its own business.
func testWithoutShell(p *lint.Pass, t check.HealthTest) {
	if !t.Exec || len(t.Elements) == 0 || isShell(t.Elements[0].String()) {
		return
	}
	for i, text := range t.Elements {
		operator := ""
		switch {
		case i > 0 && slices.Contains(operators, text.String()):
			operator = text.String()
		case i == 0 && len(t.Elements) == 1:
			operator = operatorIn(text.String())
		}
		if operator == "" {
			continue
		}
		note := "`" + check.Brief(t.Elements[0].String()) + "` receives `" + operator + "` and everything after it as arguments, so the container never becomes healthy."
		if len(t.Elements) == 1 {
			note = "There is no such program, so every check fails, and the container never becomes healthy."
		}
		f := p.Reportf(text, "`%s` is an argument here, because this health check does not start a shell", operator).
			Notef("%s", note).Helpf("%s", t.ByHand)
		plain := !slices.ContainsFunc(t.Elements, func(e source.Text) bool { return strings.ContainsAny(e.String(), " \t\"") })
		switch {
		case t.Form == nil && (plain || len(t.Elements) == 1):
			f.Helpf("Use the shell form: `CMD %s`.", joined(t.Elements))
		case t.Form != nil && plain && len(t.Elements) > 1:
			written := f.File.Slice(t.Form.Span())
			f.Replace(t.Form, strings.Replace(written, "CMD", "CMD-SHELL", 1))
		}
		if i == 0 {
			f.Message = "The whole command line is one element, so Windows looks for a program with that name"
		}
		return
	}
}

// joined is the elements of a test as one command line.
func joined(elements []source.Text) string {
	words := make([]string, len(elements))
	for i, e := range elements {
		words[i] = e.String()
	}
	return strings.Join(words, " ")
}

// isShell reports whether a program reads its arguments as a script.
func isShell(program string) bool {
	switch script.ProgramName(program) {
	case "cmd", "powershell", "pwsh", "bash", "sh":
		return true
	}
	return false
}

// operatorIn is the first operator between the words of a text.
func operatorIn(text string) string {
	for _, word := range strings.Fields(text) {
		if slices.Contains(operators, word) {
			return word
		}
	}
	return ""
}
