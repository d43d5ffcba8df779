package source_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/winlint/winlint/internal/lineartest"
	"github.com/winlint/winlint/source"
)

// Columns of long lines are those of short ones: the code points, or the UTF-16 code units, before the offset.
func TestColumnsOfLongLines(t *testing.T) {
	line := strings.Repeat("a\u00e9\u20ac\U0001f600\xff", 1_000)
	f := source.New("a", "\u20ac\n"+line+"\n\U0001f600\n")
	start := len("\u20ac\n")
	for i := range line {
		before := []rune(line[:i])
		if got, want := f.Rune(start+i), (source.Position{Line: 2, Column: 1 + len(before)}); got != want {
			t.Fatalf("byte %d is at %v in runes, not %v", i, got, want)
		}
		if got, want := f.UTF16(start+i).Column, 1+len(utf16.Encode(before)); got != want {
			t.Fatalf("byte %d is in column %d of UTF-16, not %d", i, got, want)
		}
	}
	if got := f.UTF16(start + len(line) + 1 + len("\U0001f600")); got != (source.Position{Line: 3, Column: 3}) {
		t.Errorf("behind the long line a short one has %v", got)
	}
}

// Many places in one very long line cost as many look-ups, and not each the whole line.
func TestColumnsAreLinear(t *testing.T) {
	lineartest.Check(t, 4_000, func(n int) string { return strings.Repeat("\u00e9", n) }, func(text string) {
		f := source.New("a", text)
		for i := 0; i < len(text); i += 2 {
			f.Rune(i)
			f.UTF16(i)
		}
	})
}
