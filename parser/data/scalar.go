package data

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/source"
)

// scalar gives a scalar its text and its place. The library has said what it means; this finds where each byte of that
// is written.
func (r *reader) scalar(v *Value, node *yaml.Node, start int) {
	var text source.Text
	var body source.Span
	switch node.Style &^ yaml.TaggedStyle {
	case yaml.SingleQuotedStyle:
		v.Style = SingleQuoted
		text, body = r.quoted(start, '\'')
		v.span = body
	case yaml.DoubleQuotedStyle:
		v.Style = DoubleQuoted
		text, body = r.quoted(start, '"')
		v.span = body
	case yaml.LiteralStyle, yaml.FoldedStyle:
		v.Style = Literal
		if node.Style&yaml.FoldedStyle != 0 {
			v.Style = Folded
		}
		text, body = r.block(start, node.Value, v.Style == Folded)
		v.span = source.Span{Start: start, End: body.End}
	default:
		text, body = r.plain(start, node.Value)
		v.span = body
	}
	if text.String() != node.Value { // the reading of the library is the right one; only its places are then rough
		whole := folder{r: r}
		whole.out.Put(node.Value, body)
		text = whole.text(body.Start)
	}
	v.Text = text
	r.bodies = append(r.bodies, body)
}

// A folder puts the text of a scalar together, joining lines as YAML does.
type folder struct {
	r   *reader
	out source.Builder
	run int // where in the file the bytes begin that are written as they mean
}

// flush adds what is written as it means up to offset i.
func (f *folder) flush(i int) {
	f.out.Add(f.r.all, f.run, i)
	f.run = i
}

// put adds text that replaces the bytes from i to j, and continues at j.
func (f *folder) put(s string, i, j int) {
	f.flush(i)
	f.out.Put(s, source.Span{Start: i, End: j})
	f.run = j
}

// gap handles the spaces and line ends at i: spaces in a line are text, and line ends are folded. It returns where the
// text continues. With escaped set the first line end was taken away by a backslash.
func (f *folder) gap(i int, escaped bool) int {
	end, breaks := f.r.gap(i)
	switch {
	case escaped:
		f.put(breaks, i, end)
	case breaks != "":
		f.put(fold(breaks), i, end)
	}
	return end
}

// gap is the end of the spaces and line ends at i, and those line ends as YAML reads them.
func (r *reader) gap(i int) (end int, breaks string) {
	for i < len(r.text) {
		n := lineBreak(r.text, i)
		switch {
		case n > 0:
			breaks += readBreak(r.text[i : i+n])
			i += n
		case blank(r.text[i]):
			i++
		default:
			return i, breaks
		}
	}
	return i, breaks
}

// readBreak is a line end as YAML reads it: U+2028 and U+2029 stay what they are, every other is a line feed.
func readBreak(s string) string {
	if len(s) == 3 {
		return s
	}
	return "\n"
}

// fold joins lines: one line end is a space, of several the first goes.
func fold(breaks string) string {
	if breaks == "\n" {
		return " "
	}
	return strings.TrimPrefix(breaks, "\n")
}

// text is what was put together; where that is nothing it is the empty text at an offset.
func (f *folder) text(at int) source.Text {
	if f.out.Len() == 0 {
		return f.r.all.Slice(at, at)
	}
	return f.out.Text()
}

// plain finds a plain scalar's text by its value, since where it ends depends on all that is around it.
func (r *reader) plain(start int, value string) (source.Text, source.Span) {
	if strings.HasPrefix(r.text[start:], value) { // on one line
		span := source.Span{Start: start, End: start + len(value)}
		return r.all.Slice(span.Start, span.End), span
	}
	f := folder{r: r, run: start}
	i := start
	for left := len(value); left > 0 && i < len(r.text); {
		if !blank(r.text[i]) && lineBreak(r.text, i) == 0 {
			i++
			left--
			continue
		}
		end, breaks := r.gap(i)
		if breaks == "" {
			left -= end - i
		} else {
			left -= len(fold(breaks))
			f.put(fold(breaks), i, end)
		}
		i = end
	}
	f.flush(i)
	return f.text(start), source.Span{Start: start, End: i}
}

// quoted reads a scalar in single or double quotes.
func (r *reader) quoted(start int, quote byte) (source.Text, source.Span) {
	f := folder{r: r, run: start + 1}
	i := start + 1
	for i < len(r.text) {
		c := r.text[i]
		switch {
		case c == quote && quote == '\'' && strings.HasPrefix(r.text[i:], "''"):
			f.put("'", i, i+2)
			i += 2
		case c == quote:
			f.flush(i)
			return f.text(i), source.Span{Start: start, End: i + 1}
		case c == '\\' && quote == '"':
			i = f.escape(i)
		case blank(c) || lineBreak(r.text, i) > 0:
			i = f.gap(i, false)
		default:
			i++
		}
	}
	f.flush(i)
	return f.text(i), source.Span{Start: start, End: i}
}

