package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/baseline"
	"github.com/winlint/winlint/internal/safefile"
	"github.com/winlint/winlint/lint"
)

// adoption is what a project that takes winlint up leaves unreported: the findings that it knows, and those on lines that
// nobody changed.
type adoption struct {
	file         string // of the baseline; "" for none
	write, prune bool
	since        string
	sinceGiven   func() bool // whether --since is set, even to nothing, as an unset variable of a pipeline does
	changed      bool

	known   *baseline.Baseline // that is compared with; nil for none
	fresh   *baseline.Baseline // that is written; nil for none
	lines   *changedLines      // nil for all
	place   func(path string) string
	matched int // findings that the baseline knows, or that were written
	gone    int // findings that the baseline knows and that are not found any longer
}

func addAdoption(cmd *cobra.Command) *adoption {
	a := &adoption{}
	f := cmd.Flags()
	f.StringVar(&a.file, "baseline", "", "do not report the findings in this `file`")
	f.BoolVar(&a.write, "write-baseline", false, "write all findings to the --baseline file, and report none")
	f.BoolVar(&a.prune, "prune-baseline", false, "remove findings that are gone from the --baseline file")
	f.StringVar(&a.since, "since", "", "report only findings on lines that changed since this `revision`")
	a.sinceGiven = func() bool { return f.Changed("since") }
	f.BoolVar(&a.changed, "changed", false, "report only findings on lines with uncommitted changes")
	cmd.MarkFlagsMutuallyExclusive("write-baseline", "prune-baseline")
	cmd.MarkFlagsMutuallyExclusive("since", "changed")
	cmd.MarkFlagsMutuallyExclusive("write-baseline", "since")
	cmd.MarkFlagsMutuallyExclusive("write-baseline", "changed")
	return a
}

// open reads what the flags name.
func (a *adoption) open() error {
	a.place = newPlace()
	if a.changed {
		a.since = "HEAD"
	}
	if a.changed || a.sinceGiven() {
		lines, err := linesSince(a.since)
		if err != nil {
			return err
		}
		a.lines = lines
	}
	switch {
	case a.file == "" && (a.write || a.prune):
		return errors.New("--write-baseline and --prune-baseline need --baseline FILE")
	case a.write:
		a.fresh = baseline.New()
		return a.spares()
	case a.file == "":
		return nil
	}
	raw, err := readFile(a.file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist; use --write-baseline to create it", a.file)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", a.file, err)
	}
	if a.known, err = baseline.Parse(raw); err != nil {
		return fmt.Errorf("%s: %w", a.file, err)
	}
	return nil
}

// narrow removes from a result what is not to be reported, and says how much that is. The findings that the baseline knows
// are suppressed, which shows them to who asks.
func (a *adoption) narrow(result *lint.Result, showSuppressed bool) int {
	all := len(result.Findings)
	path := a.place(result.Unit.File.Path)
	if a.fresh != nil {
		a.fresh.Add(path, result.Findings)
		a.matched += len(result.Findings)
		result.Findings = nil
	}
	if a.known != nil {
		fresh, known := a.known.Split(path, result.Findings)
		result.Findings = fresh
		a.matched += len(known)
		if showSuppressed {
			for _, f := range known {
				f.InBaseline = true
			}
			result.Suppressed = append(result.Suppressed, known...)
		}
	}
	if a.lines != nil {
		result.Findings = a.lines.only(path, result.Findings)
	}
	return all - len(result.Findings)
}

// spares is an error if the file to write is there and is not a baseline.
func (a *adoption) spares() error {
	raw, err := readFile(a.file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(raw) == 0 {
		return nil
	}
	if err == nil {
		_, err = baseline.Parse(raw)
	}
	if err != nil {
		return fmt.Errorf("--write-baseline does not overwrite %s, which is not a baseline: %w", a.file, err)
	}
	return nil
}

// close ends the comparison, and writes the baseline if that is asked for.
func (a *adoption) close() error {
	b := a.fresh
	if a.known != nil {
		a.known.Deleted(exists)
		a.gone = a.known.Gone()
	}
	if a.prune {
		b = a.known
		b.Prune()
	} else if b == nil {
		return nil
	}
	raw, err := b.JSON()
	if err != nil {
		return err
	}
	out, err := safefile.Create(a.file)
	if err != nil {
		return err
	}
	_, err = out.Write(raw)
	return out.Finish(err)
}

// says tells people what the baseline did.
func (a *adoption) says(stderr io.Writer) {
	switch {
	case a.fresh != nil:
		fmt.Fprintf(stderr, "winlint: wrote %s to %s\n", count(a.matched, "finding"), a.file)
	case a.known == nil || a.matched+a.gone == 0:
	case a.gone == 0:
		fmt.Fprintf(stderr, "winlint: baseline %s: %s still present\n", a.file, count(a.matched, "finding"))
	case a.prune:
		fmt.Fprintf(stderr, "winlint: baseline %s: %s kept, %d removed\n", a.file, count(a.matched, "finding"), a.gone)
	default:
		fmt.Fprintf(stderr, "winlint: baseline %s: %s still present, %d gone (use --prune-baseline to remove them)\n", a.file, count(a.matched, "finding"), a.gone)
	}
}

var errNoGit = fmt.Errorf("--since and --changed need git: %w", os.ErrNotExist)
