// Package source is what everything is built on: files, places in them, edits to them, and text that remembers
// where each of its bytes came from. It uses the standard library only.
package source

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// A File is one file as it was read. It never changes.
type File struct {
	Path     string // slash-separated, as it is shown to the user
	Text     string // UTF-8 without a byte order mark; bytes that are not valid UTF-8 are kept
	Encoding Encoding
	Faults   []Fault // what is wrong with the bytes themselves, in order

	lines []int // offsets at which lines start

	counted sync.Once
	units   []units // every stride bytes, made for the first long line that is asked for
}

// A Fault is a place where the bytes of a file are not text.
type Fault struct {
	Span
	Kind FaultKind
}

// FaultKind says what is wrong with the bytes.
type FaultKind int

// The kinds of faults. Only the first fault of each kind is kept: one broken file is one problem.
const (
	InvalidUTF8 FaultKind = iota
	InvalidUTF16
	NUL
)

// New makes a File of text that is already UTF-8 without a byte order mark.
func New(path, text string) *File {
	return &File{Path: path, Text: text, lines: lineStarts(text)}
}

// With is the same file with another text, as it would be read after that is written to it. A file that cannot be written back
// without loss stays one, whatever its text.
func (f *File) With(text string) *File {
	after := New(f.Path, text)
	after.Encoding = f.Encoding
	for _, fault := range f.Faults {
		if fault.Kind == InvalidUTF16 {
			after.Faults = append(after.Faults, Fault{At(min(fault.Start, len(text))), InvalidUTF16})
		}
	}
	after.findFaults()
	return after
}

// Lossy reports whether bytes of the file have no place in its text, so that nothing that is made of the text may be written in
// place of the file.
func (f *File) Lossy() bool {
	return slices.ContainsFunc(f.Faults, func(fault Fault) bool { return fault.Kind == InvalidUTF16 })
}

// findFaults adds what is wrong with the text itself.
func (f *File) findFaults() {
	if !utf8.ValidString(f.Text) {
		f.Faults = append(f.Faults, Fault{invalidUTF8(f.Text), InvalidUTF8})
	}
	if i := strings.IndexByte(f.Text, 0); i >= 0 {
		f.Faults = append(f.Faults, Fault{Span{i, i + 1}, NUL})
	}
}

func lineStarts(text string) []int {
	starts := make([]int, 1, 1+strings.Count(text, "\n"))
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return starts
		}
		i += n + 1
		starts = append(starts, i)
	}
}

// A Span is a stretch of bytes of one file, half open.
type Span struct{ Start, End int }

// At is the empty span at offset.
func At(offset int) Span { return Span{offset, offset} }

// Span is s itself, so that a bare span can be where something with a place is asked for.
func (s Span) Span() Span { return s }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether all of t is in s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether the spans share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Cover is the smallest span that holds both.
func (s Span) Cover(t Span) Span { return Span{min(s.Start, t.Start), max(s.End, t.End)} }

// A Position is a place as people count it: lines and columns from 1, columns in bytes of UTF-8.
type Position struct{ Line, Column int }

// Position turns a byte offset into a position. Offsets outside the file are moved to its nearest end.
func (f *File) Position(offset int) Position {
	offset = max(0, min(offset, len(f.Text)))
	starts := f.lines
	line := sort.Search(len(starts), func(i int) bool { return starts[i] > offset })
	return Position{Line: line, Column: offset - starts[line-1] + 1}
}

// UTF16 is Position with the column counted in UTF-16 code units from 1, as SARIF and editors count.
func (f *File) UTF16(offset int) Position {
	return f.columnAs(offset, func(u units) int { return u.utf16 })
}

// Rune is Position with the column counted in Unicode code points from 1, as people and terminals count.
func (f *File) Rune(offset int) Position {
	return f.columnAs(offset, func(u units) int { return u.runes })
}

func (f *File) columnAs(offset int, count func(units) int) Position {
	p := f.Position(offset)
	end := max(0, min(offset, len(f.Text)))
	start := f.lines[p.Line-1]
	if end-start < stride {
		return Position{Line: p.Line, Column: 1 + count(units{offset: start}.to(f.Text, end))}
	}
	return Position{Line: p.Line, Column: 1 + count(f.unitsAt(end)) - count(f.unitsAt(start))}
}

// units is how many code points and UTF-16 code units are before an offset.
type units struct{ offset, runes, utf16 int }

// to is the units at a later offset, or at the start of the code point that it is in.
func (u units) to(text string, end int) units {
	for u.offset < end {
		r, n := utf8.DecodeRuneInString(text[u.offset:])
		if u.offset+n > end {
			break
		}
		u.offset += n
		u.runes++
		u.utf16++
		if r > 0xFFFF {
			u.utf16++
		}
	}
	return u
}

// stride is about how many bytes lie between two offsets whose units are kept: a line may be long, and have many findings.
const stride = 1 << 10

func (f *File) unitsAt(offset int) units {
	f.counted.Do(func() {
		for u := (units{}); ; {
			f.units = append(f.units, u)
			next := u.to(f.Text, min(u.offset+stride, len(f.Text)))
			if next.offset == u.offset {
				return
			}
			u = next
		}
	})
	i := sort.Search(len(f.units), func(i int) bool { return f.units[i].offset > offset })
	return f.units[i-1].to(f.Text, offset)
}

// Lines is the number of lines; text after the last line end counts as one, also when it is empty.
func (f *File) Lines() int { return len(f.lines) }

// Line is the span of line n, counted from 1, without its line end. Lines outside the file are empty.
func (f *File) Line(n int) Span {
	starts := f.lines
	if n < 1 || n > len(starts) {
		return At(len(f.Text))
	}
	end := len(f.Text)
	if n < len(starts) {
		end = starts[n] - 1
		if end > starts[n-1] && f.Text[end-1] == '\r' {
			end--
		}
	}
	return Span{starts[n-1], end}
}

// FullLine is the span of line n with its line end.
func (f *File) FullLine(n int) Span {
	starts := f.lines
	if n < 1 || n > len(starts) {
		return At(len(f.Text))
	}
	end := len(f.Text)
	if n < len(starts) {
		end = starts[n]
	}
	return Span{starts[n-1], end}
}

// Slice is the text of the span.
func (f *File) Slice(s Span) string { return f.Text[s.Start:s.End] }

// EOL is the line end that the file uses: that of its first line, or "\n".
func (f *File) EOL() string {
	if i := strings.IndexByte(f.Text, '\n'); i > 0 && f.Text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
