package report

import (
	"io"
	"slices"
	"time"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/sarif"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

// A Writer writes a report while the run continues. It is handed each file once, in order, and keeps of it no more than it
// needs for the end, so that the memory of a run follows its largest files and not their number.
type Writer interface {
	File(*lint.Result) error
	End(*lint.Run) error // after the last file
}

// Options is what formats ask for beside the findings.
type Options struct {
	Version string                   // of winlint, as Go has it: "v0.1.0"
	Place   func(path string) string // a path as seen from the root of the repository, or absolute outside of it, with slashes
	Links   docs.Links               // where the pages are
	Style   terminal.Style           // of text for people
	Columns Columns                  // of text for people
	Now     time.Time                // when the run began
}

// Columns is what the columns of a place count. They begin at 1.
type Columns int

// Bytes of UTF-8 is what compilers print; editors count UTF-16.
const (
	Bytes Columns = iota
	UTF16
)

// at is the place of an offset.
func (c Columns) at(f *source.File, offset int) source.Position {
	if c == UTF16 {
		return f.UTF16(offset)
	}
	return f.Position(offset)
}

// A Format is one way to write a report.
type Format struct {
	Name     string
	About    string // what it is for, in a few words
	People   bool   // it is read by people as it is, on a terminal
	Fixes    bool   // it says which findings have a fix, so they must have been proved
	Commands string // it consists of commands to the CI system that sets this variable, which nothing may break there
	New      func(io.Writer, *Options) Writer
}

// Formats is all formats, the usual one first.
var Formats = []*Format{
	{Name: "text", About: "text for people, with the source and the fix", People: true, Fixes: true, New: newText},
	{Name: "concise", About: "one line for each finding", People: true, New: newConcise},
	{Name: "json", About: "one JSON object in a stable format", Fixes: true, New: newJSON},
	{Name: "jsonl", About: "one JSON object for each finding, each on its own line", Fixes: true, New: newJSONLines},
	{Name: "sarif", About: "SARIF 2.1.0, for code scanning and viewers", Fixes: true, New: newSARIF},
	{Name: "github", About: "GitHub Actions annotations", Commands: "GITHUB_ACTIONS", New: newGitHub},
	{Name: "azure", About: "Azure Pipelines issues", Commands: "TF_BUILD", New: newAzure},
	{Name: "gitlab", About: "a GitLab Code Quality report", New: newGitLab},
	{Name: "junit", About: "JUnit XML, for test reports", New: newJUnit},
	{Name: "checkstyle", About: "Checkstyle XML", New: newCheckstyle},
	{Name: "rdjson", About: "the Reviewdog Diagnostic Format, with suggestions", Fixes: true, New: newRDJSON},
	{Name: "rdjsonl", About: "the Reviewdog Diagnostic Format, one line for each finding", Fixes: true, New: newRDJSONLines},
	{Name: "teamcity", About: "TeamCity inspections", Commands: "TEAMCITY_VERSION", New: newTeamCity},
	{Name: "markdown", About: "a Markdown table, for $GITHUB_STEP_SUMMARY", Fixes: true, New: newMarkdown},
	{Name: "html", About: "one web page with search and filters", Fixes: true, New: newHTML},
}

// FormatOf is the format of that name; nil if there is none.
func FormatOf(name string) *Format {
	i := slices.IndexFunc(Formats, func(f *Format) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return Formats[i]
}

// newSARIF is here, because package sarif knows nothing of other formats.
func newSARIF(w io.Writer, o *Options) Writer {
	return sarif.New(&escaped{w: w}, o.Version, o.Place, o.Links)
}
