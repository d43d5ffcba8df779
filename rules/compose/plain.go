package compose

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// textLists is the keys of services whose lists hold texts, and of which a drive can be one.
var textLists = []string{"volumes", "devices", "environment", "env_file", "command", "entrypoint", "test"}

// driveKeys finds the list items that YAML reads as a key with a value because of the colon of a drive.
func driveKeys(p *lint.Pass, doc *compose.Document) {
	for _, root := range doc.Roots {
		for v := range root.All() {
			if v.Kind != data.Sequence || v.Key == nil || !slices.Contains(textLists, v.Key.String()) {
				continue
			}
			for _, item := range v.Items {
				driveKey(p, doc, item)
			}
		}
	}
}

func driveKey(p *lint.Pass, doc *compose.Document, item *data.Value) {
	if item.Kind != data.Mapping || len(item.Entries) != 1 || doc.File.Text[item.Span().Start] == '{' {
		return
	}
	e := item.Entries[0]
	name, bare := e.Name(), e.Value.Kind == data.Null && e.Value.Span().Len() == 0
	if e.Key.Style != data.Plain || !(bare && endsInDrive.MatchString(name) || driveAtStart.MatchString(name)) {
		return
	}
	at := e.Key.Span()
	at.End += strings.IndexByte(doc.File.Text[at.End:], ':') + 1
	f := p.Reportf(at, "YAML reads `%s` as a key", check.Brief(doc.File.Slice(at))).
		Notef("A colon at the end of a word ends a key, so Docker Compose rejects the item.").
		Helpf("%s", writeQuoted(doc.File.Slice(at))).Subsumes(item).Subsumes(at)
	if bare {
		f.Replace(at, yamlQuoted(doc.File.Slice(at)))
	} else {
		f.Helpf("Remove the space after `%s`. If the space is intended, put the whole item in single quotes.", doc.File.Slice(at))
	}
}

var (
	endsInDrive  = lazy.MustCompile(`(?:^|[\s:=;])[A-Za-z]$`)
	driveAtStart = lazy.MustCompile(`^[A-Za-z]:[\\/]`)
)

// driveRejected finds the values for which YAML rejects the file because of the colon of a drive.
func driveRejected(p *lint.Pass, e *data.Error) {
	if e.Message != "mapping values are not allowed in this context" {
		return
	}
	value, ok := plainValue(p.Unit.File, e.At.Start)
	if !ok || e.At.Start <= value.Start {
		return
	}
	before := p.Unit.File.Slice(source.Span{Start: value.Start, End: e.At.Start})
	if !endsInDrive.MatchString(before) && !driveAtStart.MatchString(before) {
		return
	}
	f := p.Reportf(source.Span{Start: value.Start, End: e.At.End}, "YAML reads `%s:` as a key", check.Brief(before)).
		Notef("A colon at the end of a word ends a key, so %s cannot read the file: `%s`.", reader(p), e.Message).
		Helpf("%s", writeQuoted(p.Unit.File.Slice(value))).Subsumes(e)
	f.Replace(value, yamlQuoted(p.Unit.File.Slice(value)))
	changesUnread(f, p.Unit.Data)
}

// plainValue is the value without quotes on the line of an offset, up to the end of the line or its comment. It does not
// look into brackets, in which a character that ends the value may belong to it.
func plainValue(file *source.File, offset int) (source.Span, bool) {
	line := file.Line(file.Position(offset).Line)
	text := file.Slice(line)
	start := beforeValue.FindStringIndex(text)
	if start == nil {
		return source.Span{}, false
	}
	value := text[start[1]:]
	if i := strings.Index(value, " #"); i >= 0 {
		value = value[:i]
	}
	value = strings.TrimRight(value, " \t")
	at := source.Span{Start: line.Start + start[1], End: line.Start + start[1] + len(value)}
	return at, value != "" && strings.IndexByte(`'"[{|>&`, value[0]) < 0
}

// beforeValue is the text before a value on its line: the dash of an item, a key with its colon, or both.
var beforeValue = lazy.MustCompile(`^[ \t]*(?:- +)*(?:[\w.-]+:[ \t]+)?`)

// tagsDropped finds the values whose beginning is a tag in YAML. Compose supports the tags !reset and !override, and drops
// any other.
func tagsDropped(p *lint.Pass, doc *compose.Document) {
	scalars(doc.Document, func(v *data.Value) {
		if !strings.HasPrefix(v.Tag, "!") || strings.HasPrefix(v.Tag, "!!") || strings.HasPrefix(v.Tag, "!<") ||
			v.Tag == "!reset" || v.Tag == "!override" {
			return
		}
		start := strings.LastIndex(doc.File.Text[:v.Span().Start], v.Tag)
		if start < 0 {
			return
		}
		tag := source.Span{Start: start, End: start + len(v.Tag)}
		whole := tag.Cover(v.Span())
		left := "The value becomes empty."
		if v.Span().Len() > 0 {
			left = "The value becomes `" + check.Brief(v.String()) + "`."
		}
		f := p.Reportf(tag, "YAML reads `%s` as a tag, which Docker Compose drops", v.Tag).
			Notef("%s", left).Helpf("Put the value in single quotes.")
		if v.Style == data.Plain && !strings.ContainsAny(doc.File.Slice(whole), "\r\n&") {
			f.Helpf("%s", writeQuoted(doc.File.Slice(whole)))
			f.Replace(whole, yamlQuoted(doc.File.Slice(whole))).AlsoChanges(v)
		}
	})
}

// plainRejected finds the values for which YAML rejects the file because of their first character.
func plainRejected(p *lint.Pass, e *data.Error) {
	first := p.Unit.File.Slice(e.At)
	switch {
	case e.Message == "found character that cannot start any token" && first != "" && strings.IndexByte("%@`", first[0]) >= 0:
	case first == "*" && strings.HasPrefix(e.Message, "unknown anchor"):
	default:
		return
	}
	char := "`" + first + "`"
	if first == "`" {
		char = "a backtick"
	}
	f := p.Reportf(e, "A value without quotes cannot begin with %s", char).
		Notef("%s cannot read the file: `%s`.", reader(p), e.Message).
		Helpf("Put the value in single quotes.").Subsumes(e)
	if value, ok := plainValue(p.Unit.File, e.At.Start); ok && value.Start == e.At.Start {
		f.Helpf("%s", writeQuoted(p.Unit.File.Slice(value)))
		f.Replace(value, yamlQuoted(p.Unit.File.Slice(value)))
		changesUnread(f, p.Unit.Data)
	}
}
