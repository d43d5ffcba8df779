package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	directory := t.TempDir()
	path, err := write(directory, "stopsignal")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(page)
	for _, part := range []string{
		"# stopsignal\n", "\n## What you see\n", "\n## Why it happens\n", "\n## Bad\n", "```dockerfile\n", "```dockerfile\n",
		"\n## Good\n", "```dockerfile\n", "```dockerfile\n", "\n## How to fix\n", "\n## When to ignore it\n", "\n## See also\n",
	} {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("no %q after the sections before it, in\n%s", part, page)
		}
		rest = after
	}
	if _, err := write(directory, "stopsignal"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a page that is there is written again: %v", err)
	}
	if _, err := write(directory, "no-such-rule"); err == nil {
		t.Error("a page is written for a rule that does not exist")
	}
}
