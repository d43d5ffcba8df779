package diagnose

import (
	"bytes"
	"regexp"
	"slices"
	"sync"
)

// An index finds the patterns that a text may match, by their literals.
type index struct {
	automaton *automaton
	signs     []sign  // by literal: what it says of the log
	rows      []row   // all patterns, in the order of the catalog
	in        [][]int // by literal: the rows that have it in a group
	triggers  [][]int // by literal: the rows that are looked at if a text contains it
}

// A row is one pattern of the catalog.
type row struct {
	kind   *Kind
	when   When
	groups [][]uint16 // a match contains a literal of each
	expr   func() *regexp.Regexp
}

// newIndex builds the index of the catalog, once.
var newIndex = sync.OnceValue(func() *index { return indexOf(Kinds()) })

func indexOf(kinds []*Kind) *index {
	literals, say := signs()
	ix := &index{signs: say}
	number := map[string]uint16{}
	for i, literal := range literals {
		number[literal] = uint16(i)
	}
	for _, kind := range kinds {
		for _, p := range kind.Patterns {
			expr := flexible(p.Expr)
			r := row{kind: kind, when: p.When, expr: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
			list, err := groups(expr)
			if err != nil || len(list) == 0 {
				panic("diagnose: " + kind.ID + ": nothing literal in " + p.Expr) // a test holds that there is none
			}
			for _, group := range list {
				var ids []uint16
				for _, literal := range group {
					id, known := number[literal]
					if !known {
						id = uint16(len(literals))
						number[literal] = id
						literals = append(literals, literal)
					}
					ids = append(ids, id)
				}
				r.groups = append(r.groups, ids)
			}
			// The rarest group is the trigger; the others are asked for after it.
			trigger := r.groups[best(list)]
			ix.triggers = append(ix.triggers, make([][]int, len(literals)-len(ix.triggers))...)
			ix.in = append(ix.in, make([][]int, len(literals)-len(ix.in))...)
			for _, literal := range slices.Concat(r.groups...) {
				ix.in[literal] = append(ix.in[literal], len(ix.rows))
			}
			for _, literal := range trigger {
				ix.triggers[literal] = append(ix.triggers[literal], len(ix.rows))
			}
			ix.rows = append(ix.rows, r)
		}
	}
	ix.triggers = append(ix.triggers, make([][]int, len(literals)-len(ix.triggers))...)
	ix.signs = append(ix.signs, make([]sign, len(literals)-len(ix.signs))...)
	ix.automaton = newAutomaton(literals)
	return ix
}

// A scan is what the literals of one text say.
type scan struct {
	ix         *index
	seen       []uint32 // by literal: the text that contained it last
	text       uint32   // number of the text
	found      []uint16 // the literals of this text
	candidates []int    // the rows that this text may match, in order
	end        uint32   // the state after the text
}

func newScan(ix *index) *scan { return &scan{ix: ix, seen: make([]uint32, len(ix.triggers))} }

// begin begins a new text.
func (s *scan) begin() {
	s.text++
	if s.text == 0 { // after four thousand million texts
		clear(s.seen)
		s.text = 1
	}
	s.found, s.candidates = s.found[:0], s.candidates[:0]
}

// read takes a new text.
func (s *scan) read(text []byte) {
	s.begin()
	s.end = s.ix.automaton.scan(start, text, s)
	for _, literal := range s.found {
		for _, row := range s.ix.triggers[literal] {
			if s.isComplete(row) {
				s.candidates = append(s.candidates, row)
			}
		}
	}
	if len(s.candidates) > 1 {
		slices.Sort(s.candidates)
		s.candidates = slices.Compact(s.candidates)
	}
}

// across gives the literals that begin in the text that was read and end in the next one, which a console broke between
// words or within one. It does not miss any, and begins a new text.
func (s *scan) across(next []byte) []uint16 {
	s.begin()
	next = bytes.TrimLeft(next, " \t")
	next = next[:min(len(next), mostLiteral)]
	s.ix.automaton.scan(s.end, next, s)
	s.ix.automaton.scan(s.ix.automaton.scan(s.end, []byte{' '}, s), next, s)
	return s.found
}

// completes reports whether the text contains all groups of one of the first rows, which has one of some literals.
func (s *scan) completes(literals []uint16, rows int) bool {
	for _, literal := range literals {
		for _, row := range s.ix.in[literal] {
			if row < rows && s.isComplete(row) {
				return true
			}
		}
	}
	return false
}

func (s *scan) hit(literal uint16) {
	if s.seen[literal] != s.text {
		s.seen[literal] = s.text
		s.found = append(s.found, literal)
	}
}

// isComplete reports whether the text contains a literal of each group of a row.
func (s *scan) isComplete(row int) bool {
	for _, group := range s.ix.rows[row].groups {
		if !slices.ContainsFunc(group, func(literal uint16) bool { return s.seen[literal] == s.text }) {
			return false
		}
	}
	return true
}
