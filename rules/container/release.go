package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var stages = []*lint.Rule{
	{
		ID: "mixed-releases", Summary: "No host can run all of the images under process isolation", Topic: "image",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			check.CompatibilityPage,
			"moby/moby daemon/internal/distribution/pull_v2_windows.go",
			"microsoft/hcsshim osversion/platform_compat_windows.go",
		},
		Check: lint.Both{lint.Each(mixedReleases), lint.Each(mixedServices)},
	},
	{
		ID: "platform-mismatch", Summary: "`no matching manifest` because the image does not exist for the platform",
		Topic: "image", Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/internal/distribution/pull_v2.go"},
		Check: lint.Both{check.Instructions(platformMismatch, "FROM"), lint.Settings(containerPlatformMismatch, "services.*.platform")},
	},
	{
		ID: "windows-architecture", Summary: "There may be no Windows image for this platform",
		Topic: "image", Severity: lint.Info, Since: "0.1.0",
		Refs:  []string{"containerd/platforms platforms.go", check.BaseImagesPage},
		Check: lint.Both{check.Instructions(windowsArchitecture, "FROM"), lint.Settings(containerArchitecture, "services.*.platform")},
	},
	{
		ID: "host-mismatch", Summary: "The container operating system does not match the host operating system", Topic: "image",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			check.CompatibilityPage,
			"moby/moby daemon/internal/distribution/pull_v2_windows.go",
			"microsoft/hcsshim osversion/platform_compat_windows.go",
		},
		Check: lint.Both{
			lint.Each(hostMismatch), lint.Each(serviceHostMismatch),
			dockerCommands(commandHostMismatch, "run", "create", "pull"), dockerCommands(buildHostMismatch, "build"),
			lint.Each(jobHostMismatch),
		},
	},
}

// A layer is an image that a build needs: one that a stage is built from or that files are copied from.
type layer struct {
	at      lint.Placed // where it is named
	name    string      // as the builder reads it
	in      string      // the Dockerfile that names it, if that is another file
	release windows.Release
	runs    bool // a RUN starts a container of it
	final   bool // the image that the file is about is built from it
}

// words is the image as messages name it.
func (l layer) words() string {
	if l.in != "" {
		return "`" + l.name + "` (in `" + l.in + "`)"
	}
	return "`" + l.name + "`"
}

func mixedReleases(p *lint.Pass, u *subject.Unit) {
	if p.Environment.Host.Known() || p.Environment.Isolation == windows.HyperV {
		return
	}
	var kinds layerKinds
	for _, l := range layersOf(u) {
		if other := kinds.without(l); other != nil {
			reportMixed(p, *other, l)
		}
		kinds.add(l)
	}
}

// layerKinds is the first layer of each kind, in the order of their places: no more than there are releases, however many
// layers a file has.
type layerKinds []layer

func (k *layerKinds) add(l layer) {
	if !slices.ContainsFunc(*k, func(other layer) bool { return other.release == l.release && other.runs == l.runs }) {
		*k = append(*k, l)
	}
}

// without is the first layer that no host has together with l; nil if there is none.
func (k *layerKinds) without(l layer) *layer {
	i := slices.IndexFunc(*k, func(other layer) bool { return !haveHost(other, l) })
	if i < 0 {
		return nil
	}
	return &(*k)[i]
}

func reportMixed(p *lint.Pass, first, second layer) {
	note := "each RUN needs a host that can run the release of its image."
	if !first.runs || !second.runs {
		runs := first
		if second.runs {
			runs = second
		}
		note = "a RUN in the `" + string(runs.release) + "` stage needs a host of that release, which cannot pull the newer image."
	}
	f := p.Reportf(second.at, "No host can build with both `%s` and `%s` images", first.release, second.release).
		Notef("Under process isolation, the default on Windows Server, %s", note).
		Helpf("Use one release for all stages, or build with `--isolation=hyperv`.")
	f.Relate(first.at, "`%s` image", first.release)
}

// haveHost reports whether one host can have both in a build: it runs what has a RUN and pulls the other, which must
// not be newer than the host.
func haveHost(a, b layer) bool {
	for _, host := range windows.Releases() {
		if a.suits(host) && b.suits(host) {
			return true
		}
	}
	return false
}

func (l layer) suits(host windows.Release) bool {
	if l.runs {
		runs, _ := host.RunsInProcess(l.release)
		return runs
	}
	return l.release.Build() <= host.Build()
}

