package data

import (
	"cmp"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
)

// comments finds every comment: a "#" after a space or a tab, or at the start of a line that no scalar holds. Lines that the
// library refuses have no scalars: there its quotes tell what is text.
func (r *reader) comments() []source.Text {
	regions := slices.Concat(r.bodies, r.doc.Unread)
	slices.SortStableFunc(regions, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	var found []source.Text
	at := 0
	for _, region := range append(regions, source.At(len(r.text))) {
		found = r.commentsIn(found, source.Span{Start: at, End: region.Start}, false)
		if slices.Contains(r.doc.Unread, region) {
			found = r.commentsIn(found, region, true)
		}
		at = max(at, region.End)
	}
	return found
}

// commentsIn adds the comments of a stretch of the file in which no scalar is or, where quoted is set, scalars may.
func (r *reader) commentsIn(found []source.Text, in source.Span, quoted bool) []source.Text {
	text, end := r.doc.File.Text, 0 // the end of the line with the last quote
	for i := in.Start; i < in.End; i++ {
		switch c := text[i]; {
		case c == '#' && r.commentAt(i):
			line := r.lineEnd(i)
			found = append(found, r.all.Slice(i, line))
			i = line
		case quoted && (c == '"' || c == '\'') && (i == in.Start || strings.IndexByte(" \t\n\r[{,:-", text[i-1]) >= 0):
			if i >= end {
				end = r.lineEnd(i)
			}
			i += quotedLength(text[i:end])
		}
	}
	return found
}

// quotedLength is how far after the quote at the head of a line its closing quote is; 0 where there is none.
func quotedLength(line string) int {
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == line[0]:
			return i
		case line[i] == '\\' && line[0] == '"':
			i++
		}
	}
	return 0
}
