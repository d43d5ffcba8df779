package setting

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
)

// A Port is a port that a container publishes: an item of ports of a service, or the value of -p.
type Port struct {
	Owner     parser.Node  // the *compose.Port or *docker.Command
	Short     bool         // "address:published:target/protocol"
	At        source.Text  // of the short form: all of it
	Address   engine.Value // of the host, without brackets; empty if there is none
	Published engine.Value // a port or a range; empty if there is none
	Target    engine.Value // a port or a range
	Protocol  engine.Value // empty if there is none, which is tcp

	Value *data.Value // of a service: the item of its ports
}

// Span is the port as written.
func (p *Port) Span() source.Span {
	if p.Value != nil {
		return p.Value.Span()
	}
	return p.At.Span()
}

// Valid reports whether the parts that are known are what the client accepts: numbers or ranges of ports, and a protocol.
func (p *Port) Valid() bool {
	return (!p.Target.Known() || engine.IsPortRange(p.Target.String())) &&
		(!p.Published.Known() || p.Published.Len() == 0 || engine.IsPortRange(p.Published.String())) &&
		(!p.Protocol.Known() || slices.Contains([]string{"", "tcp", "udp", "sctp"}, strings.ToLower(p.Protocol.String())))
}

// PortsOf is the ports that a *compose.Service or a *docker.Command publishes.
func PortsOf(owner parser.Node) []*Port {
	return ofOwner(owner, func(s *compose.Service) []*compose.Port { return s.Ports }, Ports)
}

// Ports is the ports that a node of a file publishes: one of a *compose.Port, any number of a *docker.Command.
func Ports(n parser.Node) (list []*Port) {
	switch n := n.(type) {
	case *compose.Port:
		p := &Port{
			Owner: n, Short: n.Short, Value: n.Value,
			Address: interpolated(n.HostIP), Published: interpolated(n.Published), Target: interpolated(n.Target), Protocol: interpolated(n.Protocol),
		}
		if n.Short {
			p.At = n.Value.Resolve().Text
		}
		list = append(list, p)
	case *docker.Command:
		if !n.Verbs("run", "create") {
			return nil
		}
		for _, o := range n.Options {
			if o.Name == "publish" && o.Value.Arg != nil {
				list = append(list, portOption(n, o.Value))
			}
		}
	}
	return list
}

// portOption reads the value of -p, whose last part is the port of the container.
func portOption(c *docker.Command, w docker.Word) *Port {
	p := &Port{Owner: c, Short: true, At: w.Text}
	rest := wordValue(w)
	if at := strings.LastIndexByte(rest.Pattern, '/'); at >= 0 {
		rest, p.Protocol = rest.Slice(0, at), rest.Slice(at+1, len(rest.Pattern))
	}
	rest, p.Target = cutLast(rest)
	p.Address, p.Published = cutLast(rest)
	if s := p.Address.Pattern; strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		p.Address = p.Address.Slice(1, len(s)-1)
	}
	return p
}

// cutLast splits a value at its last colon. Without one all of it is the second part.
func cutLast(v engine.Value) (before, after engine.Value) {
	at := strings.LastIndexByte(v.Pattern, ':')
	return v.Slice(0, max(at, 0)), v.Slice(at+1, len(v.Pattern))
}

// interpolated is a text of a compose file, in which nothing is known of variables.
func interpolated(t source.Text) engine.Value {
	variables := compose.Variables(t)
	if len(variables) == 0 {
		return engine.Value{Text: t, Pattern: t.String()}
	}
	pattern := []byte(t.String())
	for _, v := range variables {
		clear(pattern[v.Index : v.Index+v.Len()])
	}
	return engine.Value{Text: t, Pattern: string(pattern)}
}

func wordValue(w docker.Word) engine.Value { return engine.Value{Text: w.Text, Pattern: w.Pattern} }
