package dockerfile

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/winlint/winlint/source"
)

// seeds are the texts that every test of agreement starts from: each shows one way in which lines, words, JSON,
// heredocs or directives go together.
var seeds = []string{
	"",
	"\n\n",
	"FROM a\n",
	"FROM a",
	"\ufeffFROM a\r\nRUN b\r\n",
	"\ufeff\ufeffFROM a\n",
	"# escape=`\nFROM a\nRUN b `\n  c\n",
	"# escape=`\r\nFROM a\r\nCOPY x C:\\\r\nRUN dir C:\\\r\n",
	"#   EsCaPe  =  `  \nFROM a\n",
	"# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN x `\n# comment\n\n  y\n",
	"# comment\n# escape=`\nFROM a\nRUN dir C:\\\nRUN b\n",
	"# escape=^\nFROM a\n",
	"# escape=\"`\"\nFROM a\nRUN a `\n b\n",
	"# escape=`\n# escape=`\nFROM a\n",
	"# escape=\nFROM a\n",
	"# escape=   \nFROM a\n",
	"FROM a\nCOPY testfile.txt C:\\\nRUN dir C:\\\n",
	"FROM a\nCOPY x C:\\\\\nRUN b\n",
	"FROM a\nRUN dir C:\\\\\\\nRUN b\n",
	"FROM a\nRUN a \\\n\n\n b \\\n   # c \\\n d\\\t \nRUN e",
	"FROM a\nRUN a\\",
	"FROM a\n\\\nRUN a\n",
	"\\\n",
	"FROM a\nRUN x\\\r\r\n y\n",
	"FROM a\nENV A=b C=\"d e\" F='g h' I=j\\ k L=\"\\\"m\" N=\\\n  O=p\n",
	"FROM a\nENV JAVA_HOME C:\\Program Files\\java\nLABEL a=b c\n",
	"FROM a\nENV JAVA_HOME=C:\\java\\\nRUN echo hi\nRUN again\n",
	"FROM a\nENV A\nENV =b\nENV a=b=c \"x y\"=z\n",
	"FROM a\nARG A\nARG B=c D E=\"f g\"\n",
	"FROM --platform=windows/amd64 a AS b\nCOPY --from=b --chown=\"x y\" --link a b C:/\n",
	"FROM a\nCOPY -- --x y\nCOPY --\nCOPY --a='b c' d\\\n",
	"FROM a\nCMD [\"a\", \"b\\\\c\", \"\\u0041\\\"]\"]\nCMD [ ]\nCMD [\"a\",]\nENTRYPOINT ['a']\n",
	"FROM a\nVOLUME [\"C:\\\\data\", \"d\"]\nVOLUME C:/a  C:/b\nSHELL [\"powershell\",\"-Command\"]\n",
	"FROM a\nCMD [\"a\", 1]\nRUN b\n",
	"FROM a\nHEALTHCHECK --interval=5s CMD curl -f x || exit 1\nHEALTHCHECK NONE\nHEALTHCHECK CMD [\"a\"]\nHEALTHCHECK\n",
	"FROM a\nONBUILD COPY a b\nONBUILD RUN x \\\n y\nONBUILD ONBUILD RUN z\nONBUILD\nONBUILD CMD [\"a\"]\n",
	"FROM a\nRUN <<EOF\na\nb\nEOF\nRUN c\nCOPY <<A <<-\"B\" /x\n1\nA\n2\n\tB\nRUN d\n",
	"FROM a\nONBUILD RUN <<EOF\na\nEOF\nRUN 1 << 2\nRUN b\n",
	"FROM a\nRUN \"<<EOF\"\nRUN [\"<<EOF\"]\nRUN b 2<<1\nRUN c\n",
	"FROM a\nWrite-Host b\n<<<<<<< HEAD\nRUN c\n",
	"FROM a\nEXPOSE 80 443/tcp\nUSER a\\b\nSTOPSIGNAL 9\nMAINTAINER me <me@x>\nWORKDIR C:\\a b\n",
	"FROM a\nRUN\u00a0b\nENV\u00a0A=b\nCOPY a\u00a0b c\n",
	"FROM a\nRUN \xff\xfe b\nENV A=\xff\n",
	"FROM a\nRUN a `\u00a0\n b\n",
	"FROM a\nCOPY \u0085 --a=b c\n",
	"FROM a\n" + strings.Repeat("x", 70000) + "\nRUN b\n",
}

