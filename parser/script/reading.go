package script

import (
	"sort"
	"strings"

	"github.com/winlint/winlint/source"
)

// A reading is text on its way from one program to the next. Its holes are stretches that a shell puts a value in: they
// are kept as written, and are opaque to whoever reads the text next.
type reading struct {
	source.Text
	holes []hole // in order, apart from each other
}

type hole struct{ start, end int }

// hole is the end of the hole that begins at byte i, or i where none does.
func (r reading) hole(i int) int {
	if len(r.holes) == 0 { // by far the most, so this much is to be inlined
		return i
	}
	if h := r.nextHole(i); h.start == i {
		return h.end
	}
	return i
}

// nextHole is the first hole that ends after byte i; where there is none, one at the end of the text.
func (r reading) nextHole(i int) hole {
	n := sort.Search(len(r.holes), func(n int) bool { return r.holes[n].end > i })
	if n == len(r.holes) {
		return hole{r.Len(), r.Len()}
	}
	return r.holes[n]
}

// until is the first byte from i on that is one of stops and is in no hole, or the end of the text.
func (r reading) until(stops string, i int) int {
	for i < r.Len() {
		hole := r.nextHole(i)
		if n := strings.IndexAny(r.String()[i:max(i, hole.start)], stops); n >= 0 {
			return i + n
		}
		i = hole.end
	}
	return i
}

// masked is the text with a letter for each byte of the holes, for a reader that knows of none: whatever is written there
// means nothing to it, and every other byte keeps its offset.
func (r reading) masked() string {
	if len(r.holes) == 0 {
		return r.String()
	}
	var b strings.Builder
	at := 0
	for _, h := range r.holes {
		b.WriteString(r.String()[at:h.start])
		b.WriteString(strings.Repeat("x", h.end-h.start))
		at = h.end
	}
	b.WriteString(r.String()[at:])
	return b.String()
}

// head is the first n bytes.
func (r reading) head(n int) reading {
	if n == r.Len() {
		return r
	}
	return r.slice(0, n)
}

// slice is bytes i to j.
func (r reading) slice(i, j int) reading {
	var b builder
	b.add(r, i, j)
	return b.readingAt(r, i)
}

// A builder makes readings.
type builder struct {
	source.Builder
	holes []hole
}

// add puts bytes i to j of r after what is there.
func (b *builder) add(r reading, i, j int) {
	if j <= i {
		return
	}
	at := b.Len() - i
	n := sort.Search(len(r.holes), func(n int) bool { return r.holes[n].end > i })
	for ; n < len(r.holes) && r.holes[n].start < j; n++ {
		b.holes = append(b.holes, hole{max(i, r.holes[n].start) + at, min(j, r.holes[n].end) + at})
	}
	b.Add(r.Text, i, j)
}

// hole puts bytes i to j of r after what is there, as text that a shell puts a value in.
func (b *builder) hole(r reading, i, j int) {
	if j > i {
		b.holes = append(b.holes, hole{b.Len(), b.Len() + j - i})
		b.Add(r.Text, i, j)
	}
}

func (b *builder) reading() reading { return reading{b.Text(), b.holes} }

// readingAt is reading for what may be empty: its place is then byte i of r.
func (b *builder) readingAt(r reading, i int) reading {
	if b.Len() == 0 {
		return reading{Text: r.Slice(i, i)}
	}
	return b.reading()
}
