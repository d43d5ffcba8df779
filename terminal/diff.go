package terminal

import "strings"

// Diff is the unified diff of one file as it looks on a terminal: what goes is red, what comes is green.
func Diff(diff string, style Style) string {
	if !style.Color {
		return diff
	}
	var out strings.Builder
	n := 0
	for line := range strings.Lines(diff) {
		text, ended := strings.CutSuffix(line, "\n")
		out.WriteString(style.Paint(diffColor(n, text), text))
		if ended {
			out.WriteByte('\n')
		}
		n++
	}
	return out.String()
}

// namesOfDiff is how many lines at the start of a diff name the file before and after.
const namesOfDiff = 2

// diffColor is the color of the n-th line, "" for none.
func diffColor(n int, line string) string {
	switch {
	case n < namesOfDiff:
		return Bold
	case strings.HasPrefix(line, "@@"):
		return Cyan
	case strings.HasPrefix(line, "-"):
		return Red
	case strings.HasPrefix(line, "+"):
		return Green
	}
	return ""
}
