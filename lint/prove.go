package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// Prove keeps of the findings of a file the fixes that can be proved, and takes the others away, with the reason in
// Refused. A fix is proved when, after it, read by the builder's own parser and lexer, only what the fix names is another;
// when the finding is gone; and when nothing as bad is new.
func (l *Linter) Prove(r *Result) {
	for _, f := range r.Findings {
		f.make()
		if !f.Fixable() {
			f.Applicability = NoFix
			continue
		}
		if err := l.prove(r, f); err != nil {
			f.dropFix()
			f.Refused = err
		}
	}
}

// make makes a fix that is only proposed. Where it is not certain what the file is about, it stays if nothing is read
// differently after it: that holds for any file.
func (f *Finding) make() {
	if f.lazyFix == nil {
		return
	}
	f.lazyFix(f)
	f.lazyFix = nil
	if !f.strong && (!f.formattingOnly || len(f.alsoChanges) > 0) {
		f.dropFix()
	}
}

func (l *Linter) prove(before *Result, f *Finding) error {
	change, err := newChange(before.Unit.File, []*Finding{f})
	if err != nil {
		return err
	}
	after := l.lintAgain(change.after, before.Unit)
	if err := change.compare(before.Unit, after.Unit); err != nil {
		return err
	}
	return change.outcome(before, after)
}

// A change is a file before and after the fixes of some findings.
type change struct {
	after    *source.File
	edits    []source.Edit // sorted, of all findings
	findings []*Finding
	regions  []region // what the fixes name
}

func newChange(file *source.File, findings []*Finding) (*change, error) {
	c := &change{findings: findings}
	for _, f := range findings {
		c.edits = append(c.edits, f.Edits...)
	}
	slices.SortStableFunc(c.edits, func(a, b source.Edit) int { return a.Start - b.Start })
	text, err := source.Apply(file.Text, c.edits)
	if err != nil {
		return nil, err
	}
	recode := slices.ContainsFunc(findings, func(f *Finding) bool { return f.ToUTF8 })
	if text == file.Text && !recode {
		return nil, errors.New("the fix changes nothing")
	}
	c.after = file.With(text)
	if recode {
		c.after.Encoding = source.UTF8
	}
	for _, f := range findings {
		c.name(file, f)
	}
	return c, nil
}

// moved is where an offset of the file before stands in the file after. What stands in a replaced part moves to its start.
func (c *change) moved(offset int) int {
	shift := 0
	for _, e := range c.edits {
		switch {
		case e.End <= offset && (e.Start < e.End || e.Start <= offset):
			shift += len(e.New) - e.Len()
		case e.Start < offset:
			return e.Start + shift
		}
	}
	return offset + shift
}

// movedSpan is where a span stands in the file after, with what is inserted at its edges.
func (c *change) movedSpan(s source.Span) source.Span {
	start := s.Start
	shift := 0
	for _, e := range c.edits {
		if e.End <= start && e.Start < start {
			shift += len(e.New) - e.Len()
		}
	}
	return source.Span{Start: min(start+shift, c.moved(s.Start)), End: c.moved(s.End)}
}

// place is where an edit's new text stands in the file after.
func (c *change) place(e source.Edit) source.Span {
	start := e.Start
	for _, other := range c.edits {
		if other.End <= e.Start && other.Span != e.Span {
			start += len(other.New) - other.Len()
		}
	}
	return source.Span{Start: start, End: start + len(e.New)}
}

// A region is a stretch of the file whose reading a fix may change, before and after the fix.
type region struct {
	before, after source.Span
	lines         bool // it is made of whole lines, so that what stands right before or behind it is no part of it
}

func (r region) touches(place, part source.Span) bool {
	if r.lines {
		return place.Overlaps(part)
	}
	return touching(place, part)
}

// name adds the regions of a finding: its own place, those of its edits, and those that it says beside that. Where the
// fix is about how the file is written, only the last.
func (c *change) name(file *source.File, f *Finding) {
	for _, s := range f.alsoChanges {
		c.regions = append(c.regions, region{before: s, after: c.movedSpan(s)})
	}
	if f.formattingOnly {
		return
	}
	c.regions = append(c.regions, region{before: f.Span, after: c.movedSpan(f.Span)})
	for _, e := range f.Edits {
		c.regions = append(c.regions, region{e.Span, c.place(e), wholeLines(file.Text, e)})
	}
}

// wholeLines reports whether an edit takes whole lines and gives whole lines.
func wholeLines(text string, e source.Edit) bool {
	begins := e.Start == 0 || text[e.Start-1] == '\n'
	ends := e.Len() == 0 || e.End == len(text) || text[e.End-1] == '\n'
	return begins && ends && (e.New == "" || strings.HasSuffix(e.New, "\n"))
}

// named reports whether the fix says of a part of the file before that it may read differently.
func (c *change) named(part source.Span) bool {
	return slices.ContainsFunc(c.regions, func(r region) bool { return r.touches(r.before, part) })
}

// namedAfter reports whether the fix says of a part of the file after that it may read differently.
func (c *change) namedAfter(part source.Span) bool {
	return slices.ContainsFunc(c.regions, func(r region) bool { return r.touches(r.after, part) })
}

// outcome checks that the findings are gone and that nothing as bad is new.
func (c *change) outcome(before, after *Result) error {
	worst := Info
	for _, f := range c.findings {
		worst = max(worst, f.Severity)
		place := c.movedSpan(f.Span)
		for _, now := range after.all() {
			if now.Rule.ID == f.Rule.ID && touching(now.Span, place) && !c.revealed(now.Span) && !c.neighbor(before, now) {
				return fmt.Errorf("%s is still found after the fix", f.Rule.ID)
			}
		}
	}
	then := append(before.all(), before.covered...)
	for _, now := range after.all() {
		if now.Severity < worst || c.revealed(now.Span) || unreadable(before.Unit) && !c.namedAfter(now.Span) {
			continue
		}
		if !slices.ContainsFunc(then, func(then *Finding) bool {
			return then.Rule.ID == now.Rule.ID && touching(c.movedSpan(then.Span), now.Span)
		}) {
			return fmt.Errorf("the fix brings %s: %s", now.Rule.ID, now.Message)
		}
	}
	return nil
}

// neighbor reports whether a finding of the file after is one that was there before, beside what was fixed.
func (c *change) neighbor(before *Result, now *Finding) bool {
	return slices.ContainsFunc(before.all(), func(then *Finding) bool {
		return then.Rule.ID == now.Rule.ID && c.movedSpan(then.Span) == now.Span && !slices.Contains(c.findings, then)
	})
}

// unreadable reports whether the file is no YAML, so that it was not judged as a whole: where it reads as before, what is
// found in it once it is YAML is old trouble.
func unreadable(u *subject.Unit) bool { return u.Compose != nil && len(u.Compose.Errors) > 0 }

// revealed reports whether a place of the file after lies in what a finding had covered, so that it is old trouble.
func (c *change) revealed(now source.Span) bool {
	for _, f := range c.findings {
		for _, s := range slices.Concat(f.subsumes, f.alsoChanges) {
			if touching(c.movedSpan(s), now) {
				return true
			}
		}
	}
	return false
}

func touching(a, b source.Span) bool { return a.Start <= b.End && b.Start <= a.End }

// all is every finding, also those that the author ignores.
func (r *Result) all() []*Finding { return slices.Concat(r.Findings, r.Suppressed) }
