// Package report shows what a run found: as text for people, and as JSON and workflow commands for programs.
package report

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// Summary says in one line how much was found, "2 errors, 1 warning in 3 files", and how much of it winlint can mend; ""
// where nothing was found.
func Summary(run *lint.Run) string {
	counts := run.Counts()
	var parts []string
	for severity := lint.Error; severity >= lint.Info; severity-- {
		if n := counts[severity]; n > 0 {
			parts = append(parts, count(n, severity.String()))
		}
	}
	if parts == nil {
		return ""
	}
	files, safe := 0, 0
	for _, result := range run.Results {
		if len(result.Findings) > 0 {
			files++
		}
		for _, f := range result.Findings {
			if f.Fixable() && f.Grade == lint.Safe {
				safe++
			}
		}
	}
	summary := strings.Join(parts, ", ") + " in " + count(files, "file")
	if safe > 0 {
		summary += fmt.Sprintf("; `winlint fix` mends %d", safe)
	}
	return summary
}

// Skipped says of each file that was not checked why, one line each.
func Skipped(run *lint.Run) []string {
	var list []string
	for _, result := range run.Results {
		if why := result.Unit.Template; why != nil {
			list = append(list, Visible(fmt.Sprintf("%s:%d: not checked, since %.2s makes the file a template",
				result.Unit.File.Path, lineOf(result.Unit.File, why.At), why.Text)))
		}
	}
	return list
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func lineOf(f *source.File, s source.Span) int { return f.Position(s.Start).Line }
