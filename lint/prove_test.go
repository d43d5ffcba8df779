package lint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A fix of a test: what is found, and what is written in its place. It is made again in the file after the fix, where the
// text is still there.
type fix struct {
	find, by string
	more     func(*lint.Finding, *source.File)
}

// proved is why a fix is refused; "" where it is not.
func proved(text string, fix fix) string {
	rule := &lint.Rule{ID: "test", Severity: lint.Warning, Fix: lint.Safe, On: subject.Set{Any: true},
		Check: lint.Each(func(p *lint.Pass, doc *dockerfile.Document) {
			at := strings.Index(doc.File.Text, fix.find)
			if at < 0 {
				return
			}
			f := p.Reportf(source.Span{Start: at, End: at + len(fix.find)}, "found")
			if fix.more != nil {
				fix.more(f, doc.File)
			}
			f.Replace(f.Span, fix.by)
		})}
	worse := &lint.Rule{ID: "worse", Severity: lint.Error, On: subject.Set{Any: true},
		Check: lint.Each(func(p *lint.Pass, doc *dockerfile.Document) {
			if at := strings.Index(doc.File.Text, "WORSE"); at >= 0 {
				p.Reportf(source.At(at), "worse")
			}
		})}
	run := &lint.Linter{Rules: []*lint.Rule{rule, worse}}
	result := run.Lint(source.New("Dockerfile", text))
	run.Prove(result)
	for _, f := range result.Findings {
		if f.Rule == rule && f.Refused != nil {
			return f.Refused.Error()
		}
	}
	return ""
}

// after is where a text is, and replaced beside the finding what another text becomes.
func replaced(find, by string) func(*lint.Finding, *source.File) {
	return func(f *lint.Finding, file *source.File) {
		at := strings.Index(file.Text, find)
		f.Replace(source.Span{Start: at, End: at + len(find)}, by)
	}
}

func changing(find string) func(*lint.Finding, *source.File) {
	return func(f *lint.Finding, file *source.File) {
		at := strings.Index(file.Text, find)
		f.AlsoChanges(source.Span{Start: at, End: at + len(find)})
	}
}

func keeping(f *lint.Finding, _ *source.File) { f.FormattingOnly() }

