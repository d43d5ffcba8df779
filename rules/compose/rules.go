// Package compose holds the rules about the compose file itself: its YAML, its version, what Docker Compose interpolates,
// and how it reads commands and values.
package compose

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		composeFiles, yamlText, composeVariables, composeCommands, composeHealthchecks, composeValues, composeEnvFiles, secrets,
		composeVersions,
	)
}
