package engine

import (
	"strings"

	"github.com/winlint/winlint/windows"
)

// A Runner is a kind of machine that a CI service hosts and that its files name by a label or an image.
type Runner struct {
	Name    string          // in lower case: "windows-2022"
	OS      windows.OS      // unknown for macOS
	Host    windows.Release // "" if it is not Windows Server
	Docker  bool            // it has Docker Engine, which runs containers for its own system
	Retired string          // since when no job gets one, as a year or a date; "" if jobs still do
}

// The labels of GitHub's hosted runners and the images of the hosted agents of Azure Pipelines, which are the same machines
// (actions/runner-images README.md, and the issues named there). Docker Engine is for Windows containers on all of Windows Server, and
// is missing on Windows 11 on ARM (images/windows/templates).
var microsoftRunners = []Runner{
	{Name: "windows-latest", OS: windows.Windows, Host: windows.LTSC2025, Docker: true},
	{Name: "windows-2025", OS: windows.Windows, Host: windows.LTSC2025, Docker: true},
	{Name: "windows-2025-vs2026", OS: windows.Windows, Host: windows.LTSC2025, Docker: true},
	{Name: "windows-2022", OS: windows.Windows, Host: windows.LTSC2022, Docker: true},
	{Name: "windows-11-arm", OS: windows.Windows},
	{Name: "windows-11-vs2026-arm", OS: windows.Windows},
	{Name: "windows-2019", OS: windows.Windows, Host: windows.LTSC2019, Docker: true, Retired: "2025-06-30"},
	{Name: "windows-2016", OS: windows.Windows, Host: windows.LTSC2016, Docker: true, Retired: "2022"},
}

// azureImages are those that only Azure Pipelines had.
var azureImages = []Runner{
	{Name: "vs2017-win2016", OS: windows.Windows, Host: windows.LTSC2016, Docker: true, Retired: "2022"},
	{Name: "vs2015-win2012r2", OS: windows.Windows, Retired: "2020"},
	{Name: "win1803", OS: windows.Windows, Host: windows.V1803, Docker: true, Retired: "2020"},
}

// GitHubRunner is the hosted runner of a label, in any case of letters; nil if it is a label of somebody's own machines.
func GitHubRunner(label string) *Runner { return runnerIn(label, microsoftRunners) }

// AzureAgent is the hosted agent of a vmImage, in any case of letters; nil if there is none.
func AzureAgent(image string) *Runner { return runnerIn(image, microsoftRunners, azureImages) }

// GitLabRunner is the hosted runner of a tag; nil if it is a tag of somebody's own runners. Its executor runs scripts on the
// machine itself, and ignores the image of a job
// (https://docs.gitlab.com/ci/runners/hosted_runners/windows/).
func GitLabRunner(tag string) *Runner {
	if tag = strings.ToLower(tag); strings.HasPrefix(tag, "saas-windows-") {
		return &Runner{Name: tag, OS: windows.Windows, Host: windows.LTSC2022, Docker: true}
	}
	return onLinux(tag, "saas-linux-", "saas-macos-")
}

func runnerIn(name string, tables ...[]Runner) *Runner {
	name = strings.ToLower(name)
	for _, table := range tables {
		for i := range table {
			if table[i].Name == name {
				return &table[i]
			}
		}
	}
	return onLinux(name, "ubuntu-", "macos-")
}

// onLinux is the runner of a name that begins with the one word for Linux, or with the one for macOS; nil if it does not.
func onLinux(name, linux, mac string) *Runner {
	switch {
	case strings.HasPrefix(name, linux):
		return &Runner{Name: name, OS: windows.Linux, Docker: true}
	case strings.HasPrefix(name, mac):
		return &Runner{Name: name}
	}
	return nil
}
