// Package rules joins what winlint knows. Each folder in it holds the rules about one thing that is read; check holds what
// they share.
package rules

import (
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules/compose"
	"github.com/winlint/winlint/rules/container"
	"github.com/winlint/winlint/rules/dockerfile"
	"github.com/winlint/winlint/rules/shell"
)

// All is every rule, also those that are off by default.
func All() []*lint.Rule {
	return slices.Concat(comments, dockerfile.Rules(), shell.Rules(), container.Rules(), compose.Rules())
}

// Default is the rules that run where nothing else is asked for.
func Default() []*lint.Rule {
	return slices.DeleteFunc(All(), func(r *lint.Rule) bool { return r.Off })
}

var comments = []*lint.Rule{lint.UnusedIgnore}
