package main

import (
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// An entry is what the search knows of a page.
type entry struct {
	URL      string   `json:"u"`
	Title    string   `json:"t"`
	Kind     string   `json:"k"`
	Group    string   `json:"g,omitempty"`
	ID       string   `json:"i,omitempty"`
	Symptoms []string `json:"e,omitempty"` // texts of errors, as people paste them
	Words    string   `json:"w"`           // each word of the page once
}

// index is the script that gives the search its entries. It is a script and no JSON, which a page from a disk could not read.
func (s *site) index() ([]byte, error) {
	entries := []entry{}
	for _, p := range s.pages {
		e := entry{URL: p.URL(), Title: p.plain, Kind: p.Kind(), Symptoms: p.texts("What you see", "Recognized"), Words: p.words()}
		if p.Group != nil {
			e.Group, e.ID = p.Group.Name, p.ID()
		}
		entries = append(entries, e)
	}
	raw, err := json.Marshal(entries)
	return append(append([]byte("window.winlintPages = "), raw...), ";\n"...), err
}

var (
	section  = regexp.MustCompile(`(?m)^## (.*)$`)
	fence    = regexp.MustCompile("(?ms)^```\\w*\n(.*?)\n```$")
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	word     = regexp.MustCompile(`[\p{L}\p{N}]{2,}`)
)

// Symptoms is the texts of errors in the section about what people see.
func (p *page) Symptoms() []string { return p.texts("What you see") }

// texts is the texts of errors in some sections.
func (p *page) texts(sections ...string) (list []string) {
	if p.kind != rule && p.kind != fault {
		return nil
	}
	for _, name := range sections {
		body := p.section(name)
		for _, m := range fence.FindAllStringSubmatch(body, -1) {
			for line := range strings.Lines(m[1]) {
				list = appendSymptom(list, line)
			}
		}
		for _, m := range codeSpan.FindAllStringSubmatch(fence.ReplaceAllString(body, ""), -1) {
			list = appendSymptom(list, m[1])
		}
	}
	return list
}

// appendSymptom adds a text that is long enough to be the words of a program.
func appendSymptom(list []string, text string) []string {
	const fewestWords = 3
	text = strings.TrimSpace(text)
	if len(strings.Fields(text)) < fewestWords || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// section is the text below a heading.
func (p *page) section(name string) string {
	at := section.FindAllStringSubmatchIndex(p.source, -1)
	for i, m := range at {
		if p.source[m[2]:m[3]] != name {
			continue
		}
		end := len(p.source)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		return p.source[m[1]:end]
	}
	return ""
}

// words is each word of the page, in lower case, sorted.
func (p *page) words() string {
	seen := map[string]bool{}
	for _, w := range word.FindAllString(strings.ToLower(html.UnescapeString(p.source)), -1) {
		seen[w] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), " ")
}
