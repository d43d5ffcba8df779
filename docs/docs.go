// Package docs holds the pages of the rules and of the errors, so that the binary can show them.
package docs

import "embed"

//go:embed rules/[a-z0-9]*.md
var pages embed.FS

//go:embed errors/[a-z0-9]*.md
var errorPages embed.FS

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
func Pages() []string { return names(pages, "rules") }

// ErrorPage is the Markdown page of an error that winlint diagnose knows; ok is false if there is none.
func ErrorPage(id string) (text string, ok bool) {
	raw, err := errorPages.ReadFile("errors/" + id + ".md")
	return string(raw), err == nil
}

// ErrorURL is where the page of an error can be read in a browser.
func ErrorURL(id string) string {
	return "https://github.com/winlint/winlint/blob/main/docs/errors/" + id + ".md"
}

// ErrorPages is the ids of all errors that have a page, sorted.
func ErrorPages() []string { return names(errorPages, "errors") }

func names(pages embed.FS, directory string) []string {
	entries, _ := pages.ReadDir(directory) // it is in the binary
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Name()[:len(entry.Name())-len(".md")]
	}
	return ids
}
