package container

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var dotnetForLinux = []*lint.Rule{
	{
		ID: "dotnet-tag-without-windows", Summary: "A .NET tag without a Windows release contains only Linux images", Topic: "image",
		Severity: lint.Warning, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://github.com/dotnet/dotnet-docker/blob/main/documentation/supported-tags.md", "https://github.com/dotnet/dotnet-docker/issues/4492",
			"https://github.com/dotnet/sdk/issues/38502",
		},
		Check: lint.Both{
			lint.Each(dotnetTagWithoutWindows), lint.Each(dotnetService), dockerCommands(dotnetCommand, "run", "create", "pull"),
		},
	},
}

// dotnetTagWithoutWindows looks at the stages that a Windows image needs, and at the images that they copy from. The classic builder
// builds the other stages, too.
func dotnetTagWithoutWindows(p *lint.Pass, u *subject.Unit) {
	if u.Dockerfile == nil {
		return
	}
	needed := check.NeededStages(u)
	suffix := windowsSuffix(u, needed)
	for _, s := range u.Scopes {
		if s.Kind != subject.Stage || s.From == nil || !needed[s] && (suffix == "" || p.Environment.Builder != engine.Classic) {
			continue
		}
		if s.Base == nil && s.Image != nil && s.Image.Complete() && (suffix != "" || s.OS == windows.Windows && s.Strong) {
			dotnetForLinuxOnly(p, s.Image, s.From.Words[0].Text, s.From.Flag("platform"), suffix)
		}
		for _, in := range check.InstructionsOf(s, "COPY") {
			if r := check.CopiedImage(u, s, in); r != nil && r.Complete() && suffix != "" {
				dotnetForLinuxOnly(p, r.Image, r.At, nil, suffix)
			}
		}
	}
}

// windowsSuffix is the words of the tag of the last needed stage that is certainly for Windows: "-nanoserver-ltsc2022". It is "-" if its tag
// has none, and "" if there is no such stage.
func windowsSuffix(u *subject.Unit, needed map[*subject.Scope]bool) (suffix string) {
	for _, s := range slices.Backward(u.Scopes) {
		if needed[s] && s.OS == windows.Windows && s.Strong && s.Image != nil {
			if found := tagSuffix.FindString(s.Image.Tag); found != "" {
				return found
			}
			suffix = cmp.Or(suffix, "-")
		}
	}
	return suffix
}

// dotnetService looks at the image of a service that is certainly for Windows.
func dotnetService(p *lint.Pass, _ *compose.Service) {
	if r := serviceImage(p.Scope); r != nil && p.Scope.OS == windows.Windows && p.Scope.Strong && isDotnetForLinux(r.Image) {
		withoutWindows(p, r.Image, r.At, "")
	}
}

// dotnetCommand looks at the image of a docker command that asks for Windows.
func dotnetCommand(p *lint.Pass, c *docker.Command) {
	r, platform, isolation := commandImage(p.Scope, c), c.Option("platform"), c.Option("isolation")
	if r == nil || !isDotnetForLinux(r.Image) {
		return
	}
	if platform != nil && forWindows(platform.Value.Pattern) || isolation != nil && isolation.Value.Is("process", "hyperv") {
		withoutWindows(p, r.Image, r.At, "").WithSeverity(lint.Error)
	}
}

var (
	tagSuffix = lazy.MustCompile(`(?i)-(?:nanoserver|windowsservercore)-\w+$`)
	// sharedTag is a tag that names no system: of a version, or of a preview of one, for all processors or for one.
	sharedTag    = lazy.MustCompile(`^(\d+)(?:\.\d+){0,2}(-(?:preview|rc)(?:\.\d+)*)?(?:-(?:amd64|arm64v8|arm32v7))?$`)
	neverWindows = []string{"dotnet/runtime-deps", "dotnet/monitor", "dotnet/monitor/base", "dotnet/aspire-dashboard"}
)

// forWindows reports whether a platform is one of Windows.
func forWindows(platform string) bool { return strings.HasPrefix(strings.ToLower(platform), "windows") }

// dotnetForLinuxOnly reports an image of .NET in a Dockerfile whose tag is a list without images for Windows.
func dotnetForLinuxOnly(p *lint.Pass, image *windows.Image, at source.Text, platform *dockerfile.Flag, suffix string) {
	if !isDotnetForLinux(image) || platform != nil && (image.LinuxOnly() || !forWindows(platform.Read)) {
		return // platform-mismatch says it, or it is a stage for the machine that builds or for Linux
	}
	f := withoutWindows(p, image, at, suffix)
	if platform != nil || p.Environment.Builder == engine.Classic {
		f.WithSeverity(lint.Error)
	}
}

func withoutWindows(p *lint.Pass, image *windows.Image, at source.Text, suffix string) *lint.Finding {
	f := p.Reportf(at, "`%s` has no Windows image", check.Brief(image.Text))
	if isNeverWindows(image) {
		return f.Notef("Microsoft publishes this image for Linux only.").
			Helpf("%s", insteadOfNeverWindows(image))
	}
	f.Notef("Since .NET 8, a tag without a Windows release contains only Linux images.")
	if image.Tag == "" || image.Tag == "latest" {
		return f.Helpf("Use a tag with a Windows release, such as `10.0-nanoserver-ltsc2022`.")
	}
	if len(suffix) < 2 {
		return f.Helpf("Add a Windows release to the tag, as in `%s-nanoserver-ltsc2025`.", image.Tag)
	}
	f.Helpf("Use `%s%s`.", image.Tag, suffix)
	if at.String() == image.Text && strings.HasSuffix(image.Text, ":"+image.Tag) {
		f.Insert(at.Span().End, suffix)
	}
	return f
}

// insteadOfNeverWindows says what to use instead of an image that exists only for Linux.
func insteadOfNeverWindows(image *windows.Image) string {
	if withoutNightly(image.Repository) == "dotnet/runtime-deps" {
		return "Use `dotnet/runtime` or `dotnet/aspnet` with a Windows release in the tag."
	}
	return "Use this image only in a Linux stage or container."
}

// isNeverWindows reports whether an image is from a repository of .NET that has never had an image for Windows.
func isNeverWindows(image *windows.Image) bool {
	return image.Registry == "mcr.microsoft.com" && slices.Contains(neverWindows, withoutNightly(image.Repository))
}

// withoutNightly is the repository of the releases for one of the nightly builds.
func withoutNightly(repository string) string {
	return strings.Replace(repository, "dotnet/nightly/", "dotnet/", 1)
}

// isDotnetForLinux reports whether an image is one of .NET whose tag has no image for Windows, though it does not say so itself.
func isDotnetForLinux(image *windows.Image) bool {
	if image.Registry != "mcr.microsoft.com" || image.Digest != "" {
		return false
	}
	latest := image.Tag == "" || image.Tag == "latest"
	tag := sharedTag.FindStringSubmatch(image.Tag)
	if isNeverWindows(image) {
		return latest || tag != nil
	}
	switch withoutNightly(image.Repository) {
	case "dotnet/sdk", "dotnet/runtime", "dotnet/aspnet":
	default:
		return false
	}
	if tag == nil {
		return latest
	}
	major, err := strconv.Atoi(tag[1])
	return err == nil && major >= 8 && !hadWindows(image.Tag, tag[2])
}

// hadWindows reports whether a preview of .NET 8 is older than the change.
func hadWindows(tag, preview string) bool {
	return strings.HasPrefix(tag, "8.") && (strings.HasPrefix(preview, "-preview.1") || strings.HasPrefix(preview, "-preview.2"))
}
