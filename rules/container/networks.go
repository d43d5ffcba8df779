package container

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// Where Docker Engine on Windows makes networks, and where Microsoft tells about them.
const (
	windowsShim = "moby/moby daemon/libnetwork/drivers/windows/windows.go"
	shimLabels  = "moby/moby daemon/libnetwork/drivers/windows/labels.go"
	natNetworks = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/container-networking/advanced"
)

var composeNetworks = []*lint.Rule{
	{
		ID: "network-driver", Summary: "Docker Engine on Windows has no such network driver", Topic: "networks",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{windowsShim, "moby/moby pkg/plugins/discovery.go", "https://github.com/docker/for-win/issues/1400"},
		Check: lint.Both{lint.Each(networkDriver), dockerCommands(dockerNetworkDriver, "network create")},
	},
	{
		ID: "network-mode", Summary: "Windows containers cannot share this network", Topic: "networks",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/libnetwork/error.go",
			hostConfig, architecture}, Check: lint.Both{lint.Each(networkMode), dockerOption(dockerNetworkMode, "network")},
	},
	{
		ID: "port-host-address", Summary: "Windows publishes no port on one address of the host", Topic: "networks",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{windowsShim, "https://github.com/docker/for-win/issues/10552",
			"https://github.com/docker/for-win/issues/10638"},
		Check: lint.Both{lint.Each(portHostAddress), dockerOption(dockerPortAddress, "publish")},
	},
	{
		ID: "port-range", Summary: "Windows publishes a port on one port of the host only", Topic: "networks",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{windowsShim}, Check: lint.Both{lint.Each(portRange), dockerOption(dockerPortRange, "publish")},
	},
	{
		ID: "network-subnet-ignored", Summary: "A subnet of IPv6 is not made on Windows", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/network.go", architecture}, Check: lint.Each(subnetIgnored),
	},
	{
		ID: "network-option", Summary: "The driver does not know the option of the network", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{windowsShim, shimLabels},
		Check: lint.Both{lint.Each(networkOption), dockerCommands(dockerNetworkOption, "network create")},
	},
	{
		ID: "external-network-form", Summary: "An external network is named in the old form", Topic: "networks",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{},
		Refs: []string{"compose-spec/compose-go loader/normalize.go", natNetworks}, Check: lint.Each(externalNetworkForm),
	},
	{
		ID:      "second-nat-network",
		Summary: "Windows Server 2016 has one NAT network, which is there", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{natNetworks, "https://github.com/docker/compose/issues/4149",
			"https://github.com/docker/compose/issues/4482"},
		Check: lint.Each(secondNatNetwork),
	},
}

func networkDriver(p *lint.Pass, r *compose.Resource) {
	v, driver, ok := setting(r, "driver")
	if !ok || !isNetwork(r) || r.External() {
		return
	}
	says := engine.RefusedNetworkDriver(driver)
	if says == "" {
		return
	}
	wayOut := "Take the line away: without it a network gets `nat` on Windows."
	lower := strings.ToLower(driver)
	isCase := slices.Contains(engine.NetworkDrivers(), lower)
	if isCase {
		wayOut = "Write `" + lower + "`."
	}
	f := p.Reportf(v, "Docker Engine on Windows has no network driver `%s`, and the network is not made: `%s`. %s",
		check.Brief(driver), says, wayOut)
	switch entry := r.Entry.Value.Entry("driver"); {
	case p.InStack() || check.Shared(v) || len(compose.Variables(v.Resolve().Text)) > 0:
	case isCase:
		f.Replace(v.Resolve().Text, lower)
	case driver == "bridge":
		deleteDriver(f, r, entry)
	}
}

// deleteDriver takes the driver of a network away, also where it is all that the network says.
func deleteDriver(f *lint.Finding, r *compose.Resource, driver *data.Entry) {
	if len(r.Entry.Value.Resolve().Entries) > 1 {
		check.DeleteEntry(f, driver)
	} else if driver.Key.Parent.Style == data.Block && check.StartsLine(f, driver) && !check.Shared(driver.Value) {
		f.DeleteLines(driver).AlsoChanges(r.Entry)
	}
}

func networkMode(p *lint.Pass, s *compose.Service) {
	v, mode, ok := setting(s, "network_mode")
	if !ok || p.InStack() {
		return
	}
	if says := engine.RefusedNetworkMode(mode); says != "" {
		f := check.ReportServicef(p, v, "Windows has no network mode `%s`, so that Docker Engine looks for a network of that name: "+
			"`%s`. %s", mode, says, modeWayOut(mode))
		if mode == "bridge" && len(compose.Variables(v.Resolve().Text)) == 0 && !check.Shared(v) {
			f.Replace(v.Resolve().Text, "nat")
		}
		return
	}
	_, isolation, _ := setting(s, "isolation")
	kind, _, _ := strings.Cut(mode, ":")
	if (kind == "service" || kind == "container") && strings.EqualFold(isolation, "hyperv") {
		check.ReportServicef(p, v, "Docker Engine refuses to create the container: `invalid network-mode: using the network stack of "+
			"another container is not supported while using Hyper-V Containers`. Take `isolation: process`, or a network for "+
			"both.")
	}
}

func modeWayOut(mode string) string {
	if mode == "bridge" {
		return "The network of that kind is called `nat`; take the line away to have one of the project's own."
	}
	return "Take the line away, and publish the ports that are needed."
}

