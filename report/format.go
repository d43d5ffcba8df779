package report

import (
	"io"
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/sarif"
)

// A Writer writes a report while the run goes on. It is handed each file once, in order, and keeps of it no more than it
// needs for the end, so that the memory of a run follows its largest files and not their number.
type Writer interface {
	File(*lint.Result) error
	End(*lint.Run) error // after the last file
}

// Options is what formats ask for beside the findings.
type Options struct {
	Version string                   // of winlint, as Go has it: "v0.1.0"
	Place   func(path string) string // a path as seen from the root of the repository, or absolute outside of it, with slashes
	Style   Style                    // of text for people
}

// A Format is one way to write a report.
type Format struct {
	Name     string
	About    string // what it is for, in a few words
	People   bool   // it is read by people as it is, on a terminal
	Fixes    bool   // it shows fixes, so they must have been proved
	Commands bool   // it consists of commands to a CI system, which nothing may break
	New      func(io.Writer, *Options) Writer
}

// Formats is all formats, the usual one first.
var Formats = []*Format{
	{Name: "text", About: "for people, with the source and the fix", People: true, Fixes: true, New: newText},
	{Name: "json", About: "for programs, stable", Fixes: true, New: newJSON},
	{Name: "sarif", About: "SARIF 2.1.0, for code scanning and viewers", Fixes: true, New: newSARIF},
	{Name: "github", About: "annotations on GitHub", Commands: true, New: newGitHub},
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
func newSARIF(w io.Writer, o *Options) Writer { return sarif.New(&escaped{w: w}, o.Version, o.Place) }
