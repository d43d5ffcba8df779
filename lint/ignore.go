package lint

import (
	"iter"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// UnusedIgnore is the rule for an ignore comment that hides nothing, or names no rule.
var UnusedIgnore = &Rule{
	ID: "unused-ignore", Summary: "The ignore comment hides nothing", Topic: "comments", Severity: Warning, Fix: Safe,
	Since: "0.1.0", On: subject.Set{Any: true}, Refs: []string{"docs/usage.md"},
}

// An ignore is one word of an ignore comment: "# winlint ignore=rule[,rule] reason", with "rem" or "::" for "#" where cmd
// reads it.
type ignore struct {
	comment source.Text
	rule    source.Text
	lines   span // the lines that it holds for, from 1
	used    bool
}

type span struct{ first, last int }

// ignore takes away what the author ignores, and reports the comments that hide nothing.
func (l *Linter) ignore(unit *subject.Unit, found []*Finding) (kept, ignored []*Finding) {
	ignores := ignoresOf(unit)
	for _, f := range found {
		if hidden(f, ignores) {
			ignored = append(ignored, f)
		} else {
			kept = append(kept, f)
		}
	}
	return append(kept, l.unused(unit, ignores)...), ignored
}

func hidden(f *Finding, ignores []*ignore) bool {
	line := f.File.Position(f.Span.Start).Line
	hides := false
	for _, i := range ignores {
		if i.rule.String() == f.Rule.ID && i.lines.first <= line && line <= i.lines.last {
			i.used, hides = true, true
		}
	}
	return hides
}

// unused reports what hides nothing, where every rule ran that it could have hidden.
func (l *Linter) unused(unit *subject.Unit, ignores []*ignore) []*Finding {
	rule := l.rule(UnusedIgnore.ID)
	if rule == nil {
		return nil
	}
	var found []*Finding
	pass := &Pass{Unit: unit, Scope: unit.FileScope, rule: rule, findings: &found}
	for _, i := range ignores {
		switch id := i.rule.String(); {
		case i.used:
		case l.rule(id) != nil:
			pass.Reportf(i.rule, "This comment ignores %s, but winlint finds no such thing here. Remove it.", id).Delete(i.deletion(unit.File))
		case l.Known == nil || !l.Known(id):
			pass.Reportf(i.rule, "%q is no rule of winlint, so this comment ignores nothing.", id)
		}
	}
	return found
}

// deletion is what goes when this ignore goes: its line, the comment where that shares its line, or only the word where
// the comment names other rules, too.
func (i *ignore) deletion(f *source.File) source.Span {
	names, _ := ignoreWords(i.comment)
	if len(names) > 1 {
		span := i.rule.Span()
		if f.Text[span.End] == ',' {
			return source.Span{Start: span.Start, End: span.End + 1}
		}
		return source.Span{Start: span.Start - 1, End: span.End}
	}
	comment := i.comment.Span()
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

// ignoresOf reads the ignore comments of a file. One above an instruction holds for all lines of that instruction, as
// does one between its lines; one that shares its line with something else holds for that line.
func ignoresOf(unit *subject.Unit) []*ignore {
	var list []*ignore
	for _, comment := range unit.Comments {
		names, whole := ignoreWords(comment)
		for _, name := range names {
			i := &ignore{comment: comment, rule: name, lines: span{1, unit.File.Lines()}}
			if !whole {
				i.lines = reach(unit, comment)
			}
			list = append(list, i)
		}
	}
	return list
}

// reach is the lines that an ignore comment holds for.
func reach(unit *subject.Unit, comment source.Text) span {
	file := unit.File
	at := file.Position(comment.Span().Start).Line
	if before := file.Text[file.Line(at).Start:comment.Span().Start]; unit.Data != nil && strings.TrimSpace(before) != "" {
		return span{at, at}
	}
	next := at
	for next < file.Lines() {
		next++
		if text := strings.TrimSpace(file.Slice(file.Line(next))); text != "" && !startsComment(text) {
			break
		}
	}
	last := next
	for step := range steps(unit) {
		if file.Position(step.Start).Line == next {
			last = max(last, file.Position(step.End).Line)
		}
	}
	return span{at, last}
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
		if unit.Data == nil {
			return
		}
		for _, root := range unit.Data.Roots {
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

// afterMark is a comment without what begins it, in Dockerfiles, PowerShell and sh ("#", "<#") and in cmd ("::", "rem").
func afterMark(comment string) string {
	for _, mark := range [...]string{"::", "rem ", "@rem ", "<#"} {
		if len(comment) > len(mark) && strings.EqualFold(comment[:len(mark)], mark) {
			return comment[len(mark):]
		}
	}
	return strings.TrimLeft(comment, "#")
}

// ignoreWords cuts "# winlint ignore=a,b reason"; whole says that it is "ignore-file=".
func ignoreWords(comment source.Text) (names []source.Text, whole bool) {
	s := comment.String()
	rest := strings.TrimLeft(afterMark(s), " \t")
	rest, found := strings.CutPrefix(rest, "winlint")
	if !found {
		return nil, false
	}
	rest = strings.TrimLeft(rest, ": \t")
	list, found := strings.CutPrefix(rest, "ignore=")
	if !found {
		list, whole = strings.CutPrefix(rest, "ignore-file=")
		if !whole {
			return nil, false
		}
	}
	at := len(s) - len(list)
	end := at + len(list) - len(strings.TrimLeft(list, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_,"))
	for at < end {
		n := strings.IndexByte(s[at:end], ',')
		if n < 0 {
			n = end - at
		}
		if n > 0 {
			names = append(names, comment.Slice(at, at+n))
		}
		at += n + 1
	}
	return names, whole
}
