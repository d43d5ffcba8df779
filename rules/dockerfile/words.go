package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

const lexer = "moby/buildkit frontend/dockerfile/shell/lex.go"

var words = []*lint.Rule{
	{
		ID: "backslash-eaten", Summary: "The backslashes in a path disappear",
		Topic: "escape", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{lexer, "https://docs.docker.com/reference/dockerfile/#escape"},
		Check: check.Instructions(backslashEaten, "WORKDIR", "ENV", "ARG", "LABEL", "USER", "VOLUME", "COPY", "ADD"),
	},
	{
		ID: "doubled-backslash", Summary: "Backslashes in ENV stay doubled when the escape character is a backtick",
		Topic: "escape", Severity: lint.Info, Off: true, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{lexer},
		Check: check.Instructions(doubledBackslash, "ENV"),
	},
	{
		ID: "quote-eaten", Summary: "A backslash before the closing quote leaves the quotes open",
		Topic: "escape", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{lexer},
		Check: check.Instructions(quoteEaten, "WORKDIR", "ENV", "ARG", "LABEL", "USER", "VOLUME", "COPY", "ADD"),
	},
	unquotedSpace,
}

// changeEscape is the way out for the whole file, as the end of a sentence.
func changeEscape(doc *dockerfile.Document) string {
	if doc.EscapeFrom != nil {
		return "or set # escape=` in the directive at the top of the file"
	}
	return "or add # escape=` at the top of the file"
}

// subjectOf is what a message about a value calls it: "WORKDIR", "ENV JAVA_HOME".
func subjectOf(in *dockerfile.Instruction, value *dockerfile.Word) string {
	for _, pair := range in.Pairs {
		if pair.Value == value {
			return in.Name + " " + pair.Name.String()
		}
	}
	return in.Name
}

// values is the words that the builder reads as values: those after "=" of ENV, LABEL and ARG, and all words of other
// instructions.
func values(in *dockerfile.Instruction) []*dockerfile.Word {
	if in.Pairs == nil {
		return in.Words
	}
	var list []*dockerfile.Word
	for _, pair := range in.Pairs {
		if pair.Value != nil {
			list = append(list, pair.Value)
		}
	}
	return list
}

// holdsPaths reports whether every word of the instruction is a path, so that "/" can replace "\" in it: both builders
// and the engine turn the one into the other.
func holdsPaths(in *dockerfile.Instruction) bool { return in.Is("WORKDIR", "VOLUME", "COPY", "ADD") }

func backslashEaten(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Unit.Dockerfile.Escape == '\\' {
		eatenWords(p, in)
	}
}

// eatenWords finds the words that are read with the default escape character and lose separators by it.
func eatenWords(p *lint.Pass, in *dockerfile.Instruction) {
	doc := p.Unit.Dockerfile
	for _, word := range values(in) {
		if word.JSON {
			continue
		}
		lost, other := lostSeparators(p.Unit.Dockerfile, word)
		if len(lost) == 0 || !holdsPaths(in) && in.Name != "USER" && !pathLike.MatchString(word.Value) {
			continue
		}
		reads, err := doc.Literal(word)
		if err != nil {
			continue
		}
		reportEaten(p, in, word, reads, lost, other)
	}
}

// pathLike tells a path with backslashes from other text with escapes: "C:\x", ".\x", "\\server\share", "%TEMP%\x",
// "$HOME\x" at the start or after a separator, or "bin\app.exe".
var pathLike = lazy.MustCompile(`(?:^|[;=, ]|:-)(?:[A-Za-z]:|\.{1,2}|\\\\[\w.-]+|%\w+%|\$\w+|\$\{\w+\})\\[^"\\]` +
	`|(?:^|[;=, ])(?:[\w-]{2,}\\)+[\w-]{2,}\.\w{1,5}(?:$|[;, ])`)

