package shell

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

// crossed is the rules about text that runs in another shell than the one it was written for.
var crossed = []*lint.Rule{
	{
		ID: "pipe-taken-by-cmd", Summary: "`'Out-Null' is not recognized` because cmd runs the command after `|`", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{aboutCmd, check.PowerShellPage},
		Check: check.ScriptsAnywhere(inCmd(pipeTakenByCmd)),
	},
	{
		ID: "powershell-prints-text", Summary: "PowerShell prints the command instead of running it",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{check.PowerShellPage},
		Check: check.ScriptsAnywhere(powerShellPrintsText),
	},
	{
		ID: "cmd-syntax-in-powershell", Summary: "cmd syntax fails in PowerShell", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_aliases?view=powershell-5.1",
			"https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_if?view=powershell-5.1",
			"https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_redirection?view=powershell-5.1",
		},
		Check: lint.Both{check.Scripts(cmdSyntaxInPowerShell), check.Steps(cmdSyntaxInPowerShell)},
	},
	{
		ID: "powershell-left-after-switch", Summary: "`'Get-ChildItem' is not recognized` because cmd runs the command",
		Topic: "powershell", Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#shell",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go",
		},
		Check: check.Scripts(powershellUnderCmd),
	},
}

func pipeTakenByCmd(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for pipeline := range script.Nodes[*script.Pipeline](s.Body) {
		bars, first := stolenBars(s, pipeline)
		if len(bars) == 0 {
			continue
		}
		f := p.Reportf(bars[0], "cmd handles this `|`, so PowerShell does not get `%s`", check.Brief(first.String())).
			Notef("cmd runs the command after `|` itself and fails with `'%s' is not recognized as an internal or external command`.", check.Brief(first.Name.Value().String())).
			Helpf("Write `^|`, or put the whole command for PowerShell in double quotes.")
		for _, bar := range bars {
			f.Insert(bar.Start, "^")
		}
		f.Subsumes(pipeline)
	}
}

// stolenBars is each "|" of a cmd pipeline that was meant for the PowerShell before it, and the first command after it.
func stolenBars(s *script.Script, pipeline *script.Pipeline) (bars []source.Span, first *script.Command) {
	given := false // a PowerShell with a text comes before
	end := 0
	for _, element := range pipeline.Elements {
		c, _ := element.(*script.Command)
		switch {
		case c == nil || c.Name == nil:
			return bars, first
		case given && !isCmdletCommand(c):
			return bars, first
		case given:
			at := end + strings.IndexByte(s.Text.String()[end:], '|')
			bars = append(bars, s.Text.SpanOf(at, at+1))
			if first == nil {
				first = c
			}
		}
		inner := check.StartedBy(c)
		given = given || inner != nil && inner.Language.IsPowerShell() && inner.Text.Len() > 0
		end = c.End
	}
	return bars, first
}

// afterStolenBar reports whether a cmd command was meant for the PowerShell before a pipe.
func afterStolenBar(s *script.Script, c *script.Command) bool {
	if !piped(c) {
		return false
	}
	bars, _ := stolenBars(s, c.Pipeline)
	return len(bars) > 0
}

// isCmdletCommand reports whether only PowerShell has the command.
func isCmdletCommand(c *script.Command) bool {
	name := c.Name.Value().String()
	return isPowerShell(name) || c.Is("iex", "foreach", "select", "measure", "ft", "fl", "%", "?") ||
		strings.HasPrefix(name, "%{") || strings.HasPrefix(name, "?{") || c.Is("where") && strings.Contains(c.String(), "{")
}

func powerShellPrintsText(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Unread() || len(s.Body.Statements) != 1 {
		return
	}
	pipeline, _ := s.Body.Statements[0].Body.(*script.Pipeline)
	if pipeline == nil || len(pipeline.Elements) != 1 {
		return
	}
	switch text := pipeline.Elements[0].(type) {
	case *script.String:
		if text.Quote != "'" && (text.Quote != `"` || !s.Escaped()) || !runnable(script.Read(s.Language, text.Body.Text())) {
			return
		}
		if s.Escaped() {
			printsTest(p, text)
			return
		}
		f := p.Reportf(text, "PowerShell prints this text instead of running it").
			Notef("The quotes reach PowerShell, so `%s` is a string.", check.Brief(text.String())).
			Helpf("%s", withoutQuotes(s, text))
		if !strings.ContainsAny(text.Body.String(), `'"`) {
			by := ""
			if s.Parent != nil && s.Parent.Language == script.Cmd {
				by = `"`
			}
			f.Replace(edge(text.Span(), false), by).Replace(edge(text.Span(), true), by)
		}
	case *script.Group:
		if text.Open != "{" || text.Body == nil || !calls(text.Body) {
			return
		}
		f := p.Reportf(text, "PowerShell prints the text in the braces instead of running it").
			Notef("Script blocks exist only inside PowerShell, which gets `%s` as text.", check.Brief(text.String())).
			Helpf("Remove the braces, or write `&` before them.")
		f.Delete(edge(text.Span(), false)).Delete(edge(text.Span(), true))
	}
}

