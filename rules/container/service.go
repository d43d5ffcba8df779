package container

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

const hardware = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/hardware-devices-in-containers"

// What keys of a service, or options of docker run, set for a container.
var services = []*lint.Rule{
	{
		ID: "extra-hosts-ignored", Summary: "`extra_hosts` and `--add-host` have no effect in Windows containers", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/libnetwork/sandbox_dns_windows.go", "moby/moby daemon/container_operations.go",
			"https://github.com/moby/moby/issues/41439", "https://github.com/docker/for-win/issues/1455",
		},
		Check: lint.WholeSettings(extraHostsIgnored, "services.*.extra_hosts"),
	},
	{
		ID: "links-ignored", Summary: "Links do not connect Windows containers", Topic: "networks",
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/container_operations_windows.go",
			"https://docs.docker.com/reference/compose-file/services/#links",
		},
		Check: lint.WholeSettings(linksIgnored, linksKey, "services.*.external_links"),
	},
	{
		ID: "isolation-value", Summary: "Docker Engine rejects the isolation mode", Topic: "container",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{hostConfig},
		Check: lint.Settings(isolationValue, isolationKey, "services.*.build.isolation"),
	},
	{
		ID: "working-dir", Summary: "The working directory is not an absolute path", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/container.go"},
		Check: lint.Settings(workingDir, "services.*.working_dir"),
	},
	{
		ID: "log-driver", Summary: "Docker Engine on Windows does not include this logging driver", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/logdrivers_windows.go",
			"moby/moby daemon/logger/factory.go", "moby/moby daemon/logger/syslog/syslog.go"},
		Check: lint.Settings(logDriver, "services.*.logging.driver"),
	},
	{
		ID: "device-form", Summary: "A device cannot be assigned to a Windows container", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, "moby/moby daemon/internal/libcontainerd/local/local_windows.go", hardware},
		Check: lint.Settings(deviceForm, "services.*.devices"),
	},
	{
		ID: "cpu-limits", Summary: "The CPU limits contradict each other or are out of range", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{daemonCreate, composeCreate},
		Check: lint.Owners("services", cpuLimits),
	},
}

func extraHostsIgnored(p *lint.Pass, s *setting.Setting) {
	if slices.ContainsFunc(s.Items(), isHostGateway) {
		p.Reportf(s.Label, "Windows containers do not support `host-gateway`").
			Notef("Docker Engine does not write to their hosts file. Since Docker 28.0, the container also fails to start unless daemon.json sets " +
				"`host-gateway-ips`: `unable to derive the IP value for host-gateway`.").
			Helpf("Remove the entry, and pass the name or address of the host to the program.")
		return
	}
	p.Reportf(s.Label, "`%s` has no effect in a Windows container", s.Name).
		Notef("Docker Engine does not write to the hosts file of the container.").
		Helpf("Add the names to your DNS server, or add them to the hosts file when the container starts.")
}

// isHostGateway reports whether an entry, "name=address" or "name:address", asks the engine for the address of the host.
func isHostGateway(s setting.Setting) bool {
	return strings.HasSuffix(s.Text, ":host-gateway") || strings.HasSuffix(s.Text, "=host-gateway")
}

func linksIgnored(p *lint.Pass, s *setting.Setting) {
	message, help := "`%s` has no effect on Windows", "Connect both containers to the same network, where they can find each other by name."
	switch {
	case s.Option != nil:
		help = "Connect both containers to the same network, where they can find each other by name. To add another name, use `--network-alias`."
	case s.Key.Path == linksKey:
		message = "`%s` only sets the start order on Windows"
		help = "Use `depends_on` to set the start order. To give a service another name, add `aliases` to its network."
	}
	f := p.Reportf(s.Label, message, s.Name).Notef("Docker Engine ignores links between Windows containers.").Helpf("%s", help)
	if s.Option == nil && s.Key.Path == linksKey {
		dependOn(f, s)
	}
}

const linksKey = "services.*.links"

// dependOn writes depends_on for links that do not give other names.
func dependOn(f *lint.Finding, s *setting.Setting) {
	if s.Owner.(*compose.Service).Field("depends_on") != nil || check.Shared(s.Entry.Value) {
		return
	}
	for _, item := range s.Entry.Value.List() {
		if strings.Contains(item.String(), ":") || item.Kind != data.String {
			return
		}
	}
	f.Replace(s.Entry.Key, "depends_on").AlsoChanges(s.Entry)
}

const isolationKey = "services.*.isolation"

