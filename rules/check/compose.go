package check

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/data"
)

// Shared reports whether a value may be used at more places than the one where it is written, since it is, or is in,
// what an anchor names.
func Shared(v *data.Value) bool {
	for ; v != nil; v = v.Parent {
		if v.Anchor != "" {
			return true
		}
	}
	return false
}

// DeleteEntry takes a key away with its value, lines and all; in a mapping in braces, or where it is the only key, that
// is not done, and the finding has no fix.
func DeleteEntry(f *lint.Finding, e *data.Entry) {
	around := e.Key.Parent
	if around == nil || around.Style != data.Block || len(around.Entries) < 2 || Shared(e.Value) || !StartsLine(f, e) {
		return
	}
	f.DeleteLines(e)
}

// StartsLine reports whether nothing but white space is before an entry on its line: it is not the first key of an
// item of a list.
func StartsLine(f *lint.Finding, n parser.Node) bool {
	line := f.File.FullLine(f.File.Position(n.Span().Start).Line)
	return strings.TrimSpace(f.File.Text[line.Start:n.Span().Start]) == ""
}
