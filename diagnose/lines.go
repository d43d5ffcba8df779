package diagnose

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// longest is how much of a line is looked at together, in bytes. The rest of a longer one follows in pieces, as if a console
// had broken it. The words of an engine and their code are shorter; what may be long is the data after them.
const longest = 2 << 10

// buffer is how much is read at once, in bytes.
const buffer = 64 << 10

// A splitter cuts a stream into lines, as consoles show them: without NUL and escape sequences, and in pieces if a carriage
// return takes the cursor back.
type splitter struct {
	in    *bufio.Reader
	line  int    // number of the line that rest is in, from 1
	open  bool   // what is read next belongs to that line
	rest  []byte // what is left of what was read
	whole bool   // rest is all that was read
	some  bool   // there is something in rest, though it may be empty
	inner bool   // rest is the middle of a text that is too long
}

func newSplitter(r io.Reader) *splitter {
	return &splitter{in: bufio.NewReaderSize(decoded(bufio.NewReaderSize(r, buffer)), buffer)}
}

// next appends the next piece to buf. Of the empty pieces, only lines that are empty as a whole are given. At the end it gives
// io.EOF.
func (s *splitter) next(p *piece) error {
	for {
		if !s.some {
			if err := s.read(); err != nil {
				return err
			}
		}
		raw, rest, more := bytes.Cut(s.rest, []byte{'\r'})
		whole, inner := s.whole && !more, s.inner
		if s.inner = len(raw) > longest; s.inner {
			raw, rest, more = raw[:longest], s.rest[longest:], true
		} else if !more {
			s.inner = s.open // the rest of the text was not read yet
		}
		s.rest, s.some, s.whole = rest, more, false
		if len(raw) > 0 || whole {
			p.text, p.line, p.inner, p.cut = appendPlain(p.text[:0], raw), s.line, inner, s.inner
			return nil
		}
	}
}

// read gets the next line without its end, or as much of it as is held at once.
func (s *splitter) read() error {
	raw, err := s.in.ReadSlice('\n')
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) && (!errors.Is(err, io.EOF) || len(raw) == 0) {
		return err
	}
	if !s.open {
		s.line++
	}
	s.rest, s.open = bytes.CutSuffix(raw, []byte{'\n'})
	s.open = !s.open
	s.rest = bytes.TrimRight(s.rest, "\r")
	s.some, s.whole = true, true
	return nil
}

// appendPlain appends text without NUL bytes and without escape sequences.
func appendPlain(buf, text []byte) []byte {
	if bytes.IndexByte(text, 0) < 0 && bytes.IndexByte(text, escape) < 0 {
		return append(buf, text...)
	}
	for len(text) > 0 {
		switch text[0] {
		case 0:
			text = text[1:]
		case escape:
			text = text[escapeSequence(text):]
		default:
			buf = append(buf, text[0])
			text = text[1:]
		}
	}
	return buf
}

const escape = 0x1b

// escapeSequence is the length of the escape sequence (ECMA-48) at the start of text, in bytes.
func escapeSequence(text []byte) int {
	if len(text) == 1 {
		return 1
	}
	switch text[1] {
	case '[': // CSI: parameters, then one letter
		for i, b := range text[2:] {
			if b >= 0x40 {
				return i + 3
			}
		}
		return len(text)
	case ']': // OSC: up to BEL or ESC \
		if i := bytes.IndexAny(text[2:min(len(text), 1024)], "\a\x1b"); i >= 0 {
			return min(len(text), i+3+int(text[i+2]&escape>>4))
		}
		return 2
	}
	return 2
}

// decoded gives UTF-8 whatever the encoding of a log is: UTF-16 is recognized by its byte order mark, or by the zeros that
// it has for each letter of English text.
func decoded(in *bufio.Reader) io.Reader {
	head, _ := in.Peek(64) // a shorter file is looked at as well
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return &utf16Reader{in: in}
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return &utf16Reader{in: in, bigEndian: true}
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3) // they were peeked
		return in
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	enough := max(len(head)*3/8, 1)
	switch {
	case zeros[0] == 0 && zeros[1] >= enough:
		return &utf16Reader{in: in}
	case zeros[1] == 0 && zeros[0] >= enough:
		return &utf16Reader{in: in, bigEndian: true}
	}
	return in
}

// A utf16Reader turns UTF-16 into UTF-8. A half of a character, which may not be alone, becomes U+FFFD.
type utf16Reader struct {
	in        *bufio.Reader
	bigEndian bool
	high      rune   // the first half of a surrogate pair, 0 if there is none
	out       []byte // decoded and not read yet
	buf       []byte
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if err := u.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// fill decodes some units.
func (u *utf16Reader) fill() error {
	if _, err := u.in.Peek(2); err != nil {
		if !errors.Is(err, io.EOF) || u.in.Buffered() == 0 {
			return err
		}
		_, _ = u.in.Discard(1) // an odd byte at the end
		return io.EOF
	}
	raw, _ := u.in.Peek(u.in.Buffered() &^ 1) // they are buffered
	u.buf = slices.Grow(u.buf[:0], len(raw)*2)
	low, high := 0, 1
	if u.bigEndian {
		low, high = 1, 0
	}
	for i := 0; i < len(raw); i += 2 {
		u.unit(rune(raw[i+low]) | rune(raw[i+high])<<8)
	}
	u.out = u.buf
	_, _ = u.in.Discard(len(raw)) // they are buffered
	return nil
}

func (u *utf16Reader) unit(r rune) {
	switch {
	case r < 0x80 && u.high == 0:
		u.buf = append(u.buf, byte(r))
		return
	case r == 0xfeff: // a byte order mark
		return
	case u.high != 0 && 0xdc00 <= r && r < 0xe000:
		r = (u.high-0xd800)<<10 | (r - 0xdc00) + 0x10000
		u.high = 0
	case u.high != 0:
		u.buf = utf8.AppendRune(u.buf, utf8.RuneError)
		u.high = 0
	}
	if 0xd800 <= r && r < 0xdc00 {
		u.high = r
		return
	}
	u.buf = utf8.AppendRune(u.buf, r)
}