// escapes is what the escape sequences of one letter mean.
var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// escape reads the escape sequence at i and returns where the text continues.
func (f *folder) escape(i int) int {
	text := f.r.text
	if i+1 >= len(text) {
		return i + 1
	}
	if n := lineBreak(text, i+1); n > 0 {
		f.put("", i, i+1+n)
		return f.gap(i+1+n, true)
	}
	if digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[i+1]]; digits > 0 {
		end := min(i+2+digits, len(text))
		if code, err := strconv.ParseUint(text[i+2:end], 16, 32); err == nil {
			f.put(string(rune(code)), i, end)
			return end
		}
		return i + 2
	}
	if meaning, known := escapes[text[i+1]]; known {
		f.put(meaning, i, i+2)
	}
	return i + 2
}

// block reads a block scalar. Its value tells how far it is indented where that is written in its header.
func (r *reader) block(start int, value string, folded bool) (source.Text, source.Span) {
	header := r.text[start:r.lineEnd(start)]
	header, _, _ = strings.Cut(header, "#")
	b := blockReader{r: r, folded: folded, keep: strings.Contains(header, "+"), strip: strings.Contains(header, "-")}
	first := r.nextLine(r.lineEnd(start))
	b.indent = r.blockIndent(first, r.column+1, value, strings.ContainsAny(header, "123456789"))
	b.read(first)
	return b.text(), source.Span{Start: first, End: b.end}
}

func (r *reader) nextLine(end int) int {
	if end < len(r.text) {
		return end + lineBreak(r.text, end)
	}
	return end
}

// blockIndent is by how many spaces the first line with text is indented, less those that belong to the value. A line
// with less than least is not of this scalar.
func (r *reader) blockIndent(i, least int, value string, explicit bool) int {
	for i < len(r.text) {
		n := r.spaces(i)
		if i+n < len(r.text) && lineBreak(r.text, i+n) == 0 {
			if n < least {
				break
			}
			if explicit {
				line := strings.TrimLeft(value, "\n\u2028\u2029")
				n -= len(line) - len(strings.TrimLeft(line, " "))
			}
			return max(n, 0)
		}
		i = r.nextLine(i + n)
	}
	return len(r.text) // no line holds more than blanks
}

func (r *reader) spaces(i int) int {
	return len(r.text[i:]) - len(strings.TrimLeft(r.text[i:], " "))
}

// A blockReader reads the lines of a block scalar.
type blockReader struct {
	r                   *reader
	folded, keep, strip bool
	indent              int
	out                 source.Builder
	end                 int // after the last line that holds text

	pending  string      // the line ends since the last line with text, as YAML reads them
	place    source.Span // where they stand, with the indentation after them
	written  bool        // a line with text was read
	indented bool        // the last line with text began with a blank
}

// read reads lines from i on until one that is less indented.
func (b *blockReader) read(i int) {
	text := b.r.text
	b.place, b.end = source.At(i), i
	for i < len(text) {
		n := min(b.r.spaces(i), b.indent)
		end := b.r.lineEnd(i + n)
		if end == i+n { // nothing on it
			i = b.lineBreak(end)
			if end == len(text) {
				break
			}
			continue
		}
		if n < b.indent || b.indent == 0 && marker(text[i:]) {
			break
		}
		b.line(i+n, end)
		i = b.lineBreak(end)
	}
}

func marker(line string) bool {
	return (strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")) &&
		(len(line) == 3 || blank(line[3]) || lineBreak(line, 3) > 0)
}

// line takes the text of one line, with the line ends before it.
func (b *blockReader) line(i, end int) {
	indented := blank(b.r.text[i])
	breaks := b.pending
	if b.folded && b.written && !b.indented && !indented {
		breaks = fold(breaks)
	}
	b.out.Put(breaks, source.Span{Start: b.place.Start, End: i})
	b.out.Add(b.r.all, i, end)
	b.pending, b.place, b.end = "", source.At(end), end
	b.written, b.indented = true, indented
}

// lineBreak takes the line end at i and returns where the next line begins.
func (b *blockReader) lineBreak(i int) int {
	next := b.r.nextLine(i)
	if next > i {
		b.pending += readBreak(b.r.text[i:next])
	}
	b.place.End = next
	return next
}

// text is the scalar's text, with as much of the line ends after it as its header asks for.
func (b *blockReader) text() source.Text {
	tail := b.pending
	switch {
	case b.strip:
		tail = ""
	case !b.keep && !b.written:
		tail = ""
	case !b.keep && tail != "":
		_, n := utf8.DecodeRuneInString(tail)
		tail = tail[:n]
	}
	b.out.Put(tail, source.At(b.end)) // the line end itself is after the value
	if b.out.Len() == 0 {
		return b.r.all.Slice(b.end, b.end)
	}
	return b.out.Text()
}
