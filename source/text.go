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

// A piece says that the bytes from at on stand in the file from offset on, until the next piece begins.
type piece struct{ at, offset int }

// Sub is the text of the span, with its places.
func (f *File) Sub(s Span) Text {
	return Text{s: f.Text[s.Start:s.End], pieces: []piece{{0, s.Start}}}
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
		return t.Offset(i-1) + 1
	}
	n := sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i }) - 1
	p := t.pieces[n]
	return p.offset + i - p.at
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
	return Span{start, t.Offset(j-1) + 1}
}

// Slice is bytes i to j.
func (t Text) Slice(i, j int) Text {
	if len(t.pieces) == 0 {
		return t
	}
	first := max(0, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i })-1)
	last := max(first+1, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at >= j }))
	if first == 0 && last == 1 { // the usual case: all in one piece
		return Text{s: t.s[i:j], pieces: []piece{{0, t.pieces[0].offset + i - t.pieces[0].at}}}
	}
	pieces := make([]piece, 0, last-first)
	for _, p := range t.pieces[first:last] {
		if p.at < i {
			p.offset += i - p.at
			p.at = i
		}
		pieces = append(pieces, piece{p.at - i, p.offset})
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
			pieces = append(pieces, piece{p.at + s.Len(), p.offset})
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
