// Package rules is what winlint knows: one value for each rule, one file for each topic.
package rules

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// All is every rule, also those that are off by default, by topic.
func All() []*lint.Rule {
	return slices.Concat(
		comments, images, stages, instructions,
		builders, runs, copies, users, ignores,
		words, jsonForms,
		variables, environment, execs, labels,
		escape, continued, syntax,
		cmdLanguage, cmdWords, cmdState, shells, crossed, nano, layers,
		containers, dockerWords, dockerOptions, dockerNetworks, dockerHosts,
		composeFiles, yamlText, composeVariables, composeCommands, composeHealthchecks, composeValues, composeEnvFiles,
		composeKeys, composeMounts, composeServices, composeNetworks,
		composeStorage, composeVersions, composeSystems,
		powershell, preferences, processState, installers, starting, native, lostQuotes, percents,
		aliased, secrets, downloads, web, crossFile,
	)
}

// Default is the rules that run where nothing else is asked for.
func Default() []*lint.Rule {
	return slices.DeleteFunc(All(), func(r *lint.Rule) bool { return r.Off })
}

var comments = []*lint.Rule{lint.UnusedIgnore}
