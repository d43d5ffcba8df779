package container

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
)

// Where Docker Engine on Windows reads what a container may do.
const (
	gmsa     = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/gmsa-run-container"
	hardware = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/hardware-devices-in-containers"
)

var composeServices = []*lint.Rule{
	{
		ID: "unknown-capability", Summary: "Windows has no capabilities of Linux", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{"moby/moby daemon/pkg/oci/caps/utils.go"},
		Check: lint.Both{lint.Each(unknownCapability), dockerOption(dockerCapability, "cap-add", "cap-drop")},
	},
	{
		ID: "security-option", Summary: "Windows knows no security option but the credential spec", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, composeCreate},
		Check: lint.Both{lint.Each(securityOption), dockerOption(dockerSecurityOption, "security-opt")},
	},
	{
		ID:      "credential-spec-form",
		Summary: "The engine cannot find the credential spec that is written like this", Topic: "security",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, gmsa},
		Check: lint.Both{lint.Each(credentialSpecForm), dockerOption(dockerCredentialSpec, "security-opt")},
	},
	{
		ID:      "credential-spec-ignored",
		Summary: "Compose reads `credential_spec` and does nothing with it", Topic: "security",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			composeCreate, "https://github.com/docker/compose/issues/7303",
			"https://github.com/docker/compose/issues/5488", gmsa,
		},
		Check: lint.Each(credentialSpecIgnored),
	},
	{
		ID: "extra-hosts-ignored", Summary: "A Windows container gets no entries in its hosts file", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/libnetwork/sandbox_dns_windows.go", "moby/moby daemon/container_operations.go",
			"https://github.com/moby/moby/issues/41439", "https://github.com/docker/for-win/issues/1455",
		},
		Check: lint.Both{lint.Each(extraHostsIgnored), dockerOption(dockerExtraHost, "add-host")},
	},
	{
		ID: "links-ignored", Summary: "A link gives a Windows container nothing but an order", Topic: "networks",
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/container_operations_windows.go",
			"https://docs.docker.com/reference/compose-file/services/#links",
		},
		Check: lint.Both{lint.Each(linksIgnored), dockerOption(dockerLink, "link")},
	},
	{
		ID: "isolation-value", Summary: "Docker Engine knows no such isolation", Topic: "container",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{hostConfig},
		Check: lint.Both{
			lint.Each(isolationValue), dockerOption(dockerIsolation, "isolation"), dockerCommands(buildIsolation, "build"),
		},
	},
	{
		ID: "working-dir", Summary: "The working directory is no full path", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/container.go"},
		Check: lint.Both{lint.Each(workingDir), dockerOption(dockerWorkdir, "workdir")},
	},
	{
		ID: "log-driver", Summary: "Docker Engine on Windows has no such logging driver", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/logdrivers_windows.go",
			"moby/moby daemon/logger/factory.go", "moby/moby daemon/logger/syslog/syslog.go"},
		Check: lint.Both{lint.Each(logDriver), dockerOption(dockerLogDriver, "log-driver")},
	},
	{
		ID: "device-form", Summary: "Windows gives no such device to a container", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.OCIWindowsSource, "moby/moby daemon/internal/libcontainerd/local/local_windows.go", hardware},
		Check: lint.Both{lint.Each(deviceForm), dockerOption(dockerDevice, "device")},
	},
	{
		ID:      "cpu-limits",
		Summary: "The limits of the processors do not go together, or are out of range", Topic: "container",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{daemonCreate, composeCreate},
		Check: lint.Both{lint.Each(cpuLimits), dockerCommands(dockerCPULimits, "run", "create")},
	},
}

func unknownCapability(p *lint.Pass, s *compose.Service) {
	for _, key := range [...]string{"cap_add", "cap_drop"} {
		entry := s.Field(key)
		if entry == nil {
			continue
		}
		items, names := knownItems(entry.Value)
		for i, name := range names {
			says := engine.RefusedCapability(name)
			if says == "" {
				continue
			}
			invalid := map[string]string{"cap_add": "CapAdd", "cap_drop": "CapDrop"}[key]
			f := check.ReportServicef(p, items[i], "Windows has no capabilities like `%s`: Docker Engine since 23.0 refuses to create "+
				"the container with `invalid %s: %s`, and earlier ones ignore `%s`. Take it away.", check.Brief(name), invalid, says, key)
			check.DeleteEntry(keepsToWindows(p, f), entry)
			break
		}
	}
}

