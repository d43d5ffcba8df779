package shell

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// programs is the rules about programs that a shell does not start, although the text names them.
var programs = []*lint.Rule{
	{
		ID: "cmd-without-c", Summary: "cmd does not run a command without `/C`", Topic: "cmd",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{aboutCmd},
		Check: lint.Both{check.Commands(check.IsWindowsShell, cmdWithoutC, "cmd"), check.Steps(check.CommandsIn(check.IsWindowsShell, cmdWithoutC, "cmd"))},
	},
	{
		ID: "powershell-script-in-cmd", Summary: "cmd does not run a PowerShell script", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://github.com/docker/for-win/issues/2791", check.PowerShellPage},
		Check: check.CommandsAnywhere(func(l script.Language) bool { return l == script.Cmd }, scriptInCmd),
	},
	{
		ID: "quoted-program-in-powershell", Summary: "`C:\\Program` is not recognized in PowerShell although the path is in quotes",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.PowerShellPage, "https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments"},
		Check: check.Instructions(quotedProgram, "RUN", "CMD", "ENTRYPOINT"),
	},
}

func cmdWithoutC(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if len(c.Args) == 0 || len(c.Redirects) > 0 || piped(c) {
		return // it may read commands from its input
	}
	var first *script.Arg
	for _, arg := range c.Args {
		text := arg.Value().String()
		switch {
		case !arg.Known(), runsText.MatchString(text), text == "/?":
			return
		case first == nil && !strings.HasPrefix(text, "/"):
			first = arg
		}
	}
	if first == nil {
		return
	}
	f := p.Reportf(c, "cmd does not run `%s`", check.Brief(first.Value().String())).
		Notef("Without `/C`, cmd ignores the command and starts an interactive shell, which gets no input and exits with code 0.").
		Helpf("Add `/c` before `%s`.", first.Value().String())
	if c.Script.Language != script.Process {
		f.Insert(c.Name.Span().End, " /c")
	}
}

// runsText is the options of cmd that make it run the text after them, which can follow without a space.
var runsText = lazy.MustCompile(`(?i)/[ckr]`)

// scriptInCmd finds a PowerShell script as the program of a line of cmd, unless the file changes what opens such scripts.
func scriptInCmd(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if c.Keyword || !strings.HasSuffix(c.Lower, ".ps1") || check.FileMatches(p.Unit, opensScripts) {
		return
	}
	f := p.Reportf(c.Name, "cmd does not run `%s`", check.Brief(c.Name.Value().String())).
		Notef("cmd opens a `.ps1` file with the program for this extension. That is an editor, if the image has one, and not PowerShell.")
	switch p.Scope.Edition {
	case windows.NanoServer:
		f.Helpf("Write `pwsh -File %s`, if the image has PowerShell 7.", c.Name)
	case windows.UnknownEdition:
		f.Helpf("Write `powershell -File %s` or `pwsh -File %s`.", c.Name, c.Name)
	default:
		f.Helpf("Write `powershell -File %s`.", c.Name).Insert(c.Name.Span().Start, "powershell -File ")
	}
}

// opensScripts matches the commands with which cmd can be made to run scripts.
var opensScripts = lazy.MustCompile(`(?i)\b(?:ftype|assoc)\b`)

func quotedProgram(p *lint.Pass, in *dockerfile.Instruction) {
	s := p.Script(in)
	if s == nil || in.Exec || s.Unread() || len(in.Heredocs) > 0 {
		return
	}
	if a := p.Unit.Assumed(in, p.Scope, p.State); a != nil && a.Shell == nil && !a.Decided() {
		noShellRuns(p, in, s)
		return
	}
	if !s.Language.IsPowerShell() {
		return
	}
	if at := wholeQuoted(in, s); at.Len() > 0 {
		notRun(p, in, at, source.Span{Start: at.Start, End: at.Start + 1}, source.Span{Start: at.End - 1, End: at.End}, true)
		return
	}
	for c := range s.Commands() {
		if c.Name == nil || c.Keyword {
			continue
		}
		for _, q := range s.Lost {
			if q.Start == c.Name.Start && q.Close.Len() > 0 && spacedProgram.MatchString(q.String()) {
				notRun(p, in, q.Open.Cover(q.Close), q.Open, q.Close, c.Call.Empty())
				return
			}
		}
	}
}

// noShellRuns reports a program that no shell runs, in the same words whichever shell reads the line: with another shell, another
// rule would say why.
func noShellRuns(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	line := in.Command()
	text := strings.TrimSpace(line.String())
	end := 1 + strings.IndexByte(strings.TrimPrefix(text, `"`), '"')
	if !losesName(text) || !spacedProgram.MatchString(text[1:end]) ||
		s.Language.IsPowerShell() && strings.HasPrefix(strings.TrimSpace(s.Text.String()), `"`) {
		return
	}
	path := text[1:end]
	start := strings.IndexByte(line.String(), '"')
	f := p.Reportf(line.SpanOf(start, start+end+1), "Neither cmd nor PowerShell runs `%s`", check.Brief(path)).Helpf("%s", useExecForm(path))
	if in.Name == "RUN" {
		f.Notef("Both cmd and PowerShell remove the quotes and run `%s`.", firstWord(path))
		return
	}
	f.Notef("cmd removes the quotes and runs `%s`, as does PowerShell with the classic builder. With BuildKit, PowerShell prints the path.", firstWord(path))
}

func notRun(p *lint.Pass, in *dockerfile.Instruction, at, opening, closing source.Span, needsCall bool) {
	path := strings.Trim(p.Unit.File.Slice(at), `"`)
	f := p.Reportf(at, "PowerShell does not run `%s`", check.Brief(path)).Subsumes(at)
	if in.Name != "RUN" {
		f.Notef("With the classic builder, the quotes are removed and PowerShell runs `%s`. With BuildKit, PowerShell gets the quotes and prints the path instead of running the program.", firstWord(path)).
			Helpf("%s", useExecForm(path))
		return
	}
	call := ""
	if needsCall {
		call = "& "
	}
	f.Notef("The quotes are removed from the command line, so PowerShell runs `%s`.", firstWord(path)).
		Helpf("Write `& '%s'`.", path)
	if !strings.Contains(path, "'") {
		f.Replace(opening, call+"'").Replace(closing, "'")
	}
}

// wholeQuoted is the place of an instruction's text if it is nothing but the path of a program with a space in double quotes.
func wholeQuoted(in *dockerfile.Instruction, s *script.Script) source.Span {
	line := in.Command()
	text := strings.TrimRight(line.String(), " \t")
	if len(text) < 3 || text[0] != '"' || text[len(text)-1] != '"' || !spacedProgram.MatchString(text[1:len(text)-1]) ||
		strings.TrimSpace(s.Text.String()) != text[1:len(text)-1] {
		return source.Span{}
	}
	return source.Span{Start: line.Offset(0), End: line.Offset(len(text))}
}

// spacedProgram is the path of a program with a space in it.
var spacedProgram = lazy.MustCompile(`(?i)^[a-z]:[\\/][^"'$;|<>]* [^"'$;|<>]*\.(?:exe|cmd|bat|com)$`)
