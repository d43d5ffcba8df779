package main

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is printed into README.md and the scripts of testdata")

// What the README shows of winlint is what winlint does: the errors of the demo, since all of it would fill the page.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	raw, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	output, _, code := winlint(t, "", "lint", "testdata/demo")
	if code != exitFindings {
		t.Fatalf("the demo ends with %d", code)
	}
	errs := slices.DeleteFunc(strings.Split(strings.TrimSuffix(output, "\n"), "\n\n"), func(finding string) bool {
		first, _, _ := strings.Cut(finding, "\n")
		return !strings.Contains(first, ": error: ")
	})
	if len(errs) < 3 {
		t.Fatalf("the demo has %d errors", len(errs))
	}
	want := stamp(t, string(raw), "demo", "```text\n"+strings.Join(errs, "\n\n")+"\n```\n")
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatal("README.md is not what winlint says now; read the difference, then `make docs`")
	}
	if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

// stamp puts text between the two comments of that name.
func stamp(t *testing.T, page, name, text string) string {
	t.Helper()
	open, end := "<!-- "+name+": stamped by `make docs` -->\n", "<!-- /"+name+" -->\n"
	before, rest, found := strings.Cut(page, open)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("README.md has no %q and %q", open, end)
	}
	return before + open + text + end + after
}