// securityOption leaves it to compose to say what no option is at all, and "systempaths=unconfined" is one that compose
// keeps for itself.
func securityOption(p *lint.Pass, s *compose.Service) {
	entry := s.Field("security_opt")
	if entry == nil || p.InStack() {
		return
	}
	items, options := knownItems(entry.Value)
	for i, option := range options {
		says := engine.RefusedSecurityOption(option)
		if says == "" || option == "systempaths=unconfined" || isSpec(option) {
			continue
		}
		f := check.ReportServicef(p, items[i], "The container does not start with `%s`: `%s`. Take it away; the only option that "+
			"Windows knows is `credentialspec=`.",
			check.Brief(option), check.Clip(says))
		if keepsToWindows(p, f); len(items) == 1 {
			check.DeleteEntry(f, entry)
		} else {
			deleteItem(f, items[i])
		}
	}
}

const specOption = "credentialspec"

// isSpec reports whether a security option is meant to be a credential spec.
func isSpec(option string) bool { return strings.HasPrefix(strings.ToLower(option), specOption) }

func credentialSpecForm(p *lint.Pass, s *compose.Service) {
	if p.InStack() {
		return
	}
	items, options := knownItems(s.Get("security_opt"))
	for i, option := range options {
		if !isSpec(option) {
			continue
		}
		rest := option[len(specOption):]
		spec, found := strings.CutPrefix(rest, "=")
		if !found {
			f := check.ReportServicef(p, items[i], "The container does not start with `%s`: `%s`. Write `=` behind `credentialspec`.",
				check.Brief(option), check.Clip(engine.RefusedSecurityOption(option)))
			if colon := items[i].Resolve().Text; strings.HasPrefix(rest, ":") && !check.Shared(items[i]) {
				f.Replace(colon.SpanOf(len(specOption), len(specOption)+1), "=")
			}
			continue
		}
		if says := engine.RefusedCredentialSpec(spec); says != "" {
			check.ReportServicef(p, items[i], "The container does not start with `%s`: `%s`. Write `file://` and the name of a file in "+
				"the folder `CredentialSpecs` of Docker's data, such as `credentialspec=file://web.json`.", check.Brief(option), says)
		}
	}
}

func credentialSpecIgnored(p *lint.Pass, s *compose.Service) {
	entry := s.Field("credential_spec")
	if entry == nil || p.InStack() || p.Environment.Compose == engine.ComposeV1 {
		return
	}
	if _, options := knownItems(s.Get("security_opt")); slices.ContainsFunc(options, isSpec) {
		return
	}
	option := specOf(s)
	if option == "" {
		return
	}
	f := check.ReportServicef(p, entry.Key, "Docker Compose since 2.0 does nothing with `credential_spec`, so that the container "+
		"starts without the group managed service account. Add `security_opt: ['%s']`; `docker stack deploy` and "+
		"docker-compose 1.27 to 1.29 do read the key.", check.Brief(option))
	if around := entry.Key.Parent; s.Field("security_opt") == nil && around.Style == data.Block && !check.Shared(entry.Value) && check.StartsLine(f, entry) {
		addSecurityOption(f, entry, option)
	}
}

// specOf is the security option that says what a credential_spec does; "" where it is not known, or is a config of a swarm.
func specOf(s *compose.Service) string {
	for _, scheme := range [...]string{"file", "registry"} {
		if _, name, ok := setting(s, "credential_spec", scheme); ok {
			return specOption + "=" + scheme + "://" + strings.TrimPrefix(name, scheme+"://")
		}
	}
	return ""
}

// addSecurityOption writes a key beside another one, in front of it.
func addSecurityOption(f *lint.Finding, beside *data.Entry, option string) {
	line := f.File.FullLine(f.File.Position(beside.Key.Span().Start).Line)
	indent := f.File.Text[line.Start:beside.Key.Span().Start]
	quoted := "'" + strings.ReplaceAll(option, "'", "''") + "'"
	f.Insert(line.Start, indent+"security_opt:"+f.File.EOL()+indent+"  - "+quoted+f.File.EOL())
}

