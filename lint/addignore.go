package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
)

// Ignored is a file after comments were added that ignore findings.
type Ignored struct {
	*Result            // of the file after; of the one before if nothing was added
	Hidden  []*Finding // those that the new comments ignore
	Left    []*Finding // those for which no comment is proved
}

// Ignore adds comments that ignore wanted findings of a file, each with the reason, which is one line. A comment is above what
// the finding is in. If there is no such place, as before a parser directive, a comment for the whole file ignores the
// rule. Comments are proved before they are added: everything else of the file reads the same, the findings are ignored, and
// nothing else is found than before.
func (l *Linter) Ignore(before *Result, wanted []*Finding, reason string) *Ignored {
	a := &adder{linter: l, before: before, reason: reason, left: newBudget(before), out: &Ignored{Result: before}}
	a.parts, _ = partsOf(before.Unit)
	var entries []entry[int]
	places := steps(before.Unit)
	if before.Unit.Data != nil { // not the commands of the scripts in it, which are part of a text
		places = entriesOf(before.Unit.Data)
	}
	for step := range places {
		entries = append(entries, entry[int]{step, before.Unit.File.Position(step.Start).Line})
	}
	a.steps = newIndex(entries)
	// A comment is no way out of a comment that is wrong, JSON has no comments, and cmd reads some characters of comments.
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(f *Finding) bool {
		hopeless := f.Rule.ID == UnusedIgnore.ID || before.Unit.Daemon != nil || a.mark() != "# " && strings.ContainsAny(reason, "%^&|<>")
		if hopeless {
			a.out.Left = append(a.out.Left, f)
		}
		return hopeless
	})
	var above, whole []*Finding
	for _, f := range wanted {
		if a.lineOf(f) > 0 {
			above = append(above, f)
		} else {
			whole = append(whole, f)
		}
	}
	whole = append(whole, a.grow(newComments(above, a.lineOf))...)
	a.out.Left = append(a.out.Left, a.grow(newComments(whole, func(*Finding) int { return 0 }))...)
	return a.out
}

// A newComment ignores the findings of one rule, below a line or in the whole file.
type newComment struct {
	line  int // that it is inserted before, from 1; 0 for the whole file
	rule  string
	hides []*Finding
}

// newComments is the comments for findings, each before the line that line gives.
func newComments(findings []*Finding, line func(*Finding) int) (list []*newComment) {
	type key struct {
		line int
		rule string
	}
	known := map[key]*newComment{}
	for _, f := range findings {
		at := key{line(f), f.Rule.ID}
		if known[at] == nil {
			known[at] = &newComment{line: at.line, rule: at.rule}
			list = append(list, known[at])
		}
		known[at].hides = append(known[at].hides, f)
	}
	return list
}

// An adder adds comments to one file.
type adder struct {
	linter *Linter
	before *Result
	parts  []part      // what the builder reads of the file
	steps  *index[int] // what a comment above can be for, with its first line
	reason string
	left   *budget

	added []*newComment
	out   *Ignored
}

// grow adds as many of the comments as can be proved together with those that are there, and gives the findings of the others.
func (a *adder) grow(list []*newComment) (rejected []*Finding) {
	if len(list) == 0 || a.try(list) {
		return nil
	}
	if len(list) == 1 {
		return list[0].hides
	}
	return append(a.grow(list[:len(list)/2]), a.grow(list[len(list)/2:])...)
}

// try adds comments if they are proved.
func (a *adder) try(list []*newComment) bool {
	if !a.left.take() {
		return false
	}
	all := slices.Concat(a.added, list)
	written := &Finding{Edits: a.edits(all), formattingOnly: true}
	change, err := newChange(a.before.Unit.File, []*Finding{written})
	if err != nil {
		return false
	}
	hidden := a.prove(change, all)
	if hidden == nil {
		return false
	}
	a.added, a.out.Result, a.out.Hidden = all, change.result, hidden
	return true
}

