package windows

import (
	"fmt"
	"slices"
	"strings"
)

// A Release is a release of Windows by the name of its tag: "ltsc2022"; "1809" is "ltsc2019". "" is unknown.
type Release string

// The releases that base images exist for, and one that is a host only.
const (
	LTSC2016 Release = "ltsc2016"
	V1709    Release = "1709"
	V1803    Release = "1803"
	LTSC2019 Release = "ltsc2019"
	V1903    Release = "1903"
	V1909    Release = "1909"
	V2004    Release = "2004"
	V20H2    Release = "20H2"
	LTSC2022 Release = "ltsc2022"
	V23H2    Release = "23H2"
	LTSC2025 Release = "ltsc2025"
)

// A Date is a day, for support ends. The zero Date is unknown and is before every other.
type Date struct{ Year, Month, Day int }

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool {
	return d.number() < other.number()
}

func (d Date) number() int { return (d.Year*12+d.Month)*31 + d.Day }

// AddMonths is the day n months later. The day of the month stays, so it may be one that the month does not have:
// dates are only compared.
func (d Date) AddMonths(n int) Date {
	months := d.Year*12 + d.Month - 1 + n
	return Date{Year: months / 12, Month: months%12 + 1, Day: d.Day}
}

// A fact is all that is known of one release.
type fact struct {
	release  Release
	build    int      // microsoft/hcsshim osversion/windowsbuilds.go
	words    []string // in a tag, lower case, that mean this release
	end      Date     // of mainstream support; the last day on which images were updated where there is no extended support
	extended Date     // zero where there is none
	nanoEnd  Date     // where Nano Server was given up earlier than the others
	editions []Edition
}

// releases is every release, oldest first. The dates and editions of what is still supported are those of
// MicrosoftDocs/Virtualization-Documentation virtualization/windowscontainers/deploy-containers/base-image-lifecycle.md;
// the others was there until they ended, last in commit 0d48b667. Which repositories have a release follows from
// the same tables and, for "windows" and "windows/server", from container-base-images.md beside it: the first was
// introduced with 1809 and ended with 20H2, the second took its place with 2022.
var releases = []fact{
	{
		release: LTSC2016, build: 14393, words: []string{"ltsc2016", "sac2016", "1607"},
		end: Date{2022, 1, 11}, extended: Date{2027, 1, 11}, nanoEnd: Date{2018, 10, 9},
		editions: []Edition{NanoServer, ServerCore},
	},
	{
		release: V1709, build: 16299, words: []string{"1709"}, end: Date{2019, 4, 9},
		editions: []Edition{NanoServer, ServerCore},
	},
	{
		release: V1803, build: 17134, words: []string{"1803"}, end: Date{2019, 11, 12},
		editions: []Edition{NanoServer, ServerCore},
	},
	{
		release: LTSC2019, build: 17763, words: []string{"ltsc2019", "1809"},
		end: Date{2024, 1, 9}, extended: Date{2029, 1, 9}, editions: []Edition{NanoServer, ServerCore, Full},
	},
	{
		release: V1903, build: 18362, words: []string{"1903"}, end: Date{2020, 12, 8},
		editions: []Edition{NanoServer, ServerCore, Full},
	},
	{
		release: V1909, build: 18363, words: []string{"1909"}, end: Date{2021, 5, 11},
		editions: []Edition{NanoServer, ServerCore, Full},
	},
	{
		release: V2004, build: 19041, words: []string{"2004"}, end: Date{2021, 12, 14},
		editions: []Edition{NanoServer, ServerCore, Full},
	},
	{
		release: V20H2, build: 19042, words: []string{"20h2", "2009"}, end: Date{2022, 8, 9},
		editions: []Edition{NanoServer, ServerCore, Full},
	},
	{
		release: LTSC2022, build: 20348, words: []string{"ltsc2022"},
		end: Date{2026, 10, 13}, extended: Date{2031, 10, 14}, editions: []Edition{NanoServer, ServerCore, Server},
	},
	{
		// A host only: portability.md in the same directory says that it runs the images of 2022.
		release: V23H2, build: 25398, words: []string{"23h2"},
	},
	{
		release: LTSC2025, build: 26100, words: []string{"ltsc2025"},
		end: Date{2029, 10, 9}, extended: Date{2034, 10, 10}, editions: []Edition{NanoServer, ServerCore, Server},
	},
}

