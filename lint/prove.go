package lint

import (
	"errors"
	"fmt"
	"slices"

	"github.com/winlint/winlint/source"
)

// Prove keeps of the findings of a file the fixes that can be proved, and takes the others away, with the reason in
// Refused. A fix is proved when, after it, read by the builder's own parser and lexer, only what the fix names is another;
// when the finding is gone; and when nothing as bad is new.
func (l *Linter) Prove(r *Result) {
	for _, f := range r.Findings {
		if !f.Fixable() {
			continue
		}
		if err := l.prove(r, f); err != nil {
			f.dropFix()
			f.Refused = err
		}
	}
}

func (l *Linter) prove(before *Result, f *Finding) error {
	change, err := newChange(before.Unit.File, []*Finding{f})
	if err != nil {
		return err
	}
	after := l.Lint(change.after)
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

// named reports whether the fix says of a span of the file before that it may read differently.
func (c *change) named(s source.Span) bool {
	touches := func(t source.Span) bool { return t.Start <= s.End && s.Start <= t.End }
	for _, e := range c.edits {
		if touches(e.Span) {
			return true
		}
	}
	return slices.ContainsFunc(c.findings, func(f *Finding) bool {
		return touches(f.Span) || slices.ContainsFunc(f.changes, touches)
	})
}

// keeps reports whether nothing at all may read differently.
func (c *change) keeps() bool {
	return !slices.ContainsFunc(c.findings, func(f *Finding) bool { return !f.keeps })
}

// outcome checks that the findings are gone and that nothing as bad is new.
func (c *change) outcome(before, after *Result) error {
	worst := Info
	for _, f := range c.findings {
		worst = max(worst, f.Severity)
		place := c.movedSpan(f.Span)
		for _, now := range after.all() {
			if now.Rule.ID == f.Rule.ID && touching(now.Span, place) && !c.revealed(now.Span) {
				return fmt.Errorf("%s is still found after the fix", f.Rule.ID)
			}
		}
	}
	for _, now := range after.all() {
		if now.Severity < worst || c.revealed(now.Span) {
			continue
		}
		if !slices.ContainsFunc(before.all(), func(then *Finding) bool {
			return then.Rule.ID == now.Rule.ID && touching(c.movedSpan(then.Span), now.Span)
		}) {
			return fmt.Errorf("the fix brings %s: %s", now.Rule.ID, now.Message)
		}
	}
	return nil
}

// revealed reports whether a place of the file after lies in what a finding had covered, so that it is old trouble.
func (c *change) revealed(now source.Span) bool {
	for _, f := range c.findings {
		for _, s := range slices.Concat(f.covers, f.changes) {
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
