package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how a file's text is on the disk.
type Encoding int

// The encodings that can be read and written back. Without a byte order mark a file is UTF-8.
const (
	UTF8 Encoding = iota
	UTF8BOM
	UTF16LE
	UTF16BE
)

func (e Encoding) String() string {
	return [...]string{"UTF-8", "UTF-8 with a byte order mark", "UTF-16 LE", "UTF-16 BE"}[e]
}

var marks = [...]struct {
	encoding Encoding
	mark     string
}{{UTF8BOM, "\xEF\xBB\xBF"}, {UTF16LE, "\xFF\xFE"}, {UTF16BE, "\xFE\xFF"}}

// Decode makes a File of the bytes of a file. It never fails: what is no text is kept as it is and noted in Faults.
func Decode(path string, raw []byte) *File {
	encoding := UTF8
	for _, m := range marks {
		if bytes.HasPrefix(raw, []byte(m.mark)) {
			encoding, raw = m.encoding, raw[len(m.mark):]
			break
		}
	}
	var f *File
	switch encoding {
	case UTF16LE:
		f = decodeUTF16(path, raw, binary.LittleEndian)
	case UTF16BE:
		f = decodeUTF16(path, raw, binary.BigEndian)
	default:
		f = New(path, string(raw))
	}
	f.Encoding = encoding
	f.findFaults()
	return f
}

func invalidUTF8(text string) Span {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			return Span{i, i + 1}
		}
		i += n
	}
	return At(len(text))
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func decodeUTF16(path string, raw []byte, order byteOrder) *File {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	f := New(path, string(utf16.Decode(units)))
	// A lone surrogate or half a unit is replaced when decoded, and can then not be written back.
	back := make([]byte, 0, len(raw))
	for _, u := range utf16.Encode([]rune(f.Text)) {
		back = order.AppendUint16(back, u)
	}
	if !bytes.Equal(back, raw) {
		at := max(0, strings.IndexRune(f.Text, utf8.RuneError))
		f.Faults = append(f.Faults, Fault{At(at), InvalidUTF16})
	}
	return f
}

// ErrLossy says that a file's text cannot be written back without loss, since it was not valid in its encoding.
var ErrLossy = errors.New("the file is not valid UTF-16, so writing it would lose bytes")

// Encode gives text the bytes that f's encoding has for it, byte order mark included.
func (f *File) Encode(text string) ([]byte, error) {
	switch f.Encoding {
	case UTF16LE:
		return f.encodeUTF16(text, "\xFF\xFE", binary.LittleEndian)
	case UTF16BE:
		return f.encodeUTF16(text, "\xFE\xFF", binary.BigEndian)
	case UTF8BOM:
		return []byte("\xEF\xBB\xBF" + text), nil
	default:
		return []byte(text), nil
	}
}

func (f *File) encodeUTF16(text, mark string, order byteOrder) ([]byte, error) {
	if f.Lossy() {
		return nil, ErrLossy
	}
	raw := []byte(mark)
	for _, u := range utf16.Encode([]rune(text)) {
		raw = order.AppendUint16(raw, u)
	}
	return raw, nil
}
