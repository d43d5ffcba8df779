package compose

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Port is one item under "ports" of a service: "ip:published:target/protocol", a number, or a mapping.
type Port struct {
	Value     *data.Value // as written
	Short     bool
	HostIP    source.Text // empty where there is none
	Published source.Text // a port or a range; empty where there is none
	Target    source.Text // a port or a range
	Protocol  source.Text // as written; empty where there is none, which is tcp
}

// Span is the item as written.
func (p *Port) Span() source.Span { return p.Value.Span() }

// readPort takes the short form apart as docker/go-connections does, which compose-go uses.
func readPort(item *data.Value) *Port {
	p := &Port{Value: item}
	if !item.Scalar() {
		p.HostIP, p.Published = scalarText(item.Get("host_ip")), scalarText(item.Get("published"))
		p.Target, p.Protocol = scalarText(item.Get("target")), scalarText(item.Get("protocol"))
		return p
	}
	p.Short = true
	rest := scalarText(item.Resolve())
	rest, p.Target = cutLast(rest)
	p.HostIP, p.Published = cutLast(rest)
	if s := p.HostIP.String(); strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		p.HostIP = p.HostIP.Slice(1, len(s)-1)
	}
	target, protocol, _ := cut(p.Target, '/')
	p.Protocol, _, _ = cut(protocol, '/')
	p.Target = target
	return p
}

// cutLast splits a text at its last colon that is not part of a variable. Without one all of it is the second part.
func cutLast(t source.Text) (before, after source.Text) {
	s, depth := t.String(), 0
	for i := len(s) - 1; i >= 0; i-- {
		switch {
		case s[i] == '}':
			depth++
		case s[i] == '{' && depth > 0:
			depth--
		case s[i] == ':' && depth == 0:
			return t.Slice(0, i), t.Slice(i+1, len(s))
		}
	}
	return t.Slice(0, 0), t
}
