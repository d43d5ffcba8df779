package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Visible is text that can be printed to a terminal: on one line, and without what would steer the terminal, turn the
// order of the letters around, or not be seen. Each such character, and each byte that is no text, is replaced by one that can be seen.
func Visible(text string) string {
	clean := func(r rune) bool { return r != utf8.RuneError && visible(r) == r }
	if strings.IndexFunc(text, func(r rune) bool { return !clean(r) }) < 0 {
		return text
	}
	return strings.Map(visible, text)
}

// VisibleLines is Visible for text of several lines: their ends stay, and so do tabs.
func VisibleLines(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		body := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		out.WriteString(strings.Map(func(r rune) rune {
			if r == '\t' {
				return r
			}
			return visible(r)
		}, body))
		out.WriteString(line[len(body):])
	}
	return out.String()
}

// Steers reports whether a character is one that Visible replaces, but for the line ends and tabs of plain text: what
// terminals and editors obey or hide instead of showing it.
func Steers(r rune) bool { return r != '\t' && r != '\n' && r != '\r' && visible(r) != r }

func visible(r rune) rune {
	switch {
	case ' ' <= r && r < 0x7f: // nearly all are
		return r
	case r == '\t':
		return ' '
	case r < ' ':
		return '\u2400' + r // the Unicode block of control pictures: ␛ for ESC
	case r == 0x7f:
		return '\u2421'
	case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || invisible(r):
		return utf8.RuneError
	}
	return r
}

// invisible reports whether a character has no shape of its own: what turns the order of letters around, joins or parts
// them, or hides a text in others. The two variation selectors that tell text from pictures are taken for visible.
func invisible(r rune) bool {
	if r < utf8.RuneSelf || r == '\ufe0e' || r == '\ufe0f' || unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// tabStop is how many columns apart the tab stops are.
const tabStop = 4

// A cell is one character of a line as a terminal shows it.
type cell struct {
	shown  rune // a blank for a tab
	width  int  // in columns
	offset int  // of its first byte in the line
}

// cells cuts a line into what a terminal shows of it.
func cells(line string) []cell {
	list := make([]cell, 0, len(line))
	column := 0
	for i, r := range line {
		c := cell{visible(r), widthAt(column, r), i}
		column += c.width
		list = append(list, c)
	}
	return list
}

// wide is how many columns a text takes.
func wide(s string) int {
	column := 0
	for _, r := range s {
		column += widthAt(column, r)
	}
	return column
}

// widthAt is how many columns a character takes in a column, which counts for a tab.
func widthAt(column int, r rune) int {
	if r == '\t' {
		return tabStop - column%tabStop
	}
	return runeWidth(visible(r))
}

// runeWidth is how many columns a terminal gives a character, by Unicode's East Asian widths.
func runeWidth(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func columns(list []cell) int {
	n := 0
	for _, c := range list {
		n += c.width
	}
	return n
}

func join(list []cell) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteRune(c.shown)
		if c.shown == ' ' { // it may be a tab
			b.WriteString(strings.Repeat(" ", c.width-1))
		}
	}
	return b.String()
}
