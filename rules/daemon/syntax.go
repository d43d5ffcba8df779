package daemon

import (
	"strconv"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// syntax is the rules about how dockerd reads the text of the file.
var syntax = []*lint.Rule{
	{
		ID: "daemon-json-syntax", Summary: "daemon.json is not valid JSON", Topic: "daemon",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{configSource, jsonGrammar},
		Check: lint.Each(notJSON),
	},
	{
		ID: "daemon-path-escape", Summary: "A backslash in daemon.json breaks the file or changes a path", Topic: "daemon",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{configSource, jsonGrammar + "#section-7"},
		Check: lint.Each(backslashes),
	},
}

// notJSON reports comments, commas, and of all else the first fault: what follows one is often its consequence.
func notJSON(p *lint.Pass, doc *daemon.Document) {
	for _, fault := range doc.File.Faults {
		if p.Unit.Daemon != nil && fault.Kind == source.InvalidUTF8 {
			p.Reportf(fault.Span, "This byte is not valid UTF-8, so %s", doesNotStart).
				Notef("dockerd fails with `failed to decode configuration JSON`: `encoding: invalid UTF-8`.").
				Helpf("Save the file as UTF-8.").Subsumes(doc)
			return
		}
	}
	for _, e := range doc.Errors {
		if isEscape(e) || openedByEscape(doc, e) {
			return
		}
		if comment := doc.File.Slice(e.At); isComment(comment) {
			f := p.Reportf(e, "JSON does not support comments, so %s", doesNotStart).Notef("dockerd fails with `%s`.", e.Message).Helpf("Remove the comment.")
			f.Delete(commentOf(doc.File, e.At))
			continue
		} else if comment == "]" || comment == "}" {
			if comma := commaBefore(doc.File, e.At.Start); comma >= 0 {
				p.Reportf(source.Span{Start: comma, End: comma + 1}, "A comma after the last element is not valid JSON, so %s", doesNotStart).
					Notef("dockerd fails with `%s`.", e.Message).Helpf("Remove the comma.").
					Delete(source.Span{Start: comma, End: comma + 1})
				continue
			}
		}
		p.Reportf(e, "This is not valid JSON, so %s", doesNotStart).Notef("dockerd fails with `%s`.", check.Clip(e.Message)).Helpf("%s", advice(doc, e))
		return
	}
}

// advice is what to do about a fault that has no name.
func advice(doc *daemon.Document, e *data.Error) string {
	switch {
	case strings.HasPrefix(e.Message, `invalid character '\''`), strings.Contains(e.Message, "â"):
		return "Put names and strings in straight double quotes."
	case strings.HasSuffix(e.Message, "after top-level value"):
		return "Merge the objects into one, or remove what follows the first one."
	case strings.HasSuffix(e.Message, "in string literal"):
		return "Add the closing quote on the same line, and write a tab as `\\t`."
	case strings.HasPrefix(e.Message, "unexpected end"):
		return "Add the missing double quote, `]` or `}`."
	case strings.HasSuffix(e.Message, "looking for beginning of value") && e.At.Start == 0 && doc.File.Encoding == source.UTF8:
		return "Save the file as UTF-8 text that begins with `{`."
	}
	return "Correct the syntax. To check the file without starting the engine, run `dockerd --validate --config-file FILE`."
}

func isComment(s string) bool {
	return strings.HasPrefix(s, "//") || strings.HasPrefix(s, "/*") || strings.HasPrefix(s, "#")
}

// commentOf is a comment with the spaces before it, or its whole line if there is nothing else on it.
func commentOf(f *source.File, at source.Span) source.Span {
	start := f.Line(f.Position(at.Start).Line).Start
	before := strings.TrimRight(f.Text[start:at.Start], " \t")
	if last := f.FullLine(f.Position(at.End).Line); before == "" && strings.TrimSpace(f.Text[at.End:last.End]) == "" {
		return source.Span{Start: start, End: max(at.End, last.End)}
	}
	return source.Span{Start: start + len(before), End: at.End}
}

// commaBefore is the offset of the comma before a closing bracket; -1 if something else is there.
func commaBefore(f *source.File, at int) int {
	before := strings.TrimRight(f.Text[:at], " \t\r\n")
	if strings.HasSuffix(before, ",") {
		return len(before) - 1
	}
	return -1
}

// isEscape reports whether an error is about an escape sequence.
func isEscape(e *data.Error) bool {
	return strings.HasSuffix(e.Message, "in string escape code") || strings.HasSuffix(e.Message, "hexadecimal character escape")
}

// openedByEscape reports whether a string does not end because its last backslash escapes the quote: "D:\".
func openedByEscape(doc *daemon.Document, e *data.Error) bool {
	for _, root := range doc.Roots {
		for v := range root.All() {
			if v.Kind == data.String && v.Span().Start < e.At.Start && escapedEnd(doc.File.Slice(v.Span())) {
				return true
			}
		}
	}
	return false
}

// escapedEnd reports whether a string that begins with a drive has `\"` where it was meant to end.
func escapedEnd(raw string) bool {
	text := strings.TrimPrefix(raw, `"`)
	at := strings.Index(text, `\"`)
	if at < 0 || !windows.IsDrivePath(text) || strings.HasSuffix(text[:at], `\`) {
		return false
	}
	rest := strings.TrimLeft(text[at+2:], " \t")
	return rest == "" || strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, "]") || strings.HasPrefix(rest, "}")
}

// backslashes finds the strings in which a backslash was meant as a separator of a path.
func backslashes(p *lint.Pass, doc *daemon.Document) {
	for _, root := range doc.Roots {
		for v := range root.All() {
			if v.Kind == data.String && v.Style == data.DoubleQuoted {
				backslashesIn(p, doc.File, v)
			}
		}
	}
}

func backslashesIn(p *lint.Pass, file *source.File, v *data.Value) {
	raw := file.Slice(v.Span())
	isPath := windows.IsDrivePath(strings.TrimPrefix(raw, `"`))
	end := len(raw)
	if escapedEnd(raw) {
		end = strings.Index(raw, `\"`) + 2
	}
	var first *lint.Finding
	for i := 1; i+1 < end; i++ {
		if raw[i] != '\\' {
			continue
		}
		at := source.Span{Start: v.Span().Start + i, End: v.Span().Start + i + 2}
		message, note := fault(raw[i:end], isPath)
		if message == "" {
			i++ // a pair
			continue
		}
		if first == nil {
			first = p.Reportf(at, message, raw[i:i+2]).Notef("%s", note)
			if !isPath {
				first.Unsafe()
			}
			first.Helpf("%s", withoutEscapes(raw)).Subsumes(v).AlsoChanges(v)
		}
		first.Insert(at.Start, `\`)
	}
}

// withoutEscapes is how to write a string that has single backslashes: a path, or any other text.
func withoutEscapes(raw string) string {
	if escapedEnd(raw) {
		raw = raw[:strings.Index(raw, `\"`)+1]
	}
	text := strings.ReplaceAll(strings.Trim(raw, `"`), `\\`, `\`)
	if !windows.IsDrivePath(text) || strings.Contains(text, `"`) {
		return "Double each backslash, or write `/` instead."
	}
	return "Write `" + strings.ReplaceAll(text, `\`, "/") + "` or `" + strings.ReplaceAll(text, `\`, `\\`) + "`."
}

// fault is what is wrong with the escape sequence at the head of a text; "" if nothing is.
func fault(text string, isPath bool) (message, note string) {
	switch c := text[1]; {
	case c == '\\', c == '/':
	case c == '"':
		if isPath && len(text) == 2 {
			return "`%s` does not end the string, so " + doesNotStart, "The backslash escapes the quote, so the string continues after it."
		}
	case strings.IndexByte("bfnrt", c) >= 0:
		if isPath {
			name := map[byte]string{'b': "a backspace", 'f': "a form feed", 'n': "a line feed", 'r': "a carriage return", 't': "a tab"}[c]
			return "`%s` in this path becomes " + name, "In JSON, `" + text[:2] + "` is an escape sequence, so dockerd uses a different path."
		}
	case c == 'u':
		if _, err := strconv.ParseUint(text[2:min(6, len(text))], 16, 16); err != nil || len(text) < 6 {
			return "`%s` is not a JSON escape sequence, so " + doesNotStart, "dockerd fails with `invalid character in \\u hexadecimal character escape`."
		}
	default:
		return "`%s` is not a JSON escape sequence, so " + doesNotStart,
			"dockerd fails with `invalid character '" + string(rune(c)) + "' in string escape code`."
	}
	return "", ""
}
