package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// This file converts a Dockerfile with the default escape character to the backtick, so that the builder reads the
// same: the lines are continued by the other character, and what was escaped for the lexer is escaped for it with the
// other one. The text of commands, JSON that the lexer does not read, heredocs and triggers stay as they are.

// Convert adds the conversion of a whole file to a finding, or gives the reason why it cannot be done.
func Convert(doc *dockerfile.Document, f *lint.Finding) error {
	c := &converter{doc: doc}
	for _, in := range doc.Instructions {
		if err := c.instruction(in); err != nil {
			return err
		}
	}
	f.FormattingOnly()
	if doc.EscapeFrom != nil {
		f.Replace(doc.EscapeFrom.Value, "`")
	} else {
		f.Insert(directiveAt(doc), "# escape=`"+doc.File.EOL())
	}
	f.Edits = append(f.Edits, c.edits...)
	for _, s := range c.regained {
		f.AlsoChanges(s).Unsafe()
	}
	return nil
}

// A converter collects the edits that turn a file over.
type converter struct {
	doc      *dockerfile.Document
	edits    []source.Edit
	regained []source.Span // what gains the backslashes that its author wrote
}

func (c *converter) replace(at source.Span, by string) {
	c.edits = append(c.edits, source.Edit{Span: at, New: by})
}

// refuse is the reason why a file is not converted, with its line.
func (c *converter) refuse(at source.Span, reason string) error {
	return fmt.Errorf("line %d %s", c.doc.File.Position(at.Start).Line, reason)
}

func (c *converter) instruction(in *dockerfile.Instruction) error {
	if in.Err != nil {
		return c.refuse(in.Err.At, "is rejected by the builder")
	}
	for i := range in.Lines {
		if err := c.line(in, i); err != nil {
			return err
		}
	}
	for _, flag := range in.Flags {
		if strings.ContainsAny(flag.String(), "\\`") {
			return c.refuse(flag.Span(), "has a flag with a backslash or a backtick")
		}
	}
	if in.OnBuild != nil && refusesTurned(in) {
		return c.refuse(in.Span(), "has a trigger that the builder would reject")
	}
	if !in.Expands() {
		return nil
	}
	if in.Is("ADD", "COPY") && strings.Count(in.Logical.String(), "<<") > len(in.Heredocs) {
		return c.refuse(in.Span(), "has `<<` that does not begin a heredoc")
	}
	for _, w := range in.Words {
		if err := c.word(in, w); err != nil {
			return err
		}
	}
	// The parser drops an escape character after the last word.
	if n := len(in.Words); n > 0 {
		rest := source.Span{Start: in.Words[n-1].Span().End, End: in.Args.Span().End}
		if rest.Len() > 0 && c.doc.File.Slice(rest) == `\` {
			c.replace(rest, "")
		}
	}
	return nil
}

// refusesTurned reports whether the builder would reject an ONBUILD in a file with the other character. It keeps
// the text of the trigger as it is, and the file that runs it reads it with the default one; but it checks it here.
func refusesTurned(in *dockerfile.Instruction) bool {
	if !strings.ContainsAny(in.Args.String(), "\\`") {
		return false
	}
	text := "# escape=`\n" + in.Logical.String() + "\n"
	return len(dockerfile.Parse(source.New("", text)).Errors) > 0
}

// line has a line continued by the other character.
func (c *converter) line(in *dockerfile.Instruction, i int) error {
	line := in.Lines[i]
	if line.Kind != dockerfile.CodeLine {
		return nil
	}
	if line.Escape < 0 {
		if text := strings.TrimRight(c.doc.File.Slice(line.Span), " \t\r"); !in.Expands() && strings.HasSuffix(text, "`") && !strings.HasSuffix(text, "``") {
			return c.refuse(line.Span, "ends in a backtick, which would continue it")
		}
		return nil
	}
	if swallowedBy(c.doc.File, in, i).Len() > 0 {
		return c.refuse(line.Span, "ends in a path that swallows the next line")
	}
	if path := pathAtEnd(c.doc.File, line); path.Len() > 0 && c.next(in, i) < 0 {
		c.regained = append(c.regained, path)
		return nil
	}
	by := "`"
	if strings.HasSuffix(c.doc.File.Text[line.Start:line.Escape], "`") {
		// Two of them do not continue a line. A space from the start of the next line separates them.
		blank := c.nextBlank(in, i)
		if blank.Len() == 0 {
			return c.refuse(line.Span, "has a backtick before its trailing backslash")
		}
		by = c.doc.File.Slice(blank) + by
		c.replace(blank, "")
	}
	c.replace(source.Span{Start: line.Escape, End: line.Escape + 1}, by)
	return nil
}

