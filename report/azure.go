package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

// azure writes the logging commands that Azure Pipelines shows as issues of a run. It knows errors and warnings only:
// advice is a line of the log.
// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
type azure struct {
	sheet
	place  func(string) string
	logged bool
}

func newAzure(w io.Writer, o *Options) Writer { return &azure{sheet: sheet{to: w}, place: o.Place} }

func (a *azure) File(result *lint.Result) error {
	for _, f := range result.Findings {
		a.finding(f)
	}
	return a.flush()
}

func (a *azure) finding(f *lint.Finding) {
	path, at := a.place(f.File.Path), f.File.Position(f.Span.Start)
	text := fmt.Sprintf("%s:%d:%d: %s", terminal.Visible(path), at.Line, at.Column, terminal.Visible(f.Text()))
	if f.Severity == lint.Info {
		fmt.Fprint(a, terminal.WithoutCommands(fmt.Sprintf("%s [%s]\n", text, f.Rule.ID)))
		return
	}
	a.logged = true
	fmt.Fprintf(a, "##vso[task.logissue type=%s;sourcepath=%s;linenumber=%d;columnnumber=%d;code=%s;]%s\n",
		f.Severity, azureProperty.Replace(terminal.Visible(path)), at.Line, at.Column, f.Rule.ID, azureData.Replace(text))
}

// azureData escapes the text of a command, azureProperty the value of one of its properties. Line ends are gone already.
// https://github.com/microsoft/azure-pipelines-task-lib/blob/master/node/taskcommand.ts
var (
	azureData     = strings.NewReplacer("%", "%AZP25")
	azureProperty = strings.NewReplacer("%", "%AZP25", "]", "%5D", ";", "%3B")
)

// End marks the task if its exit code does not.
func (a *azure) End(run *lint.Run) error {
	if a.logged && !run.Failed && len(run.Unread) == 0 {
		fmt.Fprintln(a, "##vso[task.complete result=SucceededWithIssues;]")
	}
	return a.flush()
}
