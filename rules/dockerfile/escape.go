package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var escape = []*lint.Rule{
	{
		ID: "escape-directive-ignored", Summary: "The escape directive is ignored because it is not at the top", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{directives, "https://docs.docker.com/reference/dockerfile/#parser-directives"},
		Check: lint.Each(directiveIgnored),
	},
	{
		ID: "escape-directive-invalid", Summary: "The escape directive is not valid", Topic: "escape",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{directives, "moby/buildkit frontend/dockerfile/parser/parser.go"},
		Check: lint.Each(directiveInvalid),
	},
	{
		ID: "escape-directive-misspelled", Summary: "A misspelled escape directive is only a comment", Topic: "escape",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{directives, "https://docs.docker.com/reference/dockerfile/#parser-directives"},
		Check: lint.Each(directiveMisspelled),
	},
	{
		ID: "missing-escape-directive", Summary: "Without an escape directive, backslashes in paths are escape characters", Topic: "escape",
		// The conversion is proved word for word, but it touches most lines of a file: it is for those who ask for it.
		Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#escape", "moby/buildkit frontend/dockerfile/shell/lex.go"},
		Check: lint.Each(directiveMissing),
	},
	{
		ID: "onbuild-escape", Summary: "Backslashes in an ONBUILD instruction are lost in a later build", Topic: "escape",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go", "moby/moby daemon/builder/dockerfile/dispatchers.go",
		},
		Check: check.Instructions(onbuildEscape, keywords...),
	},
}

// addDirective is the help for the whole file.
const addDirective = "Add # escape=` at the top of the file."

// charName is what a message calls an escape character.
func charName(char byte) string {
	if char == '`' {
		return "a backtick"
	}
	return "`\\`"
}

// trailing is what a message calls an escape character at the end of a line.
func trailing(char byte) string {
	if char == '`' {
		return "trailing backtick"
	}
	return "trailing `\\`"
}

// directives is where BuildKit reads the directives.
const directives = "moby/buildkit frontend/dockerfile/parser/directives.go"

// directiveIgnored finds comments that would be directives at the top of the file: BuildKit reads directives only before
// every other line.
func directiveIgnored(p *lint.Pass, doc *dockerfile.Document) {
	for _, c := range doc.Comments {
		name, sign, value := splitComment(c.String())
		if !strings.EqualFold(name, "escape") || sign != '=' || !strings.HasPrefix(c.String(), "#") || strings.HasPrefix(c.String(), "##") {
			continue
		}
		char := dockerfile.Intended(value)
		if char == "" || strings.ContainsRune(value, '#') || char[0] == doc.Escape || misplaced(doc, c) == "" {
			continue
		}
		f := p.Reportf(c, "This escape directive is ignored because it follows %s", misplaced(doc, c)).
			Notef("The builder treats it as a comment, so the escape character is still %s.", charName(doc.Escape)).
			Helpf("Move it to the top of the file.")
		turnOver(f, doc, c, char)
		return
	}
}

// misplaced says what ends the directives before a comment.
func misplaced(doc *dockerfile.Document, c *dockerfile.Comment) string {
	line := doc.File.Position(c.Span().Start).Line
	switch first := len(doc.Directives) + 1; {
	case len(doc.Instructions) > 0 && doc.Instructions[0].Span().Start < c.Span().Start:
		return "an instruction"
	case first == line:
		return ""
	case strings.TrimSpace(doc.File.Slice(doc.File.Line(first))) == "":
		return "an empty line"
	default:
		return "a comment"
	}
}

// splitComment cuts a comment of the form "# name = value". The sign between them is '=', ':' or, if there is neither,
// a space.
func splitComment(comment string) (name string, sign rune, value string) {
	text := strings.TrimFunc(strings.TrimLeft(comment, "#"), unicode.IsSpace)
	end := strings.IndexFunc(text, func(r rune) bool { return r == '=' || r == ':' || unicode.IsSpace(r) })
	if end < 0 {
		return text, 0, ""
	}
	name, rest := text[:end], strings.TrimLeftFunc(text[end:], unicode.IsSpace)
	sign = ' '
	if rest[0] == '=' || rest[0] == ':' {
		sign, rest = rune(rest[0]), rest[1:]
	}
	return name, sign, strings.TrimFunc(rest, unicode.IsSpace)
}

// directiveInvalid finds escape directives that BuildKit rejects: another value, or given twice.
func directiveInvalid(p *lint.Pass, doc *dockerfile.Document) {
	var first *dockerfile.Directive
	for _, d := range doc.Directives {
		if d.Name != "escape" {
			continue
		}
		if d.Err != nil {
			reportInvalid(p, d, first)
		}
		if first == nil {
			first = d
		}
	}
}

func reportInvalid(p *lint.Pass, d, first *dockerfile.Directive) {
	if first != nil {
		f := p.Reportf(d, "The file has more than one escape directive").Notef("The build fails with `%v`.", d.Err).
			Helpf("Keep only the one for the escape character that the file uses.").Relate(first, "first escape directive").Subsumes(d)
		if first.Err == nil && d.Value.String() == first.Value.String() {
			f.Helpf("Remove this line.").DeleteLines(d)
		}
		return
	}
	f := p.Reportf(d.Value, "The value of this escape directive is not valid").Notef("The build fails with `%v`.", d.Err).Subsumes(d)
	char := dockerfile.Intended(d.Value.String())
	if char == "" {
		f.Helpf("Use a backtick or a backslash as the value.")
		return
	}
	f.Helpf("Write # escape=%s and nothing else on the line.", char).Replace(d.Value, char)
}

