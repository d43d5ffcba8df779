// Package setting reads what a container, a network or a volume is told: settings, mounts and ports, each from a compose file
// or from a docker command. A rule that looks at them sees both.
package setting

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
)

// A Setting is one thing that a container, a network or a volume is told: by a key of a compose file, or by an option of a
// docker command. Rules look at settings, so that they need not know which of the two it is.
type Setting struct {
	Owner parser.Node // the *compose.Service, *compose.Resource or *docker.Command that has it
	Key   *engine.Key // what is known of it
	Name  string      // as its dialect writes it: "cap_add", "--cap-add"
	Text  string      // its value as the engine gets it; "" of a mapping or a list as a whole
	Known bool        // Text is a scalar and all of it is known; also of an option without a value
	Label parser.Node // the key, or the option without its value

	Entry  *data.Entry    // the key with its value; nil of an option
	Value  *data.Value    // the value, or the item of its list; nil of an option
	Option *docker.Option // nil of a key
}

// Span is the value; of an option without one, the option.
func (s *Setting) Span() source.Span {
	switch {
	case s.Option == nil:
		return s.Value.Span()
	case s.Option.Value.Arg == nil:
		return s.Option.Flag.Span()
	}
	return s.Option.Value.Span()
}

// Written is the value as it is written.
func (s *Setting) Written() source.Text {
	if s.Option != nil {
		return s.Option.Value.Text
	}
	return s.Value.Resolve().Text
}

// Literal reports whether the value is written as the engine gets it, so that an edit of the one is an edit of the other.
func (s *Setting) Literal() bool { return s.Known && s.Written().String() == s.Text }

// Empty reports whether the setting does not set anything: it has no value, or an empty one.
func (s *Setting) Empty() bool {
	if s.Option != nil {
		return s.Option.Value.Arg == nil || s.Option.Value.Len() == 0
	}
	v := s.Value.Resolve()
	switch {
	case v == nil || v.Kind == data.Null || v.Tag == "!reset":
		return true
	case v.Scalar():
		return v.Text.Len() == 0
	}
	return len(v.Items)+len(v.Entries) == 0
}

// Items is the items of a list or mapping, as At has them; of an option and of a scalar the setting itself.
func (s *Setting) Items() []Setting {
	if s.Option != nil || s.Value.Scalar() {
		return []Setting{*s}
	}
	return itemsOf(s.Owner, s.Entry, s.Key)
}

// Rejected is what the engine says to the value of the setting, in its own words; "" if it accepts it, and if the value is not
// known.
func (s *Setting) Rejected() string {
	if s.Key == nil || !s.Known || s.Text == "" {
		return ""
	}
	return s.Key.Rejects(s.Text)
}

// Asks reports whether what is known of the key applies to the setting: its value is known, and asks for something.
func (s *Setting) Asks() bool {
	if s.Key == nil || s.Key.ByValue {
		return false
	}
	if s.Option == nil && !s.Value.Scalar() && !s.Empty() {
		return true
	}
	return s.Known && s.Text != "" && s.Key.Applies(strings.ToLower(s.Text))
}

// Of is what a service, a resource of a compose file or a docker command sets of that of which something is known:
// keys in all depths, with those of pre_start hooks and those that merge keys bring in, and options in their order. A list
// or a mapping is one setting. What is external is not created, so it does not set anything.
func Of(n parser.Node) []Setting {
	switch n := n.(type) {
	case *compose.Service:
		return keysOf(nil, n, "services.*", n.Entry.Value, 0)
	case *compose.Resource:
		if !n.External() {
			return keysOf(nil, n, n.Section()+".*", n.Entry.Value, 0)
		}
	case *docker.Command:
		var list []Setting
		for _, o := range n.Options {
			if s := OfOption(n, o); s.Key != nil {
				list = append(list, s)
			}
		}
		return list
	}
	return nil
}

