package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/lint"
)

// GitHub writes workflow commands, which GitHub Actions shows beside the lines of a pull request: errors first, since it
// shows ten of each severity for a step. path gives a file's path as the runner wants it, relative to its workspace.
func GitHub(w io.Writer, run *lint.Run, path func(string) string) error {
	b := bufio.NewWriter(w)
	for severity := lint.Error; severity >= lint.Info; severity-- {
		for _, result := range run.Results {
			for _, f := range result.Findings {
				if f.Severity == severity {
					fmt.Fprintln(b, command(f, path))
				}
			}
		}
	}
	return b.Flush()
}

func command(f *lint.Finding, path func(string) string) string {
	start, end := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
	level := [...]string{lint.Info: "notice", lint.Warning: "warning", lint.Error: "error"}[f.Severity]
	columns := ""
	if start.Line == end.Line { // GitHub takes columns only of places on one line
		columns = fmt.Sprintf(",col=%d,endColumn=%d", start.Column, end.Column)
	}
	return fmt.Sprintf("::%s file=%s,line=%d,endLine=%d%s,title=%s::%s", level,
		property(path(f.File.Path)), start.Line, end.Line, columns, property(f.Rule.ID), data(f.Text()))
}

// data escapes the text of a command, property the value of one of its properties.
func data(s string) string { return strings.ReplaceAll(Visible(s), "%", "%25") }

func property(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(Visible(s))
}