func TestProve(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		fix  fix
		want string // how the reason begins
	}{
		"one word":                           {"FROM a\nWORKDIR X\nRUN b\n", fix{find: "X", by: "Y"}, ""},
		"a whole line":                       {"FROM a\nSTOPSIGNAL X\nRUN b\n", fix{find: "STOPSIGNAL X\n", by: ""}, ""},
		"a part of a line, and the line end": {"FROM a\nRUN X\nRUN b\nRUN c\n", fix{find: "X\n", by: "d"}, `the fix changes how "b" is read`},
		"the line end, said":                 {"FROM a\nRUN X\nRUN b\nRUN c\n", fix{find: "X\n", by: "d", more: changing("RUN b")}, ""},
		"a continuation of the next line":    {"FROM a\nRUN X\nCOPY b c\n", fix{find: "X", by: `C:\`}, `the fix changes how "COPY" is read`},
		"a heredoc that begins":              {"FROM a\nRUN X\nRUN b\nE\n", fix{find: "X", by: "<<E"}, `the fix changes how "RUN" is read`},
		"a line that is put in":              {"FROM a\nRUN X\nRUN b\n", fix{find: "X", by: "c\nRUN d"}, ""},
		"a line far from the finding":        {"FROM a\nRUN X\nRUN b\nRUN c\n", fix{find: "X", by: "d", more: replaced("RUN c\n", "RUN c\nRUN e\n")}, ""},
		"another directive":                  {"# syntax=X\nFROM a\nRUN b\n", fix{find: "X", by: "Y"}, "the fix changes the directives"},
		"another escape character":           {"FROM a\nRUN X\nENV A=C:\\\\b\n", fix{find: "X", by: "c", more: replaced("FROM", "# escape=`\nFROM")}, `the fix changes how "A=C:\\\\b" is read`},
		"nothing":                            {"FROM a\nRUN X\n", fix{find: "X", by: "X"}, "the fix changes nothing"},
		"the same finding":                   {"FROM a\nRUN X\n", fix{find: "X", by: "aX"}, "test is still found"},
		"a worse finding":                    {"FROM a\nRUN X\n", fix{find: "X", by: "WORSE"}, "the fix causes worse"},
		"a refused instruction":              {"FROM a\nENV X\n", fix{find: "X", by: "a=b c"}, `the fix changes how "ENV" is read`},

		"kept: blanks between words":                  {"FROM a\nCOPY  X\tb\n", fix{find: "  ", by: " ", more: keeping}, ""},
		"kept: a quote too much":                      {"FROM a\nENV A=X B=c\n", fix{find: "X", by: `"X"Y`, more: keeping}, `the fix changes how "A=X" is read`},
		"kept: quotes":                                {"FROM a\nENV A=X B=c\n", fix{find: "=X", by: `="X"`, more: keeping}, ""},
		"kept: a dollar sign that is escaped no more": {"FROM a\nENV A=\\$X\n", fix{find: "\\$X", by: "$X ", more: keeping}, `the fix changes how "A=\\$X" is read`},
		"kept: a default":                             {"FROM a\nENV A=${X:-b}\n", fix{find: "X:-b", by: "X:-c", more: keeping}, `the fix changes how "A=${X:-b}" is read`},
		"kept: braces":                                {"FROM a\nENV A=$X/b\n", fix{find: "$X/", by: "${X}/", more: keeping}, `the fix changes how "A=$X/b" is read`},
		"kept: a shell that becomes an array":         {"FROM a\nCMD X\n", fix{find: "X", by: `["X"]`, more: keeping}, `the fix changes how "CMD" is read`},
		"kept: a flag":                                {"FROM a\nCOPY --from=X b c\n", fix{find: "=X", by: `="X"`, more: keeping}, ""},
		"kept: a trigger":                             {"FROM a\nONBUILD ENV A=X\n", fix{find: "=X", by: `="X"`, more: keeping}, `the fix changes how "A=X" is read`},
	} {
		t.Run(name, func(t *testing.T) {
			got := proved(test.text, test.fix)
			if test.want == "" && got != "" || !strings.HasPrefix(got, test.want) {
				t.Errorf("%q; want %q", got, test.want)
			}
		})
	}
}

// What would take too long to prove is withheld, and the reason is told; what can be proved is offered.
func TestProveEndsInTime(t *testing.T) {
	const fixes = 100
	text := "FROM a\nRUN " + strings.Repeat("X ", fixes) + "\n#" + strings.Repeat("x", 64<<10) + "\n"
	rule := &lint.Rule{ID: "test", Severity: lint.Warning, Fix: lint.Safe, On: subject.Set{Any: true},
		Check: lint.Each(func(p *lint.Pass, doc *dockerfile.Document) {
			for i := range doc.File.Text {
				if at := (source.Span{Start: i, End: i + 1}); doc.File.Slice(at) == "X" {
					p.Reportf(at, "found").Replace(at, "Y").Subsumes(doc.Instructions[1]) // so that no two go together
				}
			}
		})}
	run := &lint.Linter{Rules: []*lint.Rule{rule}}
	result := run.Lint(source.New("Dockerfile", text))
	run.Prove(result)
	offered, withheld := 0, 0
	for _, f := range result.Findings {
		switch {
		case f.Fixable():
			offered++
		case errors.Is(f.Withheld(), lint.ErrUnproved):
			withheld++
		}
	}
	if offered == 0 || withheld == 0 || offered+withheld != fixes {
		t.Errorf("%d of %d fixes are offered, %d are withheld", offered, fixes, withheld)
	}
}

// One fix that cannot be proved takes no other one with it.
func TestProveFindsTheOneToBlame(t *testing.T) {
	rule := &lint.Rule{ID: "test", Severity: lint.Warning, Fix: lint.Safe, On: subject.Set{Any: true},
		Check: lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
			by := map[string]string{"good": "done", "continued": `C:\`, "kept": "kept still", "kept still": "kept"}
			if text, bad := by[in.Args.String()]; bad {
				p.Reportf(in.Args, "found").Replace(in.Args, text)
			}
		}, "RUN")}
	run := &lint.Linter{Rules: []*lint.Rule{rule}}
	text := "FROM a\n" + strings.Repeat("COPY a b\nRUN good\n", 50)
	text += "RUN continued\nCOPY a b\n" + strings.Repeat("RUN good\nCOPY a b\n", 50) + "RUN kept\nCOPY a b\n"
	result := run.Lint(source.New("Dockerfile", text))
	run.Prove(result)
	refused := map[string]int{}
	for _, f := range result.Findings {
		if f.Refused != nil {
			refused[f.File.Slice(f.Span)]++
		}
	}
	if len(refused) != 2 || refused["continued"] != 1 || refused["kept"] != 1 {
		t.Errorf("refused: %v", refused)
	}
	if fixed := run.Fix(result.Unit.File, lint.Safe); len(fixed.Applied) != 100 {
		t.Errorf("%d fixes are applied", len(fixed.Applied))
	}
}