// directiveMisspelled finds comments before the first instruction that look like a directive but are not one.
func directiveMisspelled(p *lint.Pass, doc *dockerfile.Document) {
	if doc.EscapeFrom != nil {
		return
	}
	for _, c := range doc.Comments {
		if c.In != nil || len(doc.Instructions) > 0 && c.Span().Start > doc.Instructions[0].Span().Start {
			return
		}
		char, wrong := misspelling(c.String())
		if wrong == "" || char != "" && char[0] == doc.Escape {
			continue
		}
		f := p.Reportf(c, "This escape directive is ignored because it %s", wrong).
			Notef("The builder treats it as a comment, so the escape character is still %s.", charName(doc.Escape)).Helpf("Replace it with # escape=` at the top of the file.")
		if char != "" {
			turnOver(f, doc, c, char)
		}
		return
	}
}

// misspelling returns the escape character that a comment means, and what is wrong with it as a directive; "" if it means
// none or nothing is wrong.
func misspelling(comment string) (char, wrong string) {
	name, sign, value := splitComment(comment)
	name = strings.ToLower(name)
	if len(name) < 5 || near.Only(name, []string{"escape"}) == "" {
		return "", ""
	}
	char = dockerfile.Intended(value)
	switch {
	case value == "" && sign == '=' && name == "escape":
		return "", "does not name a character"
	case char == "" || strings.ContainsRune(value, '#'):
		return "", ""
	case name != "escape":
		return char, "is misspelled"
	case sign != '=':
		return char, "does not have an equals sign"
	case strings.HasPrefix(comment, "##"):
		return char, "begins with more than one `#`"
	}
	return "", ""
}

// directiveMissing finds files without the directive in whose paths backslashes are read as escape characters: doubled,
// as many authors write them, or not, so that they are lost.
func directiveMissing(p *lint.Pass, unit *subject.Unit) {
	doc := unit.Dockerfile
	if doc == nil || doc.EscapeFrom != nil {
		return
	}
	var words []*dockerfile.Word
	for _, scope := range unit.Scopes {
		if scope.OS == windows.Windows {
			words = append(words, escapedPaths(doc, scope)...)
		}
	}
	first := slices.IndexFunc(words, func(w *dockerfile.Word) bool { return w.JSON || keepsSeparators(doc, w) })
	if first < 0 {
		return
	}
	word := words[first]
	f := p.Reportf(word, "The backslashes in `%s` are read as escape characters", check.Brief(word.String())).
		Helpf("Add # escape=` at the top of the file, and write single backslashes.")
	const doubled = "The default escape character is `\\`, so every backslash in a path has to be doubled."
	switch n := len(words) - 1; n {
	case 0:
		f.Notef(doubled)
	case 1:
		f.Notef(doubled + " The file contains one other such path.")
	default:
		f.Notef(doubled+" The file contains %d other such paths.", n)
	}
	f.LazyFix(func(f *lint.Finding) {
		if err := Convert(doc, f); err != nil {
			f.Notef("%s", strings.TrimSpace(fmt.Sprintf("%s There is no fix because %v.", f.Note, err)))
		}
	})
}

// keepsSeparators reports whether a word is read with its separators. If it is not, backslash-eaten reports that, and names the
// directive as a way out.
func keepsSeparators(doc *dockerfile.Document, w *dockerfile.Word) bool {
	lost, _ := lostSeparators(doc, w)
	return len(lost) == 0
}

// escapedPaths is the words of a scope that look like paths and hold a backslash that the builder reads as an escape
// character of itself or of an ordinary character.
func escapedPaths(doc *dockerfile.Document, scope *subject.Scope) []*dockerfile.Word {
	var words []*dockerfile.Word
	for _, node := range scope.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil || !in.Expands() {
			continue
		}
		names := holdsPaths(in) || in.Name == "USER"
		for _, w := range values(in) {
			path := holdsDrive(w.Value) || names && strings.Contains(strings.TrimLeft(w.Value, `\`), `\`)
			if path && slices.ContainsFunc(doc.Escapes(w), separates) {
				words = append(words, w)
			}
		}
	}
	return words
}

// separates reports whether a removed backslash may have been meant as a separator: one before an ordinary character, or
// before another backslash.
func separates(e dockerfile.Escape) bool {
	return e.Next != 0 && strings.IndexByte("\"'$ \t", e.Next) < 0
}

// holdsDrive reports whether a text holds a drive letter with a colon and a backslash.
func holdsDrive(s string) bool {
	for i := 1; i < len(s)-1; i++ {
		if s[i] == ':' && s[i+1] == '\\' && check.IsLetter(s[i-1]) && (i == 1 || !check.IsLetter(s[i-2])) {
			return true
		}
	}
	return false
}
