package data

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/winlint/winlint/source"
)

// ParseJSON reads a part of a file as JSON. It never fails: what encoding/json refuses is in Errors, in its words, and what was meant is read
// all the same: comments, commas too many, single quotes, names without quotes.
func ParseJSON(f *source.File, part source.Span) *Document {
	r := &jsonReader{doc: &Document{File: f, part: part}, text: f.Text[:part.End], i: part.Start}
	r.all = f.Sub(source.Span{Start: 0, End: len(f.Text)})
	if root := r.value("looking for beginning of value"); root != nil {
		r.doc.Roots = []*Value{root}
	}
	if r.space("after top-level value"); r.i < len(r.text) {
		r.refuse(r.i, "after top-level value")
	}
	return r.doc
}

// maxErrors is how many errors of one file are kept: a file with more is no JSON at all.
const maxErrors = 20

// maxDepth is how deep encoding/json reads.
const maxDepth = 10000

type jsonReader struct {
	doc   *Document
	all   source.Text // the whole file
	text  string
	i     int
	depth int
}

func (r *jsonReader) fail(at source.Span, message string) {
	if len(r.doc.Errors) < maxErrors {
		r.doc.Errors = append(r.doc.Errors, &Error{At: at, Message: message})
	}
}

// refuse notes that the character at an offset cannot be there, as encoding/json says it. At the end of the text only
// the first error counts.
func (r *jsonReader) refuse(at int, where string) {
	if at == len(r.text) {
		r.end("unexpected end of JSON input")
		return
	}
	_, n := utf8.DecodeRuneInString(r.text[at:])
	r.fail(source.Span{Start: at, End: at + n}, "invalid character "+quoteByte(r.text[at])+" "+where)
}

// refuseInside is refuse inside a number, a word or an escape sequence. At the end of the text encoding/json reads a
// blank there.
func (r *jsonReader) refuseInside(at int, where string) {
	if at == len(r.text) {
		r.end("invalid character ' ' " + where)
		return
	}
	r.refuse(at, where)
}

func (r *jsonReader) end(message string) {
	if n := len(r.doc.Errors); n == 0 || r.doc.Errors[n-1].At.Start < len(r.text) {
		r.fail(source.At(len(r.text)), message)
	}
}

// quoteByte shows a byte as encoding/json does, which takes it for a character.
func quoteByte(c byte) string {
	switch c {
	case '\'':
		return `'\''`
	case '"':
		return `'"'`
	}
	s := strconv.Quote(string(rune(c)))
	return "'" + s[1:len(s)-1] + "'"
}

// space steps over white space and, with an error for each, over comments. Where says what encoding/json would look for.
func (r *jsonReader) space(where string) {
	for r.i < len(r.text) {
		switch {
		case strings.IndexByte(" \t\r\n", r.text[r.i]) >= 0:
			r.i++
		case strings.HasPrefix(r.text[r.i:], "//"), strings.HasPrefix(r.text[r.i:], "#"):
			r.comment(where, "\n", 0)
		case strings.HasPrefix(r.text[r.i:], "/*"):
			r.comment(where, "*/", 2)
		default:
			return
		}
	}
}

func (r *jsonReader) comment(where, closing string, width int) {
	end := len(r.text)
	if n := strings.Index(r.text[r.i:], closing); n >= 0 {
		end = r.i + n + width
	}
	at := source.Span{Start: r.i, End: r.i + len(strings.TrimRight(r.text[r.i:end], "\r"))}
	r.fail(at, "invalid character "+quoteByte(r.text[r.i])+" "+where)
	r.i = end
}

// value reads a value; nil where there is none.
func (r *jsonReader) value(where string) *Value {
	r.space(where)
	start := r.i
	if start == len(r.text) {
		r.refuse(start, where)
		return nil
	}
	switch c := r.text[start]; {
	case c == '{' || c == '[':
		return r.nested(c)
	case c == '"':
		return r.string('"')
	case c == '\'':
		r.refuse(start, where)
		return r.string('\'')
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	case c == 't' || c == 'f' || c == 'n':
		return r.literal()
	case strings.IndexByte(",:]}", c) >= 0:
		r.refuse(start, where)
		return nil
	}
	r.refuse(start, where)
	return r.bare(r.i)
}

