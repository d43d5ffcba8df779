// Package report shows what a run found: for people, and for programs.
package report

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// Summary says in one line how much was found, "2 errors, 1 warning in 3 files", and how much of it `winlint fix` fixes if
// the fixes were proved; or that nothing was, and for which systems the files are.
func Summary(run *lint.Run, proved bool) string {
	var parts []string
	for severity := lint.Error; severity >= lint.Info; severity-- {
		if n := run.Counts[severity]; n > 0 {
			parts = append(parts, count(n, severity.String()))
		}
	}
	if parts == nil {
		return clean(run)
	}
	summary := strings.Join(parts, ", ") + " in " + count(run.WithFindings, "file")
	if safe := run.Total().Safe; safe > 0 && proved {
		summary += fmt.Sprintf("; `winlint fix` fixes %d", safe)
	}
	return summary
}

// clean says that nothing was found, "No problems in 3 files (2 for Windows, 1 unknown: --explain-target says why)".
func clean(run *lint.Run) string {
	var systems []string
	for _, system := range []struct {
		os   windows.OS
		form string
	}{{windows.Windows, "%d for Windows"}, {windows.Linux, "%d for Linux"}, {windows.UnknownOS, "%d unknown: --explain-target says why"}} {
		if n := run.Systems[system.os]; n > 0 {
			systems = append(systems, fmt.Sprintf(system.form, n))
		}
	}
	summary := "No problems in " + count(run.Files, "file")
	if systems != nil {
		summary += " (" + strings.Join(systems, ", ") + ")"
	}
	return summary
}

// Unchecked says what was not checked and why, a line for each of the first places.
func Unchecked(run *lint.Run) []string {
	var list []string
	for _, at := range run.Unchecked {
		list = append(list, Visible(fmt.Sprintf("%s:%d: %s", at.Path, at.Line, at.Reason)))
	}
	if more := run.AllUnchecked - len(run.Unchecked); more > 0 {
		list = append(list, count(more, "more place")+" could not be checked: --explain-target lists all")
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
