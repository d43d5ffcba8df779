package dockerfile

import "strings"

// An Escape is a place in a word where the lexer removes an escape character and keeps what follows it.
type Escape struct {
	At     int  // in Word.Value
	Next   byte // the first byte of what follows; 0 at the end of the word
	Quoted bool // between double quotes, where only the escapes of a quotation mark, "$" and itself are removed
}

// A Reference is a place in a word where the lexer puts in a variable: "$NAME", or "${NAME}" with a modifier or without.
type Reference struct {
	At, End  int // in Word.Value: from "$" to after the name or the closing brace
	Name     string
	Modifier string // what is between the name and the closing brace: ":-default"
}

// Escapes is every escape character that BuildKit's lexer (frontend/dockerfile/shell/lex.go) removes from the word, in
// order. It holds for the instructions that Expands tells.
func (d *Document) Escapes(w *Word) []Escape {
	if strings.IndexByte(w.Value, d.EscapeOf(w)) < 0 {
		return nil
	}
	return d.scan(w).escapes
}

// References is every variable that BuildKit's lexer puts into the word, by the end of its reference. It holds for the
// instructions that Expands tells.
func (d *Document) References(w *Word) []Reference {
	if strings.IndexByte(w.Value, '$') < 0 {
		return nil
	}
	return d.scan(w).references
}

// Unescaped is where the character c, which is not the escape character, is an ordinary character outside single quotes: where it
// would be one if the file's escape character were c. ok is false where the pattern of a substitution ("${X#pattern}")
// holds one of the two: they stay in a pattern as they are.
func (d *Document) Unescaped(w *Word, c byte) (list []int, ok bool) {
	s := &wordScanner{s: w.Value, escape: d.EscapeOf(w), other: c}
	s.until(0)
	return s.others, !s.inPattern
}

func (d *Document) scan(w *Word) *wordScanner {
	s := &wordScanner{s: w.Value, escape: d.EscapeOf(w)}
	s.until(0)
	return s
}

// A wordScanner goes over one word as the lexer does.
type wordScanner struct {
	s          string
	escape     byte
	pos        int
	raw        bool // in the pattern of a substitution, where the lexer keeps escape characters
	escapes    []Escape
	references []Reference

	other     byte // a character to look for beside the escape character; 0 for none
	others    []int
	inPattern bool // one of the two is in a pattern
}

// until reads up to the byte stop, or to the end of the word.
func (s *wordScanner) until(stop byte) {
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
			s.ordinary(c)
		}
	}
}

// ordinary steps over a character that means itself.
func (s *wordScanner) ordinary(c byte) {
	if c == s.other && c != 0 {
		s.others = append(s.others, s.pos)
		s.inPattern = s.inPattern || s.raw
	}
	s.pos++
}

func (s *wordScanner) skipPast(quote byte) {
	end := strings.IndexByte(s.s[s.pos+1:], quote)
	if end < 0 {
		s.pos = len(s.s)
		return
	}
	s.pos += end + 2
}

// next is the byte after the current one; 0 at the end.
func (s *wordScanner) next() byte {
	if s.pos+1 < len(s.s) {
		return s.s[s.pos+1]
	}
	return 0
}

func (s *wordScanner) remove(quoted bool) {
	if s.raw {
		s.inPattern = true
	} else {
		s.escapes = append(s.escapes, Escape{At: s.pos, Next: s.next(), Quoted: quoted})
	}
	s.pos = min(s.pos+2, len(s.s))
}

func (s *wordScanner) doubleQuoted() {
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
			s.ordinary(c)
		}
	}
}

// dollar reads "$NAME" and "${NAME}" with its modifier; the word after one may hold escapes itself.
func (s *wordScanner) dollar() {
	ref := Reference{At: s.pos}
	if s.next() != '{' {
		s.pos++
		if s.pos < len(s.s) && strings.IndexByte("@*#?-$!", s.s[s.pos]) >= 0 {
			s.pos++
			return
		}
		ref.Name = s.name()
		s.refer(ref)
		return
	}
	s.pos += 2
	ref.Name = s.name()
	behind := s.pos
	s.modifier()
	ref.Modifier = strings.TrimSuffix(s.s[behind:s.pos], "}")
	s.refer(ref)
}

// name reads the name of a variable; one that begins with a digit is digits only.
func (s *wordScanner) name() string {
	start := s.pos
	digits := s.pos < len(s.s) && isDigit(s.s[s.pos])
	for s.pos < len(s.s) && isNameByte(s.s[s.pos]) && (!digits || isDigit(s.s[s.pos])) {
		s.pos++
	}
	return s.s[start:s.pos]
}

func (s *wordScanner) refer(ref Reference) {
	ref.End = s.pos
	if ref.Name != "" && !isDigit(ref.Name[0]) {
		s.references = append(s.references, ref)
	}
}

// modifier reads what is between the name of a variable and the closing brace, and the brace.
func (s *wordScanner) modifier() {
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

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || c >= 0x80 || isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}