// nested reads an object or an array, unless it is too deep.
func (r *jsonReader) nested(c byte) *Value {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxDepth {
		r.refuse(r.i, "exceeded max depth")
		r.i = len(r.text)
		return nil
	}
	if c == '{' {
		return r.object()
	}
	return r.array()
}

func (r *jsonReader) array() *Value {
	v := &Value{Kind: Sequence, Style: Flow, span: source.Span{Start: r.i}}
	r.i++
	const value, behind = "looking for beginning of value", "after array element"
	for first := true; r.next(first, value, behind, ']'); first = false {
		item := r.value(value)
		if item == nil {
			continue
		}
		item.Parent, item.Index = v, len(v.Items)
		v.Items = append(v.Items, item)
	}
	v.span.End = r.i
	return v
}

func (r *jsonReader) object() *Value {
	v := &Value{Kind: Mapping, Style: Flow, span: source.Span{Start: r.i}}
	r.i++
	const key, behind = "looking for beginning of object key string", "after object key:value pair"
	for first := true; r.next(first, key, behind, '}'); first = false {
		e := &Entry{Key: r.key(key)}
		if e.Key == nil {
			continue
		}
		r.space("after object key")
		if r.i < len(r.text) && r.text[r.i] == ':' {
			r.i++
			e.Value = r.value("looking for beginning of value")
		} else {
			r.refuse(r.i, "after object key")
		}
		if e.Value == nil {
			e.Value = &Value{Kind: Null, Text: r.all.Slice(r.i, r.i), span: source.At(r.i)}
		}
		e.Key.Parent, e.Value.Parent, e.Value.Key = v, v, e.Key
		v.Entries = append(v.Entries, e)
	}
	v.index()
	v.span.End = r.i
	return v
}

// next steps over the comma before the next element of a collection and reports whether there is one. It steps
// over the closing bracket, too, but not over one that closes something else.
func (r *jsonReader) next(first bool, element, behind string, closing byte) bool {
	where := element
	if !first {
		where = behind
	}
	r.space(where)
	if r.i == len(r.text) {
		r.refuse(r.i, where)
		return false
	}
	switch c := r.text[r.i]; {
	case c == closing:
		r.i++
		return false
	case c == ']' || c == '}':
		r.refuse(r.i, where)
		return false
	case first:
		return true
	case c != ',':
		r.refuse(r.i, behind)
		if c == ':' || c == '=' { // nothing that begins an element
			r.i++
		}
		return true
	}
	r.i++
	r.space(element)
	if r.i < len(r.text) && r.text[r.i] == closing { // a comma too many
		r.refuse(r.i, element)
		r.i++
		return false
	}
	return true
}

// key reads the key of an object; nil where there is none.
func (r *jsonReader) key(where string) *Value {
	r.space(where)
	if r.i == len(r.text) {
		r.refuse(r.i, where)
		return nil
	}
	switch c := r.text[r.i]; {
	case c == '"':
		return r.string('"')
	case c == '\'':
		r.refuse(r.i, where)
		return r.string('\'')
	case strings.IndexByte(",:[]{}", c) >= 0:
		r.refuse(r.i, where)
		if c == '[' || c == '{' || c == ':' {
			r.i++
		}
		return nil
	}
	r.refuse(r.i, where)
	return r.bare(r.i)
}

// bare reads what is without quotes where a value or a key should.
func (r *jsonReader) bare(start int) *Value {
	for r.i < len(r.text) && strings.IndexByte(",:[]{}\"' \t\r\n", r.text[r.i]) < 0 {
		r.i++
	}
	return r.scalar(String, start)
}

func (r *jsonReader) scalar(kind Kind, start int) *Value {
	return &Value{Kind: kind, Text: r.all.Slice(start, r.i), span: source.Span{Start: start, End: r.i}}
}

func (r *jsonReader) literal() *Value {
	start := r.i
	for word, kind := range map[string]Kind{"true": Bool, "false": Bool, "null": Null} {
		if word[0] != r.text[start] {
			continue
		}
		for n := 1; n < len(word); n++ {
			if start+n == len(r.text) || r.text[start+n] != word[n] {
				r.refuseInside(start+n, fmt.Sprintf("in literal %s (expecting '%c')", word, word[n]))
				return r.bare(r.i)
			}
		}
		r.i += len(word)
		return r.scalar(kind, start)
	}
	return nil
}

