package check

import (
	"strings"

	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// NanoSince1709 is Nano Server since it has neither PowerShell nor servicing.
var NanoSince1709 = subject.Set{
	Editions: []windows.Edition{windows.NanoServer},
	Releases: []windows.Release{
		windows.V1709, windows.V1803, windows.LTSC2019, windows.V1903, windows.V1909, windows.V2004, windows.V20H2,
		windows.LTSC2022, windows.LTSC2025,
	},
}

// ServerCoreImage is the image of Server Core of a release.
func ServerCoreImage(r windows.Release) string {
	return "mcr.microsoft.com/windows/servercore:" + string(r)
}

// IsBareNano reports whether a stage is based on one of Microsoft's images of Nano Server.
func IsBareNano(s *subject.Scope) bool { return IsBareNanoImage(BaseImage(s)) }

// IsBareNanoImage reports whether an image that is known to be for Nano Server adds nothing to it but PowerShell 7 or .NET.
func IsBareNanoImage(i *windows.Image) bool {
	return i != nil && (i.Registry == "mcr.microsoft.com" &&
		(i.Repository == "windows/nanoserver" || i.Repository == "powershell" || strings.HasPrefix(i.Repository, "dotnet/")) ||
		i.Registry == "docker.io" && i.Repository == "microsoft/nanoserver")
}
