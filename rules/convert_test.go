package rules

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	dockerfilerules "github.com/winlint/winlint/rules/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// turned is a file turned over to the backtick, as the proof lets it be, with the applicability of the fix; or why it is not.
func turned(t *testing.T, text string) (after, applicability, reason string) {
	t.Helper()
	rule := &lint.Rule{ID: "turned", Fix: lint.Safe, On: subject.Set{Any: true}, Check: lint.Each(func(p *lint.Pass, doc *dockerfile.Document) {
		if doc.Escape == '\\' {
			f := p.Reportf(source.At(0), "turn it")
			if err := dockerfilerules.Convert(doc, f); err != nil {
				f.Message = err.Error()
			}
		}
	})}
	run := &lint.Linter{Rules: []*lint.Rule{rule}}
	result := run.Lint(source.Decode("Dockerfile", []byte(text)))
	run.Prove(result)
	f := result.Findings[0]
	if f.Refused != nil {
		t.Fatalf("refused: %v", f.Refused)
	}
	if !f.Fixable() {
		return "", "", f.Message
	}
	lawOfConversion(t, result.Unit.File, f)
	after, err := source.Apply(result.Unit.File.Text, f.Edits)
	if err != nil {
		t.Fatal(err)
	}
	return after, f.Applicability.String(), ""
}

