package lint

import (
	"iter"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// UnusedIgnore is the rule for an ignore comment that hides nothing, names no rule, or is not written as one.
var UnusedIgnore = &Rule{
	ID: "unused-ignore", Summary: "An ignore comment has no effect", Topic: "comments", Severity: Warning, Fix: Safe,
	Since: "0.1.0", On: subject.Set{Any: true}, Refs: []string{"docs/usage.md"},
}

// An ignore is one name in an ignore comment.
type ignore struct {
	comment *ignoreComment
	rule    source.Text // the name of a rule, of a topic, or "all"
	lines   source.Span // the first and the last line that it holds for, from 1
	used    bool
}

// ignore takes away what the author ignores, and reports the comments that hide nothing.
func (l *Linter) ignore(unit *subject.Unit, found []*Finding) (kept, ignored []*Finding) {
	if !mentions(unit.File.Text) {
		return found, nil
	}
	comments := l.ignoreComments(unit)
	ignores := l.ignoresOf(unit, comments)
	hiding := map[string]*index[*ignore]{} // by rule and lines
	for id, list := range byID(ignores) {
		hiding[id] = newIndex(list)
	}
	places := map[string][]int{} // the lines on which a rule finds something, sorted
	for _, f := range found {
		line := f.File.Position(f.Span.Start).Line
		hidden := false
		for _, name := range [...]string{f.Rule.ID, f.Rule.Topic, everything} {
			places[name] = append(places[name], line)
			hidden = hidden || some(hiding[name].holding(source.At(line)))
		}
		if hidden {
			ignored = append(ignored, f)
		} else {
			kept = append(kept, f)
		}
	}
	for _, lines := range places {
		slices.Sort(lines)
	}
	for _, i := range ignores {
		lines := places[i.rule.String()]
		n, _ := slices.BinarySearch(lines, i.lines.Start)
		i.used = n < len(lines) && lines[n] <= i.lines.End
	}
	return append(kept, l.unused(unit, comments, ignores)...), ignored
}

func byID(ignores []*ignore) map[string][]entry[*ignore] {
	lists := map[string][]entry[*ignore]{}
	for _, i := range ignores {
		id := i.rule.String()
		lists[id] = append(lists[id], entry[*ignore]{i.lines, i})
	}
	return lists
}

// unused reports what hides nothing, where every rule ran that it could have hidden, and what is not written as it must be.
func (l *Linter) unused(unit *subject.Unit, comments []*ignoreComment, ignores []*ignore) []*Finding {
	rule := l.rule(UnusedIgnore.ID)
	if rule == nil {
		return nil
	}
	var found []*Finding
	pass := &Pass{Unit: unit, Scope: unit.FileScope, rule: rule, findings: &found}
	for _, c := range comments {
		c.report(pass)
	}
	for _, i := range ignores {
		switch id := i.rule.String(); {
		case i.used:
		case l.rule(id) != nil:
			pass.Reportf(i.rule, "This comment has no effect because `%s` finds nothing here", id).
				Helpf("%s", i.removal()).Delete(i.deletion(unit.File))
		case l.isName(id): // rules that did not run may have found something
		default:
			pass.Reportf(i.rule, "This comment has no effect because `%s` is not the name of a rule", id).Helpf("%s", l.correction(id))
		}
	}
	return found
}

// correction says what to write instead of a name that does not exist.
func (l *Linter) correction(name string) string {
	name = strings.ToLower(name)
	if l.isName(name) {
		return "Write `" + name + "`."
	}
	var ids []string
	for _, rule := range l.Rules {
		ids = append(ids, rule.ID)
	}
	if meant := near.Word(name, ids); meant != "" {
		return "Write `" + meant + "`, or run `winlint rules` to see all names."
	}
	return "Run `winlint rules` to see all names."
}

// removal says what to remove: the comment, or one name of several.
func (i *ignore) removal() string {
	if len(i.comment.names) > 1 {
		return "Remove `" + i.rule.String() + "` from the comment."
	}
	return "Remove the comment."
}

// deletion is what goes when this ignore goes: its line, the comment where that shares its line, or only the word where
// the comment names other rules, too.
func (i *ignore) deletion(f *source.File) source.Span {
	if names := i.comment.names; len(names) > 1 {
		n := slices.IndexFunc(names, func(name source.Text) bool { return name.Span() == i.rule.Span() })
		if n == 0 {
			return source.Span{Start: names[0].Span().Start, End: names[1].Span().Start}
		}
		return source.Span{Start: names[n-1].Span().End, End: names[n].Span().End}
	}
	comment := i.comment.text.Span()
	line := f.FullLine(f.Position(comment.Start).Line)
	if code := strings.TrimRight(f.Text[line.Start:comment.Start], " \t"); code != "" {
		return source.Span{Start: line.Start + len(code), End: comment.End}
	}
	return line
}

func (l *Linter) rule(id string) *Rule {
	i := slices.IndexFunc(l.Rules, func(r *Rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return l.Rules[i]
}

// ignoresOf is what the ignore comments of a file hide. One above an instruction holds for all lines of that instruction, as
// does one between its lines; one that shares its line with something else holds for that line.
func (l *Linter) ignoresOf(unit *subject.Unit, comments []*ignoreComment) []*ignore {
	var list []*ignore
	var reach *reaches
	for _, c := range comments {
		if c.fault != "" {
			continue
		}
		if !c.whole && reach == nil {
			reach = newReaches(unit)
		}
		for _, name := range c.names {
			i := &ignore{comment: c, rule: name, lines: source.Span{Start: 1, End: unit.File.Lines()}}
			if !c.whole {
				i.lines = reach.of(c.text)
			}
			list = append(list, i)
		}
	}
	return list
}

// reaches knows how far the comments of a file hold.
type reaches struct {
	unit *subject.Unit
	next []int       // the first line below line n that is no comment and not blank; the last line where there is none
	last map[int]int // the last line of what begins on a line and takes several
}

func newReaches(unit *subject.Unit) *reaches {
	file := unit.File
	r := &reaches{unit, make([]int, file.Lines()+1), map[int]int{}}
	next := file.Lines()
	for n := file.Lines(); n > 0; n-- {
		r.next[n] = next
		if text := strings.TrimSpace(file.Slice(file.Line(n))); text != "" && !startsComment(text) {
			next = n
		}
	}
	for step := range steps(unit) {
		first := file.Position(step.Start).Line
		r.last[first] = max(r.last[first], file.Position(step.End).Line)
	}
	return r
}

// of is the lines that a comment holds for.
func (r *reaches) of(comment source.Text) source.Span {
	file := r.unit.File
	at := file.Position(comment.Span().Start).Line
	if before := file.Text[file.Line(at).Start:comment.Span().Start]; r.unit.Data != nil && strings.TrimSpace(before) != "" {
		return source.Span{Start: at, End: at}
	}
	next := r.next[at]
	return source.Span{Start: at, End: max(next, r.last[next])}
}

// steps is the places of what can take several lines: instructions, docker commands, the keys and items of a compose file
// with all that belongs to them.
func steps(unit *subject.Unit) iter.Seq[source.Span] {
	return func(yield func(source.Span) bool) {
		if unit.Dockerfile != nil {
			for _, in := range unit.Dockerfile.Instructions {
				if !yield(in.Span()) {
					return
				}
			}
		}
		for _, scope := range unit.Scopes {
			if scope.Kind == subject.Command && !yield(scope.Span()) {
				return
			}
		}
		if unit.Data != nil {
			entriesOf(unit.Data)(yield)
		}
	}
}

// entriesOf is the places of the keys and items of a tree, each with all that belongs to it.
func entriesOf(tree *data.Document) iter.Seq[source.Span] {
	return func(yield func(source.Span) bool) {
		for _, root := range tree.Roots {
			for v := range root.All() {
				place := v.Span()
				if v.Key != nil {
					place = place.Cover(v.Key.Span())
				}
				if v != root && !yield(place) {
					return
				}
			}
		}
	}
}

// startsComment reports whether a line is a comment in the language of any file that is read.
func startsComment(line string) bool {
	return strings.HasPrefix(line, "#") || afterMark(line) != line
}

// afterMark is a comment without what begins it, in Dockerfiles, PowerShell and sh ("#", "<#") in cmd ("::", "rem") and in Groovy ("//").
func afterMark(comment string) string {
	for _, mark := range [...]string{"::", "rem ", "@rem ", "<#", "//"} {
		if len(comment) > len(mark) && strings.EqualFold(comment[:len(mark)], mark) {
			return comment[len(mark):]
		}
	}
	return strings.TrimLeft(comment, "#")
}
