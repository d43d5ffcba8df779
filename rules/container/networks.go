package container

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

// The sources about networks: Docker Engine on Windows, and Microsoft.
const (
	windowsShim = "moby/moby daemon/libnetwork/drivers/windows/windows.go"
	shimLabels  = "moby/moby daemon/libnetwork/drivers/windows/labels.go"
	natNetworks = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/container-networking/advanced"
)

var networks = []*lint.Rule{
	{
		ID: "network-driver", Summary: "`could not find plugin bridge` when a network is created on Windows", Topic: "networks",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{windowsShim, "moby/moby pkg/plugins/discovery.go", "docker/cli cli/command/network/create.go",
			"https://github.com/docker/for-win/issues/1400"},
		Check: lint.Both{lint.Settings(networkDriver, "networks.*.driver"), dockerCommands(networkWithoutDriver, "network create")},
	},
	{
		ID: "network-mode", Summary: "`network host not found` when a container is created on Windows", Topic: "networks",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/libnetwork/error.go",
			hostConfig, architecture}, Check: lint.Settings(networkMode, "services.*.network_mode"),
	},
	{
		ID: "nat-is-there", Summary: "The network `nat` already exists on Windows", Topic: "networks",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/network.go", "moby/moby api/types/container/hostconfig_windows.go"},
		Check: dockerCommands(natIsThere, "network create", "network rm"),
	},
	{
		ID: "port-host-address", Summary: "Windows cannot publish a port on one address of the host", Topic: "networks",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{windowsShim, "https://github.com/docker/for-win/issues/10552",
			"https://github.com/docker/for-win/issues/10638"},
		Check: lint.Ports(portHostAddress),
	},
	{
		ID: "port-range", Summary: "Windows cannot publish a port on a range of host ports", Topic: "networks",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{windowsShim}, Check: lint.Ports(portRange),
	},
	{
		ID: "network-subnet-ignored", Summary: "An IPv6 subnet has no effect on Windows", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/network.go", architecture}, Check: lint.Owners("networks", subnetIgnored),
	},
	{
		ID: "network-option", Summary: "An option of a network has no effect on Windows", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{windowsShim, shimLabels},
		Check: lint.SettingLists(networkOptions, "networks.*.driver_opts"),
	},
	{
		ID: "external-network-form", Summary: "Docker Compose warns that `external.name is deprecated`", Topic: "networks",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{},
		Refs: []string{"compose-spec/compose-go loader/normalize.go", natNetworks}, Check: lint.Each(externalNetworkForm),
	},
	{
		ID:      "second-nat-network",
		Summary: "Windows Server 2016 supports only one NAT network, which already exists", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{natNetworks, "https://github.com/docker/compose/issues/4149",
			"https://github.com/docker/compose/issues/4482"},
		Check: lint.Each(secondNatNetwork),
	},
}

func networkDriver(p *lint.Pass, s *setting.Setting) {
	says := engine.RefusedNetworkDriver(s.Text)
	if says == "" {
		return
	}
	f := p.Reportf(s, "Docker Engine on Windows does not have the network driver `%s`", check.Brief(s.Text)).
		Notef("Creating the network fails with `%s`.", says)
	lower := strings.ToLower(s.Text)
	isCase := slices.Contains(engine.NetworkDrivers(), lower)
	switch {
	case isCase:
		f.Helpf("Write `%s` in lowercase.", lower)
	case s.Option != nil:
		f.Helpf("Replace `%s` with `nat`. Without `%s`, the Docker CLI asks for `bridge`.", check.Brief(s.Text), s.Name)
	case p.InStack():
		f.Helpf("Remove `%s`.", s.Name)
	default:
		f.Helpf("Remove `%s`. The network then uses `nat`, the default driver on Windows.", s.Name)
	}
	switch {
	case s.Option == nil && (p.InStack() || check.Shared(s.Value)) || !s.Literal():
	case isCase:
		replace(f, s, lower)
	case s.Text != "bridge":
	case s.Option != nil:
		replace(f, s, "nat")
	default:
		deleteDriver(f, s.Owner.(*compose.Resource), s.Entry)
	}
}

