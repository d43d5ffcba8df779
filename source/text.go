package source

import (
	"sort"
	"strings"
)

// Text is a string whose every byte knows its offset in the file. It is what a reader sees after the builder joined
// lines or a shell removed quotes, and still every finding in it has its exact place. The zero Text is empty.
//
// Most texts are one stretch of the file and have no pieces, and a slice shares the pieces of what it is cut from: to
// cut a text costs no memory.
type Text struct {
	s      string
	from   int     // what its first byte is to the pieces; without pieces the offset of that byte in the file
	pieces []piece // in order; the first one holds byte from
}

// A piece says that the bytes from at on stand in the file from offset on, until the next piece begins. Where unit is
// set they stand together for the size bytes of the file that begin at offset, such as what an escape sequence means.
type piece struct {
	at, offset int
	unit       bool
	size       int
}

// start is where in the file byte i is, and end is after it.
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

// Loose is a text that is in no file. Its places mean nothing.
func Loose(s string) Text { return Text{s: s} }

// Sub is the text of the span, with its places.
func (f *File) Sub(s Span) Text { return Text{s: f.Text[s.Start:s.End], from: s.Start} }

// String is the text alone.
func (t Text) String() string { return t.s }

// Len is the number of bytes.
func (t Text) Len() int { return len(t.s) }

// Offset is the offset in the file of byte i; for i == Len it is the offset just after the last byte.
func (t Text) Offset(i int) int {
	at := t.from + i
	switch {
	case len(t.pieces) == 0:
		return at
	case i == len(t.s) && i > 0:
		return t.pieces[t.piece(at-1)].end(at - 1)
	}
	return t.pieces[t.piece(at)].start(at)
}

// piece is the one that holds byte at, as the pieces count.
func (t Text) piece(at int) int {
	return max(0, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > at })-1)
}

// Span is the place in the file of all the text: from its first byte to after its last.
//
//go:noinline
func (t Text) Span() Span { return t.SpanOf(0, len(t.s)) }

// SpanOf is the place in the file of bytes i to j. It reaches from the first of them to the last, so it holds what
// was removed between them, too.
func (t Text) SpanOf(i, j int) Span {
	start := t.Offset(i)
	if j <= i {
		return At(start)
	}
	last := t.from + j - 1
	if len(t.pieces) == 0 {
		return Span{start, last + 1}
	}
	return Span{start, max(start, t.pieces[t.piece(last)].end(last))}
}

// Slice is bytes i to j.
func (t Text) Slice(i, j int) Text {
	cut := Text{s: t.s[i:j], from: t.from + i}
	if len(t.pieces) > 0 {
		cut.pieces = t.pieces[t.piece(cut.from) : t.piece(max(cut.from, t.from+j-1))+1]
	}
	return cut
}

// same reports whether both are the same part of the same text. Of the same strings Go compares no byte.
func (t Text) same(u Text) bool {
	return t.from == u.from && t.s == u.s && len(t.pieces) == len(u.pieces) &&
		(len(t.pieces) == 0 || &t.pieces[0] == &u.pieces[0])
}

// Join is the texts one after the other.
func Join(texts ...Text) Text {
	if len(texts) == 1 {
		return texts[0]
	}
	n := 0
	for _, t := range texts {
		n += t.Len()
	}
	var b Builder
	b.Grow(n)
	for _, t := range texts {
		b.Add(t, 0, t.Len())
	}
	if b.Len() == 0 && len(texts) > 0 {
		return texts[0]
	}
	return b.Text()
}

// A Builder makes a Text of parts of others and of text that replaces something else in the file. The zero Builder is
// ready for use.
//
// What is added is one part of one text for most words of most files, so nothing is copied as long as it is.
type Builder struct {
	whole      Text // start to end of it is all that is there; nothing where they are the same
	start, end int
	s          strings.Builder // all that is there where it is not one part
	pieces     []piece
	expected   int // how long it may become
}

// Grow says that the text may become n bytes long, for which room is made once something has to be copied.
func (b *Builder) Grow(n int) { b.expected = n }

// Len is the number of bytes so far.
func (b *Builder) Len() int { return b.end - b.start + b.s.Len() }

// Add puts bytes i to j of t after what is there.
func (b *Builder) Add(t Text, i, j int) {
	switch {
	case j <= i:
	case b.Len() == 0:
		b.whole, b.start, b.end = t, i, j
	case b.end == i && b.end > b.start && b.whole.same(t):
		b.end = j
	default:
		b.copy()
		b.append(t, i, j)
	}
}

// Put puts s after what is there; all of it has its place at the bytes of the span. An empty span is the place of something
// that is not written in the file, such as a space that a program puts between two words.
func (b *Builder) Put(s string, place Span) {
	if s == "" {
		return
	}
	b.copy()
	b.put(piece{at: b.s.Len(), offset: place.Start, unit: true, size: place.Len()})
	b.s.WriteString(s)
}

// copy makes room for something after the one part that is there.
func (b *Builder) copy() {
	if i, j := b.start, b.end; i < j {
		b.s.Grow(max(b.expected, j-i))
		b.start, b.end = 0, 0
		b.append(b.whole, i, j)
	}
}

func (b *Builder) append(t Text, i, j int) {
	if len(t.pieces) == 0 {
		b.put(piece{at: b.s.Len(), offset: t.from + i})
	} else {
		b.putPieces(t, t.from+i, t.from+j)
	}
	b.s.WriteString(t.s[i:j])
}

// putPieces adds the pieces of t from one of its bytes to another, as its pieces count.
func (b *Builder) putPieces(t Text, from, to int) {
	for _, p := range t.pieces[t.piece(from):] {
		if p.at >= to {
			return
		}
		p.offset = p.start(max(from, p.at))
		p.at = b.s.Len() + max(0, p.at-from)
		b.put(p)
	}
}

// put adds a piece unless it only continues with the last one.
func (b *Builder) put(p piece) {
	if n := len(b.pieces); n > 0 && !p.unit && !b.pieces[n-1].unit && b.pieces[n-1].start(p.at) == p.offset {
		return
	}
	b.pieces = append(b.pieces, p)
}

// Text is what was put together.
func (b *Builder) Text() Text {
	if b.start < b.end {
		return b.whole.Slice(b.start, b.end)
	}
	return Text{s: b.s.String(), pieces: b.pieces}
}