func portHostAddress(p *lint.Pass, port *compose.Port) {
	address := port.HostIP.String()
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.IsUnspecified() || p.InStack() {
		return
	}
	f := check.ReportServicef(p, port.HostIP, "Windows publishes ports on all addresses of the host only, and the container does "+
		"not start with `%s`: `Windows does not support host IP addresses in NAT settings`. Take the address away, and let "+
		"the host's firewall keep others out.", address)
	switch {
	case check.Shared(port.Value):
	case port.Short:
		rest := port.Published
		if rest.Len() == 0 {
			rest = port.Target
		}
		f.Delete(source.Span{Start: port.Value.Resolve().Text.Offset(0), End: rest.Offset(0)})
	default:
		check.DeleteEntry(f, port.Value.Entry("host_ip"))
	}
}

func portRange(p *lint.Pass, port *compose.Port) {
	published := port.Published.String()
	first, last, isRange := strings.Cut(published, "-")
	if !isRange || first == last || strings.Contains(port.Target.String(), "-") || len(compose.Variables(port.Published)) > 0 ||
		p.InStack() || allocatesPorts(p) {
		return
	}
	check.ReportServicef(p, port.Published, "Windows publishes a port on one port of the host, and the container does not start "+
		"with the range `%s`: `Windows does not support more than one host port in NAT settings`. Name one port, or none "+
		"to have the engine choose one.", published)
}

// allocatesPorts reports whether a network of the service may be one whose driver takes a port of a range by itself.
func allocatesPorts(p *lint.Pass) bool {
	for _, r := range p.Unit.Compose.Networks {
		driver := r.Get("driver").String()
		if strings.HasPrefix(driver, "l2") || strings.Contains(driver, "$") {
			return true
		}
	}
	return false
}

func subnetIgnored(p *lint.Pass, r *compose.Resource) {
	if !isNetwork(r) || r.Get("enable_ipv6").String() == "true" {
		return
	}
	for _, pool := range r.Get("ipam", "config").List() {
		v, subnet, ok := setting(pool, "subnet")
		if prefix, err := netip.ParsePrefix(subnet); ok && err == nil && prefix.Addr().Is6() {
			p.Reportf(v, "Docker Engine passes over the subnet `%s` of a network without `enable_ipv6`, and on Windows there "+
				"is no network with it. Take it away.",
				subnet)
		}
	}
}

// shimOptions is the options that the drivers for Windows read.
var shimOptions = []string{
	"networkname",
	"hnsid", "hnsowned", "routingdomain", "interface", "vlanid", "vsid", "dnssuffix", "dnsservers", "macpool", "sourcemac",
	"disableicc", "disable_dns", "disable_gatewaydns", "enable_outboundnat", "outboundnat_exceptions",
}

const shimPrefix = "com.docker.network.windowsshim."

func networkOption(p *lint.Pass, r *compose.Resource) {
	if !isNetwork(r) || r.External() {
		return
	}
	for _, e := range r.Get("driver_opts").Merged() {
		name, value := e.Name(), e.Value.String()
		option, ofShim := strings.CutPrefix(name, shimPrefix)
		switch {
		case ofShim && !slices.Contains(shimOptions, option):
			p.Reportf(e.Key, "The network drivers for Windows know no option `%s` and pass over it. They know, behind `%s`: "+
				"%s.", name, shimPrefix,
				quotedList(shimOptions))
		case strings.HasPrefix(name, "com.docker.network.bridge."), name == "com.docker.network.driver.mtu":
			p.Reportf(e.Key, "`%s` is an option of the network drivers for Linux; those for Windows pass over it. Take it "+
				"away.", name)
		case name == shimPrefix+"macpool" && strings.Count(value, ",")%2 == 0 && len(compose.Variables(e.Value.Resolve().Text)) == 0:
			p.Reportf(e.Value, "Docker Engine refuses the network: `invalid mac pool. You must specify both a start range and "+
				"an end range`. Write the first and the last address of each range, with commas between them.").WithSeverity(lint.Error)
		}
	}
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
	f := p.Reportf(external.Key, "Compose since 2.0 calls this form of `external` deprecated. Write `external: true`, "+
		"and `name: %s` beside it.", check.Brief(name.Value.String()))
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

// secondNatNetwork is about hosts of 2016. Where the user names none, images of that release alone let one expect it.
func secondNatNetwork(p *lint.Pass, doc *compose.Document) {
	on, severity := "A host of `ltsc2016` has", lint.Warning
	switch {
	case p.Environment.Host == windows.LTSC2016:
	case p.Environment.Host == "" && onlyRelease(p.Unit, windows.LTSC2016):
		on, severity = "These images are of `ltsc2016`; a host of that release has", lint.Info
	default:
		return
	}
	at, name := natNetwork(doc)
	if at == nil || p.InStack() {
		return
	}
	p.Reportf(at, "%s one NAT network, so that Docker Engine may not make %s: `HNS failed with error : The parameter is "+
		"incorrect`. Use the one that is there: `networks: {default: {external: true, name: nat}}`.", on, name).WithSeverity(severity)
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

// natNetwork is a network that Compose makes with the driver nat, with its name; nil where there is none.
func natNetwork(doc *compose.Document) (at lint.Placed, name string) {
	usual := true // the network that services get which name none
	for _, r := range doc.Networks {
		usual = usual && r.Name != "default"
		if driver := r.Get("driver").String(); !r.External() && (driver == "" || driver == "nat") {
			return r.Entry.Key, "`" + r.Name + "`"
		}
	}
	for _, s := range doc.Services {
		if usual && s.Get("networks") == nil && s.Get("network_mode") == nil {
			return s.Entry.Key, "the one that Compose makes for the project"
		}
	}
	return nil, ""
}
