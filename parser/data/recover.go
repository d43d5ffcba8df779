package data

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/source"
)

// maxParses is how often the library is asked to read one file. Each time is one pass over the text, so that reading
// stays linear however broken the file is.
const maxParses = 32

// load has the library read the file. What it rejects is replaced by spaces, and the rest is read again.
func (r *reader) load() []*yaml.Node {
	nodes, failure := compose(r.text)
	for parses := 1; failure != nil; {
		r.refuse(failure)
		if failure.Stage == yaml.ReaderStage {
			r.text = blankCharacters(r.text)
			nodes, failure = compose(r.text)
			parses++
			continue
		}
		found := false
		for _, cut := range r.cuts(failure) {
			text := blankLines(r.text, cut)
			again, next := compose(text)
			parses++
			if parses < maxParses && next != nil && r.trouble(next) <= r.trouble(failure) {
				continue
			}
			r.doc.Unread = append(r.doc.Unread, cut)
			found, r.text, nodes, failure = true, text, again, next
			break
		}
		if !found || parses >= maxParses {
			return nodes
		}
	}
	return nodes
}

// compose reads all documents of a text. Those before an error are returned with it. The library's own panics are
// errors like any other.
func compose(text string) (nodes []*yaml.Node, failure *yaml.LoadError) {
	defer func() {
		if caught := recover(); caught != nil {
			failure = &yaml.LoadError{Message: "the YAML library fails on this text", Mark: yaml.Mark{Line: 1, Column: 1}}
		}
	}()
	loader, err := yaml.NewLoader(strings.NewReader(text))
	for err == nil {
		node := &yaml.Node{}
		if err = loader.Load(node); err == nil {
			nodes = append(nodes, node)
		}
	}
	if errors.Is(err, io.EOF) {
		return nodes, nil
	}
	if !errors.As(err, &failure) {
		failure = &yaml.LoadError{Message: err.Error(), Mark: yaml.Mark{Line: 1, Column: 1}}
	}
	return nodes, failure
}

// refuse notes an error, one for each place. Behind the first one only those count that are about one line alone: what
// else the library refuses may follow from what was replaced.
func (r *reader) refuse(failure *yaml.LoadError) {
	e := &Error{At: r.errorSpan(failure), Message: failure.Message, During: failure.ContextMsg}
	first := len(r.doc.Errors) == 0
	if !first && r.doc.Errors[len(r.doc.Errors)-1].At == e.At {
		return
	}
	local := failure.Stage == yaml.ScannerStage && (failure.ContextMark.Line == 0 || failure.ContextMark.Line == failure.Mark.Line)
	if first || local {
		r.doc.Errors = append(r.doc.Errors, e)
	}
}

// errorSpan is the place of an error: the character that the library stopped at or, at the end of the file, where it
// began to read what has no end.
func (r *reader) errorSpan(failure *yaml.LoadError) source.Span {
	if failure.Stage == yaml.ReaderStage {
		return r.rune(refusedCharacter(r.text))
	}
	r.last = mark{}
	at := r.place(failure.Mark.Line, failure.Mark.Column)
	ended := at >= len(r.text) || failure.ContextMark.Line > 0 && failure.ContextMark.Line < failure.Mark.Line && lineBreak(r.text, at) > 0
	switch {
	case failure.Message == "could not find expected ':'":
		start := r.place(failure.ContextMark.Line, failure.ContextMark.Column)
		return source.Span{Start: start, End: start + len(strings.TrimRight(r.text[start:r.lineEnd(start)], " \t"))}
	case ended && failure.ContextMark.Line > 0:
		at = r.place(failure.ContextMark.Line, failure.ContextMark.Column)
	case at < len(r.text) && r.text[at] == '\\':
		return source.Span{Start: at, End: r.rune(min(at+1, len(r.text))).End}
	}
	return r.rune(at)
}

// rune is the place of the character at an offset; empty at the end of a line.
func (r *reader) rune(at int) source.Span {
	if at >= len(r.text) || lineBreak(r.text, at) > 0 {
		return source.At(at)
	}
	_, n := utf8.DecodeRuneInString(r.text[at:])
	return source.Span{Start: at, End: at + n}
}

