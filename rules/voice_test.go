package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/voice"
	"github.com/winlint/winlint/lint"
)

// median is how long the message in the middle may be, as voice.Length counts.
const median = 80

var (
	// sections is what a page of a rule has, in this order. "When to ignore it" may be left out for an info.
	sections = []string{"What you see", "Why it happens", "Bad", "Good", "How to fix", "When to ignore it", "See also"}
	message  = regexp.MustCompile(`(?m)^\d+:\d+: (?:error|warning|info): (.*) \[[a-z0-9-]+\]$`)
	field    = regexp.MustCompile(`(?m)^  (?:note|help|\d+:\d+): (.*)$`)
)

// All that a user reads of a rule keeps to the style: its page, and what winlint reports in the page's examples.
func TestVoiceOfPages(t *testing.T) {
	t.Parallel()
	var lengths []int
	for _, rule := range All() {
		raw, err := os.ReadFile(filepath.Join("..", "docs", "rules", rule.ID+".md"))
		if err != nil {
			t.Fatal(err)
		}
		page := string(raw)
		hold := func(text string) {
			for _, fault := range voice.Faults(text) {
				t.Errorf("%s: %s", rule.ID, fault)
			}
		}
		hold(page)
		for _, m := range message.FindAllStringSubmatch(page, -1) {
			hold(m[1])
			n := voice.Length(m[1])
			if n > voice.Longest {
				t.Errorf("%s: the message has %d characters, want %d at most: %s", rule.ID, n, voice.Longest, m[1])
			}
			lengths = append(lengths, n)
		}
		for _, m := range field.FindAllStringSubmatch(page, -1) {
			hold(m[1])
		}
		want := sections
		if rule.Severity == lint.Info && !strings.Contains(page, "\n## When to ignore it\n") {
			want = slices.DeleteFunc(slices.Clone(want), func(s string) bool { return s == "When to ignore it" })
		}
		if got := sectionsOf(page); !slices.Equal(got, want) {
			t.Errorf("%s: the page has the sections %q, want %q", rule.ID, got, want)
		}
	}
	slices.Sort(lengths)
	if n := lengths[len(lengths)/2]; n > median {
		t.Errorf("half of all messages have %d characters or more, want %d", n, median)
	}
}

// sectionsOf is the titles of a page's sections.
func sectionsOf(page string) []string {
	var list []string
	for page != "" {
		before, fence := cutFence(page)
		for _, m := range heading.FindAllStringSubmatch(before, -1) {
			list = append(list, m[1])
		}
		page = page[len(before)+len(fence):]
	}
	return list
}

// Whatever a program prints, it has from a string in the code.
func TestVoiceOfCode(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".."):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || strings.Count(text, " ") < 2 {
				return true
			}
			for _, fault := range voice.Faults(text) {
				t.Errorf("%s: %s", set.Position(lit.Pos()), fault)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