// Our reading of every instruction equals BuildKit's, on the seeds and on every Dockerfile of testdata. With
// WINLINT_CORPUS set to a directory it also holds for all files below it.
func TestAgreesWithBuildKit(t *testing.T) {
	for i, seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", i), func(t *testing.T) { agree(t, seed) })
	}
	roots := []string{"../../testdata"}
	if corpus := os.Getenv("WINLINT_CORPUS"); corpus != "" {
		roots = append(roots, corpus)
	}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.Contains(strings.ToLower(entry.Name()), "dockerfile") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			t.Run(path, func(t *testing.T) { agree(t, source.Decode(path, raw).Text) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(agree)
}

func agree(t *testing.T, text string) {
	if len(text) > 1<<20 {
		return
	}
	doc := Parse(source.New("Dockerfile", text))
	checkSpans(t, doc)
	for _, in := range doc.Instructions {
		if in.Node != nil {
			agreeInstruction(t, in, in.Node)
		}
	}
	judged := text
	if strings.HasPrefix(text, bom) {
		judged = bom + text
	}
	result, err := parser.Parse(strings.NewReader(judged))
	if err != nil {
		if len(doc.Errors) == 0 {
			t.Errorf("BuildKit refuses the file (%v), but we report no error", err)
		}
		return
	}
	if got, want := len(doc.Instructions), len(result.AST.Children); got != want {
		t.Fatalf("%d instructions, BuildKit has %d", got, want)
	}
	if got, want := rune(doc.Escape), result.EscapeToken; got != want {
		t.Errorf("escape character %q, BuildKit has %q", got, want)
	}
	for i, node := range result.AST.Children {
		in := doc.Instructions[i]
		if got := doc.File.Position(in.Lines[0].Start).Line; got != node.StartLine {
			t.Errorf("instruction %d begins on line %d, BuildKit has %d", i, got, node.StartLine)
		}
	}
}

// same compares text that BuildKit wrote rune by rune, so that bytes which are no UTF-8 became U+FFFD one by one.
func same(ours, theirs string) bool {
	return ours == theirs || string([]rune(ours)) == theirs
}

func agreeInstruction(t *testing.T, in *Instruction, node *parser.Node) {
	t.Helper()
	if got, want := in.Logical.String(), node.Original; got != want {
		t.Errorf("joined line\n%q, BuildKit has\n%q", got, want)
	}
	if got, want := in.Keyword.String(), node.Value; got != want {
		t.Errorf("keyword %q, BuildKit has %q", got, want)
	}
	if got, want := in.Exec, node.Attributes["json"]; got != want {
		t.Errorf("%q: JSON %v, BuildKit says %v", in.Logical, got, want)
	}
	if len(in.Flags) != len(node.Flags) {
		t.Fatalf("%q: %d flags, BuildKit has %q", in.Logical, len(in.Flags), node.Flags)
	}
	for i, flag := range in.Flags {
		if _, want, _ := strings.Cut(node.Flags[i], "="); flag.Read != want {
			t.Errorf("flag %q reads %q, BuildKit has %q", flag, flag.Read, want)
		}
	}
	if in.Parent == nil {
		agreeHeredocs(t, in, node)
	}
	if in.OnBuild != nil && node.Next != nil && len(node.Next.Children) == 1 {
		agreeInstruction(t, in.OnBuild, node.Next.Children[0])
		return
	}
	var got, want []string
	for n := node.Next; n != nil; n = n.Next {
		want = append(want, n.Value)
	}
	switch {
	case in.Is("ENV", "LABEL"):
		for _, p := range in.Pairs {
			sep := "="
			if p.Legacy {
				sep = ""
			}
			got = append(got, p.Name.String(), p.Value.Value, sep)
		}
	default:
		for _, w := range in.Words {
			got = append(got, w.Value)
		}
	}
	if node.Next != nil && node.Next.Value == "" && node.Next.Next == nil && len(got) == 0 {
		return // an unknown instruction, whose arguments BuildKit drops
	}
	if len(got) != len(want) {
		t.Fatalf("%q: words %q, BuildKit has %q", in.Logical, got, want)
	}
	for i := range got {
		if !same(got[i], want[i]) {
			t.Errorf("%q: word %q, BuildKit has %q", in.Logical, got[i], want[i])
		}
	}
}

func agreeHeredocs(t *testing.T, in *Instruction, node *parser.Node) {
	t.Helper()
	if len(in.Heredocs) != len(node.Heredocs) {
		t.Fatalf("%q: %d heredocs, BuildKit has %d", in.Logical, len(in.Heredocs), len(node.Heredocs))
	}
	for i, doc := range in.Heredocs {
		if got, want := doc.String(), node.Heredocs[i].Content; got != want {
			t.Errorf("heredoc %q, BuildKit has %q", got, want)
		}
	}
}

// checkSpans holds that every span is in the file, that parts lie in their whole, and that they come in order.
func checkSpans(t *testing.T, doc *Document) {
	t.Helper()
	file, last := doc.Span(), 0
	inside := func(what string, outer, inner source.Span) {
		t.Helper()
		if inner.Start > inner.End || !outer.Contains(inner) {
			t.Errorf("%s %v lies outside %v", what, inner, outer)
		}
	}
	for _, d := range doc.Directives {
		inside("directive", file, d.Span())
		inside("value", d.Span(), d.Value.Span())
	}
	for _, e := range doc.Errors {
		inside("error", file, e.At)
	}
	for _, c := range doc.Comments {
		inside("comment", file, c.Span())
	}
	for _, in := range doc.Instructions {
		inside("instruction", file, in.Span())
		if in.Span().Start < last {
			t.Errorf("instruction %v begins before %d, where the last one ends", in.Span(), last)
		}
		last = in.Span().End
		checkParts(inside, in)
	}
}

func checkParts(inside func(string, source.Span, source.Span), in *Instruction) {
	whole := in.Span()
	inside("keyword", whole, in.Keyword.Span())
	inside("arguments", whole, in.Args.Span())
	for _, f := range in.Flags {
		inside("flag", whole, f.Span())
		inside("flag name", f.Span(), f.Name.Span())
		inside("flag value", f.Span(), f.Value.Span())
	}
	previous := in.Args.Span().Start
	for _, w := range in.Words {
		inside("word", in.Args.Span(), w.Span())
		if w.Span().Start < previous {
			inside("word that comes too early", source.At(previous), w.Span())
		}
		previous = w.Span().End
	}
	for _, p := range in.Pairs {
		inside("pair", in.Args.Span(), p.Span())
		inside("name", p.Span(), p.Name.Span())
		if p.Value != nil {
			inside("value", p.Span(), p.Value.Span())
		}
	}
	for _, h := range in.Heredocs {
		inside("heredoc", whole, h.Span())
		inside("terminator", whole, h.End)
	}
	if in.OnBuild != nil {
		inside("trigger", whole, in.OnBuild.Span())
		checkParts(inside, in.OnBuild)
	}
}
