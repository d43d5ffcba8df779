package terminal

import (
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// StyleOf says how text looks that goes to w: colored where the user says so, or where w is a terminal that can do it and
// nothing in the environment speaks against it; with links on terminals that are known to open them.
func StyleOf(w io.Writer, color string) Style {
	width, yes := Detect(w)
	colored := colored(yes, color)
	return Style{Color: colored, Width: width, Links: colored && yes && opensLinks()}
}

func colored(terminal bool, color string) bool {
	switch {
	case color == "always":
		return true
	case color == "never" || os.Getenv("NO_COLOR") != "":
		return false
	case set("FORCE_COLOR") || set("CLICOLOR_FORCE"):
		return true
	}
	return terminal && os.Getenv("TERM") != "dumb" && os.Getenv("CLICOLOR") != "0"
}

// opensLinks reports whether the terminal is one that is known to open OSC 8 hyperlinks. Others print nothing of them, or
// all, so that silence is the better guess. FORCE_HYPERLINK says yes or, with 0, no, as it does to other programs.
func opensLinks() bool {
	if forced, there := os.LookupEnv("FORCE_HYPERLINK"); there {
		return forced != "0"
	}
	for _, variable := range []string{"WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM"} {
		if os.Getenv(variable) != "" {
			return true
		}
	}
	if vte, err := strconv.Atoi(os.Getenv("VTE_VERSION")); err == nil && vte >= 5000 {
		return true
	}
	switch os.Getenv("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio":
		return true
	}
	term := os.Getenv("TERM")
	return slices.ContainsFunc([]string{"xterm-kitty", "alacritty", "foot", "xterm-ghostty", "contour"}, func(name string) bool { return strings.HasPrefix(term, name) })
}

// set reports whether a variable is there and says yes.
func set(variable string) bool {
	value := os.Getenv(variable)
	return value != "" && value != "0"
}

// Detect reports whether w is a terminal that takes escape sequences, and how wide it is; 0 is unknown.
func Detect(w io.Writer) (width int, yes bool) {
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

// ShownOn is text of files as it may go to w: as it is, but without what a terminal would obey if w is one, or the log of a CI
// system, which is read on one or on a page that colors it as a terminal does.
func ShownOn(w io.Writer, text string) string {
	_, guarded := w.(*Guard)
	if _, yes := Detect(w); yes || guarded {
		return VisibleLines(text)
	}
	return text
}
