package shell

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var healthchecks = []*lint.Rule{
	{
		ID: "compose-healthcheck-shell", Summary: "cmd runs the test of the health check, and it is not for cmd", Topic: "command-line",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/compose-file/services/#healthcheck", "moby/moby daemon/health.go"},
		Check: lint.Each(healthcheckShell),
	},
}

// unixTests is what tests for Linux are made of and cmd does not have.
var unixTests = []string{"[", "bash", "cat", "grep", "nc", "pgrep", "sh", "test", "wget"}

// healthcheckShell finds tests that cmd runs and that were written for another shell.
func healthcheckShell(p *lint.Pass, c *compose.Command) {
	if c.Key != "test" || c.Form != "CMD-SHELL" || !ofMicrosoft(p.Scope) {
		return
	}
	s := p.ServiceScript(c)
	if s == nil || s.Language != script.Cmd || s.Body == nil {
		return
	}
	for _, command := range ownCommands(s) {
		name := command.Name.Value().String()
		switch {
		case isPowerShell(name):
			p.Reportf(command.Name, "cmd runs this test, and `%s` is PowerShell: `'%s' is not recognized as an internal "+
				"or external command`, and the container is never healthy. Begin the test with `powershell "+
				"-Command`.", check.Brief(name), check.Brief(name))
			return
		case (command.Is(unixTests...) && command.Bare() || strings.HasPrefix(name, "/bin/")) && !bringsUnixTools(p.Unit.File.Text):
			p.Reportf(command.Name, "cmd runs this test and has no `%s`, and neither has the image: the container is "+
				"never healthy. Write it for cmd, or begin it with `powershell -Command`.", check.Brief(name))
			return
		}
		if at, found := nullDevice(command); found {
			p.Reportf(at, "cmd runs this test and does not find the path `/dev/null`: the container is never healthy. "+
				"Write `NUL`.")
			return
		}
	}
}

// nullDevice is the place of "/dev/null" where a command writes to it.
func nullDevice(c *script.Command) (at source.Span, found bool) {
	for _, r := range c.Redirects {
		if r.Target != nil && r.Target.Is("/dev/null") {
			return r.Target.Span(), true
		}
	}
	return source.Span{}, false
}
