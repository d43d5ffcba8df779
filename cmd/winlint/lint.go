package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
)

// lintFlags is what the user says to the verb lint.
type lintFlags struct {
	format, failOn, color *choice
	output                string
	showSuppressed        bool
	fix, unsafe           bool
	explainTarget         bool
	quiet                 bool
	inputs                *inputs
}

func newLint() *cobra.Command {
	flags := &lintFlags{}
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Read files and report what goes wrong on Windows",
		Long: `Read the files that are named, and the Dockerfiles, compose files and scripts that call docker in the folders that
are named (the current folder where nothing is), and report what goes wrong in them on Windows. "-" reads the standard input.

It ends with 0 where nothing was found, 1 where something was, and 2 where it was used wrongly or a file could not be
read or written.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	flags.format = addChoice(cmd, "format", report.Formats[0].Name, "what to print", formatNames()...)
	flags.failOn = addChoice(cmd, "fail-on", "warning", "the least severity that ends with exit code 1", "error", "warning", "info")
	flags.color = addChoice(cmd, "color", "auto", "color the text", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of the standard output")
	f.BoolVar(&flags.showSuppressed, "show-suppressed", false, "also report what comments in the files ignore")
	f.BoolVar(&flags.explainTarget, "explain-target", false,
		"print what was understood of each stage, service and docker command (system, release, shell) and why, instead of findings")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print findings and errors only, no summary")
	f.BoolVar(&flags.fix, "fix", false, "apply the safe fixes first, and report what is left")
	f.BoolVar(&flags.unsafe, "unsafe", false, "with --fix: also apply the fixes that a person should look at")
	flags.inputs = addInputs(cmd)
	return cmd
}

func formatNames() (names []string) {
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}

func (flags *lintFlags) run(cmd *cobra.Command, paths []string) error {
	if flags.explainTarget && flags.format.value != "text" {
		return errors.New("--explain-target prints text only")
	}
	in := flags.inputs
	if err := in.from(cmd, paths); err != nil {
		return err
	}
	out, err := flags.open(cmd.OutOrStdout())
	if err != nil {
		return err
	}
	run := &lint.Run{}
	run.Unread, err = each(in, flags.lint, func(result *lint.Result) error {
		run.Add(result)
		return out.File(result)
	})
	if err == nil {
		err = out.End(run)
	}
	if err = out.close(err); err != nil {
		return err
	}
	flags.after(cmd.ErrOrStderr(), run)
	switch {
	case len(run.Unread) > 0:
		return errTold
	case flags.fails(run):
		return errFindings
	}
	return nil
}

// lint lints one file, after its fixes where they are asked for.
func (flags *lintFlags) lint(file *input) (*lint.Result, error) {
	result, err := flags.result(file)
	if err == nil && !flags.showSuppressed {
		result.Suppressed = nil
	}
	return result, err
}

func (flags *lintFlags) result(file *input) (*lint.Result, error) {
	var result *lint.Result
	var err error
	if flags.fix && !file.stdin {
		m := mend(file, flags.unsafe)
		result, err = m.fixed.Result, m.save()
	} else {
		result = file.linter.Lint(file.file)
	}
	if report.FormatOf(flags.format.value).Fixes && !flags.explainTarget {
		file.linter.Prove(result)
	}
	return result, err
}

// after says for people what is no finding (which files could not be read, and what was not checked) and sums up.
func (flags *lintFlags) after(stderr io.Writer, run *lint.Run) {
	for _, err := range run.Unread {
		complain(stderr, fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	if flags.quiet {
		return
	}
	for _, line := range append(flags.inputs.notes(), report.Unchecked(run)...) {
		fmt.Fprintln(stderr, "winlint: "+report.Visible(line))
	}
	format := report.FormatOf(flags.format.value)
	switch _, terminal := terminal(stderr); {
	case flags.explainTarget:
	case run.Files+len(run.Unread)+len(flags.inputs.notes()) == 0:
		fmt.Fprintln(stderr, "winlint: no Dockerfile here")
	case run.Total().Findings > 0, run.Files > 0 && (terminal || format.People):
		fmt.Fprintln(stderr, report.Summary(run, format.Fixes))
	}
}

// fails reports whether something was found that is bad enough.
func (flags *lintFlags) fails(run *lint.Run) bool {
	if flags.explainTarget {
		return false
	}
	least, err := lint.ParseSeverity(flags.failOn.value)
	return err == nil && slices.Max(run.Counts[least:]) > 0
}

// An output is a report and where it goes.
type output struct {
	report.Writer
	file *outputFile // nil for the standard output
}

// open begins the report where the user wants it.
func (flags *lintFlags) open(stdout io.Writer) (*output, error) {
	out, w := &output{}, stdout
	if flags.output != "" {
		file, err := createOutput(flags.output)
		if err != nil {
			return nil, err
		}
		out.file, w = file, file
	}
	if flags.explainTarget {
		out.Writer = report.Targets(w)
		return out, nil
	}
	format := report.FormatOf(flags.format.value)
	if guard, guarded := w.(*report.Guard); guarded && format.Commands {
		w = guard.Unguarded()
	}
	out.Writer = format.New(w, &report.Options{Version: version(), Place: newPlace(), Style: style(w, flags.color.value)})
	return out, nil
}

// close keeps what was written if all went well.
func (out *output) close(err error) error {
	if out.file == nil {
		return err
	}
	return out.file.close(err)
}
