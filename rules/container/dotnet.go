package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules/check"
)

var dotnetTags = []*lint.Rule{
	{
		ID: "dotnet-tag-not-published", Summary: "The .NET image was never published for this Windows release", Topic: "image",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"https://github.com/dotnet/dotnet-docker/blob/main/manifest.json", "https://github.com/dotnet/dotnet-docker/blob/main/documentation/supported-tags.md"},
		Check: image(dotnetTagNotPublished),
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
}

// dotnetTag is the tag of a released version with the words of an edition and a release. Those of 2016 have more forms.
var dotnetTag = lazy.MustCompile(`(?i)^(\d+\.\d+)(?:\.\d+)?-(nanoserver|windowsservercore)-(\w+)$`)

// sameRelease is what .NET calls Windows Server 2019: Nano Server has one name, and Server Core the other.
var sameRelease = map[string]string{"nanoserver-ltsc2019": "nanoserver-1809", "windowsservercore-1809": "windowsservercore-ltsc2019"}

// dotnetTagNotPublished finds tags of .NET for releases of Windows that they were not made for.
func dotnetTagNotPublished(p *lint.Pass, r *check.Reference) {
	if r.Registry != "mcr.microsoft.com" || r.Digest != "" ||
		!slices.Contains([]string{"dotnet/sdk", "dotnet/runtime", "dotnet/aspnet"}, r.Repository) {
		return
	}
	m := dotnetTag.FindStringSubmatch(r.Tag)
	if len(m) == 0 || strings.EqualFold(m[3], "sac2016") {
		return
	}
	releases, known := dotnetReleases[m[1]]
	list := releases[0]
	if strings.EqualFold(m[2], "windowsservercore") {
		list = releases[1]
	}
	if !known || slices.Contains(list, strings.ToLower(m[3])) {
		return
	}
	suffix := strings.ToLower(m[2] + "-" + m[3])
	f := p.Reportf(r.At, "`%s` does not exist", r.Text).Notef("Microsoft did not publish .NET %s for `%s`.", m[1], suffix)
	switch right, same := sameRelease[suffix]; {
	case same && slices.Contains(list, right[strings.IndexByte(right, '-')+1:]):
		f.Helpf("Use `%s`, which is the same release.", right)
		if r.Written() {
			f.Replace(r.Part(m[2]+"-"+m[3]), right)
		}
	case len(list) == 0:
		f.Helpf("Use a Nano Server tag, or a later version of .NET.")
	default:
		var releases []string
		for _, release := range list {
			releases = append(releases, "`"+release+"`")
		}
		f.Helpf("Use %s.", alternatives(releases))
	}
}
