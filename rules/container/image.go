package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// What Microsoft says about its base images.
const lifecycle = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/base-image-lifecycle"

var images = []*lint.Rule{
	{
		ID: "image-without-tag", Summary: "The image does not have a tag, or the tag is `latest`", Topic: "image",
		Severity: lint.Error, Since: "0.1.0", Check: image(imageWithoutTag),
		Refs: []string{check.CompatibilityPage, "https://techcommunity.microsoft.com/t5/containers/removing-the-latest-tag-an-update-on-mcr/ba-p/393045"},
	},
	{
		ID: "retired-image-name", Summary: "Microsoft's images are no longer on Docker Hub", Topic: "image",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://github.com/dotnet/dotnet-docker/issues/2848",
			"https://github.com/microsoft/dotnet-framework-docker/issues/773",
			"https://techcommunity.microsoft.com/t5/containers/windows-server-2019-now-available/ba-p/382430",
		},
		Check: imageFor(retiredImageName, windows.Windows, windows.UnknownOS),
	},
	{
		ID: "release-out-of-support", Summary: "The image's Windows release is out of support",
		Topic: "image", Severity: lint.Warning, Since: "0.1.0", Refs: []string{lifecycle}, Check: image(releaseOutOfSupport),
	},
	{
		ID: "release-near-end", Summary: "Support for the image's Windows release ends within a year",
		Topic: "image", Severity: lint.Info, Since: "0.1.0", Refs: []string{lifecycle}, Check: image(releaseNearEnd),
	},
	{
		ID: "image-not-published", Summary: "The base image was never published for this Windows release", Topic: "image",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{check.BaseImagesPage, lifecycle},
		Check: image(imageNotPublished),
	},
	{
		ID: "image-not-pinned", Summary: "The image is not pinned to a digest", Topic: "image",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"},
		Check: image(imageNotPinned),
	},
	{
		ID: "revision-pinned", Summary: "The image never gets a later monthly update", Topic: "image",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{"https://techcommunity.microsoft.com/t5/containers/updates-to-our-container-tagging-format/ba-p/382435"},
		Check: image(revisionPinned),
	},
}

// image is a check of the Windows images that a Dockerfile names, in FROM and in COPY --from, and that services and docker
// commands run or pull.
func image(f func(*lint.Pass, *check.Reference)) lint.Check { return imageFor(f, windows.Windows) }

// imageFor is image for some systems.
func imageFor(f func(*lint.Pass, *check.Reference), systems ...windows.OS) lint.Check {
	named := func(p *lint.Pass, r *check.Reference) {
		if r != nil && slices.Contains(systems, r.On.OS) {
			f(p, r)
		}
	}
	return lint.Both{
		check.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
			if in.Name == "COPY" {
				named(p, check.CopiedImage(p.Unit, p.Scope, in))
				return
			}
			named(p, baseImage(p, in))
		}, "FROM", "COPY"),
		lint.Each(func(p *lint.Pass, s *compose.Service) { named(p, serviceImage(p.Scope)) }),
		dockerCommands(func(p *lint.Pass, c *docker.Command) { named(p, commandImage(p.Scope, c)) }, "run", "create", "pull"),
	}
}

// commandImage is the image that a docker command gets from elsewhere; nil if its name is not known.
func commandImage(s *subject.Scope, c *docker.Command) *check.Reference {
	if s.Image == nil || s.Made || len(c.Operands) == 0 {
		return nil
	}
	return &check.Reference{Image: s.Image, On: s.Target, At: c.Operands[0].Text, Base: true}
}

// serviceImage is the image that a service pulls; nil if it builds one, and if the name is not known.
func serviceImage(s *subject.Scope) *check.Reference {
	if s.Image == nil {
		return nil
	}
	return &check.Reference{Image: s.Image, On: s.Target, At: s.Service.Get("image").Resolve().Text, Base: true}
}

