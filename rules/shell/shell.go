package shell

import (
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

const dispatchers = "moby/moby daemon/builder/dockerfile/dispatchers_windows.go"

// shells is the rules about one shell that starts another, and about what the builder makes of SHELL and the line.
var shells = []*lint.Rule{
	{
		ID: "quotes-stripped", Summary: "`'C:\\Program' is not recognized` although the path is in quotes", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{aboutCmd, dispatchers, "https://github.com/moby/buildkit/pull/4723"},
		Check: check.Instructions(quotesStripped, "RUN", "CMD", "ENTRYPOINT"),
	},
	{
		ID: "nested-shell", Summary: "A RUN starts the same shell a second time", Topic: "command-line",
		Severity: lint.Info, Off: true, Since: "0.1.0", Refs: []string{"https://docs.docker.com/reference/dockerfile/#shell"},
		Check: check.Instructions(nestedShell, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"),
	},
	{
		ID: "command-line-too-long", Summary: "`The command line is too long.`", Topic: "command-line",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/troubleshoot/windows-client/shell-experience/command-line-string-limitation",
			"https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw",
		},
		Check: check.Scripts(commandLineTooLong),
	},
	{
		ID: "log-monitor-bypassed", Summary: "`docker logs` does not show the logs that LogMonitor collects", Topic: "command-line",
		Severity: lint.Info, Since: "0.1.0",
		Refs: []string{
			"https://github.com/microsoft/windows-container-tools/issues/25",
			"https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
		},
		Check: check.Instructions(logMonitorBypassed, "CMD", "ENTRYPOINT"),
	},
}

func quotesStripped(p *lint.Pass, in *dockerfile.Instruction) {
	s := p.Script(in)
	if s == nil || in.Exec || s.Language != script.Cmd || len(s.Lost) != 1 || len(in.Heredocs) > 0 {
		return
	}
	line := in.Command()
	if !losesName(strings.TrimSpace(line.String())) {
		return
	}
	runs := strings.TrimSpace(s.Text.String())
	help := "Put another pair of quotes around the whole line."
	if text := strings.TrimSpace(line.String()); in.Name == "RUN" && !strings.ContainsAny(text, "`\n") {
		help = "Put another pair of quotes around the whole line: `\"" + text + "\"`."
	} else if in.Name != "RUN" {
		help = useExecForm(text[1 : 1+strings.IndexByte(text[1:], '"')])
	}
	f := p.Reportf(s.Lost[0].Open, "cmd removes the quotes around the program name").
		Notef("`cmd /S` removes the first and the last quote of the line and runs `%s`. It looks for a program with the name `%s` and fails.",
			check.Brief(runs), check.Brief(firstWord(spacedDirectory.ReplaceAllLiteralString(runs, `C:\Program `)))).
		Helpf("%s", help).
		Relate(s.Lost[0].Close, "the last quote, also removed")
	if in.Name == "RUN" {
		text := line.String()
		f.Insert(s.Lost[0].Open.Start, `"`).Insert(line.Offset(len(strings.TrimRight(text, " \t"))), `"`)
	}
}

// useExecForm says how the exec form of a command begins, which does not expand variables.
func useExecForm(program string) string {
	if strings.ContainsAny(program, "%$") {
		return "Use the exec form, and write the path of the program without variables."
	}
	return "Use the exec form, and begin it with `[\"" + strings.ReplaceAll(program, `\`, `\\`) + "\"`."
}

// losesName reports whether a line that begins with the quoted name of a program names another program, or none, without
// its first and last quote.
func losesName(line string) bool {
	quotes := strings.Count(line, `"`)
	if quotes < 2 || line[0] != '"' || strings.HasPrefix(line, `""`) || strings.HasSuffix(line, `""`) {
		return false
	}
	end := 1 + strings.IndexByte(line[1:], '"')
	name := line[1:end]
	blank := strings.ContainsAny(name, " \t") || spacedDirectory.MatchString(name)
	if quotes == 2 && end == len(line)-1 { // the whole line is in quotes, which is one way to pass a line
		return blank && onlyPath.MatchString(name)
	}
	return blank || quotes > 2
}

var (
	// spacedDirectory is a variable whose value always contains a space.
	spacedDirectory = lazy.MustCompile(`(?i)%(?:Common)?Program(?:Files|W6432)(?:\(x86\))?%`)
	// onlyPath is the path of one program with a space in the name of a directory.
	onlyPath = lazy.MustCompile(`(?i)^(?:[a-z]:|%[\w()]+%|\.{1,2})?[\\/](?:[^\\/:*?"<>|]+[\\/])*[^\\/:*?"<>| ]+\.(?:exe|cmd|bat|com)$`)
)

// firstWord is the text before the first space.
func firstWord(s string) string { return s[:strings.IndexAny(s+" ", " \t")] }

func nestedShell(p *lint.Pass, in *dockerfile.Instruction) {
	s := p.Script(in)
	if s == nil || in.Exec || s.Unread() || len(s.Body.Statements) != 1 {
		return
	}
	pipeline, _ := s.Body.Statements[0].Body.(*script.Pipeline)
	if pipeline == nil || pipeline.Command() == nil {
		return
	}
	c := pipeline.Command()
	inner := check.StartedBy(c)
	if inner == nil || inner.Language != s.Language || inner.File != nil {
		return
	}
	p.Reportf(c.Name, "`%s` starts the same shell a second time", c.Name).
		Notef("`%s` already runs this line, so two processes parse its quotes.", firstWord(strings.Join(p.Shell.Words, " "))).
		Helpf("Remove `%s`.", startOf(c, inner))
}

// startOf is the name and the options of a shell, up to the text that it runs.
func startOf(c *script.Command, inner *script.Script) string {
	start := c.Name.String()
	for _, arg := range c.Args {
		if inner.Text.Len() > 0 && arg.Span().End <= inner.Text.Offset(0) {
			start += " " + arg.String()
		}
	}
	return start
}

// The maximum lengths that cmd.exe and CreateProcess accept, in UTF-16 code units.
const (
	cmdLimit     = 8191
	processLimit = 32766
)

func commandLineTooLong(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	length := utf16Length(s.Text.String())
	if s.Language == script.Cmd && s.Body != nil {
		for v := range script.Nodes[*script.Variable](s.Body) {
			length -= utf16Length(v.String())
		}
		if length > cmdLimit {
			p.Reportf(in.Keyword, "This line has %d characters, but cmd accepts at most %d", length, cmdLimit).
				Notef("cmd fails with `The command line is too long.`").
				Helpf("Move the commands to a script, copy it into the image and run it.")
			return
		}
	}
	if s.Parent == nil && s.Language != script.Process {
		length += utf16Length(strings.Join(p.Shell.Words, " ")) + 1
	}
	if s.Parent == nil && length > processLimit {
		p.Reportf(in.Keyword, "This command line has %d characters, but Windows accepts at most %d", length, processLimit).
			Notef("Windows rejects a longer command line, so the process does not start.").
			Helpf("Move the commands to a script, copy it into the image and run it.")
	}
}

func utf16Length(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

func logMonitorBypassed(p *lint.Pass, in *dockerfile.Instruction) {
	same := check.InstructionsOf(p.Scope, in.Name)
	if !in.Exec || !isLogMonitor(p.Shell) || isLogMonitorName(in.Words[0].Value) || len(same) == 0 || same[len(same)-1] != in ||
		in.Name == "CMD" && len(check.InstructionsOf(p.Scope, "ENTRYPOINT")) > 0 {
		return
	}
	f := p.Reportf(in.Args, "`%s` starts without LogMonitor", check.Brief(in.Words[0].Value)).
		Notef("SHELL applies only to the shell form, so `docker logs` does not show the logs that LogMonitor collects.").
		Helpf("Use the shell form, or make `\"%s\"` the first element.", strings.ReplaceAll(p.Shell.Words[0], `\`, `\\`))
	if p.Shell.By != nil {
		f.Relate(p.Shell.By, "SHELL starts LogMonitor")
	}
}

func isLogMonitor(s subject.Shell) bool { return len(s.Words) > 0 && isLogMonitorName(s.Words[0]) }

func isLogMonitorName(program string) bool {
	return strings.TrimSuffix(check.FileName(program), ".exe") == "logmonitor"
}
