package check

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/subject"
)

// FileMatches reports whether a regular expression matches somewhere in the file. A rule may ask this at each of many nodes: the
// file is searched once.
func FileMatches(u *subject.Unit, expression *lazy.Regexp) bool {
	return subject.Once(u, expression, func() bool { return expression.MatchString(u.File.Text) })
}

type lowerText struct{}

// FileMentions reports whether the file contains one of some words, which are lower case, in any case.
func FileMentions(u *subject.Unit, words ...string) bool {
	text := subject.Once(u, lowerText{}, func() string { return strings.ToLower(u.File.Text) })
	for _, word := range words {
		if subject.Once(u, mention(word), func() bool { return strings.Contains(text, word) }) {
			return true
		}
	}
	return false
}

// mention is a word that FileMentions has searched for.
type mention string
