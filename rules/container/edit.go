package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/setting"
)

// This file is how fixes edit settings, in either dialect.

// remove adds to a fix that a setting is removed: its key, the item of its list if that has others, or its option. What
// another system may read makes the fix unsafe.
func remove(p *lint.Pass, f *lint.Finding, s *setting.Setting) {
	switch {
	case s.Option != nil:
		dropOption(f, s.Option)
	case s.Value.Parent.Is(data.Sequence) && len(s.Value.Parent.Items) > 1:
		deleteItem(keepsToWindows(p, f), s.Value)
	default:
		check.DeleteEntry(keepsToWindows(p, f), s.Entry)
	}
}

// removeKey is remove for all items of a list.
func removeKey(p *lint.Pass, f *lint.Finding, s *setting.Setting) {
	if s.Option != nil {
		dropOption(f, s.Option)
		return
	}
	check.DeleteEntry(keepsToWindows(p, f), s.Entry)
}

// replace adds to a fix that the value of a setting is replaced, if it is written as the engine gets it.
func replace(f *lint.Finding, s *setting.Setting, by string) {
	replacePart(f, s, 0, len(s.Text), by)
}

// replacePart is replace for bytes i to j of the value.
func replacePart(f *lint.Finding, s *setting.Setting, i, j int, by string) {
	switch {
	case !s.Literal() || s.Option == nil && check.Shared(s.Value):
	case s.Option != nil:
		f.Replace(s.Option.Value.SpanOf(i, j), by)
	default:
		f.Replace(s.Written().SpanOf(i, j), inScalar(s.Value, by))
	}
}

// keepsToWindows makes a fix unsafe if something else than this service on Windows may need what it removes.
func keepsToWindows(p *lint.Pass, f *lint.Finding) *lint.Finding {
	if !check.OnlyWindows(p.Unit) || p.InStack() {
		f.Unsafe()
	}
	return f
}

// deleteItem removes an item of a list with its line, if it is not the only one and the line is its own.
func deleteItem(f *lint.Finding, item *data.Value) {
	if list := item.Parent; list == nil || list.Style != data.Block || len(list.Items) < 2 || check.Shared(item) {
		return
	}
	f.DeleteLines(item)
}

// inScalar is a text as it is written inside of the quotes, if any, of a scalar.
func inScalar(v *data.Value, text string) string {
	switch v.Resolve().Style {
	case data.DoubleQuoted:
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	case data.SingleQuoted:
		return strings.ReplaceAll(text, "'", "''")
	}
	return text
}

// dropOption adds to a fix that an option is removed with its value, and with its line if it is alone on it.
func dropOption(f *lint.Finding, o *docker.Option) {
	span := o.Flag.Arg.Span()
	if o.Value.Arg != nil {
		span = span.Cover(o.Value.Arg.Span())
	}
	if !strings.HasPrefix(o.Flag.String(), "--") && o.Flag.Arg.Value().Len() > o.Flag.Len() && o.Value.Arg != o.Flag.Arg {
		return // one letter of several
	}
	line := f.File.Line(f.File.Position(span.Start).Line)
	before := f.File.Slice(source.Span{Start: line.Start, End: span.Start})
	line = f.File.Line(f.File.Position(span.End).Line)
	after := f.File.Slice(source.Span{Start: span.End, End: line.End})
	switch {
	case strings.TrimSpace(before) != "":
		f.Delete(source.Span{Start: span.Start - (len(before) - len(strings.TrimRight(before, " \t"))), End: span.End})
	case slices.Contains([]string{"`", "^", `\`}, strings.TrimSpace(after)):
		f.DeleteLines(span)
	default:
		f.Delete(span)
	}
}
