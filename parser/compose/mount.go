package compose

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// The types of mounts that compose knows.
const (
	Bind    = "bind"
	Volume  = "volume"
	Npipe   = "npipe"
	Tmpfs   = "tmpfs"
	Image   = "image"
	Cluster = "cluster"
)

// A Mount is one item under "volumes" of a service: "source:target:options" or a mapping.
type Mount struct {
	Value   *data.Value // as written
	Short   bool
	Type    string        // as compose takes it: Bind, Volume, or what the mapping says
	Source  source.Text   // empty where there is none
	Target  source.Text   // as written; compose cleans slashes in it
	Options []source.Text // of the short form, what is after the target; compose drops those that it does not know
	Err     error         // what compose refuses in the short form, in its words
}

// Span is the item as written.
func (m *Mount) Span() source.Span { return m.Value.Span() }

// ReadOnly reports whether compose mounts it so that the container cannot write.
func (m *Mount) ReadOnly() bool {
	if !m.Short {
		return m.Value.Get("read_only").String() == "true"
	}
	readOnly := false
	for _, o := range m.Options {
		switch o.String() {
		case "ro":
			readOnly = true
		case "rw":
			readOnly = false
		}
	}
	return readOnly
}

func readMount(item *data.Value) *Mount {
	m := &Mount{Value: item}
	if item.Scalar() {
		m.Short = true
		m.split(scalarText(item.Resolve()))
		return m
	}
	m.Type = item.Get("type").String()
	m.Source, m.Target = scalarText(item.Get("source")), scalarText(item.Get("target"))
	return m
}

// split takes the short form apart as compose-go's format.ParseVolume does: at colons, but not at one after a single
// letter, which is a drive, nor inside a variable.
func (m *Mount) split(spec source.Text) {
	s := spec.String()
	switch len(s) {
	case 0:
		m.Err = errors.New("invalid empty volume spec")
		return
	case 1, 2:
		m.Type, m.Target = Volume, spec
		return
	}
	m.fields(spec)
	m.Type = Volume
	if isPath(m.Source.String()) {
		m.Type = Bind
	}
}

func (m *Mount) fields(spec source.Text) {
	s := spec.String()
	start, depth := 0, 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s) && depth == 0, i < len(s) && s[i] == ':' && depth == 0 && !drive(s[start:i+1]):
			if err := m.field(spec.Slice(start, i), i == len(s)); err != nil {
				m.Err = errors.New("invalid spec: " + s + ": " + err.Error())
				return
			}
			start = i + 1
		case i == len(s): // inside a variable that does not end: compose-go drops the field
		case strings.HasPrefix(s[i:], "${"):
			depth++
		case s[i] == '}' && depth > 0:
			depth--
		}
	}
}

// drive reports whether s is one letter and a colon.
func drive(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return len(s) == n+1 && s[n] == ':' && unicode.IsLetter(r)
}

// field takes what is between two colons or, with last set, after the last one.
func (m *Mount) field(text source.Text, last bool) error {
	switch {
	case text.Len() == 0:
		return errors.New("empty section between colons")
	case m.Source.Len() == 0 && last:
		m.Target = text
	case m.Source.Len() == 0:
		m.Source = text
	case m.Target.Len() == 0:
		m.Target = text
	case !last:
		return errors.New("too many colons")
	default:
		m.Options = split(text, ',')
	}
	return nil
}

func split(t source.Text, sep byte) []source.Text {
	var parts []source.Text
	for {
		part, rest, found := cut(t, sep)
		parts = append(parts, part)
		if !found {
			return parts
		}
		t = rest
	}
}

// isPath reports whether compose takes the source of a short mount for a path, and not for the name of a volume.
func isPath(s string) bool {
	if s == "" {
		return false
	}
	_, n := utf8.DecodeRuneInString(s)
	return strings.IndexByte("./~", s[0]) >= 0 || strings.HasPrefix(s, `\\`) || len(s) > n && drive(s[:n+1])
}
