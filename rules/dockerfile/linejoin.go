package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// swallowedInstruction finds lines that are continued by an instruction, such as one whose rest was deleted.
func swallowedInstruction(p *lint.Pass, in *dockerfile.Instruction) {
	file := p.Unit.File
	for i, line := range in.Lines {
		if line.Escape < 0 || in.Parent != nil || swallowedBy(file, in, i).Len() > 0 {
			continue
		}
		next := joinedBy(file, in, i)
		before := strings.TrimRight(file.Text[line.Start:line.Escape], " \t")
		keyword, _, _ := strings.Cut(file.Slice(next), " ")
		if next.Len() == 0 || strings.TrimSpace(before) == "" || strings.EqualFold(strings.TrimSpace(before), in.Name) {
			continue
		}
		goesOn := endsInOperator(before)
		if goesOn && isCmdCommand(keyword) {
			continue
		}
		f := p.Reportf(source.Span{Start: line.Escape, End: line.Escape + 1},
			"The %s joins the next line to this %s", trailing(file.Text[line.Escape]), in.Name).
			Notef("`%s` becomes part of the %s and is not treated as an instruction.", check.Brief(file.Slice(firstLine(file, next))), in.Name).
			Helpf("Remove the %s.", trailing(file.Text[line.Escape]))
		f.Subsumes(source.Span{Start: line.Escape, End: next.End}).AlsoChanges(next)
		if in.Err != nil {
			f.Subsumes(in).AlsoChanges(in.Keyword)
		}
		if goesOn {
			f.Helpf("Add the missing command, or remove the %s and the operator before it.", trailing(file.Text[line.Escape]))
		} else {
			f.Delete(source.Span{Start: line.Start + len(before), End: line.Escape + 1})
		}
	}
}

// endsInOperator reports whether a command cannot end like this: with an operator, or with the option of a shell that its
// command follows.
func endsInOperator(text string) bool {
	if strings.IndexByte("&|,({=", text[len(text)-1]) >= 0 {
		return true
	}
	option := strings.ToLower(text[strings.LastIndexAny(text, " \t")+1:])
	return option == "/c" || option == "/k" || option == "-c" || option == "-command"
}

// isCmdCommand reports whether a keyword is a command of cmd, too.
func isCmdCommand(keyword string) bool {
	return strings.EqualFold(keyword, "COPY") || strings.EqualFold(keyword, "LABEL") || strings.EqualFold(keyword, "CMD")
}

// emptyContinuation finds empty lines between the lines of an instruction. The parser skips them.
func emptyContinuation(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil {
		return
	}
	file := p.Unit.File
	var empty []source.Span
	last := lastCode(in).Start
	before := in.Lines[0] // the last line that is not dropped
	for _, line := range in.Lines {
		switch {
		case line.Kind == dockerfile.BlankLine && line.Start < last:
			if len(empty) == 0 {
				empty = append(empty, source.Span{Start: before.Escape, End: before.Escape + 1})
			}
			empty = append(empty, file.FullLine(file.Position(line.Start).Line))
		case line.Kind == dockerfile.CodeLine:
			before = line
		}
	}
	if len(empty) == 0 {
		return
	}
	f := p.Reportf(empty[0], "There is an empty line inside this %s", in.Name).
		Notef("BuildKit warns that empty lines inside an instruction will be an error in a future release.").Helpf("Remove the empty line.")
	for _, line := range empty[1:] {
		f.Delete(line)
	}
}

// doubledEscape finds lines that end in two escape characters before a line that is not an instruction.
func doubledEscape(p *lint.Pass, doc *dockerfile.Document) {
	two := strings.Repeat(string(doc.Escape), 2)
	mark := func(file *source.File, line dockerfile.Line) source.Span {
		text := strings.TrimRight(file.Slice(line.Span), " \t\r")
		if !strings.HasSuffix(text, two) || strings.HasSuffix(text, two+two[:1]) {
			return source.Span{}
		}
		return source.Span{Start: line.Start + len(text) - 2, End: line.Start + len(text)}
	}
	for t := range tornIn(doc, mark) {
		f := p.Reportf(t.marks[0], "Two escape characters do not continue the line").
			Notef("The build fails with `%s`.", t.err.Message).Helpf("Remove one of them, or both if the instruction ends here.")
		t.cover(f)
		if before := doc.File.Text[:t.marks[0].Start]; strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\t") {
			t.join(f, two[:1])
		}
	}
}

// onbuildEscape finds triggers that are written for the escape character of this file. A builder keeps the text of a
// trigger. When another file is built on the image, it parses the text with the default escape character, and reads the
// words with that of the other file.
func onbuildEscape(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Unit.Dockerfile.Escape == '\\' || in.Parent == nil {
		return
	}
	if in.Expands() {
		eatenWords(p, in)
	}
	text := in.Logical.String()
	if !strings.HasSuffix(text, `\`) || strings.HasSuffix(text, `\\`) {
		return
	}
	end := in.Logical.SpanOf(len(text)-1, len(text))
	f := p.Reportf(end, "The `\\` at the end of this trigger is lost").
		Notef("When a Dockerfile based on this image is built, the builder reads the trigger with the default escape character.")
	switch {
	case in.Exec:
		f.Helpf("Write `/` instead of the last `\\`.")
	case takesSlashes(in.Name):
		f.Helpf("Write `/` instead of the last `\\`.").Replace(end, "/")
	case runsText(in.Name):
		f.Helpf("Write `\\.` at the end.").Insert(end.End, ".").Unsafe()
	default:
		f.Helpf("Write `/` instead of the last `\\`, or omit it.")
	}
}
