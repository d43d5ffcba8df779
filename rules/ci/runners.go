package ci

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// runners is the rules about the machines that a CI service hosts.
var runners = []*lint.Rule{
	{
		ID: "ci-docker-missing", Summary: "Docker is not installed on the hosted runner", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{runnerImages, "https://github.com/actions/runner-images/issues/14645"},
		Check: lint.Each(dockerMissing),
	},
	{
		ID: "ci-retired-runner", Summary: "The job waits for a hosted runner that has been retired", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{runnerImages, "https://github.com/actions/runner-images/issues/12045"},
		Check: lint.Each(retiredRunner),
	},
}

// dockerMissing finds the first step that needs an engine on a machine that has none.
func dockerMissing(p *lint.Pass, leg *ci.Leg) {
	r := p.Scope.Runner
	if !onHosted(p) || r.Hosted.Docker || r.Hosted.Retired != "" {
		return
	}
	for _, s := range leg.Steps {
		if at, found := needsDocker(p, s); found && p.Scope.Runs(s) {
			f := p.Reportf(at, "`%s` runners do not have Docker", r.Label).Notef("The runner image contains neither Docker Engine nor the Docker CLI.").
				Helpf("Run the job on `windows-2022` or `windows-2025`.")
			check.RelateRunner(p, f)
			return
		}
		if p.Scope.MayRun(s) && installs(p, s, installsDocker) != never {
			return
		}
	}
}

// needsDocker is the place of what calls the engine in a step.
func needsDocker(p *lint.Pass, s *ci.Step) (source.Span, bool) {
	switch s.Action() {
	case "docker/build-push-action", "docker/bake-action", "docker/setup-buildx-action", "docker/login-action":
		return s.Uses.Span(), true
	}
	if list := calls(p, s, "docker"); len(list) > 0 && list[0].Name.Span().Start < installs(p, s, installsDocker) {
		return list[0].Name.Span(), true
	}
	return source.Span{}, false
}

// retiredRunner finds a machine that no job gets any more. It is only reported for jobs that have to do with containers:
// what other jobs ask for is not the business of winlint.
func retiredRunner(p *lint.Pass, leg *ci.Leg) {
	r := p.Scope.Runner
	if !onHosted(p) || r.Hosted.Retired == "" || !callsDocker(p, leg) {
		return
	}
	p.Reportf(r.At, "The runner image `%s` has been retired", r.Label).Notef("%s has removed this image, so no runner picks up the job.", p.Unit.CI.System).
		Helpf("Use `windows-2022` or `windows-2025`, and container images for the same Windows release.")
}

func callsDocker(p *lint.Pass, leg *ci.Leg) bool {
	for _, s := range leg.Steps {
		if strings.HasPrefix(s.Action(), "docker/") || s.Uses.Is("docker@0", "docker@1", "docker@2") || len(calls(p, s, "docker", "docker-compose")) > 0 {
			return true
		}
	}
	return leg.Image.Len() > 0
}