// networkWithoutDriver finds commands that leave the driver to docker, which asks for bridge on every system. Compose and the
// API leave it to the engine. A network that is only a configuration has no driver.
func networkWithoutDriver(p *lint.Pass, c *docker.Command) {
	if !c.Complete || c.Option("driver") != nil || c.Option("config-only") != nil || len(c.Operands) != 1 || predefined(c.Operands[0]) {
		return
	}
	p.Reportf(c.VerbAt, "`docker network create` uses the driver `bridge`, which Windows does not have").
		Notef("The Docker CLI asks for this driver unless the command names another one. Creating the network fails with `%s`.", engine.RefusedNetworkDriver("bridge")).
		Helpf("Add `-d nat`.").Insert(c.VerbAt.End, " -d nat")
}

// deleteDriver removes the driver of a network, also if it is all that the network says.
func deleteDriver(f *lint.Finding, r *compose.Resource, driver *data.Entry) {
	if len(r.Entry.Value.Resolve().Entries) > 1 {
		check.DeleteEntry(f, driver)
	} else if driver.Key.Parent.Style == data.Block && check.StartsLine(f, driver) && !check.Shared(driver.Value) {
		f.DeleteLines(driver).AlsoChanges(r.Entry)
	}
}

func networkMode(p *lint.Pass, s *setting.Setting) {
	if says := engine.RefusedNetworkMode(s.Text); says != "" {
		f := p.Reportf(s, "`%s` is not a network mode on Windows", s.Text).
			Notef("Docker Engine looks for a network with that name and fails: `%s`.", says)
		if s.Text == "bridge" {
			replace(f.Helpf("Replace `bridge` with `nat`, or remove `%s`.", s.Name), s, "nat")
		} else {
			f.Helpf("Remove `%s`, and publish the ports that clients connect to.", s.Name)
		}
		return
	}
	kind, _, _ := strings.Cut(s.Text, ":")
	if (kind == "service" || kind == "container") && strings.Contains(s.Text, ":") && underHyperV(s.Owner) {
		p.Reportf(s, "A container under Hyper-V isolation cannot share the network of another container").
			Notef("Docker Engine does not create the container: `invalid network-mode: using the network stack of another container is not supported " +
				"while using Hyper-V Containers`.").
			Helpf("Use process isolation, or connect both containers to the same network.")
	}
}

// natIsThere finds commands that create or remove the networks that the engine itself creates.
func natIsThere(p *lint.Pass, c *docker.Command) {
	for _, w := range c.Operands {
		if !predefined(w) {
			continue
		}
		if c.Verb == "network create" {
			p.Reportf(w, "The network `%s` already exists", w).
				Notef("Docker Engine creates this network itself and rejects the command: `operation is not permitted on predefined %s network`.", w).
				Helpf("Remove the command to use the existing network, or give the new network a name other than `%s`.", w)
			continue
		}
		f := p.Reportf(w, "The network `%s` cannot be removed", w).
			Notef("Docker Engine creates this network itself and rejects the command: `%s is a pre-defined network and cannot be removed`.", w)
		if w.Is("nat") {
			f.Helpf("Remove the command. To run Docker Engine without this network, set `\"bridge\": \"none\"` in daemon.json.")
		} else {
			f.Helpf("Remove the command.")
		}
	}
}

// predefined reports whether a network is one that the engine creates, and that nobody else can.
func predefined(name docker.Word) bool { return name.Is("nat", "none", "default") }

func portHostAddress(p *lint.Pass, port *setting.Port) {
	ip, err := netip.ParseAddr(port.Address.Pattern)
	if err != nil || ip.IsUnspecified() {
		return
	}
	f := p.Reportf(port.Address, "Windows cannot publish a port on the address `%s`", port.Address).
		Notef("Windows publishes a port on all addresses of the host, so the container does not start: "+
			"`Windows does not support host IP addresses in NAT settings`.").
		Helpf("Remove the address `%s`, and restrict access to the port with the firewall of the host.", port.Address)
	switch {
	case port.Value != nil && check.Shared(port.Value):
	case port.Short:
		rest := port.Published
		if rest.Len() == 0 {
			rest = port.Target
		}
		f.Delete(source.Span{Start: port.At.Offset(0), End: rest.Offset(0)})
	default:
		check.DeleteEntry(f, port.Value.Entry("host_ip"))
	}
}

