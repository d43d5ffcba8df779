package dockerfile

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

var continued = []*lint.Rule{
	{
		ID: "path-continues-line", Summary: "A trailing backslash in a path swallows the next instruction", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation, "https://docs.docker.com/reference/dockerfile/#escape"},
		Check: lint.Each(pathContinues),
	},
	{
		ID: "swallowed-instruction", Summary: "A continued line swallows the next instruction", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation},
		Check: lint.Each(swallowedInstruction),
	},
	{
		ID: "dangling-continuation", Summary: "The file ends with an escape character", Topic: "escape",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation},
		Check: lint.Each(danglingContinuation),
	},
	{
		ID: "empty-continuation-line", Summary: "An instruction contains an empty line", Topic: "escape",
		Severity: lint.Info, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation, "https://docs.docker.com/reference/build-checks/no-empty-continuation/"},
		Check: lint.Each(emptyContinuation),
	},
	{
		ID: "backtick-continuation", Summary: "A backtick at the end of a line does not continue the line", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation, "https://docs.docker.com/reference/dockerfile/#escape"},
		Check: lint.Each(backtickContinuation),
	},
	{
		ID: "caret-continuation", Summary: "A caret does not continue a line in a Dockerfile", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation},
		Check: lint.Each(caretContinuation),
	},
	{
		ID: "blank-after-continuation", Summary: "An invisible character after the escape character ends the instruction", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{continuation},
		Check: lint.Each(blankAfterContinuation),
	},
	{
		ID: "doubled-escape-at-line-end", Summary: "Two escape characters at the end of a line do not continue the line", Topic: "escape",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{continuation},
		Check: lint.Each(doubledEscape),
	},
}

// continuation is where BuildKit joins lines.
const continuation = "moby/buildkit frontend/dockerfile/parser/parser.go"

// pathContinues finds the lines that end in a path whose last separator is the escape character, before a line that was
// meant as another instruction.
func pathContinues(p *lint.Pass, in *dockerfile.Instruction) {
	file := p.Unit.File
	meant, first := in.Name, true // the instruction that the line was meant to belong to: the last one that was swallowed
	if in.OnBuild != nil {
		meant = in.OnBuild.Name
	}
	for i, line := range in.Lines {
		next := swallowedBy(file, in, i)
		if next.Len() == 0 {
			continue
		}
		path := pathAtEnd(file, line)
		f := p.Reportf(source.Span{Start: line.Escape, End: line.Escape + 1},
			"The trailing `\\` joins the next line to this %s", meant).
			Notef("`%s` becomes part of the %s and is never run.", check.Brief(file.Slice(firstLine(file, next))), meant).
			Helpf("%s", pathCure(meant, file.Slice(path)))
		f.Relate(firstLine(file, next), "read as part of this %s", meant)
		f.AlsoChanges(next)
		if first { // it contains what the later ones swallow
			f.Subsumes(path.Cover(next))
		} else {
			f.Subsumes(path)
		}
		if in.Err != nil {
			f.Subsumes(in)
		}
		fixPath(f, meant, path)
		word, _, _ := strings.Cut(file.Slice(next), " ")
		meant, first = strings.ToUpper(word), false
	}
}

// swallowedBy is what a path at the end of line i of an instruction swallows: an instruction that its author meant as one.
// It is empty elsewhere.
func swallowedBy(file *source.File, in *dockerfile.Instruction, i int) source.Span {
	line := in.Lines[i]
	if line.Escape < 0 || file.Text[line.Escape] != '\\' || pathAtEnd(file, line).Len() == 0 {
		return source.Span{}
	}
	return joinedBy(file, in, i)
}

