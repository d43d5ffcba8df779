// Package powershell holds the rules about what PowerShell makes of a text: its syntax, its variables, the arguments that it
// passes on, and its errors.
package powershell

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		syntax, parsing, arguments, variables, foreignVariables, percents, ampersands, lostQuotes, editions, preferences, native, conditions,
	)
}
