// Package shell holds the rules about what cmd, sh and programs run, and about one shell that starts another: in RUN, CMD,
// ENTRYPOINT and HEALTHCHECK, in the commands of services, in the steps of jobs and in scripts. What PowerShell alone makes of
// a text is in package powershell, and what downloads and installs is in package install.
package shell

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		healthchecks, cmdLanguage, cmdWords, cmdState, ifChains, shells, crossed, nano, nanoFiles, powerShell7, layers, volumes,
		processState, buildTools, starting, secrets, dashes, programs, continuations, pushes, scriptLines,
	)
}
