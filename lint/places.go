package lint

import (
	"iter"
	"slices"

	"github.com/winlint/winlint/source"
)

// An index finds what is at a place without a look at everything else: a file may have thousands of findings, each of
// which asks what is around it. It is a balanced tree in a sorted slice: the root of a range is its middle.
type index[T any] struct {
	entries []entry[T] // by where they start
	reach   []int      // how far the entries below each root reach
}

type entry[T any] struct {
	source.Span
	value T
}

func newIndex[T any](entries []entry[T]) *index[T] {
	slices.SortStableFunc(entries, func(a, b entry[T]) int { return a.Start - b.Start })
	x := &index[T]{entries, make([]int, len(entries))}
	x.measure(0, len(entries))
	return x
}

// measure sets how far the entries from lo to hi reach.
func (x *index[T]) measure(lo, hi int) int {
	if lo >= hi {
		return -1
	}
	mid := (lo + hi) / 2
	x.reach[mid] = max(x.entries[mid].End, x.measure(lo, mid), x.measure(mid+1, hi))
	return x.reach[mid]
}

// touching is what overlaps a span or is right beside it, in the order of the places.
func (x *index[T]) touching(s source.Span) iter.Seq[T] { return x.find(s.End, s.Start) }

// holding is what contains a span.
func (x *index[T]) holding(s source.Span) iter.Seq[T] { return x.find(s.Start, s.End) }

// find is what starts at an offset or before it, and ends at another one or after it.
func (x *index[T]) find(start, end int) iter.Seq[T] {
	return func(yield func(T) bool) {
		if x != nil {
			x.visit(0, len(x.entries), start, end, yield)
		}
	}
}

func (x *index[T]) visit(lo, hi, start, end int, yield func(T) bool) bool {
	if lo >= hi {
		return true
	}
	mid := (lo + hi) / 2
	if x.reach[mid] < end {
		return true
	}
	if !x.visit(lo, mid, start, end, yield) {
		return false
	}
	at := x.entries[mid]
	if at.Start > start {
		return true
	}
	if at.End >= end && !yield(at.value) {
		return false
	}
	return x.visit(mid+1, hi, start, end, yield)
}

// some reports whether there is anything in a sequence.
func some[T any](seq iter.Seq[T]) bool {
	for range seq {
		return true
	}
	return false
}

// byRule is an index of findings for each rule.
type byRule map[string]*index[*Finding]

// indexByRule makes one of findings, each at the place that at gives it.
func indexByRule(findings iter.Seq[*Finding], at func(*Finding) source.Span) byRule {
	lists := map[string][]entry[*Finding]{}
	for f := range findings {
		lists[f.Rule.ID] = append(lists[f.Rule.ID], entry[*Finding]{at(f), f})
	}
	indexes := byRule{}
	for id, list := range lists {
		indexes[id] = newIndex(list)
	}
	return indexes
}
