package ci

import (
	"math"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

// buildx is the rules about BuildKit on hosted machines, which have the Windows engine and no buildx.
var buildx = []*lint.Rule{
	{
		ID: "ci-buildx-driver", Summary: "setup-buildx-action and setup-qemu-action fail on hosted Windows runners", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/build/builders/drivers/docker-container/", "https://github.com/docker/setup-buildx-action/issues/597",
			"docker/setup-qemu-action src/main.ts",
		},
		Check: lint.Each(linuxContainer),
	},
	{
		ID: "ci-buildx-missing", Summary: "Hosted Windows runners do not have buildx", Topic: "ci",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			runnerImages, "docker/build-push-action src/main.ts", "docker/cli cmd/docker/builder.go",
			"https://github.com/docker/setup-buildx-action/issues/597",
		},
		Check: lint.Each(buildxMissing),
	},
}

// lacksBuildx reports whether a job runs on a machine that has the Windows engine and no buildx: those that Microsoft hosts, for
// GitHub and for Azure Pipelines. Of the machines of GitLab it is not known.
func lacksBuildx(p *lint.Pass) bool {
	if !onHosted(p) || p.Unit.CI.System == ci.GitLab {
		return false
	}
	hosted := p.Scope.Runner.Hosted
	return hosted.Docker && hosted.Retired == ""
}

// linuxContainer finds actions that start a container for Linux.
func linuxContainer(p *lint.Pass, s *ci.Step) {
	if !lacksBuildx(p) {
		return
	}
	switch s.Action() {
	case "docker/setup-qemu-action":
		f := p.Reportf(s.Uses, "`docker/setup-qemu-action` fails on hosted Windows runners").
			Notef("The action starts a privileged Linux container, which fails with `no matching manifest for windows(10.0.%d)/amd64 in the manifest list entries`.",
				p.Scope.Runner.Host().Build()).
			Helpf("Remove the step, because there is no emulation for Windows containers.")
		check.RelateRunner(p, f)
	case "docker/setup-buildx-action":
		if usesOwnBuilder(s) {
			f := p.Reportf(s.Uses, "`docker/setup-buildx-action` fails on hosted Windows runners").
				Notef("The `docker-container` driver starts BuildKit in a Linux container, which fails with `no matching manifest for windows(10.0.%d)/amd64 in the "+
					"manifest list entries`.", p.Scope.Runner.Host().Build()).
				Helpf("Remove the step and build with `docker build`, or set `driver: remote` and `endpoint` to use BuildKit on another machine.")
			check.RelateRunner(p, f)
		}
	}
}

// usesOwnBuilder reports whether setup-buildx-action certainly starts a container.
func usesOwnBuilder(s *ci.Step) bool {
	for _, input := range []string{"endpoint", "append"} {
		if _, e := s.Input(input); e != nil {
			return false
		}
	}
	driver, e := s.Input("driver")
	return e == nil || driver.Is("docker-container", "")
}

// buildxMissing finds the first step that needs buildx where nothing before it can have installed it.
func buildxMissing(p *lint.Pass, leg *ci.Leg) {
	if !lacksBuildx(p) {
		return
	}
	for _, s := range leg.Steps {
		if p.Scope.Runs(s) && needsBuildx(p, s) || p.Scope.MayRun(s) && installs(p, s, installsBuildx) != never {
			return
		}
	}
}

// needsBuildx reports what in a step needs buildx.
func needsBuildx(p *lint.Pass, s *ci.Step) bool {
	switch name := s.Action(); name {
	case "docker/build-push-action", "docker/bake-action":
		f := p.Reportf(s.Uses, "`%s` needs buildx, which hosted Windows runners do not have", name).
			Notef("The step fails with `Docker buildx is required. See https://github.com/docker/setup-buildx-action to set up buildx.`").
			Helpf("Run `docker build` in a script instead, because it does not need buildx.")
		check.RelateRunner(p, f)
		return true
	}
	from := installs(p, s, installsBuildx)
	for _, c := range calls(p, s, "docker") {
		if c.Name.Span().Start > from {
			return false
		}
		if name := pluginOf(c); name != "" {
			f := p.Reportf(c.Args[0], "`docker %s` is not available on hosted Windows runners", name).
				Notef("The command fails with `%s`.", pluginSays[name]).Helpf("Run `docker build` instead, because it does not need buildx.")
			check.RelateRunner(p, f)
			return true
		}
		if d := docker.Read(c); d != nil && d.Verb == "build" && asksForBuildKit(s, c) {
			f := p.Reportf(d.VerbAt, "`DOCKER_BUILDKIT` needs buildx, which hosted Windows runners do not have").
				Notef("The build fails with `ERROR: BuildKit is enabled but the buildx component is missing or broken.`").
				Helpf("Remove `DOCKER_BUILDKIT` or set it to `0` to build with the classic builder.")
			check.RelateRunner(p, f)
			return true
		}
	}
	return false
}

