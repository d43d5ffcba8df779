// Package docs holds the pages of the rules and of the errors, so that the binary can show them. A release is built with
// the tag packed, which compresses them; without it, Go alone builds the program.
package docs

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
)

// The directories of the pages.
const (
	rules = "rules"
	kinds = "errors"
)

// Page is the Markdown page of a rule; ok is false where there is none.
func Page(id string) (text string, ok bool) { return read(rules, id) }

// Pages is the ids of all rules that have a page, sorted.
func Pages() []string { return list(rules) }

// ErrorPage is the Markdown page of an error that winlint diagnose knows; ok is false if there is none.
func ErrorPage(id string) (text string, ok bool) { return read(kinds, id) }

// ErrorPages is the ids of all errors that have a page, sorted.
func ErrorPages() []string { return list(kinds) }

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
func (l Links) Rule(id string) string { return l.page(rules + "/" + id) }

// Error is the URL of the page of an error that winlint diagnose knows.
func (l Links) Error(id string) string { return l.page(kinds + "/" + id) }

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
		name := path.Join(rules, m[1])
		if l.site != "" {
			name = strings.Replace(name, "README", "index", 1)
		}
		return "](" + l.page(name) + m[2] + ")"
	})
}
