// Package evidence tells which operating system a stage, a service or a docker command is for. Whatever in a file speaks
// for a system is one row of one table, whichever kind of file says it; the readers of the kinds only say what they saw, and
// the verdict over all of that is made here.
package evidence

import (
	"slices"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// Weight is how certain a reason is. A heavier one overrules all that are lighter, but for hints, which only count where
// there is nothing else.
type Weight int

// The weights.
const (
	Detail  Weight = iota // says more of a system that something else tells: an edition, a release
	Hint                  // what files for the other system have, too
	Likely                // what files for the other system hardly have
	Setting               // the system that the settings state for what nothing in a file tells for certain
	Certain               // what no file for the other system has
	Asked                 // the platform that the file asks for
	Stated                // the system that the user states
)

func (w Weight) String() string {
	return [...]string{"detail", "hint", "likely", "stated", "certain", "certain", "certain"}[w]
}

// A Reason is one thing in a file that speaks for a system.
type Reason struct {
	OS     windows.OS
	Weight Weight
	Text   string      // "the user ContainerAdministrator"
	At     source.Span // where it is
	Row    string      // what speaks: reasons of one row count once
}

// A List is the reasons that are known of one part of a file, each row once for each system.
type List []Reason

// Add adds a reason. Of two of one row the heavier one stays, and the first of two that weigh the same.
func (l *List) Add(r Reason) {
	if r.OS == windows.UnknownOS {
		return
	}
	at := slices.IndexFunc(*l, func(other Reason) bool { return other.Row == r.Row && other.OS == r.OS })
	switch {
	case at < 0:
		*l = append(*l, r)
	case (*l)[at].Weight < r.Weight:
		(*l)[at] = r
	}
}

// Saw adds what the table says to a thing of this kind, if it says anything. The text is the thing as a reader should see it.
func (l *List) Saw(kind Kind, value, text string, at source.Span) {
	for _, r := range table {
		if !slices.Contains(r.kinds, kind) || !r.match(value) {
			continue
		}
		os := r.os
		if os == asSaid {
			os = systemIn(value)
		}
		l.Add(Reason{OS: os, Weight: r.weight, Text: text, At: at, Row: r.name})
		return
	}
}

// SawImage adds what the name of an image says.
func (l *List) SawImage(image *windows.Image, at source.Span) {
	if p := image.Platform(); p.OS != windows.UnknownOS {
		l.Saw(kindOfImage[p.Basis], p.OS.String(), p.Why[0], at)
	}
}

// AtMost is the list with no reason heavier than w.
func (l List) AtMost(w Weight) List {
	capped := slices.Clone(l)
	for i := range capped {
		capped[i].Weight = min(capped[i].Weight, w)
	}
	return capped
}

// Verdict is the system that the reasons tell together, and how certain that is.
//
// The heaviest of what is certain decides, and two systems that are certain alike cancel each other. What is likely for one
// system only is likely; for both, the system with two rows more is. Hints count where there is nothing else, from two rows
// on, and where none speaks for the other system.
func (l List) Verdict() (windows.OS, Weight) {
	for w := Stated; w >= Setting; w-- {
		switch onWindows, onLinux := l.count(windows.Windows, w), l.count(windows.Linux, w); {
		case onWindows > 0 && onLinux > 0:
			return windows.UnknownOS, Detail
		case onWindows > 0:
			return windows.Windows, Certain
		case onLinux > 0:
			return windows.Linux, Certain
		}
	}
	onWindows, onLinux := l.count(windows.Windows, Likely), l.count(windows.Linux, Likely)
	if onWindows+onLinux > 0 {
		return leading(onWindows, onLinux, 1)
	}
	return leading(l.count(windows.Windows, Hint), l.count(windows.Linux, Hint), 2)
}

// leading is the system that is likely by so many rows for each, of which one system alone needs least, and one that has
// the other against it two more. Hints that contradict each other tell nothing.
func leading(onWindows, onLinux, least int) (windows.OS, Weight) {
	switch {
	case onLinux == 0 && onWindows >= least, onLinux > 0 && least == 1 && onWindows >= onLinux+2:
		return windows.Windows, Likely
	case onWindows == 0 && onLinux >= least, onWindows > 0 && least == 1 && onLinux >= onWindows+2:
		return windows.Linux, Likely
	}
	return windows.UnknownOS, Detail
}

// count is how many rows of a weight speak for a system.
func (l List) count(os windows.OS, w Weight) int {
	n := 0
	for _, r := range l {
		if r.OS == os && r.Weight == w {
			n++
		}
	}
	return n
}

// Sorted is the reasons in the order in which a reader wants them: those for the system first, the heaviest first.
func (l List) Sorted(os windows.OS) List {
	sorted := slices.Clone(l)
	slices.SortStableFunc(sorted, func(a, b Reason) int {
		if (a.OS == os) != (b.OS == os) {
			if a.OS == os {
				return -1
			}
			return 1
		}
		return int(b.Weight) - int(a.Weight)
	})
	return sorted
}
