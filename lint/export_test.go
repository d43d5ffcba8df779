package lint

import "errors"

// ProveAlone proves the fix of one finding by itself and gives the reason why it cannot be.
func (l *Linter) ProveAlone(r *Result, f *Finding) error {
	if f.make(); !f.Fixable() {
		return errors.New("there is no fix")
	}
	_, v := l.prover(r, newBudget(r)).try([]*Finding{f})
	return v.err
}