// layersOf is the images of known releases that the build of the last stage needs, in source order. Other stages are
// built by the classic builder only, and often are one of several to choose from.
func layersOf(u *subject.Unit) []layer {
	needed := check.NeededStages(u)
	runs, final := map[*subject.Scope]bool{}, map[*subject.Scope]bool{}
	for s := range needed {
		runs[check.RootStage(s)] = runs[check.RootStage(s)] || check.HasRun(s)
		final[check.RootStage(s)] = final[check.RootStage(s)] || s.Final
	}
	var layers []layer
	for _, s := range u.Scopes {
		if !needed[s] {
			continue
		}
		if s.Base == nil && s.OS == windows.Windows && s.Strong && s.Release.Known() {
			layers = append(layers, layer{at: s.From.Words[0].Text, name: imageName(s), release: s.Release, runs: runs[s], final: final[s]})
		}
		for _, in := range check.InstructionsOf(s, "COPY") {
			if r := check.CopiedImage(u, s, in); r != nil && r.On.OS == windows.Windows && r.On.Strong && r.On.Release.Known() {
				layers = append(layers, layer{at: r.At, name: r.Text, release: r.On.Release})
			}
		}
	}
	return layers
}

// imageName is the name of the image that a stage is built from, as far as it is known.
func imageName(s *subject.Scope) string {
	if s.Parts != nil {
		return s.Parts.Text
	}
	return s.From.Words[0].String()
}

func platformMismatch(p *lint.Pass, in *dockerfile.Instruction) {
	flag, s := in.Flag("platform"), p.Scope
	if flag == nil || s.Image == nil || strings.Contains(flag.Read, "$") {
		return
	}
	asked, _, _ := strings.Cut(strings.ToLower(flag.Read), "/")
	is := subject.OfImage(s.Image, in.Words[0].Span())
	if asked != "windows" && asked != "linux" || is.OS == windows.UnknownOS || !is.Strong || is.OS.String() == asked {
		return
	}
	f := p.Reportf(flag, "There is no `%s` image for the platform `%s`", s.Image.Text, flag.Read).
		Notef("This image exists only for %s.", systemName(is.OS)).
		Helpf("Remove `%s`, or use an image for `%s`.", p.Unit.File.Slice(flag.Span()), flag.Read)
	f.Subsumes(flag)
	if is.OS == windows.Windows {
		f.Delete(source.Span{Start: flag.Span().Start, End: in.Words[0].Span().Start})
	}
}

func systemName(os windows.OS) string {
	if os == windows.Windows {
		return "Windows"
	}
	return "Linux"
}

func windowsArchitecture(p *lint.Pass, in *dockerfile.Instruction) {
	if flag := in.Flag("platform"); flag != nil && !strings.Contains(flag.Read, "$") {
		reportArchitecture(p, flag.Value, flag.Read)
	}
}

func reportArchitecture(p *lint.Pass, at lint.Placed, platform string) {
	os, architecture, found := strings.Cut(strings.ToLower(platform), "/")
	if i := strings.IndexByte(os, '('); i >= 0 { // "windows(10.0.20348)/amd64"
		os = os[:i]
	}
	switch {
	case os != "windows":
	case !found:
		p.Reportf(at, "`%s` does not name an architecture", platform).
			Notef("On an ARM machine, the platform becomes `windows/arm64`, which few images support.").Helpf("Write `windows/amd64`.")
	case architecture == "386" || architecture == "arm" || strings.HasPrefix(architecture, "arm/"):
		p.Reportf(at, "There is no Windows base image for `%s`", platform).
			Helpf("Write `windows/amd64`, whose images also run 32-bit programs, except on Nano Server.").WithSeverity(lint.Warning)
	}
}

// hostMismatch compares the images with the host that the user states, or else with those of the jobs that build the file.
func hostMismatch(p *lint.Pass, u *subject.Unit) {
	host := p.Environment.Host
	if !host.Known() {
		jobMismatch(p, u)
		return
	}
	for _, l := range layersOf(u) {
		if pullMismatch(p, host, l) == nil && (l.runs || l.final) {
			processMismatch(p, host, l, p.Environment.Isolation)
		}
	}
}

// jobMismatch compares the images with the machines of the jobs that build the file, one for each release.
func jobMismatch(p *lint.Pass, u *subject.Unit) {
	type world struct {
		host      windows.Release
		isolation windows.Isolation
	}
	seen := map[world]bool{}
	for _, b := range u.BuiltBy {
		host := b.Runner.Host()
		if !host.Known() || seen[world{host, b.Isolation}] {
			continue
		}
		seen[world{host, b.Isolation}] = true
		for _, l := range layersOf(u) {
			f := pullMismatch(p, host, l)
			if f == nil && l.runs { // to copy into an older image starts no container of it
				f = processMismatch(p, host, l, b.Isolation)
			}
			if f != nil {
				f.Notef("%s %s", b.Sentence(), f.Note).WithSeverity(lint.Warning)
			}
		}
	}
}