// isolationValue also looks at builds. The isolation of BuildKit is that of its worker.
func isolationValue(p *lint.Pass, s *setting.Setting) {
	says := engine.RefusedIsolation(s.Text)
	build := s.Key.Path != isolationKey
	if says == "" || build && p.Environment.Builder == engine.BuildKit {
		return
	}
	f := p.Reportf(s, "`%s` is not a valid isolation mode", check.Brief(s.Text)).Helpf("Use `process`, `hyperv` or `default`.")
	if build {
		f.Notef("The classic builder fails with `unsupported isolation: %q`.", s.Text)
		if p.Environment.Builder != engine.Classic {
			f.WithSeverity(lint.Info)
		}
	} else {
		f.Notef("Docker Engine does not create the container: `%s`%s.", check.Clip(says), inVersions(s.Key))
	}
	if likely := near.Only(strings.ToLower(s.Text), []string{"process", "hyperv", "default"}); likely != "" {
		f.Helpf("Write `%s`.", likely)
	}
	if strings.EqualFold(strings.ReplaceAll(s.Text, "-", ""), "hyperv") {
		f.Helpf("Write `hyperv`.")
		replace(f, s, "hyperv")
	}
}

// underHyperV reports whether the container that a setting is for states Hyper-V isolation.
func underHyperV(owner parser.Node) bool {
	isolation := setting.Last(owner, isolationKey)
	return isolation != nil && strings.EqualFold(isolation.Text, "hyperv")
}

// unknownPath reports whether a setting is an option in a script of sh: what Git Bash makes of its paths is not known.
func unknownPath(s *setting.Setting) bool {
	c, ok := s.Owner.(*docker.Command)
	return ok && c.Script.Language.IsSh()
}

