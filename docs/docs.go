// Package docs holds the pages of the rules, so that the binary can show them.
package docs

import "embed"

//go:embed rules/*.md
var pages embed.FS

// Page is the Markdown page of a rule; ok is false where there is none.
func Page(id string) (text string, ok bool) {
	raw, err := pages.ReadFile("rules/" + id + ".md")
	return string(raw), err == nil
}

// URL is where the page of a rule can be read in a browser.
func URL(id string) string {
	return "https://github.com/winlint/winlint/blob/main/docs/rules/" + id + ".md"
}

// Pages is the ids of all rules that have a page, sorted.
func Pages() []string {
	entries, _ := pages.ReadDir("rules") // the folder is in the binary
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Name()[:len(entry.Name())-len(".md")]
	}
	return ids
}
