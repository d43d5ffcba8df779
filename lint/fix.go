package lint

import (
	"slices"

	"github.com/winlint/winlint/source"
)

// rounds is how often Fix continues although no fewer fixes are left than before: a fix can uncover what another one fixes.
const rounds = 10

// Fixed is what Fix made of a file.
type Fixed struct {
	*Result            // of the file after; of the one before where nothing was fixed. What it still has of fixes is not proved
	Applied []*Finding // the findings whose fixes were applied, in that order; their places are those of their round
}

// Fix applies the fixes of at least that grade that can be proved, until none is left.
func (l *Linter) Fix(file *source.File, least Applicability) *Fixed {
	fixed := &Fixed{Result: l.Lint(file)}
	left := newBudget(fixed.Result)
	fewest := len(fixed.Findings) + 1
	for more := rounds; more > 0; more-- {
		p := l.prover(fixed.Result, left)
		fixes := slices.DeleteFunc(p.fixes(least), func(f *Finding) bool { return l.FixOnly != nil && !l.FixOnly(f.Rule) })
		if len(fixes) < fewest {
			fewest, more = len(fixes), rounds
		}
		change := p.apply(fixes)
		if change == nil {
			break
		}
		fixed.Result = change.result
		fixed.Applied = append(fixed.Applied, change.findings...)
	}
	return fixed
}
