package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// This file is about what another escape character would change in a Dockerfile.

// An escaped is an escape character that the lexer takes out of a word, with the character that it keeps for it.
type escaped struct {
	at   int // in the word
	next rune
}

// escapesOf is the escape characters that BuildKit's lexer takes out of a word (frontend/dockerfile/shell/lex.go): outside
// quotes every one, in double quotes those in front of a quote, a dollar sign or another of them, in single quotes none.
// One at the end of the word, which stands in front of nothing, is not among them.
func escapesOf(word string, escape byte) []escaped {
	var list []escaped
	quote := byte(0)
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == escape && quote != '\'':
			next, n := utf8.DecodeRuneInString(word[i+1:])
			if n > 0 && (quote == 0 || next == '"' || next == '$' || next == rune(escape)) {
				list = append(list, escaped{i, next})
				i += n
			}
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return list
}

// decided is the places whose reading depends on the escape character, where the fix makes it another one: the ends of
// lines, the words and flags that hold one, and the instructions that the builder refuses with the present one only.
func decided(doc *dockerfile.Document, edits []source.Edit) []source.Span {
	var list []source.Span
	stays := staysRefused(doc, edits)
	for _, in := range doc.Instructions {
		if in.Err != nil && stays(in) {
			continue
		}
		if in.Err != nil {
			list = append(list, in.Span())
			continue
		}
		for _, line := range in.Lines {
			if at := lineEnd(doc.File, line); at >= 0 && line.Kind == dockerfile.CodeLine {
				list = append(list, source.Span{Start: at, End: at + 1})
			}
		}
		list = append(list, decidedWords(in)...)
	}
	return list
}

// staysRefused tells the instructions that the builder refuses in the same words behind the edits, too.
func staysRefused(doc *dockerfile.Document, edits []source.Edit) func(*dockerfile.Instruction) bool {
	text, err := source.Apply(doc.File.Text, edits)
	if err != nil {
		return func(*dockerfile.Instruction) bool { return false }
	}
	shift := len(text) - len(doc.File.Text) // all edits stand in front of what they are asked for, or it was refused for another reason
	after := dockerfile.Parse(source.New(doc.File.Path, text))
	return func(in *dockerfile.Instruction) bool {
		return slices.ContainsFunc(after.Errors, func(e *dockerfile.Error) bool {
			return e.At.Start-shift == in.Err.At.Start && e.Message == in.Err.Message
		})
	}
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

// lineEnd is the offset of the backslash or backtick that ends a line, blanks behind it aside; -1 where there is none.
func lineEnd(f *source.File, line dockerfile.Line) int {
	text := strings.TrimRight(f.Slice(line.Span), " \t\r")
	if strings.HasSuffix(text, "\\") || strings.HasSuffix(text, "`") {
		return line.Start + len(text) - 1
	}
	return -1
}

// turnOver makes the fix of a comment that was meant as the escape directive: the directive is written where it is one.
func turnOver(f *lint.Finding, doc *dockerfile.Document, comment *dockerfile.Comment, char string) {
	line := "# escape=" + char
	switch head := directiveAt(doc); {
	case doc.EscapeFrom != nil:
		f.Replace(doc.EscapeFrom.Value, char).DeleteLines(comment)
	case doc.File.FullLine(doc.File.Position(comment.Span().Start).Line).Start == head:
		f.Replace(comment, line)
	default:
		f.DeleteLines(comment).Insert(head, line+doc.File.EOL())
	}
	decides(f, doc)
	if !turnsOver(doc, char[0]) {
		f.Unsafe()
	}
}

// decides says of a finding whose fix changes the escape character that whatever depends on the character is a
// consequence of it, and changes with the fix.
func decides(f *lint.Finding, doc *dockerfile.Document) {
	for _, s := range decided(doc, f.Edits) {
		f.Covers(s).Changes(s)
	}
}

// directiveAt is where a further directive is written: behind those that stand at the head of the file.
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
		for i, line := range in.Lines {
			if line.Escape >= 0 && swallowedBy(doc.File, in, i).Len() == 0 {
				return false
			}
		}
		if !wordsTurnOver(in, doc.Escape, char) {
			return false
		}
	}
	return true
}

func wordsTurnOver(in *dockerfile.Instruction, escape, char byte) bool {
	if in.OnBuild != nil {
		return wordsTurnOver(in.OnBuild, escape, char)
	}
	turns := func(text string) bool {
		return strings.IndexByte(text, char) < 0 && !slices.ContainsFunc(escapesOf(text, escape), func(e escaped) bool {
			return e.next == rune(escape) || !separates(e)
		})
	}
	for _, flag := range in.Flags {
		if !turns(flag.String()) {
			return false
		}
	}
	return !in.Expands() || in.Err != nil || !slices.ContainsFunc(in.Words, func(w *dockerfile.Word) bool { return !turns(w.Value) })
}