func portRange(p *lint.Pass, port *setting.Port) {
	first, last, isRange := strings.Cut(port.Published.Pattern, "-")
	if !isRange || first == last || strings.Contains(port.Target.Pattern, "-") || !port.Published.Known() || allocatesPorts(p, port) {
		return
	}
	p.Reportf(port.Published, "Windows cannot publish a port on the range `%s`", port.Published).
		Notef("The container does not start: `Windows does not support more than one host port in NAT settings`.").
		Helpf("Write one host port, such as `%s`, or omit the host port to let Docker Engine choose one.", first)
}

// allocatesPorts reports whether a network of the container may be one whose driver chooses a port of a range: l2bridge or
// l2tunnel.
func allocatesPorts(p *lint.Pass, port *setting.Port) bool {
	if c, ok := port.Owner.(*docker.Command); ok {
		return c.Option("network") != nil || !c.Complete
	}
	for _, r := range p.Unit.Compose.Networks {
		driver := r.Get("driver").String()
		if strings.HasPrefix(driver, "l2") || strings.Contains(driver, "$") {
			return true
		}
	}
	return false
}

// subnetIgnored does not look at networks for which IPv6 is on, which the engine rejects.
func subnetIgnored(p *lint.Pass, owner parser.Node) {
	if on := setting.Last(owner, "networks.*.enable_ipv6"); on != nil && on.Text == "true" {
		return
	}
	for _, s := range subnets(owner) {
		if prefix, err := netip.ParsePrefix(s.Text); s.Known && err == nil && prefix.Addr().Is6() {
			p.Reportf(&s, "The IPv6 subnet `%s` has no effect on Windows", s.Text).
				Notef("Docker Engine on Windows creates only IPv4 networks. The engine ignores the subnet, or rejects the network if IPv6 is enabled for it.").
				Helpf("Remove the subnet `%s`.", s.Text)
		}
	}
}

// subnets is the subnets that a network is created with.
func subnets(owner parser.Node) (list []setting.Setting) {
	for _, s := range setting.Of(owner) {
		if s.Key.Path == "networks.*.ipam.config.[].subnet" {
			list = append(list, s)
		}
	}
	return list
}

// shimOptions is the options that the drivers for Windows read.
var shimOptions = []string{
	"networkname",
	"hnsid", "hnsowned", "routingdomain", "interface", "vlanid", "vsid", "dnssuffix", "dnsservers", "macpool", "sourcemac",
	"disableicc", "disable_dns", "disable_gatewaydns", "enable_outboundnat", "outboundnat_exceptions",
}

const shimPrefix = "com.docker.network.windowsshim."

func networkOptions(p *lint.Pass, list []setting.Setting) {
	for i := range list {
		networkOption(p, &list[i])
	}
}

// networkOption looks at the name of an option, which may be known when its value is not.
func networkOption(p *lint.Pass, s *setting.Setting) {
	name, value, _ := strings.Cut(s.Text, "=")
	option, ofShim := strings.CutPrefix(name, shimPrefix)
	at := s.Label // the name of the option, which is the key of a mapping
	if s.Option != nil {
		at = s
	}
	switch {
	case strings.IndexByte(name, docker.Hole) >= 0:
	case ofShim && !slices.Contains(shimOptions, option):
		p.Reportf(at, "The network drivers on Windows do not have the option `%s`", check.Brief(name)).
			Notef("The drivers ignore unknown options without an error.").Helpf("%s", shimHelp(option))
	case strings.HasPrefix(name, "com.docker.network.bridge."), name == "com.docker.network.driver.mtu":
		p.Reportf(at, "`%s` has no effect on Windows", check.Brief(name)).
			Notef("Only the network drivers on Linux have this option. The drivers on Windows ignore it.").Helpf("Remove `%s`.", name)
	case name == shimPrefix+"macpool" && s.Known && strings.Count(value, ",")%2 == 0:
		p.Reportf(s, "Each range of `macpool` needs a first and a last address").
			Notef("Docker Engine does not create the network: `invalid mac pool. You must specify both a start range and an end range`.").
			Helpf("Write both addresses of each range with commas between them, as in `00-15-5D-00-00-00,00-15-5D-00-00-FF`.").
			WithSeverity(lint.Error)
	}
}

