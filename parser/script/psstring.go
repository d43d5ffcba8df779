package script

import "strings"

// str reads the string that begins at the reader's place.
func (r *psReader) str() *String {
	kind, n := r.quote(r.pos)
	if kind == '\'' {
		return r.single(n)
	}
	return r.double(n)
}

// single reads '...', in which only two quotes mean something: one.
func (r *psReader) single(n int) *String {
	start := r.pos
	var b builder
	str := &String{Quote: "'"}
	r.pos += n
	closed := r.singleBody(&b, &str.Parts)
	str.Range, str.value = r.to(start), b.readingAt(r.text, start+n)
	return r.ended(str, n, closed)
}

// singleBody reads up to the closing quote and returns its width, 0 where there is none.
func (r *psReader) singleBody(b *builder, parts *[]Node) int {
	for !r.end() {
		if r.text.hole(r.pos) > r.pos {
			r.piece(b, parts, "")
			continue
		}
		kind, n := r.quote(r.pos)
		if kind != '\'' {
			end := r.plain(r.pos, "'")
			b.add(r.text, r.pos, end)
			r.pos = end
			continue
		}
		r.pos += n
		next, m := r.quote(r.pos)
		if next != '\'' {
			return n
		}
		b.Put("'", r.text.SpanOf(r.pos-n, r.pos+m))
		r.pos += m
	}
	return 0
}

// plain is the end of the characters from i on that mean nothing in a string: up to one of stops, a typographic quote
// or a hole. The first one counts as plain.
func (r *psReader) plain(i int, stops string) int {
	for i++; i < len(r.s); i++ {
		c := r.at(i)
		if c == 0xE2 || strings.IndexByte(stops, c) >= 0 || len(r.text.holes) > 0 && r.text.hole(i) > i {
			break
		}
	}
	return i
}

// ended completes a string whose closing quote is closed bytes wide, or missing.
func (r *psReader) ended(s *String, open, closed int) *String {
	s.Range = r.to(s.Start)
	s.Body = s.sub(s.Start+open, max(s.Start+open, s.End-closed))
	if closed == 0 {
		r.fail(s.sub(s.Start, s.Start+open), Unclosed, "the quote is not closed")
	}
	return s
}

// double reads "...", with what is put in.
func (r *psReader) double(n int) *String {
	s := &String{Range: r.to(r.pos), Quote: `"`}
	var b builder
	r.pos += n
	closed := r.doubleBody(&b, &s.Parts)
	s.value = b.readingAt(r.text, s.Start+n)
	return r.ended(s, n, closed)
}

func (r *psReader) doubleBody(b *builder, parts *[]Node) int {
	for !r.end() {
		kind, n := r.quote(r.pos)
		if r.text.hole(r.pos) > r.pos || kind != '"' {
			r.piece(b, parts, "\"`$")
			continue
		}
		r.pos += n
		next, m := r.quote(r.pos)
		if next != '"' || r.text.hole(r.pos) > r.pos {
			return n
		}
		b.Put(`"`, r.text.SpanOf(r.pos-n, r.pos+m))
		r.pos += m
	}
	return 0
}

// piece reads one piece of text that variables are put into: an escape sequence, a variable, a sub-expression, or the
// plain text up to one of stops.
func (r *psReader) piece(b *builder, parts *[]Node, stops string) {
	start := r.pos
	if end := r.text.hole(r.pos); end > r.pos {
		r.pos = end
		*parts = append(*parts, r.outer(start))
		b.add(r.text, start, end)
		return
	}
	switch r.at(r.pos) {
	case '`':
		r.backtick(b)
		return
	case '$':
		if n := r.inserted(); n != nil {
			*parts = append(*parts, n)
			b.hole(r.text, start, r.pos)
			return
		}
	}
	r.pos = r.plain(r.pos, stops)
	b.add(r.text, start, r.pos)
}

// outer is the variable of a shell around this one whose text ends at the reader's place.
func (r *psReader) outer(start int) *Variable {
	v := &Variable{Range: r.to(start), Outer: true}
	v.Name = variableName(v.String())
	return v
}

// inserted reads "$name", "${name}" or "$( )"; nil if the "$" is an ordinary character.
func (r *psReader) inserted() Node {
	if r.at(r.pos+1) == '(' {
		return r.enclosed("$(")
	}
	if v := r.variable(); v != nil {
		return v
	}
	return nil
}

