package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// A Style says how text looks.
type Style struct {
	Color bool // with ANSI escape sequences
	Links bool // with OSC 8 hyperlinks
	Width int  // of a line of source, note or help, in columns; 0 for the usual width
}

// The widths of a line of source, in columns: where nothing is known of the terminal, and at least.
const (
	usualWidth = 120
	leastWidth = 40
)

// newText writes findings for people. The first line of each is "path:line:col: severity: message [rule]", lines and
// columns from 1; below it stand the source with the place underlined, other places, why, what to do, the
// fix, and where to read more, each indented.
func newText(w io.Writer, o *Options) Writer {
	style := o.Style
	if style.Width == 0 {
		style.Width = usualWidth
	}
	style.Width = max(style.Width, leastWidth)
	return &text{w: bufio.NewWriter(w), style: style, columns: o.Columns, links: o.Links, explained: map[string]bool{}}
}

func (t *text) File(result *lint.Result) error {
	for _, f := range result.Findings {
		t.finding(f, f.Severity.String())
	}
	for _, f := range result.Suppressed {
		t.finding(f, ignored)
	}
	return t.w.Flush()
}

func (t *text) End(*lint.Run) error { return t.w.Flush() }

// ignored takes the place of the severity of what a comment ignores.
const ignored = "ignored"

// text is what is written, and what the parts of it have in common.
type text struct {
	w         *bufio.Writer // keeps the first error until it is flushed
	style     Style
	columns   Columns
	links     docs.Links
	explained map[string]bool // the rules that the reader was told where to read of
	findings  int
}

// ANSI escape codes.
const (
	bold   = "1"
	faint  = "2"
	red    = "1;31"
	green  = "32"
	yellow = "1;33"
	cyan   = "1;36"
)

func (t *text) paint(code, s string) string {
	if !t.style.Color || s == "" || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func colorOf(f *lint.Finding) string {
	return [...]string{lint.Info: cyan, lint.Warning: yellow, lint.Error: red}[f.Severity]
}

func (t *text) finding(f *lint.Finding, label string) {
	if t.findings > 0 {
		fmt.Fprintln(t.w)
	}
	t.findings++
	fmt.Fprintln(t.w, t.headline(f, label))
	t.source(f)
	t.says("note:", f.Note)
	t.says("help:", f.Help)
	t.fix(f)
	t.more(f)
}

// headline is the first line of a finding, which programs read, too.
func (t *text) headline(f *lint.Finding, label string) string {
	at := t.columns.at(f.File, f.Span.Start)
	return fmt.Sprintf("%s %s %s %s",
		t.paint(bold, fmt.Sprintf("%s:%d:%d:", Visible(f.File.Path), at.Line, at.Column)),
		t.paint(colorOf(f), label+":"), Visible(f.Message), t.paint(faint, "["+t.link(f.Rule.ID, t.links.Rule(f.Rule.ID))+"]"))
}

// link is a text that a terminal which can do it opens a page from.
func (t *text) link(s, url string) string {
	if !t.style.Links {
		return s
	}
	return "\x1b]8;;" + url + "\x1b\\" + s + "\x1b]8;;\x1b\\"
}

// says writes a note or a help below the source, on as many lines as it takes.
func (t *text) says(label, s string) {
	if s == "" {
		return
	}
	label += " "
	lines := Wrap(Visible(s), t.style.Width-2-len(label))
	fmt.Fprintf(t.w, "  %s%s\n", t.paint(faint, label), lines[0])
	for _, line := range lines[1:] {
		fmt.Fprintf(t.w, "  %*s%s\n", len(label), "", line)
	}
}

// source shows the place of a finding, and the places that belong to it.
func (t *text) source(f *lint.Finding) {
	gutter := len(strconv.Itoa(f.File.Position(f.Span.End).Line))
	for _, r := range f.Related {
		gutter = max(gutter, len(strconv.Itoa(f.File.Position(r.Span.Start).Line)))
	}
	t.span(f.File, f.Span, gutter, "^", colorOf(f), "")
	for _, r := range f.Related {
		t.span(f.File, r.Span, gutter, "-", cyan, Visible(r.Message))
	}
}

// shown is how many lines a span may have to be shown whole; of a longer one the first two and the last are shown.
const shown = 4

// span shows the lines of a span with what it covers underlined, and what is said of it after the last underline.
func (t *text) span(f *source.File, span source.Span, gutter int, underline, color, message string) {
	first := f.Position(span.Start).Line
	last := first
	if span.Len() > 0 {
		last = f.Position(span.End - 1).Line
	}
	for line := first; line <= last; line++ {
		if last-first >= shown && line == first+2 {
			t.row(gutter, "", "|", t.paint(faint, ellipsis))
			line = last
		}
		text, from, end := clip(f, span, line)
		if line > first && from == end {
			t.row(gutter, strconv.Itoa(line), "|", Visible(text))
			continue
		}
		m := show(text, from, end, t.style.Width)
		t.row(gutter, strconv.Itoa(line), "|", m.text)
		under := t.paint(color, strings.Repeat(underline, m.length))
		if line == last && message != "" {
			under += " " + t.paint(color, message)
		}
		t.row(gutter, "", "|", strings.Repeat(" ", m.indent)+under)
	}
}

// row writes one line with a gutter, whose number is as wide as gutter.
func (t *text) row(gutter int, number, separator, s string) {
	edge := fmt.Sprintf("  %*s %s", gutter, number, separator)
	if s != "" {
		edge += " "
	}
	fmt.Fprintln(t.w, t.paint(faint, edge)+s)
}

// more says once for each rule where its page is, and for each finding where just its claim can be read.
func (t *text) more(f *lint.Finding) {
	var places []string
	if !t.explained[f.Rule.ID] {
		t.explained[f.Rule.ID] = true
		places = append(places, "winlint explain "+f.Rule.ID)
	}
	if strings.HasPrefix(f.Ref, "https://") {
		places = append(places, f.Ref)
	}
	if places != nil {
		fmt.Fprintf(t.w, "  %s %s\n", t.paint(faint, "see:"), strings.Join(places, ", "))
	}
}
