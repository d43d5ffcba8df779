package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/source"
)

// fixFlags is what the user says to the verb fix.
type fixFlags struct {
	unsafe, diff bool
	inputs       *inputs
}

func newFix() *cobra.Command {
	flags := &fixFlags{}
	cmd := &cobra.Command{
		Use:   "fix [PATH...]",
		Short: "Apply the safe fixes to files",
		Long: `Apply the safe fixes to the named files, and to the files in the named directories (by default the current one). Each fix is
proved first: the builder's own parser reads the file before and after it, and only what the fix names may change. "-" reads
the standard input and writes the fixed text to the standard output.

The exit code is 0 if all went well, even if findings without a fix are left; 1 if --diff shows a difference; and 2 if the usage
is wrong or a file could not be read or written.`,
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args) },
	}
	f := cmd.Flags()
	f.BoolVar(&flags.unsafe, "unsafe", false, "also apply the fixes that a person should review")
	f.BoolVar(&flags.diff, "diff", false, "print what would change as a unified diff, and write nothing")
	flags.inputs = addInputs(cmd)
	return cmd
}

func (flags *fixFlags) run(cmd *cobra.Command, paths []string) error {
	in := flags.inputs
	if err := in.from(cmd, paths); err != nil {
		return err
	}
	write := flags.write(cmd.OutOrStdout())
	in.pass = func(file *input) error { // an editor replaces its text by what it gets back
		if !file.stdin || flags.diff {
			return nil
		}
		return writeRaw(cmd.OutOrStdout(), file.raw)
	}
	in.progress = newProgress(cmd.ErrOrStderr())
	differs := false
	unread, err := each(in, func(file *input) (*mended, error) {
		m := mend(file, flags.unsafe)
		return m, write(m)
	}, func(m *mended) error {
		if m.changed() {
			in.progress.clear()
		}
		if summary := m.summary(flags.diff); summary != "" {
			fmt.Fprintln(cmd.ErrOrStderr(), summary)
		}
		if !flags.diff || !m.changed() {
			return nil
		}
		differs = true
		_, err := io.WriteString(cmd.OutOrStdout(), shownOn(cmd.OutOrStdout(), m.diff()))
		return err
	})
	in.progress.clear()
	for _, err := range unread {
		complain(cmd.ErrOrStderr(), fmt.Errorf("%s: %w", err.Path, err.Err))
	}
	for _, line := range in.notes() {
		fmt.Fprintln(cmd.ErrOrStderr(), "winlint: "+report.Visible(line))
	}
	if err != nil {
		return err
	}
	switch {
	case len(unread) > 0:
		return errTold
	case differs:
		return errFindings
	}
	return nil
}

// write gives what is done with a fixed file: it is written back, or to stdout where it came from stdin.
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
	if guard, guarded := stdout.(*report.Guard); guarded {
		stdout = guard.Unguarded()
	}
	_, err := stdout.Write(data)
	return err
}

// mended is a file after its fixes.
type mended struct {
	input *input
	fixed *lint.Fixed
}

func mend(file *input, unsafe bool) *mended {
	least := lint.Safe
	if unsafe {
		least = lint.Unsafe
	}
	return &mended{file, file.linter.Fix(file.file, least)}
}

func (m *mended) changed() bool { return len(m.fixed.Applied) > 0 }

// data is the bytes of the fixed file, in the encoding that it had. A file whose own bytes do not come back out of its text is
// not written.
func (m *mended) data() ([]byte, error) {
	if !m.changed() {
		return m.input.raw, nil
	}
	before, after := m.input.file, m.fixed.Unit.File
	if back, err := before.Encode(before.Text); err != nil || !bytes.Equal(back, m.input.raw) {
		return nil, source.ErrLossy
	}
	return after.Encode(after.Text)
}

// save writes the file back where something was fixed.
func (m *mended) save() error {
	data, err := m.data()
	if err != nil || bytes.Equal(data, m.input.raw) {
		return err
	}
	return replaceFile(m.input.name, m.input.raw, data)
}

// diff shows what the fixes change.
func (m *mended) diff() string {
	name := report.Visible(m.input.file.Path)
	before, after := m.input.file, m.fixed.Unit.File
	if before.Encoding != after.Encoding {
		return fmt.Sprintf("--- a/%s (%s)\n+++ b/%s (%s)\n", name, before.Encoding, name, after.Encoding) +
			body(udiff.Unified("", "", before.Text, after.Text))
	}
	return udiff.Unified("a/"+name, "b/"+name, before.Text, after.Text)
}

// body is a unified diff without its two lines of names.
func body(diff string) string {
	lines := bytes.SplitAfterN([]byte(diff), []byte("\n"), 3)
	return string(lines[len(lines)-1])
}

// summary says what was done: "Dockerfile: 2 fixed, 1 left".
func (m *mended) summary(wouldBe bool) string {
	withheld := 0
	var reason error
	for _, f := range m.fixed.Findings {
		if err := f.Withheld(); err != nil {
			withheld++
			reason = err
		}
	}
	if !m.changed() && withheld == 0 {
		return ""
	}
	verb := "fixed"
	if wouldBe {
		verb = "would be fixed"
	}
	s := fmt.Sprintf("%s: %d %s, %d left", report.Visible(m.input.name), len(m.fixed.Applied), verb, len(m.fixed.Findings))
	if withheld > 0 {
		s += fmt.Sprintf(" (%d with a fix that is not applied: %v)", withheld, reason)
	}
	return s
}
