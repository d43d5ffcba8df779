package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/terminal"
)

// fixFlags is what the user says to the verb fix.
type fixFlags struct {
	fixing      *fixing
	diff, quiet bool
	color       *choice
	inputs      *inputs
}

func newFix() *cobra.Command {
	flags := &fixFlags{}
	cmd := &cobra.Command{
		Use:   "fix [PATH...]",
		Short: "Apply the safe fixes to files",
		Long: `Apply the safe fixes to files. Each PATH is a file or a directory; the default is the current directory. Each fix is proved
first: the builder's own parser reads the file before and after the fix, and only what the fix names may change. "-" reads
standard input and writes the fixed text to standard output.

The exit code is 1 if --diff shows a difference, 2 if the usage is incorrect or a file could not be read or written, and 0
otherwise, even if findings remain.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	f.BoolVar(&flags.diff, "diff", false, "print the changes as a unified diff, and write nothing")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print only errors and the diff, without a summary")
	flags.color = addChoice(cmd, "color", "auto", "when to use colors", "auto", "always", "never")
	flags.inputs = addInputs(cmd)
	flags.fixing = addFixing(cmd, flags.inputs.settings, "also apply unsafe fixes, which a person should review")
	return cmd
}

func (flags *fixFlags) run(cmd *cobra.Command, paths []string) error {
	in := flags.inputs
	if err := errors.Join(flags.fixing.check(), in.from(cmd, paths)); err != nil {
		return err
	}
	write := flags.write(cmd.OutOrStdout())
	in.pass = func(file *input) error { // an editor replaces its text by what it gets back
		if !file.stdin || flags.diff {
			return nil
		}
		return writeRaw(cmd.OutOrStdout(), file.raw)
	}
	if !flags.quiet {
		in.progress = terminal.NewProgress(cmd.ErrOrStderr())
	}
	tally := &fixTally{}
	unread, err := each(in, func(file *input) (*mended, error) {
		m := flags.fixing.mend(file)
		return m, write(m)
	}, func(m *mended) error {
		tally.add(m)
		if summary := m.summary(flags.diff); summary != "" && !flags.quiet {
			in.progress.Clear()
			fmt.Fprintln(cmd.ErrOrStderr(), summary)
		}
		if !flags.diff || !m.changed() {
			return nil
		}
		in.progress.Clear()
		diff := terminal.ShownOn(cmd.OutOrStdout(), m.diff())
		_, err := io.WriteString(cmd.OutOrStdout(), terminal.Diff(diff, terminal.StyleOf(cmd.OutOrStdout(), flags.color.value)))
		return err
	})
	in.progress.Clear()
	for _, err := range unread {
		complain(cmd.ErrOrStderr(), fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	if !flags.quiet {
		flags.after(cmd.ErrOrStderr(), tally)
	}
	if err != nil {
		return err
	}
	switch {
	case len(unread) > 0:
		return errTold
	case flags.diff && tally.files > 0:
		return errFindings
	}
	return nil
}

// after says for people what is no error: which files were left out, what was fixed, and that there are more fixes.
func (flags *fixFlags) after(stderr io.Writer, tally *fixTally) {
	for _, line := range flags.inputs.notes() {
		fmt.Fprintln(stderr, "winlint: "+terminal.Visible(line))
	}
	if tally.files > 1 {
		fmt.Fprintln(stderr, tally.fixed(flags.diff))
	}
	if tally.unsafe > 0 {
		fmt.Fprintln(stderr, tally.review())
	}
}

// write returns what to do with a fixed file: it is written back, or to stdout where it came from stdin.
func (flags *fixFlags) write(stdout io.Writer) func(*mended) error {
	return func(m *mended) error {
		switch {
		case flags.diff:
			return nil
		case m.input.stdin:
			data, err := m.data()
			if err != nil {
				return err
			}
			return writeRaw(stdout, data)
		}
		return m.save()
	}
}

// writeRaw writes a file itself, and no report about it.
func writeRaw(stdout io.Writer, data []byte) error {
	if guard, guarded := stdout.(*terminal.Guard); guarded {
		stdout = guard.Unguarded()
	}
	_, err := stdout.Write(data)
	return err
}
