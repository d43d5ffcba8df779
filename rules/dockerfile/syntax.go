package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var syntax = []*lint.Rule{
	{
		ID: "syntax", Summary: "The builder cannot parse the file", Topic: "instructions",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"moby/buildkit frontend/dockerfile/parser/parser.go", "moby/buildkit frontend/dockerfile/instructions/parse.go"},
		Check: lint.Each(refused),
	},
	{
		ID: "file-encoding", Summary: "The file is not valid UTF-8", Topic: "instructions",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"moby/buildkit frontend/dockerfile/parser/parser.go", "https://pkg.go.dev/encoding/json#Marshal"},
		Check: lint.Each(fileEncoding),
	},
	{
		ID: "conflict-markers", Summary: "The file contains unresolved merge conflict markers", Topic: "instructions",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"https://git-scm.com/docs/git-merge#_how_conflicts_are_presented"},
		Check: lint.Each(conflictMarkers),
	},
}

// refused reports what BuildKit rejects, in its words, and on Windows the likely cause.
func refused(p *lint.Pass, e *dockerfile.Error) {
	doc := p.Unit.Dockerfile
	i := numberOf(p.Unit, e.In)
	if i > 0 && isUnknown(e.In) && isUnknown(doc.Instructions[i-1]) {
		return // a line of the text whose first line is reported
	}
	f := p.Reportf(e, "The build fails with `%s`", check.Clip(e.Message)).Notef("%s", followers(doc, i))
	if word := nearest(e); word != "" {
		f.Helpf("Did you mean %s?", word)
	}
	if i <= 0 || p.Scope.OS != windows.Windows || !isUnknown(e.In) {
		return
	}
	above := doc.Instructions[i-1]
	line := lastCode(above)
	var why string
	if other := otherEscape(doc.Escape); endsIn(doc.File, line, other) {
		why = fmt.Sprintf("The line above ends with %s, but the escape character is %s.", charName(other), charName(doc.Escape))
	} else if restOfCommand(e.In.Keyword.String()) && above.Command().Len() > 0 {
		why = fmt.Sprintf("This line looks like the rest of the %s above it.", above.Name)
	} else {
		return
	}
	f.Notef("%s", strings.TrimSpace(why+" "+f.Note)).Helpf("End the line above with %s.", charName(doc.Escape)).
		Relate(line.Span, "not continued")
}

type numbers struct{}

// numberOf is which instruction of the file it is, from 0; -1 for none.
func numberOf(u *subject.Unit, in *dockerfile.Instruction) int {
	number, found := subject.Once(u, numbers{}, func() map[*dockerfile.Instruction]int {
		of := make(map[*dockerfile.Instruction]int, len(u.Dockerfile.Instructions))
		for i, in := range u.Dockerfile.Instructions {
			of[in] = i
		}
		return of
	})[in]
	if !found {
		return -1
	}
	return number
}

func isUnknown(in *dockerfile.Instruction) bool { return in != nil && in.Err != nil && in.Err.Unknown }

// followers says how many of the next lines are rejected for the same reason.
func followers(doc *dockerfile.Document, i int) string {
	if i < 0 || !isUnknown(doc.Instructions[i]) {
		return ""
	}
	n := 0
	for i+1+n < len(doc.Instructions) && isUnknown(doc.Instructions[i+1+n]) {
		n++
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "The next line would fail, too."
	}
	return fmt.Sprintf("The next %d lines would fail, too.", n)
}

// nearest is the one keyword that is nearest to a misspelled word; "" if there is none, or more than one.
func nearest(e *dockerfile.Error) string {
	if !e.Unknown {
		return ""
	}
	return near.Only(strings.ToUpper(e.In.Keyword.String()), keywords)
}

// otherEscape is the other one of the two escape characters.
func otherEscape(escape byte) byte {
	if escape == '`' {
		return '\\'
	}
	return '`'
}

// endsIn reports whether a line ends in a character, apart from spaces, and not in a path.
func endsIn(file *source.File, line dockerfile.Line, char byte) bool {
	text := strings.TrimRight(file.Slice(line.Span), " \t\r")
	return strings.HasSuffix(text, string(char)) && pathBefore(file, line.Start, line.Start+len(text)-1).Len() == 0
}

// restOfCommand reports whether a word can begin a line inside a command of cmd or PowerShell.
func restOfCommand(word string) bool {
	if word == "" || strings.ContainsRune("&|-/$[{}();\"'@%+,.", rune(word[0])) {
		return true
	}
	verb, noun, found := strings.Cut(word, "-")
	return found && len(verb) > 1 && len(noun) > 1 && unicode.IsUpper(rune(verb[0])) && unicode.IsUpper(rune(noun[0]))
}

const saveAsUTF8 = "Save the file as UTF-8."

