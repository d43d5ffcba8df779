package lint

import (
	"fmt"
	"iter"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

// A mount or a port is one word for the shell, and one value for YAML, but several parts for the engine. This file is what the
// proof of fixes knows of them, and of the values that the engine rejects.

// owners is what has settings in a file: services, what a compose file declares, and docker commands.
func owners(u *subject.Unit) iter.Seq[parser.Node] {
	return func(yield func(parser.Node) bool) {
		for _, scope := range u.Scopes {
			switch {
			case scope.OS == windows.Linux:
			case scope.Docker != nil && !yield(scope.Docker), scope.Service != nil && !yield(scope.Service):
				return
			}
		}
		if u.Compose == nil {
			return
		}
		for _, r := range append(u.Compose.Networks[:len(u.Compose.Networks):len(u.Compose.Networks)], u.Compose.Volumes...) {
			if !yield(r) {
				return
			}
		}
	}
}

// containerParts is what the engine reads of the mounts and ports of a file: the source, the target and the options of each mount,
// the address and the numbers of each port.
func containerParts(u *subject.Unit) (parts []part) {
	add := func(role string, text source.Text) {
		if text.Len() > 0 {
			parts = append(parts, part{text.Span(), role + text.String(), true})
		}
	}
	for owner := range owners(u) {
		for _, m := range setting.MountsOf(owner) {
			if m.Compose != nil && !m.Short {
				continue // its parts are values of their own
			}
			add("source ", m.Source.Text)
			add("target ", m.Target.Text)
			add("mode ", m.Mode.Text)
			add("mode ", m.Propagation.Text)
			for _, o := range m.Options {
				add("mode ", o)
			}
			if m.Docker != nil {
				add("type ", m.Docker.TypeAt.Text)
			}
		}
		for _, port := range setting.PortsOf(owner) {
			if port.Short {
				add("address ", port.Address.Text)
				add("published ", port.Published.Text)
				add("port ", port.Target.Text)
				add("protocol ", port.Protocol.Text)
			}
		}
	}
	return parts
}

// accepted checks that the engine accepts the mounts, ports and values that a fix changes, or that another fix is left for them;
// and that a mount still has both ends.
func (c *change) accepted(v *verdict, before *Result) {
	was := map[int]string{} // what was rejected before, by where it is in the file after
	ends := map[int]bool{}  // whether a mount has a source, in the same way
	eachRejected(before.Unit, func(at source.Span) { was[c.moved(at.Start)] = before.Unit.File.Slice(at) })
	for owner := range owners(before.Unit) {
		for _, m := range setting.MountsOf(owner) {
			ends[c.moved(m.Span().Start)] = m.Source.Len() > 0
		}
	}
	var left []entry[*Finding]
	for f := range c.result.all() {
		if f.Fixable() {
			left = append(left, entry[*Finding]{f.Span, f})
		}
	}
	fixable := newIndex(left)
	file := c.result.Unit.File
	eachRejected(c.result.Unit, func(at source.Span) {
		text := file.Slice(at)
		if by := c.namedAfter(at); len(by) > 0 && was[at.Start] != text && !some(fixable.touching(at)) {
			v.fail(fmt.Errorf("the fix leaves %q, which Docker Engine rejects", text), by...)
		}
	})
	for owner := range owners(c.result.Unit) {
		for _, m := range setting.MountsOf(owner) {
			if by := c.namedAfter(m.Span()); len(by) > 0 && ends[m.Span().Start] && m.Source.Len() == 0 {
				v.fail(fmt.Errorf("the fix leaves %q without a source or a target", file.Slice(m.Span())), by...)
			}
		}
	}
}

// eachRejected visits the mounts, ports and values of a file that the engine rejects.
func eachRejected(u *subject.Unit, visit func(source.Span)) {
	for owner := range owners(u) {
		for _, m := range setting.MountsOf(owner) {
			if len(m.Refusals()) > 0 {
				visit(m.Span())
			}
		}
		for _, port := range setting.PortsOf(owner) {
			if !port.Valid() {
				visit(port.Span())
			}
		}
		for _, s := range setting.Of(owner) {
			for _, item := range s.Items() {
				if item.Rejected() != "" {
					visit(item.Span())
				}
			}
		}
	}
}
