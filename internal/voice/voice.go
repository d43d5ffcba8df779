// Package voice holds the prose of winlint to its style: which phrases it does not use, and how long a message may be.
// Tests ask it about every message, page, usage text and error.
package voice

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// Longest is how many characters a message may have, as Length counts them.
const Longest = 110

//go:embed phrases.txt
var list string

// A phrase is one that winlint does not use.
type phrase struct {
	pattern string
	match   *regexp.Regexp
	write   string         // what to write instead
	allowed *regexp.Regexp // longer phrases with it that are right; nil if there are none
}

var phrases = sync.OnceValue(func() (all []phrase) {
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, allowed, _ := strings.Cut(line, "  # ")
		pattern, write, _ := strings.Cut(rule, " → ")
		p := phrase{pattern: pattern, match: whole(pattern), write: write}
		if allowed != "" {
			p.allowed = whole(strings.ReplaceAll(allowed, "; ", "|"))
		}
		all = append(all, p)
	}
	return all
})

// anyPhrase finds whatever may be one of the phrases, which begin with a letter each. Most texts have none, and one search that
// goes on only at the start of a word is much faster than one for each phrase.
var anyPhrase = sync.OnceValue(func() *regexp.Regexp {
	var patterns []string
	for _, p := range phrases() {
		patterns = append(patterns, p.pattern)
	}
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(patterns, "|") + `)(?:$|\W|\b)`)
})

// whole is a pattern as whole words.
func whole(pattern string) *regexp.Regexp {
	flags := "i:"
	if pattern != strings.ToLower(strings.ReplaceAll(pattern, `\S`, "")) && !strings.Contains(pattern, `\S`) {
		flags = ":"
	}
	return regexp.MustCompile(`(?` + flags + `(^|\W|\b)(` + pattern + `)($|\W|\b))`)
}

var (
	fenced = regexp.MustCompile("(?ms)^ *```.*?\n *```$")
	quoted = regexp.MustCompile("``[^\n]+?``|`[^`\n]*`|\"[^\"\n]*\"")
	ids    = regexp.MustCompile(`\b[a-z0-9]+(-[a-z0-9]+){2,}\b`)
	spaces = regexp.MustCompile(`\s+`)
)

// Faults is what a text says in a way that winlint does not: one line for each phrase, with its replacement. Code in
// fences, backquotes and double quotes is not looked at, nor are names such as blank-after-continuation.
func Faults(text string) []string {
	prose := fenced.ReplaceAllString(text, "x")
	prose = quoted.ReplaceAllString(prose, "x")
	prose = ids.ReplaceAllString(prose, "x")
	prose = spaces.ReplaceAllString(prose, " ")
	if !anyPhrase().MatchString(prose) {
		return nil
	}
	var faults []string
	for _, p := range phrases() {
		rest := prose
		if p.allowed != nil {
			rest = p.allowed.ReplaceAllString(rest, "$1 $3")
		}
		for _, at := range p.match.FindAllStringSubmatchIndex(rest, -1) {
			faults = append(faults, fmt.Sprintf("%q: write %q in …%s…", rest[at[4]:at[5]], p.write, around(rest, at[4], at[5])))
		}
	}
	return faults
}

// around is some text on both sides of a place.
func around(s string, start, end int) string {
	return strings.ToValidUTF8(s[max(0, start-40):min(len(s), end+40)], "")
}

// Length is the length of a message in characters, with each text in backquotes counted as 20 at most: it comes from the
// user's file.
func Length(message string) int {
	length := utf8.RuneCountInString(message)
	for _, text := range quoted.FindAllString(message, -1) {
		if n := utf8.RuneCountInString(text); n > 22 {
			length -= n - 22
		}
	}
	return length
}
