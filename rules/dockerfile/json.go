package dockerfile

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

const jsonParser = "moby/buildkit frontend/dockerfile/parser/line_parsers.go"

var jsonForms = []*lint.Rule{
	{
		ID: "exec-form-not-json", Summary: "An exec form that is not valid JSON is treated as plain text",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{jsonParser, "https://docs.docker.com/reference/dockerfile/#exec-form"},
		Check: lint.Each(func(p *lint.Pass, in *dockerfile.Instruction) {
			if takesJSON(in) && !in.Exec {
				notJSON(p, in)
			}
		}),
	},
	{
		ID: "exec-form-control-character", Summary: "A backslash in an exec form turns into a tab or a line break",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"https://www.rfc-editor.org/rfc/rfc8259#section-7", "https://docs.docker.com/reference/dockerfile/#exec-form"},
		Check: check.Instructions(controlCharacter, jsonTakers...),
	},
	{
		ID: "json-read-twice", Summary: "Doubled backslashes in the JSON form of COPY, ADD or VOLUME disappear",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/buildkit frontend/dockerfile/instructions/commands.go", lexer},
		Check: check.Instructions(readTwice, "COPY", "ADD", "VOLUME"),
	},
	{
		ID: "json-over-lines", Summary: "A JSON array that spans several lines fails with `unknown instruction`",
		Topic: "command-line", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/buildkit frontend/dockerfile/parser/parser.go", "https://docs.docker.com/reference/dockerfile/#exec-form"},
		Check: lint.Each(overLines),
	},
}

// jsonTakers is the instructions whose arguments may be a JSON array.
var jsonTakers = []string{"RUN", "CMD", "ENTRYPOINT", "SHELL", "HEALTHCHECK", "COPY", "ADD", "VOLUME"}

// useSlashes is the help for paths in arrays that are read again: there, doubled backslashes are not enough.
const useSlashes = "Use `/` instead of `\\`"

func takesJSON(in *dockerfile.Instruction) bool { return in.Is(jsonTakers...) }

// readsAgain reports whether the elements of the instruction's array are read by the lexer once more.
func readsAgain(in *dockerfile.Instruction) bool { return in.Is("COPY", "ADD", "VOLUME") }

// mayBeJSON is the text that the parser tries to read as JSON.
func mayBeJSON(in *dockerfile.Instruction) source.Text {
	if readsAgain(in) {
		return in.Args
	}
	return in.Command()
}

// isArray reports whether s is a JSON array of strings.
func isArray(s string) bool {
	var list []string
	return json.Unmarshal([]byte(s), &list) == nil
}

// arrayLike begins as an array of strings does: type literals of PowerShell ("[Environment]::X") and the tests of sh
// ("[ "$x" = y ]") do not.
var arrayLike = lazy.MustCompile(`^\[\s*(?:"[^"]*"|'[^']*'|“[^”]*”)\s*[,\]"'“]`)

func notJSON(p *lint.Pass, in *dockerfile.Instruction) {
	t := mayBeJSON(in)
	s := t.String()
	if !arrayLike.MatchString(s) || p.State != nil && p.Shell.Language.IsSh() && in.Name == "RUN" {
		return
	}
	flaw, found := flawOf(s, readsAgain(in))
	if !found {
		return
	}
	effect, how := insteadOfJSON(p, in, s)
	f := p.Reportf(t.SpanOf(flaw.at, flaw.at+flaw.length), "%s is not valid JSON, so %s", in.Name, effect).
		Notef("%s", strings.TrimSpace(flaw.why+". "+how)).Helpf("%s.", flaw.cure).
		Subsumes(whole(in)).AlsoChanges(whole(in).Keyword).AlsoChanges(in.Keyword)
	if flaw.after != "" {
		moveComment(p, f, in, t, flaw)
		return
	}
	if edits, sure := repairJSON(s, readsAgain(in)); edits != nil {
		rewrite(f, t, edits)
		f.AlsoChanges(in.Args)
		if !sure {
			f.Unsafe()
		}
	}
}

// insteadOfJSON says what becomes of text that looks like JSON and is not: as the end of a sentence, and how, as a sentence
// of its own or "".
func insteadOfJSON(p *lint.Pass, in *dockerfile.Instruction, s string) (effect, how string) {
	const rejected = "the builder rejects it"
	if err := check.Refusal(in); err != nil {
		return rejected, buildFails(strings.TrimSuffix(err.Message, "."))
	}
	if in.Expands() {
		for _, word := range in.Words {
			if _, err := p.Unit.Dockerfile.Literal(word); err != nil {
				return rejected, buildFails(lexerSays(err))
			}
		}
	}
	switch in.Name {
	case "COPY", "ADD":
		return "its words are treated as file names", ""
	case "VOLUME":
		return "its words are treated as volume names", ""
	}
	if p.State != nil && len(p.Shell.Words) > 0 {
		who := "container"
		if in.Name == "RUN" {
			who = "builder"
		}
		how = "The " + who + " runs `" + check.Brief(strings.Join(p.Shell.Words, " ")+" "+s) + "`."
	}
	return "it is run as a shell command", how
}

