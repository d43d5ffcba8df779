package engine

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// A Value is a text that may hold variables.
type Value struct {
	source.Text        // as written
	Pattern     string // of the same length, with a zero byte for each byte of a variable
}

// Known reports whether the text has no variables.
func (v Value) Known() bool { return strings.IndexByte(v.Pattern, 0) < 0 }

// Slice is bytes i to j.
func (v Value) Slice(i, j int) Value { return Value{v.Text.Slice(i, j), v.Pattern[i:j]} }