// baseImage is the image that a FROM names; nil if it is a stage, scratch or not known.
func baseImage(p *lint.Pass, in *dockerfile.Instruction) *check.Reference {
	s := p.Scope
	if s.From != in || s.Image == nil || check.IsScratch(s.Image) {
		return nil
	}
	return &check.Reference{Image: s.Image, On: s.Target, At: in.Words[0].Text, Base: true}
}

// baseOf is the edition of one of Microsoft's four base images, named as they are published today.
func baseOf(i *windows.Image) windows.Edition {
	if i.Registry != "mcr.microsoft.com" {
		return windows.UnknownEdition
	}
	for edition, repository := range baseRepositories {
		if i.Repository == repository {
			return edition
		}
	}
	return windows.UnknownEdition
}

var baseRepositories = map[windows.Edition]string{
	windows.NanoServer: "windows/nanoserver",
	windows.ServerCore: "windows/servercore",
	windows.Server:     "windows/server",
	windows.Full:       "windows",
}

// retired is a repository that Microsoft had on Docker Hub.
type retired struct {
	name     string   // after "microsoft/"; "*" at the end stands for any rest
	now      []string // the repositories that took its place; none if nothing did
	sameTags bool     // their tags are those of before
	insiders bool     // for Windows Insiders: what is still on Docker Hub is old, if it can be pulled at all
}

var retiredRepositories = []retired{
	{name: "windowsservercore", now: []string{"mcr.microsoft.com/windows/servercore"}, sameTags: true},
	{name: "nanoserver", now: []string{"mcr.microsoft.com/windows/nanoserver"}, sameTags: true},
	{name: "windowsservercore-insider", now: []string{"mcr.microsoft.com/windows/servercore/insider"}, insiders: true},
	{name: "nanoserver-insider*", now: []string{"mcr.microsoft.com/windows/nanoserver/insider"}, insiders: true},
	{name: "iis", now: []string{"mcr.microsoft.com/windows/servercore/iis"}},
	{name: "aspnet", now: []string{"mcr.microsoft.com/dotnet/framework/aspnet"}},
	{name: "wcf", now: []string{"mcr.microsoft.com/dotnet/framework/wcf"}},
	{name: "dotnet-framework-build", now: []string{"mcr.microsoft.com/dotnet/framework/sdk"}},
	{name: "dotnet-framework-samples", now: []string{"mcr.microsoft.com/dotnet/framework/samples"}},
	{name: "dotnet-framework", now: []string{"mcr.microsoft.com/dotnet/framework/runtime", "mcr.microsoft.com/dotnet/framework/sdk"}},
	{name: "dotnet", now: []string{"mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/sdk"}},
	{name: "aspnetcore-build", now: []string{"mcr.microsoft.com/dotnet/sdk"}},
	{name: "aspnetcore", now: []string{"mcr.microsoft.com/dotnet/aspnet"}},
	{name: "powershell", now: []string{"mcr.microsoft.com/powershell"}},
	{name: "mssql-server-windows*"},
}

func retiredRepository(i *windows.Image) *retired {
	name, found := strings.CutPrefix(i.Repository, "microsoft/")
	if !found || i.Registry != "docker.io" {
		return nil
	}
	for n := range retiredRepositories {
		r := &retiredRepositories[n]
		prefix, rest := strings.CutSuffix(r.name, "*")
		if name == r.name || rest && strings.HasPrefix(name, prefix) {
			return r
		}
	}
	return nil
}

func imageWithoutTag(p *lint.Pass, r *check.Reference) {
	if !tagless(r.Image) || retiredRepository(r.Image) != nil {
		return
	}
	if baseOf(r.Image) != windows.UnknownEdition {
		name := strings.TrimSuffix(r.Text, ":latest")
		p.Reportf(r.At, "There is no `latest` tag for `%s`", name).
			Notef("%s `manifest for %s:latest not found`.", meansLatest(r.Image), name).
			Helpf("Write `%s:%s`, or the tag of another release.", name, newest(p.Environment))
		return
	}
	// A name without a slash is most often an image that was built beside this file, or a name of another file.
	if r.On.Strong && !strings.HasPrefix(r.Repository, "library/") {
		f := p.Reportf(r.At, "`%s` is not pinned to a version", r.Text).
			Helpf("Use a tag that includes the version and the Windows release.").WithSeverity(lint.Info)
		if r.Tag == "" {
			f.Notef("Without a tag, the name means `%s:latest`, which can move to a newer version or a different Windows release.", r.Text)
		} else {
			f.Notef("The `latest` tag can move to a newer version or a different Windows release.")
		}
	}
}

