package shell

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var starting = []*lint.Rule{
	{
		ID: "service-as-entrypoint", Summary: "The container ends right after the service has started", Topic: "command-line",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#entrypoint",
			"https://github.com/microsoft/IIS.ServiceMonitor",
		},
		Check: lint.Both{check.Instructions(serviceAsEntrypoint, "CMD", "ENTRYPOINT"), lint.Each(serviceAsCommand)},
	},
	{
		ID: "healthcheck-never-fails", Summary: "A health check with `return 1` never fails", Topic: "exit-codes",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_return",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe",
			"https://docs.docker.com/reference/dockerfile/#healthcheck",
		},
		Check: check.HealthTests(func(p *lint.Pass, t check.HealthTest) { neverFails(p, t.Script) }),
	},
	{
		ID: "windows-feature-on-nano", Summary: "Windows features cannot be installed on Nano Server", Topic: "install",
		Severity: lint.Error, Since: "0.1.0",
		// The Nano Server of 2016 had packages of features, and Enable-WindowsOptionalFeature for them.
		On: check.NanoSince1709,
		Refs: []string{
			check.BaseImagesPage,
		},
		ByText: true,
		Check: check.Commands(script.Language.IsPowerShell, windowsFeatureOnNano,
			"add-windowsfeature", "install-windowsfeature", "enable-windowsoptionalfeature"),
	},
}

// innermost is the script that finally runs, if each of the others does nothing but start the next.
func innermost(s *script.Script) *script.Script {
	for len(s.Started) == 1 && len(check.TopStatements(s)) == 1 && check.OnlyCommand(check.TopStatements(s)[0]) == s.Started[0].By {
		s = s.Started[0]
	}
	return s
}

func serviceAsEntrypoint(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Name == "ENTRYPOINT" || runsCmd(p.Scope) {
		onlyStartsService(p, p.Script(in))
	}
}

// serviceAsCommand leaves strings that Docker Compose may cut or join to the rules about that.
func serviceAsCommand(p *lint.Pass, c *compose.Command) {
	if c.Key != "test" && check.IsProgram(p, c) && (c.List || !strings.ContainsAny(c.Value.Text.String(), "\r\n;&|")) {
		onlyStartsService(p, p.ServiceScript(c))
	}
}

// onlyStartsService finds the script of a container that ends as soon as a service has started.
func onlyStartsService(p *lint.Pass, outer *script.Script) {
	if outer == nil {
		return
	}
	s := innermost(outer)
	if s.Unread() || staysOpen(s) {
		return
	}
	var service *script.Command
	for _, st := range check.TopStatements(s) {
		c := check.OnlyCommand(st)
		switch {
		case c == nil:
			return
		case startsServiceOnly(c):
			service = c
		case !c.Is("write-host", "write-output", "echo"):
			return
		}
	}
	if service != nil {
		p.Reportf(service, "The container ends when `%s` has started the service", service).
			Notef("A container runs only as long as the process that it starts.").
			Helpf("Start a program that runs as long as the service does, such as `%s`.", strings.TrimSpace("ServiceMonitor.exe "+serviceOf(service)))
	}
}

func startsServiceOnly(c *script.Command) bool {
	changed, ok := changedByProgram(c)
	return ok && changed.kind == startsService || c.Cmdlet() == "start-service" || c.Is("iisreset")
}

// serviceOf is the name of the service that a command starts; "" if it is not plain.
func serviceOf(c *script.Command) string {
	args := c.Args
	switch {
	case c.Is("net"):
		args = args[min(1, len(args)):]
	case c.Cmdlet() != "start-service":
		return ""
	}
	if len(args) != 1 || !args[0].Known() || strings.ContainsAny(args[0].String(), " `") {
		return ""
	}
	return args[0].Value().String()
}

// staysOpen reports whether a PowerShell stays open after the end of its script.
func staysOpen(s *script.Script) bool {
	const noExit = "-noexit"
	return slices.ContainsFunc(s.Options, func(o *script.Arg) bool {
		n := len(o.String()) // PowerShell accepts any unambiguous beginning of the name
		return n > len("-no") && n <= len(noExit) && strings.EqualFold(o.String(), noExit[:n])
	})
}

// runsCmd reports whether a container of the stage runs CMD as a program and not as the arguments of an ENTRYPOINT: nothing
// that the stage is based on has one.
func runsCmd(s *subject.Scope) bool {
	for stage := s; stage != nil; stage = stage.Base {
		if len(check.InstructionsOf(stage, "ENTRYPOINT")) > 0 {
			return false
		}
		if stage.Base == nil {
			image := check.BaseImage(stage)
			return image != nil && slices.Contains(bareWindows, image.Repository)
		}
	}
	return false
}

// bareWindows is the repositories of the images of Windows alone.
var bareWindows = []string{
	"windows", "windows/server", "windows/servercore", "windows/nanoserver", "microsoft/windowsservercore", "microsoft/nanoserver",
}

