package lint

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// This file is what the builder reads of a file, and whether it reads the same of two.

// A part is something that the builder reads: a keyword, a flag, a word, the body of a heredoc. An instruction that
// appears, vanishes or is cut at another place is one keyword more or less.
type part struct {
	source.Span
	reads  string
	detail bool // it is a part of another part, such as the target of a mount
}

// A partAt is where a part begins, in the file or in another part.
type partAt struct {
	start  int
	detail bool
}

// partsOf is what the builder reads of a file, in the order of the file; ok is false where the file is not read.
func partsOf(u *subject.Unit) (parts []part, ok bool) {
	if u.Dockerfile != nil {
		for _, in := range u.Dockerfile.Instructions {
			parts = append(parts, instructionParts(u.Dockerfile, in)...)
		}
	}
	if u.Dockerignore != nil {
		for _, p := range u.Dockerignore.Patterns {
			parts = append(parts, part{Span: p.Span(), reads: strconv.FormatBool(p.Negated) + p.String()})
		}
	}
	if u.Data != nil {
		parts = append(parts, dataParts(u.Data, u.Scripts)...)
	}
	for _, s := range u.Scripts {
		parts = append(parts, scriptParts(s)...)
	}
	parts = append(parts, containerParts(u)...)
	return parts, u.Dockerfile != nil || u.Dockerignore != nil || u.Data != nil || u.Scripts != nil
}

func instructionParts(doc *dockerfile.Document, in *dockerfile.Instruction) []part {
	keyword := in.Name
	if in.Exec {
		keyword += " as JSON"
	}
	if in.Err != nil {
		keyword += " refused: " + in.Err.Message
	}
	parts := []part{{Span: in.Keyword.Span(), reads: keyword}}
	for _, flag := range in.Flags {
		parts = append(parts, part{Span: flag.Span(), reads: "--" + flag.Name.String() + "=" + flagReads(doc, flag)})
	}
	if in.OnBuild != nil {
		return append(parts, triggerParts(in.Args)...)
	}
	if len(in.Words) == 0 && in.Args.Len() > 0 { // an unknown instruction
		parts = append(parts, part{Span: in.Args.Span(), reads: in.Args.String()})
	}
	for _, word := range in.Words {
		parts = append(parts, part{Span: word.Span(), reads: wordReads(doc, in, word)})
	}
	for _, h := range in.Heredocs {
		// The lexer reads a body with the default escape character, whatever the file's is.
		parts = append(parts, part{Span: h.Span(), reads: h.Name + strconv.FormatBool(h.Expand) + h.String()})
	}
	return parts
}

// triggerParts is the words of a trigger as they are written: the builder keeps its text, and reads it when another file
// is built.
func triggerParts(text source.Text) []part {
	var parts []part
	s := text.String()
	for at := 0; at < len(s); {
		rest := strings.TrimLeftFunc(s[at:], unicode.IsSpace)
		at = len(s) - len(rest)
		length := strings.IndexFunc(rest, unicode.IsSpace)
		if length < 0 {
			length = len(rest)
		}
		if length > 0 {
			parts = append(parts, part{Span: text.SpanOf(at, at+length), reads: rest[:length]})
		}
		at += length
	}
	return parts
}

// wordReads is a word as the builder reads it. What the lexer does not touch is what is written.
func wordReads(doc *dockerfile.Document, in *dockerfile.Instruction, word *dockerfile.Word) string {
	if !in.Expands() {
		return word.Value
	}
	return lexed(doc, word)
}

// flagReads is the value of a flag as the parser hands it on, and as the lexer reads that.
func flagReads(doc *dockerfile.Document, flag *dockerfile.Flag) string {
	return flag.Read + "\n" + lexed(doc, &dockerfile.Word{Value: flag.Read})
}

// lexed is a word as the lexer reads it for any values of the variables in it. It is read twice, so that a variable is
// not taken for the same text with its dollar sign escaped, nor a default for nothing: with the variables in their
// places, and with a mark in place of each.
func lexed(doc *dockerfile.Document, word *dockerfile.Word) string {
	literal, err := doc.Literal(word)
	marked := doc.Read(word, marks{})
	if err != nil || marked.Err != nil {
		return "refused"
	}
	return literal + "\n" + marked.Value
}

// marks is an environment in which each variable is set to a text that nothing else reads as.
type marks struct{}

// Get is the mark of a variable.
func (marks) Get(name string) (string, bool) { return "\x00" + name + "\x00", true }

// Keys is asked for by nothing that reads a word.
func (marks) Keys() []string { return nil }

// compare checks that what the builder reads of the file after is what it reads of the file before, but for what the fixes
// name: every other part is at its place, and nothing is new but in what is named. Parts is what it reads of the file before.
func (c *change) compare(v *verdict, before, after *subject.Unit, parts []part) {
	now, read := partsOf(after)
	if _, readBefore := partsOf(before); !read || !readBefore {
		v.fail(errors.New("the file is not read"))
		return
	}
	if directives(before.Dockerfile) != directives(after.Dockerfile) {
		v.fail(errors.New("the fix changes the directives of the parser"), c.first()...)
		return
	}
	if len(c.findings) > 1 && escapeOf(before) != escapeOf(after) { // what one of them does, the other may hide
		v.fail(errors.New("the fix changes the escape character"), c.first()...)
		return
	}
	reads := make(map[partAt]string, len(now)) // in the file after
	for _, p := range now {
		reads[partAt{p.Start, p.detail}] = p.reads
	}
	kept := make(map[partAt]bool, len(now))
	var free []entry[bool] // what may read as anything, in the file after
	for _, p := range parts {
		at := partAt{c.moved(p.Start), p.detail}
		if c.named(p.Span) {
			free = append(free, entry[bool]{c.movedSpan(p.Span), true})
			continue
		}
		if got, found := reads[at]; !found || got != p.reads {
			v.fail(fmt.Errorf("the fix changes how %q is read", firstLineOf(before.File, p.Span)), c.around(p.Start, false)...)
		}
		kept[at] = true
	}
	anything := newIndex(free)
	for _, p := range now {
		if !kept[partAt{p.Start, p.detail}] && len(c.namedAfter(p.Span)) == 0 && !some(anything.touching(p.Span)) {
			v.fail(fmt.Errorf("with the fix, the builder would read %q", firstLineOf(after.File, p.Span)), c.around(p.Start, true)...)
		}
	}
}

// first is the finding whose edit is first, which is the one that can change a directive.
func (c *change) first() []*Finding { return c.around(-1, false) }

// escapeOf is the escape character of a Dockerfile.
func escapeOf(u *subject.Unit) byte {
	if u.Dockerfile == nil {
		return 0
	}
	return u.Dockerfile.Escape
}

func firstLineOf(f *source.File, s source.Span) string {
	line, _, _ := strings.Cut(f.Slice(s), "\n")
	return strings.TrimRight(line, "\r")
}

// directives is the directives of a file but for the escape directive, whose effect shows in everything else.
func directives(doc *dockerfile.Document) string {
	if doc == nil {
		return ""
	}
	var s strings.Builder
	for _, d := range doc.Directives {
		if d.Name != "escape" {
			fmt.Fprintf(&s, "%s=%s %v\n", d.Name, d.Value, d.Err)
		}
	}
	return s.String()
}
