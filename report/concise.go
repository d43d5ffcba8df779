package report

import (
	"fmt"
	"io"

	"github.com/winlint/winlint/lint"
)

// concise writes one line for each finding: "path:line:col: severity: message [rule]".
type concise struct {
	sheet
	text *text
}

func newConcise(w io.Writer, o *Options) Writer {
	return &concise{sheet: sheet{to: w}, text: &text{style: o.Style, columns: o.Columns}}
}

func (c *concise) File(result *lint.Result) error {
	for _, f := range result.Findings {
		fmt.Fprintln(c, c.text.headline(f, f.Severity.String()))
	}
	for _, f := range result.Suppressed {
		fmt.Fprintln(c, c.text.headline(f, ignored))
	}
	return c.flush()
}

func (c *concise) End(*lint.Run) error { return c.flush() }
