// Package dockerfile holds the rules about the text of a Dockerfile: escapes and line ends, words and JSON forms,
// variables, stages and files that are copied.
package dockerfile

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		scratch, froms, volumes, builders, refusals, runs, copies, copiesFrom, copiesToOneName, mixedStages, goBuilds, ignores, words,
		jsonForms, variables, environment, execs, execWords, healthTests, labels,
		escape, continued, syntax,
	)
}
