package source

import (
	"fmt"
	"slices"
	"strings"
)

// An Edit puts New where the span is. An empty span inserts.
type Edit struct {
	Span
	New string
}

// Apply makes all edits at once; their places mean text before any of them. It refuses edits that overlap, that stand
// outside the text, and two insertions at one place, since their order would be a guess.
func Apply(text string, edits []Edit) (string, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	var out strings.Builder
	at := 0
	for i, e := range sorted {
		if e.Start > e.End || e.Start < 0 || e.End > len(text) {
			return "", fmt.Errorf("edit of bytes %d to %d is outside the text of %d bytes", e.Start, e.End, len(text))
		}
		if e.Start < at || i > 0 && sorted[i-1].Span == e.Span {
			return "", fmt.Errorf("edits overlap at byte %d", e.Start)
		}
		out.WriteString(text[at:e.Start])
		out.WriteString(e.New)
		at = e.End
	}
	out.WriteString(text[at:])
	return out.String(), nil
}