// backtick reads an escape sequence.
func (r *psReader) backtick(b *builder) {
	start := r.pos
	r.pos++
	if r.end() {
		b.add(r.text, start, r.pos)
		return
	}
	const letters, means = "0abfnrtv", "\x00\a\b\f\n\r\t\v"
	if i := strings.IndexByte(letters, r.at(r.pos)); i >= 0 {
		r.pos++
		b.Put(means[i:i+1], r.text.SpanOf(start, r.pos))
		return
	}
	end := r.pos + r.width(r.pos)
	b.add(r.text, r.pos, end)
	r.pos = end
}

// variable reads "$name", "${name}" or "@name"; nil where there is none, and then the reader has not moved.
func (r *psReader) variable() *Variable {
	start := r.pos
	splat := r.at(start) == '@'
	if r.at(start+1) == '{' && !splat {
		return r.braced()
	}
	i := start + 1
	switch c := r.at(i); {
	case (c == '$' || c == '?' || c == '^') && !splat:
		i++
	case c == ':' && r.at(i+1) != ':' || c == '?' || r.nameWidth(i) > 0:
		i = r.variableName(i)
	default:
		return nil
	}
	r.pos = i
	return &Variable{Range: r.to(start), Name: strings.ToLower(r.s[start+1 : i]), Splat: splat}
}

func (r *psReader) variableName(i int) int {
	for i < len(r.s) && r.text.hole(i) == i {
		n := r.nameWidth(i)
		if r.at(i) == '?' || r.at(i) == ':' && r.at(i+1) != ':' {
			n = 1
		}
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

func (r *psReader) braced() *Variable {
	start := r.pos
	for i := start + 2; i < len(r.s); i++ {
		switch r.at(i) {
		case '`':
			i++
		case '}':
			r.pos = i + 1
			return &Variable{Range: r.to(start), Name: strings.ToLower(r.s[start+2 : i])}
		}
	}
	r.pos = len(r.s)
	r.fail(r.between(start, start+2), Unclosed, "the brace is not closed")
	return &Variable{Range: r.to(start), Name: strings.ToLower(r.s[start+2:])}
}

// here reads a here-string, whose text begins on the next line and ends in front of a line that begins with its end.
func (r *psReader) here() Node {
	start := r.pos
	kind, n := r.quote(start + 1)
	i := start + 1 + n
	for r.blank(i) > 0 {
		i += r.blank(i)
	}
	if !r.newline(i) {
		r.pos++
		s := r.str()
		r.fail(r.between(start, start+1+n), HereString, "nothing can follow the `"+r.s[start:start+1+n]+
			"` of a here-string on the same line")
		s.Start = start
		return s
	}
	r.pos = i
	r.skipNewline()
	s := &String{Range: r.to(start), Quote: "@" + string(kind)}
	body := r.pos
	var b builder
	stop := r.footer(kind, body)
	r.hereBody(&b, &s.Parts, kind == '"', stop)
	s.value = b.readingAt(r.text, body)
	s.Body = s.sub(body, max(body, r.pos))
	r.hereEnd(s)
	return s
}

// footer is where the text of a here-string ends, from byte i on; the line end in front of its end is no part of it. A
// sub-expression in it can hold one of its own, so that a later one is looked for where the reader has gone past.
func (r *psReader) footer(kind byte, i int) int {
	if got, n := r.quote(i); got == kind && r.at(i+n) == '@' {
		return i
	}
	for ; i < len(r.s); i++ {
		if r.at(i) != '\n' {
			continue
		}
		if got, n := r.quote(i + 1); got == kind && r.at(i+1+n) == '@' {
			if i > 0 && r.s[i-1] == '\r' {
				return i - 1
			}
			return i
		}
	}
	return len(r.s)
}

func (r *psReader) hereBody(b *builder, parts *[]Node, expand bool, stop int) {
	if !expand {
		b.add(r.text, r.pos, stop)
		r.pos = stop
		return
	}
	for r.pos < stop {
		start := r.pos
		if r.text.hole(start) == start && r.at(start) != '`' && r.at(start) != '$' {
			r.pos = min(stop, r.plain(start, "`$"))
			b.add(r.text, start, r.pos)
			continue
		}
		r.piece(b, parts, "`$")
		if r.pos > stop {
			stop = r.footer('"', r.pos)
		}
	}
}

func (r *psReader) hereEnd(s *String) {
	if r.end() {
		s.Range = r.to(s.Start)
		r.fail(s.sub(s.Start, s.Body.Start), Unclosed, "the here-string is not closed")
		return
	}
	if r.newline(r.pos) {
		r.skipNewline()
	}
	_, n := r.quote(r.pos)
	r.pos += n + 1
	s.Range = r.to(s.Start)
}