// lostSeparators is the backslashes of a word that the lexer removes although they were meant as separators, and
// whether the word holds others that may be meant as escapes.
func lostSeparators(doc *dockerfile.Document, word *dockerfile.Word) (lost []dockerfile.Escape, other bool) {
	var dollars []dockerfile.Escape
	for _, e := range doc.Escapes(word) {
		switch {
		case e.Quoted || e.Next == 0 || e.Next == '\\':
		case e.Next == '$':
			dollars = append(dollars, e)
			other = true
		case strings.IndexByte("\"' \t", e.Next) >= 0:
			other = true
		default:
			lost = append(lost, e)
		}
	}
	if len(lost) > 0 || driveRoot.MatchString(word.Value) {
		lost = append(lost, dollars...)
		slices.SortStableFunc(lost, func(a, b dockerfile.Escape) int { return a.At - b.At })
	}
	return lost, other
}

// driveRoot is a word that begins with the root of a drive and a variable.
var driveRoot = lazy.MustCompile(`^[A-Za-z]:\\\$`)

func reportEaten(p *lint.Pass, in *dockerfile.Instruction, word *dockerfile.Word, reads string, lost []dockerfile.Escape, other bool) {
	edits := separatorEdits(p.Unit.Dockerfile, in, word, lost)
	write, err := source.Apply(word.Value, edits)
	if err != nil {
		return
	}
	f := p.Reportf(word, "%s `%s` is read as `%s`", subjectOf(in, word), check.Brief(word.Value), check.Brief(reads))
	why := "The escape character is `\\`, so the builder removes each backslash"
	switch {
	case in.Parent != nil:
		f.Notef("The trigger runs when another Dockerfile uses this image. The builder removes each `\\` unless that Dockerfile sets a different escape character.").Helpf("Write `%s`.", write).WithSeverity(lint.Warning)
	case isWhereItWas(p, in, word, reads):
		f.Notef("%s. %s", why, sameInBuildKit).WithSeverity(lint.Warning)
	default:
		f.Notef("%s.", why)
	}
	if in.Parent == nil {
		f.Helpf("Write `%s`, %s.", write, changeEscape(p.Unit.Dockerfile))
	}
	rewrite(f, word.Text, edits)
	if other {
		f.Unsafe()
	}
}

// isWhereItWas reports whether a directory that lost its only separator may still be the one that was meant: BuildKit
// resolves "C:app" in the working directory (CheckSystemDriveAndRemoveDriveLetter in its util/system/path.go).
func isWhereItWas(p *lint.Pass, in *dockerfile.Instruction, word *dockerfile.Word, reads string) bool {
	if p.Environment.Builder != engine.BuildKit || !in.Is("WORKDIR", "COPY", "ADD") || strings.Contains(reads, "$") || !mayBeInRoot(p, in) {
		return false
	}
	name, onDrive := strings.CutPrefix(strings.ToUpper(reads), "C:")
	return onDrive && strings.EqualFold(word.Value, `C:\`+name)
}

const sameInBuildKit = "BuildKit still finds the directory if the working directory is `C:\\`; the classic builder does not."

// mayBeInRoot reports whether the working directory is C:\, or that of an image which is not known.
func mayBeInRoot(p *lint.Pass, in *dockerfile.Instruction) bool {
	if p.Workdir.Known {
		return p.Workdir.Text == `C:\`
	}
	return !slices.ContainsFunc(check.InstructionsOf(p.Scope, "WORKDIR"), func(w *dockerfile.Instruction) bool { return w.Span().Start < in.Span().Start })
}

// separatorEdits is what gives a word its separators back, in offsets of the word: "/" in a path. In other values, whose
// programs may not support "/", it is quotes around the value, or two backslashes if quotes would change more.
func separatorEdits(doc *dockerfile.Document, in *dockerfile.Instruction, word *dockerfile.Word, lost []dockerfile.Escape) []source.Edit {
	switch {
	case holdsPaths(in) || in.Name == "USER":
	case quotable(doc, word):
		return quotes(word.Value, `"`)
	case shareName.MatchString(word.Value):
		return quotes(word.Value, "'")
	}
	by := `\\`
	if holdsPaths(in) {
		by = "/"
	}
	edits := make([]source.Edit, len(lost))
	for i, e := range lost {
		edits[i] = source.Edit{Span: source.Span{Start: e.At, End: e.At + 1}, New: by}
	}
	return edits
}

