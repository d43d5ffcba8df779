package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

// A hunk is some whole lines of a file that edits change, and what is there then.
type hunk struct {
	first  int // the number of the first of the lines
	before []string
	after  []string
}

// hunks is what edits make of the lines they touch.
func hunks(f *source.File, edits []source.Edit) []hunk {
	sorted := slices.SortedFunc(slices.Values(edits), func(a, b source.Edit) int { return a.Start - b.Start })
	var list []hunk
	for len(sorted) > 0 {
		first, last := f.Position(sorted[0].Start).Line, f.Position(sorted[0].End).Line
		n := 1
		for n < len(sorted) && f.Position(sorted[n].Start).Line <= last {
			last = max(last, f.Position(sorted[n].End).Line)
			n++
		}
		if h, ok := newHunk(f, first, last, sorted[:n]); ok {
			list = append(list, h)
		}
		sorted = sorted[n:]
	}
	return list
}

// newHunk applies edits to the lines first to last; ok is false where they change nothing, or cannot be applied.
func newHunk(f *source.File, first, last int, edits []source.Edit) (h hunk, ok bool) {
	span := f.FullLine(first).Cover(f.FullLine(last))
	after, err := source.Apply(f.Slice(span), moved(edits, -span.Start))
	if err != nil {
		return h, false
	}
	h = hunk{first: first, before: lines(f.Slice(span)), after: lines(after)}
	for len(h.before) > 0 && len(h.after) > 0 && h.before[0] == h.after[0] {
		h.before, h.after, h.first = h.before[1:], h.after[1:], h.first+1
	}
	for len(h.before) > 0 && len(h.after) > 0 && h.before[len(h.before)-1] == h.after[len(h.after)-1] {
		h.before, h.after = h.before[:len(h.before)-1], h.after[:len(h.after)-1]
	}
	return h, len(h.before)+len(h.after) > 0
}

// moved is edits that are so many bytes farther on.
func moved(edits []source.Edit, by int) []source.Edit {
	list := make([]source.Edit, len(edits))
	for i, e := range edits {
		list[i] = source.Edit{Span: source.Span{Start: e.Start + by, End: e.End + by}, New: e.New}
	}
	return list
}

func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		list = append(list, strings.TrimRight(line, "\r\n"))
	}
	return list
}

// fix shows what the fix of a finding makes of the lines: the new line where one line becomes another, else what goes and
// what comes.
func (t *text) fix(f *lint.Finding) {
	if reason := f.Withheld(); reason != nil {
		fmt.Fprintf(t.w, "  %s not offered: %v\n", t.style.Paint(terminal.Faint, "fix:"), reason)
	}
	if !f.Fixable() {
		return
	}
	label := "fix:"
	if f.Applicability == lint.Unsafe {
		label = "unsafe fix:"
	}
	label = "  " + t.style.Paint(terminal.Green, label)
	if f.ToUTF8 {
		fmt.Fprintf(t.w, "%s save the file as UTF-8 without a byte order mark\n", label)
	}
	list := hunks(f.File, f.Edits)
	if len(list) == 1 && len(list[0].before) == 1 && len(list[0].after) == 1 {
		fmt.Fprintf(t.w, "%s %s\n", label, t.changed(list[0].before[0], list[0].after[0]))
		return
	}
	if len(list) > 0 {
		fmt.Fprintln(t.w, label)
	}
	for _, h := range list {
		t.hunk(h)
	}
}

// hunkLines is how many lines that go, and how many that come, are shown of a hunk.
const hunkLines = 6

func (t *text) hunk(h hunk) {
	gutter := len(strconv.Itoa(h.first + max(len(h.before), len(h.after))))
	for i, line := range h.before[:min(len(h.before), hunkLines)] {
		t.row(gutter, strconv.Itoa(h.first+i), "-", terminal.Show(line, 0, 0, t.style.Width).Text)
	}
	t.rest(gutter, "-", len(h.before))
	for i, line := range h.after[:min(len(h.after), hunkLines)] {
		t.row(gutter, strconv.Itoa(h.first+i), "+", terminal.Show(line, 0, 0, t.style.Width).Text)
	}
	t.rest(gutter, "+", len(h.after))
}

func (t *text) rest(gutter int, sign string, all int) {
	if all > hunkLines {
		t.row(gutter, "", sign, t.style.Paint(terminal.Faint, terminal.Ellipsis+" "+count(all-hunkLines, "more line")))
	}
}

// changed is the new line, without its indentation, cut to what differs from the old one where it is long.
func (t *text) changed(before, after string) string {
	prefix := 0
	for prefix < min(len(before), len(after)) && before[prefix] == after[prefix] {
		prefix++
	}
	end := len(after)
	for rest := len(before); rest > prefix && end > prefix && before[rest-1] == after[end-1]; {
		rest, end = rest-1, end-1
	}
	indent := len(after) - len(strings.TrimLeft(after, " \t"))
	prefix = max(terminal.RuneStart(after, prefix), indent)
	return terminal.Show(after[indent:], prefix-indent, max(end, prefix)-indent, t.style.Width).Text
}
