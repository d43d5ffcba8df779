package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A place is what an editor opens.
type place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Code   string `json:"code,omitempty"`
}

// placesOf is the places of the findings in a directory, as the JSON format has them, with columns in UTF-16 if asked for.
func placesOf(t *testing.T, dir, path string, utf16 bool) (list []place) {
	t.Helper()
	var report struct {
		Findings []struct {
			Path         string
			Line, Column int
			Rule         string
		}
	}
	if err := json.Unmarshal([]byte(reported(t, "json", dir, path)), &report); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		p := place{f.Path, f.Line, f.Column, f.Rule}
		if utf16 {
			p.Column = utf16Column(t, filepath.Join(dir, f.Path), f.Line, f.Column)
		}
		list = append(list, p)
	}
	return list
}

// utf16Column is a column of bytes as one of UTF-16.
func utf16Column(t *testing.T, file string, line, column int) int {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Split(string(raw), "\n")[line-1][:column-1]
	units := 1
	for _, r := range before {
		units++
		if r > 0xffff {
			units++
		}
	}
	return units
}

// The problem matchers find each finding once, with the expressions of JavaScript, whatever the file is called.
func TestProblemMatchersInNode(t *testing.T) {
	for name, at := range inputs(t) {
		want := placesOf(t, at[0], at[1], true)
		out := (&command{dir: at[0]}).run(t, winlint, "lint", "--no-config", "--format", "concise", "--columns", "utf16", at[1])
		for _, matcher := range []string{"github", "vscode"} {
			file := filepath.Join(root, "docs", "matchers", matcher+".json")
			c := (&command{stdin: out.stdout + out.stderr}).run(t, "node", filepath.Join(root, "e2e", "matchers.mjs"), file).want(t, 0)
			var got []place
			if err := json.Unmarshal([]byte(c.stdout), &got); err != nil {
				t.Fatal(err)
			}
			same(t, matcher+" of "+name, got, want)
		}
	}
}

func same(t *testing.T, what string, got, want []place) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d places, want %d: %v", what, len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %v, want %v", what, got[i], want[i])
		}
	}
}

var vimSettings = regexp.MustCompile("(?s)```vim\n(.*?)```")

// With the settings of docs/ci.md, :make in Vim fills the quickfix list with the findings of the file that is edited.
func TestVim(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	settings := vimSettings.FindSubmatch(page)
	if settings == nil {
		t.Fatal("docs/ci.md has no settings for Vim")
	}
	dir := oddly(t)
	bin := t.TempDir()
	if err := os.Symlink(winlint, filepath.Join(bin, "winlint")); err != nil {
		t.Fatal(err)
	}
	script := string(settings[1]) + `
call writefile([], 'quickfix.json')
execute 'edit' fnameescape($EDITED)
silent! make!
call writefile([json_encode(map(getqflist(), {_, e -> {'file': bufname(e.bufnr), 'line': e.lnum, 'column': e.col, 'code': matchstr(e.text, '\[\zs[^]]*\ze\]$')}}))], 'quickfix.json')
qall!
`
	if err := os.WriteFile(filepath.Join(dir, "script.vim"), []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	env := []string{"EDITED=" + oddName, "PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "TERM=dumb", "HOME=" + bin, "LC_ALL=C.UTF-8"}
	c := (&command{dir: dir, env: env}).run(t, "vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", "script.vim")
	raw, err := os.ReadFile(filepath.Join(dir, "quickfix.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got []place
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%v: %s\n%s%s", err, raw, c.stdout, c.stderr)
	}
	same(t, "Vim", got, placesOf(t, dir, oddName, false))
}
