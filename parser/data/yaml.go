package data

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/source"
)

// ParseYAML reads YAML, any number of documents. It never fails: what the YAML library refuses is in Errors, and the
// rest is read all the same.
func ParseYAML(f *source.File) *Document {
	r := &reader{doc: &Document{File: f}, all: f.Sub(source.Span{Start: 0, End: len(f.Text)}), text: f.Text}
	r.lines, r.column = lineStarts(f.Text), -1
	nodes := r.load()
	r.last = mark{}
	for _, node := range nodes {
		r.values = map[*yaml.Node]*Value{}
		if len(node.Content) == 1 {
			root := r.value(node.Content[0])
			r.doc.Roots = append(r.doc.Roots, root)
			r.limitAliases(root)
		}
	}
	r.doc.Comments = r.comments()
	slices.SortStableFunc(r.doc.Errors, func(a, b *Error) int { return cmp.Compare(a.At.Start, b.At.Start) })
	return r.doc
}

// TooLong reports whether a text in YAML has more items than are read: the tree of so many takes some 100 MB.
func TooLong(text string) bool {
	const most = 150_000
	return strings.Count(text, "\n")+strings.Count(text, ",") > most
}

// A reader turns the nodes of the YAML library into values with places.
type reader struct {
	doc    *Document
	all    source.Text // the whole file
	text   string      // the file's text; what the library refuses is blanked, byte by byte
	lines  []int       // offsets at which lines start, as YAML counts them
	last   mark        // the place that was looked up last
	values map[*yaml.Node]*Value
	column int           // of the innermost block collection, in blanks; -1 outside
	bodies []source.Span // what scalars hold: there "#" begins no comment
}

// A mark is a place as the YAML library gives it, and its offset.
type mark struct{ line, column, offset int }

// lineStarts splits as the YAML library does: at CR, LF, CR LF, and at U+0085, U+2028 and U+2029. A byte order mark at the
// head of the text has no column.
func lineStarts(text string) []int {
	starts := []int{0}
	if strings.HasPrefix(text, bom) {
		starts[0] = len(bom)
	}
	for i := 0; i < len(text); {
		n := lineBreak(text, i)
		if n > 0 {
			starts = append(starts, i+n)
		}
		i += max(n, 1)
	}
	return starts
}

const bom = "\uFEFF"

// lineBreak is the length of the line break that is at i; 0 where there is none.
func lineBreak(text string, i int) int {
	switch text[i] {
	case '\n':
		return 1
	case '\r':
		if strings.HasPrefix(text[i:], "\r\n") {
			return 2
		}
		return 1
	case 0xC2:
		if strings.HasPrefix(text[i:], "\u0085") {
			return 2
		}
	case 0xE2:
		if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
			return 3
		}
	}
	return 0
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// place turns a line and a column in runes, both from 1, into an offset. Places are asked for in order, so a long line
// is counted once.
func (r *reader) place(line, column int) int {
	if line < 1 || line > len(r.lines) { // the library counts a line after the last one
		return len(r.text)
	}
	at := mark{line, 1, r.lines[line-1]}
	if r.last.line == line && r.last.column <= column {
		at = r.last
	}
	for at.column < column && at.offset < len(r.text) {
		_, n := utf8.DecodeRuneInString(r.text[at.offset:])
		at.offset += n
		at.column++
	}
	r.last = at
	return at.offset
}

// value is the value of a node, made once.
func (r *reader) value(node *yaml.Node) *Value {
	v := &Value{Kind: kindOf(node), Anchor: node.Anchor}
	r.values[node] = v
	if node.Style&yaml.TaggedStyle != 0 || node.Tag == "!" {
		v.Tag = node.Tag
	}
	start := r.place(node.Line, node.Column)
	if v.Tag != "" || v.Anchor != "" {
		start = r.properties(start, v, empty(node))
	}
	switch node.Kind {
	case yaml.AliasNode:
		v.Target = r.values[node.Alias]
		v.Text = r.all.Slice(min(start+1, len(r.text)), min(start+1+len(node.Value), len(r.text)))
		v.span = source.Span{Start: start, End: v.Text.Span().End}
	case yaml.MappingNode, yaml.SequenceNode:
		outer := r.column
		r.column = start - r.lines[sort.SearchInts(r.lines, start+1)-1]
		if node.Kind == yaml.MappingNode {
			r.entries(v, node)
		} else {
			r.items(v, node)
		}
		r.column = outer
		r.collection(v, node, start)
	default:
		r.scalar(v, node, start)
	}
	return v
}

