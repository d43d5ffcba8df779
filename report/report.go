// Package report shows what a run found: for people, and for programs.
package report

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/windows"
)

// Summary says in one line how much was found, "2 errors, 1 warning in 3 files", and how much of it `winlint fix` fixes if
// the fixes were proved, or that nothing was; and then what was checked.
func Summary(run *lint.Run, proved bool) string {
	var parts []string
	for severity := lint.Error; severity >= lint.Info; severity-- {
		if n := run.Counts[severity]; n > 0 {
			parts = append(parts, count(n, severity.String()))
		}
	}
	files := count(run.Files, "file") + checked(run)
	switch {
	case parts == nil && run.Known > 0:
		return "No new problems in " + files
	case parts == nil:
		return "No problems in " + files
	}
	summary := strings.Join(parts, ", ") + " in " + count(run.WithFindings, "file")
	if safe := run.Total().Safe; safe > 0 && proved {
		summary += fmt.Sprintf("; `winlint fix` fixes %d", safe)
	}
	return summary + "; checked " + files
}

// checked says what the files of a run are for, and how far what they run was read: ": 2 Windows stages, 1 unknown service; 3 RUNs
// were read under an assumption (--explain-target shows why)".
func checked(run *lint.Run) string {
	var parts []string
	for _, kind := range []struct {
		of   subject.ScopeKind
		name string
	}{{subject.Stage, "stage"}, {subject.Service, "service"}, {subject.Command, "docker command"}, {subject.Daemon, "engine"}} {
		for _, os := range []windows.OS{windows.Windows, windows.Linux, windows.UnknownOS} {
			if n := run.Scopes[kind.of][os]; n > 0 {
				parts = append(parts, counted(n, kind.name, os))
			}
		}
	}
	text := ""
	if parts != nil {
		text = ": " + strings.Join(parts, ", ")
	}
	unknown := run.Scopes[subject.Stage][windows.UnknownOS]+run.Scopes[subject.Service][windows.UnknownOS]+run.Scopes[subject.Command][windows.UnknownOS] > 0
	if n := run.Runs[subject.Assumed]; n > 0 {
		text += "; " + count(n, "RUN") + " read under an assumption"
	}
	if n := run.Runs[subject.Passed]; n > 0 {
		text += "; " + count(n, "RUN") + " not read"
	}
	if unknown || run.Runs[subject.Assumed]+run.Runs[subject.Passed] > 0 {
		text += "; --explain-target shows why"
	}
	return text
}

// counted is how many scopes are for a system: "2 Windows stages".
func counted(n int, kind string, os windows.OS) string {
	switch os {
	case windows.Windows:
		return count(n, "Windows "+kind)
	case windows.Linux:
		return count(n, "Linux "+kind)
	}
	return count(n, kind) + " with an unknown system"
}

// Unchecked says what was not checked and why, a line for each of the first places.
func Unchecked(run *lint.Run) []string {
	var list []string
	for _, at := range run.Unchecked {
		list = append(list, terminal.Visible(fmt.Sprintf("%s:%d: %s", at.Path, at.Line, at.Reason)))
	}
	if more := run.AllUnchecked - len(run.Unchecked); more > 0 {
		list = append(list, count(more, "more place")+" could not be checked; --explain-target lists all of them")
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