// fileEncoding finds files that are not UTF-8, the only encoding that builders read. What follows from it is not
// reported as well. Docker Compose also reads UTF-16 with a byte order mark.
func fileEncoding(p *lint.Pass, unit *subject.Unit) {
	file := unit.File
	if unit.Compose != nil || unit.Daemon != nil { // their readers know more encodings
		return
	}
	if file.Encoding == source.UTF16LE || file.Encoding == source.UTF16BE {
		f := p.Reportf(source.At(0), "The file is %s, but builders read only UTF-8", file.Encoding).
			Notef("The build fails at the first line. By default, Windows PowerShell writes UTF-16 with `>` and `Out-File`.").
			Helpf(saveAsUTF8)
		if len(file.Faults) == 0 {
			f.Recode()
		}
		return
	}
	for _, fault := range file.Faults {
		switch fault.Kind {
		case source.NUL:
			nul(p, unit, fault.Span)
		case source.InvalidUTF8:
			invalidUTF8(p, unit)
		}
	}
}

// nul reports the first NUL byte. If every second byte is one, the file is UTF-16.
func nul(p *lint.Pass, unit *subject.Unit, at source.Span) {
	if strings.Count(unit.File.Text, "\x00") > len(unit.File.Text)/4 {
		p.Reportf(at, "Every other byte of the file is NUL, as in UTF-16").
			Notef("Builders read only UTF-8, so the build fails at the first line.").Helpf(saveAsUTF8).Subsumes(unit)
		return
	}
	p.Reportf(at, "The file contains a NUL byte, which is not valid in text").Helpf("Remove the byte.").WithSeverity(lint.Warning)
}

// invalidUTF8 reports the first byte that is not valid UTF-8 in what the builder reads, or else in a comment.
func invalidUTF8(p *lint.Pass, unit *subject.Unit) {
	file := unit.File
	comment := source.At(-1)
	for n := 1; n <= file.Lines(); n++ {
		line := file.Line(n)
		at, found := firstInvalid(file, line)
		switch {
		case !found:
		case !strings.HasPrefix(strings.TrimLeft(file.Slice(line), " \t"), "#"):
			p.Reportf(at, "The byte 0x%X is not valid UTF-8", file.Text[at.Start]).Notef("The builder replaces it with U+FFFD (`�`).").
				Helpf(saveAsUTF8).WithSeverity(lint.Warning)
			return
		case comment.Start < 0:
			comment = at
		}
	}
	if comment.Start >= 0 {
		p.Reportf(comment, "The byte 0x%X in this comment is not valid UTF-8", file.Text[comment.Start]).Helpf(saveAsUTF8).WithSeverity(lint.Info)
	}
}

func firstInvalid(file *source.File, line source.Span) (source.Span, bool) {
	for i := line.Start; i < line.End; {
		r, n := utf8.DecodeRuneInString(file.Text[i:line.End])
		if r == utf8.RuneError && n == 1 {
			return source.Span{Start: i, End: i + 1}, true
		}
		i += n
	}
	return source.Span{}, false
}

// conflictMarkers finds what git leaves in a conflict: a line of "<<<<<<<", one of "=======" and one of ">>>>>>>".
func conflictMarkers(p *lint.Pass, doc *dockerfile.Document) {
	var open []dockerfile.Line // the markers of the conflict that has begun
	for _, in := range doc.Instructions {
		for _, line := range in.Lines {
			mark := marker(doc.File.Slice(line.Span))
			switch {
			case mark == '<':
				open = []dockerfile.Line{line}
			case len(open) == 0 || mark == 0:
			case mark == '>':
				reportConflict(p, doc, append(open, line))
				open = nil
			default:
				open = append(open, line)
			}
		}
	}
}

// marker is the character of a conflict marker; 0 if the line is not one.
func marker(line string) byte {
	const length = 7
	line = strings.TrimRight(line, " \t\r")
	if len(line) < length || !strings.ContainsRune("<|=>", rune(line[0])) || strings.Trim(line[:length], line[:1]) != "" ||
		len(line) > length && line[length] != ' ' {
		return 0
	}
	return line[0]
}

func reportConflict(p *lint.Pass, doc *dockerfile.Document, marks []dockerfile.Line) {
	f := p.Reportf(marks[0].Span, "This is an unresolved merge conflict").
		Notef("The builder does not recognize conflict markers. It reads them as instructions or as part of a command.").
		Helpf("Keep one version or combine both, and delete the marker lines.")
	for _, m := range marks[1:] {
		f.Relate(m.Span, "conflict marker")
	}
	for _, in := range doc.Instructions {
		if in.Err != nil && slices.ContainsFunc(marks, func(m dockerfile.Line) bool { return in.Span().Overlaps(m.Span) }) {
			f.Subsumes(in)
		}
	}
}
