// Package diagnose reads the logs of builds, engines and pipelines, and says which known errors of Windows containers are
// in them.
//
// A log is read once, in a stream: an automaton over all literals of the catalog looks at each byte, and only a line that
// contains what a pattern requires is handed to its regular expression.
package diagnose

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
)

// A Report is what is known of one log.
type Report struct {
	Lines     int         // how many the log has
	Diagnoses []Diagnosis // in the order of the log, each kind once
	Host      int         // the build number of the host's Windows, such as 17763; 0 if the log does not say it
}

// A Diagnosis is one kind of error that is in a log.
type Diagnosis struct {
	Kind  *Kind
	Line  int    // the first line that says so, from 1
	Count int    // how many times it is said
	Text  string // the words of the engine: without the prefixes of the log, with long ids cut, at most 300 bytes
	Code  string // as hexadecimal number in lower case, "0xc0370101"; "" if the words have none
}

// Options says how to read a log.
type Options struct {
	// Windows says that the log is about Windows containers, also if nothing in it shows that.
	Windows bool
}

// Read reads a log to its end, in memory that does not grow with it. The error is that of the reader; the report is about
// what was read before it.
func Read(log io.Reader, options Options) (*Report, error) {
	ix := newIndex()
	r := &reader{
		in: newSplitter(log), ix: ix, scan: newScan(ix), joined: newScan(ix), sightings: map[sightingKey]*sighting{},
		evidence: evidence{windows: options.Windows, nano: options.Windows},
	}
	for i := range r.window {
		r.window[i] = &piece{}
	}
	err := r.run()
	return &Report{Lines: r.in.line, Diagnoses: r.diagnoses(), Host: r.evidence.host}, err
}

// most is how many pieces are looked at together: consoles break a long message over several lines.
const most = 4

// A piece is a line of the log, or a part of one.
type piece struct {
	text       []byte
	line       int    // the number of its line, from 1
	inner, cut bool   // it begins, it ends in the middle of a text that is too long to be looked at as a whole
	talk       bool   // it tells of no failure
	said       []byte // the text without what was written before the words of the engine; nil if nobody asked yet
	candidates []int
	found      []uint16 // the literals in it, but for those that are only signs
	broken     []uint16 // the literals that begin in the piece before it and end in it
	pending    int      // how many bytes at its end may be the beginning of a literal
	used       bool     // it is a part of a message that began before it
}

// A reader reads one log.
type reader struct {
	in        *splitter
	ix        *index
	scan      *scan
	joined    *scan
	window    [most]*piece // the first one is looked at, the others follow it
	held      int
	buf       []byte
	talk      bool // the text that is too long tells of no failure
	evidence  evidence
	sightings map[sightingKey]*sighting
}

func (r *reader) run() error {
	for {
		for r.held < most {
			err := r.fill(r.window[r.held])
			if err != nil {
				for r.held > 0 {
					r.look()
				}
				if errors.Is(err, io.EOF) {
					return nil
				}
				return err
			}
			r.held++
		}
		r.look()
	}
}

// fill reads the next piece.
func (r *reader) fill(p *piece) error {
	if err := r.in.next(p); err != nil {
		return err
	}
	p.candidates, p.found, p.broken, p.pending, p.used, p.said = p.candidates[:0], p.found[:0], p.broken[:0], 0, false, nil
	if p.cut && !p.inner {
		r.talk = isTalk(p.text)
	}
	p.talk = p.inner && r.talk
	if len(p.text) > 0 {
		r.scanPiece(p)
	}
	return nil
}

// scanPiece looks for literals in the next piece: those of messages, and those that are evidence.
func (r *reader) scanPiece(p *piece) {
	if r.held > 0 && r.window[r.held-1].pending > 0 {
		p.broken = append(p.broken, r.scan.across(p.text)...)
	}
	r.scan.read(p.text)
	p.candidates = append(p.candidates, r.scan.candidates...)
	p.pending = r.ix.automaton.pending(r.scan.end)
	var line [countSigns]bool
	signs := false
	for _, literal := range r.scan.found {
		if sign := r.ix.signs[literal]; sign != noSign {
			line[sign], signs = true, true
		}
		if len(r.ix.in[literal]) > 0 {
			p.found = append(p.found, literal)
		}
	}
	for _, literal := range p.broken {
		if sign := r.ix.signs[literal]; sign != noSign {
			line[sign], signs = true, true
		}
	}
	if signs {
		r.evidence.see(&line, p.text)
	}
}