// quotable reports whether the word is read as it is written once it is in double quotes.
func quotable(doc *dockerfile.Document, word *dockerfile.Word) bool {
	for _, e := range doc.Escapes(word) {
		if e.Next == 0 || e.Next == doc.Escape || strings.IndexByte("$\"' \t", e.Next) >= 0 {
			return false
		}
	}
	return !strings.ContainsAny(word.Value, `"'`)
}

// shareName is a path on another machine in which nothing is expanded, so that single quotes keep all of it.
var shareName = lazy.MustCompile(`^\\\\[\w.-]+(?:\\[^\\$'" ]+)+$`)

func quotes(s, by string) []source.Edit {
	return []source.Edit{{Span: source.At(0), New: by}, {Span: source.At(len(s)), New: by}}
}

// rewrite adds edits, which are in offsets of the text, to a fix.
func rewrite(f *lint.Finding, t source.Text, edits []source.Edit) {
	for _, e := range edits {
		f.Replace(t.SpanOf(e.Start, e.End), e.New)
	}
}

func doubledBackslash(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Unit.Dockerfile.Escape != '`' {
		return
	}
	for _, word := range values(in) {
		if !doubledPath.MatchString(word.Value) {
			continue
		}
		var edits []source.Edit
		for _, at := range doubledSeparator.FindAllStringIndex(word.Value, -1) {
			edits = append(edits, source.Edit{Span: source.Span{Start: at[1] - 1, End: at[1]}})
		}
		f := p.Reportf(word, "The backslashes in `%s` stay doubled", check.Brief(word.Value)).
			Notef("The escape character is a backtick, so the builder does not remove the second backslash of each pair.")
		if single, err := source.Apply(word.Value, edits); err == nil {
			f.Helpf("Write `%s`.", single)
		}
		rewrite(f, word.Text, edits)
	}
}

// doubledPath is an unquoted path with a drive; doubledSeparator is each doubled backslash after its first part.
var (
	doubledPath      = lazy.MustCompile(`(?:^|;)[A-Za-z]:\\\\[^\\"']*`)
	doubledSeparator = lazy.MustCompile(`[^\\;=,]\\\\`)
)

func quoteEaten(p *lint.Pass, in *dockerfile.Instruction) {
	if p.Unit.Dockerfile.Escape != '\\' || strings.HasPrefix(in.Args.String(), "[") {
		return
	}
	for _, word := range values(in) {
		at := eatenQuote(p, word)
		if at < 0 {
			continue
		}
		reads, err := p.Unit.Dockerfile.Literal(word)
		effect := "The value becomes `" + check.Brief(reads) + "`."
		if err != nil {
			effect = buildFails(lexerSays(err))
		}
		p.Reportf(word.SpanOf(at, at+2), "The quoted text of %s does not end here", subjectOf(in, word)).
			Notef("The builder reads `\\\"` as a literal quote. %s", effect).Helpf("Write `\\\\\"` at the end of the path.").
			Insert(word.Offset(at), `\`).Subsumes(word).AlsoChanges(in.Args)
	}
}

// eatenQuote is where in a word a path ends in a backslash that escapes the closing quote; -1 if there is none.
func eatenQuote(p *lint.Pass, word *dockerfile.Word) int {
	s := word.Value
	open := -1 // the lexer finds no end
	for _, e := range p.Unit.Dockerfile.Escapes(word) {
		if !e.Quoted || e.Next != '"' || e.At == 0 {
			continue
		}
		rest := s[e.At+2:]
		start := strings.LastIndexByte(s[:e.At], '"')
		if rest != "" && rest[0] != ' ' && rest[0] != '\t' || strings.HasSuffix(s[:start], `\`) {
			continue
		}
		if quotedPath.MatchString(s[start+1 : e.At]) {
			return e.At
		}
		if rest == "" {
			open = e.At
		}
	}
	return open
}

// quotedPath is a text between quotes that is a path and nothing else.
var quotedPath = lazy.MustCompile(`^(?:[A-Za-z]:|\\\\[\w.-]+|\.{1,2}|%\w+%|\$\w+|\$\{\w+\})(?:[\\/][^\\/"]*[^\\/" ])*$`)
