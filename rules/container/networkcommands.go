package container

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// This file is what the rules about networks say of those of docker commands.

var dockerNetworks = []*lint.Rule{
	{
		ID: "nat-is-there", Summary: "The network nat is Docker Engine's own", Topic: "networks",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/network.go", "moby/moby api/types/container/hostconfig_windows.go"},
		Check: dockerCommands(natIsThere, "network create", "network rm"),
	},
	{
		ID: "local-volume-options", Summary: "On Windows the driver local takes no options", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/volume/local/local_windows.go", "https://docs.docker.com/reference/cli/docker/volume/create/"},
		Check: lint.Both{dockerCommands(localVolumeOptions, "volume create"), lint.Each(volumeDriverOptions)},
	},
}

func natIsThere(p *lint.Pass, c *docker.Command) {
	for _, w := range c.Operands {
		if !w.Is("nat", "none", "default") {
			continue
		}
		if c.Verb == "network create" {
			p.Reportf(w, "Docker Engine on Windows has a network `%s` already, and refuses to make another: `operation is not permitted on predefined %[1]s network`. "+
				"Use the one that is there, or take another name.", w)
		} else {
			p.Reportf(w, "Docker Engine on Windows keeps its network `%s`: `%[1]s is a pre-defined network and cannot be removed`. With `\"bridge\": \"none\"` in "+
				"daemon.json it makes none.", w)
		}
	}
}

func localVolumeOptions(p *lint.Pass, c *docker.Command) {
	driver := c.Option("driver")
	if o := c.Option("opt"); o != nil && (driver == nil || driver.Value.Is("local")) {
		p.Reportf(o.Flag, "Docker Engine on Windows refuses to create a volume with `%s`: `options are not supported on this platform`. Mount a folder of the host "+
			"with `-v`; a share of the network gets a drive there by `New-SmbGlobalMapping`.", check.Brief(p.Unit.File.Slice(o.Span())))
	}
}

func dockerNetworkDriver(p *lint.Pass, c *docker.Command) {
	o := c.Option("driver")
	if o == nil || !o.Value.Known() {
		return
	}
	driver := o.Value.Pattern
	says := engine.RefusedNetworkDriver(driver)
	if says == "" {
		return
	}
	wayOut := "Take the option away: without it a network gets `nat` on Windows."
	lower := strings.ToLower(driver)
	isCase := slices.Contains(engine.NetworkDrivers(), lower)
	if isCase {
		wayOut = "Write `" + lower + "`."
	}
	f := p.Reportf(o.Value, "Docker Engine on Windows has no network driver `%s`, and the network is not made: `%s`. %s", check.Brief(driver), says, wayOut)
	switch {
	case isCase:
		f.Replace(o.Value, lower)
	case driver == "bridge":
		dropOption(f, o)
	}
}

func dockerNetworkMode(p *lint.Pass, c *docker.Command, o *docker.Option) {
	mode := o.Value.Pattern
	if says := engine.RefusedNetworkMode(mode); says != "" {
		f := p.Reportf(o.Value, "Windows has no network mode `%s`, so that Docker Engine looks for a network of that name: `%s`. %s", mode, says, optionWayOut(mode))
		if mode == "bridge" {
			f.Replace(o.Value, "nat")
		}
		return
	}
	isolation := c.Option("isolation")
	if strings.HasPrefix(mode, "container:") && isolation != nil && strings.EqualFold(isolation.Value.Pattern, "hyperv") {
		p.Reportf(o.Value, "Docker Engine refuses to create the container: `invalid network-mode: using the network stack of another container is not supported "+
			"while using Hyper-V Containers`. Take `--isolation=process`, or a network for both.")
	}
}

func optionWayOut(mode string) string {
	if mode == "bridge" {
		return "The network of that kind is called `nat`, and is what a container gets without the option."
	}
	return "Take the option away, and publish the ports that are needed."
}

// A publishedPort is the value of -p, "address:published:target/protocol".
type publishedPort struct {
	address, published, target, protocol docker.Word // of no Arg where there is none
}

// readPort cuts the value of -p, whose last part is the port of the container.
func readPort(w docker.Word) publishedPort {
	var p publishedPort
	rest := w
	if at := strings.LastIndexByte(rest.Pattern, '/'); at >= 0 {
		p.protocol, rest = rest.Slice(at+1, rest.Len()), rest.Slice(0, at)
	}
	at := strings.LastIndexByte(rest.Pattern, ':')
	p.target = rest.Slice(at+1, rest.Len())
	if at < 0 {
		return p
	}
	rest = rest.Slice(0, at)
	at = strings.LastIndexByte(rest.Pattern, ':')
	p.published = rest.Slice(at+1, rest.Len())
	if at >= 0 {
		p.address = rest.Slice(0, at)
	}
	return p
}

func dockerPortAddress(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	port := readPort(o.Value)
	ip, err := netip.ParseAddr(strings.Trim(port.address.Pattern, "[]"))
	if err != nil || ip.IsUnspecified() {
		return
	}
	p.Reportf(port.address, "Windows publishes ports on all addresses of the host only, and the container does not start with `%s`: `Windows does not support host "+
		"IP addresses in NAT settings`. Take the address away, and let the host's firewall keep others out.", port.address).
		Delete(source.Span{Start: port.address.Offset(0), End: port.address.Span().End + len(":")})
}

// dockerPortRange is silent where a network is named: the drivers l2bridge and l2tunnel take a port of a range by themselves.
func dockerPortRange(p *lint.Pass, c *docker.Command, o *docker.Option) {
	port := readPort(o.Value)
	first, last, isRange := strings.Cut(port.published.Pattern, "-")
	if !isRange || first == last || strings.Contains(port.target.Pattern, "-") || c.Option("network") != nil || !c.Complete {
		return
	}
	p.Reportf(port.published, "Windows publishes a port on one port of the host, and the container does not start with the range `%s`: `Windows does not support more "+
		"than one host port in NAT settings`. Name one port, or none to have the engine choose one.", port.published)
}

func dockerNetworkOption(p *lint.Pass, c *docker.Command) {
	for _, o := range c.Options {
		if o.Name != "opt" {
			continue
		}
		name, _, _ := strings.Cut(o.Value.Pattern, "=")
		option, ofShim := strings.CutPrefix(name, shimPrefix)
		switch {
		case strings.IndexByte(name, docker.Hole) >= 0:
		case ofShim && !slices.Contains(shimOptions, option):
			p.Reportf(o.Value, "The network drivers for Windows know no option `%s` and pass over it. They know, behind `%s`: %s.", name, shimPrefix,
				quotedList(shimOptions))
		case strings.HasPrefix(name, "com.docker.network.bridge."), name == "com.docker.network.driver.mtu":
			p.Reportf(o.Value, "`%s` is an option of the network drivers for Linux; those for Windows pass over it. Take it away.", name)
		}
	}
}
