package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/terminal"
)

// lintFlags is what the user says to the verb lint.
type lintFlags struct {
	formats         formats
	color, columns  *choice
	output          string
	showSuppressed  bool
	adoption        *adoption
	fix             bool
	ignoring        *ignoring
	fixing          *fixing
	explainTarget   bool
	statistics      bool
	exitZero, quiet bool
	inputs          *inputs
}

func newLint() *cobra.Command {
	flags := &lintFlags{}
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Read files and report what goes wrong on Windows",
		Long: `Read the named files, and the Dockerfiles, compose files, CI files and scripts that call docker in the named directories (by
default the current one), and report what goes wrong in them on Windows. "-" reads standard input.

The exit code is 0 if nothing was found, 1 if something was, and 2 if the usage is wrong or a file could not be read or
written.

The formats are
` + formatHelp() + `
--format may be given several times if each but one names a file: --format sarif=winlint.sarif --format text.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	f.Var(&flags.formats, "format", "what to print, or to write to a file; text by default, and github in GitHub Actions")
	completed(cmd, "format", completeFormats)
	flags.columns = addChoice(cmd, "columns", "bytes", "what the columns of text and concise count", "bytes", "utf16")
	flags.color = addChoice(cmd, "color", "auto", "color the text", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of standard output")
	f.BoolVar(&flags.showSuppressed, "show-suppressed", false, "also report the findings that comments ignore or that are in the baseline")
	f.BoolVar(&flags.explainTarget, "explain-target", false,
		"print the system, release and shell of each stage, service, job and docker command, with the evidence, instead of findings")
	f.BoolVar(&flags.statistics, "statistics", false, "print the number of findings for each rule instead of the findings")
	f.BoolVar(&flags.exitZero, "exit-zero", false, "exit with 0 even if there are findings")
	cmd.MarkFlagsMutuallyExclusive("explain-target", "statistics")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print findings and errors only, no summary")
	f.BoolVar(&flags.fix, "fix", false, "apply the safe fixes first, and report what is left")
	flags.adoption = addAdoption(cmd)
	flags.ignoring = addIgnoring(cmd)
	flags.inputs = addInputs(cmd)
	flags.fixing = addFixing(cmd, flags.inputs.settings, "with --fix: also apply the fixes that a person should review")
	flags.inputs.settings.addFlag(cmd, config.Option("fail-on"))
	flags.inputs.settings.addFlag(cmd, config.Option("docs-url"))
	return cmd
}

func (flags *lintFlags) run(cmd *cobra.Command, paths []string) error {
	in := flags.inputs
	if err := errors.Join(flags.fixing.check(), flags.ignoring.check(paths), in.from(cmd, paths)); err != nil {
		return err
	}
	switch {
	case flags.fix:
	case flags.fixing.unsafe:
		return errors.New("--unsafe needs --fix; winlint fix --unsafe fixes files without a report")
	case flags.fixing.only != nil:
		return errors.New("--fix-only needs --fix; winlint fix --fix-only fixes files without a report")
	}
	if err := flags.adoption.open(); err != nil {
		return err
	}
	out, err := flags.open(cmd.OutOrStdout())
	if err != nil {
		return err
	}
	if !flags.quiet {
		in.progress = terminal.NewProgress(cmd.ErrOrStderr())
	}
	run, tally := &lint.Run{}, &fixTally{}
	run.Unread, err = each(in, func(file *input) (*checked, error) { return flags.lint(file, out.fixes) },
		func(file *checked) error {
			if file.mended != nil {
				tally.add(file.mended)
			}
			run.Known += flags.adoption.narrow(file.Result, flags.showSuppressed)
			flags.ignoring.add(file)
			run.Add(file.Result, file.failOn)
			if len(file.Findings) > 0 {
				in.progress.Clear()
			}
			return out.add(file.Result)
		})
	in.progress.Clear()
	run.Unread = append(run.Unread, flags.ignoring.failed...)
	if err == nil {
		err = out.end(run)
	}
	if closed := out.close(err); closed != nil {
		return closed
	}
	if err := flags.adoption.close(); err != nil {
		return err
	}
	flags.after(cmd.ErrOrStderr(), run, tally, out)
	switch {
	case len(run.Unread) > 0:
		return errTold
	case run.Failed:
		return errFindings
	}
	return nil
}

// A checked file is one that was linted.
type checked struct {
	*lint.Result               // what is reported
	whole        lint.Result   // all that was found
	input        *input        // as it is now
	mended       *mended       // nil if its fixes were not to be applied
	failOn       lint.Severity // the least severity that fails the run; lint.Never if none does
}

// lint lints one file, after its fixes if they are asked for.
func (flags *lintFlags) lint(file *input, prove bool) (*checked, error) {
	out := &checked{input: file, failOn: file.failOn}
	if flags.exitZero || flags.explainTarget {
		out.failOn = lint.Never
	}
	if flags.fix && !file.stdin {
		out.mended = flags.fixing.mend(file)
		if err := out.mended.save(); err != nil {
			return nil, err
		}
		out.Result = out.mended.fixed.Result
		if out.mended.written != nil {
			now := *file
			now.raw, now.file = out.mended.written, out.Unit.File
			out.input = &now
		}
	} else {
		out.Result = file.linter.Lint(file.file)
	}
	if prove {
		file.linter.Prove(out.Result)
	}
	out.whole = *out.Result
	if !flags.showSuppressed {
		out.Suppressed = nil
	}
	return out, nil
}

// after says for people what is no finding (which files could not be read, and what was not checked) and sums up.
func (flags *lintFlags) after(stderr io.Writer, run *lint.Run, tally *fixTally, out *outputs) {
	for _, err := range run.Unread {
		complain(stderr, fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	if flags.quiet {
		return
	}
	for _, line := range append(flags.inputs.notes(), report.Unchecked(run)...) {
		fmt.Fprintln(stderr, "winlint: "+terminal.Visible(line))
	}
	flags.adoption.says(stderr)
	flags.ignoring.says(stderr)
	if tally.files > 0 {
		fmt.Fprintln(stderr, tally.fixed(false))
	}
	switch {
	case flags.explainTarget:
	case run.Files+len(run.Unread)+len(flags.inputs.notes()) == 0:
		fmt.Fprintln(stderr, "winlint: no files to check here")
	case run.Files > 0:
		fmt.Fprintln(stderr, report.Summary(run, out.fixes))
	}
}
