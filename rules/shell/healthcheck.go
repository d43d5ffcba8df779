package shell

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var healthchecks = []*lint.Rule{
	{
		ID: "compose-healthcheck-shell", Summary: "A health check fails because cmd runs it", Topic: "command-line",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/compose-file/services/#healthcheck", "moby/moby daemon/health.go"},
		Check: lint.Both{lint.Each(testShell), lint.Each(optionShell)},
	},
}

// powerShellStart is how only PowerShell begins a statement.
var powerShellStart = lazy.MustCompile(`(?i)^\s*(?:if\s*\(.*\)\s*\{|try\s*\{|(?:foreach|while)\s*\(|\$\w+|\$\(|\[\w[\w.]*\]::)`)

// powerShellIn is the part of a test that is PowerShell although cmd runs it; ok is false if there is none.
func powerShellIn(p *lint.Pass, s *script.Script) (at source.Text, ok bool) {
	if m := powerShellStart.FindStringIndex(s.Text.String()); m != nil {
		return s.Text.Slice(m[0], m[1]), true
	}
	if s.Body == nil {
		return source.Text{}, false
	}
	for _, c := range ownCommands(s) {
		if isPowerShell(c.Name.Value().String()) && !hasProgram(p.Unit, c.Lower) && !afterStolenBar(s, c) {
			return c.Name.Text(), true
		}
	}
	return source.Text{}, false
}

const neverHealthy = "Docker Engine runs the test with `cmd /S /C`, regardless of SHELL. The test always fails, so the container is never healthy."

// powershellTest finds a HEALTHCHECK that cmd runs and that was written for PowerShell.
func powershellTest(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if s.Parent != nil || s.Language != script.Cmd {
		return
	}
	if at, ok := powerShellIn(p, s); ok {
		p.Reportf(at, "cmd runs this health check, but `%s` works only in PowerShell", check.Brief(strings.TrimSpace(at.String()))).
			Notef(neverHealthy).Helpf("Begin the command with `powershell -Command`, or use the exec form.").Subsumes(in)
	}
}

// unixTests is what tests for Linux are made of and cmd does not have.
var unixTests = []string{"[", "bash", "cat", "grep", "nc", "pgrep", "sh", "test", "wget"}

func testShell(p *lint.Pass, c *compose.Command) {
	if c.Key == "test" && c.Form == "CMD-SHELL" {
		healthcheckShell(p, p.ServiceScript(c))
	}
}

func optionShell(p *lint.Pass, c *docker.Command) { healthcheckShell(p, p.HealthScript(c)) }

// healthcheckShell finds tests that cmd runs and that were written for another shell.
func healthcheckShell(p *lint.Pass, s *script.Script) {
	if s == nil {
		return
	}
	if at, ok := powerShellIn(p, s); ok {
		p.Reportf(at, "cmd runs this test, but `%s` works only in PowerShell", check.Brief(strings.TrimSpace(at.String()))).
			Notef(neverHealthy).Helpf("Begin the test with `powershell -Command`.")
		return
	}
	if s.Body == nil {
		return
	}
	for _, command := range ownCommands(s) {
		name := command.Name.Value().String()
		unix := command.Is(unixTests...) && command.Bare() && ofMicrosoft(p.Scope)
		if (unix || strings.HasPrefix(name, "/bin/")) && !check.FileMatches(p.Unit, unixTools) {
			p.Reportf(command.Name, "cmd runs this test, but `%s` is a Unix command", check.Brief(name)).
				Notef(neverHealthy).Helpf("Use a Windows program such as `curl.exe` or `findstr`, or rewrite the test in PowerShell.")
			return
		}
		if at, found := nullDevice(command); found {
			p.Reportf(at, "cmd runs this test, but `/dev/null` does not exist on Windows").Notef(neverHealthy).Helpf("Write `NUL`.")
			return
		}
	}
}

// nullDevice is the place of "/dev/null" if a command writes to it.
func nullDevice(c *script.Command) (at source.Span, found bool) {
	for _, r := range c.Redirects {
		if r.Target != nil && r.Target.Is("/dev/null") {
			return r.Target.Span(), true
		}
	}
	return source.Span{}, false
}
