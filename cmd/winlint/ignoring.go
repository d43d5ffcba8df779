package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/internal/safefile"
)

// ignoring adds comments that ignore what would be reported.
type ignoring struct {
	on     bool
	reason string

	files  int
	hidden map[string]int // findings that are ignored now, by rule
	left   int            // findings that no comment can ignore
	failed []*fs.PathError
}

func addIgnoring(cmd *cobra.Command) *ignoring {
	i := &ignoring{}
	f := cmd.Flags()
	f.BoolVar(&i.on, "add-ignore", false, "add an ignore comment for every finding that would be reported; needs --reason")
	f.StringVar(&i.reason, "reason", "", "the `text` of the reason in the comments of --add-ignore")
	cmd.MarkFlagsMutuallyExclusive("add-ignore", "write-baseline")
	cmd.MarkFlagsMutuallyExclusive("add-ignore", "explain-target")
	return i
}

// check tells what is wrong with the flags.
func (i *ignoring) check(paths []string) error {
	switch {
	case !i.on && i.reason != "":
		return errors.New("--reason needs --add-ignore")
	case !i.on:
		return nil
	case strings.TrimSpace(i.reason) == "":
		return errors.New(`--add-ignore needs a reason, for example --reason "shared with the image for Linux"`)
	case strings.ContainsFunc(i.reason, unicode.IsControl), !strings.ContainsFunc(i.reason, isLetterOrDigit):
		return errors.New("invalid --reason: expected text on one line")
	case slices.ContainsFunc(paths, isStdin):
		return errors.New("--add-ignore writes files, so it cannot read standard input")
	}
	i.reason = strings.TrimLeft(strings.TrimSpace(i.reason), ",")
	return nil
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// add adds comments to a file for what would be reported, and leaves what they cannot ignore.
func (i *ignoring) add(file *checked) {
	if !i.on || len(file.Findings) == 0 {
		return
	}
	ignored := file.input.linter.Ignore(&file.whole, file.Findings, i.reason)
	if len(ignored.Hidden) == 0 {
		i.left += len(ignored.Left)
		return
	}
	data, err := encoded(file.input.file, file.input.raw, ignored.Unit.File)
	if err == nil {
		err = safefile.Replace(file.input.name, file.input.raw, data)
	}
	if err != nil {
		i.failed = append(i.failed, failure(file.input.name, err))
		return
	}
	i.files++
	i.left += len(ignored.Left)
	i.hidden = countRules(i.hidden, ignored.Hidden)
	file.Findings = ignored.Left
}

// says tells people what was ignored.
func (i *ignoring) says(stderr io.Writer) {
	if i.files > 0 {
		all := 0
		for _, n := range i.hidden {
			all += n
		}
		fmt.Fprintf(stderr, "winlint: added comments that ignore %s to %s (%s)\n", count(all, "finding"), count(i.files, "file"), byRule(i.hidden))
	}
	if i.left > 0 {
		fmt.Fprintf(stderr, "winlint: no ignore comment is possible for %s\n", count(i.left, "finding"))
	}
}