// look looks at the first piece of the window, and drops it.
func (r *reader) look() {
	if r.mayMatter() {
		r.lookInto(r.window[0])
	}
	first := r.window[0]
	copy(r.window[:], r.window[1:])
	r.window[most-1] = first
	r.held--
}

// lookInto notes the message that begins in the first piece of the window.
func (r *reader) lookInto(first *piece) {
	text := first.words()
	if first.talk {
		return
	}
	at := r.match(text, first.candidates, len(text), true)
	if r.mayContinue(at) {
		at = r.acrossLines(text, at)
	}
	if len(at.rows) > 0 {
		r.note(first.line, at)
	}
}

// mayMatter reports whether the first piece of the window has anything of a message.
func (r *reader) mayMatter() bool {
	first := r.window[0]
	return !first.used && (len(first.candidates) > 0 || r.mayContinue(match{}))
}

// words is the text without what was written before the words of the engine.
func (p *piece) words() []byte {
	if p.said == nil {
		p.said = p.text
		if !p.inner {
			p.said = clean(p.text)
			p.talk = isTalk(p.text)
		}
		if len(p.text) == len(p.said)+1 && p.text[0] == ' ' {
			p.said = p.text // a console that breaks lines at a fixed width keeps the space
		}
	}
	return p.said
}

// mayContinue reports whether a message that comes before a match may begin in the first piece of the window and end in one
// of the next: whether they have all literals of a row together, or whether a literal may be broken.
func (r *reader) mayContinue(than match) bool {
	first := r.window[0]
	if r.held < 2 || len(first.found) == 0 && first.pending == 0 {
		return false
	}
	if first.pending > leastLiteral { // the next one may begin with a time
		return true
	}
	r.joined.begin()
	for i, p := range r.window[:r.held] {
		for _, literal := range p.found {
			r.joined.hit(literal)
		}
		for _, literal := range p.broken {
			if i > 0 {
				r.joined.hit(literal)
			}
		}
	}
	rows := r.before(than)
	return r.joined.completes(first.found, rows) || r.joined.completes(r.window[1].broken, rows)
}

// before is the number of rows that come before a match.
func (r *reader) before(m match) int {
	if len(m.rows) == 0 {
		return len(r.ix.rows)
	}
	return m.rows[0]
}

// A match is a place in a text that patterns match.
type match struct {
	text       []byte
	start, end int   // of the match of the first row, in text
	rows       []int // in order; all but the last one need evidence
}

// match finds the rows that a text matches, up to the first that needs no evidence. A match has to start before a place in
// the text, and unless alone is set it has to end after it.
func (r *reader) match(text []byte, candidates []int, before int, alone bool) match {
	m := match{text: text}
	for _, id := range candidates {
		row := &r.ix.rows[id]
		at := row.expr().FindIndex(text)
		if len(at) == 0 || at[0] >= before || !alone && at[1] <= before {
			continue
		}
		if len(m.rows) == 0 {
			m.start, m.end = at[0], at[1]
		}
		m.rows = append(m.rows, id)
		if row.when == Always {
			break
		}
	}
	return m
}

// acrossLines looks for a message that begins in the first piece of the window and ends in one of the next, and gives it if
// it comes before what was found in the first piece alone. Consoles break lines between words and within them.
func (r *reader) acrossLines(first []byte, alone match) match {
	after := -1 // where the message may not begin
	if r.isCause(alone) {
		after = alone.start // what was found is its general part
	}
	rest := r.continuations()
	best, reach := alone, 0
	separators := r.separators(first, rest, alone)
	for n := range rest {
		for _, separator := range separators {
			text := r.join(first, rest[:n+1], separator)
			m := r.match(text, r.earlier(best), len(first), false)
			if len(m.rows) > 0 && m.start > after {
				m.text = slices.Clone(text)
				best, reach = m, n+1
			}
		}
		if reach > 0 && r.isCause(best) {
			break
		}
	}
	if reach == 0 || r.betterAlone(rest[:reach], best.rows[0]) {
		return alone
	}
	if r.isCause(best) { // the lines after a vague error may say more
		r.use(best.end-len(first), rest)
	}
	return best
}