// joinedBy is all that follows line i in its instruction, if the next line begins with a keyword as an instruction does:
// not deeper than the first line, and in upper case if that is. It is empty otherwise.
func joinedBy(file *source.File, in *dockerfile.Instruction, i int) source.Span {
	next := slices.IndexFunc(in.Lines[i+1:], func(l dockerfile.Line) bool { return l.Kind == dockerfile.CodeLine })
	if next < 0 {
		return source.Span{}
	}
	text := file.Sub(in.Lines[i+1+next].Span)
	word, _, _ := strings.Cut(strings.TrimLeftFunc(text.String(), unicode.IsSpace), " ")
	indent := text.Len() - len(strings.TrimLeftFunc(text.String(), unicode.IsSpace))
	if !isKeyword(word) || indent > file.Position(in.Span().Start).Column-1 || isLower(word) && !isLower(in.Keyword.String()) {
		return source.Span{}
	}
	if in.Name == "HEALTHCHECK" && (strings.EqualFold(word, "CMD") || strings.EqualFold(word, "NONE")) {
		return source.Span{}
	}
	return source.Span{Start: text.Offset(indent), End: in.Span().End}
}

// keywords is every word that begins an instruction.
var keywords = []string{
	"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN",
	"SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
}

func isKeyword(word string) bool { return slices.Contains(keywords, strings.ToUpper(word)) }

func isLower(s string) bool { return s == strings.ToLower(s) }

// pathAtEnd is the path that a line ends in, with the backslash that continues the line: "C:\", "IIS:\", "bin\Release\".
func pathAtEnd(file *source.File, line dockerfile.Line) source.Span {
	return pathBefore(file, line.Start, line.Escape)
}

