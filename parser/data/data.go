// Package data reads YAML and JSON as one tree of values in which every key, value and item has its exact place.
//
// The YAML library decides what the text means: structure, styles, values, anchors. It gives no ends, counts columns in
// runes and loses comments; this package adds them. What cannot be read is an error at its place, and the rest of the
// file is read all the same.
package data

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/source"
)

// A Document is one file of YAML or JSON. It never changes after it was read.
type Document struct {
	File     *source.File
	Roots    []*Value      // one for each YAML document in the file
	Comments []source.Text // from "#" to the end of the line, in source order; in JSON they are errors
	Errors   []*Error      // what does not parse, in source order; the values around it are still in the tree
	Unread   []source.Span // lines that are not in the tree because of an error

	part source.Span // of the file, if that holds more than the document
}

// Span is the whole file, or the part of it that the document is.
func (d *Document) Span() source.Span {
	if d.part.Len() > 0 {
		return d.part
	}
	return source.Span{Start: 0, End: len(d.File.Text)}
}

// Root is the value of the first document of the file; nil where there is none.
func (d *Document) Root() *Value {
	if len(d.Roots) == 0 {
		return nil
	}
	return d.Roots[0]
}

// An Error is a place that the reader refuses.
type Error struct {
	At      source.Span
	Message string // in the words of the YAML library or of encoding/json
	During  string // what the library was reading: "while scanning a quoted scalar"; "" where it says nothing
}

// Span is the place of the error.
func (e *Error) Span() source.Span { return e.At }

// Kind is what a value is.
type Kind int

// The kinds of values. An Alias refers to another value of the file.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	Other // a scalar with a tag of another type, such as a timestamp
	Mapping
	Sequence
	Alias
)

func (k Kind) String() string {
	return [...]string{"null", "boolean", "integer", "number", "string", "scalar", "mapping", "sequence", "alias"}[k]
}

// Style is how a value is written.
type Style int

// The styles of scalars, and the two of collections.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal // a block scalar that begins with "|"
	Folded  // a block scalar that begins with ">"
	Block   // a collection by indentation
	Flow    // a collection in brackets
)

// A Value is a scalar, a mapping, a sequence, or an alias for one.
type Value struct {
	Kind    Kind
	Style   Style
	Text    source.Text // of a scalar what it means, of an alias the name; each byte has its place
	Tag     string      // as written or short: "!x", "!!str"; "" where none is written
	Anchor  string      // the name after "&"; "" where there is none
	Entries []*Entry    // of a mapping, as written: duplicates and merge keys are among them
	Items   []*Value    // of a sequence
	Target  *Value      // of an alias: what its anchor names
	Parent  *Value      // the collection it is in; nil for a root
	Index   int         // its number in a parent that is a sequence
	Key     *Value      // of an entry's value: the key

	span   source.Span
	byName map[string]*Entry // of a mapping with many entries and no merge key: the last one of each name
}

// Span is the place of the value with its quotes or brackets, without tag and anchor. Of a null that is not written it
// is empty, at the place where the value would be.
func (v *Value) Span() source.Span { return v.span }

// An Entry is a key with its value.
type Entry struct {
	Key   *Value
	Value *Value
}

// Span reaches from the key to the end of the value.
func (e *Entry) Span() source.Span { return e.Key.span.Cover(e.Value.span) }

// Name is the key's text.
func (e *Entry) Name() string { return e.Key.Text.String() }

// Merge reports whether the entry is a YAML merge key, "<<", whose value's entries count as the mapping's own.
func (e *Entry) Merge() bool { return e.Key.Kind == Other && e.Key.Style == Plain && e.Name() == "<<" }

// String is the text of a scalar; "" for every other value and for nil.
func (v *Value) String() string {
	if v = v.Resolve(); v == nil {
		return ""
	}
	return v.Text.String()
}

// Scalar reports whether the value, or what its alias names, is neither a mapping nor a sequence. Nil is none.
func (v *Value) Scalar() bool {
	v = v.Resolve()
	return v != nil && v.Kind < Mapping
}

// Is reports whether the value, or what its alias names, is of the kind. Nil is of no kind.
func (v *Value) Is(kind Kind) bool {
	v = v.Resolve()
	return v != nil && v.Kind == kind
}

// Resolve is what an alias refers to, and every other value itself.
func (v *Value) Resolve() *Value {
	if v != nil && v.Kind == Alias {
		return v.Target
	}
	return v
}

