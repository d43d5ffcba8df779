package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/sarif"
)

// lintFlags is what the user says to the verb lint.
type lintFlags struct {
	format, failOn, color *choice
	output                string
	stdinFilename         string
	showSuppressed        bool
	fix, unsafe           bool
	explainTarget         bool
	settings              *settings
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
	flags.format = addChoice(cmd, "format", "text", "what to print", "text", "json", "sarif", "github")
	flags.failOn = addChoice(cmd, "fail-on", "warning", "the least severity that ends with exit code 1", "error", "warning", "info")
	flags.color = addChoice(cmd, "color", "auto", "color the text", "auto", "always", "never")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of the standard output")
	f.StringVar(&flags.stdinFilename, "stdin-filename", "<stdin>", "the `name` of what comes through \"-\"")
	f.BoolVar(&flags.showSuppressed, "show-suppressed", false, "also report what comments in the files ignore")
	f.BoolVar(&flags.explainTarget, "explain-target", false,
		"print what was understood of each stage, service and docker command (system, release, shell) and why, instead of findings")
	f.BoolVar(&flags.fix, "fix", false, "apply the safe fixes first, and report what is left")
	f.BoolVar(&flags.unsafe, "unsafe", false, "with --fix: also apply the fixes that a person should look at")
	flags.settings = addSettings(cmd)
	return cmd
}

func (flags *lintFlags) run(cmd *cobra.Command, paths []string) error {
	if flags.explainTarget && flags.format.value != "text" {
		return errors.New("--explain-target prints text only")
	}
	if err := flags.settings.check(); err != nil {
		return err
	}
	in := &inputs{paths, cmd.InOrStdin(), flags.stdinFilename, flags.settings}
	out := &lint.Run{Version: version()}
	out.Results, out.Unread = each(in, flags.lint)
	if !flags.showSuppressed {
		for _, result := range out.Results {
			result.Suppressed = nil
		}
	}
	flags.before(cmd.ErrOrStderr(), out)
	if err := flags.report(cmd.OutOrStdout(), out); err != nil {
		return err
	}
	flags.after(cmd.ErrOrStderr(), out)
	switch {
	case len(out.Unread) > 0:
		return errTold
	case flags.fails(out):
		return errFindings
	}
	return nil
}

// lint lints one file, after its fixes where they are asked for.
func (flags *lintFlags) lint(file *input) (*lint.Result, error) {
	if flags.fix && !file.stdin {
		m := mend(file, flags.unsafe)
		return m.fixed.Result, m.save()
	}
	result := file.linter.Lint(file.file)
	file.linter.Prove(result)
	return result, nil
}

// before says what is no finding: which files could not be read, and which were not checked.
func (flags *lintFlags) before(stderr io.Writer, run *lint.Run) {
	for _, err := range run.Unread {
		complain(stderr, fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	for _, line := range report.Skipped(run) {
		fmt.Fprintln(stderr, "winlint: "+line)
	}
	if len(run.Results)+len(run.Unread) == 0 {
		fmt.Fprintln(stderr, "winlint: no Dockerfile here")
	}
}

// after sums up, for people.
func (flags *lintFlags) after(stderr io.Writer, run *lint.Run) {
	if summary := report.Summary(run); summary != "" && flags.format.value == "text" && !flags.explainTarget {
		fmt.Fprintln(stderr, summary)
	}
}

// fails reports whether something was found that is bad enough.
func (flags *lintFlags) fails(run *lint.Run) bool {
	if flags.explainTarget {
		return false
	}
	least, err := lint.ParseSeverity(flags.failOn.value)
	counts := run.Counts()
	return err == nil && slices.Max(counts[least:]) > 0
}

// report writes the report to where the user wants it.
func (flags *lintFlags) report(stdout io.Writer, run *lint.Run) error {
	if flags.output == "" {
		return flags.write(stdout, run)
	}
	var data bytes.Buffer
	if err := flags.write(&data, run); err != nil {
		return err
	}
	return writeFile(flags.output, data.Bytes())
}

func (flags *lintFlags) write(w io.Writer, run *lint.Run) error {
	if flags.explainTarget {
		return report.Targets(w, run)
	}
	switch flags.format.value {
	case "json":
		return report.JSON(escaped{w}, run)
	case "sarif":
		return sarif.Write(escaped{w}, run, inRepository)
	case "github":
		return report.GitHub(w, run, inWorkspace)
	default:
		return report.Text(w, run, style(w, flags.color.value))
	}
}