// meansLatest begins the note on a base image that has no tag, or the tag latest.
func meansLatest(i *windows.Image) string {
	if i.Tag == "" {
		return "Without a tag, Docker looks for `latest`, and the pull fails with"
	}
	return "The pull fails with"
}

// newest is the release that a file most likely wants: the host's, or else the last one.
func newest(w engine.Environment) windows.Release {
	if w.Host.Known() && w.Host.Has(windows.ServerCore) {
		return w.Host
	}
	releases := windows.Releases()
	return releases[len(releases)-1]
}

func retiredImageName(p *lint.Pass, r *check.Reference) {
	old := retiredRepository(r.Image)
	if old == nil {
		return
	}
	sameTag := old.sameTags && r.Digest == "" && !tagless(r.Image)
	f := p.Reportf(r.At, "`%s` is no longer on Docker Hub", r.Text).
		Notef("Microsoft publishes its images on mcr.microsoft.com, and removed them from Docker Hub.").Helpf("%s", old.successor(sameTag, r.Tag))
	if old.insiders {
		f.Notef("Microsoft publishes images for Windows Insiders only on mcr.microsoft.com.").WithSeverity(lint.Warning)
	}
	if sameTag && r.Written() {
		f.Replace(r.Part(strings.TrimSuffix(r.Text, ":"+r.Tag)), old.now[0])
	}
}

// successor says what to write instead.
func (r *retired) successor(sameTag bool, tag string) string {
	switch {
	case len(r.now) == 0:
		return "Use another image: Microsoft no longer publishes this one for Windows."
	case sameTag:
		return "Use `" + r.now[0] + ":" + tag + "`."
	}
	return "Use `" + strings.Join(r.now, "` or `") + "` with one of its current tags."
}

func releaseOutOfSupport(p *lint.Pass, r *check.Reference) {
	end := r.On.Release.End(r.On.Edition)
	if !r.Base || end == (windows.Date{}) || !end.Before(p.Environment.Today) || tagless(r.Image) || retiredRepository(r.Image) != nil {
		return
	}
	p.Reportf(r.At, "%s has been out of support since %s", releaseName(r.On), end).
		Notef("Images of this release no longer get security updates.").Helpf("Use %s.", serviced(p.Environment.Today, r.On.Edition))
}

// tagless reports whether the name means "latest", so that it is the missing tag that is wrong.
func tagless(i *windows.Image) bool { return i.Digest == "" && (i.Tag == "" || i.Tag == "latest") }

// nearEnd is how many months ahead of the end of support release-near-end speaks.
const nearEnd = 12

func releaseNearEnd(p *lint.Pass, r *check.Reference) {
	end, today := r.On.Release.End(r.On.Edition), p.Environment.Today
	if !r.Base || end.Before(today) || !end.Before(today.AddMonths(nearEnd)) || tagless(r.Image) ||
		retiredRepository(r.Image) != nil {
		return
	}
	p.Reportf(r.At, "Support for %s ends on %s", releaseName(r.On), end).
		Notef("Images of this release get no security updates after that date.").Helpf("Use %s.", serviced(today, r.On.Edition))
}

// releaseName is a release in words; Nano Server is told apart if it was given up earlier than the others.
func releaseName(t subject.Target) string {
	if t.Edition == windows.NanoServer && t.Release == windows.LTSC2016 {
		return "Nano Server 2016 (`sac2016`)"
	}
	if t.Edition == windows.NanoServer && t.Release.End(t.Edition) != t.Release.End(windows.ServerCore) {
		return "Nano Server" + yearOf(t.Release)
	}
	if year := yearOf(t.Release); year != "" {
		return "Windows Server" + year
	}
	return "Windows `" + string(t.Release) + "`"
}

