package check

import (
	"slices"
	"strings"
)

// Brief is a value as messages and notes show it: without characters that move the cursor, and with at most 40 characters. The
// middle of a longer one is cut, so that an image keeps its tag. Helps show the whole value, because people copy it.
func Brief(s string) string {
	s = visible.Replace(s)
	if len(s) <= briefLength { // it has no more characters than bytes
		return s
	}
	runes := []rune(s)
	if len(runes) <= briefLength {
		return s
	}
	tail := briefLength/2 - 1
	if tag := strings.LastIndexByte(s, ':'); tag >= 0 && !strings.ContainsAny(s[tag:], "/\\ ") {
		tail = min(max(tail, len([]rune(s[tag:]))), briefLength*3/4)
	}
	return string(runes[:briefLength-1-tail]) + "…" + string(runes[len(runes)-tail:])
}

const briefLength = 40

// Mentions reports whether a text contains one of some words, which are lower case, in any case. It is asked before a regular
// expression, which takes many times as long.
func Mentions(text string, words ...string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

var visible = strings.NewReplacer("\x00", "<NUL>", "\a", "<BEL>", "\b", "<BS>", "\f", "<FF>", "\n", "<LF>", "\r", "<CR>", "\t", "<TAB>",
	"\v", "<VT>", "\x1b", "<ESC>", "\u0085", "<NEL>", "\u00a0", "<NBSP>", "\u2028", "<LS>", "\u2029", "<PS>")

// Clip is a message of BuildKit's, which may quote a whole instruction, not longer than two lines. What a terminal would
// obey in it is left to the reports.
func Clip(message string) string {
	const most = 160
	if runes := []rune(message); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return message
}

// IsNumber reports whether s is digits alone.
func IsNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// ControlName is what an escape sequence of JSON and Groovy stands for, by the letter after the backslash; "" for the others.
func ControlName(letter byte) string {
	switch letter {
	case 'b':
		return "a backspace"
	case 'f':
		return "a form feed"
	case 'n':
		return "a line break"
	case 'r':
		return "a carriage return"
	case 't':
		return "a tab"
	case 'u':
		return "the start of a Unicode escape sequence"
	}
	return ""
}
