package compose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// compose-go expands all variables again for each one that it finds, and makes a port of each number in a range. What would take
// it long never reaches it.
const (
	maxVariables = 500 // "$" in one value
	maxBroken    = 20  // "${" that are no variables; for more compose-go is not asked
	longRange    = 16  // ports in a range that stays as it is written
	maxValues    = 10_000
	maxCommands  = 1 << 16 // bytes of all commands that are strings: each byte copies the word that it belongs to
	maxNesting   = 200     // collections, one in another: compose-go makes a path for each
)

// crowded reports whether a value has more variables than are read. It is read as one whose name is not known.
func crowded(value string) bool { return strings.Count(value, "$") > maxVariables }

// bound notes what compose-go would read for long. Such a file is not handed to it.
func (d *Document) bound() {
	values := 0
	for _, root := range d.Roots {
		for range root.All() {
			values++
		}
	}
	if values > maxValues {
		d.leaveOut(d.Roots[0], "This file has more than 10,000 keys and values")
	}
	for _, root := range d.Roots {
		if deep := deepest(root, maxNesting); deep != nil {
			d.leaveOut(deep, "This is nested more than 200 levels deep")
		}
	}
	for _, root := range d.Roots {
		for v := range root.All() {
			if v.Kind == data.String && crowded(v.Text.String()) {
				d.leaveOut(v, "This value has more than 500 dollar signs")
			}
		}
	}
	if !d.crowded {
		d.boundCommands()
	}
}

// boundCommands notes commands that go-shellwords, which compose-go uses, would take apart for long.
func (d *Document) boundCommands() {
	total := 0
	for _, s := range d.Services {
		for _, c := range s.Commands {
			if c.List || c.Key == "test" {
				continue
			}
			if total += c.Value.Resolve().Text.Len(); total > maxCommands {
				d.leaveOut(c.Value, "The commands of this file that are strings are longer than 64 KiB together")
				return
			}
		}
	}
}

// leaveOut notes why compose-go is not asked.
func (d *Document) leaveOut(because *data.Value, reason string) {
	d.crowded = true
	d.Unchecked = append(d.Unchecked, source.Unchecked{
		Span: because.Span(), Reason: reason + ", so winlint did not check whether Compose rejects this file",
	})
}

// deepest is a part that is in so many collections; nil where there is none.
func deepest(v *data.Value, levels int) *data.Value {
	if v == nil || levels == 0 {
		return v
	}
	for _, e := range v.Entries {
		for _, part := range [...]*data.Value{e.Key, e.Value} {
			if deep := deepest(part, levels-1); deep != nil {
				return deep
			}
		}
	}
	for _, item := range v.Items {
		if deep := deepest(item, levels-1); deep != nil {
			return deep
		}
	}
	return nil
}

// portRange is what may be a range of ports.
var portRange = lazy.MustCompile(`\b\d{1,5}-\d{1,5}\b`)

// narrowRanges is a value with short ranges in place of long ones. Ranges of the same length keep one length, since compose-go
// compares them, and what it refuses it still refuses.
func narrowRanges(s string) string {
	var b strings.Builder
	at := 0
	for _, edit := range rangeEdits(s) {
		b.WriteString(s[at:edit.Start] + edit.New)
		at = edit.End
	}
	return b.String() + s[at:]
}

// rangeEdits is what becomes of the ends of the ranges in a value; nothing where none is long.
func rangeEdits(s string) []source.Edit {
	if !strings.Contains(s, "-") {
		return nil
	}
	var edits []source.Edit
	var firsts, lengths []int
	for _, m := range portRange.FindAllStringIndex(s, -1) {
		from, to, _ := strings.Cut(s[m[0]:m[1]], "-")
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		if first < last && last <= 65535 {
			edits = append(edits, source.Edit{Span: source.Span{Start: m[0] + len(from) + 1, End: m[1]}})
			firsts, lengths = append(firsts, first), append(lengths, last-first)
		}
	}
	if len(edits) == 0 || slices.Max(lengths) < longRange {
		return nil
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(lengths)))
	for i := range edits {
		edits[i].New = strconv.Itoa(firsts[i] + 1 + slices.Index(distinct, lengths[i]))
	}
	return edits
}

// content is the text of the file with its ranges of ports narrowed.
func (d *Document) content() []byte {
	var edits []source.Edit
	for _, root := range d.Roots {
		for v := range root.All() {
			if v.Kind != data.String {
				continue
			}
			for _, edit := range rangeEdits(v.Text.String()) {
				edit.Span = v.Text.SpanOf(edit.Start, edit.End)
				edits = append(edits, edit)
			}
		}
	}
	text, err := source.Apply(d.File.Text, edits)
	if err != nil {
		return []byte(d.File.Text)
	}
	return []byte(text)
}