// pathBefore is pathAtEnd for the text from one offset to the backslash at another.
func pathBefore(file *source.File, from, end int) source.Span {
	before := file.Text[from:end]
	start := strings.LastIndexFunc(before, unicode.IsSpace) + 1
	word := before[start:]
	if eq := strings.LastIndexAny(word, "=;,"); eq >= 0 {
		word, start = word[eq+1:], start+eq+1
	}
	drive := strings.HasSuffix(word, ":") && len(word) > 1 && isWord(word[:len(word)-1])
	folder := strings.Contains(word, `\`) && endsInName(word)
	if !drive && !folder {
		return source.Span{}
	}
	return source.Span{Start: from + start, End: end + 1}
}

func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r != '"' && r != '\'' && !unicode.IsLetter(r) }) < 0
}

// endsInName reports whether the last character of a word can end the name of a directory or of a variable.
func endsInName(word string) bool {
	r, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.)}%:", r)
}

func pathCure(keyword, path string) string {
	const directive = ", or add # escape=` at the top of the file."
	switch {
	case takesSlashes(keyword):
		return "Write `" + strings.ReplaceAll(path, `\`, "/") + "`" + directive
	case runsText(keyword):
		return "Write `" + path + ".`" + directive
	}
	return "Remove the last `\\`" + directive
}

// takesSlashes reports whether the arguments of an instruction are paths in which "/" separates as "\" does, for both
// builders.
func takesSlashes(keyword string) bool {
	switch keyword {
	case "ADD", "COPY", "VOLUME", "WORKDIR":
		return true
	}
	return false
}

// runsText reports whether the arguments of an instruction are the text of a command.
func runsText(keyword string) bool {
	switch keyword {
	case "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK":
		return true
	}
	return false
}

// fixPath writes the path so that it does not end in an escape character.
func fixPath(f *lint.Finding, keyword string, path source.Span) {
	text := f.File.Slice(path)
	switch {
	case strings.ContainsAny(text, `"'[`):
	case takesSlashes(keyword) && !strings.Contains(text, `\$`) && !strings.Contains(text, `\\`):
		f.Replace(path, strings.ReplaceAll(text, `\`, "/"))
	case runsText(keyword):
		f.Insert(path.End, ".").Unsafe()
	}
}

// firstLine is the part of a span on its first line.
func firstLine(file *source.File, s source.Span) source.Span {
	return source.Span{Start: s.Start, End: min(s.End, file.Line(file.Position(s.Start).Line).End)}
}

// danglingContinuation finds a last line that continues into nothing.
func danglingContinuation(p *lint.Pass, doc *dockerfile.Document) {
	if len(doc.Instructions) == 0 {
		return
	}
	in := doc.Instructions[len(doc.Instructions)-1]
	line := lastCode(in)
	if line.Escape < 0 {
		return
	}
	at := source.Span{Start: line.Escape, End: line.Escape + 1}
	path := source.Span{}
	if doc.Escape == '\\' {
		path = pathAtEnd(doc.File, line)
	}
	if path.Len() == 0 {
		p.Reportf(at, "No line follows this escape character").
			Notef("The builder drops an escape character at the end of the file.").Helpf("Remove the escape character, or add the missing line.").
			Delete(source.Span{Start: line.Escape - blanksBefore(doc.File, line), End: line.End})
		return
	}
	f := p.Reportf(at, "The builder reads `%s` as `%s`", check.Brief(doc.File.Slice(path)), check.Brief(doc.File.Text[path.Start:line.Escape])).
		Notef("The builder drops an escape character at the end of the file.").
		Helpf("%s", pathCure(in.Name, doc.File.Slice(path)))
	fixPath(f, in.Name, path)
}

func blanksBefore(file *source.File, line dockerfile.Line) int {
	text := file.Text[line.Start:line.Escape]
	return len(text) - len(strings.TrimRight(text, " \t"))
}

// lastCode is the last line of an instruction that the parser does not drop.
func lastCode(in *dockerfile.Instruction) dockerfile.Line {
	for i := len(in.Lines) - 1; i > 0; i-- {
		if in.Lines[i].Kind == dockerfile.CodeLine {
			return in.Lines[i]
		}
	}
	return in.Lines[0]
}

// A torn instruction is one whose next lines were meant as part of it, but which the builder reads as unknown
// instructions.
type torn struct {
	marks []source.Span // what ends each line instead of the escape character
	head  *dockerfile.Instruction
	rest  []*dockerfile.Instruction // the lines that were torn off
	err   *dockerfile.Error         // what the build fails with
}

// tornIn is the instructions of a file that were torn apart: at the end of each of their lines but the last one, mark finds a mark.
func tornIn(doc *dockerfile.Document, mark func(*source.File, dockerfile.Line) source.Span) iter.Seq[torn] {
	return func(yield func(torn) bool) {
		for i := 0; i < len(doc.Instructions); i++ {
			t := tornAt(doc, i, mark)
			if len(t.rest) > 0 && !yield(t) {
				return
			}
			i += len(t.rest)
		}
	}
}

// tornAt follows the lines from instruction i on, as long as mark finds a mark at the end of a line and the next one is
// no instruction.
func tornAt(doc *dockerfile.Document, i int, mark func(*source.File, dockerfile.Line) source.Span) torn {
	t := torn{head: doc.Instructions[i]}
	for ; i+1 < len(doc.Instructions); i++ {
		at := mark(doc.File, lastCode(doc.Instructions[i]))
		next := doc.Instructions[i+1]
		if at.Len() == 0 || !continues(doc.Instructions[i], next) {
			break
		}
		t.err = cmp.Or(t.err, doc.Instructions[i].Err, next.Err)
		t.marks = append(t.marks, at)
		t.rest = append(t.rest, next)
	}
	return t
}

// continues reports whether next must have been meant as a part of in: its first word is no keyword, or in is nothing
// without it.
func continues(in, next *dockerfile.Instruction) bool {
	return next.Err != nil && next.Err.Unknown || in.Name == "HEALTHCHECK" && in.Err != nil && next.Is("CMD", "NONE")
}

// join makes the fix of a torn instruction: each mark becomes the escape character, and the lines that were torn off
// belong to the instruction again.
func (t torn) join(f *lint.Finding, by string) {
	for i, mark := range t.marks {
		f.Replace(mark, by)
		f.AlsoChanges(t.rest[i])
	}
}

// cover makes what the builder rejects a consequence.
func (t torn) cover(f *lint.Finding) {
	if t.head.Err != nil {
		f.Subsumes(t.head.Err)
	}
	for _, in := range t.rest {
		f.Subsumes(in)
	}
}

// backtickContinuation finds backticks that were meant to continue a line, though the escape character is a backslash.
// Where the whole file is written so, that is one mistake.
func backtickContinuation(p *lint.Pass, doc *dockerfile.Document) {
	if doc.Escape != '\\' || doc.EscapeFrom != nil {
		return
	}
	found := slices.Collect(tornIn(doc, backtickAtEnd))
	if len(found) == 0 {
		return
	}
	if turnsOver(doc, '`') {
		f := p.Reportf(found[0].marks[0], "This backtick does not continue the line").
			Notef("The escape character is `\\`, so the build fails with `%s`.", found[0].err.Message).Helpf(addDirective)
		f.Insert(directiveAt(doc), "# escape=`"+doc.File.EOL())
		decides(f, doc)
		changesDecided(f, doc)
		return
	}
	for _, t := range found {
		f := p.Reportf(t.marks[0], "This backtick does not continue the line").
			Notef("The escape character is `\\`, so the build fails with `%s`.", t.err.Message).
			Helpf("Replace the backtick with `\\`, or add # escape=` at the top of the file and end every continued line with a backtick.")
		t.join(f, `\`)
		t.cover(f)
	}
}

// backtickAtEnd is the backtick that a line ends in. An even number of them in a line are pairs, as around a command of a
// POSIX shell.
func backtickAtEnd(file *source.File, line dockerfile.Line) source.Span {
	text := strings.TrimRight(file.Slice(line.Span), " \t\r")
	if !strings.HasSuffix(text, "`") || strings.Count(text, "`")%2 == 0 {
		return source.Span{}
	}
	return source.Span{Start: line.Start + len(text) - 1, End: line.Start + len(text)}
}

// caretContinuation finds carets that were meant to continue a line, as they do in a batch file.
func caretContinuation(p *lint.Pass, doc *dockerfile.Document) {
	for t := range tornIn(doc, caretAtEnd) {
		f := p.Reportf(t.marks[0], "`^` does not continue a line in a Dockerfile").
			Notef("The build fails with `%s`.", t.err.Message).Helpf("Replace `^` with %s.", charName(doc.Escape))
		t.join(f, string(doc.Escape))
		t.cover(f)
	}
}

func caretAtEnd(file *source.File, line dockerfile.Line) source.Span {
	text := strings.TrimRight(file.Slice(line.Span), "\r")
	if !strings.HasSuffix(text, " ^") && !strings.HasSuffix(text, "\t^") {
		return source.Span{}
	}
	return source.Span{Start: line.Start + len(text) - 1, End: line.Start + len(text)}
}

// blankAfterContinuation finds invisible characters after the escape character at the end of a line. The parser ignores
// spaces and tabs there, but nothing else.
func blankAfterContinuation(p *lint.Pass, doc *dockerfile.Document) {
	mark := func(file *source.File, line dockerfile.Line) source.Span {
		return invisibleAtEnd(file, line, doc.Escape)
	}
	for t := range tornIn(doc, mark) {
		char, _ := utf8.DecodeRuneInString(strings.Trim(doc.File.Slice(t.marks[0]), " \t"))
		f := p.Reportf(t.marks[0], "An invisible character (%U) after the escape character prevents the line from continuing", char).
			Notef("The line is not continued, so the build fails with `%s`.", t.err.Message).Helpf("Delete everything after the escape character on this line.")
		t.join(f, "")
		t.cover(f)
	}
}

// invisibleAtEnd is the invisible text after the escape character at the end of a line, if it is not only spaces and
// tabs.
func invisibleAtEnd(file *source.File, line dockerfile.Line, escape byte) source.Span {
	text := strings.TrimRight(file.Slice(line.Span), "\r")
	seen := strings.TrimRightFunc(text, invisible)
	if !strings.HasSuffix(seen, string(escape)) || strings.HasSuffix(seen[:len(seen)-1], string(escape)) {
		return source.Span{}
	}
	if strings.Trim(text[len(seen):], " \t") == "" {
		return source.Span{}
	}
	return source.Span{Start: line.Start + len(seen), End: line.Start + len(text)}
}

// invisible reports whether a character shows nothing: all that Unicode calls space, format or control characters.
func invisible(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) }
