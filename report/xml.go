package report

import (
	"strings"
	"unicode/utf8"
)

// xmlHead begins an XML document.
const xmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

// xmlText is text as it is in an element or in an attribute, without the characters that XML does not have. What HTML
// escapes is what XML does.
func xmlText(s string) string {
	return htmlText(strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, s))
}
