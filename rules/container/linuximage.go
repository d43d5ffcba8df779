package container

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// linuxImages is the rule about images for Linux on machines whose engine runs Windows containers only.
var linuxImages = []*lint.Rule{
	{
		ID: "linux-image-on-windows-engine", Summary: "Docker Engine on a Windows runner cannot run Linux images", Topic: "image",
		Severity: lint.Error, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/internal/distribution/pull_v2.go", "https://github.com/docker-library/official-images", "https://github.com/actions/runner-images/issues/1143",
		},
		Check: lint.Both{dockerCommands(commandOfLinux, "run", "create", "pull"), lint.Each(jobOfLinux)},
	},
}

func commandOfLinux(p *lint.Pass, c *docker.Command) {
	r := commandImage(p.Scope, c)
	if r != nil && !asksForWindows(c) {
		linuxImage(p, r.At.Span(), r.Image)
	}
}

// asksForWindows reports whether a command may name the platform of another image than the one for Linux, or another engine.
func asksForWindows(c *docker.Command) bool {
	return c.Option("platform") != nil || len(c.Globals) > 0
}

// jobOfLinux looks at the image in which a job of Azure Pipelines runs.
func jobOfLinux(p *lint.Pass, leg *ci.Leg) {
	if r := p.Scope.Runner; p.Unit.CI.System == ci.AzurePipelines && leg.Image.Known() && leg.Image.Len() > 0 && r.Image != nil {
		linuxImage(p, leg.Image.Span(), r.Image)
	}
}

func linuxImage(p *lint.Pass, at source.Span, image *windows.Image) {
	r, certain := p.Scope.Runner, image.LinuxOnly()
	if !certain && !image.LikelyForLinux() || r.MachineEngine() != windows.Windows || !r.Host().Known() {
		return
	}
	f := p.Reportf(at, "`%s` is a Linux image, which this Windows runner cannot run", check.Brief(image.Text)).
		Notef("The pull fails with `no matching manifest for windows(10.0.%d)/amd64 in the manifest list entries`.", r.Host().Build()).
		Helpf("Run the container on a Linux runner, or use a Windows image instead.")
	if !certain {
		f.WithSeverity(lint.Warning)
	}
	check.RelateRunner(p, f)
}
