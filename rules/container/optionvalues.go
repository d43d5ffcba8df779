package container

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
)

// This file is what the rules about the settings of services say of the same settings of "docker run" and "docker create".

// dockerOption is a check of each option of that name, where its value is known, of commands that make a container.
func dockerOption(f func(*lint.Pass, *docker.Command, *docker.Option), names ...string) lint.Check {
	return dockerCommands(func(p *lint.Pass, c *docker.Command) {
		for _, o := range c.Options {
			if slices.Contains(names, o.Name) && o.Value.Arg != nil && o.Value.Known() {
				f(p, c, o)
			}
		}
	}, "run", "create")
}

func dockerCapability(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	says := engine.RefusedCapability(o.Value.Pattern)
	if says == "" {
		return
	}
	invalid := map[string]string{"cap-add": "CapAdd", "cap-drop": "CapDrop"}[o.Name]
	dropOption(p.Reportf(o.Value, "Windows has no capabilities like `%s`: Docker Engine since 23.0 refuses to create the container with `invalid %s: %s`, and "+
		"earlier ones ignore `--%s`. Take it away.", check.Brief(o.Value.Pattern), invalid, says, o.Name), o)
}

func dockerSecurityOption(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	option := o.Value.Pattern
	switch says := engine.RefusedSecurityOption(option); {
	case says == "" || option == "systempaths=unconfined": // which the client keeps for itself
	case !isSpec(option):
		dropOption(p.Reportf(o.Value, "The container does not start with `%s`: `%s`. Take it away; the only option that Windows knows is `credentialspec=`.",
			check.Brief(option), check.Clip(says)), o)
	}
}

func dockerCredentialSpec(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	option := o.Value.Pattern
	if !isSpec(option) {
		return
	}
	if says := engine.RefusedSecurityOption(option); says != "" {
		p.Reportf(o.Value, "The container does not start with `%s`: `%s`. Write `=` behind `credentialspec`.", check.Brief(option), check.Clip(says))
		return
	}
	if says := engine.RefusedCredentialSpec(option[len(specOption)+1:]); says != "" {
		p.Reportf(o.Value, "The container does not start with `%s`: `%s`. Write `file://` and the name of a file in the folder `CredentialSpecs` of Docker's "+
			"data, such as `credentialspec=file://web.json`.", check.Brief(option), says)
	}
}

func dockerExtraHost(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	if strings.HasSuffix(o.Value.Pattern, "host-gateway") {
		p.Reportf(o.Flag, "Docker Engine on Windows writes nothing into the hosts file of a container, and since 28.0 it does not start one with `host-gateway` "+
			"unless daemon.json has `host-gateway-ips`: `unable to derive the IP value for host-gateway`. Take the option away, and give the host's name or "+
			"address to the program.")
		return
	}
	p.Reportf(o.Flag, "Docker Engine on Windows writes nothing into the hosts file of a container, so that `%s` has no effect. Give the name to the DNS "+
		"server, or write the file when the container starts.", o.Flag)
}

func dockerLink(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	p.Reportf(o.Flag, "Links do nothing in a Windows container, so that `%s` has no effect. Containers of one network find each other by name: make one with "+
		"`docker network create`, and take `--network-alias` for another name.", o.Flag)
}

func dockerIsolation(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	says := engine.RefusedIsolation(o.Value.Pattern)
	if says == "" {
		return
	}
	f := p.Reportf(o.Value, "Docker Engine on Windows refuses to create the container: `%s`. Write one of the three.", check.Clip(says))
	if strings.EqualFold(strings.ReplaceAll(o.Value.Pattern, "-", ""), "hyperv") {
		f.Replace(o.Value, "hyperv")
	}
}

// buildIsolation looks at the isolation of a build. That of BuildKit is that of its worker.
func buildIsolation(p *lint.Pass, c *docker.Command) {
	o := c.Option("isolation")
	if o == nil || !o.Value.Known() || engine.RefusedIsolation(o.Value.Pattern) == "" || p.Environment.Builder == engine.BuildKit {
		return
	}
	f := p.Reportf(o.Value, "The classic builder refuses the build: `unsupported isolation: %q`. Write `process`, `hyperv` or `default`.", o.Value.Pattern)
	if p.Environment.Builder != engine.Classic {
		f.WithSeverity(lint.Info)
	}
}

