package report

import (
	"fmt"
	"io"

	"github.com/winlint/winlint/lint"
)

// checkstyle writes the XML of Checkstyle, which many programs read. Columns count bytes.
type checkstyle struct{ sheet }

func newCheckstyle(w io.Writer, _ *Options) Writer {
	c := &checkstyle{sheet{to: w}}
	c.WriteString(xmlHead + "<checkstyle version=\"5.0\">\n")
	return c
}

func (c *checkstyle) File(result *lint.Result) error {
	if len(result.Findings) > 0 {
		c.file(result.Unit.File.Path)
		for _, f := range result.Findings {
			at := f.File.Position(f.Span.Start)
			fmt.Fprintf(c, "    <error line=\"%d\" column=\"%d\" severity=\"%s\" message=\"%s\" source=\"winlint.%s\"/>\n",
				at.Line, at.Column, f.Severity, xmlText(f.Text()), f.Rule.ID)
		}
		c.WriteString("  </file>\n")
	}
	return c.flush()
}

func (c *checkstyle) file(path string) { fmt.Fprintf(c, "  <file name=\"%s\">\n", xmlText(path)) }

// End lists the files that could not be read, for which the format has no element.
func (c *checkstyle) End(run *lint.Run) error {
	for _, err := range run.Unread {
		c.file(err.Path)
		fmt.Fprintf(c, "    <error line=\"1\" severity=\"error\" message=\"%s\" source=\"winlint\"/>\n  </file>\n",
			xmlText("This file could not be read: "+err.Err.Error()))
	}
	c.WriteString("</checkstyle>\n")
	return c.flush()
}