// pluginSays is what the docker command says that lacks a plugin.
var pluginSays = map[string]string{
	"buildx": "docker: unknown command: docker buildx",
	"bake":   "ERROR: docker bake requires the buildx component but it is missing or broken.",
}

// pluginOf is the command of buildx that a docker command calls; "" if it calls none, or only asks whether buildx is there.
func pluginOf(c *script.Command) string {
	if len(c.Args) == 0 || len(c.Args) > 1 && c.Args[1].Is("version", "inspect", "ls") {
		return ""
	}
	if name := c.Args[0].String(); pluginSays[name] != "" {
		return name
	}
	return ""
}

// asksForBuildKit reports whether a build of a step certainly runs with DOCKER_BUILDKIT on.
func asksForBuildKit(s *ci.Step, build *script.Command) bool {
	for _, a := range build.Assigns {
		if v, ok := a.Target.(*script.Variable); ok && v.String() == "DOCKER_BUILDKIT" && a.Value != nil {
			return isTrue(strings.Trim(a.Value.String(), `"'`))
		}
	}
	if set := buildKitSet.FindStringSubmatchIndex(s.Run.String()); set != nil {
		return isTrue(s.Run.String()[set[2]:set[3]]) && s.Run.Offset(set[2]) < build.Span().Start &&
			strings.Count(strings.ToUpper(s.Run.String()), "DOCKER_BUILDKIT") == 1
	}
	value, e := s.Variable("DOCKER_BUILDKIT")
	return e != nil && value.Known() && isTrue(value.String()) && !strings.Contains(s.Run.String(), "DOCKER_BUILDKIT")
}

// buildKitSet is a line that sets the variable outside of any block.
var buildKitSet = lazy.MustCompile(`(?im)^(?:set[ \t]+"?|\$env:|export[ \t]+)DOCKER_BUILDKIT[ \t]*=[ \t]*["']?([^"'\s;&]*)`)

func isTrue(s string) bool {
	on, err := strconv.ParseBool(s)
	return err == nil && on
}

// What a script that may install something names.
var (
	installsBuildx = lazy.MustCompile(`(?i)\bdocker[-_/]buildx|\bbuildx[-_v/]|cli-plugins|docker-desktop|docker/buildx`)
	installsDocker = lazy.MustCompile(`(?i)docker-ce|docker-desktop|download\.docker\.com|install-docker|\b(?:choco|winget|scoop)\b.*\bdocker|DockerMsft`)
	foreignScript  = lazy.MustCompile(`(?i)[\w./\\-]+\.(?:ps1|psm1|cmd|bat|sh|py|exe)\b|\bInvoke-Expression\b|\biex\b|\b(?:make|npm|task|just|invoke|pwsh|bash|sh|nox|cargo|go)[ \t]`)
)

// never is the offset of what does not happen.
const never = math.MaxInt

// installs is the offset in the file from which on the steps of a job may have what the expression names: the step names it, or runs a
// program of which nothing is known. It is never if they do not.
func installs(p *lint.Pass, s *ci.Step, what *lazy.Regexp) int {
	name := s.Action()
	switch {
	case name != "" && installsNothing(name), name == "" && s.Run.Len() == 0:
		return never
	case name != "" || p.StepScript(s) == nil:
		return 0
	}
	text, first := s.Run.String(), s.Run.Len()
	for _, expression := range []*lazy.Regexp{what, foreignScript} {
		if at := expression.FindStringIndex(text); at != nil {
			first = min(first, at[0])
		}
	}
	if first == s.Run.Len() {
		return never
	}
	return s.Run.Offset(first)
}

// installsNothing reports whether an action is one of those that do not install programs for others.
func installsNothing(name string) bool {
	switch name {
	case "docker/login-action", "docker/metadata-action", "docker/setup-qemu-action", "docker/build-push-action", "docker/bake-action":
		return true
	}
	return strings.HasPrefix(name, "actions/") || strings.HasPrefix(name, "github/")
}
