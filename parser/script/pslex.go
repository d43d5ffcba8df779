package script

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A psReader reads PowerShell as its own tokenizer and parser do (src/System.Management.Automation/engine/parser of
// PowerShell/PowerShell): where a token ends depends on whether a command or an expression is read.
type psReader struct {
	script *Script
	text   reading
	s      string
	pos    int
	depth  int
	noted  int // comments before this place are noted already
}

func readPowerShell(s *Script, text reading) {
	r := &psReader{script: s, text: text, s: text.String()}
	s.Body = r.block(0)
}

func (r *psReader) to(start int) Range      { return Range{&r.script.Text, start, max(start, r.pos)} }
func (r *psReader) between(i, j int) Range  { return Range{&r.script.Text, i, min(j, len(r.s))} }
func (r *psReader) end() bool               { return r.pos >= len(r.s) }
func (r *psReader) seven() bool             { return r.script.Language != WindowsPowerShell }
func (r *psReader) starts(with string) bool { return strings.HasPrefix(r.s[r.pos:], with) }

func (r *psReader) at(i int) byte {
	if i >= 0 && i < len(r.s) {
		return r.s[i]
	}
	return 0
}

func (r *psReader) fail(at Range, kind ErrorKind, message string) {
	r.script.Errors = append(r.script.Errors, &Error{Range: at, Kind: kind, Message: message})
}

// unexpected notes the character at the reader's place as an error, and steps over it.
func (r *psReader) unexpected(message string) {
	start := r.pos
	r.pos += r.width(r.pos)
	r.fail(r.to(start), Unexpected, message)
}

func (r *psReader) width(i int) int {
	if i >= len(r.s) {
		return 0
	}
	_, n := utf8.DecodeRuneInString(r.s[i:])
	return n
}

// enter notes one more level of nesting; one too many is stepped over.
func (r *psReader) enter() bool {
	r.depth++
	if r.depth <= maxDepth {
		return true
	}
	if !r.end() {
		r.skipNested()
	}
	return false
}

func (r *psReader) leave() { r.depth-- }

// blank is the width of the space or tab at byte i; line ends are none.
func (r *psReader) blank(i int) int {
	if i >= len(r.s) || r.text.hole(i) > i {
		return 0
	}
	switch c := r.at(i); {
	case c == ' ' || c == '\t' || c == '\v' || c == '\f':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	if c, n := utf8.DecodeRuneInString(r.s[i:]); c == '\u0085' || unicode.In(c, unicode.Z) {
		return n
	}
	return 0
}

func (r *psReader) newline(i int) bool { return r.at(i) == '\n' || r.at(i) == '\r' }

// skipNewline steps over one line end.
func (r *psReader) skipNewline() {
	if r.at(r.pos) == '\r' && r.at(r.pos+1) == '\n' {
		r.pos++
	}
	r.pos++
}

// skip steps over spaces, comments and escaped line ends, and, where lines is set, over line ends.
func (r *psReader) skip(lines bool) {
	for !r.end() {
		if n := r.blank(r.pos); n > 0 {
			r.pos += n
			continue
		}
		switch {
		case r.text.hole(r.pos) > r.pos:
			return
		case r.at(r.pos) == '#':
			r.lineComment()
		case r.starts("<#"):
			r.blockComment()
		case lines && r.newline(r.pos):
			r.skipNewline()
		case r.at(r.pos) == '`' && r.newline(r.pos+1):
			r.pos++
			r.skipNewline()
		case r.at(r.pos) == '`' && r.blank(r.pos+1) > 0:
			r.pos++
		default:
			return
		}
	}
}

func (r *psReader) lineComment() {
	start := r.pos
	n := strings.IndexAny(r.s[r.pos:], "\r\n")
	if n < 0 {
		n = len(r.s) - r.pos
	}
	r.pos += n
	r.comment(&Comment{Range: r.to(start)})
}

func (r *psReader) blockComment() {
	start := r.pos
	n := strings.Index(r.s[r.pos:], "#>")
	if n < 0 {
		if start >= r.noted {
			r.fail(r.between(start, start+2), Unclosed, "the comment is not closed")
		}
		r.pos = len(r.s)
	} else {
		r.pos += n + 2
	}
	r.comment(&Comment{Range: r.to(start), Block: true})
}

// comment notes a comment, once.
func (r *psReader) comment(c *Comment) {
	if c.Start >= r.noted {
		r.script.Comments = append(r.script.Comments, c)
		r.noted = c.End
	}
}

// quote tells the quote at byte i: '"' or '\” and its width; PowerShell takes typographic ones, too. 0 where none is.
func (r *psReader) quote(i int) (byte, int) {
	c := r.at(i)
	if c == '"' || c == '\'' {
		return c, 1
	}
	if c == 0xE2 && r.at(i+1) == 0x80 {
		switch r.at(i + 2) {
		case 0x98, 0x99, 0x9A, 0x9B:
			return '\'', 3
		case 0x9C, 0x9D, 0x9E:
			return '"', 3
		}
	}
	return 0, 0
}

// dash is the width of the dash at byte i; PowerShell takes typographic ones, too.
func (r *psReader) dash(i int) int {
	if r.at(i) == '-' {
		return 1
	}
	if r.at(i) == 0xE2 && r.at(i+1) == 0x80 && r.at(i+2) >= 0x93 && r.at(i+2) <= 0x95 {
		return 3
	}
	return 0
}

// splits reports whether byte i ends any token: the tokenizer's ForceStartNewToken.
func (r *psReader) splits(i int) bool {
	if i >= len(r.s) {
		return true
	}
	if r.text.hole(i) > i {
		return false
	}
	return strings.IndexByte("\x00\r\n&(),;{|}", r.at(i)) >= 0 || r.blank(i) > 0
}

// nameWidth is the width of the character at byte i if it is a letter, a digit or an underscore.
func (r *psReader) nameWidth(i int) int {
	c := r.at(i)
	if letter(c) || digit(c) || c == '_' {
		return 1
	}
	if c < utf8.RuneSelf {
		return 0
	}
	if c, n := utf8.DecodeRuneInString(r.s[i:]); unicode.IsLetter(c) || unicode.IsDigit(c) {
		return n
	}
	return 0
}

// identifier is the end of the name that begins at byte i.
func (r *psReader) identifier(i int) int {
	for {
		n := r.nameWidth(i)
		if n == 0 {
			return i
		}
		i += n
	}
}

// keyword is the bare word at the reader's place in lower case, if it can be a keyword: letters only, and nothing glued
// to it.
func (r *psReader) keyword() string {
	if r.text.hole(r.pos) > r.pos {
		return ""
	}
	i := r.pos
	for i < len(r.s) && letter(r.at(i)) {
		i++
	}
	if i == r.pos || i-r.pos > len("inlinescript") || !r.splits(i) {
		return ""
	}
	return strings.ToLower(r.s[r.pos:i])
}

// follows is the next byte after spaces, comments and line ends, without moving.
func (r *psReader) follows(i int) byte {
	at := r.pos
	r.pos = i
	r.skip(true)
	c := r.at(r.pos)
	if r.text.hole(r.pos) > r.pos {
		c = 0
	}
	r.pos = at
	return c
}
