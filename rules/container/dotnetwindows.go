package container

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var dotnetForLinux = []*lint.Rule{
	{
		ID: "dotnet-tag-without-windows", Summary: "Tags of .NET 8 and later without a Windows release are for Linux only", Topic: "image",
		Severity: lint.Warning, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://github.com/dotnet/dotnet-docker/blob/main/documentation/supported-tags.md", "https://github.com/dotnet/dotnet-docker/issues/4492",
			"https://github.com/dotnet/sdk/issues/38502",
		},
		Check: lint.Each(dotnetTagWithoutWindows),
	},
}

// dotnetTagWithoutWindows looks at the stages that a Windows image needs, and at the images that they copy from.
func dotnetTagWithoutWindows(p *lint.Pass, u *subject.Unit) {
	if u.Dockerfile == nil {
		return
	}
	needed := check.NeededStages(u)
	suffix := windowsSuffix(u, needed)
	for _, s := range u.Scopes {
		if s.Kind != subject.Stage || s.From == nil || !needed[s] {
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

var (
	tagSuffix    = lazy.MustCompile(`(?i)-(?:nanoserver|windowsservercore)-\w+$`)
	sharedTag    = lazy.MustCompile(`^(\d+)\.\d+(?:\.\d+)?$`)
	neverWindows = []string{"dotnet/runtime-deps", "dotnet/monitor", "dotnet/monitor/base", "dotnet/aspire-dashboard"}
)

// dotnetForLinuxOnly reports an image of .NET whose tag is a list without images for Windows.
func dotnetForLinuxOnly(p *lint.Pass, image *windows.Image, at source.Text, platform *dockerfile.Flag, suffix string) {
	severity := lint.Warning
	switch {
	case !isDotnetForLinux(image):
		return
	case platform == nil:
	case strings.HasPrefix(platform.Read, "windows"):
		severity = lint.Error
	default:
		return // a stage for the machine that builds, or for Linux
	}
	if p.Environment.Builder == engine.Classic {
		severity = lint.Error
	}
	f := p.Reportf(at, "`%s` has no Windows image", check.Brief(image.Text)).
		Notef("Since .NET 8, tags that do not name a system are for Linux only. Docker Engine reports `no matching manifest for " +
			"windows(10.0.20348)/amd64 in the manifest list entries`, and BuildKit `no match for platform in manifest`.").
		WithSeverity(severity)
	if len(suffix) < 2 || slices.Contains(neverWindows, image.Repository) || image.Tag == "" || image.Tag == "latest" {
		f.Helpf("Name a Windows release in the tag, for example `8.0-nanoserver-ltsc2022`. To build on Linux, write `--platform=$BUILDPLATFORM`.")
		return
	}
	f.Helpf("Use `%s%s`. To build on Linux, write `--platform=$BUILDPLATFORM`.", image.Tag, suffix)
	if at.String() == image.Text && strings.HasSuffix(image.Text, ":"+image.Tag) {
		f.Insert(at.Span().End, suffix)
	}
}

// isDotnetForLinux reports whether an image is one of .NET whose tag has no image for Windows.
func isDotnetForLinux(image *windows.Image) bool {
	if image.Registry != "mcr.microsoft.com" || image.Digest != "" {
		return false
	}
	switch image.Repository {
	case "dotnet/sdk", "dotnet/runtime", "dotnet/aspnet":
		if image.Tag == "" || image.Tag == "latest" {
			return true
		}
		m := sharedTag.FindStringSubmatch(image.Tag)
		if m == nil {
			return false
		}
		major, err := strconv.Atoi(m[1])
		return err == nil && major >= 8
	}
	return slices.Contains(neverWindows, image.Repository) && !tagSuffix.MatchString(image.Tag) &&
		(image.Tag == "" || image.Tag == "latest" || sharedTag.MatchString(image.Tag))
}