// next is the line that line i is joined with; -1 if there is none.
func (c *converter) next(in *dockerfile.Instruction, i int) int {
	for j := i + 1; j < len(in.Lines); j++ {
		if in.Lines[j].Kind == dockerfile.CodeLine {
			return j
		}
	}
	return -1
}

// nextBlank is the space at the start of the line that line i is joined with.
func (c *converter) nextBlank(in *dockerfile.Instruction, i int) source.Span {
	next := c.next(in, i)
	if next < 0 {
		return source.Span{}
	}
	start := in.Lines[next].Start
	if text := c.doc.File.Text[start:]; strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t") {
		return source.Span{Start: start, End: start + 1}
	}
	return source.Span{}
}

// word has the lexer read a word in the same way: what one character escaped the other one escapes, where it has to be
// escaped at all. A path whose backslashes the lexer removes today stays as it is written, and gains them.
func (c *converter) word(in *dockerfile.Instruction, w *dockerfile.Word) error {
	switch reads, err := c.doc.Literal(w); {
	case err != nil:
		return c.refuse(w.Span(), "has a word that the builder rejects")
	case !utf8.ValidString(w.Value):
		return c.refuse(w.Span(), "has a byte that is not valid UTF-8")
	case w.Value == `\`:
		return c.refuse(w.Span(), "has a word that is only a backslash, which the builder drops")
	case strings.HasSuffix(reads, " ") && strings.HasSuffix(w.Value, `\`):
		return c.refuse(w.Span(), "has a word that ends in an escaped space")
	}
	text := w.Decoded()
	backticks, ok := c.doc.Unescaped(w, '`')
	if !ok {
		return c.refuse(w.Span(), "has an escape character in the pattern of a substitution")
	}
	for _, at := range backticks {
		c.replace(text.SpanOf(at, at+1), "``")
	}
	lost, _ := lostSeparators(c.doc, w)
	path := len(lost) > 0 && (holdsPaths(in) || in.Name == "USER" || pathLike.MatchString(w.Value))
	if path {
		c.regained = append(c.regained, w.Span())
	}
	for _, e := range c.doc.Escapes(w) {
		switch {
		case !path || !slices.Contains(lost, e):
			c.escape(text, e, path, c.endsName(w, e))
		case e.Next == '`':
			c.replace(text.SpanOf(e.At+1, e.At+2), "``")
		}
	}
	return nil
}

// endsName reports whether an escape parts the name of a variable, or a dollar sign, from what follows it.
func (c *converter) endsName(w *dockerfile.Word, e dockerfile.Escape) bool {
	return e.At > 0 && w.Value[e.At-1] == '$' ||
		slices.ContainsFunc(c.doc.References(w), func(r dockerfile.Reference) bool { return r.End == e.At })
}

// escape converts one escape: the character after it still needs one, or no longer does.
func (c *converter) escape(text source.Text, e dockerfile.Escape, path, parts bool) {
	at := text.SpanOf(e.At, e.At+1)
	switch {
	case e.Next == '\\' && path && e.At == 0, e.Next == 0 && path:
		// The two at the start of a network path are literal, and so is one at the end of a path.
	case e.Next == '\\', e.Next == 0, !parts && strings.IndexByte("\"'$ \t}`#=", e.Next) < 0:
		c.replace(at, "")
	default:
		c.replace(at, "`")
	}
}