// Get is the value found by going down the keys; aliases and merge keys are followed. Nil where a key is missing. The last
// of several equal keys counts.
func (v *Value) Get(keys ...string) *Value {
	for _, key := range keys {
		entry := v.Entry(key)
		if entry == nil {
			return nil
		}
		v = entry.Value
	}
	return v
}

// Entry is the entry of the mapping with that key, its own or one that it merges; nil where there is none.
func (v *Value) Entry(key string) *Entry {
	if to := v.Resolve(); to != nil && to.byName != nil {
		return to.byName[key]
	}
	var found *Entry
	for _, e := range v.Merged() {
		if e.Name() == key {
			found = e
		}
	}
	return found
}

// index makes the entries of a mapping with many of them to be found by name.
func (v *Value) index() {
	const many = 16
	if len(v.Entries) < many || slices.ContainsFunc(v.Entries, (*Entry).Merge) {
		return
	}
	v.byName = make(map[string]*Entry, len(v.Entries))
	for _, e := range v.Entries {
		v.byName[e.Name()] = e
	}
}

// Merged is the entries of a mapping with those that its merge keys bring in, as YAML defines it: its own ones first, as
// written, and of the others the first of each name. Each has its own place, wherever that is in the file.
func (v *Value) Merged() []*Entry {
	v = v.Resolve()
	if v == nil || v.Kind != Mapping {
		return nil
	}
	if v.byName != nil || !slices.ContainsFunc(v.Entries, (*Entry).Merge) {
		return v.Entries
	}
	m := merger{names: map[string]bool{}, seen: map[*Value]bool{}}
	m.merge(v)
	return m.entries
}

type merger struct {
	entries []*Entry
	names   map[string]bool
	seen    map[*Value]bool // a mapping may merge itself
}

func (m *merger) merge(v *Value) {
	v = v.Resolve()
	if v == nil || m.seen[v] {
		return
	}
	m.seen[v] = true
	var names []string
	for _, e := range v.Entries {
		if !e.Merge() && !m.names[e.Name()] {
			m.entries = append(m.entries, e)
			names = append(names, e.Name())
		}
	}
	for _, name := range names { // later, so that duplicates in one mapping are kept
		m.names[name] = true
	}
	for _, e := range v.Entries {
		if !e.Merge() {
			continue
		}
		source := e.Value.Resolve()
		if source.Is(Sequence) {
			for _, item := range source.Items {
				m.merge(item)
			}
			continue
		}
		m.merge(source)
	}
}

// List is the items of a sequence, or of the one that an alias names.
func (v *Value) List() []*Value {
	v = v.Resolve()
	if v == nil {
		return nil
	}
	return v.Items
}

// All is the value and everything in it, in source order, keys before their values. Aliases are not followed, so that
// each text of the file comes once.
func (v *Value) All() iter.Seq[*Value] {
	return func(yield func(*Value) bool) { v.walk(yield) }
}

func (v *Value) walk(yield func(*Value) bool) bool {
	if v == nil {
		return true
	}
	if !yield(v) {
		return false
	}
	for _, e := range v.Entries {
		if !e.Key.walk(yield) || !e.Value.walk(yield) {
			return false
		}
	}
	for _, item := range v.Items {
		if !item.walk(yield) {
			return false
		}
	}
	return true
}

// ScalarAt is the scalar in v, or v itself, that a span of it is part of.
func (v *Value) ScalarAt(at source.Span) *Value {
	for part := range v.Resolve().All() {
		if part.Scalar() && part.Span().Contains(at) {
			return part
		}
	}
	return v
}

// Path tells where in its document the value is written: "services.web.ports[0]". A key is followed by its own path, and
// one that is no simple word is in brackets and quotes.
func (v *Value) Path() string {
	var steps []string
	for ; v.Parent != nil; v = v.Parent {
		switch {
		case v.Parent.Kind == Sequence:
			steps = append(steps, "["+strconv.Itoa(v.Index)+"]")
		case v.Key != nil:
			steps = append(steps, step(v.Key.Text.String()))
		default:
			steps = append(steps, step(v.Text.String()))
		}
	}
	var path strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		path.WriteString(steps[i])
	}
	return strings.TrimPrefix(path.String(), ".")
}

func step(key string) string {
	if key == "" || strings.ContainsAny(key, ".[]\" \t\n") {
		return "[" + strconv.Quote(key) + "]"
	}
	return "." + key
}
