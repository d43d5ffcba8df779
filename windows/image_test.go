package windows_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/winlint/winlint/windows"
)

func TestImageIsCutIntoItsParts(t *testing.T) {
	for _, test := range []struct {
		text string
		want windows.Image
	}{
		{"golang", windows.Image{Registry: "docker.io", Repository: "library/golang"}},
		{"golang:1.22", windows.Image{Registry: "docker.io", Repository: "library/golang", Tag: "1.22"}},
		{"docker.io/golang", windows.Image{Registry: "docker.io", Repository: "library/golang"}},
		{"index.docker.io/a/b", windows.Image{Registry: "docker.io", Repository: "a/b"}},
		{"mcr.microsoft.com/windows:1809", windows.Image{Registry: "mcr.microsoft.com", Repository: "windows", Tag: "1809"}},
		{"localhost/a", windows.Image{Registry: "localhost", Repository: "a"}},
		{"host:5000/a/b", windows.Image{Registry: "host:5000", Repository: "a/b"}},
		{"a@sha256:00", windows.Image{Registry: "docker.io", Repository: "library/a", Digest: "sha256:00"}},
		{"x.io/a:1@sha256:00", windows.Image{Registry: "x.io", Repository: "a", Tag: "1", Digest: "sha256:00"}},
	} {
		test.want.Text = test.text
		got, ok := windows.ParseImage(test.text)
		if !ok || *got != test.want {
			t.Errorf("%s: got %+v, %v", test.text, got, ok)
		}
	}
	for _, text := range []string{"", "A/B", "a:", "a:-b", "a b", "a:%%V%%", "mcr.microsoft.com/", "/a", "a:" + strings.Repeat("x", 129)} {
		if image, ok := windows.ParseImage(text); ok {
			t.Errorf("%q: taken for an image: %+v", text, image)
		}
	}
}

// describe is what the name of an image tells, the program of its shell and its user.
func describe(t *testing.T, name string) string {
	t.Helper()
	image, ok := windows.ParseImage(name)
	if !ok {
		t.Fatalf("%s is no image", name)
	}
	is := image.Platform()
	if (is.OS == windows.UnknownOS) != (len(is.Why) == 0) {
		t.Errorf("%s: %s for the reasons %v", name, is.OS, is.Why)
	}
	words := []string{is.OS.String()}
	if is.OS == windows.UnknownOS {
		return words[0]
	}
	if !is.Certain() {
		words = append(words, "weak")
	}
	if is.OS == windows.Linux {
		return strings.Join(words, " ")
	}
	config := image.Config(is.Edition, is.Release)
	shell := "unknown"
	if len(config.Shell) > 0 {
		shell = strings.TrimSuffix(config.Shell[0], ".exe")
	}
	return strings.Join(append(words, is.Edition.String(), cmp.Or(string(is.Release), "unknown"), shell,
		cmp.Or(strings.TrimPrefix(config.User, "Container"), "unknown")), " ")
}

