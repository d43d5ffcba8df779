// Package shell holds the rules about what PowerShell, cmd and sh run: in RUN, CMD, ENTRYPOINT and HEALTHCHECK, in the
// commands of services and in scripts.
package shell

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		healthchecks, cmdLanguage, cmdWords, cmdState, shells, crossed, nano, nanoFiles, powerShell7, layers, volumes, powershell, preferences,
		processState, installers, starting, native, lostQuotes, percents, aliased, secrets, downloads, web,
		arguments, dashes, foreignVariables, powerShellVariables, ampersands, editions, programs, chocolatey, continuations, parsing,
	)
}