// printsTest is about a health check, whose double quotes reach PowerShell. They can be removed if cmd does not interpret
// the text between them.
func printsTest(p *lint.Pass, text *script.String) {
	f := p.Reportf(text, "PowerShell prints this text instead of running it, so the check always passes").
		Notef("Docker Engine passes the quotes of a health check to PowerShell as they are written, and PowerShell prints a text in quotes.").
		Helpf("Use the exec form, or remove the quotes around the text.")
	if !strings.ContainsAny(text.Body.String(), `'"|&<>()^%`) {
		f.Replace(edge(text.Span(), false), "").Replace(edge(text.Span(), true), "").Unsafe()
	}
}

func withoutQuotes(s *script.Script, text *script.String) string {
	underCmd, body := s.Parent != nil && s.Parent.Language == script.Cmd, text.Body.String()
	switch plain := !strings.ContainsAny(body, "'\"`"); {
	case underCmd && plain:
		return "Write `\"" + body + "\"`."
	case underCmd:
		return "Replace the quotes around the text with double quotes."
	case plain:
		return "Remove the quotes: `" + body + "`."
	}
	return "Remove the quotes around the text."
}

// edge is the first or the last byte of a span.
func edge(s source.Span, last bool) source.Span {
	if last {
		return source.Span{Start: s.End - 1, End: s.End}
	}
	return source.Span{Start: s.Start, End: s.Start + 1}
}

// runnable reports whether a text is meant to be run rather than printed.
func runnable(s *script.Script) bool { return !s.Unread() && calls(s.Body) }

// calls reports whether statements call a cmdlet or a program that is known, or assign.
func calls(b *script.Block) bool {
	for range script.Nodes[*script.Assign](b) {
		return true
	}
	for c := range script.Nodes[*script.Command](b) {
		if isPowerShell(c.Name.Value().String()) || c.Cmdlet() != c.Lower || c.Is(plainCommands...) || c.Keyword {
			return true
		}
	}
	return false
}

func cmdSyntaxInPowerShell(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Body == nil {
		return
	}
	if s.Unread() {
		if at := cmdCondition.FindStringSubmatchIndex(s.Text.String()); at != nil {
			whole := lint.Placed(s.Text)
			if in != nil {
				whole = in
			}
			p.Reportf(s.Text.SpanOf(at[2], at[3]), "`%s` is cmd syntax, but PowerShell runs this line", s.Text.String()[at[2]:at[3]]).
				Notef("PowerShell fails with `Missing '(' after 'if' in if statement.`").
				Helpf("Write `%s`, or run the line with `cmd /c`.", conditionLike(s.Text.String()[at[2]:at[3]], s.Text.String()[at[4]:at[5]])).Subsumes(whole)
		}
		return
	}
	for c := range s.Commands() {
		if c.Name != nil && c.Bare() && !s.Defines(c.Lower) {
			cmdCommand(p, c)
		}
		if s.Language == script.WindowsPowerShell {
			nulFile(p, c)
		}
	}
}

// nulFile looks at the file that a command writes to. PowerShell 6 and later supports NUL.
func nulFile(p *lint.Pass, c *script.Command) {
	for _, r := range c.Redirects {
		if r.Target != nil && r.Target.Is("nul") {
			p.Reportf(r.Target, "Windows PowerShell 5.1 treats `%s` as a file", r.Target).
				Notef("The redirection fails with `FileStream was asked to open a device that was not a file`.").
				Helpf("Write `$null` instead.").Replace(r.Target, "$null")
		}
	}
}

// cmdCondition is an IF of cmd: the keywords, and what it tests.
var cmdCondition = lazy.MustCompile(`(?i)(?:^|[;{}])\s*(if\s+(?:/i\s+)?(?:not\s+)?(?:exist|defined|errorlevel))\s+("[^"]*"|\S*)`)

// cmdBuiltins is the builtins of cmd that PowerShell has neither as a command nor as an alias.
var cmdBuiltins = []string{"assoc", "call", "endlocal", "ftype", "goto", "mklink", "rem", "setlocal", "ver", "vol"}

