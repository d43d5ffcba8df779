package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/winlint/winlint/report"
)

// style says how text looks that goes to w: colored where the user says so, or where w is a terminal that can do it and
// nothing in the environment speaks against it.
func style(w io.Writer, color string) report.Style {
	width, terminal := terminal(w)
	switch {
	case color == "always":
		return report.Style{Color: true, Width: width}
	case color == "never" || os.Getenv("NO_COLOR") != "":
		return report.Style{Width: width}
	case set("FORCE_COLOR") || set("CLICOLOR_FORCE"):
		return report.Style{Color: true, Width: width}
	}
	plain := os.Getenv("TERM") == "dumb" || os.Getenv("CLICOLOR") == "0"
	return report.Style{Color: terminal && !plain, Width: width}
}

// set reports whether a variable is there and says yes.
func set(variable string) bool {
	value := os.Getenv(variable)
	return value != "" && value != "0"
}

// terminal reports whether w is a terminal that takes escape sequences, and how wide it is; 0 is unknown.
func terminal(w io.Writer) (width int, yes bool) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return width, takesEscapes(file)
}

// shownOn is text of files as it may go to w: as it is, but without what a terminal would obey where w is one.
func shownOn(w io.Writer, text string) string {
	if _, yes := terminal(w); yes {
		return report.VisibleLines(text)
	}
	return text
}
