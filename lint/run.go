package lint

import (
	"io/fs"

	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A Run sums up a run over files. It counts each file once and keeps none, so that its size does not grow with theirs.
type Run struct {
	Failed       bool                                     // something was found that fails it
	Files        int                                      // that were read
	Scopes       map[subject.ScopeKind]map[windows.OS]int // how many stages, services and docker commands are for which system
	Runs         map[subject.How]int                      // how the RUNs of the stages for Windows were read
	WithFindings int                                      // how many of them have findings
	Counts       [Error + 1]int                           // findings by severity; those that the author ignores do not count
	Rules        map[*Rule]*Tally                         // findings by rule
	Known        int                                      // findings that are not reported because they are not new
	Unread       []*fs.PathError                          // the files that could not be read
	Unchecked    []Place                                  // the first parts of files that were not checked
	AllUnchecked int                                      // how many such parts there are
}

// A Place is a line of a file that was not checked, and why.
type Place struct {
	Path   string
	Line   int
	Reason string // a sentence without its period
}

// placesKept is how many places are kept that were not checked: the rest is only counted.
const placesKept = 5

// A Tally counts the findings of a rule.
type Tally struct{ Findings, Safe, Unsafe int }

// Add counts one file, whose findings from a severity upward fail the run; Never if none does.
func (r *Run) Add(result *Result, failOn Severity) {
	if r.Rules == nil {
		r.Scopes, r.Runs, r.Rules = map[subject.ScopeKind]map[windows.OS]int{}, map[subject.How]int{}, map[*Rule]*Tally{}
	}
	r.Files++
	r.addScopes(result.Unit)
	r.AllUnchecked += len(result.Unchecked)
	for _, at := range result.Unchecked[:min(len(result.Unchecked), placesKept-len(r.Unchecked))] {
		f := result.Unit.File
		r.Unchecked = append(r.Unchecked, Place{f.Path, f.Position(at.Start).Line, at.Reason})
	}
	if len(result.Findings) > 0 {
		r.WithFindings++
	}
	for _, f := range result.Findings {
		r.Counts[f.Severity]++
		r.Failed = r.Failed || f.Severity >= failOn
		tally := r.Rules[f.Rule]
		if tally == nil {
			tally = &Tally{}
			r.Rules[f.Rule] = tally
		}
		tally.add(f)
	}
}

// addScopes counts the parts of a file that run something.
func (r *Run) addScopes(u *subject.Unit) {
	for _, s := range u.Scopes {
		switch s.Kind {
		case subject.Stage, subject.Service, subject.Command, subject.Daemon:
			if r.Scopes[s.Kind] == nil {
				r.Scopes[s.Kind] = map[windows.OS]int{}
			}
			r.Scopes[s.Kind][s.OS]++
		}
		for _, run := range u.Runs(s) {
			r.Runs[run.How]++
		}
	}
}

func (t *Tally) add(f *Finding) {
	t.Findings++
	switch {
	case !f.Fixable():
	case f.Applicability == Safe:
		t.Safe++
	default:
		t.Unsafe++
	}
}

// Never is above all severities: no finding fails a run.
const Never = Error + 1

// Total sums up the findings of all rules.
func (r *Run) Total() (sum Tally) {
	for _, tally := range r.Rules {
		sum.Findings += tally.Findings
		sum.Safe += tally.Safe
		sum.Unsafe += tally.Unsafe
	}
	return sum
}
