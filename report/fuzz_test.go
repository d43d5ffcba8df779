package report_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
)

// Whatever is in a file and whatever place of it is meant: the text says it on lines of its own, and nothing steers the
// terminal.
func FuzzText(f *testing.F) {
	f.Add("FROM a\r\nRUN\tb \\\n\n  日本 \x1b[31m\xff", 3, 20, "x\ny", 40)
	f.Add("", 0, 0, "", 0)
	f.Add("RUN dir C:", 7, 10, "", 80) // the end of a line goes
	f.Add(strings.Repeat("é", 300), 100, 101, "", 80)
	f.Add("\n\n\n\n\n\n\n\n", 0, 8, "\t", 60)
	f.Fuzz(func(t *testing.T, text string, start, end int, by string, width int) {
		file := source.New("Dockerfile", text)
		span := source.Span{Start: max(0, min(start, end, len(text))), End: max(0, min(max(start, end), len(text)))}
		finding := &lint.Finding{
			Rule: &lint.Rule{ID: "test-rule"}, File: file, Span: span, Message: by, Applicability: lint.Safe,
			Edits: []source.Edit{{Span: span, New: by}}, Related: []lint.Related{{Span: span, Message: by}},
		}
		result := &lint.Result{Unit: subject.Unread(file), Findings: []*lint.Finding{finding}}
		out := run{results: []*lint.Result{result}, style: terminal.Style{Width: max(40, min(width, 200))}}.write(t, "text")
		if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Bidi_Control) }); i >= 0 {
			t.Errorf("%q steers: %q", out[i:], out)
		}
		rows := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(rows) > 100 || len(rows) < 4 || !strings.HasPrefix(rows[0], "Dockerfile:") {
			t.Errorf("%d lines: %q", len(rows), out)
		}
		for _, row := range rows[1:] {
			if !strings.HasPrefix(row, "  ") {
				t.Errorf("%q is not indented", row)
			}
		}
	})
}