// dockerWorkdir is silent in sh, where Git Bash makes other paths of paths.
func dockerWorkdir(p *lint.Pass, c *docker.Command, o *docker.Option) {
	if says := engine.RefusedWorkdir(o.Value.Pattern); says != "" && !c.Script.Language.IsSh() {
		p.Reportf(o.Value, "Docker Engine on Windows refuses to create the container: `%s`. Write the path with its drive, such as `C:\\%s`.",
			check.Clip(says), check.Brief(strings.TrimPrefix(backslashed(withoutDrive(o.Value.Pattern)), `.\`)))
	}
}

func dockerLogDriver(p *lint.Pass, c *docker.Command, o *docker.Option) {
	driver := o.Value.Pattern
	if says := engine.RefusedLogDriver(driver); says != "" {
		p.Reportf(o.Value, "Docker Engine on Windows has no logging driver `%s`, and the container is not created: `%s`. It has %s.",
			check.Brief(driver), check.Clip(says), quotedList(engine.LogDrivers()))
		return
	}
	addressed := slices.ContainsFunc(c.Options, func(o *docker.Option) bool {
		return o.Name == "log-opt" && (!o.Value.Known() || strings.HasPrefix(o.Value.Pattern, "syslog-address="))
	})
	if driver == "syslog" && c.Complete && !addressed {
		p.Reportf(o.Value, "Without `syslog-address` the driver `syslog` writes to a socket that only Unix has. Give the address of a server, such as "+
			"`tcp://192.0.2.7:514`.").WithSeverity(lint.Warning)
	}
}

func dockerDevice(p *lint.Pass, c *docker.Command, o *docker.Option) {
	device := o.Value.Pattern
	isolation := c.Option("isolation")
	switch says := engine.RefusedDevice(device); {
	case isCDI(device):
	case says != "":
		p.Reportf(o.Value, "The container does not start: `%s`. Windows gives devices by the class of their interface, `class/GUID`.", check.Clip(says))
	case isolation != nil && strings.EqualFold(isolation.Value.Pattern, "hyperv"):
		p.Reportf(o.Value, "The container does not start: `device assignment is not supported for HyperV containers`. Take `--isolation=process`.")
	}
}

// dockerCPULimits looks at what Docker Engine checks together. "--cpu-count" goes before the others.
func dockerCPULimits(p *lint.Pass, c *docker.Command) {
	percentAt, percent := numberOf(c, "cpu-percent")
	sharesAt, shares := numberOf(c, "cpu-shares")
	_, cpus := numberOf(c, "cpus")
	_, count := numberOf(c, "cpu-count")
	const conflict = "Docker Engine on Windows refuses `--%s` beside `--cpus`: `conflicting options: Nano CPUs and CPU %s cannot both be set`. Keep one of them."
	switch {
	case shares > 10000 || shares < 0:
		p.Reportf(sharesAt.Value, "Docker Engine on Windows refuses `--cpu-shares %s`: `range of CPUShares is from 1 to 10000`.", sharesAt.Value)
	case percent > 100 || percent < 0:
		p.Reportf(percentAt.Value, "Docker Engine on Windows refuses `--cpu-percent %s`: `range of CPUPercent is from 1 to 100`.", percentAt.Value)
	case cpus > 0 && count == 0 && percent > 0:
		p.Reportf(percentAt.Flag, conflict, "cpu-percent", "Percent")
	case cpus > 0 && count == 0 && shares > 0:
		p.Reportf(sharesAt.Flag, conflict, "cpu-shares", "Shares")
	}
}

// numberOf is the number that an option sets, with the option; 0 where there is none, or where it is not known.
func numberOf(c *docker.Command, name string) (*docker.Option, float64) {
	o := c.Option(name)
	if o == nil {
		return nil, 0
	}
	n, err := strconv.ParseFloat(o.Value.Pattern, 64)
	if err != nil {
		return nil, 0
	}
	return o, n
}

// dockerUser looks at users of Linux; what accounts an image has is not known here.
func dockerUser(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	name, _, _ := strings.Cut(o.Value.Pattern, ":")
	if check.IsNumber(name) || strings.EqualFold(name, "root") {
		p.Reportf(o.Value, "Windows has no user `%s`, so that nothing can be started as it. Take `ContainerUser`, or `ContainerAdministrator` where it needs "+
			"the rights.", check.Brief(name)).WithSeverity(lint.Error)
	}
}
