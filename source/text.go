package source

import (
	"sort"
	"strings"
)

// Text is a string whose every byte knows its offset in the file. It is what a reader sees after the builder joined
// lines or a shell removed quotes, and still every finding in it has its exact place. The zero Text is empty.
type Text struct {
	s      string
	pieces []piece // in order; the first has at == 0
}

// A piece says that the bytes from at on stand in the file from offset on, until the next piece begins. Where unit is
// set they stand together for the size bytes of the file that begin at offset, such as what an escape sequence means.
type piece struct {
	at, offset int
	unit       bool
	size       int
}

// start is where in the file byte i stands, and end is behind it.
func (p piece) start(i int) int {
	if p.unit {
		return p.offset
	}
	return p.offset + i - p.at
}

func (p piece) end(i int) int {
	if p.unit {
		return p.offset + p.size
	}
	return p.start(i) + 1
}

// Sub is the text of the span, with its places.
func (f *File) Sub(s Span) Text {
	return Text{s: f.Text[s.Start:s.End], pieces: []piece{{offset: s.Start}}}
}

// String is the text alone.
func (t Text) String() string { return t.s }

// Len is the number of bytes.
func (t Text) Len() int { return len(t.s) }

// Offset is the offset in the file of byte i; for i == Len it is the offset just behind the last byte.
func (t Text) Offset(i int) int {
	if len(t.pieces) == 0 {
		return 0
	}
	if i == len(t.s) && i > 0 {
		return t.piece(i - 1).end(i - 1)
	}
	return t.piece(i).start(i)
}

// piece is the one that byte i belongs to.
func (t Text) piece(i int) piece {
	return t.pieces[sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i })-1]
}

// Span is the place in the file of all the text: from its first byte to behind its last.
func (t Text) Span() Span { return t.SpanOf(0, len(t.s)) }

// SpanOf is the place in the file of bytes i to j. It reaches from the first of them to the last, so it holds what
// was removed between them, too.
func (t Text) SpanOf(i, j int) Span {
	start := t.Offset(i)
	if j <= i {
		return At(start)
	}
	return Span{start, max(start, t.piece(j-1).end(j-1))}
}

// Slice is bytes i to j.
func (t Text) Slice(i, j int) Text {
	if len(t.pieces) == 0 {
		return t
	}
	first := max(0, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i })-1)
	last := max(first+1, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at >= j }))
	pieces := make([]piece, 0, last-first)
	for _, p := range t.pieces[first:last] {
		p.offset = p.start(max(i, p.at))
		p.at = max(0, p.at-i)
		pieces = append(pieces, p)
	}
	return Text{s: t.s[i:j], pieces: pieces}
}

// Join is the texts one behind the other.
func Join(texts ...Text) Text {
	if len(texts) == 1 {
		return texts[0]
	}
	var s strings.Builder
	var pieces []piece
	for _, t := range texts {
		if t.s == "" && len(pieces) > 0 {
			continue
		}
		for _, p := range t.pieces {
			p.at += s.Len()
			pieces = append(pieces, p)
		}
		s.WriteString(t.s)
	}
	return Text{s: s.String(), pieces: dropShadowed(pieces)}
}

// dropShadowed removes pieces that hold no byte, so that each start belongs to one piece only.
func dropShadowed(pieces []piece) []piece {
	kept := pieces[:0]
	for i, p := range pieces {
		if i+1 < len(pieces) && pieces[i+1].at == p.at {
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// A Builder makes a Text of parts of others and of text that stands for something else in the file. The zero Builder is
// ready for use.
type Builder struct {
	s      strings.Builder
	pieces []piece
}

// Len is the number of bytes so far.
func (b *Builder) Len() int { return b.s.Len() }

// Add puts bytes i to j of t behind what is there.
func (b *Builder) Add(t Text, i, j int) {
	if j <= i {
		return
	}
	n := sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i }) - 1
	for _, p := range t.pieces[n:] {
		if p.at >= j {
			break
		}
		p.offset = p.start(max(i, p.at))
		p.at = b.s.Len() + max(0, p.at-i)
		b.put(p)
	}
	b.s.WriteString(t.s[i:j])
}

// Put puts s behind what is there; all of it stands for the bytes of the span. An empty span is the place of something
// that is not written in the file, such as a blank that a program puts between two words.
func (b *Builder) Put(s string, place Span) {
	if s == "" {
		return
	}
	b.put(piece{at: b.s.Len(), offset: place.Start, unit: true, size: place.Len()})
	b.s.WriteString(s)
}

// put adds a piece unless it only goes on with the last one.
func (b *Builder) put(p piece) {
	if n := len(b.pieces); n > 0 && !p.unit && !b.pieces[n-1].unit && b.pieces[n-1].start(p.at) == p.offset {
		return
	}
	b.pieces = append(b.pieces, p)
}

// Text is what was put together.
func (b *Builder) Text() Text { return Text{s: b.s.String(), pieces: b.pieces} }