// commandHostMismatch compares the image of a docker command with the host. To pull an older image is no mistake yet.
func commandHostMismatch(p *lint.Pass, c *docker.Command) {
	r, host := commandImage(p.Scope, c), p.Environment.Host
	if r == nil || !host.Known() || !r.On.Strong || !r.On.Release.Known() || p.Unit.Remote(c) {
		return
	}
	l := layer{at: r.At, name: r.Text, release: r.On.Release}
	if pullMismatch(p, host, l) != nil || c.Verb == "pull" {
		return
	}
	isolation := p.Environment.Isolation
	if o := c.Option("isolation"); o != nil && !o.Value.Is("default") {
		if !strings.EqualFold(o.Value.Pattern, "process") {
			return // Hyper-V, or not known
		}
		isolation = windows.Process
	}
	processMismatch(p, host, l, isolation)
}

// buildHostMismatch compares the image that a build with arguments begins with. What a build without any makes is found in the
// Dockerfile itself.
func buildHostMismatch(p *lint.Pass, c *docker.Command) {
	b, host := p.Scope.Build, p.Environment.Host
	if b == nil || c.Option("build-arg") == nil || c.Option("isolation") != nil || !host.Known() || p.Unit.Remote(c) {
		return
	}
	root := b.Root()
	if root.Image == nil || root.OS != windows.Windows || !root.Strong || !root.Release.Known() {
		return
	}
	l := layer{at: b.At, name: imageName(root), in: b.Name, release: root.Release}
	if pullMismatch(p, host, l) == nil && runsAny(b.Stage) {
		processMismatch(p, host, l, p.Environment.Isolation)
	}
}

// runsAny reports whether a stage, or one that it is built from, has a RUN: only that starts a container.
func runsAny(s *subject.Scope) bool {
	for ; s != nil; s = s.Base {
		if check.HasRun(s) {
			return true
		}
	}
	return false
}

// jobHostMismatch compares the image in which a job of Azure Pipelines runs with the agent.
func jobHostMismatch(p *lint.Pass, leg *ci.Leg) {
	r := p.Scope.Runner
	if p.Unit.CI.System != ci.AzurePipelines || r.Image == nil || !r.Host().Known() || r.Remote {
		return
	}
	on := subject.OfImage(r.Image, leg.Image.Span())
	if on.OS != windows.Windows || !on.Strong || !on.Release.Known() {
		return
	}
	l := layer{at: leg.Image, name: r.Image.Text, release: on.Release}
	if pullMismatch(p, r.Host(), l) == nil {
		processMismatch(p, r.Host(), l, windows.Process)
	}
}

// pullMismatch reports an image that is newer than the host, which does not pull it; nil for any other image.
func pullMismatch(p *lint.Pass, host windows.Release, l layer) *lint.Finding {
	if l.release.Build() <= host.Build() {
		return nil
	}
	f := p.Reportf(l.at, "`%s` hosts cannot pull `%s` images", host, l.release).
		Notef("%s is newer than the host, so the pull fails with `no matching manifest for windows(10.0.%d)/amd64 in the manifest list entries`.", l.words(), host.Build()).
		Helpf("Use an image for `%s`.", forHost(host))
	return check.RelateRunner(p, f)
}

// forHost is the release of the images that a host runs under process isolation: its own, if there are images of it.
func forHost(host windows.Release) windows.Release {
	if host == windows.V23H2 {
		return windows.LTSC2022
	}
	return host
}

// processMismatch reports an older image that the host runs under Hyper-V isolation only; nil for any other image.
func processMismatch(p *lint.Pass, host windows.Release, l layer, isolation windows.Isolation) *lint.Finding {
	if runs, _ := host.RunsInProcess(l.release); runs || isolation == windows.HyperV {
		return nil
	}
	const says = "`The container operating system does not match the host operating system`"
	if isolation == windows.Process {
		f := p.Reportf(l.at, "`%s` images do not run on `%s` hosts under process isolation", l.release, host).
			Notef("%s does not start: "+says+".", l.words()).Helpf("Use an image for `%s`, or use Hyper-V isolation.", forHost(host))
		return check.RelateRunner(p, f)
	}
	return p.Reportf(l.at, "`%s` images run on `%s` hosts only under Hyper-V isolation", l.release, host).
		Notef("%s does not start under process isolation, the default on Windows Server: "+says+".", l.words()).
		Helpf("Use an image for `%s`, or use Hyper-V isolation.", forHost(host)).WithSeverity(lint.Warning)
}