// At is the settings that one key has, by its path in compose files: "services.*.cap_add". Each scalar of a
// list is a setting, and each entry of a mapping, with "name=value" as its text.
func At(n parser.Node, path string) []Setting {
	switch n := n.(type) {
	case *compose.Service:
		return valuesAt(n, n.Entry.Value, "services.*.", path)
	case *compose.Resource:
		if !n.External() {
			return valuesAt(n, n.Entry.Value, n.Section()+".*.", path)
		}
	case *docker.Command:
		var list []Setting
		for _, o := range n.Options {
			if engine.OptionPath(n.Verb, o.Name) == path {
				list = append(list, OfOption(n, o))
			}
		}
		return list
	}
	return nil
}

// Last is the setting of At that is in force if one value is asked for, which is the last; nil if there is none.
func Last(n parser.Node, path string) *Setting {
	if list := At(n, path); len(list) > 0 {
		return &list[len(list)-1]
	}
	return nil
}

// OfOption is what an option of a command sets. Its Key is nil if nothing is known of it.
func OfOption(c *docker.Command, o *docker.Option) Setting {
	s := Setting{Owner: c, Key: engine.OptionKey(c.Verb, o.Name), Name: "--" + o.Name, Text: o.Value.Pattern, Known: o.Value.Known(), Label: o.Flag, Option: o}
	if o.Switch {
		switch s.Text = strings.ToLower(s.Text); s.Text {
		case "", "1", "t":
			s.Text = "true"
		case "0", "f":
			s.Text = "false"
		}
	}
	return s
}

func keySetting(owner parser.Node, e *data.Entry, v *data.Value, key *engine.Key) Setting {
	s := Setting{Owner: owner, Key: key, Name: KeyName(key.Path), Label: e.Key, Entry: e, Value: v}
	if v.Scalar() && !v.Is(data.Null) {
		s.Text, s.Known = compose.Expand(v.Resolve().Text, "")
	}
	return s
}

func valuesAt(owner parser.Node, v *data.Value, section, path string) []Setting {
	keys, found := strings.CutPrefix(path, section)
	if !found {
		return nil
	}
	var entry *data.Entry
	for name := range strings.SplitSeq(keys, ".") {
		if entry = v.Entry(name); entry == nil {
			return nil
		}
		v = entry.Value
	}
	return itemsOf(owner, entry, engine.KeyAt(path))
}

func itemsOf(owner parser.Node, entry *data.Entry, key *engine.Key) []Setting {
	v := entry.Value
	if v.Scalar() {
		if v.Is(data.Null) {
			return nil
		}
		return []Setting{keySetting(owner, entry, v, key)}
	}
	var list []Setting
	for _, item := range v.List() {
		if item.Scalar() && !item.Is(data.Null) {
			list = append(list, keySetting(owner, entry, item, key))
		}
	}
	for _, e := range v.Merged() {
		s := keySetting(owner, e, e.Value, key)
		s.Text, s.Known = e.Name()+"="+s.Text, s.Known || e.Value.Is(data.Null)
		list = append(list, s)
	}
	return list
}

// maxSettingsDepth is deeper than any key of the specification.
const maxSettingsDepth = 12

func keysOf(found []Setting, owner parser.Node, path string, v *data.Value, depth int) []Setting {
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
			found = append(found, keySetting(owner, e, e.Value, key))
		}
		found = keysOf(found, owner, inner, e.Value, depth+1)
		for _, item := range e.Value.List() {
			found = keysOf(found, owner, inner+".[]", item, depth+1)
		}
	}
	return found
}

// KeyName is the path of a key within the service or resource that has it: "blkio_config.weight".
func KeyName(path string) string {
	_, name, _ := strings.Cut(path, ".*.")
	return strings.ReplaceAll(strings.ReplaceAll(name, ".[]", ""), ".*", "")
}

// ofOwner is what read finds in the items of a service, or in a node that is not one.
func ofOwner[Item parser.Node, T any](owner parser.Node, items func(*compose.Service) []Item, read func(parser.Node) []T) (list []T) {
	s, ok := owner.(*compose.Service)
	if !ok {
		return read(owner)
	}
	for _, item := range items(s) {
		list = append(list, read(item)...)
	}
	return list
}
