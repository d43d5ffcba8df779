// Package install holds the rules about what downloads and installs software: web requests, installers and package managers.
package install

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(aliased, downloads, web, installers, chocolatey, nano)
}
