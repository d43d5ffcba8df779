package terminal

import "strings"

// Wrap breaks text into lines of at most so many columns, at spaces. What is between backquotes stays in one piece,
// because people copy it; a piece that is longer than a line gets a line of its own.
func Wrap(text string, limit int) []string {
	var lines []string
	line, width := "", 0
	for _, piece := range pieces(text) {
		n := wide(piece)
		if line != "" && width+1+n > limit {
			lines, line, width = append(lines, line), "", 0
		}
		if line != "" {
			line, width = line+" ", width+1
		}
		line, width = line+piece, width+n
	}
	return append(lines, line)
}

// pieces cuts text at the spaces that are not between backquotes. A backquote without a partner is text.
func pieces(text string) []string {
	var list []string
	start, code := 0, false
	for i := range len(text) {
		switch {
		case text[i] == '`':
			code = !code && strings.IndexByte(text[i+1:], '`') >= 0
		case text[i] == ' ' && !code:
			list = append(list, text[start:i])
			start = i + 1
		}
	}
	return append(list, text[start:])
}
