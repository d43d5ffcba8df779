package subject

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
)

// A Setting is a key of a service as it is set there.
type Setting struct {
	Key   *engine.Key
	Entry *data.Entry
}

// ResourceSettings is the same for a network, volume, secret or config, whose section of the file is "networks" and so on.
func ResourceSettings(section string, r *compose.Resource) []Setting {
	return settings(nil, section+".*", r.Entry.Value, 0)
}

// Settings is the keys that a service sets of which something is known, in all depths, with those of its pre_start
// hooks. What merge keys bring in is among them.
func Settings(s *compose.Service) []Setting {
	return settings(nil, "services.*", s.Entry.Value, 0)
}

// maxSettingsDepth is deeper than any key of the specification.
const maxSettingsDepth = 12

func settings(found []Setting, path string, v *data.Value, depth int) []Setting {
	if depth > maxSettingsDepth {
		return found
	}
	for _, e := range v.Merged() {
		inner := path + "." + e.Name()
		key := engine.KeyAt(inner)
		if key == nil {
			inner = path + ".*"
			key = engine.KeyAt(inner)
		}
		if key == nil {
			continue
		}
		if key.Is(inner) {
			found = append(found, Setting{key, e})
		}
		found = settings(found, inner, e.Value, depth+1)
		for _, item := range e.Value.List() {
			found = settings(found, inner+".[]", item, depth+1)
		}
	}
	return found
}

// Applies reports whether what is known of a key holds for this value of it; of one that is null nothing does.
func Applies(k *engine.Key, v *data.Value) bool {
	v = v.Resolve()
	switch {
	case v == nil || v.Kind == data.Null:
		return false
	case v.Scalar():
		return k.Applies(strings.ToLower(v.Text.String()))
	case len(v.Items)+len(v.Entries) > 0:
		return !k.ByValue
	}
	return k.Applies("")
}

// RefusedMount is what Docker Engine on Windows does not take of a mount of a service; nil where it takes it, and where a
// variable in it is not known.
func RefusedMount(m *compose.Mount) *engine.Refusal {
	if m.Err != nil || m.Target.Len() == 0 || len(compose.Variables(m.Source)) > 0 || len(compose.Variables(m.Target)) > 0 {
		return nil
	}
	mount := engine.Mount{
		Short: m.Short, Type: m.Type, TypeAt: m.Span(), Source: m.Source, Target: m.Target, ReadOnly: m.ReadOnly(), Options: m.Options,
	}
	if typ := m.Value.Get("type"); typ != nil {
		mount.TypeAt = typ.Span()
	}
	if v := m.Value.Get("read_only"); v != nil {
		mount.ReadOnlyAt = v.Span()
	}
	if v := m.Value.Get("bind", "propagation"); v.String() != "" {
		mount.Propagation, mount.PropagationAt = v.String(), v.Span()
	}
	return mount.Refused()
}
