// Package ci holds the rules about what CI files ask of Windows machines: containers next to a job, actions that need Linux,
// builders that no image of a runner has.
package ci

import (
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule { return slices.Concat(containers, runners, buildx, gitBash, groovy) }

// Sources that several rules share.
const runnerImages = "https://github.com/actions/runner-images"

// onHosted reports whether a job runs on a machine with Windows that the CI service itself hosts.
func onHosted(p *lint.Pass) bool {
	r := p.Scope.Runner
	return r != nil && r.OS == windows.Windows && r.Hosted != nil && r.Image == nil
}

// onGitHub is a check of the jobs or the steps of GitHub workflows that certainly run on Windows, on any machine.
func onGitHub[N lint.Placed](f func(*lint.Pass, N)) lint.Check {
	return lint.Each(func(p *lint.Pass, n N) {
		if p.Scope.Kind == subject.Job && p.Unit.CI.System == ci.GitHub && p.Scope.Runner.Strong {
			f(p, n)
		}
	})
}

// calls is the commands of a step that have one of the names.
func calls(p *lint.Pass, s *ci.Step, names ...string) (list []*script.Command) {
	if outermost := p.StepScript(s); outermost != nil {
		for inner := range outermost.All() {
			for c := range inner.Commands() {
				if c.Is(names...) {
					list = append(list, c)
				}
			}
		}
	}
	return list
}
