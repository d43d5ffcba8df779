package container

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var logins = []*lint.Rule{
	{
		ID: "docker-login-password", Summary: "`docker login` gets the password on its command line", Topic: "security",
		Severity: lint.Warning, Risk: 6, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/cli/docker/login/#password-stdin", "docker/cli cli/command/registry/login.go"},
		Check: dockerCommands(loginPassword, "login"),
	},
}

const warnsOfPassword = "docker prints `WARNING! Using --password via the CLI is insecure. Use --password-stdin.`"

// loginPassword is about the scripts of cmd and PowerShell, and about what else is for Windows.
func loginPassword(p *lint.Pass, c *docker.Command) {
	if !check.MeantForWindows(p, c) {
		return
	}
	password, given := c.Password()
	switch {
	case !given, password.Known() && !check.IsSecret(password.Pattern):
	case password.Known():
		p.Reportf(password, "The `docker login` password is in this file").
			Notef("Everyone who has the file can read it. %s", warnsOfPassword).
			Helpf("Get it from the environment or a secret, and pass it to `docker login --password-stdin` through a pipe.")
	default:
		p.Reportf(password, "The `docker login` password is on the command line").
			Notef("It can appear in logs and process lists. %s", warnsOfPassword).
			Helpf("Pass it to `docker login --password-stdin` through a pipe.").WithSeverity(lint.Info)
	}
}
