// Package terminal writes text to where it is read as it comes: to a terminal, with its colors, links and width, and to the log of
// a CI system. Text of files goes through [Visible] or a [Guard], so that neither takes it for a command.
package terminal

// A Style says how text looks.
type Style struct {
	Color bool // with ANSI escape sequences
	Links bool // with OSC 8 hyperlinks
	Width int  // of a line of source, note or help, in columns; 0 for the usual width
}

// The widths of a line of source, in columns: where nothing is known of the terminal, and at least.
const (
	UsualWidth = 120
	LeastWidth = 40
)

// ANSI escape codes.
const (
	Bold   = "1"
	Faint  = "2"
	Red    = "1;31"
	Green  = "32"
	Yellow = "1;33"
	Cyan   = "1;36"
)

// Paint is text in a color, by its ANSI escape code.
func (style Style) Paint(code, s string) string {
	if !style.Color || s == "" || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// Link is a text that a terminal which can do it opens a page from.
func (style Style) Link(s, url string) string {
	if !style.Links {
		return s
	}
	return "\x1b]8;;" + url + "\x1b\\" + s + "\x1b]8;;\x1b\\"
}
