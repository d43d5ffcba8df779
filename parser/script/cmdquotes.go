package script

import (
	"strings"
)

// readCmdLine reads the text after cmd's /C. cmd runs its first line only.
func readCmdLine(s *Script, text reading, slashS bool, depth int) *Script {
	if i := strings.IndexAny(text.String(), "\r\n"); i >= 0 {
		text = text.slice(0, i)
	}
	stripped, quotes := stripQuotes(text, slashS)
	readAt(s, stripped, depth)
	if len(quotes) == 2 {
		q := Quoted{Range: Range{&s.Text, quotes[0].at, quotes[1].at}, Open: quotes[0].place, Close: quotes[1].place}
		s.Lost = []Quoted{q}
	}
	return s
}

// stripQuotes is the command that cmd runs of the text after /C (cmd /?): where it begins with a quote, that and the
// last quote are removed. Without /S both stay if they are the only two, the text between them has a space and none of
// &<>()@^|, and it names a program; whether it does is told by its extension. It also gives the quotes that were
// removed.
func stripQuotes(text reading, slashS bool) (reading, []quote) {
	s := text.String()
	first := blanks(s, 0)
	last := strings.LastIndexByte(s, '"')
	if first == len(s) || s[first] != '"' || !slashS && keepsQuotes(s[first:]) {
		return text, nil
	}
	var b builder
	b.add(text, 0, first)
	quotes := []quote{{b.Len(), text.SpanOf(first, first+1)}}
	if last == first {
		b.add(text, first+1, len(s))
		return b.readingAt(text, first+1), quotes
	}
	b.add(text, first+1, last)
	quotes = append(quotes, quote{b.Len(), text.SpanOf(last, last+1)})
	b.add(text, last+1, len(s))
	return b.readingAt(text, first+1), quotes
}

func keepsQuotes(s string) bool {
	if strings.Count(s, `"`) != 2 {
		return false
	}
	quoted := s[1 : 1+strings.IndexByte(s[1:], '"')]
	if strings.ContainsAny(quoted, "&<>()@^|") || !strings.ContainsAny(quoted, " \t") {
		return false
	}
	switch lower := strings.ToLower(quoted); {
	case strings.HasSuffix(lower, ".exe"), strings.HasSuffix(lower, ".com"),
		strings.HasSuffix(lower, ".cmd"), strings.HasSuffix(lower, ".bat"):
		return true
	}
	return false
}
