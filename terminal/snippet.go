package terminal

import (
	"sort"
	"unicode/utf8"
)

// A mark is a line as it is shown, and what is underlined in it.
type mark struct {
	Text   string
	Indent int // columns before the underlined part
	Length int // of the underlined part, in columns, at least 1
}

// Ellipsis is shown in place of what is cut off a line.
const Ellipsis = "…"

// Show fits a line, with bytes from to end underlined, into that many columns. What is cut off is as far as can be from
// the underlined part.
func Show(line string, from, end, limit int) mark {
	if len(line) <= limit-2 && isPlain(line) { // as most lines are
		return mark{Text: line, Indent: from, Length: max(1, end-from)}
	}
	line, from, end, cutLeft, cutRight := Near(line, from, end, limit)
	list := cells(line)
	at := func(offset int) int {
		return sort.Search(len(list), func(i int) bool { return list[i].offset >= offset })
	}
	first, last := at(from), at(end)
	left, right := window(list, first, last, limit-2)
	m := mark{Text: join(list[left:right]), Indent: columns(list[left:first])}
	m.Length = max(1, columns(list[first:min(last, right)]))
	if left > 0 || cutLeft {
		m.Text = Ellipsis + m.Text
		m.Indent++
	}
	if right < len(list) || cutRight {
		m.Text += Ellipsis
	}
	return m
}

// isPlain reports whether each byte of a text is a character of one column.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Near cuts a very long line to the neighborhood of the bytes from to end, so that its length costs nothing.
func Near(line string, from, end, limit int) (_ string, _, _ int, cutLeft, cutRight bool) {
	reach := limit * utf8.UTFMax
	if right := min(end, from+reach) + reach; right < len(line) {
		right = RuneStart(line, right)
		line, end, cutRight = line[:right], min(end, right), true
	}
	if left := from - reach; left > 0 {
		left = RuneStart(line, left)
		line, from, end, cutLeft = line[left:], from-left, end-left, true
	}
	return line, from, end, cutLeft, cutRight
}

// RuneStart is the start of the character that byte i is in.
func RuneStart(s string, i int) int {
	for n := 0; n < utf8.UTFMax && 0 < i && i < len(s) && !utf8.RuneStart(s[i]); n++ {
		i--
	}
	return i
}

// window chooses the cells that are shown, of at most limit columns.
func window(list []cell, first, last, limit int) (left, right int) {
	if columns(list) <= limit {
		return 0, len(list)
	}
	const before = 20 // columns before the underlined part, so that it can be told where it is
	left = first
	for room := before; left > 0 && room >= list[left-1].width; left-- {
		room -= list[left-1].width
	}
	if columns(list[:last]) <= limit {
		left = 0
	}
	right = left
	for room := limit; right < len(list) && room >= list[right].width; right++ {
		room -= list[right].width
	}
	if right == len(list) { // the end is in sight: show more of what is before it
		for room := limit - columns(list[left:]); left > 0 && room >= list[left-1].width; left-- {
			room -= list[left-1].width
		}
	}
	return left, right
}
