package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// The hook is for the files that are looked for in a directory.
func TestHooks(t *testing.T) {
	const file = "../../.pre-commit-hooks.yaml"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	stamps := regexp.MustCompile(`(?s)(  # Stamped by .make docs.: .*?\n  files: &files ).*?(\n- id: )`)
	want := stamps.ReplaceAllString(string(raw), "${1}>-\n"+strings.ReplaceAll(hookExpression(), "$", "$$")+"${2}")
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatal(".pre-commit-hooks.yaml has other names than winlint looks for; `make docs` stamps them")
	}
	if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

// hookExpression is one regular expression for the names of all kinds, as Python has them, a kind a line.
func hookExpression() string {
	var lines []string
	for _, k := range subject.Kinds {
		line := "(" + expression(k.Names) + ")"
		if len(k.Except) > 0 {
			line = "(?!(" + expression(k.Except) + ")$)\n      " + line
		}
		lines = append(lines, "      "+line)
	}
	return "    (?xi)(^|/)(\n" + strings.Join(lines, "|\n") + "\n    )$"
}

// expression is a regular expression for what globs match.
func expression(globs []string) string {
	var list []string
	for _, glob := range globs {
		depth := 0
		var re strings.Builder
		for _, r := range strings.ReplaceAll(glob, "**/", "\x00") {
			switch {
			case r == '*':
				re.WriteString("[^/]*")
			case r == 0: // any number of directories
				re.WriteString("([^/]*/)*")
			case r == '{':
				depth++
				re.WriteByte('(')
			case r == '}':
				depth--
				re.WriteByte(')')
			case r == ',' && depth > 0:
				re.WriteByte('|')
			case strings.ContainsRune("[]-", r):
				re.WriteRune(r)
			default:
				re.WriteString(regexp.QuoteMeta(string(r)))
			}
		}
		list = append(list, re.String())
	}
	return strings.Join(list, "|")
}

// A glob and its expression match the same names, of those that are near to what the kinds are called.
func TestHookExpressions(t *testing.T) {
	names := []string{"", ".", "x", "a.b.c", "dockerfile", "dockerfile-", "docker-compose.yml", "docker-compose.x.yaml", "x-compose.yml", "stack_a.yml"}
	for _, k := range subject.Kinds {
		for _, glob := range slices.Concat(k.Names, k.Except) {
			re := regexp.MustCompile("^(" + expression([]string{glob}) + ")$")
			for _, name := range append(names, k.Example, "x"+k.Example, k.Example+".x", "x."+k.Example) {
				name = strings.ToLower(name)
				if want := doublestar.MatchUnvalidated(glob, name); re.MatchString(name) != want {
					t.Errorf("%q matches %s: %v, as a glob %v", name, re, !want, want)
				}
			}
		}
	}
}

// A new kind of file is one value: the walk finds it, rules about all files read it, its messages are its own, and the hook
// takes it.
func TestNewKind(t *testing.T) {
	before := subject.Kinds
	t.Cleanup(func() { subject.Kinds = before })
	subject.Kinds = append(slices.Clone(before), &subject.Kind{
		Name: "pipeline", Title: "pipeline", Example: ".pipes/x.yml", Fence: "yaml",
		Names: []string{".pipes/*.{yml,yaml}"},
		Read: func(f *source.File, _ *subject.World) *subject.Unit {
			doc := data.ParseYAML(f)
			u := subject.Unread(f)
			u.Data, u.Comments, u.Parts = doc, doc.Comments, []parser.Node{doc}
			for _, e := range doc.Errors {
				u.Parts = append(u.Parts, e)
			}
			return u
		},
	})
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("a/.pipes", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a/.pipes/good.yml":   "# winlint ignore=nonsense\nsteps: [a]\n",
		"a/.pipes/broken.yml": "a: 'C:\\x\n  b: c: d\n",
		"a/other.yml":         "# winlint ignore=nonsense\n",
	} {
		if err := os.WriteFile(filepath.FromSlash(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out, _, _ := winlint(t, "", "lint", "--format", "github")
	if !strings.HasPrefix(out, "::warning file=a/.pipes/good.yml,line=1,") || strings.Count(out, "\n") != 1 {
		t.Errorf("found:\n%s", out)
	}
	t.Chdir("a/.pipes")
	if out, _, _ := winlint(t, "", "lint", "--format", "github", "good.yml"); strings.Count(out, "\n") != 1 {
		t.Errorf("its directory is a part of its name, wherever winlint runs:\n%s", out)
	}
	if want := fmt.Sprintf("(%s)", expression([]string{".pipes/*.{yml,yaml}"})); !strings.Contains(hookExpression(), want) {
		t.Errorf("the hook does not take it: %s", hookExpression())
	}
}