// separators is what is between the pieces of a message: what all pieces together do not contain, fewer do not, either.
func (r *reader) separators(first []byte, rest [][]byte, alone match) []string {
	if len(rest) == 0 {
		return nil
	}
	return slices.DeleteFunc([]string{" ", ""}, func(separator string) bool {
		r.join(first, rest, separator)
		return len(r.earlier(alone)) == 0
	})
}

// earlier is the rows that the joined text may match and that come before a match.
func (r *reader) earlier(m match) []int {
	n, _ := slices.BinarySearch(r.joined.candidates, r.before(m))
	return r.joined.candidates[:n]
}

// isCause reports whether a match is an error that is always reported.
func (r *reader) isCause(m match) bool {
	return len(m.rows) > 0 && r.ix.rows[m.rows[0]].kind.Weight == Cause
}

// betterAlone reports whether one of the pieces after the first one matches a row by itself that comes before another row.
func (r *reader) betterAlone(rest [][]byte, row int) bool {
	for i, text := range rest {
		if m := r.match(text, r.window[i+1].candidates, len(text), true); len(m.rows) > 0 && m.rows[0] < row {
			return true
		}
	}
	return false
}

// continuations is the text of the pieces that can continue the first one.
func (r *reader) continuations() [][]byte {
	var list [][]byte
	for _, p := range r.window[1:r.held] {
		text := p.words()
		if len(bytes.TrimSpace(text)) == 0 || p.talk {
			break
		}
		list = append(list, text)
	}
	return list
}

// join scans pieces as one text.
func (r *reader) join(first []byte, rest [][]byte, separator string) []byte {
	r.buf = append(r.buf[:0], first...)
	for _, text := range rest {
		r.buf = append(r.buf, separator...)
		r.buf = append(r.buf, text...)
	}
	r.joined.read(r.buf)
	return r.buf
}

// use marks the pieces into which a message reaches by some bytes.
func (r *reader) use(bytes int, rest [][]byte) {
	for i, text := range rest {
		if bytes <= 1 { // at most the separator
			return
		}
		r.window[i+1].used = true
		bytes -= len(text)
	}
}

// A sighting is a message that was found. What it is depends on the evidence that the whole log has.
type sighting struct {
	rows  []int
	line  int
	count int
	text  string
	code  string
}

// A sightingKey is the first rows of a sighting, each plus 1.
type sightingKey [4]int

func (r *reader) note(line int, m match) {
	var key sightingKey
	m.rows = m.rows[:min(len(m.rows), len(key))]
	for i, row := range m.rows {
		key[i] = row + 1
	}
	if s := r.sightings[key]; s != nil {
		s.count++
		return
	}
	r.sightings[key] = &sighting{slices.Clone(m.rows), line, 1, words(m.text, m.start, m.end), code(m.text[m.start:m.end])}
}

// diagnoses is what the sightings are, now that all evidence is known.
func (r *reader) diagnoses() []Diagnosis {
	var all []Diagnosis
	for _, s := range r.sightings {
		for _, row := range s.rows {
			if r.evidence.meets(r.ix.rows[row].when) {
				all = append(all, Diagnosis{r.ix.rows[row].kind, s.line, s.count, s.text, s.code})
				break
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Diagnosis) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Kind.ID, b.Kind.ID))
	})
	var once []Diagnosis
	for i, d := range all {
		said := slices.IndexFunc(once, func(o Diagnosis) bool { return o.Kind == d.Kind })
		switch {
		case said >= 0:
			once[said].Count += d.Count
		case d.Kind.Weight == Cause, len(once) == 0 && !(d.Kind.Weight == Vague && saysMore(all[i+1:], d.Line)):
			once = append(once, d)
		}
	}
	return once
}

// saysMore reports whether something that is not vague is found right after a line.
func saysMore(after []Diagnosis, line int) bool {
	return slices.ContainsFunc(after, func(d Diagnosis) bool { return d.Kind.Weight != Vague && d.Line < line+most })
}
