package rules

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	judge "github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// builderReads is what BuildKit reads of each instruction of a file, made without any of winlint's own readers: the nodes
// of its parser, with the words that it expands as its lexer reads them, once with no variable set and once with each
// set to a mark.
func builderReads(text string) ([]string, error) {
	result, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, node := range result.AST.Children {
		list = append(list, nodeReads(node, result.EscapeToken))
	}
	return list, nil
}

// expanded is the instructions whose words the lexer reads.
var expanded = []string{"ADD", "ARG", "COPY", "ENV", "EXPOSE", "FROM", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}

func nodeReads(node *parser.Node, escape rune) string {
	name := strings.ToUpper(node.Value)
	var out strings.Builder
	fmt.Fprintf(&out, "%s json=%v", name, node.Attributes["json"])
	if _, err := judge.ParseInstruction(node); err != nil {
		out.WriteString(" refused")
	}
	for _, flag := range node.Flags {
		fmt.Fprintf(&out, " flag %s, %s", flag, lexerReads(flag, escape))
	}
	for next := node.Next; next != nil; next = next.Next {
		switch {
		case name == "ONBUILD" && len(next.Children) > 0:
			fmt.Fprintf(&out, " trigger %q", next.Children[0].Original)
		case slices.Contains(expanded, name):
			fmt.Fprintf(&out, " word %s", lexerReads(next.Value, escape))
		default:
			fmt.Fprintf(&out, " text %q", next.Value)
		}
	}
	for _, h := range node.Heredocs {
		fmt.Fprintf(&out, " heredoc %s %v %q", h.Name, h.Expand, h.Content)
	}
	return out.String()
}

func lexerReads(word string, escape rune) string {
	lex := shell.NewLex(escape)
	lex.SkipUnsetEnv = true
	unset, _, err := lex.ProcessWord(word, shell.EnvsFromSlice(nil))
	if err != nil {
		return "refused"
	}
	set, _, err := shell.NewLex(escape).ProcessWord(word, marked{})
	if err != nil {
		return "refused"
	}
	return fmt.Sprintf("%q %q", unset, set)
}

type marked struct{}

func (marked) Get(name string) (string, bool) { return "<" + name + ">", true }
func (marked) Keys() []string                 { return nil }

// A generator makes Dockerfiles of the pieces that go wrong on Windows.
type generator struct {
	*rand.Rand
	out  strings.Builder
	char string // that ends lines
}

func generate(seed int64) string {
	g := &generator{Rand: rand.New(rand.NewSource(seed)), char: `\`}
	switch g.Intn(8) {
	case 0:
		g.char = "`"
		g.out.WriteString("# escape=`\n")
	case 1:
		g.out.WriteString(g.one("# syntax=docker/dockerfile:1\n", "# A comment.\n", "## escape=`\n", "# A comment.\n# escape=`\n", "# escape=\\\n"))
	}
	g.out.WriteString("FROM mcr.microsoft.com/windows/servercore:ltsc2022\n")
	for range 1 + g.Intn(6) {
		g.instruction()
	}
	text := g.out.String()
	if g.Intn(4) == 0 {
		text = strings.TrimRight(text, "\n")
	}
	if g.Intn(4) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

func (g *generator) one(list ...string) string { return list[g.Intn(len(list))] }

func (g *generator) instruction() {
	if g.Intn(12) == 0 {
		g.out.WriteString("ONBUILD ")
	}
	switch g.Intn(9) {
	case 0:
		g.out.WriteString("ENV " + g.one("A=", "PATH=", "A ") + g.words())
	case 1:
		g.out.WriteString(g.one("ARG A=", "LABEL a=", "ARG ") + g.words())
	case 2:
		g.out.WriteString(g.one("WORKDIR ", "USER ", "STOPSIGNAL ") + g.words())
	case 3:
		g.out.WriteString("VOLUME " + g.list())
	case 4:
		g.out.WriteString(g.one("COPY ", "ADD ", "COPY --from=a ", `COPY --chown=a\b `) + g.list())
	case 5:
		g.out.WriteString(g.one("CMD ", "ENTRYPOINT ", "HEALTHCHECK --interval=5s CMD ", "SHELL ") + g.one(`["a.exe", "C:\\x"]`, `["C:\x\"]`, g.words()))
	case 6:
		g.out.WriteString("COPY <<EOF C:/x\n" + g.word() + "\nEOF")
	default:
		g.out.WriteString("RUN " + g.words())
	}
	g.out.WriteString("\n")
}

func (g *generator) list() string {
	if g.Intn(3) > 0 {
		return "a " + g.words()
	}
	return `["a b", "` + strings.ReplaceAll(strings.ReplaceAll(g.word(), `\`, `\\`), `"`, `\"`) + `"]`
}

// words is some words, some of them on lines of their own.
func (g *generator) words() string {
	var out strings.Builder
	for n := 1 + g.Intn(3); n > 0; n-- {
		out.WriteString(g.word())
		if n == 1 {
			break
		}
		out.WriteString(g.one(" ", " ", " "+g.char+"\n  ", g.char+"\n", " "+g.char+" \n# comment\n  ", "\t"+g.char+"\n\n"))
	}
	return out.String()
}

func (g *generator) word() string {
	var out strings.Builder
	for range 1 + g.Intn(5) {
		out.WriteString(g.one(`C:`, `\`, `\`, `\\`, `\\`, `app`, `new`, "`", "``", `"`, `"C:\x"`, `'`, `'a\b'`, `$A`, `${A}`, `${A:-C:\\x}`,
			`${A#\\}`, `\$`, `\"`, `\ `, `/`, `;`, `=`, `é`, `<<`, `[`, `&&`, `^`, `#`, `"a `+"`"+`$b \" \\"`))
	}
	return out.String()
}

