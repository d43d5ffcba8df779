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

// skippedLines is how many files that were not checked are named.
const skippedLines = 3

// Skipped says which files were not checked and why, the first ones by name.
func Skipped(run *lint.Run) []string {
	var list []string
	all := 0
	for _, result := range run.Results {
		why := result.Unit.Template
		if why == nil {
			continue
		}
		if all++; all <= skippedLines {
			list = append(list, Visible(fmt.Sprintf("%s:%d: not checked, since %s makes the file a template",
				result.Unit.File.Path, lineOf(result.Unit.File, why.At), why.Text)))
		}
	}
	if more := all - skippedLines; more > 0 {
		list = append(list, fmt.Sprintf("%s like it were not checked, either", count(more, "more template")))
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
