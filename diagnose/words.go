package diagnose

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/internal/lazy"
)

// longestWords is how much of a message is shown, in bytes.
const longestWords = 300

var longID = lazy.MustCompile(`[0-9a-f]{24,}`)

// idLength is how much of an id Docker shows.
const idLength = 12

// words is the part of a message that is shown: the match, and what is around it as far as there is room.
func words(text []byte, start, end int) string {
	const around = 4 * longestWords // enough, also after the ids were cut
	from, to := max(0, start-around), min(len(text), max(end, start+longestWords)+around)
	short := longID.ReplaceAllFunc(text[from:to], func(id []byte) []byte { return id[:idLength] })
	at := bytes.Index(short, longID.ReplaceAllFunc(text[start:min(end, start+20)], func(id []byte) []byte { return id[:min(len(id), idLength)] }))
	out := strings.ToValidUTF8(string(bytes.TrimSpace(short)), "\ufffd")
	if len(out) <= longestWords {
		return out
	}
	// The match is shown from its beginning on; before it as much as fits.
	begin := max(0, min(at-longestWords/3, len(out)-longestWords))
	return cut(out, begin, min(len(out), begin+longestWords))
}

// cut is a part of a text, with an ellipsis for what is left out. It begins with a word if there is one.
func cut(text string, from, to int) string {
	if space := strings.IndexByte(text[from:min(from+20, to)], ' '); from > 0 && space >= 0 {
		from += space + 1
	}
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	out := text[from:to]
	if from > 0 {
		out = "…" + out
	}
	if to < len(text) {
		out += "…"
	}
	return out
}

var (
	hexCode     = lazy.MustCompile(`0[xX][0-9a-fA-F]{1,8}\b`)
	decimalCode = lazy.MustCompile(`-?\b[0-9]{10}\b`)
)

// code is the error code in some text, as a hexadecimal number in lower case. Windows prints it that way, as an unsigned
// and as a signed decimal number.
func code(text []byte) string {
	if hex := hexCode.Find(text); hex != nil {
		return strings.ToLower(string(hex))
	}
	n, err := strconv.ParseInt(string(decimalCode.Find(text)), 10, 64)
	if err != nil || n < -1<<31 || n >= 1<<32 {
		return ""
	}
	return fmt.Sprintf("0x%08x", uint32(n))
}
