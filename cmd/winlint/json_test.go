package main

import (
	"os"
	"regexp"
	"testing"
)

// What docs/json.md shows is what winlint writes.
func TestJSONPage(t *testing.T) {
	const page = "../../docs/json.md"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```dockerfile\n(.*?)```").FindSubmatch(raw)
	shown := regexp.MustCompile("(?s)(```json\n)(.*?)(```)")
	if example == nil || !shown.Match(raw) {
		t.Fatal("the page has no example")
	}
	output, stderr, code := winlint(t, string(example[1]), "lint", "--no-config", "--select", "backslash-eaten",
		"--format", "json", "--stdin-filename", "build/Dockerfile", "-")
	if code != exitFindings {
		t.Fatalf("the example ends with %d: %s", code, stderr)
	}
	at := shown.FindSubmatchIndex(raw)
	want := string(raw[:at[4]]) + output + string(raw[at[5]:])
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatalf("%s is not what winlint writes now:\n%s\nread the difference, then `make docs`", page, output)
	}
	if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}
