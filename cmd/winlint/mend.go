package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/winlint/winlint/internal/safefile"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

// fixing is which fixes the user wants.
type fixing struct {
	unsafe bool
	only   []string // rules and topics; nil: all

	settings *settings
}

// addFixing adds the flags that say which fixes are applied.
func addFixing(cmd *cobra.Command, settings *settings, unsafe string) *fixing {
	f := &fixing{settings: settings}
	cmd.Flags().BoolVar(&f.unsafe, "unsafe", false, unsafe)
	cmd.Flags().StringSliceVar(&f.only, "fix-only", nil, "apply only the fixes of these `rules` or topics, and turn on those that are off")
	completed(cmd, "fix-only", completeRules(settings.all))
	return f
}

// check tells what is wrong with the rules that are named, and switches on those that are off. It is called before the
// settings are read.
func (f *fixing) check() error {
	f.settings.flags.FixOnly = f.only
	for _, r := range f.settings.all.Rules {
		if r.Fix == lint.NoFix && slices.Contains(f.only, r.ID) {
			return fmt.Errorf("--fix-only: the rule %s does not have a fix", r.ID)
		}
	}
	return nil
}

// wants reports whether the fixes of a rule are applied.
func (f *fixing) wants(r *lint.Rule) bool {
	return f.only == nil || slices.Contains(f.only, r.ID) || slices.Contains(f.only, r.Topic)
}

// mended is a file after its fixes.
type mended struct {
	input   *input
	fixed   *lint.Fixed
	written []byte // what the file holds now; nil if it was not written
	unsafe  int    // findings that are left with a fix that was not wanted, because a person should review it
}

// mend applies the fixes that are wanted.
func (f *fixing) mend(file *input) *mended {
	least := lint.Safe
	if f.unsafe {
		least = lint.Unsafe
	}
	file.linter.FixOnly = f.wants
	m := &mended{input: file, fixed: file.linter.Fix(file.file, least)}
	if !f.unsafe {
		m.unsafe = f.unsafeLeft(file.linter, m.fixed.Result)
	}
	return m
}

// unsafeLeft is how many findings are left with a fix that is proved and that a person should review.
func (f *fixing) unsafeLeft(linter *lint.Linter, left *lint.Result) (n int) {
	unsafe := func(found *lint.Finding) bool {
		return found.Fixable() && found.Applicability == lint.Unsafe && f.wants(found.Rule)
	}
	if !slices.ContainsFunc(left.Findings, unsafe) {
		return 0 // nothing to prove
	}
	linter.Prove(left)
	for _, found := range left.Findings {
		if unsafe(found) {
			n++
		}
	}
	return n
}

func (m *mended) changed() bool { return len(m.fixed.Applied) > 0 }

// data is the bytes of the fixed file.
func (m *mended) data() ([]byte, error) {
	if !m.changed() {
		return m.input.raw, nil
	}
	return encoded(m.input.file, m.input.raw, m.fixed.Unit.File)
}

// encoded is the bytes of a changed file, in the encoding that it had. A file whose own bytes, which are raw, do not come back
// out of its text is not written.
func encoded(before *source.File, raw []byte, after *source.File) ([]byte, error) {
	if back, err := before.Encode(before.Text); err != nil || !bytes.Equal(back, raw) {
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
	if err := safefile.Replace(m.input.name, m.input.raw, data); err != nil {
		return err
	}
	m.written = data
	return nil
}

// diff shows what the fixes change.
func (m *mended) diff() string {
	name := terminal.Visible(m.input.file.Path)
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

// summary says what was done to a file: "Dockerfile: 3 fixed (backslash-eaten 2, stopsignal 1), 1 left".
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
	s := fmt.Sprintf("%s: %d %s", terminal.Visible(m.input.name), len(m.fixed.Applied), fixedVerb(wouldBe))
	if m.changed() {
		s += " (" + byRule(countRules(nil, m.fixed.Applied)) + ")"
	}
	s += fmt.Sprintf(", %d left", len(m.fixed.Findings))
	if withheld > 0 {
		s += fmt.Sprintf(" (%d with a fix that was not applied: %v)", withheld, reason)
	}
	return s
}

func fixedVerb(wouldBe bool) string {
	if wouldBe {
		return "would be fixed"
	}
	return "fixed"
}

// countRules adds findings to the numbers of findings by rule.
func countRules(counts map[string]int, findings []*lint.Finding) map[string]int {
	if counts == nil {
		counts = map[string]int{}
	}
	for _, f := range findings {
		counts[f.Rule.ID]++
	}
	return counts
}

// byRule is numbers of findings, the largest first: "backslash-eaten 2, stopsignal 1".
func byRule(counts map[string]int) string {
	ids := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, id := range ids {
		ids[i] = fmt.Sprintf("%s %d", id, counts[id])
	}
	return strings.Join(ids, ", ")
}

// A fixTally sums up what was done to all files.
type fixTally struct {
	files  int            // that were changed
	rules  map[string]int // fixes by rule
	unsafe int            // findings that are left with a fix that a person should review
}

func (t *fixTally) add(m *mended) {
	if m.changed() {
		t.files++
		t.rules = countRules(t.rules, m.fixed.Applied)
	}
	t.unsafe += m.unsafe
}

// fixed says what was done to how many files: "3 fixed in 2 files (backslash-eaten 2, stopsignal 1)".
func (t *fixTally) fixed(wouldBe bool) string {
	all := 0
	for _, n := range t.rules {
		all += n
	}
	return fmt.Sprintf("winlint: %d %s in %s (%s)", all, fixedVerb(wouldBe), count(t.files, "file"), byRule(t.rules))
}

// review says that there are more fixes, and how to get them.
func (t *fixTally) review() string {
	verb := "has"
	if t.unsafe > 1 {
		verb = "have"
	}
	return fmt.Sprintf("winlint: %s %s an unsafe fix: run `winlint fix --unsafe --diff` to review it, and `winlint fix --unsafe` to apply it",
		count(t.unsafe, "more finding"), verb)
}
