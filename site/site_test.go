package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// made makes the site of the repository's pages and reads one of its files.
func made(t *testing.T) (read func(name string) string) {
	t.Helper()
	dir := t.TempDir()
	if err := run("../docs", dir); err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
}

// Every page of docs has a page of the site, which loads nothing from elsewhere.
func TestSite(t *testing.T) {
	read := made(t)
	s, err := os.ReadDir("../docs/rules")
	if err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?:<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?//)|@import|url\(`)
	for _, entry := range s {
		name := strings.Replace(strings.TrimSuffix(entry.Name(), ".md"), "README", "index", 1)
		html := read("rules/" + name + ".html")
		if m := outside.FindString(html); m != "" || !strings.Contains(html, "<h1>") {
			t.Errorf("%s loads %q", name, m)
		}
	}
	for _, name := range []string{"index.html", "symptoms.html", "404.html", "usage.html", "assets/style.css"} {
		if m := outside.FindString(read(name)); m != "" {
			t.Errorf("%s loads %q", name, m)
		}
	}
}

// A page of a rule shows its facts, its group, and where its links lead.
func TestRulePage(t *testing.T) {
	html := made(t)("rules/backslash-eaten.html")
	for _, want := range []string{
		`<dd class="badge error">error</dd>`, `<a href="index.html#escape">escape</a>`, `<h2 id="bad">Bad<a href="#bad" class="anchor"`,
		`<span class="sev error">error:</span>`, `<span class="gone">-WORKDIR C:\build\new` + "\n</span>", `aria-current="page"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(html, ".md\"") || strings.Contains(html, "<!-- The") {
		t.Error("a link to Markdown or a comment is left")
	}
}

// The search knows the words of engines.
func TestIndex(t *testing.T) {
	index := made(t)("assets/pages.js")
	if !strings.HasPrefix(index, "window.winlintPages = [{") || !strings.Contains(index, "The container operating system does not match the host operating system") {
		t.Errorf("%.300s", index)
	}
}

// A link that leads nowhere fails the run, and says where it is.
func TestBrokenLinks(t *testing.T) {
	for link, want := range map[string]string{
		"[a](nowhere.md)":      "usage links to nowhere.html, which does not exist",
		"[a](rules/x.md#fix)":  `usage links to rules/x.html, which does not have the heading "fix"`,
		"[a](#nothing)":        `usage links to usage.html, which does not have the heading "nothing"`,
		"[a](../LICENSE)":      "",
		"[a](rules/x.md#bad)":  "",
		"[a](rules/README.md)": "",
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"usage.md": "# Use\n\n" + link + "\n", "rules/README.md": "# Rules\n\n## t\n\nAbout.\n\n| [x](x.md) | error |\n",
			"rules/x.md": "# X\n\n| rule | severity |\n| --- | --- |\n| x | error |\n\n## Bad\n", "errors/README.md": "# Errors\n",
		} {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		err := run(dir, t.TempDir())
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: %v; want %q", link, err, want)
		}
	}
}
