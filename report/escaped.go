package report

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/winlint/winlint/terminal"
)

// escaped passes JSON on with those characters of its strings escaped that a terminal, or the log of a CI system, would
// obey: what programs read is the same. Each write must consist of whole characters.
type escaped struct {
	w       io.Writer
	hash    bool // the last character was "#"
	pending bytes.Buffer
}

func (e *escaped) Write(data []byte) (int, error) {
	for _, r := range string(data) {
		// Outside of strings there is no "#", and all commands inside of a line begin with two of them.
		if terminal.Steers(r) || r == '#' && e.hash {
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&e.pending, `\u%04x`, unit)
			}
		} else {
			e.pending.WriteRune(r)
		}
		e.hash = r == '#'
	}
	if _, err := e.pending.WriteTo(e.w); err != nil {
		return 0, err
	}
	return len(data), nil
}
