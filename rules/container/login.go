package container

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var logins = []*lint.Rule{
	{
		ID: "docker-login-password", Summary: "The `docker login` password is on the command line", Topic: "security",
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
			Notef("Anyone who can read the file can use the password. %s", warnsOfPassword).
			Helpf("Store the password outside the script. %s", passByInput(c))
	default:
		p.Reportf(password, "The `docker login` password is on the command line").
			Notef("It can appear in logs and process lists. %s", warnsOfPassword).
			Helpf("%s", passByInput(c)).WithSeverity(lint.Info)
	}
}

// passByInput is how the shell of a command passes a password without the command line. In cmd, echo adds a space before a pipe.
func passByInput(c *docker.Command) string {
	if c.Script != nil && c.Script.Language.IsCmd() {
		return "Use `--password-stdin`, and pass it the password from a file with `<`."
	}
	return "Pipe it from a variable or a CI secret to `docker login --password-stdin`."
}
