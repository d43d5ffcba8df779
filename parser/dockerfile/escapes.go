package dockerfile

import "strings"

// An Escape is a place in a word where the lexer removes an escape character and keeps what follows it.
type Escape struct {
	At     int  // in Word.Value
	Next   byte // the first byte of what follows; 0 at the end of the word
	Quoted bool // between double quotes, where only the escapes of a quotation mark, "$" and itself are removed
}

// Escapes is every escape character that BuildKit's lexer (frontend/dockerfile/shell/lex.go) removes from the word, in
// order. It holds for the instructions that Expands tells.
func (d *Document) Escapes(w *Word) []Escape {
	if strings.IndexByte(w.Value, d.Escape) < 0 {
		return nil
	}
	s := escapeScanner{s: w.Value, escape: d.Escape}
	s.until(0)
	return s.found
}

// An escapeScanner goes over one word as the lexer does.
type escapeScanner struct {
	s      string
	escape byte
	pos    int
	raw    bool // in the pattern of a substitution, where the lexer keeps escape characters
	found  []Escape
}

// until reads up to the byte stop, or to the end of the word.
func (s *escapeScanner) until(stop byte) {
	for s.pos < len(s.s) {
		switch c := s.s[s.pos]; {
		case stop != 0 && c == stop:
			s.pos++
			return
		case c == '\'':
			s.skipPast('\'')
		case c == '"':
			s.doubleQuoted()
		case c == '$':
			s.dollar()
		case c == s.escape:
			s.remove(false)
		default:
			s.pos++
		}
	}
}

func (s *escapeScanner) skipPast(quote byte) {
	end := strings.IndexByte(s.s[s.pos+1:], quote)
	if end < 0 {
		s.pos = len(s.s)
		return
	}
	s.pos += end + 2
}

// next is the byte behind the current one; 0 at the end.
func (s *escapeScanner) next() byte {
	if s.pos+1 < len(s.s) {
		return s.s[s.pos+1]
	}
	return 0
}

func (s *escapeScanner) remove(quoted bool) {
	if !s.raw {
		s.found = append(s.found, Escape{At: s.pos, Next: s.next(), Quoted: quoted})
	}
	s.pos = min(s.pos+2, len(s.s))
}

func (s *escapeScanner) doubleQuoted() {
	for s.pos++; s.pos < len(s.s); {
		switch c := s.s[s.pos]; {
		case c == '"':
			s.pos++
			return
		case c == '$':
			s.dollar()
		case c == s.escape && (s.next() == 0 || s.next() == '"' || s.next() == '$' || s.next() == s.escape):
			s.remove(true)
		default:
			s.pos++
		}
	}
}

// dollar reads "$NAME" and "${NAME}" with its modifier; the word behind one may hold escapes itself.
func (s *escapeScanner) dollar() {
	if s.next() != '{' {
		s.pos++
		if s.pos < len(s.s) && strings.IndexByte("@*#?-$!", s.s[s.pos]) >= 0 {
			s.pos++
		}
		return
	}
	s.pos += 2
	for s.pos < len(s.s) && isNameByte(s.s[s.pos]) {
		s.pos++
	}
	if s.pos == len(s.s) {
		return
	}
	modifier := s.s[s.pos]
	s.pos++
	if modifier == '}' {
		return
	}
	was := s.raw
	s.raw = was || strings.IndexByte("#%/", modifier) >= 0
	s.until('}')
	s.raw = was
}

func isNameByte(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
