package main

import (
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A site is all pages, in the order of navigation.
type site struct {
	pages  []*page
	topics []*group // of rules
	kinds  []*group // of errors
	demo   template.HTML
}

// A page is one file of the site.
type page struct {
	path   string // without its extension, with slashes: "rules/backslash-eaten"
	kind   kind
	source string // Markdown without what the template shows: title, facts, comments
	plain  string // the title as text

	Title  template.HTML
	Facts  []fact
	Body   template.HTML
	Parts  []part // the headings of the second level
	Group  *group // of a rule or an error
	anchor map[string]bool
	links  []string // to other pages of the site: "rules/x.html#bad"
}

// A kind is what a page is about.
type kind string

const (
	rule  kind = "rule"
	fault kind = "error"
	guide kind = "guide"
	list  kind = "list" // of all rules, or all errors
)

// A fact is a column of the table at the top of a page.
type fact struct {
	Name  string
	Value template.HTML
	Word  string // the value as text
}

// A part is a heading that can be linked to.
type part struct{ ID, Text string }

// A group is pages that belong together: a topic, or the errors of one area.
type group struct {
	Name  string
	About template.HTML
	ID    string // of its heading on the page of the list
	Pages []*page
}

// URL is where the page is, from the root of the site.
func (p *page) URL() string { return p.path + ".html" }

// ID is the name of a rule or an error.
func (p *page) ID() string { return path.Base(p.path) }

// Kind is what the page is about.
func (p *page) Kind() string { return string(p.kind) }

// PlainTitle is the title as text.
func (p *page) PlainTitle() string { return p.plain }

// Severity is that of a rule, "" for other pages.
func (p *page) Severity() string { return p.word("severity") }

// Fix is whether a rule has a fix, "" for other pages.
func (p *page) Fix() string { return p.word("fix") }

func (p *page) word(name string) string {
	for _, f := range p.Facts {
		if f.Name == name {
			return f.Word
		}
	}
	return ""
}

// guides is the pages of docs in the order of navigation. Others follow by name.
var guides = []string{"install", "usage", "config", "ci", "diagnose", "json", "accuracy", "benchmarks", "dependencies", "design"}

// read reads the pages of a directory, as docs is, and renders them.
func read(docs string) (*site, error) {
	s := &site{}
	for _, dir := range []string{".", "rules", "errors"} {
		files, err := filepath.Glob(filepath.Join(docs, dir, "*.md"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			s.pages = append(s.pages, newPage(path.Join(dir, strings.TrimSuffix(filepath.Base(file), ".md")), string(raw)))
		}
	}
	slices.SortStableFunc(s.pages, func(a, b *page) int { return rank(a) - rank(b) })
	var err error
	if s.topics, err = s.groups("rules/index"); err != nil {
		return nil, err
	}
	if s.kinds, err = s.groups("errors/index"); err != nil {
		return nil, err
	}
	for _, p := range s.pages {
		if err := p.render(); err != nil {
			return nil, fmt.Errorf("%s: %w", p.path, err)
		}
	}
	if raw, err := os.ReadFile(filepath.Join(docs, "..", "README.md")); err == nil {
		s.demo = demo(string(raw))
	}
	return s, nil
}

// rank is the place of a guide in the navigation.
func rank(p *page) int {
	if i := slices.Index(guides, p.path); i >= 0 {
		return i
	}
	return len(guides)
}

var comment = regexp.MustCompile(`(?m)^<!--.*-->\n?`)

// newPage divides the Markdown of a page.
func newPage(name, text string) *page {
	p := &page{path: strings.Replace(name, "README", "index", 1), anchor: map[string]bool{}}
	dir, base := path.Split(p.path)
	switch {
	case base == "index":
		p.kind = list
	case dir == "rules/":
		p.kind = rule
	case dir == "errors/":
		p.kind = fault
	default:
		p.kind = guide
	}
	text = comment.ReplaceAllString(text, "")
	title, rest, _ := strings.Cut(text, "\n")
	p.plain = strings.ReplaceAll(strings.TrimPrefix(title, "# "), "`", "")
	p.Title = inline(strings.TrimPrefix(title, "# "), p)
	p.source = strings.TrimLeft(rest, "\n")
	if p.kind == rule || p.kind == fault {
		p.cutFacts()
	}
	return p
}

// cutFacts takes the table at the top out of the text: a row of names, a row of dashes and a row of values.
func (p *page) cutFacts() {
	rows := strings.SplitN(p.source, "\n", 4)
	if len(rows) < 4 || !strings.HasPrefix(rows[1], "| ---") {
		return
	}
	names, values := cells(rows[0]), cells(rows[2])
	p.source = rows[3]
	for i := range min(len(names), len(values)) {
		if names[i] != "rule" && names[i] != "error" && values[i] != "" && values[i] != "–" {
			p.Facts = append(p.Facts, fact{names[i], inline(values[i], p), values[i]})
		}
	}
}

func cells(row string) []string {
	list := strings.Split(strings.Trim(row, "| "), " | ")
	for i, cell := range list {
		list[i] = strings.TrimSpace(strings.Trim(cell, "|"))
	}
	return list
}

var row = regexp.MustCompile(`^\| \[([\w.-]+)\]\(([\w.-]+)\.md\) \|`)

// groups reads the page of a list: a heading for each group, a paragraph about it, and a table of its pages.
func (s *site) groups(list string) (groups []*group, err error) {
	at := slices.IndexFunc(s.pages, func(p *page) bool { return p.path == list })
	if at < 0 {
		return nil, fmt.Errorf("there is no page %s", list)
	}
	var now *group
	for line := range strings.Lines(s.pages[at].source) {
		line = strings.TrimSpace(line)
		switch m := row.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "## "):
			now = &group{Name: strings.TrimPrefix(line, "## ")}
			now.ID = slug(now.Name)
			groups = append(groups, now)
		case now != nil && m != nil:
			name := path.Join(path.Dir(list), m[2])
			i := slices.IndexFunc(s.pages, func(p *page) bool { return p.path == name })
			if i < 0 {
				return nil, fmt.Errorf("%s: there is no page %s", list, name)
			}
			now.Pages = append(now.Pages, s.pages[i])
			s.pages[i].Group = now
		case now != nil && now.Pages == nil && line != "" && line[0] != '|':
			now.About += inline(line, s.pages[at])
		}
	}
	return groups, nil
}

// checkLinks fails if a link between pages leads nowhere.
func (s *site) checkLinks() error {
	known := map[string]*page{}
	for _, p := range s.pages {
		known[p.URL()] = p
	}
	for _, p := range s.pages {
		for _, link := range p.links {
			to, anchor, _ := strings.Cut(link, "#")
			target := known[to]
			switch {
			case target == nil:
				return fmt.Errorf("%s links to %s, which does not exist", p.path, to)
			case anchor != "" && !target.anchor[anchor]:
				return fmt.Errorf("%s links to %s, which does not have the heading %q", p.path, to, anchor)
			}
		}
	}
	return nil
}