func TestImageTellsItsPlatform(t *testing.T) {
	for name, want := range map[string]string{
		// The base images.
		"mcr.microsoft.com/windows/nanoserver:ltsc2022":                       "windows nanoserver ltsc2022 cmd User",
		"mcr.microsoft.com/windows/nanoserver:1809-KB4493509":                 "windows nanoserver ltsc2019 cmd User",
		"mcr.microsoft.com/windows/nanoserver:sac2016":                        "windows nanoserver ltsc2016 cmd Administrator",
		"mcr.microsoft.com/windows/nanoserver":                                "windows nanoserver unknown cmd unknown",
		"mcr.microsoft.com/windows/servercore:10.0.20348.2700":                "windows servercore ltsc2022 cmd Administrator",
		"mcr.microsoft.com/windows/servercore:ltsc2025-amd64":                 "windows servercore ltsc2025 cmd Administrator",
		"mcr.microsoft.com/windows/servercore:20H2":                           "windows servercore 20H2 cmd Administrator",
		"mcr.microsoft.com/windows/server:ltsc2022":                           "windows server ltsc2022 cmd Administrator",
		"mcr.microsoft.com/windows:2004":                                      "windows windows 2004 cmd Administrator",
		"mcr.microsoft.com/windows/servercore@sha256:00":                      "windows servercore unknown cmd Administrator",
		"microsoft/nanoserver":                                                "windows nanoserver ltsc2016 cmd Administrator",
		"microsoft/windowsservercore:latest":                                  "windows servercore ltsc2016 cmd Administrator",
		"microsoft/windowsservercore:1709":                                    "windows servercore 1709 cmd Administrator",
		"mcr.microsoft.com/windows/servercore/insider:10.0.1.1":               "windows servercore unknown cmd unknown",
		"mcr.microsoft.com/nanoserver-insider:10.0.17763.1000":                "windows nanoserver unknown cmd unknown",
		"mcr.microsoft.com/windows/servercore/iis":                            "windows servercore unknown cmd Administrator",
		"mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2019": "windows servercore ltsc2019 cmd Administrator",

		// .NET Framework.
		"mcr.microsoft.com/dotnet/framework/runtime:4.8":                             "windows servercore unknown cmd Administrator",
		"mcr.microsoft.com/dotnet/framework/sdk:4.8":                                 "windows servercore unknown unknown Administrator",
		"mcr.microsoft.com/dotnet/framework/sdk:4.8.1":                               "windows servercore unknown cmd Administrator",
		"mcr.microsoft.com/dotnet/framework/aspnet:4.7.2":                            "windows servercore unknown powershell Administrator",
		"mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2019":   "windows servercore ltsc2019 powershell Administrator",
		"mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2022":   "windows servercore ltsc2022 cmd Administrator",
		"mcr.microsoft.com/dotnet/framework/aspnet:3.5-windowsservercore-ltsc2019":   "windows servercore ltsc2019 cmd Administrator",
		"mcr.microsoft.com/dotnet/framework/sdk:3.5-20200114-windowsservercore-1903": "windows servercore 1903 powershell Administrator",
		"mcr.microsoft.com/dotnet/framework/sdk:4.7.2-20190312-windowsservercore":    "windows servercore unknown powershell Administrator",
		"mcr.microsoft.com/dotnet/framework/samples:aspnetapp":                       "windows servercore unknown unknown unknown",
		"microsoft/aspnet:4.7.1-windowsservercore-ltsc2016":                          "windows servercore ltsc2016 powershell Administrator",
		"microsoft/aspnet:1.0.0-rc1-update1":                                         "linux",
		"microsoft/dotnet-framework:4.7.2-sdk":                                       "windows servercore unknown powershell Administrator",
		"microsoft/dotnet-framework:4.7.2-runtime":                                   "windows servercore unknown cmd Administrator",
		"microsoft/dotnet-framework-build:4.7.1":                                     "windows servercore unknown unknown unknown",
		"microsoft/iis:nanoserver-sac2016":                                           "windows nanoserver ltsc2016 unknown unknown",
		"microsoft/iis":                                                              "windows servercore unknown cmd Administrator",
		"microsoft/mssql-server-windows-express":                                     "windows servercore unknown powershell Administrator",
		"microsoft/mssql-server-linux:2017-GA":                                       "linux",

		// For several operating systems: the tag tells.
		"mcr.microsoft.com/dotnet/sdk:8.0":                               "unknown",
		"mcr.microsoft.com/dotnet/sdk:8.0-alpine":                        "linux",
		"mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022":           "windows nanoserver ltsc2022 cmd User",
		"mcr.microsoft.com/dotnet/aspnet:8.0-windowsservercore-ltsc2022": "windows servercore ltsc2022 cmd Administrator",
		"mcr.microsoft.com/dotnet/core/aspnet:3.1-nanoserver-1909":       "windows nanoserver 1909 cmd User",
		"mcr.microsoft.com/dotnet/runtime-deps:10.0":                     "linux",
		"microsoft/dotnet:2.0-sdk-nanoserver-sac2016":                    "windows nanoserver ltsc2016 powershell Administrator",
		"mcr.microsoft.com/powershell:lts-7.2-nanoserver-1809":           "windows nanoserver ltsc2019 cmd User",
		"mcr.microsoft.com/powershell:7.4-windowsservercore-ltsc2022":    "windows servercore ltsc2022 cmd Administrator",
		"mcr.microsoft.com/powershell:6.1.0-windowsservercore-1803":      "windows servercore 1803 unknown unknown",
		"golang:1.22":                                         "linux weak",
		"golang:1.22-alpine3.19":                              "linux",
		"golang:1.22-nanoserver-ltsc2022":                     "windows nanoserver ltsc2022 cmd User",
		"golang:1.22-windowsservercore-ltsc2022":              "windows servercore ltsc2022 powershell Administrator",
		"golang:1.8-nanoserver":                               "windows nanoserver unknown unknown unknown",
		"docker.io/library/python:3.8-windowsservercore-1809": "windows servercore ltsc2019 powershell Administrator",
		"mongo:7.0-nanoserver-ltsc2022":                       "windows nanoserver ltsc2022 cmd User",
		"hello-world:nanoserver-1809":                         "windows nanoserver ltsc2019 cmd User",
		"jenkins/agent:jdk17-nanoserver-1809":                 "windows nanoserver ltsc2019 pwsh jenkins",
		"python:3.10.2009":                                    "linux weak",
		"nginx:1.25":                                          "linux weak",

		// Others.
		"oss.example.com/kubernetes/windows-host-process-containers-base-image:v1.0.0": "windows unknown unknown unknown unknown",
		"stefanscherer/node-windows:10":               "windows unknown unknown unknown unknown",
		"sixeyed/msbuild:netfx-4.5.2-10.0.14393.1198": "windows unknown ltsc2016 unknown unknown",
		"example/app:1.2-windowsservercore-ltsc2019":  "windows servercore ltsc2019 unknown unknown",
		"example/app:nanoserver1809":                  "windows nanoserver ltsc2019 unknown unknown",
		"example/app:windows1803-amd64":               "windows unknown 1803 unknown unknown",
		"example/app:windows2022":                     "windows unknown ltsc2022 unknown unknown",
		"example/openjdk-nanoserver":                  "windows nanoserver unknown unknown unknown",
		"example/app:1.0-1809":                        "windows weak unknown ltsc2019 unknown unknown",
		"example/app:windows":                         "windows weak unknown unknown unknown unknown",
		"example/app:1909":                            "windows weak unknown 1909 unknown unknown",
		"x.io/microsoft/windowsservercore:ltsc2019":   "windows servercore ltsc2019 unknown unknown",
		"example/app:20190312":                        "unknown",
		"example/app:7.9.2009":                        "unknown",
		"example/nanoserverscan":                      "unknown",
		"example/app:1.0":                             "unknown",
		"example/windows-agent:1.0":                   "windows weak unknown unknown unknown unknown",
		"dockurr/windows":                             "linux",
		"ghcr.io/dockur/windows:4.35":                 "linux",
		"fyneio/fyne-cross-images:windows":            "linux",
		"tonistiigi/xx":                               "linux",
		"gcr.io/distroless/static:nonroot":            "linux",
		"centos:7.9.2009":                             "linux",
		"mcr.microsoft.com/azurelinux/base/core:3.0":  "linux",
		"arm64v8/debian":                              "linux",
		"example/linux-tool:1.0":                      "linux",
		"scratch":                                     "unknown",
	} {
		if got := describe(t, name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestOnlyBaseImagesSetNoVariables(t *testing.T) {
	for name, want := range map[string]bool{
		"mcr.microsoft.com/windows/servercore:ltsc2022": true,
		"microsoft/nanoserver:1709":                     true,
		"mcr.microsoft.com/windows/servercore/iis":      false,
		"golang:1.22-nanoserver-ltsc2022":               false,
		"example.com/windows/servercore:ltsc2022":       false,
		"mcr.microsoft.com/dotnet/framework/aspnet:4.8": false,
	} {
		image, _ := windows.ParseImage(name)
		is := image.Platform()
		if got := image.Config(is.Edition, is.Release).Bare; got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestImageShellShowsItsPreferences(t *testing.T) {
	for name, want := range map[string]string{
		"golang:1.22-windowsservercore-ltsc2022": "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';",
		"mongo:7.0-windowsservercore-ltsc2022":   "$ErrorActionPreference = 'Stop';",
	} {
		image, _ := windows.ParseImage(name)
		is := image.Platform()
		if shell := image.Config(is.Edition, is.Release).Shell; len(shell) != 3 || shell[2] != want {
			t.Errorf("%s: %q", name, shell)
		}
	}
}