// yearOf is the name of a long-term release by its year, " 2016 (`ltsc2016`)"; "" for the others.
func yearOf(r windows.Release) string {
	if year, ok := strings.CutPrefix(string(r), "ltsc"); ok {
		return " " + year + " (`" + string(r) + "`)"
	}
	return ""
}

// serviced is the releases whose images get updates for longer than a year from today, as text.
func serviced(today windows.Date, e windows.Edition) string {
	var list []string
	for _, r := range windows.Releases() {
		if end := r.End(e); today.AddMonths(nearEnd).Before(end) {
			list = append(list, "`"+string(r)+"` (until "+end.String()+")")
		}
	}
	return alternatives(list)
}

// alternatives is a list in words: "a, b or c".
func alternatives(list []string) string {
	if last := len(list) - 1; last > 0 {
		return strings.Join(list[:last], ", ") + " or " + list[last]
	}
	return strings.Join(list, "")
}

func imageNotPublished(p *lint.Pass, r *check.Reference) {
	edition := baseOf(r.Image)
	if edition == windows.UnknownEdition || !r.On.Release.Known() || r.Digest != "" || r.On.Release.Has(edition) {
		return
	}
	f := p.Reportf(r.At, "`%s` does not exist", r.Text).
		Notef("Microsoft never published a `%s` image for `%s`.", baseRepositories[edition], r.On.Release).
		Helpf("%s", published(r.On.Release))
	other, swapped := swappedRepository[edition]
	if !swapped || !r.On.Release.Has(other) {
		return
	}
	f.Helpf("Use `%s`.", strings.Replace(r.Text, baseRepositories[edition], baseRepositories[other], 1))
	if !r.Written() {
		return
	}
	f.Replace(r.Part(baseRepositories[edition]), baseRepositories[other])
	if r.Tag != string(windows.LTSC2022) || edition != windows.Full {
		f.Unsafe()
	}
}

// swappedRepository is the base image that stands in for the other if only one of both was published: "windows/server"
// took the place of "windows" with 2022.
var swappedRepository = map[windows.Edition]windows.Edition{windows.Full: windows.Server, windows.Server: windows.Full}

// published says which base images a release has.
func published(release windows.Release) string {
	var names []string
	for _, e := range []windows.Edition{windows.NanoServer, windows.ServerCore, windows.Server, windows.Full} {
		if release.Has(e) {
			names = append(names, "`"+baseRepositories[e]+"`")
		}
	}
	if len(names) == 0 {
		return "Use an `ltsc2022` image, which `" + string(release) + "` hosts can run."
	}
	return "Use " + alternatives(names) + " for `" + string(release) + "`, or choose another release."
}

func imageNotPinned(p *lint.Pass, r *check.Reference) {
	if r.Digest == "" {
		p.Reportf(r.At, "`%s` is not pinned to a digest", r.Text).
			Notef("The publisher can move a tag to a different image, so two builds can differ.").
			Helpf("Write `%s@sha256:…`. `docker buildx imagetools inspect %s` shows the digest.", r.Text, r.Text)
	}
}

func revisionPinned(p *lint.Pass, r *check.Reference) {
	if version := versionIn(r.Tag); version != "" && r.Base && r.On.Release.Known() {
		p.Reportf(r.At, "`%s` pins the image to one month's update", version).
			Notef("Builds do not get later updates.").Helpf("Use the tag of the release, `%s`, to get later updates.", r.On.Release)
	}
}

// versionIn is the full version of Windows in a tag, such as 10.0.17763.1234; "" if there is none.
func versionIn(tag string) string {
	for _, word := range strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' }) {
		if numbers := strings.Split(word, "."); len(numbers) == 4 && numbers[0] == "10" && numbers[1] == "0" && len(numbers[2]) == 5 {
			return word
		}
	}
	return ""
}