func extraHostsIgnored(p *lint.Pass, s *compose.Service) {
	entry := s.Field("extra_hosts")
	if entry == nil {
		return
	}
	pairs := compose.Pairs(entry.Value)
	if len(pairs) == 0 || entry.Value.Resolve().Tag == "!reset" {
		return
	}
	if slices.ContainsFunc(pairs, isHostGateway) {
		check.ReportServicef(p, entry.Key, "Docker Engine on Windows writes nothing into the hosts file of a container, and since "+
			"28.0 it does not start one with `host-gateway` unless daemon.json has `host-gateway-ips`: `unable to derive the "+
			"IP value for host-gateway`. Take the entry away, and give the host's name or address to the program.")
		return
	}
	check.ReportServicef(p, entry.Key, "Docker Engine on Windows writes nothing into the hosts file of a container, so that "+
		"`extra_hosts` has no effect. Give the names to the DNS server, or write the file when the container starts.")
}

// isHostGateway reports whether an entry, "name=address" or "name:address", asks the engine for the address of the host.
func isHostGateway(pair *compose.Pair) bool {
	return pair.Value.String() == "host-gateway" || strings.HasSuffix(pair.Name.String(), ":host-gateway")
}

func linksIgnored(p *lint.Pass, s *compose.Service) {
	if p.InStack() {
		return
	}
	if entry := s.Field("links"); entry != nil && len(entry.Value.List()) > 0 {
		f := check.ReportServicef(p, entry.Key, "Links do nothing in a Windows container: all that `links` does is to have Compose "+
			"start those services first. Services of one network find each other by name; write `depends_on` for the order, "+
			"and `aliases` of a network for another name.")
		dependOn(f, s, entry)
	}
	if entry := s.Field("external_links"); entry != nil && len(entry.Value.List()) > 0 {
		check.ReportServicef(p, entry.Key, "Links do nothing in a Windows container, so that `external_links` has no effect. Put both "+
			"containers into one network.")
	}
}

// dependOn writes depends_on for links that give no other names.
func dependOn(f *lint.Finding, s *compose.Service, links *data.Entry) {
	if s.Field("depends_on") != nil || check.Shared(links.Value) {
		return
	}
	for _, item := range links.Value.List() {
		if strings.Contains(item.String(), ":") || item.Kind != data.String {
			return
		}
	}
	f.Replace(links.Key, "depends_on").AlsoChanges(links)
}

func isolationValue(p *lint.Pass, s *compose.Service) {
	v, isolation, ok := setting(s, "isolation")
	says := engine.RefusedIsolation(isolation)
	if !ok || says == "" {
		return
	}
	f := check.ReportServicef(p, v, "Docker Engine on Windows refuses to create the container: `%s`. Write one of the three.",
		check.Clip(says))
	if strings.EqualFold(strings.ReplaceAll(isolation, "-",
		""), "hyperv") && len(compose.Variables(v.Resolve().Text)) == 0 && !check.Shared(v) {
		f.Replace(v.Resolve().Text, "hyperv")
	}
}

