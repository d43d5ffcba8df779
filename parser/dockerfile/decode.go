package dockerfile

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/winlint/winlint/source"
)

// Decoded is the word as the parser hands it on, with the place of each of its bytes: of an element of a JSON array what
// the string means, where an escape sequence is one place; of any other word its text.
func (w *Word) Decoded() source.Text {
	if !w.JSON {
		return w.Text
	}
	s := w.String()
	var b source.Builder
	for i := 1; i < len(s)-1; {
		if s[i] == '\\' {
			decoded, n := decodeEscape(s[i : len(s)-1])
			b.Put(decoded, w.SpanOf(i, i+n))
			i += n
			continue
		}
		n := strings.IndexByte(s[i:len(s)-1], '\\')
		if n < 0 {
			n = len(s) - 1 - i
		}
		b.Add(w.Text, i, i+n)
		i += n
	}
	if b.Len() == 0 {
		return w.Slice(1, 1)
	}
	return b.Text()
}

// decodeEscape is what the escape sequence at the head of s means, and its length. The array it is in is valid
// JSON. A surrogate without its other half becomes U+FFFD, as encoding/json reads it.
func decodeEscape(s string) (string, int) {
	if s[1] != 'u' {
		if i := strings.IndexByte("bfnrt", s[1]); i >= 0 {
			return "\b\f\n\r\t"[i : i+1], 2
		}
		return s[1:2], 2
	}
	r := codeUnit(s)
	if utf16.IsSurrogate(r) {
		if pair := utf16.DecodeRune(r, codeUnit(s[6:])); pair != utf8.RuneError {
			return string(pair), 12
		}
		r = utf8.RuneError
	}
	return string(r), 6
}

// codeUnit reads "\u" and four digits; U+FFFD where s does not begin so.
func codeUnit(s string) rune {
	if !strings.HasPrefix(s, `\u`) || len(s) < 6 {
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}
