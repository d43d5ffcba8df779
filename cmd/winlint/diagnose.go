package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/diagnose"
	"github.com/winlint/winlint/internal/safefile"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/windows"
)

// diagnoseFlags is what the user says to the verb diagnose.
type diagnoseFlags struct {
	format, color *choice
	output        string
	dir           string
	stdinFilename string
	settings      *settings
}

func newDiagnose() *cobra.Command {
	flags := &diagnoseFlags{}
	cmd := &cobra.Command{
		Use:   "diagnose [LOG...]",
		Short: "Explain the errors of Windows containers in logs",
		Long: `Find known errors of Windows containers in the logs of builds, engines and pipelines. For each error, winlint prints what it
means, its causes and how certain they are, what to do, and which rules of winlint lint find a cause before the build. Without a
LOG, or if LOG is "-", winlint reads standard input.

The exit code is 0 if there is no known error, 1 if there is one, and 2 if a file could not be read or written.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	flags.format = addChoice(cmd, "format", "text", "the output format", "text", "markdown", "json")
	flags.color = addChoice(cmd, "color", "auto", "when to use colors", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of standard output")
	f.StringVar(&flags.dir, "dir", "", "lint this `directory`, and show the places that cause the errors")
	f.StringVar(&flags.stdinFilename, "stdin-filename", "<stdin>", "the `name` of standard input in reports")
	flags.settings = addSettings(cmd)
	flags.settings.addFlag(cmd, config.Option("docs-url"))
	return cmd
}

func (flags *diagnoseFlags) run(cmd *cobra.Command, paths []string) error {
	if err := flags.settings.check(); err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"-"}
	}
	run := &report.Diagnosed{Links: flags.settings.ofRun().Links}
	for _, path := range paths {
		flags.read(run, path, cmd.InOrStdin())
	}
	known, lines := run.Known()
	if flags.dir != "" && known > 0 {
		var err error
		if run.Findings, run.Unread, err = flags.lint(run.Unread, hostOf(run)); err != nil {
			return err
		}
	}
	for _, err := range run.Unread {
		complain(cmd.ErrOrStderr(), fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	if err := flags.report(cmd.OutOrStdout(), run); err != nil {
		return err
	}
	if known == 0 && len(run.Logs) > 0 && flags.format.value == "text" {
		fmt.Fprintf(cmd.ErrOrStderr(), "winlint: no known error in %s\n", count(lines, "line"))
	}
	switch {
	case len(run.Unread) > 0:
		return errTold
	case known > 0:
		return errFindings
	}
	return nil
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// hostOf is the release of the host that a log names, "" if none does.
func hostOf(run *report.Diagnosed) windows.Release {
	for _, log := range run.Logs {
		if release := windows.ReleaseOfBuild(log.Report.Host); release != "" {
			return release
		}
	}
	return ""
}

// read reads one log. What was read of it before an error is reported all the same.
func (flags *diagnoseFlags) read(run *report.Diagnosed, path string, stdin io.Reader) {
	log, name := stdin, flags.stdinFilename
	if !isStdin(path) {
		file, err := os.Open(path)
		if err != nil {
			run.Unread = append(run.Unread, unread(path, err))
			return
		}
		defer func() { _ = file.Close() }() // it was only read
		log, name = file, path
	}
	known, err := diagnose.Read(log, diagnose.Options{})
	if err != nil {
		run.Unread = append(run.Unread, unread(name, err))
	}
	run.Logs = append(run.Logs, report.Log{Path: name, Report: known})
}

func unread(path string, err error) *fs.PathError {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return &fs.PathError{Op: "read", Path: path, Err: err}
}

// lint lints the directory that the user named, for the host of the logs, and adds what could not be read in it.
func (flags *diagnoseFlags) lint(unread []*fs.PathError, host windows.Release) ([]*lint.Finding, []*fs.PathError, error) {
	flags.settings.stateHost(host)
	in := &inputs{paths: []string{flags.dir}, settings: flags.settings}
	var findings []*lint.Finding
	failed, err := each(in, func(file *input) (*lint.Result, error) { return file.linter.Lint(file.file), nil },
		func(result *lint.Result) error {
			findings = append(findings, result.Findings...)
			return nil
		})
	return findings, append(unread, failed...), err
}

// report writes the report to where the user wants it.
func (flags *diagnoseFlags) report(stdout io.Writer, run *report.Diagnosed) error {
	if flags.output == "" {
		return flags.write(stdout, run)
	}
	file, err := safefile.Create(flags.output)
	if err != nil {
		return err
	}
	return file.Finish(flags.write(file, run))
}

func (flags *diagnoseFlags) write(w io.Writer, run *report.Diagnosed) error {
	switch flags.format.value {
	case "json":
		return report.DiagnosesJSON(w, run)
	case "markdown":
		return report.DiagnosesMarkdown(w, run)
	default:
		return report.DiagnosesText(w, run, terminal.StyleOf(w, flags.color.value))
	}
}