func workingDir(p *lint.Pass, s *compose.Service) {
	v, dir, ok := setting(s, "working_dir")
	says := engine.RefusedWorkdir(dir)
	if !ok || says == "" {
		return
	}
	check.ReportServicef(p, v, "Docker Engine on Windows refuses to create the container: `%s`. Write the path with its drive, "+
		"such as `C:\\%s`.",
		check.Clip(says), check.Brief(strings.TrimPrefix(backslashed(withoutDrive(dir)), `.\`)))
}

func withoutDrive(s string) string {
	if len(s) > 1 && s[1] == ':' {
		return s[2:]
	}
	return s
}

func logDriver(p *lint.Pass, s *compose.Service) {
	v, driver, ok := setting(s, "logging", "driver")
	if !ok {
		return
	}
	if says := engine.RefusedLogDriver(driver); says != "" {
		check.ReportServicef(p, v, "Docker Engine on Windows has no logging driver `%s`, and the container is not created: `%s`. It "+
			"has %s.",
			check.Brief(driver), check.Clip(says), quotedList(engine.LogDrivers()))
		return
	}
	if driver == "syslog" && s.Get("logging", "options", "syslog-address") == nil {
		check.ReportServicef(p, v, "Without `syslog-address` the driver `syslog` writes to a socket that only Unix has. Give the "+
			"address of a server, such as `tcp://192.0.2.7:514`.").WithSeverity(lint.Warning)
	}
}

// quotedList is words in backquotes, with commas between them.
func quotedList(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }

func deviceForm(p *lint.Pass, s *compose.Service) {
	if p.InStack() {
		return
	}
	_, isolation, _ := setting(s, "isolation")
	items, devices := knownItems(s.Get("devices"))
	for i, device := range devices {
		path, _, _ := strings.Cut(device, ":") // as compose cuts it
		id, cut := strings.CutPrefix(device, "class://")
		says := engine.RefusedDevice(path)
		switch {
		case cut:
			f := check.ReportServicef(p, items[i], "Compose cuts `%s` at the colon, so that the container does not start: `%s`. Write "+
				"`class/%s`.", check.Brief(device), says, check.Brief(id))
			if v := items[i].Resolve(); len(compose.Variables(v.Text)) == 0 && !check.Shared(items[i]) {
				f.Replace(v.Text.SpanOf(0, len("class://")), "class/")
			}
		case isCDI(device):
		case says != "":
			check.ReportServicef(p, items[i], "The container does not start: `%s`. Windows gives devices by the class of their "+
				"interface, `class/GUID`.", check.Clip(says))
		case strings.EqualFold(isolation, "hyperv"):
			check.ReportServicef(p, items[i], "The container does not start: `device assignment is not supported for HyperV containers`. "+
				"Take `isolation: process`.")
		}
	}
}

// isCDI reports whether a device is named as the Container Device Interface does: "vendor.com/class=name".
func isCDI(device string) bool {
	kind, _, found := strings.Cut(device, "=")
	return found && strings.Contains(kind, "/") && !strings.HasPrefix(kind, "/")
}

// cpuLimits looks at what Docker Engine checks together. "cpu_count" goes before the others, but for Hyper-V isolation.
func cpuLimits(p *lint.Pass, s *compose.Service) {
	if p.InStack() {
		return
	}
	percentAt, percent := number(s, "cpu_percent")
	sharesAt, shares := number(s, "cpu_shares")
	cpusAt, cpus := number(s, "cpus")
	if cpus == 0 {
		cpusAt, cpus = number(s, "deploy", "resources", "limits", "cpus")
	}
	_, count := number(s, "cpu_count")
	switch {
	case shares > 10000 || shares < 0:
		check.ReportServicef(p, sharesAt, "Docker Engine on Windows refuses `cpu_shares: %s`: `range of CPUShares is from 1 to 10000`.",
			sharesAt)
	case cpus > 0 && count == 0 && percent > 0 && p.Environment.Compose != engine.ComposeV1:
		check.ReportServicef(p, percentAt, "Docker Engine on Windows refuses `cpu_percent` beside `cpus`: `conflicting options: Nano "+
			"CPUs and CPU Percent cannot both be set`. Keep one of them.").Relate(cpusAt, "the limit in processors")
	case cpus > 0 && count == 0 && shares > 0:
		check.ReportServicef(p, sharesAt, "Docker Engine on Windows refuses `cpu_shares` beside `cpus`: `conflicting options: Nano "+
			"CPUs and CPU Shares cannot both be set`. Keep one of them.").Relate(cpusAt, "the limit in processors")
	case percent > 1 && count == 0 && p.Environment.Compose != engine.ComposeV1:
		f := check.ReportServicef(p, percentAt, "Docker Compose since 2.15 sends `cpu_percent` times 100, and Docker Engine refuses "+
			"`%s`: `range of CPUPercent is from 1 to 100`. Write `cpus`, which means the same everywhere.", percentAt)
		if p.Environment.Compose != engine.ComposeV2 {
			f.WithSeverity(lint.Warning)
		}
	}
}

// number is a number that a service sets, and where; 0 where there is none.
func number(s *compose.Service, keys ...string) (*data.Value, float64) {
	v, text, ok := setting(s, keys...)
	n, err := strconv.ParseFloat(text, 64)
	if !ok || err != nil {
		return nil, 0
	}
	return v, n
}
