package container

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/subject"
)

// How scripts set up the engine on a host.
var dockerHosts = []*lint.Rule{
	{
		ID: "daemon-flag", Summary: "dockerd on Windows does not have this flag", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/command/config_windows.go", "moby/moby daemon/command/config_unix.go"},
		Check: dockerCommands(daemonFlag, docker.Daemon),
	},
	{
		ID: "docker-provider-gone", Summary: "DockerMsftProvider no longer finds any package", Topic: "install",
		Severity: lint.Warning, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://github.com/OneGet/MicrosoftDockerProvider/issues/91",
			"https://github.com/MicrosoftLearning/AZ-800-Administering-Windows-Server-Hybrid-Core-Infrastructure/issues/83",
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/quick-start/set-up-environment",
		},
		ByText: true,
		Check:  lint.Each(providerGone),
	},
}

func daemonFlag(p *lint.Pass, c *docker.Command) {
	for _, o := range c.Options {
		if says := engine.RefusedDaemonFlag(o.Name); says != "" {
			dropOption(p.Reportf(o.Flag, "dockerd does not start on Windows with this flag").
				Notef("It fails with `%s`.", says).Helpf("Remove it."), o)
		}
	}
}

// fileCommands is each command of the scripts of a file, and of the scripts that it starts.
func fileCommands(u *subject.Unit, f func(*script.Command)) {
	for _, outermost := range u.Scripts {
		for s := range outermost.All() {
			if s.Unread() {
				continue
			}
			for c := range s.Commands() {
				f(c)
			}
		}
	}
}

// providerGone is silent where the script gives the provider a source of its own.
func providerGone(p *lint.Pass, u *subject.Unit) {
	fileCommands(u, func(c *script.Command) {
		if c.Is("register-packagesource") {
			u = nil
		}
	})
	if u == nil {
		return
	}
	fileCommands(u, func(c *script.Command) {
		if !c.Is("install-package", "find-package", "save-package") {
			return
		}
		if _, provider := c.Param("providername"); provider.Is("DockerMsftProvider") {
			p.Reportf(provider, "`%s` no longer finds a package with `DockerMsftProvider`", c.Name).
				Notef("Its index was removed in 2023: `No match was found for the specified search criteria`.").
				Helpf("Install the engine with Microsoft's script `install-docker-ce.ps1`.")
		}
	})
}
