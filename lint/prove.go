package lint

import (
	"errors"
	"slices"
	"sort"

	"github.com/winlint/winlint/source"
)

// ErrUnproved is why a fix is refused whose proof would take too long: winlint reads the whole file again for each proof.
var ErrUnproved = errors.New("the proof took too long")

// Withheld is why a fix that the finding may have is not offered, where that says nothing against the fix; nil otherwise.
func (f *Finding) Withheld() error {
	if errors.Is(f.Refused, ErrUnproved) || errors.Is(f.Refused, source.ErrLossy) {
		return f.Refused
	}
	return nil
}

// Prove keeps of the findings of a file the fixes that can be proved, and takes the others away, with the reason in
// Refused. A fix is proved when, after it, read by the builder's own parser and lexer, only what the fix names is another;
// when the finding is gone; and when nothing as bad is new.
func (l *Linter) Prove(r *Result) {
	p := l.prover(r, newBudget(r))
	for _, batch := range p.batches(p.fixes(NoFix)) {
		p.decide(batch)
	}
}

// fixes is the findings that have a fix of at least that grade, with those that are only proposed made.
func (p *prover) fixes(least Applicability) []*Finding {
	var list []*Finding
	for _, f := range p.result.Findings {
		p.propose(f)
		switch {
		case !f.Fixable():
			f.Applicability = NoFix
		case p.lossy:
			f.refuse(source.ErrLossy)
		case f.Applicability >= least:
			list = append(list, f)
		}
	}
	return list
}

// make makes a fix that is only proposed. Where it is not certain what the file is about, it stays if nothing is read
// differently after it: that holds for any file.
func (f *Finding) make() {
	if f.lazyFix == nil {
		return
	}
	f.lazyFix(f)
	f.lazyFix = nil
	if !f.strong && (!f.formattingOnly || len(f.alsoChanges) > 0) {
		f.dropFix()
	}
}

func (f *Finding) refuse(reason error) {
	f.dropFix()
	f.Refused = reason
}

// A prover proves the fixes of one file.
//
// A proof reads and lints the whole file again, so as many fixes as possible are proved in one go, as one change. What holds
// of the change holds of each fix alone, since a batch is made of fixes that stand apart: between what two of them may change
// there is something that must read the same, so how the one reads cannot depend on the other; each finding must be gone;
// and what is new at the place of a fix is held against its own finding, what is new elsewhere against the least of all. Where
// a batch fails it is divided, until the fixes are found that are to blame.
type prover struct {
	linter *Linter
	result *Result
	left   *budget
	lossy  bool // the file cannot be written back

	parts  []part       // what the builder reads of the file
	places *index[part] // the same by place
	ends   []int        // the least end of the parts from the n-th of places on
}

func (l *Linter) prover(r *Result, left *budget) *prover {
	return &prover{linter: l, result: r, left: left, lossy: r.Unit.File.Lossy()}
}

// read takes what the builder reads of the file, once. It is called where there is a fix, which few files have.
func (p *prover) read() {
	if p.places != nil {
		return
	}
	p.parts, _ = partsOf(p.result.Unit)
	entries := make([]entry[part], len(p.parts))
	for i, read := range p.parts {
		entries[i] = entry[part]{read.Span, read}
	}
	p.places = newIndex(entries)
	p.ends = make([]int, len(entries))
	least := len(p.result.Unit.File.Text) + 1
	for i, e := range slices.Backward(entries) {
		least = min(least, e.End)
		p.ends[i] = least
	}
}

// A budget is how many proofs may still be tried. It depends on the file alone and not on the clock, so that two runs say the
// same.
type budget struct{ proofs int }

const (
	workload     = 512 << 10 // how many bytes are read for the proofs of one file
	fewestProofs = 8         // for a file of any size
	composeCosts = 4         // how many times as long it takes to read a byte of a compose file
)

func newBudget(r *Result) *budget {
	size := 1 + len(r.Unit.File.Text)
	if r.Unit.Compose != nil {
		size *= composeCosts
	}
	return &budget{fewestProofs + workload/size}
}

func (b *budget) take() bool {
	b.proofs--
	return b.proofs >= 0
}

// An extent is all that belongs to one fix: its edits, what it may change, and what its finding explains.
type extent struct {
	of     *Finding
	spans  []source.Span // sorted, and apart from each other
	silent bool          // nothing that the builder reads is in it, such as in a comment
}

func (p *prover) extent(f *Finding) *extent {
	x := &extent{of: f, silent: true}
	list := slices.Concat(f.subsumes, f.alsoChanges, []source.Span{f.Span})
	for _, e := range f.Edits {
		list = append(list, e.Span)
	}
	slices.SortStableFunc(list, compareSpans)
	for _, s := range list {
		if n := len(x.spans); n > 0 && touching(x.spans[n-1], s) {
			x.spans[n-1] = x.spans[n-1].Cover(s)
		} else {
			x.spans = append(x.spans, s)
		}
	}
	for _, r := range regions(p.result.Unit.File, f) {
		for read := range p.places.touching(r.before) {
			x.silent = x.silent && !r.touches(r.before, read.Span)
			if !x.silent {
				return x
			}
		}
	}
	return x
}

