package lint

import (
	"regexp"

	"github.com/winlint/winlint/parser/data"
)

// itemNumber is the number of an item in the path of a value. Which number it is says nothing of what it means, and
// another one when an item in front of it goes.
var itemNumber = regexp.MustCompile(`\[\d+\]`)

// dataParts is what is read of YAML or JSON: each key and each scalar with where in the tree it stands.
func dataParts(doc *data.Document) (parts []part) {
	for _, root := range doc.Roots {
		for v := range root.All() {
			if !v.Scalar() && !v.Is(data.Alias) || v.Span().Len() == 0 {
				continue // a collection is what is in it
			}
			path := itemNumber.ReplaceAllString(v.Path(), "[]")
			parts = append(parts, part{v.Span(), path + " " + v.Kind.String() + " " + v.Tag + " " + v.Text.String()})
		}
	}
	return parts
}
