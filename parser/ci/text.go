package ci

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Text is text into which a CI system puts values before anything else reads it.
type Text struct {
	source.Text               // a value that the file shows stands in it, everything else as written
	Holes       []source.Span // the bytes of the text that stand for values that are not known, in order and apart
}

// Known reports whether all of it is known.
func (t Text) Known() bool { return len(t.Holes) == 0 }

// Is reports whether all of it is known and it is one of the values, in any case of letters.
func (t Text) Is(values ...string) bool {
	for _, v := range values {
		if t.Known() && strings.EqualFold(t.String(), v) {
			return true
		}
	}
	return false
}

// Fill is the text with another one in the place of each hole.
func (t Text) Fill(with string) string {
	var b strings.Builder
	at := 0
	for _, h := range t.Holes {
		b.WriteString(t.String()[at:h.Start])
		b.WriteString(with)
		at = h.End
	}
	b.WriteString(t.String()[at:])
	return b.String()
}

// Slice is bytes i to j.
func (t Text) Slice(i, j int) Text {
	cut := Text{Text: t.Text.Slice(i, j)}
	for _, h := range t.Holes {
		if start, end := max(i, h.Start), min(j, h.End); start < end {
			cut.Holes = append(cut.Holes, source.Span{Start: start - i, End: end - i})
		}
	}
	return cut
}

// joinLines is texts as one, each on lines of its own.
func joinLines(parts []Text) Text {
	var b source.Builder
	var holes []source.Span
	for i, p := range parts {
		if i > 0 {
			b.Put("\n", source.At(p.Offset(0)))
		}
		for _, h := range p.Holes {
			holes = append(holes, source.Span{Start: b.Len() + h.Start, End: b.Len() + h.End})
		}
		b.Add(p.Text, 0, p.Len())
	}
	if b.Len() == 0 && len(parts) > 0 {
		return parts[0]
	}
	return Text{b.Text(), holes}
}

// A region is a part of a text that a system replaces by a value.
type region struct {
	start, end int
	expr       node // nil if what stands there could not be read
}

// A resolver puts the values into texts that are known.
type resolver struct {
	regions func(text string) []region // of a text, in order
	values  values
}

// values is the value of a name in an expression, such as "matrix.os"; unknown if the file does not show it.
type values func(name string) value

// text is a text with the values that are known.
func (r *resolver) text(t source.Text) Text {
	if r == nil || t.Len() == 0 {
		return Text{Text: t}
	}
	regions := r.regions(t.String())
	if len(regions) == 0 {
		return Text{Text: t}
	}
	var b source.Builder
	var out Text
	at := 0
	for _, g := range regions {
		b.Add(t, at, g.start)
		at = g.end
		if v := r.eval(g.expr); v.kind.known() {
			b.Put(v.text(), t.SpanOf(g.start, g.end))
			continue
		}
		out.Holes = append(out.Holes, source.Span{Start: b.Len(), End: b.Len() + g.end - g.start})
		b.Add(t, g.start, g.end)
	}
	b.Add(t, at, t.Len())
	if out.Text = b.Text(); b.Len() == 0 {
		out.Text = t.Slice(0, 0)
	}
	return out
}

func (r *resolver) eval(n node) value {
	if n == nil {
		return value{}
	}
	return n.eval(r.values)
}

// scalar is the text of a value that is a scalar; of any other it is empty.
func (r *resolver) scalar(v *data.Value) Text {
	if !v.Scalar() || v.Is(data.Null) {
		return Text{}
	}
	return r.text(v.Resolve().Text)
}

// entryFold is the entry of a mapping whose name is name in any case of letters; nil if there is none.
func entryFold(v *data.Value, name string) *data.Entry {
	if e := v.Entry(name); e != nil {
		return e
	}
	for _, e := range v.Merged() {
		if strings.EqualFold(e.Name(), name) {
			return e
		}
	}
	return nil
}
