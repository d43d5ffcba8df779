package check

import (
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

// IsBareNano reports whether a stage is based on an image with only Nano Server, or with PowerShell as well.
func IsBareNano(s *subject.Scope) bool {
	image := BaseImage(s)
	return image != nil && (image.Registry == "mcr.microsoft.com" &&
		(image.Repository == "windows/nanoserver" || image.Repository == "powershell") ||
		image.Registry == "docker.io" && image.Repository == "microsoft/nanoserver")
}
