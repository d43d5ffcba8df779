package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

const aboutSetx = "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/setx"

// cmdState is the rules about what one command of a line leaves for the next: exit codes and variables.
var cmdState = []*lint.Rule{
	{
		ID: "failure-hidden", Summary: "A RUN succeeds although the command before `&` failed", Topic: "exit-codes",
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{"https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-xp/bb490954%28v=technet.10%29"},
		ByText: true,
		Check:  cmdLines(failureHidden),
	},
	{
		ID: "url-cut-at-ampersand", Summary: "cmd ends the command at the `&` in a URL", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{aboutCmd},
		ByText: true,
		Check:  cmdLines(urlCut),
	},
	{
		ID: "errorlevel-expanded-early", Summary: "`%ERRORLEVEL%` is expanded before the command runs", Topic: "exit-codes",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			aboutVariables, "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/if",
			"https://devblogs.microsoft.com/oldnewthing/20060823-00/?p=29993",
		},
		ByText: true,
		Check:  cmdLines(errorlevelExpandedEarly),
	},
	{
		ID: "setx-path", Summary: "setx merges and truncates PATH", Topic: "environment",
		Severity: lint.Info, Off: true, Since: "0.1.0", Refs: []string{aboutSetx}, Check: cmdLines(setxPath),
	},
	{
		ID: "setx-in-one-line", Summary: "A variable set with setx is missing in the same RUN", Topic: "environment",
		Severity: lint.Info, Since: "0.1.0", Refs: []string{aboutSetx}, Check: cmdLines(setxInOneLine),
	},
	{
		ID: "robocopy-exit-code", Summary: "A RUN fails with exit code 1 although robocopy has copied the files", Topic: "exit-codes",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/troubleshoot/windows-server/backup-and-storage/return-codes-used-robocopy-utility",
			"https://github.com/pbering/Socker/issues/7",
		},
		Check: check.Instructions(robocopyExitCode, "RUN"),
	},
}

func urlCut(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	reported := 0 // the end of the last URL
	for st := range script.Nodes[*script.Statement](s.Body) {
		if st.Op.String() != "&" || st.Op.Span().Start < reported {
			continue
		}
		url, cut := check.URLCutAt(p.Unit.File, st.Op.Span().Start)
		if !cut || url.Start < reported {
			continue
		}
		reported = url.End
		file := p.Unit.File
		f := p.Reportf(st.Op, "cmd ends the command at the `&` in this URL").
			Notef("The command gets only the part of the URL before the `&`, and cmd runs the rest as another command.").
			Subsumes(source.Span{Start: st.Op.Span().Start, End: url.End})
		if c := lastCommand(st); c != nil && check.StartedBy(c) != nil {
			f.Helpf("Put double quotes around the command that `%s` runs.", check.Brief(c.Name.Value().String()))
			continue
		}
		f.Helpf("Write `\"%s\"`.", file.Slice(url)).Replace(url, `"`+file.Slice(url)+`"`)
	}
}

func failureHidden(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || endsWithZero(s) {
		return
	}
	var f *lint.Finding
	for block := range script.Nodes[*script.Block](s.Body) {
		for i, st := range block.Statements[:max(0, len(block.Statements)-1)] {
			c := lastCommand(st)
			if st.Op.String() != "&" || c == nil || !isEssential(c) || asksCode(block.Statements[i+1]) {
				continue
			}
			if f == nil {
				f = p.Reportf(st.Op, "`&` hides a failure of `%s`", check.Brief(c.Name.Value().String())).
					Notef("After a single `&`, cmd runs the next command even if this one fails, so the RUN can still succeed.").
					Helpf("Use `&&`.")
			}
			f.Replace(st.Op, "&&")
		}
	}
}

// asksCode reports whether a statement can look at the exit code of the one before it.
func asksCode(st *script.Statement) bool {
	if pipeline, ok := st.Body.(*script.Pipeline); ok && len(pipeline.Elements) == 1 {
		if _, compound := pipeline.Elements[0].(*script.Compound); compound {
			return true
		}
	}
	c := lastCommand(st)
	return c != nil && c.Is("exit")
}

// endsWithZero reports whether the author says that no failure counts.
func endsWithZero(s *script.Script) bool {
	list := s.Body.Statements
	if len(list) == 0 {
		return false
	}
	c := lastCommand(list[len(list)-1])
	return c != nil && c.Is("exit") && c.Has("0")
}