// laws checks what must hold for any file.
func laws(t *testing.T, file *source.File) {
	t.Helper()
	linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
	before := linter.Lint(file)
	linter.Prove(before)
	for _, f := range before.Findings {
		if f.Rule.ID == "missing-escape-directive" {
			lawOfConversion(t, file, f)
		}
	}
	for _, applicability := range []lint.Applicability{lint.Safe, lint.Unsafe} {
		fixed := linter.Fix(file, applicability)
		after := fixed.Unit.File
		if again := linter.Fix(after, applicability); again.Unit.File.Text != after.Text {
			t.Errorf("the fixes of the fixed file change it again:\n%q\n%q\n%q", file.Text, after.Text, again.Unit.File.Text)
		}
		if n := strings.Count(file.Text, "\n"); n > 0 && n == strings.Count(file.Text, "\r\n") && strings.Count(after.Text, "\n") != strings.Count(after.Text, "\r\n") {
			t.Errorf("line ends change:\n%q\n%q", file.Text, after.Text)
		}
		if lastLine(file.Text) == lastLine(after.Text) && strings.HasSuffix(file.Text, "\n") != strings.HasSuffix(after.Text, "\n") {
			t.Errorf("the end of the file changes:\n%q\n%q", file.Text, after.Text)
		}
		swallowed := slices.ContainsFunc(before.Findings, func(f *lint.Finding) bool {
			return f.Rule.ID == "path-continues-line" || f.Rule.ID == "swallowed-instruction"
		})
		if before.Unit.Dockerfile != nil && len(before.Unit.Dockerfile.Errors) == 0 && len(fixed.Unit.Dockerfile.Errors) > 0 && !swallowed {
			t.Errorf("a fixed file is refused: %s\n%q\n%q", fixed.Unit.Dockerfile.Errors[0].Message, file.Text, after.Text)
		}
	}
}

func lastLine(text string) string {
	text = strings.TrimRight(text, "\r\n")
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// lawOfConversion checks that a file which is turned over reads the same, by BuildKit alone.
func lawOfConversion(t *testing.T, file *source.File, f *lint.Finding) {
	t.Helper()
	if f.Refused != nil && !strings.HasPrefix(f.Refused.Error(), "the fix causes ") { // another rule may look at what is written
		t.Errorf("the conversion is refused, though nothing speaks against it: %v\n%q", f.Refused, file.Text)
	}
	if f.Applicability != lint.Safe {
		return
	}
	after, err := source.Apply(file.Text, f.Edits)
	if err != nil {
		t.Fatal(err)
	}
	was, err := builderReads(file.Text)
	if err != nil {
		t.Fatal(err)
	}
	is, err := builderReads(after)
	if err != nil || len(was) != len(is) {
		t.Fatalf("%d instructions become %d (%v)\n%q\n%q", len(was), len(is), err, file.Text, after)
	}
	for i := range was {
		if was[i] != is[i] {
			t.Errorf("read as\n%s\nbefore, and as\n%s\nafter\n%q\n%q", was[i], is[i], file.Text, after)
		}
	}
}

func TestLawsOfFixes(t *testing.T) {
	t.Parallel()
	for seed := range int64(400) { // FuzzFixes tries more
		laws(t, source.New("Dockerfile", generate(seed)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzFixes(f *testing.F) {
	for _, id := range docs.Pages() {
		page, _ := docs.Page(id)
		for _, b := range newPage(nil, nil, page).blocks {
			if isExample(b.info) {
				file, _ := exampleFile(b)
				f.Add(file.Text)
			}
		}
	}
	for seed := range int64(50) {
		f.Add(generate(seed))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<16 {
			laws(t, source.New("Dockerfile", text))
		}
	})
}
