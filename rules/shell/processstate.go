package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

const aboutRun = "https://docs.docker.com/reference/dockerfile/#run"

var processState = []*lint.Rule{
	{
		ID: "state-does-not-persist", Summary: "cd, set and Start-Service have no effect on the next RUN", Topic: "environment",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{aboutRun, "https://docs.docker.com/reference/dockerfile/#workdir"},
		Check: check.Instructions(stateDoesNotPersist, "RUN"),
	},
	{
		ID: "execution-policy", Summary: "`Set-ExecutionPolicy -Scope Process` has no effect on the next RUN", Topic: "powershell",
		Severity: lint.Info, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.security/set-executionpolicy",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies",
		},
		Check: check.Scripts(executionPolicy),
	},
}

// A change is something that a process changes in itself.
type change struct {
	at    script.Node
	kind  changeKind
	value string // the directory, or the name of the variable
}

type changeKind int

const (
	changesDirectory changeKind = iota
	changesVariable
	refreshesOwn
	startsService
	loadsModule
)

// lost says of each kind why it is gone after the RUN, and what to write instead.
var lost = map[changeKind]struct{ why, help string }{
	changesDirectory: {"The next instruction starts in WORKDIR again.", "Use WORKDIR instead."},
	changesVariable:  {"The next instruction starts with the environment of the image again.", "Use ENV instead."},
	refreshesOwn:     {"The next instruction starts with a new environment anyway.", "Remove `refreshenv`."},
	startsService:    {"The service runs only as long as the container of this RUN.", "Start the service when the container starts, with CMD or ENTRYPOINT."},
	loadsModule:      {"The next instruction starts a PowerShell without the module.", "Import the module in the RUN that uses it."},
}

func stateDoesNotPersist(p *lint.Pass, in *dockerfile.Instruction) {
	s := p.Script(in)
	if s == nil {
		return
	}
	s = innermost(s)
	statements := check.TopStatements(s)
	if len(statements) == 0 || s.Unread() {
		return
	}
	last, ok := changed(s, statements[len(statements)-1])
	if !ok {
		return
	}
	only := true
	for _, st := range statements {
		_, ok := changed(s, st)
		only = only && ok
	}
	if !only && last.kind > refreshesOwn {
		return // at the end it shows that the service starts, that the module loads
	}
	if last.kind == changesVariable && strings.Contains(in.Args.String(), "chocolatey.org/install.ps1") {
		return // it is the end of Chocolatey's own installation command, and the installer sets PATH itself
	}
	if last.kind == changesDirectory && returns(p, in, last.value, only) {
		return
	}
	f := p.Reportf(last.at, "`%s` has no effect after this RUN", check.Brief(last.at.String())).
		Notef("%s", lost[last.kind].why).Helpf("%s", lost[last.kind].help)
	if last.kind == changesVariable && last.value != "" {
		f.Helpf("Set `%s` with ENV instead.", last.value)
	}
	if last.setsPath() {
		keepPath(p, f, s.Language, last.at)
	}
	if !only {
		f.WithSeverity(lint.Info)
	} else if last.kind == changesDirectory && len(statements) == 1 && len(in.Flags) == 0 {
		writeWorkdir(f, in, last.value)
	}
}

// setsPath reports whether PATH is changed.
func (c change) setsPath() bool {
	return c.kind == changesVariable && strings.EqualFold(c.value, "PATH")
}

