package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var dotnetTags = []*lint.Rule{
	{
		ID: "dotnet-tag-not-published", Summary: "A .NET image tag for Windows does not exist", Topic: "image",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{"https://github.com/dotnet/dotnet-docker/blob/main/manifest.json", "https://github.com/dotnet/dotnet-docker/blob/main/documentation/supported-tags.md"},
		Check: imageFor(dotnetTagNotPublished, windows.Windows, windows.Linux, windows.UnknownOS),
	},
}

// dotnetReleases is, for each version of .NET, the words for Windows releases that its tags have had: after "nanoserver-", then
// after "windowsservercore-" (dotnet/dotnet-docker manifest.json, over its history).
var dotnetReleases = map[string][2][]string{
	"2.1":  {strings.Fields("1803 1809 1903 1909 2004 2009 20h2"), nil},
	"2.2":  {strings.Fields("1803 1809 1903 1909"), nil},
	"3.0":  {strings.Fields("1803 1809 1903 1909"), nil},
	"3.1":  {strings.Fields("1803 1809 1903 1909 2004 2009 20h2 ltsc2022"), nil},
	"5.0":  {strings.Fields("1809 1903 1909 2004 2009 20h2 ltsc2022"), strings.Fields("ltsc2019 ltsc2022")},
	"6.0":  {strings.Fields("1809 1909 2004 20h2 ltsc2022"), strings.Fields("ltsc2019 ltsc2022")},
	"7.0":  {strings.Fields("1809 ltsc2022"), strings.Fields("ltsc2019 ltsc2022")},
	"8.0":  {strings.Fields("1809 ltsc2022 ltsc2025"), strings.Fields("ltsc2019 ltsc2022 ltsc2025")},
	"9.0":  {strings.Fields("1809 ltsc2022 ltsc2025"), strings.Fields("ltsc2019 ltsc2022 ltsc2025")},
	"10.0": {strings.Fields("ltsc2022 ltsc2025"), strings.Fields("ltsc2022 ltsc2025")},
	"11.0": {strings.Fields("ltsc2025"), strings.Fields("ltsc2025")}, // its previews
}

// dotnetTag is the tag of a version, or of a preview of one, with the words of an edition and a release. Those of 2016 have more forms.
var dotnetTag = lazy.MustCompile(`(?i)^(\d+\.\d+)(?:\.\d+)?(-(?:preview|rc)(?:\.\d+)*)?-(nanoserver|windowsservercore)-(\w+)$`)

// sameRelease is what .NET calls Windows Server 2019: Nano Server has one name, and Server Core the other.
var sameRelease = map[string]string{"nanoserver-ltsc2019": "nanoserver-1809", "windowsservercore-1809": "windowsservercore-ltsc2019"}

// dotnetTagNotPublished finds tags of .NET for releases of Windows that they were not made for.
func dotnetTagNotPublished(p *lint.Pass, r *check.Reference) {
	switch {
	case r.Registry != "mcr.microsoft.com" || r.Digest != "":
	case isNeverWindows(r.Image):
		if suffix := tagSuffix.FindString(r.Tag); suffix != "" {
			p.Reportf(r.At, "`%s` does not exist", r.Text).Notef("Microsoft publishes `%s` for Linux only.", r.Repository).
				Helpf("%s", insteadOfNeverWindows(r.Image))
		}
	case slices.Contains([]string{"dotnet/sdk", "dotnet/runtime", "dotnet/aspnet"}, r.Repository):
		releaseNotPublished(p, r)
	}
}

func releaseNotPublished(p *lint.Pass, r *check.Reference) {
	m := dotnetTag.FindStringSubmatch(r.Tag)
	if len(m) == 0 || strings.EqualFold(m[4], "sac2016") {
		return
	}
	version, preview, edition, release := m[1], m[2], m[3], m[4]
	releases, known := dotnetReleases[version]
	list := releases[0]
	if strings.EqualFold(edition, "windowsservercore") {
		list = releases[1]
	}
	suffix := strings.ToLower(edition + "-" + release)
	right, same := sameRelease[suffix]
	if !known || slices.Contains(list, strings.ToLower(release)) || preview != "" && version != "11.0" && (version == "10.0" || !same) {
		return // previews had releases that the version does not have
	}
	f := p.Reportf(r.At, "`%s` does not exist", r.Text).Notef("There are no .NET %s tags that end in `%s`.", version, suffix)
	if version == "11.0" {
		f.Notef("There are no .NET %s tags that end in `%s` yet.", version, suffix).WithSeverity(lint.Warning)
	}
	switch {
	case same && slices.Contains(list, right[strings.IndexByte(right, '-')+1:]):
		f.Helpf("Use `%s`, which is the same Windows release.", strings.Replace(r.Tag, edition+"-"+release, right, 1))
		if r.Written() {
			f.Replace(r.Part(edition+"-"+release), right)
		}
	case len(list) == 0:
		f.Helpf("Use a `nanoserver` tag, or .NET 5.0 or later.")
	default:
		var releases []string
		for _, release := range list {
			releases = append(releases, "`"+strings.ToLower(edition)+"-"+release+"`")
		}
		f.Helpf("Use a tag that ends in %s.", alternatives(releases))
	}
}
