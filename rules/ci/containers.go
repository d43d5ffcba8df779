package ci

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
)

// containers is the rules about containers that the CI system itself starts.
var containers = []*lint.Rule{
	{
		ID: "ci-container-on-windows", Summary: "`Container operations are only supported on Linux runners`", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://docs.github.com/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container",
			"actions/runner src/Runner.Worker/ContainerOperationProvider.cs", "https://github.com/actions/runner/issues/904",
		},
		Check: onGitHub(jobContainer),
	},
	{
		ID: "ci-container-action", Summary: "`Container action is only supported on Linux`", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://docs.github.com/actions/concepts/workflows-and-actions/custom-actions",
			"actions/runner src/Runner.Worker/Handlers/ContainerActionHandler.cs",
		},
		Check: onGitHub(containerAction),
	},
	{
		ID: "ci-image-ignored", Summary: "GitLab's hosted Windows runners ignore `image` and `services`", Topic: "ci",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.gitlab.com/ci/runners/hosted_runners/windows/"},
		Check: lint.Each(imageIgnored),
	},
}

// jobContainer finds a container of a job and those beside it. An image that is an expression may be empty, and an empty
// one means no container.
func jobContainer(p *lint.Pass, leg *ci.Leg) {
	const says = "The job fails with `Container operations are only supported on Linux runners`."
	if c := leg.Job.Container; c != nil && leg.Image.Known() && leg.Image.Len() > 0 && leg.Image.Span().Len() > 0 && !isExpression(c.Value) {
		f := p.Reportf(c.Key, "GitHub Actions does not run job containers on Windows").Notef(says).
			Helpf("Remove `container`, and run the commands in a step with `docker run %s`.", leg.Image)
		check.RelateRunner(p, f)
	}
	if s := leg.Job.Services; s != nil && hasService(s.Value) {
		f := p.Reportf(s.Key, "GitHub Actions does not run service containers on Windows").Notef(says).
			Helpf("Move the services to a Linux job, or start them from Windows images in a step with `docker run -d`.")
		check.RelateRunner(p, f)
	}
}

func isExpression(v *data.Value) bool {
	if v = v.Resolve(); v.Is(data.Mapping) {
		v = v.Get("image").Resolve()
	}
	return v == nil || strings.Contains(v.String(), "${{")
}

// hasService reports whether a service certainly has an image.
func hasService(v *data.Value) bool {
	for _, e := range v.Merged() {
		if image := e.Value.Get("image").Resolve(); image != nil && image.String() != "" && !strings.Contains(image.String(), "${{") {
			return true
		}
	}
	return false
}

// containerAction finds an action that is an image, or that a Dockerfile of the repository builds.
func containerAction(p *lint.Pass, s *ci.Step) {
	const says = "The step fails with `Container action is only supported on Linux`."
	switch {
	case s.Uses.Known() && strings.HasPrefix(s.Uses.String(), "docker://"):
		image := strings.TrimPrefix(s.Uses.String(), "docker://")
		f := p.Reportf(s.Uses, "`%s` is a container action, which Windows runners do not support", check.Brief(s.Uses.String())).Notef(says).
			Helpf("Move the step to a Linux job. If this is a Windows image, run `docker run %s` in a script instead.", image)
		check.RelateRunner(p, f)
	case p.Scope.ContainerAction(s):
		f := p.Reportf(s.Uses, "`%s` is a container action, which Windows runners do not support", check.Brief(s.Uses.String())).Notef(says).
			Helpf("Move the step to a Linux job, or rewrite the action in JavaScript or as a composite action.")
		check.RelateRunner(p, f)
	}
}

// imageIgnored finds what the custom executor of a hosted runner does not look at.
func imageIgnored(p *lint.Pass, leg *ci.Leg) {
	if p.Unit.CI.System != ci.GitLab || !onHosted(p) {
		return
	}
	for _, key := range []string{"image", "services"} {
		e := leg.Job.Value.Entry(key)
		if e == nil || e.Value.Resolve().Span().Len() == 0 {
			continue
		}
		f := p.Reportf(e.Key, "`%s` has no effect on GitLab's hosted Windows runners", key).
			Notef("These runners run the script in PowerShell, directly on a virtual machine. The log does not mention that the key is ignored.").
			Helpf("Remove `%s`, and start the container in the script with `docker run`.", key)
		check.RelateRunner(p, f)
	}
}
