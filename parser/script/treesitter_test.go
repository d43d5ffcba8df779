package script

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A mark is something in a PowerShell text that both readers tell: a command by its name, a parameter, a string or a
// comment.
type mark struct {
	kind       string
	start, end int
}

// treeSitter is what tree-sitter-powershell sees in the texts; the directory is e2e, which installs it.
func treeSitter(t *testing.T, folder string, texts []string) [][]mark {
	t.Helper()
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", filepath.Join(folder, "tree-sitter.mjs"))
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tree-sitter.mjs: %v", err)
	}
	var seen [][][3]any
	if err := json.Unmarshal(out, &seen); err != nil {
		t.Fatal(err)
	}
	all := make([][]mark, len(seen))
	for i, list := range seen {
		for _, m := range list {
			all[i] = append(all[i], mark{fmt.Sprint(m[0]), int(m[1].(float64)), int(m[2].(float64))})
		}
	}
	return all
}

// marks is what we see in a text.
func marks(s *Script) []mark {
	var list []mark
	note := func(kind string, r Range) { list = append(list, mark{kind, r.Start, r.End}) }
	Walk(s.Body, func(n Node) bool {
		switch n := n.(type) {
		case *Command:
			if n.Name != nil && !n.Keyword {
				note("command", n.Name.Range)
			}
		case *Arg:
			if n.Param != "" {
				note("parameter", n.sub(n.Start, n.Start+strings.Index(strings.ToLower(n.String()), n.Param)+len(n.Param)))
			}
		case *String:
			note("string", n.Range)
		}
		return true
	})
	for _, c := range s.Comments {
		note("comment", c.Range)
	}
	return list
}

// A choice is where we and tree-sitter disagree, and we mean to.
type choice struct {
	kind   string
	what   *regexp.Regexp // the text of the mark
	reason string
}

var (
	// onlyOurs is what tree-sitter does not see.
	onlyOurs = []choice{
		{"parameter", regexp.MustCompile(`^-(Regex|Wildcard)$`), "the flags of switch are read as parameters are"},
		{"parameter", regexp.MustCompile(`^-Sha256$`), "a digit can stand in the name of a parameter; tree-sitter stops at it"},
		{"parameter", regexp.MustCompile(`^\x{2013}Foo$`), "PowerShell takes an en dash for a dash"},
		{"string", regexp.MustCompile(`^\x{201C}`), "PowerShell takes typographic quotes for quotes"},
		{"string", regexp.MustCompile(`^"(y z|b c)"$`), "quotes glued to a word are a string in it, which we keep"},
		{"command", regexp.MustCompile(`^b$`), "behind --% the pipeline goes on at a | outside quotes (about_Parsing)"},
		{"command", regexp.MustCompile(`^(data|foreach-object)$`), "a keyword without what must follow it is a command"},
	}
	// onlyTheirs is what only tree-sitter sees. Its errors are places that it cannot read; what is in them is not
	// compared.
	onlyTheirs = []choice{
		{"parameter", regexp.MustCompile(`^--`), "with two dashes a word is an argument (tokenizer.cs, MinusMinus)"},
		{"parameter", regexp.MustCompile(`^-Sha$`), "the other half of -Sha256"},
		{"command", regexp.MustCompile(`^1\.\.3$`), "a range of numbers is an expression"},
		{"command", regexp.MustCompile(`^b$`), "a backtick glued to a word takes the line end into that word (ScanGenericToken)"},
		{"error", regexp.MustCompile(`^$`), "a token that it makes up"},
		{"error", regexp.MustCompile(`^(\n|MB|1\.\.3)$`), "numbers with a unit, and ranges"},
		{"error", regexp.MustCompile(`^(\\g|\\data|/app)$`), "what is glued to a variable is one word with it"},
		{"error", regexp.MustCompile(`, (Web-Asp-Net45|EntryType|Get-Size)`), "a list of bare words with blanks behind the commas"},
		{"error", regexp.MustCompile(`^\{ b \} default`), "default between other cases of a switch"},
		{"error", regexp.MustCompile(`^param\(`), "param in the braces of a function, with a named block behind it"},
		{"error", regexp.MustCompile(`--params="`), "a string glued to a word"},
		{"error", regexp.MustCompile(`^; foreach-$`), "a command whose name begins with a keyword"},
	}
)

// chosen reports whether one of the choices is about the mark, and notes its reason.
func chosen(choices []choice, m mark, text string, met map[string]int) bool {
	for _, c := range choices {
		if c.kind == m.kind && c.what.MatchString(text[m.start:m.end]) {
			met[c.reason]++
			return true
		}
	}
	return false
}

// Both readers see the same commands, parameters, strings and comments in every PowerShell text of the fixtures and of
// the table of cases, but for the choices above. Runs where WINLINT_TREE_SITTER names the directory e2e: make e2e does.
func TestAgreesWithTreeSitter(t *testing.T) {
	folder := os.Getenv("WINLINT_TREE_SITTER")
	if folder == "" {
		return
	}
	var texts []string
	for _, c := range powerShellCases {
		texts = append(texts, c.text)
	}
	for _, f := range fixtures(t, ".ps1", ".psm1") {
		texts = append(texts, f.Text)
	}
	agreed, met := map[string]int{}, map[string]int{}
	for i, theirs := range treeSitter(t, folder, texts) {
		compareMarks(t, texts[i], marks(Read(PowerShell, text(texts[i]))), theirs, agreed, met)
	}
	t.Logf("agreed on %v in %d texts", agreed, len(texts))
	for _, kind := range []string{"command", "parameter", "string", "comment"} {
		if agreed[kind] == 0 {
			t.Errorf("not one %s was compared", kind)
		}
	}
	for _, c := range slices.Concat(onlyOurs, onlyTheirs) {
		if met[c.reason] == 0 {
			t.Errorf("nothing meets the choice %s %v: %s", c.kind, c.what, c.reason)
		}
	}
}

func compareMarks(t *testing.T, text string, ours, theirs []mark, agreed, met map[string]int) {
	t.Helper()
	unread := func(m mark) bool {
		return slices.ContainsFunc(theirs, func(e mark) bool { return e.kind == "error" && e.start <= m.start && m.end <= e.end })
	}
	for _, m := range ours {
		switch {
		case slices.Contains(theirs, m):
			agreed[m.kind]++
		case !unread(m) && !chosen(onlyOurs, m, text, met):
			t.Errorf("%.60q: only we see the %s %q", text, m.kind, text[m.start:m.end])
		}
	}
	for _, m := range theirs {
		if (m.kind == "error" || !unread(m)) && !slices.Contains(ours, m) && !chosen(onlyTheirs, m, text, met) {
			t.Errorf("%.60q: only tree-sitter sees the %s %q", text, m.kind, text[m.start:m.end])
		}
	}
}
