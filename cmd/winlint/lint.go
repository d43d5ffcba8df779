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
		Short: "Lint files for Windows containers",
		Long: `Lint files for Windows containers. Each PATH is a file or a directory; the default is the current directory. In directories,
winlint reads Dockerfiles, compose files, CI files and scripts that call docker. "-" reads standard input.

The exit code is 1 if there is a finding at or above the severity of --fail-on, 2 if the usage is incorrect or a file could not
be read or written, and 0 otherwise.

Formats:
` + formatHelp() + `
--format can be repeated if all but one write to a file: --format sarif=winlint.sarif --format text.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	f.Var(&flags.formats, "format", "the format, optionally with a file to write it to; the default is text, or github in GitHub Actions")
	completed(cmd, "format", completeFormats)
	flags.columns = addChoice(cmd, "columns", "bytes", "the unit of the columns in text and concise", "bytes", "utf16")
	flags.color = addChoice(cmd, "color", "auto", "when to use colors", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of standard output")
	f.BoolVar(&flags.showSuppressed, "show-suppressed", false, "also report findings that comments ignore or that are in the baseline")
	f.BoolVar(&flags.explainTarget, "explain-target", false,
		"instead of findings, print the system, release and shell of each stage, service, job and docker command, with the evidence")
	f.BoolVar(&flags.statistics, "statistics", false, "instead of findings, print their number for each rule")
	f.BoolVar(&flags.exitZero, "exit-zero", false, "exit with 0 even if there are findings")
	cmd.MarkFlagsMutuallyExclusive("explain-target", "statistics")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print only findings and errors, without a summary")
	f.BoolVar(&flags.fix, "fix", false, "apply the safe fixes first, then report the remaining findings")
	flags.adoption = addAdoption(cmd)
	flags.ignoring = addIgnoring(cmd)
	flags.inputs = addInputs(cmd)
	flags.fixing = addFixing(cmd, flags.inputs.settings, "with --fix: also apply unsafe fixes, which a person should review")
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
		return errors.New("--unsafe needs --fix; to fix files without a report, use winlint fix --unsafe")
	case flags.fixing.only != nil:
		return errors.New("--fix-only needs --fix; to fix files without a report, use winlint fix --fix-only")
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
			if err := out.spares(file.input); err != nil {
				return err
			}
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
		fmt.Fprintln(stderr, "winlint: no files to check")
	case run.Files > 0:
		fmt.Fprintln(stderr, report.Summary(run, out.fixes))
	}
}