// Releases is every known release, oldest first.
func Releases() []Release {
	list := make([]Release, len(releases))
	for i := range releases {
		list[i] = releases[i].release
	}
	return list
}

// ReleaseOf is the release that a word means, in any case of letters: "ltsc2019", "1809", "20H2". "" is no release.
func ReleaseOf(word string) Release {
	for i := range releases {
		for _, w := range releases[i].words {
			if strings.EqualFold(w, word) {
				return releases[i].release
			}
		}
	}
	return ""
}

// ReleaseOfBuild is the release with a build number, "" if none of the known ones has it.
func ReleaseOfBuild(build int) Release {
	for i := range releases {
		if releases[i].build == build {
			return releases[i].release
		}
	}
	return ""
}

func (r Release) fact() fact {
	for i := range releases {
		if releases[i].release == r {
			return releases[i]
		}
	}
	return fact{}
}

// Known reports whether r is one of the releases of which something is known.
func (r Release) Known() bool { return r.fact().build != 0 }

// Build is the third number of the version, such as 17763 in 10.0.17763.1234; 0 where it is not known.
func (r Release) Build() int { return r.fact().build }

// Has reports whether an image of the edition was published for the release.
func (r Release) Has(e Edition) bool { return slices.Contains(r.fact().editions, e) }

// Mainstream is the last day of mainstream support of the edition; the zero Date where it is not known.
func (r Release) Mainstream(e Edition) Date {
	f := r.fact()
	if e == NanoServer && f.nanoEnd != (Date{}) {
		return f.nanoEnd
	}
	return f.end
}

// End is the last day on which the edition's images get updates, extended support included; the zero Date where it is
// not known. An unknown edition counts as one of those that live longest.
func (r Release) End(e Edition) Date {
	f := r.fact()
	if f.extended == (Date{}) || e == NanoServer && f.nanoEnd != (Date{}) {
		return r.Mainstream(e)
	}
	return f.extended
}

// RunsInProcess reports whether a host of release r runs a container of release image under process isolation. Before
// 2022 the builds must be equal; from 2022 on a host runs its own release and back to the long-term one before it:
// microsoft/hcsshim osversion/platform_compat_windows.go, and version-compatibility.md of Microsoft's documentation, which
// adds that an image of 2016 must have the very revision of its host. known is false where one of the releases is not known.
func (r Release) RunsInProcess(image Release) (runs, known bool) {
	host, container := r.Build(), image.Build()
	if host == 0 || container == 0 {
		return false, false
	}
	if host < LTSC2022.Build() {
		return host == container, true
	}
	oldest := LTSC2022.Build()
	if host > LTSC2025.Build() {
		oldest = LTSC2025.Build()
	}
	return oldest <= container && container <= host, true
}

// RunsInHyperV reports whether a host of release r runs a container of release image under Hyper-V isolation: one that
// is not newer than itself (version-compatibility.md). known is false where one of the releases is not known.
func (r Release) RunsInHyperV(image Release) (runs, known bool) {
	host, container := r.Build(), image.Build()
	if host == 0 || container == 0 {
		return false, false
	}
	return container <= host, true
}

// HasPowerShell reports whether the base image of the edition and release holds Windows PowerShell: all do but Nano
// Server, which lost it after 2016 (container-base-images.md). known is false where that cannot be told.
func HasPowerShell(e Edition, r Release) (has, known bool) {
	switch {
	case e == UnknownEdition || e == NanoServer && !r.Known():
		return false, false
	case e == NanoServer:
		return r == LTSC2016, true
	}
	return true, true
}
