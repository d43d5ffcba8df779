// Package subject tells what a file is about: which operating system, edition and release each part of it runs on, and
// which shell, user and variables hold at each line. Rules see only this; what cannot be known stays unknown, and unknown
// matches nothing.
package subject

import (
	"slices"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A Target is what a part of a file runs on.
type Target struct {
	OS      windows.OS
	Edition windows.Edition
	Release windows.Release
	Strong  bool          // the evidence is certain: an image by name, --platform, a stage that has it
	Why     evidence.List // what speaks for the system, the heaviest first, and what speaks for another one
}

// judged is the system that reasons tell together, with all of them.
func judged(reasons evidence.List) Target {
	os, weight := reasons.Verdict()
	return Target{OS: os, Strong: weight >= evidence.Certain, Why: reasons.Sorted(os)}
}

// detail takes edition and release from another target of the same system, as far as they are not known yet.
func (t *Target) detail(from Target) {
	if from.OS != t.OS {
		return
	}
	if t.Edition == windows.UnknownEdition {
		t.Edition = from.Edition
	}
	if t.Release == "" {
		t.Release = from.Release
	}
	for _, why := range from.Why {
		if !slices.ContainsFunc(t.Why, func(r evidence.Reason) bool { return r.Text == why.Text && r.At == why.At }) {
			why.Weight = evidence.Detail
			t.Why = append(t.Why, why)
		}
	}
}

// Evidence is what shows something of a file as a whole.
type Evidence struct {
	Text string      // "the repository mcr.microsoft.com/windows/nanoserver"
	At   source.Span // where it is
}

// OfImage is what the name of an image tells, each reason with the place at.
func OfImage(i *windows.Image, at source.Span) Target {
	p := i.Platform()
	t := Target{OS: p.OS, Edition: p.Edition, Release: p.Release, Strong: p.Certain()}
	t.Why.SawImage(i, at)
	for n, why := range p.Why {
		if n > 0 {
			t.Why = append(t.Why, evidence.Reason{OS: p.OS, Text: why, At: at})
		}
	}
	return t
}

// A Set says what a rule is about. The zero Set is all of Windows, for every builder.
type Set struct {
	Editions []windows.Edition // one of these; empty: every edition
	Releases []windows.Release // one of these; empty: every release
	Builder  engine.Builder    // what the rule says holds for this builder only
	Any      bool              // every file, also those for Linux and those of which nothing is known
}

// Matches reports whether t is known to be in the set. The builder is not looked at.
func (s Set) Matches(t Target) bool {
	if s.Any {
		return true
	}
	return t.OS == windows.Windows &&
		(len(s.Editions) == 0 || slices.Contains(s.Editions, t.Edition)) &&
		(len(s.Releases) == 0 || slices.Contains(s.Releases, t.Release))
}