func (r *jsonReader) number() *Value {
	start, kind := r.i, Int
	if r.text[r.i] == '-' {
		r.i++
	}
	if r.i < len(r.text) && r.text[r.i] == '0' {
		r.i++
	} else if !r.digits("in numeric literal") {
		return r.bare(start)
	}
	if r.i < len(r.text) && r.text[r.i] == '.' {
		r.i++
		kind = Float
		if !r.digits("after decimal point in numeric literal") {
			return r.scalar(kind, start)
		}
	}
	if r.i < len(r.text) && (r.text[r.i] == 'e' || r.text[r.i] == 'E') {
		r.i++
		kind = Float
		if r.i < len(r.text) && (r.text[r.i] == '+' || r.text[r.i] == '-') {
			r.i++
		}
		r.digits("in exponent of numeric literal")
	}
	return r.scalar(kind, start)
}

// digits reads one digit or more; with none it is an error.
func (r *jsonReader) digits(where string) bool {
	start := r.i
	for r.i < len(r.text) && r.text[r.i] >= '0' && r.text[r.i] <= '9' {
		r.i++
	}
	if r.i == start {
		r.refuseInside(r.i, where)
	}
	return r.i > start
}

// string reads a string in the given quotes. One that is not closed ends with its line.
func (r *jsonReader) string(quote byte) *Value {
	v := &Value{Kind: String, Style: DoubleQuoted, span: source.Span{Start: r.i}}
	if quote == '\'' {
		v.Style = SingleQuoted
	}
	r.i++
	start, run := r.i, r.i
	var out source.Builder
	for open := true; open; {
		if r.i == len(r.text) {
			r.refuse(r.i, "")
			break
		}
		switch c := r.text[r.i]; {
		case c == quote:
			open = false
		case c == '\\':
			out.Add(r.all, run, r.i)
			r.escape(&out)
			run = r.i
		case c < ' ':
			r.refuse(r.i, "in string literal")
			if open = c != '\n' && c != '\r'; open {
				r.i++
			}
		default:
			r.i++
		}
	}
	out.Add(r.all, run, r.i)
	v.Text = out.Text()
	if out.Len() == 0 {
		v.Text = r.all.Slice(start, start)
	}
	if r.i < len(r.text) && r.text[r.i] == quote {
		r.i++
	}
	v.span.End = r.i
	return v
}

// escape reads an escape sequence. One that means nothing is kept as it is written.
func (r *jsonReader) escape(out *source.Builder) {
	start := r.i
	if start+1 == len(r.text) {
		r.refuseInside(start+1, "in string escape code")
		r.i++
		out.Add(r.all, start, r.i)
		return
	}
	c := r.text[start+1]
	if n := strings.IndexByte(`"\/bfnrt`, c); n >= 0 {
		r.i += 2
		out.Put("\"\\/\b\f\n\r\t"[n:n+1], source.Span{Start: start, End: r.i})
		return
	}
	if c != 'u' {
		r.refuse(start+1, "in string escape code")
		r.i++
		out.Add(r.all, start, r.i)
		return
	}
	char, ok := r.codeUnit(start)
	if !ok {
		out.Add(r.all, start, r.i)
		return
	}
	if utf16.IsSurrogate(char) { // without its other half it becomes U+FFFD
		second, n := rune(utf8.RuneError), r.i
		if strings.HasPrefix(r.text[r.i:], `\u`) && hexDigits(r.text[r.i+2:]) == 4 {
			second, _ = r.codeUnit(r.i)
		}
		char = utf16.DecodeRune(char, second)
		if char == utf8.RuneError {
			r.i = n
		}
	}
	out.Put(string(char), source.Span{Start: start, End: r.i})
}

// codeUnit reads "\u" and four digits at an offset and steps over them, or over what is there of them.
func (r *jsonReader) codeUnit(at int) (rune, bool) {
	n := hexDigits(r.text[at+2:])
	r.i = at + 2 + n
	if n < 4 {
		r.refuseInside(r.i, `in \u hexadecimal character escape`)
		return 0, false
	}
	code, err := strconv.ParseUint(r.text[at+2:r.i], 16, 16)
	return rune(code), err == nil
}

// hexDigits is how many of the first four bytes are hexadecimal digits, up to the first that is none.
func hexDigits(s string) int {
	n := 0
	for n < 4 && n < len(s) && strings.IndexByte("0123456789abcdefABCDEF", s[n]) >= 0 {
		n++
	}
	return n
}