func (r *reader) entries(v *Value, node *yaml.Node) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		e := &Entry{Key: r.value(node.Content[i]), Value: r.value(node.Content[i+1])}
		e.Key.Parent, e.Value.Parent = v, v
		e.Value.Key = e.Key
		v.Entries = append(v.Entries, e)
	}
	v.index()
}

func (r *reader) items(v *Value, node *yaml.Node) {
	for i, child := range node.Content {
		item := r.value(child)
		item.Parent, item.Index = v, i
		v.Items = append(v.Items, item)
	}
}

// kindOf tells the kind by the tag that the library found. A scalar with a tag of the file's own is no string.
func kindOf(node *yaml.Node) Kind {
	switch node.Kind {
	case yaml.AliasNode:
		return Alias
	case yaml.MappingNode:
		return Mapping
	case yaml.SequenceNode:
		return Sequence
	}
	switch node.Tag {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int":
		return Int
	case "!!float":
		return Float
	case "!!str", "!":
		return String
	}
	return Other
}

// empty reports whether the node is a scalar that is not written.
func empty(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Value == "" && node.Style&^yaml.TaggedStyle == 0
}

// properties steps over the tag and the anchor at an offset, and over the spaces, comments and line ends after them,
// unless nothing is written there. What follows may have properties of its own.
func (r *reader) properties(i int, v *Value, empty bool) int {
	tag, anchor := v.Tag != "", v.Anchor != ""
	end := i
	for i < len(r.text) && (anchor && r.text[i] == '&' || tag && r.text[i] == '!') {
		anchor, tag = anchor && r.text[i] != '&', tag && r.text[i] != '!'
		end = r.property(i)
		i = r.skip(end)
	}
	if empty {
		return end
	}
	return i
}

func (r *reader) property(i int) int {
	if strings.HasPrefix(r.text[i:], "!<") {
		if n := strings.IndexByte(r.text[i:], '>'); n >= 0 {
			return i + n + 1
		}
	}
	for i < len(r.text) && !blank(r.text[i]) && lineBreak(r.text, i) == 0 && !strings.ContainsRune(",[]{}", rune(r.text[i])) {
		i++
	}
	return i
}

// skip steps over spaces, tabs, line ends and comments.
func (r *reader) skip(i int) int {
	for i < len(r.text) {
		n := lineBreak(r.text, i)
		switch {
		case n > 0:
			i += n
		case blank(r.text[i]):
			i++
		case r.text[i] == '#' && r.commentAt(i):
			i = r.lineEnd(i)
		default:
			return i
		}
	}
	return i
}

// commentAt reports whether a "#" is where a comment may begin: after a space or a tab, or at the start of a line.
func (r *reader) commentAt(i int) bool {
	text := r.doc.File.Text
	if i == r.lines[0] || blank(text[i-1]) || text[i-1] == '\n' || text[i-1] == '\r' {
		return true
	}
	for _, n := range [...]int{2, 3} {
		if i >= n && lineBreak(text, i-n) == n {
			return true
		}
	}
	return false
}

// lineEnd is the offset of the line break after i.
func (r *reader) lineEnd(i int) int {
	for i < len(r.text) && lineBreak(r.text, i) == 0 {
		i++
	}
	return i
}

// collection gives a mapping or sequence its place: from the first thing in it to the last, or from bracket to bracket.
func (r *reader) collection(v *Value, node *yaml.Node, start int) {
	end := start
	if n := len(v.Entries); n > 0 {
		end = max(v.Entries[n-1].Value.span.End, v.Entries[n-1].Key.span.End)
	}
	if n := len(v.Items); n > 0 {
		end = v.Items[n-1].span.End
	}
	v.Style = Block
	if node.Style&yaml.FlowStyle == 0 {
		v.span = source.Span{Start: start, End: max(start, end)}
		return
	}
	v.Style = Flow
	if start < len(r.text) && (r.text[start] == '{' || r.text[start] == '[') {
		end = r.bracket(max(start+1, end))
	} // else it is a pair in a list, "[a: b]", which has no brackets of its own
	v.span = source.Span{Start: start, End: max(start, end)}
}

// bracket is the offset after the bracket that closes a collection whose last child ends at i.
func (r *reader) bracket(i int) int {
	for i = r.skip(i); i < len(r.text); i = r.skip(i + 1) {
		switch r.text[i] {
		case ']', '}':
			return i + 1
		case ',', ':', '?':
		default:
			return i
		}
	}
	return i
}