// slashed is the builtins of cmd that are aliases of PowerShell, and how to say there what their options say.
var slashed = map[string]string{
	"copy": "`-Force`", "move": "`-Force`", "del": "`-Force`", "erase": "`-Force`", "rd": "`-Recurse -Force`",
	"rmdir": "`-Recurse -Force`", "dir": "`-Name` or `-Recurse`", "ren": "the options of `Rename-Item`", "type": "the options of `Get-Content`",
	"start": "`-Wait` or `-NoNewWindow`",
}

// conditionLike is the condition of PowerShell that tests what an IF of cmd tests.
func conditionLike(keywords, tested string) string {
	words := strings.Fields(strings.ToLower(keywords))
	test := "(Test-Path " + tested + ")"
	switch words[len(words)-1] {
	case "defined":
		test = "$env:" + tested
	case "errorlevel":
		test = "($LASTEXITCODE -ge " + tested + ")"
	}
	switch {
	case slices.Contains(words, "not"):
		test = "(-not " + test + ")"
	case !strings.HasPrefix(test, "("):
		test = "(" + test + ")"
	}
	return "if " + test + " { ... }"
}

// insteadOfBuiltin is the help for a builtin of cmd in PowerShell. Some make sense only together with the lines after them.
func insteadOfBuiltin(name string) string {
	switch name {
	case "rem":
		return "Write the comment as `<# ... #>`."
	case "goto", "setlocal", "endlocal":
		return "Move the commands to a batch file, and run it with `cmd /c`."
	}
	return "Write `cmd /c " + name + "`."
}

func cmdCommand(p *lint.Pass, c *script.Command) {
	if c.Is(cmdBuiltins...) {
		p.Reportf(c.Name, "`%s` exists only in cmd, but PowerShell runs this line", c.Lower).
			Notef("PowerShell fails with `The term '%s' is not recognized as the name of a cmdlet`.", c.Lower).
			Helpf("%s", insteadOfBuiltin(c.Lower))
		return
	}
	if instead, known := slashed[c.Lower]; known {
		for _, arg := range c.Args {
			if slashOption.MatchString(arg.String()) {
				p.Reportf(arg, "`%s` is not an option of `%s` in PowerShell", arg, c.Lower).
					Notef("In PowerShell, `%s` is an alias of `%s`, which treats `%s` as a path or name.", c.Lower, cmdletTitle(c), arg).
					Helpf("Use %s, or run the line with `cmd /c`.", instead)
				return
			}
		}
	}
	if c.Is("set") && len(c.Args) == 1 && setsName.MatchString(c.Args[0].String()) {
		name, value, _ := strings.Cut(c.Args[0].String(), "=")
		p.Reportf(c.Args[0], "`set` does not set an environment variable in PowerShell").
			Notef("In PowerShell, `set` is an alias of `Set-Variable`, so this line creates a PowerShell variable named `%s`.", check.Brief(c.Args[0].String())).
			Helpf("Write `$env:%s = '%s'`.", name, value)
	}
}

var (
	slashOption = lazy.MustCompile(`^/(?:[a-zA-Z]|wait|min|max)$`)
	setsName    = lazy.MustCompile(`^[A-Za-z_]\w*=`)
)

// cmdletTitle is the cmdlet that an alias means, in the case in which cmdlets are written.
func cmdletTitle(c *script.Command) string {
	verb, noun, _ := strings.Cut(c.Cmdlet(), "-")
	return title(verb) + "-" + title(noun)
}

func title(word string) string {
	if word == "childitem" {
		return "ChildItem"
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func powershellUnderCmd(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name == "HEALTHCHECK" {
		powershellTest(p, in, s)
		return
	}
	if s.Language != script.Cmd || s.Parent != nil || s.Body == nil || len(p.Unit.Dockerfile.Errors) > 0 {
		return // a SHELL that the builder rejects was meant to set another shell
	}
	help := "Add SHELL [\"powershell\", \"-Command\"] before this " + in.Name + ", or pass the command in double quotes to `powershell -Command`."
	text := s.Text.String()
	if strings.HasPrefix(text, "&") {
		p.Reportf(s.Text.SpanOf(0, 1), "cmd runs this %s, but the `&` at the beginning is PowerShell syntax", in.Name).
			Notef("cmd fails at the `&`, which is the PowerShell call operator.").Helpf("%s", help).Subsumes(in)
		return
	}
	for c := range s.Commands() {
		if c.Name == nil || !isPowerShell(c.Name.Value().String()) || hasProgram(p.Unit, c.Lower) || afterStolenBar(s, c) {
			continue
		}
		p.Reportf(c.Name, "cmd runs this %s, but `%s` is a PowerShell command", in.Name, c.Name).
			Notef("cmd fails with `'%s' is not recognized as an internal or external command`.", c.Name).Helpf("%s", help).Subsumes(in)
		return
	}
}
