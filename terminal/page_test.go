package terminal

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/winlint/winlint/docs"
)

const samplePage = "# A `path` disappears\n\n| rule | severity | found by |\n| --- | --- | --- |\n| sample | error | – |\n\n" +
	"## What you see\n\nThe text `C:\\a b` in a line that is longer\nthan the terminal, and **bold** words.\n\n" +
	"1. Use [this](https://example.com/x) or\n   [that](other.md).\n2. See <https://example.com/y>.\n\n" +
	"| key | value | |\n| --- | --- | --- |\n| `a` | one | The words of the last column are in the width that is left |\n| `long-key` | two | x |\n\n" +
	"```text\n2:9: error: It fails [sample]\n  note: Why.\n```\n\n```diff\n a\n-b\n+c\n```\n"

func page(t *testing.T, style Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := Page(&out, samplePage, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Without color, the marks of code stay, since nothing else shows it.
func TestPage(t *testing.T) {
	const want = "A `path` disappears\n───────────────────\n\nrule      sample\nseverity  error\n\nWhat you see\n\n" +
		"The text `C:\\a b` in a line that is longer than\nthe terminal, and bold words.\n\n" +
		"  1. Use this (https://example.com/x) or that.\n  2. See https://example.com/y.\n\n" +
		"key         value\n`a`         one    The words of the last column\n                   are in the width that is left\n`long-key`  two    x\n\n" +
		"    2:9: error: It fails [sample]\n      note: Why.\n\n     a\n    -b\n    +c\n"
	if got := page(t, Style{Width: 50}); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestPageInColor(t *testing.T) {
	got := page(t, Style{Width: 50, Color: true, Links: true})
	for _, want := range []string{
		"\x1b[1mA path disappears\x1b[0m\n", "\x1b[1;36mWhat you see\x1b[0m\n", "\x1b[32mC:\\a\x1b[0m \x1b[32mb\x1b[0m", "\x1b[1mbold\x1b[0m",
		"\x1b]8;;https://example.com/x\x1b\\this\x1b]8;;\x1b\\", "\x1b[1;31merror:\x1b[0m It fails", "\x1b[1;31m-b\x1b[0m\n", "\x1b[32m+c\x1b[0m\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

// Prose and headings of every page fit the terminal, and no mark of Markdown is left in them.
func TestAllPages(t *testing.T) {
	ids := docs.Pages()
	if len(ids) == 0 {
		t.Fatal("no pages")
	}
	marks := regexp.MustCompile(`\]\(|\*\*|^#|^\|`)
	for _, id := range ids {
		text, _ := docs.Page(id)
		var out bytes.Buffer
		if err := Page(&out, text, Style{Width: 90}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "    ") {
				continue // code
			}
			if words := strings.Fields(line); wide(line) > 90 && len(words) > 2 || marks.MatchString(line) {
				t.Errorf("%s: %s", id, line)
			}
		}
	}
}