// neverFails finds a health check that returns or prints a value instead of exiting with it.
func neverFails(p *lint.Pass, outer *script.Script) {
	if outer == nil {
		return
	}
	var returns []*script.Command
	for s := range outer.All() {
		if s.Unread() {
			return
		}
		for c := range s.Commands() {
			switch {
			case !c.Keyword:
			case c.Is("exit", "throw"):
				return
			case c.Is("return"):
				returns = append(returns, c)
			}
		}
	}
	i := slices.IndexFunc(returns, func(c *script.Command) bool { return len(c.Args) > 0 && !c.Args[0].Is("0") })
	if i < 0 {
		if at := printedByCatch(innermost(outer)); at.Len() > 0 {
			p.Reportf(at, "`%s` does not set an exit code, so this check never fails", check.Brief(at.String())).
				Notef("`catch` handles the error, and only prints a value. PowerShell then exits with 0, so Docker Engine considers the container healthy.").
				Helpf("Write `exit 1` instead.")
		}
		return
	}
	f := p.Reportf(returns[i], "`%s` does not set an exit code, so this check never fails", returns[i]).
		Notef("`return` only prints the value. PowerShell then exits with 0, so Docker Engine considers the container healthy.").
		Helpf("%s", exitFor(returns[i].Args[0]))
	for _, c := range returns {
		if len(c.Args) == 0 || !c.Args[0].Is("0", "1") {
			return
		}
	}
	for _, c := range returns {
		f.Replace(c.Name, "exit")
	}
}

// printedByCatch is what prints a value other than 0 in the catch of the try that a script of PowerShell ends with; nothing if the
// catch does something else, too, or what is tried may fail without an exception.
func printedByCatch(s *script.Script) (value source.Text) {
	statements := check.TopStatements(s)
	if len(statements) == 0 || !s.Language.IsPowerShell() {
		return value
	}
	try, ok := statements[len(statements)-1].Body.(*script.Compound)
	if !ok || try.Keyword != "try" || !endsWell(try.Clauses[0].Body) {
		return value
	}
	for _, clause := range try.Clauses {
		if clause.Keyword != "catch" || clause.Body == nil {
			continue
		}
		for _, st := range clause.Body.Statements {
			switch text := printedBy(st); {
			case text == "":
				return source.Text{}
			case text != "0" && value.Len() == 0:
				value = st.Text().Slice(0, len(strings.TrimRight(st.String(), " \t\r\n")))
			}
		}
	}
	return value
}

// endsWell reports whether PowerShell exits with 0 after a block that nothing has left with an exception. A web request throws one.
func endsWell(b *script.Block) bool {
	if b == nil || len(b.Statements) == 0 {
		return false
	}
	last := b.Statements[len(b.Statements)-1]
	if branches, ok := last.Body.(*script.Compound); ok && branches.Keyword == "if" {
		return !slices.ContainsFunc(branches.Clauses, func(c *script.Clause) bool { return !endsWell(c.Body) })
	}
	if c := check.OnlyCommand(last); c != nil && (c.Cmdlet() == "invoke-webrequest" || c.Cmdlet() == "invoke-restmethod") {
		return true
	}
	return printedBy(last) != ""
}

// printedBy is what a statement does nothing but print; "" if it does something else.
func printedBy(st *script.Statement) string {
	if c := check.OnlyCommand(st); c != nil {
		if len(c.Redirects) == 0 && len(c.Args) > 0 && c.Is("write-output", "write-host", "write", "echo") {
			return c.Args[len(c.Args)-1].String()
		}
		return ""
	}
	return printedValue.FindString(strings.TrimSpace(st.String()))
}

// printedValue is a value that PowerShell prints.
var printedValue = lazy.MustCompile(`(?i)^(?:\d+|\$true|\$false|"[^"$]*"|'[^']*')$`)

// exitFor says how to fail a health check instead of returning a value.
func exitFor(value *script.Arg) string {
	if _, err := strconv.Atoi(value.String()); err == nil {
		return "Write `exit " + value.String() + "`."
	}
	if strings.EqualFold(value.String(), "$false") {
		return "Write `exit 1`."
	}
	return "Write `exit 0` if the container is healthy, and `exit 1` if it is not."
}

// tagOf is the tag of the Server Core image of a release, with its colon; "" if there is none.
func tagOf(release windows.Release) string {
	if !release.Has(windows.ServerCore) {
		return ""
	}
	return ":" + string(release)
}

func windowsFeatureOnNano(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if has, known := windows.HasPowerShell(p.Scope.Edition, p.Scope.Release); c.Script.Language == script.WindowsPowerShell && (!known || !has) {
		return // PowerShell itself is missing
	}
	p.Reportf(c.Name, "`%s` does not exist on Nano Server", c.Name).
		Notef("Nano Server does not have roles and features.").
		Helpf("Use `mcr.microsoft.com/windows/servercore%s` as the base image, and run the cmdlet with `powershell`.", tagOf(p.Scope.Release))
}
