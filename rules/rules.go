// Package rules joins what winlint knows. Each directory in it holds the rules about one thing that is read; check holds what
// they share.
package rules

import (
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules/ci"
	"github.com/winlint/winlint/rules/compose"
	"github.com/winlint/winlint/rules/container"
	"github.com/winlint/winlint/rules/daemon"
	"github.com/winlint/winlint/rules/dockerfile"
	"github.com/winlint/winlint/rules/install"
	"github.com/winlint/winlint/rules/powershell"
	"github.com/winlint/winlint/rules/shell"
)

// All is every rule, also those that are off by default, in the order of their topics.
func All() []*lint.Rule {
	place := map[string]int{}
	for i, topic := range Topics() {
		place[topic.Name] = i
	}
	list := slices.Concat(
		dockerfile.Rules(), shell.Rules(), powershell.Rules(), install.Rules(), container.Rules(), compose.Rules(), daemon.Rules(), ci.Rules(), comments,
	)
	slices.SortStableFunc(list, func(a, b *lint.Rule) int { return place[a.Topic] - place[b.Topic] })
	return list
}

var comments = []*lint.Rule{lint.UnusedIgnore}
