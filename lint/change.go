package lint

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A change is a file before and after the fixes of some findings.
type change struct {
	findings []*Finding
	edits    []ownEdit // of all findings, sorted
	shift    []int     // by how much the text after the first n edits moves
	after    *source.File
	result   *Result // of the file after, once it is linted

	before, now *index[region] // what the fixes name, by the places before and after
	old         *index[bool]   // places of the file after at which what is found is old trouble
}

// An ownEdit is an edit that knows whose it is.
type ownEdit struct {
	source.Edit
	of *Finding
}

// newChange applies the fixes of some findings.
func newChange(file *source.File, findings []*Finding) (*change, error) {
	c := &change{findings: findings}
	recode := false
	for _, f := range findings {
		for _, e := range f.Edits {
			c.edits = append(c.edits, ownEdit{e, f})
		}
		recode = recode || f.ToUTF8
	}
	slices.SortStableFunc(c.edits, func(a, b ownEdit) int { return compareSpans(a.Span, b.Span) })
	edits := make([]source.Edit, len(c.edits))
	c.shift = make([]int, len(c.edits)+1)
	for i, e := range c.edits {
		edits[i] = e.Edit
		c.shift[i+1] = c.shift[i] + len(e.New) - e.Len()
	}
	text, err := source.Apply(file.Text, edits)
	if err != nil {
		return nil, err
	}
	if text == file.Text && !recode {
		return nil, errors.New("the fix changes nothing")
	}
	c.after = file.With(text)
	if recode {
		c.after.Encoding = source.UTF8
	}
	c.name(file)
	return c, nil
}

func compareSpans(a, b source.Span) int {
	if a.Start != b.Start {
		return a.Start - b.Start
	}
	return a.End - b.End
}

// passed is how many edits end at an offset of the old file, or before it.
func (c *change) passed(offset int) int {
	return sort.Search(len(c.edits), func(i int) bool { return c.edits[i].End > offset })
}

// moved is where an offset of the old file is in the new one. What is in a replaced part moves to its start.
func (c *change) moved(offset int) int {
	n := c.passed(offset)
	if n < len(c.edits) && c.edits[n].Start < offset {
		offset = c.edits[n].Start
	}
	return offset + c.shift[n]
}

// movedSpan is where a span is in the file after, with what is inserted at its edges.
func (c *change) movedSpan(s source.Span) source.Span {
	n := c.passed(s.Start)
	if n > 0 && c.edits[n-1].Start == s.Start { // it inserts at the start
		n--
	}
	return source.Span{Start: min(s.Start+c.shift[n], c.moved(s.Start)), End: c.moved(s.End)}
}

// place is where an edit's new text is in the file after.
func (c *change) place(e source.Edit) source.Span {
	n := c.passed(e.Start)
	if n > 0 && c.edits[n-1].Span == e.Span { // it is an insertion, and does not move itself
		n--
	}
	start := e.Start + c.shift[n]
	return source.Span{Start: start, End: start + len(e.New)}
}

// A region is a stretch of the file whose reading a fix may change, before and after the fix.
type region struct {
	of            *Finding
	before, after source.Span
	lines         bool // it is made of whole lines, so that what is right before or after it is no part of it
}

func (r region) touches(place, part source.Span) bool {
	if r.lines {
		return place.Overlaps(part)
	}
	return touching(place, part)
}

// regions is what a fix names: the finding's own place, those of its edits, and those that it says beside that. Where the fix
// is about how the file is written, only the last. Their places after a fix are not set.
func regions(file *source.File, f *Finding) []region {
	var list []region
	for _, s := range f.alsoChanges {
		list = append(list, region{of: f, before: s})
	}
	if f.formattingOnly {
		return list
	}
	list = append(list, region{of: f, before: f.Span})
	for _, e := range f.Edits {
		list = append(list, region{of: f, before: e.Span, lines: wholeLines(file.Text, e)})
	}
	return list
}

// name collects what the fixes name.
func (c *change) name(file *source.File) {
	var before, now []entry[region]
	var old []entry[bool]
	for _, f := range c.findings {
		list := regions(file, f)
		edits := list[len(list):]
		if !f.formattingOnly {
			edits = list[len(list)-len(f.Edits):]
		}
		for i := range list {
			list[i].after = c.movedSpan(list[i].before)
		}
		for i := range edits {
			edits[i].after = c.place(f.Edits[i])
		}
		for _, r := range list {
			before = append(before, entry[region]{r.before, r})
			now = append(now, entry[region]{r.after, r})
		}
		for _, s := range slices.Concat(f.subsumes, f.alsoChanges) {
			old = append(old, entry[bool]{c.movedSpan(s), true})
		}
	}
	c.before, c.now, c.old = newIndex(before), newIndex(now), newIndex(old)
}

// wholeLines reports whether an edit takes whole lines and gives whole lines.
func wholeLines(text string, e source.Edit) bool {
	begins := e.Start == 0 || text[e.Start-1] == '\n'
	ends := e.Len() == 0 || e.End == len(text) || text[e.End-1] == '\n'
	return begins && ends && (e.New == "" || strings.HasSuffix(e.New, "\n"))
}

