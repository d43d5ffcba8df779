package setting

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
)

// A Mount is a mount of a container, of a service or of docker run, with where it is written.
type Mount struct {
	engine.Mount
	Compose *compose.Mount // nil of an option
	Docker  *docker.Mount  // nil of a service
	Option  *docker.Option // -v or --mount; nil of a service
}

// Span is the mount as written.
func (m *Mount) Span() source.Span {
	if m.Option != nil {
		return m.Option.Value.Span()
	}
	return m.Compose.Span()
}

// Mounts is the mounts of the containers that a node of a file makes: one of a *compose.Mount, any number of a
// *docker.Command. Those that cannot be told apart are left out: Compose rejects them, PowerShell has swallowed a drive, or
// Git Bash makes something else of their paths.
func Mounts(n parser.Node) (list []*Mount) {
	switch n := n.(type) {
	case *compose.Mount:
		if n.Err == nil && n.Target.Len() > 0 {
			list = append(list, composeMount(n))
		}
	case *docker.Command:
		if !n.Verbs("run", "create") || n.Script.Language.IsSh() {
			return nil
		}
		for _, o := range n.Options {
			if o.Name != "volume" && o.Name != "mount" || o.Value.Arg == nil || docker.SwallowedDrive(o.Value) != nil {
				continue
			}
			if m := docker.ReadMount(o); m.Target.Arg != nil {
				list = append(list, optionMount(o, m))
			}
		}
	}
	return list
}

// MountsOf is the mounts of a *compose.Service, or of a *docker.Command.
func MountsOf(owner parser.Node) []*Mount {
	return ofOwner(owner, func(s *compose.Service) []*compose.Mount { return s.Mounts }, Mounts)
}

func composeMount(m *compose.Mount) *Mount {
	mount := &Mount{Compose: m, Mount: engine.Mount{
		Short: m.Short, Type: m.Type, TypeAt: m.Span(), Source: interpolated(m.Source), Target: interpolated(m.Target),
		ReadOnly: m.ReadOnly(), Options: m.Options,
	}}
	if typ := m.Value.Get("type"); typ != nil {
		mount.TypeAt = typ.Span()
	}
	if v := m.Value.Get("read_only"); v != nil {
		mount.ReadOnlyAt = v.Span()
	}
	if v := m.Value.Get("bind", "propagation"); v.String() != "" {
		mount.Propagation, mount.PropagationAt = interpolated(v.Resolve().Text), v.Span()
	}
	return mount
}

func optionMount(o *docker.Option, m *docker.Mount) *Mount {
	mount := &Mount{Option: o, Docker: m, Mount: engine.Mount{
		Client: true, Short: m.Short, Type: m.Type, TypeAt: o.Value.Span(), Whole: wordValue(o.Value), Source: wordValue(m.Source),
		Target: wordValue(m.Target), ReadOnly: m.ReadOnly(),
	}}
	if m.Short {
		mount.Mode, mount.Type = wordValue(m.Mode), compose.Volume
		if strings.ContainsAny(m.Source.Pattern, `/\:`) {
			mount.Type = compose.Bind
		}
	}
	if m.Mode.Arg != nil {
		mount.ReadOnlyAt = m.Mode.Span()
	}
	if m.TypeAt.Arg != nil {
		mount.TypeAt = m.TypeAt.Span()
	}
	if m.Propagation.Arg != nil {
		mount.Propagation, mount.PropagationAt = wordValue(m.Propagation), m.Propagation.Span()
	}
	return mount
}