// edits is what writes comments into the file. Those before the same line are one comment.
func (a *adder) edits(list []*newComment) (edits []source.Edit) {
	file := a.before.Unit.File
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *newComment) int { return a.line - b.line })
	for len(list) > 0 {
		same := slices.IndexFunc(list, func(c *newComment) bool { return c.line != list[0].line })
		if same < 0 {
			same = len(list)
		}
		var names []string
		for _, c := range list[:same] {
			names = append(names, c.rule)
		}
		line, form := list[0].line, "ignore="
		if line == 0 {
			line, form = a.top(), "ignore-file="
		}
		at := file.Line(line)
		text := file.Slice(at)
		indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
		comment := indent + a.mark() + "winlint " + form + strings.Join(names, ",") + " " + a.reason + file.EOL()
		if n := len(edits); n > 0 && edits[n-1].Start == at.Start {
			edits[n-1].New += comment
		} else {
			edits = append(edits, source.Edit{Span: source.At(at.Start), New: comment})
		}
		list = list[same:]
	}
	slices.SortStableFunc(edits, func(a, b source.Edit) int { return a.Start - b.Start })
	return edits
}

// mark is what begins a comment.
func (a *adder) mark() string {
	if a.before.Unit.Kind == nil || a.before.Unit.Kind.Name != "batch" {
		return "# "
	}
	return "@rem " // without the at sign, cmd prints it
}

// top is the line before which a comment for the whole file is written: after what must be at the start.
func (a *adder) top() int {
	u := a.before.Unit
	if u.Dockerfile != nil && len(u.Dockerfile.Instructions) > 0 {
		return u.File.Position(u.Dockerfile.Instructions[0].Span().Start).Line
	}
	first := strings.ToLower(strings.TrimSpace(u.File.Slice(u.File.Line(1))))
	if u.File.Lines() > 1 && (strings.HasPrefix(first, "#!") || strings.HasPrefix(first, "@echo")) {
		return 2
	}
	return 1
}

// lineOf is the first line of what a finding is in, so that a comment above it ignores the finding; 0 if there is no such thing.
func (a *adder) lineOf(f *Finding) int {
	line := 0
	for first := range a.steps.holding(source.At(f.Span.Start)) {
		line = max(line, first)
	}
	if u := a.before.Unit; line == 0 && u.Dockerfile == nil && u.Data == nil {
		return f.File.Position(f.Span.Start).Line
	}
	return line
}

// prove checks a change and returns what it hides; nil if it is not proved.
func (a *adder) prove(c *change, list []*newComment) (hidden []*Finding) {
	v := &verdict{refused: map[*Finding]error{}, suspects: map[*Finding]bool{}}
	defer func() {
		if recover() != nil {
			hidden = nil
		}
	}()
	unit := a.linter.readAgain(c.after, a.before.Unit)
	if c.compare(v, a.before.Unit, unit, a.parts); v.err != nil {
		return nil
	}
	c.result = a.linter.lint(unit)
	moved := func(s source.Span) source.Span { // what is inserted at its edges does not belong to it
		at := source.At(c.moved(s.Start))
		if s.Len() > 0 {
			at.End = c.moved(s.End-1) + 1
		}
		return at
	}
	was := countFindings(a.before.Suppressed, moved)
	for _, f := range c.result.Suppressed {
		if at := placeOf(f, f.Span); was[at] > 0 {
			was[at]--
		} else {
			hidden = append(hidden, f)
		}
	}
	stay := func(s source.Span) source.Span { return s }
	if !maps.Equal(countFindings(slices.Collect(a.before.all()), moved), countFindings(slices.Collect(c.result.all()), stay)) {
		return nil
	}
	now := countFindings(hidden, stay)
	for _, comment := range list {
		for _, f := range comment.hides {
			if now[placeOf(f, moved(f.Span))] == 0 {
				return nil
			}
		}
	}
	return hidden
}

// A foundPlace is where a rule finds something.
type foundPlace struct {
	rule string
	at   source.Span
}

func placeOf(f *Finding, at source.Span) foundPlace { return foundPlace{f.Rule.ID, at} }

// countFindings is how many findings there are at each place, as moved gives it.
func countFindings(list []*Finding, moved func(source.Span) source.Span) map[foundPlace]int {
	counts := map[foundPlace]int{}
	for _, f := range list {
		counts[placeOf(f, moved(f.Span))]++
	}
	return counts
}
