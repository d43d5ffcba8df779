package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/winlint/winlint/internal/safefile"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/terminal"
)

// A wanted report is one that the user asks for.
type wanted struct {
	format *report.Format
	file   string // "" for standard output
}

// formats is the flag --format, which may be given several times: "sarif", or "sarif=winlint.sarif".
type formats []wanted

// String is the value that the help shows.
func (f *formats) String() string { return "" }

// Type is what the help calls the values.
func (f *formats) Type() string { return "name[=file]" }

// Set takes one more report.
func (f *formats) Set(value string) error {
	name, file, named := strings.Cut(value, "=")
	format := report.FormatOf(name)
	switch {
	case format == nil:
		return expected(formatNames())
	case named && file == "":
		return errors.New("expected a file name after the equals sign")
	}
	*f = append(*f, wanted{format, unlessStdout(file)})
	return nil
}

// unlessStdout is the name of a file; "" for "-", which is standard output.
func unlessStdout(file string) string {
	if file == "-" {
		return ""
	}
	return file
}

func formatNames() (names []string) {
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}

// formatHelp lists the formats for the help.
func formatHelp() string {
	var out strings.Builder
	for _, f := range report.Formats {
		fmt.Fprintf(&out, "  %-11s %s\n", f.Name, f.About)
	}
	return out.String()
}

// wanted is the reports to write. One at most goes to the standard output or to the file of --output.
func (flags *lintFlags) wanted() ([]wanted, error) {
	list := slices.Clone(flags.formats)
	printed := func(w wanted) bool { return w.file == "" }
	at := slices.IndexFunc(list, printed)
	if instead, flag := flags.instead(); instead != nil {
		if at >= 0 && list[at].format.Name != "text" {
			return nil, fmt.Errorf("%s prints only text: give %s a file, for example --format %s=winlint.out", flag, list[at].format.Name, list[at].format.Name)
		}
		list = append(slices.DeleteFunc(list, printed), wanted{format: instead})
		at = len(list) - 1
	}
	if len(list) == 0 {
		list, at = []wanted{{format: flags.usual()}}, 0
	}
	if file := unlessStdout(flags.output); file != "" {
		if at < 0 {
			return nil, errors.New("--output applies to a --format without a file, but every --format has a file")
		}
		list[at].file = file
	}
	for i, w := range list {
		if slices.ContainsFunc(list[:i], func(other wanted) bool { return other.file == w.file }) {
			return nil, fmt.Errorf("two reports would go to %s: give each one its own file, for example --format %s=winlint.out",
				where(w.file), w.format.Name)
		}
	}
	return list, nil
}

func where(file string) string {
	if file == "" {
		return "standard output"
	}
	return file
}

// instead is what is printed in place of findings, and the flag that asks for it.
func (flags *lintFlags) instead() (*report.Format, string) {
	switch {
	case flags.explainTarget:
		return report.Targets, "--explain-target"
	case flags.statistics:
		return report.Statistics, "--statistics"
	}
	return nil, ""
}

// usual is the format of who names none: that of the settings, or else text, and annotations in the log of GitHub Actions.
func (flags *lintFlags) usual() *report.Format {
	if stated := flags.inputs.settings.ofRun().Format; stated != "" {
		return report.FormatOf(stated)
	}
	if unlessStdout(flags.output) != "" {
		return report.Formats[0]
	}
	return report.FormatOf(usualFormat())
}

// usualFormat is the name of the format of what is printed if nobody states one.
func usualFormat() string {
	if inGitHubActions() {
		return "github"
	}
	return report.Formats[0].Name
}

func inGitHubActions() bool { return os.Getenv("GITHUB_ACTIONS") == "true" }

// outputs is the reports of a run and where they go.
type outputs struct {
	reports []report.Writer
	files   []*safefile.Output
	fixes   bool // one of them shows fixes
	people  bool // one of them is for people, on the standard output
}

// open begins the reports.
func (flags *lintFlags) open(stdout io.Writer) (*outputs, error) {
	list, err := flags.wanted()
	if err != nil {
		return nil, err
	}
	out := &outputs{}
	options := report.Options{
		Version: version(), Place: newPlace(), Now: time.Now(), Links: flags.inputs.settings.ofRun().Links,
	}
	if flags.columns.value == "utf16" {
		options.Columns = report.UTF16
	}
	for _, w := range list {
		to := stdout
		if w.file != "" {
			file, err := safefile.Create(w.file)
			if err != nil {
				return nil, out.close(err)
			}
			out.files, to = append(out.files, file), file
		}
		if guard, guarded := to.(*terminal.Guard); guarded && w.format.Commands != "" && os.Getenv(w.format.Commands) != "" {
			to = guard.Unguarded()
		}
		options := options
		options.Style = terminal.StyleOf(to, flags.color.value)
		out.reports = append(out.reports, w.format.New(to, &options))
		out.fixes = out.fixes || w.format.Fixes
		out.people = out.people || w.format.People && w.file == ""
	}
	return out, nil
}

// add adds a file to all reports.
func (out *outputs) add(result *lint.Result) error {
	for _, r := range out.reports {
		if err := r.File(result); err != nil {
			return err
		}
	}
	return nil
}

// spares is an error if a report would take the place of a file that was checked.
func (out *outputs) spares(file *input) error {
	for _, written := range out.files {
		if !file.stdin && written.Replaces(file.name) {
			return fmt.Errorf("a report would overwrite %s, which is one of the files to check: write the report to another file", file.name)
		}
	}
	return nil
}

// end ends all reports.
func (out *outputs) end(run *lint.Run) error {
	for _, r := range out.reports {
		if err := r.End(run); err != nil {
			return err
		}
	}
	return nil
}

// close keeps the files that were written if all went well.
func (out *outputs) close(err error) error {
	for _, file := range out.files {
		if closed := file.Finish(err); err == nil {
			err = closed
		}
	}
	return err
}
