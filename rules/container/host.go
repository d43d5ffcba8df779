package container

import (
	"cmp"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

// How scripts set up the engine on a host.
var dockerHosts = []*lint.Rule{
	{
		ID: "daemon-flag", Summary: "dockerd does not start because of a flag that Windows does not support", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/command/config_windows.go", "moby/moby daemon/command/config_unix.go"},
		Check: dockerCommands(daemonFlag, docker.Daemon),
	},
	{
		ID: "daemon-config-unread", Summary: "dockerd does not read daemon.json because `--data-root` names another directory", Topic: "daemon",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/command/docker_windows.go", "docker/actions-toolkit src/docker/assets.ts"},
		Check: lint.Both{dockerCommands(configUnread, docker.Daemon), lint.Each(actionConfigUnread)},
	},
	{
		ID: "daemon-flag-conflict", Summary: "dockerd does not start because a flag is also set in daemon.json",
		Topic: "daemon", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/config/config.go", "https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file"},
		Check: dockerCommands(flagConflict, docker.Daemon),
	},
	{
		ID: "docker-provider-gone", Summary: "DockerMsftProvider no longer finds any packages", Topic: "install",
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
			dropOption(p.Reportf(o.Flag, "dockerd does not start because Windows does not support the flag `--%s`", o.Name).
				Notef("dockerd exits with `%s`.", says).Helpf("Remove `--%s`.", o.Name), o)
		}
	}
}

// configUnread finds a dockerd whose data is moved, which moves the default path of its configuration, too.
func configUnread(p *lint.Pass, c *docker.Command) {
	root := c.Option("data-root")
	if root == nil || c.Option("config-file") != nil || defaultRoot.MatchString(root.Value.Pattern) {
		return
	}
	written := writtenConfig(p.Unit)
	if written == nil {
		return
	}
	value := strings.TrimRight(root.Value.String(), `\/"'`)
	p.Reportf(root.Value, "dockerd does not read the daemon.json that this script writes").
		Notef("Because of `--data-root`, dockerd looks for `%s`.", check.Brief(strings.TrimLeft(value, `"'`)+`\config\daemon.json`)).
		Helpf("Pass the path of the file with `--config-file`, or set `data-root` in the file and remove `--data-root`.").Relate(written, "written here")
}

// actionConfigUnread finds the configuration that an action writes for an engine whose data it moves.
func actionConfigUnread(p *lint.Pass, s *ci.Step) {
	const name = "docker/setup-docker-action"
	if config, e := s.Input("daemon-config"); e != nil && config.Len() > 0 && s.Action() == name && p.Scope.Runner.Strong {
		f := p.Reportf(e.Key, "On Windows, dockerd does not read the `daemon-config` of `%s`", name).
			Notef("The action writes `%%ProgramData%%\\Docker\\config\\daemon.json`, but starts dockerd with a `--data-root` that makes it look in another directory.").
			Helpf("Remove `daemon-config`, or start dockerd in a separate step and pass the settings as flags.")
		check.RelateRunner(p, f)
	}
}

var (
	defaultRoot   = lazy.MustCompile(`(?i)programdata[)}%]*[\\/]docker[\\/]?$`)
	defaultConfig = lazy.MustCompile(`(?i)programdata[)}%]*[\\/]docker[\\/]config[\\/]daemon\.json`)
)

type configWriter struct{}

// writtenConfig is the first command that writes the file at its default path; nil if there is none.
func writtenConfig(u *subject.Unit) *script.Command {
	return subject.Once(u, configWriter{}, func() (found *script.Command) {
		holds := configVariables(u)
		fileCommands(u, func(c *script.Command) {
			switch c.Cmdlet() {
			case "set-content", "out-file", "add-content", "copy-item", "move-item", "new-item", "copy", "xcopy", "move", "cp":
			default:
				return
			}
			for _, arg := range c.Args {
				if v := arg.Variable(); defaultConfig.MatchString(arg.String()) || v != nil && holds[v.Name] {
					found = cmp.Or(found, c)
				}
			}
		})
		return found
	})
}

// configVariables is the names of the variables that hold the default path.
func configVariables(u *subject.Unit) map[string]bool {
	holds := map[string]bool{}
	for _, outermost := range u.Scripts {
		for a := range script.Nodes[*script.Assign](outermost.Body) {
			if v, ok := a.Target.(*script.Variable); ok && defaultConfig.MatchString(a.String()) {
				holds[v.Name] = true
			}
		}
	}
	return holds
}

// flagConflict compares the flags of dockerd with the configuration that the same script writes to the default path.
func flagConflict(p *lint.Pass, c *docker.Command) {
	if c.Option("config-file") != nil || c.Option("data-root") != nil {
		return
	}
	configs := writtenSettings(p.Unit)
	for _, o := range c.Options {
		name := o.Name
		if key := engine.DaemonKeyNamed(name); key != nil && key.Instead != "" {
			name = key.Instead
		}
		if set := configs[name]; set != nil {
			p.Reportf(o.Flag, "`%s` is also set in the daemon.json that this script writes, so dockerd does not start", o.Flag).
				Notef("dockerd fails with `the following directives are specified both as a flag and in the configuration file: %s`.", name).
				Helpf("Remove `%s`, or remove `%s` from the file.", o.Flag, name).Relate(set.Key, "also set here")
		}
	}
}

type daemonSettings struct{}

// writtenSettings is the settings of the configurations that a script writes, by their names.
func writtenSettings(u *subject.Unit) map[string]*daemon.Setting {
	return subject.Once(u, daemonSettings{}, func() map[string]*daemon.Setting {
		first := map[string]*daemon.Setting{}
		for _, s := range u.Scopes {
			if s.Daemon == nil {
				continue
			}
			for _, set := range s.Daemon.Settings {
				if _, known := first[set.Name()]; !known && s.Daemon.Setting(set.Name()).Value.Kind != data.Null {
					first[set.Name()] = s.Daemon.Setting(set.Name())
				}
			}
		}
		return first
	})
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

// providerGone does not report if the script gives the provider a source of its own.
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
			p.Reportf(provider, "`%s` no longer finds packages through `DockerMsftProvider`", c.Name).
				Notef("The provider's package index was removed in 2023, so the command fails with `No match was found for the specified search criteria`.").
				Helpf("Install Docker Engine with Microsoft's `install-docker-ce.ps1` script.")
		}
	})
}