// buildFails is the sentence that quotes what the build fails with.
func buildFails(message string) string { return "The build fails with `" + message + "`." }

// lexerSays is what BuildKit's lexer says without the word that it says it of.
func lexerSays(err error) string {
	message := err.Error()
	if at := strings.LastIndex(message, `": `); strings.HasPrefix(message, "failed to process") && at >= 0 {
		return message[at+len(`": `):]
	}
	return message
}

// A flaw is what keeps a text from being a JSON array of strings.
type flaw struct {
	at, length int
	why, cure  string // sentences without a period
	after      string // a comment after a whole array
}

// flawOf is the first flaw of a text that looks like an array; found is false if it has none, or if the text is so far
// from JSON that it was not meant as an array. With paths, the help is to use slashes.
func flawOf(s string, paths bool) (f flaw, found bool) {
	var syntax *json.SyntaxError
	var list []any
	if !errors.As(json.Unmarshal([]byte(s), &list), &syntax) {
		return flaw{}, false
	}
	at := min(int(syntax.Offset)-1, len(s)-1)
	before := strings.TrimRight(s[:at], " \t")
	if isArray(before) {
		return afterArray(s, at)
	}
	if !strings.HasSuffix(s, "]") {
		return flaw{}, false
	}
	if f, found := badEscape(s, at); found {
		if paths {
			f.cure = useSlashes
		}
		return f, true
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	f = flaw{at: at, length: size, why: "`" + s[at:at+size] + "` is not valid JSON at this position", cure: "Write a JSON array of strings, such as `[\"app.exe\", \"--help\"]`"}
	switch s[at : at+size] {
	case "'":
		f.why, f.cure = "JSON does not support single quotes", "Use double quotes"
		if strings.Contains(s, `\`) {
			f.cure = "Use double quotes, and write each backslash as `\\\\`"
		}
	case "“", "”":
		f.why, f.cure = "JSON does not support curly quotes", "Use straight double quotes"
	case "]":
		f.why, f.cure = "JSON does not support a comma after the last element", "Remove the comma"
		f.at, f.length = len(before)-1, 1
	case `"`:
		f.why, f.cure = "There is no comma before this element", "Add a comma between the elements"
	}
	return f, true
}

// afterArray is the flaw of an array that is whole and has text after it.
func afterArray(s string, at int) (flaw, bool) {
	f := flaw{at: at, length: len(s) - at, why: "`" + check.Brief(s[at:]) + "` follows the array", cure: "Move `" + s[at:] + "` into the array, or remove it"}
	if s[at] == '#' {
		f.why, f.cure = "A comment follows the array", "Put the comment on its own line"
		f.after = s[at:]
	}
	return f, true
}

// shortUnicode is a \u at the end that lacks hexadecimal digits.
var shortUnicode = lazy.MustCompile(`\\u[0-9a-fA-F]{0,3}$`)

// badEscape is the flaw of a backslash before a letter with which it is not a JSON escape sequence.
func badEscape(s string, at int) (flaw, bool) {
	start := at - 1
	if loc := shortUnicode.FindStringIndex(s[:at]); loc != nil {
		start = loc[0]
	} else if start < 0 || s[start] != '\\' {
		return flaw{}, false
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	end := at + size
	return flaw{
		at: start, length: end - start, cure: "Double each backslash, or use `/`",
		why: "`" + s[start:end] + "` is not a JSON escape sequence",
	}, true
}

// moveComment offers to move the comment after an array to a line before the instruction.
func moveComment(p *lint.Pass, f *lint.Finding, in *dockerfile.Instruction, t source.Text, flaw flaw) {
	if len(in.Lines) != 1 {
		return
	}
	array := len(strings.TrimRight(t.String()[:flaw.at], " \t"))
	f.Insert(whole(in).Span().Start, flaw.after+p.Unit.File.EOL())
	f.Delete(t.SpanOf(array, t.Len()))
}

func controlCharacter(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		if !word.JSON || !strings.ContainsRune(word.String(), '\\') {
			continue
		}
		first, inPaths := controlEscapes(word.String())
		if first < 0 {
			continue
		}
		raw := word.String()
		by, cure := `\\`, "Double each backslash"
		if readsAgain(in) {
			by, cure = "/", useSlashes
		}
		f := p.Reportf(word.SpanOf(first, first+2), "`%s` in %s is read as `%s`", check.Brief(raw), in.Name, check.Brief(word.Value)).
			Notef("In JSON, `%s` is %s.", raw[first:first+2], check.ControlName(raw[first+1])).Helpf("%s.", cure).Subsumes(word)
		edits := loneBackslashes(raw, by)
		if written, err := source.Apply(raw, edits); err == nil {
			f.Helpf("Write `%s`.", written)
		}
		rewrite(f, word.Text, edits)
		if !inPaths {
			f.Unsafe()
		}
	}
}

// pathStart is the start of a path within an element, up to a separator: "C:", "." or "..", and directories after it.
var pathStart = lazy.MustCompile(`(?:^"|[\s"'=;,(])(?:[A-Za-z]:|\.\.?)(?:[\\/]+[\w .()-]+)*$`)

// controlEscapes is the first escape of a control character that was meant as a separator of a path, -1 if there is
// none, and whether every such escape of the element is in a path.
func controlEscapes(raw string) (first int, inPaths bool) {
	first, inPaths = -1, true
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if strings.IndexByte("bfnrtu", raw[i+1]) >= 0 {
			if pathStart.MatchString(raw[:i]) && isWordByte(raw[i+2]) {
				if first < 0 {
					first = i
				}
			} else {
				inPaths = false
			}
		}
		i++
	}
	return first, inPaths
}

func isWordByte(c byte) bool {
	return c == '_' || c == '-' || c == '.' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// loneBackslashes is the edits that write by for each backslash of an element that is neither doubled nor before a
// quote.
func loneBackslashes(raw, by string) []source.Edit {
	var edits []source.Edit
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if raw[i+1] == '\\' || raw[i+1] == '"' {
			i++
			continue
		}
		edits = append(edits, source.Edit{Span: source.Span{Start: i, End: i + 1}, New: by})
	}
	return edits
}

func readTwice(p *lint.Pass, in *dockerfile.Instruction) {
	doc := p.Unit.Dockerfile
	if !in.Exec || doc.Escape != '\\' {
		return
	}
	for _, word := range in.Words {
		lost, other := lostSeparators(p.Unit.Dockerfile, word)
		if strings.HasSuffix(word.Value, `\`) && !strings.HasSuffix(word.Value, `\\`) {
			lost = append(lost, dockerfile.Escape{At: len(word.Value) - 1})
		}
		if len(lost) == 0 {
			continue
		}
		reads, err := doc.Literal(word)
		if err != nil {
			continue
		}
		f := p.Reportf(word, "`%s` in %s is read as `%s`", check.Brief(word.String()), in.Name, check.Brief(reads)).
			Helpf("Use `/` instead of `\\\\`, %s.", changeEscape(doc)).Subsumes(word)
		why := "The JSON parser turns two backslashes into one, and the builder then removes the remaining one as its escape character."
		if isWhereItWas(p, in, word, reads) {
			f.Notef("%s %s", why, sameInBuildKit).WithSeverity(lint.Warning)
		} else {
			f.Notef("%s", why)
		}
		rewrite(f, word.Text, slashesIn(word.String(), lost))
		if other {
			f.Unsafe()
		}
	}
}

// slashesIn is the edits that write "/" for the doubled backslashes of an element that are read as lost ones; nil if the
// element contains other escapes.
func slashesIn(raw string, lost []dockerfile.Escape) []source.Edit {
	var edits []source.Edit
	value := 0 // the offset in the decoded value
	for i := 1; i < len(raw)-1; i++ {
		if raw[i] == '\\' {
			if raw[i+1] != '\\' {
				return nil
			}
			for _, e := range lost {
				if e.At == value {
					edits = append(edits, source.Edit{Span: source.Span{Start: i, End: i + 2}, New: "/"})
				}
			}
			i++
		}
		value++
	}
	return edits
}

// overLines finds an array whose elements are on the lines below it, which the builder reads as instructions.
func overLines(p *lint.Pass, in *dockerfile.Instruction) {
	if !takesJSON(in) || in.Exec || in.Parent != nil {
		return
	}
	t := mayBeJSON(in)
	if s := t.String(); !strings.HasPrefix(s, "[") || !openArray.MatchString(s) {
		return
	}
	rest := arrayLines(p.Unit.Dockerfile, in)
	if rest == nil {
		return
	}
	text := t.String()
	f := p.Reportf(t, "The JSON array of %s is cut off at the end of the line", in.Name).
		Notef("The builder parses the next line as a new instruction and fails with `%s`.", rest[0].Err.Message).
		Helpf("Add %s at the end of every line of the array except the last.", charName(p.Unit.Dockerfile.Escape))
	f.Subsumes(in.Span().Cover(rest[len(rest)-1].Span())).AlsoChanges(in.Keyword)
	last := in
	for _, next := range rest {
		f.Insert(last.Lines[len(last.Lines)-1].End, " "+string(p.Unit.Dockerfile.Escape)).AlsoChanges(next)
		text += " " + next.Logical.String()
		last = next
	}
	if !isArray(text) {
		f.Unsafe()
	}
}

// openArray is the beginning of an array of strings that has no end.
var openArray = lazy.MustCompile(`^\[\s*(?:(?:"[^"]*"|'[^']*')\s*,?\s*)*$`)

// arrayLines is the lines below an instruction that the builder reads as unknown instructions and that end its array;
// nil if there are none.
func arrayLines(doc *dockerfile.Document, in *dockerfile.Instruction) []*dockerfile.Instruction {
	var list []*dockerfile.Instruction
	for _, next := range doc.Instructions {
		if next.Span().Start <= in.Span().Start {
			continue
		}
		text := strings.TrimSpace(next.Logical.String())
		if next.Err == nil || strings.IndexByte(`"'],`, (text + " ")[0]) < 0 {
			return nil
		}
		list = append(list, next)
		if strings.HasSuffix(text, "]") {
			return list
		}
	}
	return nil
}
