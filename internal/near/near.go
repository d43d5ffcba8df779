// Package near finds the word that a user probably meant. What is more than two letters away is not near.
package near

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Word is the one of the known words that a misspelled word is nearest to, and "" if none is near. Case does not count. A known
// word that contains the other one is near as well if it is the only one: "2022" means "ltsc2022".
func Word(word string, known []string) string {
	word = strings.ToLower(word)
	letters := len(strings.Trim(word, "-"))
	nearest, least := "", max(2, letters/3+1)
	var containing []string
	for _, candidate := range known {
		lower := strings.ToLower(candidate)
		if d := distance(word, lower); d < least || d == least && nearest != "" && strings.HasPrefix(lower, word) {
			nearest, least = candidate, d
		}
		if strings.Contains(lower, word) {
			containing = append(containing, candidate)
		}
	}
	if letters >= shortest && len(containing) == 1 {
		return containing[0]
	}
	return nearest
}

// shortest is how many letters a part of a word has, at least, that can be taken for the whole.
const shortest = 3

// Only is the known word that a misspelled word of at least four letters is near to; "" if none is near, or several. Case counts.
func Only(word string, known []string) string {
	const fewest = 4
	if len(word) < fewest {
		return ""
	}
	only := ""
	for _, candidate := range known {
		switch {
		case distance(word, candidate) > most:
		case only != "":
			return ""
		default:
			only = candidate
		}
	}
	return only
}

// most is the distance up to which words are near.
const most = 2

// longest is how many bytes a word has, at most, that is near to another one: names that people write are shorter, and to
// compare two words takes time that grows with the product of their lengths.
const longest = 200

// distance is how many letters must be added, removed or changed to make one word of the other, but at most two of them; two
// neighbors that changed places count as one.
func distance(a, b string) int {
	if len(a) > longest || len(b) > longest {
		return len(a) + len(b)
	}
	if len(a) == len(b) {
		for i := range len(a) - 1 {
			if a[:i]+a[i+1:i+2]+a[i:i+1]+a[i+2:] == b {
				return 1
			}
		}
	}
	if d := levenshtein.Distance(a, b, nil); d <= most {
		return d
	}
	return len(a) + len(b)
}