func workingDir(p *lint.Pass, s *setting.Setting) {
	if says := engine.RefusedWorkdir(s.Text); says != "" && !unknownPath(s) {
		p.Reportf(s, "The working directory `%s` is not an absolute path", check.Brief(s.Text)).
			Notef("Docker Engine does not create the container: `%s`.", check.Clip(says)).
			Helpf("Write `C:\\%s`.", strings.TrimPrefix(backslashed(withoutDrive(s.Text)), `.\`))
	}
}

func withoutDrive(s string) string {
	if len(s) > 1 && s[1] == ':' {
		return s[2:]
	}
	return s
}

func logDriver(p *lint.Pass, s *setting.Setting) {
	if says := engine.RefusedLogDriver(s.Text); says != "" {
		f := p.Reportf(s, "Docker Engine on Windows does not include the logging driver `%s`", check.Brief(s.Text)).
			Notef("Docker Engine does not create the container: `%s`.", check.Clip(says))
		if likely := near.Only(s.Text, engine.LogDrivers()); likely != "" {
			f.Helpf("Write `%s`.", likely)
		} else {
			f.Helpf("Use a driver that Windows supports: %s.", alternatives(quoted(engine.LogDrivers())))
		}
		return
	}
	if s.Text == "syslog" && !hasSyslogAddress(s.Owner) {
		p.Reportf(s, "The logging driver `syslog` needs an address on Windows").
			Notef("Without `syslog-address`, the driver writes to the Unix socket of a local syslog service, which Windows does not have.").
			Helpf("Set `syslog-address` to the address of a server, such as `tcp://192.0.2.7:514`.").WithSeverity(lint.Warning)
	}
}

// hasSyslogAddress reports whether the options of the logging driver have an address, or may have one.
func hasSyslogAddress(owner parser.Node) bool {
	if c, ok := owner.(*docker.Command); ok && !c.Complete {
		return true
	}
	return slices.ContainsFunc(setting.At(owner, "services.*.logging.options"), func(s setting.Setting) bool {
		return strings.HasPrefix(s.Text, "syslog-address=") || s.Option != nil && !s.Known
	})
}

// quoted is words in backquotes.
func quoted(words []string) (list []string) {
	for _, word := range words {
		list = append(list, "`"+word+"`")
	}
	return list
}

// quotedList is words in backquotes, with commas between them.
func quotedList(words []string) string { return strings.Join(quoted(words), ", ") }

// deviceForm depends on who splits a device at its first colon: Compose does, and the client does not.
func deviceForm(p *lint.Pass, s *setting.Setting) {
	path := s.Text
	if s.Option == nil {
		path, _, _ = strings.Cut(path, ":")
	}
	id, class := strings.CutPrefix(s.Text, "class://")
	switch says := engine.RefusedDevice(path); {
	case class && s.Option == nil:
		f := p.Reportf(s, "Compose splits the device `%s` at the colon", check.Brief(s.Text)).
			Notef("Docker Engine gets only `class`, and the container does not start: `%s`.", says).Helpf("Write `class/%s`.", id)
		replacePart(f, s, 0, len("class://"), "class/")
	case isCDI(s.Text):
	case says != "":
		p.Reportf(s, "Windows cannot assign the device `%s` to a container", check.Brief(s.Text)).
			Notef("The container does not start: `%s`.", check.Clip(says)).Helpf("%s", deviceHelp(path))
	case underHyperV(s.Owner):
		p.Reportf(s, "Devices cannot be assigned under Hyper-V isolation").
			Notef("The container does not start: `device assignment is not supported for HyperV containers`.").Helpf("Use process isolation: `%s`.", processIsolation(s))
	}
}

// serialPort is the name of a serial port on Linux or Windows.
var serialPort = lazy.MustCompile(`(?i)^(?:/dev/tty(?:S|USB|ACM)\d+|(?:\\\\\.\\)?COM\d+)$`)

// deviceHelp names the interface class of a device if its path says what it is.
func deviceHelp(path string) string {
	if serialPort.MatchString(path) {
		return "For serial ports, write `class/86E0D1E0-8089-11D0-9CE4-08003E301F73`."
	}
	return "Write `class/` and the GUID of the device interface class, as in `class/86E0D1E0-8089-11D0-9CE4-08003E301F73` for serial ports."
}

// processIsolation is how a setting of the same place asks for process isolation.
func processIsolation(s *setting.Setting) string {
	if s.Option != nil {
		return "--isolation=process"
	}
	return "isolation: process"
}

// isCDI reports whether a device is named as the Container Device Interface does: "vendor.com/class=name".
func isCDI(device string) bool {
	kind, _, found := strings.Cut(device, "=")
	return found && strings.Contains(kind, "/") && !strings.HasPrefix(kind, "/")
}

// cpuLimits looks at what Docker Engine checks together. cpu_count goes before the others, but for Hyper-V isolation.
func cpuLimits(p *lint.Pass, owner parser.Node) {
	if _, ok := owner.(*compose.Service); ok && p.InStack() {
		return
	}
	percentAt, percent := number(p, owner, "services.*.cpu_percent")
	sharesAt, shares := number(p, owner, "services.*.cpu_shares")
	cpusAt, cpus := number(p, owner, "services.*.cpus", "services.*.deploy.resources.limits.cpus")
	_, count := number(p, owner, "services.*.cpu_count")
	conflict := func(s *setting.Setting, says string) {
		p.Reportf(s, "Windows does not support `%s` together with `%s`", s.Name, cpusAt.Name).
			Notef("Docker Engine does not create the container: `conflicting options: Nano CPUs and CPU %s cannot both be set`.", says).
			Helpf("Remove `%s` or `%s`.", s.Name, cpusAt.Name).Relate(cpusAt, "the other limit")
	}
	limits := cpus > 0 && count == 0
	switch {
	case shares > 10000 || shares < 0:
		outOfRange(p, sharesAt, "CPUShares", "10000")
	case (percent > 100 || percent < 0) && percentAt.Option != nil: // Compose rejects it in a file
		outOfRange(p, percentAt, "CPUPercent", "100")
	case limits && percent > 0 && (percentAt.Option != nil || p.Environment.Compose != engine.ComposeV1):
		conflict(percentAt, "Percent")
	case limits && shares > 0:
		conflict(sharesAt, "Shares")
	case percent > 1 && percent <= 100 && count == 0 && percentAt.Option == nil && p.Environment.Compose != engine.ComposeV1:
		f := p.Reportf(percentAt, "Docker Compose multiplies `cpu_percent` by 100, so `%s` is out of range", percentAt.Text).
			Notef("Docker Compose has multiplied the value since 2.15. Docker Engine rejects the result: `range of CPUPercent is from 1 to 100`.").
			Helpf("Use `cpus`, which has the same meaning in every version.")
		if p.Environment.Compose != engine.ComposeV2 {
			f.WithSeverity(lint.Warning)
		}
	}
}

func outOfRange(p *lint.Pass, s *setting.Setting, what, most string) {
	p.Reportf(s, "`%s` is out of range for `%s`", s.Text, s.Name).
		Notef("Docker Engine does not create the container: `range of %s is from 1 to %s`.", what, most).Helpf("Use a number from 1 to %s.", most)
}

// number is the number that the first of some keys sets, with its setting; nil and 0 if there is none.
func number(p *lint.Pass, owner parser.Node, paths ...string) (*setting.Setting, float64) {
	for _, path := range paths {
		s := setting.Last(owner, path)
		if s == nil || !s.Known || p.DiffersInStack(s) {
			continue
		}
		if n, err := strconv.ParseFloat(s.Text, 64); err == nil && n != 0 {
			return s, n
		}
	}
	return nil, 0
}