// apart reports whether two fixes can be proved together, of which the one has s and the other has t after it.
func (p *prover) apart(s, t taken) bool {
	switch {
	case s.End > t.Start:
		return false
	case s.silent && t.silent: // neither may change anything that is read
		return true
	case s.End == t.Start:
		return false
	}
	n := sort.Search(len(p.ends), func(i int) bool { return p.places.entries[i].Start > s.End })
	if n < len(p.ends) && p.ends[n] < t.Start {
		return true
	}
	// Both are in one part, such as the command of a RUN, which either of them may change as a whole.
	return some(p.places.holding(s.Cover(t.Span)))
}

// taken is a span that a fix of a batch has for itself.
type taken struct {
	source.Span
	silent bool
}

// A batch is fixes that can be proved together.
type batch struct {
	fixes []*Finding
	taken []taken // sorted
}

// add takes a fix in if it stands apart from those that are there.
func (b *batch) add(p *prover, x *extent) bool {
	at := make([]int, len(x.spans))
	for i, s := range x.spans {
		t := taken{s, x.silent}
		at[i], _ = slices.BinarySearchFunc(b.taken, t, func(a, b taken) int { return compareSpans(a.Span, b.Span) })
		if n := at[i]; n > 0 && !p.apart(b.taken[n-1], t) || n < len(b.taken) && !p.apart(t, b.taken[n]) {
			return false
		}
	}
	for i, s := range x.spans {
		b.taken = slices.Insert(b.taken, at[i]+i, taken{s, x.silent})
	}
	b.fixes = append(b.fixes, x.of)
	return true
}

// batches deals the fixes out, the first ones first. What finds no place in as many batches as can be proved is refused.
func (p *prover) batches(fixes []*Finding) [][]*Finding {
	var list []*batch
	for _, f := range fixes {
		p.read()
		x := p.extent(f)
		if slices.ContainsFunc(list, func(b *batch) bool { return b.add(p, x) }) {
			continue
		}
		if len(list) >= p.left.proofs {
			f.refuse(ErrUnproved)
			continue
		}
		b := &batch{}
		b.add(p, x)
		list = append(list, b)
	}
	dealt := make([][]*Finding, len(list))
	for i, b := range list {
		dealt[i] = b.fixes
	}
	return dealt
}

// decide finds out which fixes of a batch are proved, as sets of which each was proved in one go, and refuses the others.
func (p *prover) decide(fixes []*Finding) (proved []*change) {
	if len(fixes) == 0 {
		return nil
	}
	c, v := p.try(fixes)
	if v.err == nil {
		return []*change{c}
	}
	if len(fixes) == 1 || errors.Is(v.err, ErrUnproved) {
		for _, f := range fixes {
			f.refuse(v.err)
		}
		return nil
	}
	for f, reason := range v.refused {
		f.refuse(reason)
	}
	rest := slices.DeleteFunc(slices.Clone(fixes), func(f *Finding) bool { return v.refused[f] != nil })
	suspects := slices.DeleteFunc(slices.Clone(rest), func(f *Finding) bool { return !v.suspects[f] })
	switch {
	case len(suspects) > 0 && len(suspects) < len(rest):
		rest = slices.DeleteFunc(rest, func(f *Finding) bool { return v.suspects[f] })
	case len(rest) < len(fixes):
		suspects = nil
	default:
		suspects, rest = rest[:len(rest)/2], rest[len(rest)/2:]
	}
	return append(p.decide(rest), p.decide(suspects)...)
}

// try proves fixes as one change.
func (p *prover) try(fixes []*Finding) (*change, *verdict) {
	if !p.left.take() {
		return nil, &verdict{err: ErrUnproved}
	}
	c, err := newChange(p.result.Unit.File, fixes)
	if err != nil {
		return nil, &verdict{err: err}
	}
	p.read()
	v := c.judge(p.linter, p.result, p.parts)
	return c, v
}

// apply is the change of as many fixes as can be proved in one go, of the first batch of which some can; nil where there is
// none.
func (p *prover) apply(fixes []*Finding) *change {
	for _, batch := range p.batches(fixes) {
		proved := p.decide(batch)
		if len(proved) == 0 {
			continue
		}
		if len(proved) > 1 {
			var all []*Finding
			for _, c := range proved {
				all = append(all, c.findings...)
			}
			sortByPlace(all)
			if c, v := p.try(all); v.err == nil {
				return c
			}
		}
		return slices.MaxFunc(proved, func(a, b *change) int { return len(a.findings) - len(b.findings) })
	}
	return nil
}
