package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

// markdown collects a table of the findings, errors first. GitHub takes at most 1 MiB for the summary of a step.
type markdown struct {
	w     io.Writer
	links docs.Links
	rows  [lint.Error + 1][]string
	size  int // of the rows, in bytes
	more  int // findings that have no row any more
}

// markdownLimit is how many bytes the rows may take.
const markdownLimit = 900 << 10

func newMarkdown(w io.Writer, o *Options) Writer { return &markdown{w: w, links: o.Links} }

func (m *markdown) File(result *lint.Result) error {
	for _, f := range result.Findings {
		row := m.row(f)
		if m.size+len(row) > markdownLimit {
			m.more++
			continue
		}
		m.size += len(row)
		m.rows[f.Severity] = append(m.rows[f.Severity], row)
	}
	return nil
}

// row is one finding. What is said is in one cell, each field on its own line.
func (m *markdown) row(f *lint.Finding) string {
	at := f.File.Position(f.Span.Start)
	said := cellText(f.Message)
	for _, more := range []struct{ label, text string }{{"Note", f.Note}, {"Help", f.Help}} {
		if more.text != "" {
			said += "<br>**" + more.label + ":** " + cellText(more.text)
		}
	}
	return fmt.Sprintf("| %s | <code>%s:%d:%d</code> | %s | [%s](%s) |\n", f.Severity, htmlText(f.File.Path), at.Line, at.Column,
		said, f.Rule.ID, m.links.Rule(f.Rule.ID))
}

// cellText is prose in a cell of a table, where a bar ends even code.
func cellText(s string) string {
	return strings.NewReplacer("\\|", "\\|", "|", "\\|").Replace(lint.Markdown(terminal.Visible(s)))
}

func (m *markdown) End(run *lint.Run) error {
	var out strings.Builder
	fmt.Fprintf(&out, "## winlint\n\n%s\n", lint.Markdown(Summary(run, true)))
	head := "\n| | Place | Finding | Rule |\n| --- | --- | --- | --- |\n"
	for severity := lint.Error; severity >= lint.Info; severity-- {
		for _, row := range m.rows[severity] {
			out.WriteString(head + row)
			head = ""
		}
	}
	if m.more > 0 {
		fmt.Fprintf(&out, "\nThis table does not include %s.\n", count(m.more, "more finding"))
	}
	for _, err := range run.Unread {
		fmt.Fprintf(&out, "\n<code>%s</code> could not be read: %s.\n", htmlText(err.Path), lint.Markdown(terminal.Visible(err.Err.Error())))
	}
	for _, line := range Unchecked(run) {
		fmt.Fprintf(&out, "\n%s.\n", lint.Markdown(line))
	}
	_, err := io.WriteString(m.w, out.String())
	return err
}
