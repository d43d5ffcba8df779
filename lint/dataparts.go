package lint

import (
	"slices"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// itemNumber is the number of an item in the path of a value. Which number it is says nothing of what it means, and
// another one when an item before it goes.
var itemNumber = lazy.MustCompile(`\[\d+\]`)

// dataParts is what is read of YAML or JSON: each key and each scalar with where in the tree it is, but for the
// scripts, whose words are parts of their own.
func dataParts(doc *data.Document, scripts []*script.Script) (parts []part) {
	starts := make([]int, len(scripts))
	for i, s := range scripts {
		starts[i] = s.Text.Span().Start
	}
	slices.Sort(starts)
	holdsScript := func(s source.Span) bool {
		i, _ := slices.BinarySearch(starts, s.Start)
		return i < len(starts) && starts[i] < s.End
	}
	for _, root := range doc.Roots {
		for v := range root.All() {
			if !v.Scalar() && !v.Is(data.Alias) || v.Span().Len() == 0 || holdsScript(v.Span()) {
				continue // a collection is what is in it
			}
			path := itemNumber.ReplaceAllString(v.Path(), "[]")
			parts = append(parts, part{Span: v.Span(), reads: path + " " + v.Kind.String() + " " + v.Tag + " " + v.Text.String()})
		}
	}
	return parts
}
