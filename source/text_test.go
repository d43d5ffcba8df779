package source

import (
	"strings"
	"testing"
)

// Every byte of a built text is in the file where it was taken from, or for the stretch that it was put for.
func TestBuilder(t *testing.T) {
	const text = `one \t two "three" four`
	f := New("", text)
	at := func(part string) Span {
		i := strings.Index(text, part)
		return Span{i, i + len(part)}
	}
	all := f.Sub(Span{End: len(text)})
	var b Builder
	b.Add(all, 0, 2)
	b.Add(all, 2, 3) // continues with the last
	b.Put("\t", at(`\t`))
	b.Add(all, at("two").Start, at("two").End)
	b.Put(" - ", At(at("two").End))
	b.Add(f.Sub(at("four")), 1, 3)
	b.Put("", at("one"))
	got := b.Text()
	if want := "one\ttwo - ou"; got.String() != want {
		t.Fatalf("text %q, want %q", got, want)
	}
	for part, want := range map[string]string{
		"one": "one", "\t": `\t`, "e\tt": `e \t t`, "two": "two", "-": "", "wo - ": "wo", "ou": "ou", "\ttwo - o": `\t two "three" fo`,
	} {
		i := strings.Index(got.String(), part)
		for _, piece := range []Text{got.Slice(i, i+len(part)), Join(got.Slice(0, i), got.Slice(i, got.Len())).Slice(i, i+len(part))} {
			if span := piece.Span(); f.Slice(span) != want {
				t.Errorf("%q stands for %q, want %q", part, f.Slice(span), want)
			}
		}
	}
	if span := got.SpanOf(4, got.Len()); span.End != got.Offset(got.Len()) {
		t.Errorf("the text ends at %d, but %d is the offset behind it", span.End, got.Offset(got.Len()))
	}
}
