package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var lostQuotes = []*lint.Rule{
	{
		ID: "quotes-lost", Summary: "PowerShell runs the text in double quotes as code", Topic: "powershell",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe",
		},
		ByText: true,
		Check:  check.ScriptsAnywhere(quotesLost),
	},
}

// A piece is text that its author put in double quotes, which PowerShell does not get.
type piece struct {
	script.Range
	open, close source.Span
}

func quotesLost(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Body == nil {
		return
	}
	list := slices.DeleteFunc(pieces(s), func(q piece) bool { return check.InProse(s, q.Start) || !missesQuotes(s, q) })
	if len(list) == 0 {
		return
	}
	q := list[0]
	f := p.Reportf(q.open.Cover(q.close), "PowerShell does not get the quotes around `%s`", check.Brief(q.String())).
		Notef("Double quotes are removed from the command line, so PowerShell reads `%s`.", check.Brief(around(s, q))).
		Helpf("%s", keepingQuotes(q.String(), in == nil || in.Exec))
	if endsRun(in, s, list) {
		f.Notef("%s PowerShell then looks for a command with the name of one of the parts, so the RUN fails.", f.Note).WithSeverity(lint.Error)
	}
	for _, also := range list[1:] {
		f.Relate(also.open.Cover(also.close), "also lost here")
	}
	if in != nil && !in.Exec && !slices.ContainsFunc(list, func(q piece) bool { return strings.Contains(q.String(), `"`) }) {
		keepQuotes(f, list)
	}
}

// keepQuotes writes quotes that PowerShell gets.
func keepQuotes(f *lint.Finding, list []piece) {
	for _, q := range list {
		quote := keptQuote(q.String())
		f.Replace(q.open, quote).Replace(q.close, quote)
	}
}

// keptQuote is the quote that PowerShell gets around a text: a single quote, unless it would change the text.
func keptQuote(text string) string {
	if strings.ContainsAny(text, "$'`") {
		return `\"`
	}
	return "'"
}

// keepingQuotes says how to write a text so that PowerShell gets its quotes. In JSON or YAML, a backslash may need another one.
func keepingQuotes(text string, inOther bool) string {
	quote := keptQuote(text)
	if strings.ContainsAny(text, "\"`\n") || inOther && quote != "'" {
		return "Use single quotes, or write `\\\"`."
	}
	return "Write `" + quote + text + quote + "`."
}

// pieces is the texts in quotes that are lost. If quotes surround all of the text, those inside close and open them, so the
// pieces are the texts in between.
func pieces(s *script.Script) []piece {
	var list []piece
	n := len(s.Lost)
	if n > 1 && s.Lost[0].Start == 0 && s.Lost[n-1].End == s.Text.Len() {
		for i := range n - 1 {
			between := s.Lost[i].Range
			between.Start, between.End = s.Lost[i].End, s.Lost[i+1].Start
			list = append(list, piece{between, s.Lost[i].Close, s.Lost[i+1].Open})
		}
		return list
	}
	for _, q := range s.Lost {
		if q.Close.Len() > 0 {
			list = append(list, piece{q.Range, q.Open, q.Close})
		}
	}
	return list
}

// missesQuotes reports whether a text means something else without its quotes.
func missesQuotes(s *script.Script, q piece) bool {
	text := q.String()
	trimmed := strings.TrimSpace(text)
	if trimmed == "" || strings.IndexByte(";|,+)}", trimmed[0]) >= 0 || oneValue.MatchString(trimmed) {
		return false
	}
	c := taking(s, q.Start)
	if c != nil && c.Is("cmd", "powershell", "pwsh") {
		return false // they join their arguments again
	}
	if splitsWithoutQuotes(c, q) {
		return true
	}
	before := strings.TrimRight(s.Text.String()[:q.Start], " \t")
	if strings.ContainsAny(withoutGroups(text), ";|") || expectsValue(s, len(before)) || valueWord.MatchString(lastWord(before)) {
		return !strings.ContainsAny(trimmed[:1], `'"&`)
	}
	return strings.ContainsAny(trimmed, " \t") && !strings.Contains(text, "'") &&
		c != nil && !c.Keyword && !strings.HasPrefix(c.Cmdlet(), "write-")
}

// splitsWithoutQuotes reports whether PowerShell ends an argument in the middle of a text that was one in quotes.
func splitsWithoutQuotes(c *script.Command, q piece) bool {
	if c == nil || c.Keyword || strings.HasPrefix(c.Cmdlet(), "write-") {
		return false
	}
	for i, arg := range c.Args[:max(0, len(c.Args)-1)] {
		if arg.Start == q.Start {
			return endsEarly(arg) && arg.End < q.End && c.Args[i+1].Start == arg.End
		}
	}
	return false
}

// oneValue is a text that is a value without quotes, too: a variable, a number, a group, a block, or a text in quotes.
var oneValue = lazy.MustCompile(`^(\$\w+|\$\w+:\w+|\$\{[^}]*\}|\$\([^()]*(\([^()]*\)[^()]*)*\)|[\d.]+|'[^']*'|&? ?\{.*\})$`)

// lastWord is the text after the last space, bracket or quote.
func lastWord(text string) string { return text[strings.LastIndexAny(text, "\t\n\f\r )]}'")+1:] }

// valueWord is an operator or a word that a value must follow.
var valueWord = lazy.MustCompile(`(?i)^(-[ic]?(eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|replace|contains|notcontains|in|notin|split|join|f)|return)$`)

// expectsValue reports whether an offset of a script comes directly after the "=" of an assignment, or after the bracket of
// a group or of the arguments of a method.
func expectsValue(s *script.Script, at int) bool {
	if at == 0 {
		return false
	}
	if s.Text.String()[at-1] == '(' {
		return !check.InProse(s, at-1)
	}
	for a := range script.Nodes[*script.Assign](s.Body) {
		if a.Op.End == at {
			return true
		}
	}
	return false
}

// withoutGroups is a text without the parts in "$( )" and in single quotes.
func withoutGroups(s string) string {
	return groups.ReplaceAllString(s, "")
}

var groups = lazy.MustCompile(`\$\([^()]*(\([^()]*\)[^()]*)*\)|'[^']*'|\$\{[^}]*\}`)

// taking is the command that has an argument at an offset of a script, as a value and not as the name of a parameter; nil
// if there is none.
func taking(s *script.Script, at int) *script.Command {
	for c := range s.Commands() {
		for _, arg := range c.Args {
			if arg.Start == at && arg.Param == "" {
				return c
			}
		}
	}
	return nil
}

// around is a piece together with the text before it, from the beginning of the statement.
func around(s *script.Script, q piece) string {
	from := 0
	for st := range script.Nodes[*script.Statement](s.Body) {
		if st.Start <= q.Start && st.Start > from {
			from = st.Start
		}
	}
	return s.Text.String()[from:q.End]
}
