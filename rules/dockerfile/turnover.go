package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// This file is about what another escape character would change in a Dockerfile.

// decided is the places whose reading depends on the escape character: the ends of lines, what they swallow or tear off,
// the words and flags that hold such a character, and instructions that were meant to go on.
func decided(doc *dockerfile.Document) []source.Span {
	var list []source.Span
	torn := false // the line before was meant to continue
	for _, in := range doc.Instructions {
		if torn && in.Err != nil {
			list = append(list, in.Span())
		}
		for i, line := range in.Lines {
			if at := lineEnd(doc.File, line); at >= 0 && line.Kind == dockerfile.CodeLine {
				next := swallowedBy(doc.File, in, i)
				list = append(list, source.Span{Start: at, End: max(at+1, next.End)})
				if next.Len() > 0 && in.Err != nil {
					list = append(list, in.Span())
				}
			}
		}
		list = append(list, decidedWords(in)...)
		torn = endsIn(doc.File, lastCode(in), otherEscape(doc.Escape))
		if torn { // its last words are on the lines that follow
			list = append(list, in.Span())
		}
	}
	return list
}

func decidedWords(in *dockerfile.Instruction) []source.Span {
	var list []source.Span
	if in.OnBuild != nil {
		list = decidedWords(in.OnBuild)
	}
	for _, flag := range in.Flags {
		if strings.ContainsAny(flag.String(), "\\`") {
			list = append(list, flag.Span())
		}
	}
	if in.Expands() {
		for _, w := range in.Words {
			if strings.ContainsAny(w.Value, "\\`") {
				list = append(list, w.Span())
			}
		}
	}
	return list
}

// lineEnd is the offset of the backslash or backtick that ends a line, apart from spaces; -1 if there is none.
func lineEnd(f *source.File, line dockerfile.Line) int {
	text := strings.TrimRight(f.Slice(line.Span), " \t\r")
	if strings.HasSuffix(text, "\\") || strings.HasSuffix(text, "`") {
		return line.Start + len(text) - 1
	}
	return -1
}

// turnOver makes the fix of a comment that was meant as the escape directive: it moves the directive to the top of the
// file. If the file is written for the current escape character, it is converted as well, and keeps its meaning.
func turnOver(f *lint.Finding, doc *dockerfile.Document, comment *dockerfile.Comment, char string) {
	decides(f, doc)
	if !turnsOver(doc, char[0]) {
		f.LazyFix(func(f *lint.Finding) {
			if char == "`" && Convert(doc, f) == nil {
				f.DeleteLines(comment).Unsafe()
			}
		})
		return
	}
	changesDecided(f, doc)
	line := "# escape=" + char
	switch head := directiveAt(doc); {
	case doc.EscapeFrom != nil:
		f.Replace(doc.EscapeFrom.Value, char).DeleteLines(comment)
	case doc.File.FullLine(doc.File.Position(comment.Span().Start).Line).Start == head:
		f.Replace(comment, line)
	default:
		f.DeleteLines(comment).Insert(head, line+doc.File.EOL())
	}
}

// decides says of a finding that whatever depends on the escape character is a consequence of it.
func decides(f *lint.Finding, doc *dockerfile.Document) {
	for _, s := range decided(doc) {
		f.Subsumes(s)
	}
}

// changesDecided says of a fix that it changes whatever depends on the escape character.
func changesDecided(f *lint.Finding, doc *dockerfile.Document) {
	for _, s := range decided(doc) {
		f.AlsoChanges(s)
	}
}

// directiveAt is where another directive is written: after those at the top of the file.
func directiveAt(doc *dockerfile.Document) int {
	if n := len(doc.Directives); n > 0 {
		return doc.File.FullLine(n).End
	}
	return 0
}

// turnsOver reports whether the file gains its obvious meaning with another escape character: no line is continued by
// the present one, unless a path ends there, and no word uses it to escape something or holds the other one.
func turnsOver(doc *dockerfile.Document, char byte) bool {
	for _, in := range doc.Instructions {
		end := in.Span().End // of what is the instruction's own
		for i, line := range in.Lines {
			if line.Escape < 0 {
				continue
			}
			next := swallowedBy(doc.File, in, i)
			if next.Len() == 0 {
				return false
			}
			end = min(end, line.Escape)
		}
		if !wordsTurnOver(doc, in, end, char) {
			return false
		}
	}
	return true
}

// wordsTurnOver is turnsOver for the words of an instruction that end before an offset.
func wordsTurnOver(doc *dockerfile.Document, in *dockerfile.Instruction, end int, char byte) bool {
	if in.OnBuild != nil {
		return wordsTurnOver(doc, in.OnBuild, end, char)
	}
	turns := func(w *dockerfile.Word) bool {
		return strings.IndexByte(w.Value, char) < 0 && !slices.ContainsFunc(doc.Escapes(w), func(e dockerfile.Escape) bool {
			return e.Next == doc.Escape || !separates(e)
		})
	}
	for _, flag := range in.Flags {
		if !turns(&dockerfile.Word{Text: flag.Text, Value: flag.String()}) {
			return false
		}
	}
	return !in.Expands() || in.Err != nil || !slices.ContainsFunc(in.Words, func(w *dockerfile.Word) bool { return w.Span().End <= end && !turns(w) })
}
