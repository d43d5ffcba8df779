package diagnose

import "slices"

// An automaton finds many literals in a text in one pass, by Aho and Corasick's method. Each byte of the text costs one
// look into a table, whatever the text is. White space of any length in the text matches one space of a literal.
type automaton struct {
	class [256]uint8 // the column of each byte
	width uint32     // columns of next
	next  []uint32   // by state and column; states are multiples of width, so that no step multiplies
	found [][]uint16 // by state: the literals that end here
	last  uint32     // the greatest state at which no literal ends
	depth []uint8    // by state: how much was read of a literal that is not whole, in bytes
}

// start is the state before any text.
const start uint32 = 0

func isSpace(b byte) bool { return b == ' ' || '\t' <= b && b <= '\r' }

// newAutomaton builds the automaton of some literals, none longer than 255 bytes.
func newAutomaton(literals []string) *automaton {
	trie := newTrie(literals)
	a := &automaton{class: trie.class, width: trie.width}
	order := trie.order()
	number := make([]uint32, len(order))
	for i, node := range order {
		number[node] = uint32(i) * a.width
	}
	a.next = make([]uint32, len(order)*int(a.width))
	a.found = make([][]uint16, len(order))
	a.depth = make([]uint8, len(order))
	for i, node := range order {
		a.found[i], a.depth[i] = trie.found[node], trie.depth[node]
		if len(a.found[i]) == 0 {
			a.last = uint32(i) * a.width
		}
		for c, to := range trie.next[node] {
			a.next[i*int(a.width)+c] = number[to]
		}
	}
	return a
}

// scan reads text from a state on, tells which literals are in it, and gives the state after it.
func (a *automaton) scan(state uint32, text []byte, to *scan) uint32 {
	class, next, last := &a.class, a.next, a.last
	for _, b := range text {
		state = next[state+uint32(class[b])]
		if state > last {
			for _, literal := range a.found[state/a.width] {
				to.hit(literal)
			}
		}
	}
	return state
}

// pending is how many bytes at the end of the text could be the beginning of a literal.
func (a *automaton) pending(state uint32) int { return int(a.depth[state/a.width]) }

// A trie is the automaton while it is built: node 0 is the root.
type trie struct {
	class [256]uint8
	width uint32
	next  [][]int
	found [][]uint16
	depth []uint8
	fail  []int
}

func newTrie(literals []string) *trie {
	t := &trie{}
	t.columns(literals)
	t.add(0)
	for i, literal := range literals {
		t.insert(literal, uint16(i))
	}
	t.close()
	return t
}

// columns gives each byte that occurs in a literal a column; column 0 is all other bytes, column 1 white space.
func (t *trie) columns(literals []string) {
	t.width = 2
	for b := range 256 {
		if isSpace(byte(b)) {
			t.class[b] = 1
		}
	}
	for _, literal := range literals {
		for _, b := range []byte(literal) {
			if t.class[b] == 0 {
				t.class[b] = uint8(t.width)
				t.width++
			}
		}
	}
}

func (t *trie) add(depth uint8) int {
	row := make([]int, t.width)
	for i := range row {
		row[i] = -1
	}
	t.next, t.found, t.depth, t.fail = append(t.next, row), append(t.found, nil), append(t.depth, depth), append(t.fail, 0)
	return len(t.next) - 1
}

func (t *trie) insert(literal string, id uint16) {
	node := 0
	for _, b := range []byte(literal) {
		c := t.class[b]
		if t.next[node][c] < 0 {
			to := t.add(t.depth[node] + 1)
			t.next[node][c] = to
		}
		node = t.next[node][c]
	}
	t.found[node] = append(t.found[node], id)
}

// close fills in where to go when a literal breaks off, nearest nodes first.
func (t *trie) close() {
	queue := []int{}
	for c, to := range t.next[0] {
		if to < 0 {
			t.next[0][c] = 0
		} else {
			queue = append(queue, to)
		}
	}
	spaces := map[int]bool{}
	if to := t.next[0][1]; to > 0 {
		spaces[to] = true
	}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		fail := t.fail[node]
		t.found[node] = append(slices.Clip(t.found[node]), t.found[fail]...)
		if !slices.ContainsFunc(t.next[node], func(to int) bool { return to >= 0 }) {
			t.depth[node] = t.depth[fail] // it is whole, and only its end may begin another one
		}
		for c, to := range t.next[node] {
			switch {
			case to >= 0:
				t.fail[to] = t.next[fail][c]
				spaces[to] = c == 1
				queue = append(queue, to)
			case c == 1 && spaces[node]:
				t.next[node][c] = node // one more space is the same space
			default:
				t.next[node][c] = t.next[fail][c]
			}
		}
	}
}

// order lists the nodes with those at which a literal ends at the end; the root is the first.
func (t *trie) order() []int {
	var plain, ending []int
	for node, found := range t.found {
		if len(found) == 0 {
			plain = append(plain, node)
		} else {
			ending = append(ending, node)
		}
	}
	return append(plain, ending...)
}