// lastCommand is the command whose exit code a statement has; nil if there is none, or if it is a group.
func lastCommand(st *script.Statement) *script.Command {
	pipeline, ok := st.Body.(*script.Pipeline)
	if !ok || len(pipeline.Elements) == 0 {
		return nil
	}
	c, _ := pipeline.Elements[len(pipeline.Elements)-1].(*script.Command)
	if c != nil && c.Starts != nil {
		c = c.Starts
	}
	if c == nil || c.Name == nil {
		return nil
	}
	return c
}

// isEssential reports whether a command downloads, installs or builds, so the image is wrong if it fails.
func isEssential(c *script.Command) bool {
	if inner := check.StartedBy(c); inner != nil {
		for c := range inner.Commands() {
			if c.Is("invoke-webrequest", "iwr", "start-bitstransfer", "add-windowsfeature", "install-windowsfeature", "expand-archive") {
				return true
			}
		}
		return false
	}
	return c.Is(makers...) || c.Is("dism") && !c.Has("/cleanup-image") || installer.MatchString(c.Lower) || runsSilently(c)
}

// runsSilently reports whether a program gets a switch that installers have.
func runsSilently(c *script.Command) bool {
	name := strings.ToLower(c.Name.Value().String())
	return strings.HasSuffix(name, ".exe") && c.Has("/quiet", "-quiet", "--quiet", "/qn", "/s", "/silent", "/verysilent")
}

// makers is the programs that download, install and build.
var makers = []string{
	"cargo", "choco", "cmake", "curl", "dotnet", "gem", "go", "gradle", "make", "msbuild", "msiexec", "mvn", "nmake", "npm", "nuget",
	"pip", "pip3", "vcpkg", "wget", "yarn",
}

var installer = lazy.MustCompile(`setup|install|^vc_?redist|^vs_|^ndp\d`)

func errorlevelExpandedEarly(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	first := firstEnd(s)
	for clause := range script.Nodes[*script.Clause](s.Body) {
		if clause.Keyword != "if" {
			continue
		}
		if v := errorlevel(clause.Head...); v != nil && first < v.Start {
			f := p.Reportf(v, "`%s` is the exit code from before this line", v).
				Notef("cmd expands every variable on a line before it runs the first command.%s", skippedByExit(s, clause)).
				Helpf("Write `if errorlevel N`, which is true if the exit code is N or higher.")
			testErrorlevel(f, clause)
			return
		}
	}
	for c := range s.Commands() {
		if !c.Is("exit") {
			continue
		}
		for _, arg := range c.Args {
			if v := errorlevel(arg); v != nil && first < v.Start {
				p.Reportf(v, "`%s` is the exit code from before this line, so a failure is hidden", v).
					Notef("cmd expands every variable on a line before it runs the first command.").
					Helpf("Remove `%s` and the operator before it.", c)
				return
			}
		}
	}
}

// skippedByExit says what else changes when the test works: EXIT ends the whole line.
func skippedByExit(s *script.Script, clause *script.Clause) string {
	exits := false
	for c := range script.Nodes[*script.Command](clause) {
		exits = exits || c.Is("exit")
	}
	if rest := strings.Trim(s.Text.String()[clause.End:], " \t)"); !exits || rest == "" {
		return ""
	}
	return " After you fix the test, `exit` also skips the commands after it on this line."
}

// firstEnd is the offset at which the first command of a line ends: cmd reads the text after it before that command runs.
func firstEnd(s *script.Script) int {
	for c := range s.Commands() {
		return c.End
	}
	return s.Text.Len()
}

// errorlevel is the %ERRORLEVEL% in the words; nil if there is none.
func errorlevel[N script.Node](words ...N) *script.Variable {
	for _, word := range words {
		for v := range script.Nodes[*script.Variable](word) {
			if v.Name == "errorlevel" && strings.HasPrefix(v.String(), "%") {
				return v
			}
		}
	}
	return nil
}

