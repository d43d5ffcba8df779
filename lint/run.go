package lint

import "io/fs"

// A Run is what is known after a run over files: reports are made of it.
type Run struct {
	Version string          // of winlint, as Go has it: "v0.1.0"
	Results []*Result       // in the order in which the files were found
	Unread  []*fs.PathError // the files that could not be read
}

// Counts is how many findings there are of each severity; those that the author ignores do not count.
func (r *Run) Counts() (counts [Error + 1]int) {
	for _, result := range r.Results {
		for _, f := range result.Findings {
			counts[f.Severity]++
		}
	}
	return counts
}
