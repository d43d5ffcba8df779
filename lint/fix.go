package lint

import (
	"slices"

	"github.com/winlint/winlint/source"
)

// rounds is how often Fix lints again: a fix can uncover what another one mends.
const rounds = 10

// Fixed is what Fix made of a file.
type Fixed struct {
	*Result            // of the file after; of the one before where nothing was fixed
	Applied []*Finding // the findings whose fixes were applied, in that order; their places are those of their round
}

// Fix applies the proved fixes that are at least as safe as least says, until none is left.
func (l *Linter) Fix(file *source.File, least Applicability) *Fixed {
	fixed := &Fixed{}
	for round := 0; ; round++ {
		fixed.Result = l.Lint(file)
		l.Prove(fixed.Result)
		change, applied := l.batch(fixed.Result, least)
		if change == nil || round == rounds {
			return fixed
		}
		file = change.after
		fixed.Applied = append(fixed.Applied, applied...)
	}
}

// batch is as many of the proved fixes as can be proved together; nil where there is none.
func (l *Linter) batch(result *Result, least Applicability) (*change, []*Finding) {
	candidates := slices.DeleteFunc(slices.Clone(result.Findings), func(f *Finding) bool {
		return !f.Fixable() || f.Applicability < least
	})
	apart := standApart(candidates)
	for _, list := range [][]*Finding{apart, apart[:min(1, len(apart))]} {
		if len(list) == 0 {
			return nil, nil
		}
		change, err := newChange(result.Unit.File, list)
		if err != nil {
			continue
		}
		after := l.lintAgain(change.after, result.Unit)
		if change.compare(result.Unit, after.Unit) == nil && change.outcome(result, after) == nil {
			return change, list
		}
	}
	return nil, nil
}

// standApart keeps the findings whose edits do not touch those of one before. A fix that keeps the reading of the whole
// file goes alone.
func standApart(findings []*Finding) []*Finding {
	var kept []*Finding
	var taken []source.Edit
	for _, f := range findings {
		clash := slices.ContainsFunc(f.Edits, func(e source.Edit) bool {
			return slices.ContainsFunc(taken, func(t source.Edit) bool { return touching(e.Span, t.Span) })
		})
		if clash || f.formattingOnly && len(kept) > 0 {
			continue
		}
		kept = append(kept, f)
		taken = append(taken, f.Edits...)
		if f.formattingOnly {
			break
		}
	}
	return kept
}