// shimHelp says what to write instead of an option that does not exist.
func shimHelp(option string) string {
	if likely := near.Only(option, shimOptions); likely != "" {
		return "Write `" + shimPrefix + likely + "`, or remove the option."
	}
	return "Remove `" + shimPrefix + option + "`, or use another option with this prefix: " + quotedList(shimOptions) + "."
}

// externalNetworkForm looks at "external: {name: x}", which became two keys.
func externalNetworkForm(p *lint.Pass, r *compose.Resource) {
	external := r.Entry.Value.Entry("external")
	if !isNetwork(r) || external == nil || !external.Value.Is(data.Mapping) || p.InStack() {
		return
	}
	name := external.Value.Entry("name")
	if name == nil {
		return
	}
	f := p.Reportf(external.Key, "Setting the `name` of a network inside `external` is deprecated").Notef("Docker Compose 2.0 and later warns that `external.name is deprecated`.").
		Helpf("Write `external: true`, and put `name: %s` at the same level.", name.Value)
	value := external.Value
	if value.Kind != data.Mapping || check.Shared(value) || r.Get("name") != nil || len(value.Entries) != 1 || !name.Value.Scalar() {
		return
	}
	if p.Environment.Compose != engine.ComposeV2 && p.Unit.Compose.Version != nil {
		f.Unsafe() // docker-compose to 1.26 and stacks take the new form from 2.1 and 3.5 of the format on
	}
	written := f.File.Slice(name.Value.Span())
	switch around := external.Key.Parent; {
	case strings.ContainsAny(written, "\r\n"):
	case around.Style == data.Flow:
		f.Replace(value, "true, name: "+written).AlsoChanges(external)
	case check.StartsLine(f, external):
		line := f.File.FullLine(f.File.Position(external.Key.Span().Start).Line)
		indent := f.File.Text[line.Start:external.Key.Span().Start]
		f.Replace(external, "external: true"+f.File.EOL()+indent+"name: "+written)
	}
}

// secondNatNetwork is about hosts of 2016. If the user names none, images of that release alone let one expect it.
func secondNatNetwork(p *lint.Pass, doc *compose.Document) {
	on, severity := "Such a host supports", lint.Warning
	switch {
	case p.Environment.Host == windows.LTSC2016:
	case p.Environment.Host == "" && onlyRelease(p.Unit, windows.LTSC2016):
		on, severity = "These are `ltsc2016` images. A host of that release supports", lint.Info
	default:
		return
	}
	at, name := natNetwork(doc)
	if at == nil || p.InStack() {
		return
	}
	p.Reportf(at, "An `ltsc2016` host may not be able to create %s", name).
		Notef("%s only one NAT network, which already exists: `HNS failed with error : The parameter is incorrect`.", on).
		Helpf("Use the existing network: `networks: {default: {external: true, name: nat}}`.").WithSeverity(severity)
}

// onlyRelease reports whether all of what is known of the releases of services is that one.
func onlyRelease(u *subject.Unit, release windows.Release) bool {
	found := false
	for _, s := range u.Scopes {
		if s.Kind == subject.Service && s.Release.Known() {
			if s.Release != release {
				return false
			}
			found = true
		}
	}
	return found
}

// natNetwork is a network that Compose makes with the driver nat, as messages name it; nil if there is none.
func natNetwork(doc *compose.Document) (at lint.Placed, name string) {
	usual := true // the network that services get which name none
	for _, r := range doc.Networks {
		usual = usual && r.Name != "default"
		if driver := r.Get("driver").String(); !r.External() && (driver == "" || driver == "nat") {
			return r.Entry.Key, "the network `" + r.Name + "`"
		}
	}
	for _, s := range doc.Services {
		if usual && s.Get("networks") == nil && s.Get("network_mode") == nil {
			return s.Entry.Key, "the default network of the project"
		}
	}
	return nil, ""
}