// returns reports whether the next instruction starts in a directory anyway: it is the current WORKDIR, or the WORKDIR that
// follows. To end in the root of the drive is a habit of scripts that leave a directory, and no mistake.
func returns(p *lint.Pass, in *dockerfile.Instruction, to string, only bool) bool {
	if !only && !strings.HasPrefix(to, `\`) && !strings.HasPrefix(to, "/") && !windows.HasDrive(to) {
		return false // relative to where the commands before it went
	}
	at := check.DirectoryPath(to, p.Workdir)
	if at == "" {
		return false
	}
	if !only && at == "c:/" || at == check.DirectoryPath(p.Workdir.Text, p.Workdir) {
		return true
	}
	all := p.Unit.Dockerfile.Instructions
	next := slices.Index(all, in) + 1
	if next == 0 || next == len(all) || all[next].Name != "WORKDIR" || len(all[next].Words) == 0 {
		return false
	}
	read := p.Read(all[next].Words[0])
	return read.Known && check.DirectoryPath(read.Value, p.Workdir) == at
}

// keepPath says how PATH is changed in the registry. ENV is right only where the image has a PATH in its environment, since it
// replaces that of the registry.
func keepPath(p *lint.Pass, f *lint.Finding, language script.Language, at script.Node) {
	if _, set := p.Variables.Get("PATH"); set {
		return
	}
	how := "Write `RUN setx /M PATH \"" + newPath(at) + "\"`"
	if language.IsPowerShell() {
		how = "Write `[Environment]::SetEnvironmentVariable('PATH', $env:PATH + " + addedPath(p, at) + ", 'Machine')`"
	}
	if p.Scope.Edition == windows.NanoServer {
		how += " with `USER ContainerAdministrator` before it"
	}
	f.Helpf("%s. ENV would replace the PATH in the registry instead of extending it.", how)
}

// newPath is the PATH that a set command of cmd sets, or an example of one.
func newPath(at script.Node) string {
	if c, ok := at.(*script.Command); ok {
		if _, value, sets := c.Set(); sets && !strings.ContainsAny(value.String(), "\"`") && strings.Contains(strings.ToUpper(value.String()), "%PATH%") {
			return value.String()
		}
	}
	return "%PATH%;DIRECTORY"
}

// addedPath is what PowerShell adds to PATH with +=, or an example of it.
func addedPath(p *lint.Pass, at script.Node) string {
	if a, ok := at.(*script.Assign); ok && a.Op.String() == "+=" && a.Value != nil {
		if text := p.Unit.File.Slice(a.Value.Span()); !strings.ContainsAny(text, "\"`\r\n") {
			return text
		}
	}
	return "';DIRECTORY'"
}

// writeWorkdir turns the RUN into a WORKDIR if the directory is a plain path.
func writeWorkdir(f *lint.Finding, in *dockerfile.Instruction, path string) {
	if path == "" || strings.ContainsAny(path, " \t\"'$%`") {
		return
	}
	line := "WORKDIR " + strings.ReplaceAll(path, `\`, "/")
	f.Helpf("Use `%s` instead.", line).Replace(in, line)
}

// changed is what a statement changes in its process, if that is all it does.
func changed(s *script.Script, st *script.Statement) (change, bool) {
	if a, ok := st.Body.(*script.Assign); ok && s.Language.IsPowerShell() {
		if v, ok := a.Target.(*script.Variable); ok && strings.HasPrefix(v.Name, "env:") {
			return change{a, changesVariable, strings.Trim(v.String(), "${}")[len("env:"):]}, true
		}
		return change{}, false
	}
	if m := onlyCall(st); m != nil && m.Lower == "setenvironmentvariable" && ofProcess(m) {
		name, _ := script.Value(m.Args[0])
		return change{m, changesVariable, name.String()}, true
	}
	c := check.OnlyCommand(st)
	if c == nil || c.Keyword || len(c.Redirects) > 0 {
		return change{}, false
	}
	if s.Language.IsCmd() {
		return changedByCmd(c)
	}
	if s.Language.IsPowerShell() {
		return changedByCmdlet(c)
	}
	return change{}, false
}

// onlyCall is the call of a method that a statement consists of; nil if it is something else.
func onlyCall(st *script.Statement) *script.Member {
	pipeline, _ := st.Body.(*script.Pipeline)
	if pipeline == nil || len(pipeline.Elements) != 1 || len(pipeline.Redirects) > 0 {
		return nil
	}
	m, _ := pipeline.Elements[0].(*script.Member)
	if m == nil || !m.Call {
		return nil
	}
	return m
}

// ofProcess reports whether [Environment]::SetEnvironmentVariable sets a variable of its process only: no target is given, or that.
func ofProcess(m *script.Member) bool {
	if len(m.Args) == 2 {
		return true
	}
	if len(m.Args) != 3 {
		return false
	}
	to := m.Args[2].String()
	return strings.HasSuffix(strings.ToLower(strings.Trim(to, `'"`)), "process")
}

func changedByCmd(c *script.Command) (change, bool) {
	name, _, sets := c.Set()
	switch {
	case sets && !c.Has("/p"):
		return change{c, changesVariable, name.String()}, true
	case c.Is("cd", "chdir", "pushd"):
		for _, arg := range c.Args {
			if arg.Known() && !strings.HasPrefix(arg.Value().String(), "/") {
				return change{c, changesDirectory, arg.Value().String()}, true
			}
		}
	case c.Is("refreshenv"):
		return change{c, refreshesOwn, ""}, true
	}
	return changedByProgram(c)
}

func changedByCmdlet(c *script.Command) (change, bool) {
	switch c.Cmdlet() {
	case "set-location", "push-location":
		if len(c.Args) > 0 && c.Args[len(c.Args)-1].Known() {
			return change{c, changesDirectory, c.Args[len(c.Args)-1].Value().String()}, true
		}
	case "set-item", "new-item", "set-content":
		_, path := c.Param("path", "literalpath")
		if path == nil && len(c.Args) > 0 && c.Args[0].Param == "" {
			path = c.Args[0]
		}
		if name, found := inEnvironment(path); found {
			return change{c, changesVariable, name}, true
		}
	case "refreshenv", "update-sessionenvironment":
		return change{c, refreshesOwn, ""}, true
	case "start-service":
		return change{c, startsService, ""}, true
	case "import-module":
		return change{c, loadsModule, ""}, true
	}
	return changedByProgram(c)
}

// inEnvironment is the name of a variable whose path is an item of the drive of environment variables.
func inEnvironment(path *script.Arg) (name string, found bool) {
	if path == nil || !path.Known() {
		return "", false
	}
	text := path.Value().String()
	if drive := "env:"; len(text) > len(drive) && strings.EqualFold(text[:len(drive)], drive) {
		return strings.TrimLeft(text[len(drive):], `\/`), true
	}
	return "", false
}

func changedByProgram(c *script.Command) (change, bool) {
	if (c.Is("net") || c.Is("sc") && c.Cmdlet() == "sc") && len(c.Args) > 1 && c.Args[0].Is("start") || c.Is("iisreset") && c.Has("/start") {
		return change{c, startsService, ""}, true
	}
	return change{}, false
}

func executionPolicy(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || !s.Language.IsPowerShell() || s.Unread() || len(s.Body.Statements) == 0 {
		return
	}
	c := check.OnlyCommand(s.Body.Statements[len(s.Body.Statements)-1])
	if c == nil || !c.Is("set-executionpolicy") {
		return
	}
	if _, scope := c.Param("scope"); scope.Is("Process") {
		p.Reportf(c, "This execution policy has no effect after this RUN").
			Notef("`-Scope Process` applies to one PowerShell process, and each RUN starts a new one.").
			Helpf("Set it in the RUN that starts the script, or omit `-Scope Process` to set the machine policy.")
	}
}
