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
	"github.com/winlint/winlint/terminal"
)

// newText writes findings for people. The first line of each is "path:line:col: severity: message [rule]", lines and
// columns from 1; below it stand the source with the place underlined, other places, why, what to do, the
// fix, and where to read more, each indented.
func newText(w io.Writer, o *Options) Writer {
	style := o.Style
	if style.Width == 0 {
		style.Width = terminal.UsualWidth
	}
	style.Width = max(style.Width, terminal.LeastWidth)
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
	style     terminal.Style
	columns   Columns
	links     docs.Links
	explained map[string]bool // the rules that the reader was told where to read of
	findings  int
}

func colorOf(f *lint.Finding) string {
	return [...]string{lint.Info: terminal.Cyan, lint.Warning: terminal.Yellow, lint.Error: terminal.Red}[f.Severity]
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
		t.style.Paint(terminal.Bold, fmt.Sprintf("%s:%d:%d:", terminal.Visible(f.File.Path), at.Line, at.Column)),
		t.style.Paint(colorOf(f), label+":"), terminal.Visible(f.Message), t.style.Paint(terminal.Faint, "["+t.style.Link(f.Rule.ID, t.links.Rule(f.Rule.ID))+"]"))
}

// says writes a note or a help below the source, on as many lines as it takes.
func (t *text) says(label, s string) {
	if s == "" {
		return
	}
	label += " "
	lines := terminal.Wrap(terminal.Visible(s), t.style.Width-2-len(label))
	fmt.Fprintf(t.w, "  %s%s\n", t.style.Paint(terminal.Faint, label), lines[0])
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
		t.span(f.File, r.Span, gutter, "-", terminal.Cyan, terminal.Visible(r.Message))
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
			t.row(gutter, "", "|", t.style.Paint(terminal.Faint, terminal.Ellipsis))
			line = last
		}
		text, from, end := clip(f, span, line)
		if line > first && from == end {
			t.row(gutter, strconv.Itoa(line), "|", terminal.Visible(text))
			continue
		}
		m := terminal.Show(text, from, end, t.style.Width)
		t.row(gutter, strconv.Itoa(line), "|", m.Text)
		under := t.style.Paint(color, strings.Repeat(underline, m.Length))
		if line == last && message != "" {
			under += " " + t.style.Paint(color, message)
		}
		t.row(gutter, "", "|", strings.Repeat(" ", m.Indent)+under)
	}
}

// row writes one line with a gutter, whose number is as wide as gutter.
func (t *text) row(gutter int, number, separator, s string) {
	edge := fmt.Sprintf("  %*s %s", gutter, number, separator)
	if s != "" {
		edge += " "
	}
	fmt.Fprintln(t.w, t.style.Paint(terminal.Faint, edge)+s)
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
		fmt.Fprintf(t.w, "  %s %s\n", t.style.Paint(terminal.Faint, "see:"), strings.Join(places, ", "))
	}
}

// clip is the part of a line that a span covers, without the space at the line's start where the span began before it.
func clip(f *source.File, span source.Span, line int) (text string, from, end int) {
	at := f.Line(line)
	text = f.Slice(at)
	from = max(0, span.Start-at.Start)
	end = min(len(text), span.End-at.Start)
	if span.Start < at.Start {
		from = len(text) - len(strings.TrimLeft(text, " \t"))
	}
	from = min(from, len(text))
	return text, from, max(from, end)
}