// testErrorlevel writes `if "%ERRORLEVEL%"=="N"` as tests of the exit code that cmd makes when it comes to them.
func testErrorlevel(f *lint.Finding, clause *script.Clause) {
	if len(clause.Head) != 3 || clause.Head[1].String() != "==" && !strings.EqualFold(clause.Head[1].String(), "equ") {
		return
	}
	code := comparedCode.FindStringSubmatch(clause.Head[2].String())
	if code == nil {
		return
	}
	n, err := strconv.Atoi(code[1])
	if err != nil {
		return
	}
	keyword := clause.String()[:len("if")]
	compared := clause.Head[0].Span().Cover(clause.Head[2].Span())
	test := fmt.Sprintf("errorlevel %d %s not errorlevel %d", n, keyword, n+1)
	f.Replace(compared, test).Helpf("Write `%s %s`, which is true only if the exit code is %d.", keyword, test, n)
}

// comparedCode is the exit code in a comparison, in quotes or not.
var comparedCode = lazy.MustCompile(`^"?(\d{1,8})"?$`)

func setxPath(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for _, c := range ownCommands(s) {
		if v := pathInSetx(c); v != nil {
			p.Reportf(v, "`%s` is expanded before setx stores it", v).
				Notef("The user PATH and the machine PATH become one value, and every variable in it becomes text. setx also truncates values at 1024 characters.").
				Helpf("In PowerShell, use `[Environment]::SetEnvironmentVariable`, which does not truncate the value.")
		}
	}
}

// pathInSetx is the %PATH% in the value that SETX gives PATH.
func pathInSetx(c *script.Command) *script.Variable {
	if !c.Is("setx") || !c.Has("path") {
		return nil
	}
	for _, arg := range c.Args {
		for v := range script.Nodes[*script.Variable](arg) {
			if v.Name == "path" {
				return v
			}
		}
	}
	return nil
}

func setxInOneLine(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	set := map[string]*script.Arg{}
	for _, c := range ownCommands(s) {
		for v := range script.Nodes[*script.Variable](c) {
			name := set[v.Name]
			if name == nil || p.Variables.Declares(v.Name) {
				continue
			}
			p.Reportf(v, "`%s` does not have its new value on the same line", v).
				Notef("setx writes `%s` to the registry. cmd uses the value from before the RUN, or leaves `%s` as text if there is none.", name.Value(), v).
				Helpf("Set `%s` in a separate RUN, or with ENV.", name.Value()).Relate(name, "set here")
			return
		}
		if name := setxName(c); name != nil && !strings.EqualFold(name.Value().String(), "path") {
			set[strings.ToLower(name.Value().String())] = name
		}
	}
}

// setxName is the variable that SETX sets; nil if the name is unknown.
func setxName(c *script.Command) *script.Arg {
	if !c.Is("setx") {
		return nil
	}
	at := slices.IndexFunc(c.Args, func(a *script.Arg) bool { return !strings.HasPrefix(a.Value().String(), "/") })
	if at < 0 || !c.Args[at].Known() {
		return nil
	}
	return c.Args[at]
}

// robocopyExitCode looks for robocopy where its exit code is that of the RUN, or decides whether the next command of cmd runs.
func robocopyExitCode(p *lint.Pass, in *dockerfile.Instruction) {
	outer := p.Script(in)
	if outer == nil {
		return
	}
	s := innermost(outer)
	if s.Unread() {
		return
	}
	statements := check.TopStatements(s)
	for i, st := range statements {
		c := check.OnlyCommand(st)
		if c == nil || !c.Is("robocopy") || c.Has("/l", "/quit") {
			continue
		}
		if readsExitCode.MatchString(s.Text.String()) {
			return
		}
		op, last := st.Op.String(), i == len(statements)-1
		switch {
		case s.Language.IsPowerShell() && last:
			reportRobocopy(p, c, "Write `; if ($LASTEXITCODE -ge 8) { exit $LASTEXITCODE } else { exit 0 }` after it.")
		case s.Language.IsCmd() && (last || op == "&&"):
			reportRobocopy(p, c, "Put robocopy in a separate RUN that ends with `& if not errorlevel 8 exit 0`.")
		default:
			continue
		}
		return
	}
}

func reportRobocopy(p *lint.Pass, c *script.Command, help string) {
	p.Reportf(c.Name, "robocopy exits with 1 when it copies files, so this RUN fails").
		Notef("Exit codes from 1 to 7 say what robocopy did. Only 8 and above are errors, but the shell and the builder treat every code except 0 as a failure.").
		Helpf("%s", help)
}

// readsExitCode is what looks at an exit code or prevents that PowerShell exits with it.
var readsExitCode = lazy.MustCompile(`(?i)LASTEXITCODE|errorlevel|\$\?|\bexit\b`)
