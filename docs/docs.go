// Package docs holds the pages of the rules and of the errors, so that the binary can show them.
package docs

import (
	"embed"
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed rules/[a-z0-9]*.md
var pages embed.FS

//go:embed errors/[a-z0-9]*.md
var errorPages embed.FS

// Page is the Markdown page of a rule; ok is false where there is none.
func Page(id string) (text string, ok bool) {
	raw, err := pages.ReadFile("rules/" + id + ".md")
	return string(raw), err == nil
}

// Pages is the ids of all rules that have a page, sorted.
func Pages() []string { return names(pages, "rules") }

// ErrorPage is the Markdown page of an error that winlint diagnose knows; ok is false if there is none.
func ErrorPage(id string) (text string, ok bool) {
	raw, err := errorPages.ReadFile("errors/" + id + ".md")
	return string(raw), err == nil
}

// ErrorPages is the ids of all errors that have a page, sorted.
func ErrorPages() []string { return names(errorPages, "errors") }

// Links is where pages can be read in a browser. The zero Links lead to the Markdown in the repository.
type Links struct {
	site string // a URL without a slash at its end; "" is the repository
}

var errSite = errors.New(`invalid docs-url: expected a URL with http or https, without "?", "#" and a user name`)

// LinksTo is links to a site that was made from these pages. Its URL has the scheme http or https, and neither a user, a
// query nor a fragment.
func LinksTo(site string) (Links, error) {
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || strings.ContainsAny(site, "?#\\") {
		return Links{}, errSite
	}
	return Links{strings.TrimRight(u.String(), "/")}, nil
}

// Rule is the URL of the page of a rule.
func (l Links) Rule(id string) string { return l.page("rules/" + id) }

// Error is the URL of the page of an error that winlint diagnose knows.
func (l Links) Error(id string) string { return l.page("errors/" + id) }

func (l Links) page(path string) string {
	if l.site == "" {
		return "https://github.com/winlint/winlint/blob/main/docs/" + path + ".md"
	}
	return l.site + "/" + path + ".html"
}

// pageLink is a link to another page, from where it is: "](../errors/x.md#causes)".
var pageLink = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\]\(([\w./-]+)\.md(#[\w-]+)?\)`) })

// InRule is the Markdown of the page of a rule with links that lead to the other pages from anywhere.
func (l Links) InRule(markdown string) string {
	return pageLink().ReplaceAllStringFunc(markdown, func(link string) string {
		m := pageLink().FindStringSubmatch(link)
		name := path.Join("rules", m[1])
		if l.site != "" {
			name = strings.Replace(name, "README", "index", 1)
		}
		return "](" + l.page(name) + m[2] + ")"
	})
}

func names(pages embed.FS, directory string) []string {
	entries, _ := pages.ReadDir(directory) // it is in the binary
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Name()[:len(entry.Name())-len(".md")]
	}
	return ids
}
