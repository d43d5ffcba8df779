package rules

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
)

// Where Docker Engine and Docker Compose tell what they do with a service: their own code.
const (
	mountParser   = "moby/moby daemon/volume/mounts/windows_parser.go"
	composeCreate = "docker/compose pkg/compose/create.go"
	composeVolume = "compose-spec/compose-go format/volume.go"
)

// service is a check of the services of compose files, jobs included.
func service(f func(*lint.Pass, *compose.Service)) lint.Check { return lint.Each(f) }

// ofService reports something of a service. Where it is written outside of the service, in what an alias or a merge key
// brings in, the service is a related place.
func ofService(p *lint.Pass, at lint.Placed, format string, args ...any) *lint.Finding {
	f := p.Reportf(at, format, args...)
	if s := p.Scope.Service; s != nil && !s.Span().Contains(at.Span()) {
		f.Relate(s.Entry.Key, "the service `%s` has it from there", s.Name)
	}
	return f
}

// inStack reports whether the file is deployed with `docker stack deploy`: the user says so, or the file shows it.
func inStack(p *lint.Pass) bool { return p.World.Stack || p.Unit.Stack != nil }

// shared reports whether a value may be used at more places than the one where it is written, since it is, or is in,
// what an anchor names.
func shared(v *data.Value) bool {
	for ; v != nil; v = v.Parent {
		if v.Anchor != "" {
			return true
		}
	}
	return false
}

// inScalar is a text as it is written inside of the quotes, if any, of a scalar.
func inScalar(v *data.Value, text string) string {
	switch v.Resolve().Style {
	case data.DoubleQuoted:
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	case data.SingleQuoted:
		return strings.ReplaceAll(text, "'", "''")
	}
	return text
}

// deleteEntry takes a key away with its value, lines and all; in a mapping in braces, or where it is the only key, that
// is not done, and the finding has no fix.
func deleteEntry(f *lint.Finding, e *data.Entry) {
	around := e.Key.Parent
	if around == nil || around.Style != data.Block || len(around.Entries) < 2 || shared(e.Value) || !startsLine(f, e) {
		return
	}
	f.DeleteLines(e)
}

// startsLine reports whether nothing but blanks stands in front of an entry on its line: it is not the first key of an
// item of a list.
func startsLine(f *lint.Finding, n parser.Node) bool {
	line := f.File.FullLine(f.File.Position(n.Span().Start).Line)
	return strings.TrimSpace(f.File.Text[line.Start:n.Span().Start]) == ""
}

// isVolume and isNetwork tell what a resource is, by the key that it stands under.
func isVolume(r *compose.Resource) bool { return section(r) == "volumes" }

func isNetwork(r *compose.Resource) bool { return section(r) == "networks" }

func section(r *compose.Resource) string {
	if around := r.Entry.Key.Parent; around != nil && around.Key != nil {
		return around.Key.String()
	}
	return ""
}

// setting is a scalar of a service or resource as compose reads it; ok is false where there is none, and where a variable
// in it is not known.
func setting(of interface{ Get(...string) *data.Value }, keys ...string) (v *data.Value, text string, ok bool) {
	v = of.Get(keys...)
	if !v.Scalar() || v.Is(data.Null) {
		return nil, "", false
	}
	text, ok = compose.Expand(v.Resolve().Text, "")
	return v, text, ok && text != ""
}

// knownItems is the scalars of a list, each as compose reads it, without those that are not known.
func knownItems(v *data.Value) (items []*data.Value, texts []string) {
	for _, item := range v.List() {
		if !item.Scalar() || item.Is(data.Null) {
			continue
		}
		if text, known := compose.Expand(item.Resolve().Text, ""); known {
			items, texts = append(items, item), append(texts, text)
		}
	}
	return items, texts
}

// deleteItem takes an item of a list away with its line, where it is not the only one and the line is its own.
func deleteItem(f *lint.Finding, item *data.Value) {
	if list := item.Parent; list == nil || list.Style != data.Block || len(list.Items) < 2 || shared(item) {
		return
	}
	f.DeleteLines(item)
}