// refusedCharacter is the offset of the first character that YAML does not allow.
func refusedCharacter(text string) int {
	for i, c := range text {
		if refused(text, i, c) {
			return i
		}
	}
	return len(text)
}

func refused(text string, i int, c rune) bool {
	if c == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(text[i:])
		return n < 2
	}
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF
}

// blankCharacters puts "x" for each byte of the characters that YAML does not allow, so that offsets stay what they are.
func blankCharacters(text string) string {
	out := []byte(text)
	for i, c := range text {
		if refused(text, i, c) {
			_, n := utf8.DecodeRuneInString(text[i:])
			copy(out[i:], "xxx"[:n])
		}
	}
	return string(out)
}

// trouble is the line that an error is about: where something begins that has no end, and else where reading stopped.
func (r *reader) trouble(failure *yaml.LoadError) int {
	if failure.ContextMark.Line > 0 && !strings.Contains(failure.ContextMsg, "block") {
		return failure.ContextMark.Line
	}
	return failure.Mark.Line
}

// cuts is the stretches of lines without which the file may be read, from the smallest on: the lines that belong to the
// one that the error is about, then those it belongs to itself, and at last all that follows.
func (r *reader) cuts(failure *yaml.LoadError) []source.Span {
	line := r.content(r.trouble(failure))
	cuts := []source.Span{r.subtree(line)}
	if stopped := r.content(failure.Mark.Line); stopped != line {
		cuts = append(cuts, r.subtree(stopped))
	}
	top := line
	for parent := r.parent(line); parent > 0; parent = r.parent(parent) {
		if len(cuts) < 6 {
			cuts = append(cuts, r.subtree(parent))
		}
		top = parent
	}
	for _, from := range [...]int{line, top, 1} {
		cuts = append(cuts, source.Span{Start: r.lines[from-1], End: len(r.text)})
	}
	return cuts
}

// content is the nearest line at or before line that holds something.
func (r *reader) content(line int) int {
	line = max(1, min(line, len(r.lines)))
	for line > 1 && r.indent(line) < 0 {
		line--
	}
	return line
}

// indent is the number of spaces at the start of a line; -1 where nothing but a comment follows them.
func (r *reader) indent(line int) int {
	start := r.lines[line-1]
	i := start
	for i < len(r.text) && blank(r.text[i]) {
		i++
	}
	if i == len(r.text) || lineBreak(r.text, i) > 0 || r.text[i] == '#' {
		return -1
	}
	return i - start
}

// dash reports whether the line begins a list item.
func (r *reader) dash(line int) bool {
	rest := r.text[r.lines[line-1]+max(0, r.indent(line)):]
	return strings.HasPrefix(rest, "-") && (len(rest) == 1 || blank(rest[1]) || lineBreak(rest, 1) > 0)
}

// subtree is the line with all lines that belong to it by their indentation. The items of a list may be as far to the
// left as their key.
func (r *reader) subtree(line int) source.Span {
	indent, item := r.indent(line), r.dash(line)
	last := line
	for next := line + 1; next <= len(r.lines); next++ {
		n := r.indent(next)
		if n < 0 {
			continue
		}
		if n < indent || n == indent && (item || !r.dash(next)) || marker(r.text[r.lines[next-1]:]) {
			break
		}
		last = next
	}
	end := len(r.text)
	if last < len(r.lines) {
		end = r.lines[last]
	}
	return source.Span{Start: r.lines[line-1], End: end}
}

// parent is the line that a line belongs to by its indentation; 0 where there is none.
func (r *reader) parent(line int) int {
	indent, item := r.indent(line), r.dash(line)
	for above := line - 1; above > 0; above-- {
		if n := r.indent(above); n >= 0 && (n < indent || n == indent && item && !r.dash(above)) {
			return above
		}
	}
	return 0
}

// blankLines puts spaces in place of all of the stretch but its line ends.
func blankLines(text string, cut source.Span) string {
	out := []byte(text)
	for i := cut.Start; i < cut.End; {
		n := lineBreak(text, i)
		if n == 0 {
			out[i] = ' '
		}
		i += max(n, 1)
	}
	return string(out)
}