// named reports whether the fixes say of a part of the file before that it may read differently.
func (c *change) named(part source.Span) bool {
	for r := range c.before.touching(part) {
		if r.touches(r.before, part) {
			return true
		}
	}
	return false
}

// namedAfter is the findings whose fixes say of a part of the file after that it may read differently.
func (c *change) namedAfter(part source.Span) []*Finding {
	var by []*Finding
	for r := range c.now.touching(part) {
		if r.touches(r.after, part) && !slices.Contains(by, r.of) {
			by = append(by, r.of)
		}
	}
	return by
}

// revealed reports whether a place of the file after is in what a finding had covered, so that it is old trouble.
func (c *change) revealed(now source.Span) bool { return some(c.old.touching(now)) }

// around is the findings whose edits are next to an offset, on either side. It is of the file before, or with after set
// of the file after.
func (c *change) around(offset int, after bool) []*Finding {
	n := sort.Search(len(c.edits), func(i int) bool {
		start := c.edits[i].Start
		if after {
			start += c.shift[i]
		}
		return start > offset
	})
	var by []*Finding
	if n > 0 {
		by = append(by, c.edits[n-1].of)
	}
	if n < len(c.edits) {
		by = append(by, c.edits[n].of)
	}
	return by
}

// A verdict is what speaks against a change.
type verdict struct {
	err      error              // the first reason; nil where there is none
	refused  map[*Finding]error // whose fix does not do what it should, whatever the others do
	suspects map[*Finding]bool  // whose fix may be to blame for something else
}

func (v *verdict) fail(err error, suspects ...*Finding) {
	if v.err == nil {
		v.err = err
	}
	for _, f := range suspects {
		v.suspects[f] = true
	}
}

// judge reads and lints the file after, and looks for what speaks against the change.
func (c *change) judge(l *Linter, before *Result, parts []part) (v *verdict) {
	v = &verdict{refused: map[*Finding]error{}, suspects: map[*Finding]bool{}}
	defer func() {
		if recover() != nil {
			v.fail(errors.New("the fix could not be checked because of a bug in winlint"))
		}
	}()
	unit := l.readAgain(c.after, before.Unit)
	if c.compare(v, before.Unit, unit, parts); v.err != nil {
		return v
	}
	c.result = l.lint(unit)
	c.outcome(v, before)
	return v
}

// outcome checks that the findings are gone, that nothing as bad is new, and that the engine accepts what is there now.
func (c *change) outcome(v *verdict, before *Result) {
	c.gone(v, before)
	c.brought(v, before)
	c.accepted(v, before)
}

// gone checks that the findings are gone.
func (c *change) gone(v *verdict, before *Result) {
	type found struct {
		rule string
		at   source.Span
	}
	neighbors := map[found]bool{} // what was there before, beside what is fixed
	fixed := setOf(c.findings)
	for f := range before.all() {
		if !fixed[f] {
			neighbors[found{f.Rule.ID, c.movedSpan(f.Span)}] = true
		}
	}
	left := indexByRule(func(yield func(*Finding) bool) {
		for now := range c.result.all() {
			if !neighbors[found{now.Rule.ID, now.Span}] && !c.revealed(now.Span) && !yield(now) {
				return
			}
		}
	}, (*Finding).span)
	for _, f := range c.findings {
		if some(left[f.Rule.ID].touching(c.movedSpan(f.Span))) {
			v.refused[f] = fmt.Errorf("%s is still found after the fix", f.Rule.ID)
			v.fail(v.refused[f])
		}
	}
}

// brought checks that nothing is new that is as bad as what a fix fixes. Of what is new at the place of a fix that is what
// counts; of what is new elsewhere it is the least of all, since it may be the work of any of them.
func (c *change) brought(v *verdict, before *Result) {
	then := indexByRule(func(yield func(*Finding) bool) {
		for f := range before.all() {
			if !yield(f) {
				return
			}
		}
		for _, f := range before.covered {
			if !yield(f) {
				return
			}
		}
	}, func(f *Finding) source.Span { return c.movedSpan(f.Span) })
	least := leastOf(c.findings)
	for now := range c.result.all() {
		if now.Severity < least || c.revealed(now.Span) || some(then[now.Rule.ID].touching(now.Span)) {
			continue
		}
		by := c.namedAfter(now.Span)
		if len(by) == 0 && unreadable(before.Unit) || len(by) > 0 && now.Severity < leastOf(by) {
			continue
		}
		v.fail(fmt.Errorf("the fix causes %s: %s", now.Rule.ID, now.Message), by...)
	}
}

// leastOf is the severity of the least of some findings.
func leastOf(findings []*Finding) Severity {
	least := Error
	for _, f := range findings {
		least = min(least, f.Severity)
	}
	return least
}

func setOf(findings []*Finding) map[*Finding]bool {
	return maps.Collect(func(yield func(*Finding, bool) bool) {
		for _, f := range findings {
			if !yield(f, true) {
				return
			}
		}
	})
}

// unreadable reports whether the file is no YAML, so that it was not judged as a whole: where it reads as before, what is
// found in it once it is YAML is old trouble.
func unreadable(u *subject.Unit) bool { return u.Compose != nil && len(u.Compose.Errors) > 0 }

func touching(a, b source.Span) bool { return a.Start <= b.End && b.Start <= a.End }

func (f *Finding) span() source.Span { return f.Span }