func TestConvert(t *testing.T) {
	for name, test := range map[string]struct{ before, after, applicability string }{
		"continuations, and the text between them": {
			"FROM a\nRUN mkdir C:\\app && \\\n    # why\n    dir \"C:\\\\app\" \\ \n\n    && echo \\n\nCMD C:\\app\\x.exe\n",
			"# escape=`\nFROM a\nRUN mkdir C:\\app && `\n    # why\n    dir \"C:\\\\app\" ` \n\n    && echo \\n\nCMD C:\\app\\x.exe\n", "safe",
		},
		"behind the other directives": {
			"# syntax=docker/dockerfile:1\n# check=skip=all\n# A comment.\nFROM a\n",
			"# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\n# A comment.\nFROM a\n", "safe",
		},
		"the default, said aloud":              {"# escape=\\\nFROM a\nENV A=C:\\\\x\n", "# escape=`\nFROM a\nENV A=C:\\x\n", "safe"},
		"below the byte order mark":            {"\ufeffFROM a\nENV A=C:\\\\x", "# escape=`\nFROM a\nENV A=C:\\x", "safe"},
		"CRLF, without a last line end":        {"FROM a\r\nENV A=C:\\\\x \\\r\n  B=C:\\\\y", "# escape=`\r\nFROM a\r\nENV A=C:\\x `\r\n  B=C:\\y", "safe"},
		"doubled backslashes":                  {"FROM a\nWORKDIR C:\\\\a b\\\\c\nUSER dom\\\\me\n", "# escape=`\nFROM a\nWORKDIR C:\\a b\\c\nUSER dom\\me\n", "safe"},
		"at the end of the line":               {"FROM a\nCOPY x C:\\\\a\\\\\nRUN b\n", "# escape=`\nFROM a\nCOPY x C:\\a\\\nRUN b\n", "safe"},
		"a network path":                       {"FROM a\nWORKDIR \\\\\\\\srv\\\\share\n", "# escape=`\nFROM a\nWORKDIR \\\\srv\\share\n", "safe"},
		"what else is escaped":                 {"FROM a\nLABEL a=\"say \\\"hi\\\"\" b=\\$5 c=d\\ e f=it\\'s\n", "# escape=`\nFROM a\nLABEL a=\"say `\"hi`\"\" b=`$5 c=d` e f=it`'s\n", "safe"},
		"in double quotes":                     {"FROM a\nENV A=\"C:\\x\\\\\\$y\" B='C:\\\\z'\n", "# escape=`\nFROM a\nENV A=\"C:\\x\\`$y\" B='C:\\\\z'\n", "safe"},
		"a default, and an escaped brace":      {"FROM a\nARG A=${B:-C:\\\\x\\}y}\n", "# escape=`\nFROM a\nARG A=${B:-C:\\x`}y}\n", "safe"},
		"backticks in words":                   {"FROM a\nENV A=a`n B=\"a`n\" C='a`n'\n", "# escape=`\nFROM a\nENV A=a``n B=\"a``n\" C='a`n'\n", "safe"},
		"a regular expression keeps its value": {"FROM a\nENV A=a\\.b B=x$C\\d\n", "# escape=`\nFROM a\nENV A=a.b B=x$C`d\n", "safe"},
		"JSON that is read twice":              {"FROM a\nCOPY [\"a b\", \"C:\\\\\\\\x\\\\\\\\\"]\n", "# escape=`\nFROM a\nCOPY [\"a b\", \"C:\\\\x\\\\\"]\n", "safe"},
		"JSON that is read once":               {"FROM a\nSHELL [\"C:\\\\x.exe\", \"-c\"]\nCMD [\"C:\\\\x.exe\"]\n", "# escape=`\nFROM a\nSHELL [\"C:\\\\x.exe\", \"-c\"]\nCMD [\"C:\\\\x.exe\"]\n", "safe"},
		"a trigger is read with the default":   {"FROM a\nONBUILD COPY x C:\\\\y\\\\\nONBUILD RUN a \\\n  b\n", "# escape=`\nFROM a\nONBUILD COPY x C:\\\\y\\\\\nONBUILD RUN a `\n  b\n", "safe"},
		"a heredoc, too": {
			"FROM a\nCOPY <<E C:\\\\x\nC:\\\\y \\\nE\nRUN <<E\na \\\nE\n", "# escape=`\nFROM a\nCOPY <<E C:\\x\nC:\\\\y \\\nE\nRUN <<E\na \\\nE\n", "safe",
		},
		"a backtick in front of the continuation": {"FROM a\nRUN a `\\\n  b\n", "# escape=`\nFROM a\nRUN a ` `\n b\n", "safe"},
		"two backticks at the end of a command":   {"FROM a\nRUN a ``\nRUN b\n", "# escape=`\nFROM a\nRUN a ``\nRUN b\n", "safe"},
		"a word that ends in a backtick":          {"FROM a\nENV A=b`\nRUN c\n", "# escape=`\nFROM a\nENV A=b``\nRUN c\n", "safe"},
		"paths that lost their backslashes":       {"FROM a\nWORKDIR C:\\app\\$V\nCOPY b\\c.d C:\\\\x\\\\\n", "# escape=`\nFROM a\nWORKDIR C:\\app\\$V\nCOPY b\\c.d C:\\x\\\n", "unsafe"},
		"JSON that lost them":                     {"FROM a\nVOLUME [\"C:\\\\data\"]\n", "# escape=`\nFROM a\nVOLUME [\"C:\\\\data\"]\n", "unsafe"},
		"a path at the end of the file":           {"FROM a\nRUN dir C:\\", "# escape=`\nFROM a\nRUN dir C:\\", "unsafe"},
	} {
		t.Run(name, func(t *testing.T) {
			after, applicability, reason := turned(t, test.before)
			if after != test.after || applicability != test.applicability {
				t.Errorf("%s (%s)%s; want (%s)\n%s", after, applicability, reason, test.applicability, test.after)
			}
		})
	}
}

func TestConvertSaysWhyNot(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a command ends in a backtick":   {"FROM a\nRUN echo `date`\nRUN b\n", "line 2 ends in a backtick"},
		"a path swallows an instruction": {"FROM a\nCOPY x C:\\\nRUN b\n", "line 2 ends in a path"},
		"the builder refuses a line":     {"FROM a\nRNU b\n", "line 2 is rejected"},
		"the lexer refuses a word":       {"FROM a\nENV A=\"C:\\x\\\"\n", "line 2 has a word that the builder rejects"},
		"a flag":                         {"FROM a\nCOPY --chown=a\\\\b x y\n", "line 2 has a flag"},
		"a pattern":                      {"FROM a\nENV A=${B#C:\\\\}\n", "line 2 has an escape character in the pattern"},
		"no blank to part two backticks": {"FROM a\nRUN a`\\\nb\n", "line 2 has a backtick before"},
		"a trigger that would not parse": {"FROM a\nONBUILD ENV A=\"b\\\" c\"\n", "line 2 has a trigger"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, reason := turned(t, test.text); !strings.HasPrefix(reason, test.want) {
				t.Errorf("%q; want %q", reason, test.want)
			}
		})
	}
}
