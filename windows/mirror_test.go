package windows_test

import (
	"testing"

	"github.com/winlint/winlint/windows"
)

func TestMirrors(t *testing.T) {
	mirrors := windows.Mirrors{
		{Pattern: "artifacts.corp/remote", Upstream: "mcr.microsoft.com"},
		{Pattern: "artifacts.corp/remote/hub", Upstream: "docker.io"},
		{Pattern: "nexus.corp:5000", Upstream: "mcr.microsoft.com"},
		{Pattern: "*.dkr.ecr.*.amazonaws.com/docker-hub", Upstream: "docker.io"},
		{Pattern: "team", Upstream: "mcr.microsoft.com"},
	}
	for name, want := range map[string]string{
		"artifacts.corp/remote/windows/servercore:ltsc2022":                           "mcr.microsoft.com/windows/servercore",
		"artifacts.corp/remote/hub/library/golang:1.22":                               "golang",
		"artifacts.corp/remotes/windows/servercore:ltsc2022":                          "",
		"nexus.corp:5000/windows/nanoserver:ltsc2022":                                 "mcr.microsoft.com/windows/nanoserver",
		"nexus.corp/windows/nanoserver:ltsc2022":                                      "",
		"1234.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/golang:1.22":         "golang",
		"1234.dkr.ecr.eu-west-1.amazonaws.com/docker-hub":                             "",
		"harbor.example.com/mcr-proxy/dotnet/framework/aspnet:4.8":                    "mcr.microsoft.com/dotnet/framework/aspnet",
		"harbor.example.com/mcrx/windows/servercore:ltsc2022":                         "",
		"team/windows/server:ltsc2022":                                                "mcr.microsoft.com/windows/server",
		"mcr.microsoft.com/windows/server:ltsc2022":                                   "",
		"1234.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/windows/servercore:ltsc2022": "",
	} {
		image, ok := mirrors.Parse(name)
		if !ok {
			t.Fatalf("%s is not an image", name)
		}
		got := ""
		if up := image.Upstream(); up != nil {
			got = up.Short()
		}
		if got != want {
			t.Errorf("%s is a copy of %q; want %q", name, got, want)
		}
	}
}

// The image of a private registry has the shell of the one that it has the name of, probably.
func TestLikelyMirrors(t *testing.T) {
	for name, want := range map[string]string{
		"nexus.example.com:5000/windows/servercore:ltsc2022":                             "cmd",
		"nexus.example.com:5000/dotnet/framework/sdk:4.7.2-windowsservercore-ltsc2019":   "powershell",
		"nexus.example.com:5000/dotnet/framework/aspnet:4.8.1":                           "cmd",
		"nexus.example.com:5000/team/windows/nanoserver:10.0.20348.1006":                 "cmd",
		"*/windows/servercore:ltsc2022":                                                  "cmd",
		"nexus.example.com/docker-hub/library/golang:1.22-windowsservercore-ltsc2022":    "powershell",
		"nexus.example.com/library/eclipse-temurin:17-jdk-windowsservercore-ltsc2022":    "powershell",
		"nexus.example.com/windows/servercore:hardened-2026":                             "",
		"nexus.example.com/windows/servercore:ltsc2022-hardened":                         "",
		"nexus.example.com/windows/servercore":                                           "",
		"nexus.example.com/windows/server:1.0":                                           "",
		"nexus.example.com/windows/servercore-base:ltsc2022":                             "",
		"nexus.example.com/team/servercore:ltsc2022":                                     "",
		"team/windows/servercore:ltsc2022":                                               "",
		"nexus.example.com/library/alpine:3.20":                                          "",
		"nexus.example.com/dotnet/framework/aspnet:golden":                               "",
		"nexus.example.com/library/golang:1.22-windowsservercore-ltsc2022-with-our-tool": "",
	} {
		image, ok := windows.ParseImage(name)
		if !ok {
			t.Fatalf("%s is not an image", name)
		}
		is, got := image.Platform(), ""
		if words := image.LikelyShell(is.Edition, is.Release); len(words) > 0 {
			got = words[0]
		}
		if got != want {
			t.Errorf("%s probably has %q; want %q", name, got, want)
		}
		if config := image.Config(is.Edition, is.Release); config.Shell != nil || config.User != "" || config.Bare {
			t.Errorf("%s: more than likely: %+v", name, config)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, test := range []struct {
		pattern, image string
		want           bool
	}{
		{"registry.corp/base", "registry.corp/base/win:1", true},
		{"registry.corp/base/*", "registry.corp/base/win:1", true},
		{"registry.corp/base/*", "registry.corp/base", false},
		{"registry.corp/base/win-*:2022-*", "registry.corp/base/win-a:2022-1", true},
		{"registry.corp/base/win-*:2022-*", "registry.corp/base/win-a:2019-1", false},
		{"registry.corp:5000", "registry.corp:5000/a:1", true},
		{"team/agent", "team/agent:1", true},
		{"docker.io/team/agent", "team/agent:1", true},
		{"agent:1", "agent:1", true},
		{"agent:1", "agent:2", false},
		{"*", "agent:1", true},
		{"team/age", "team/agent:1", false},
	} {
		image, ok := windows.ParseImage(test.image)
		if !ok {
			t.Fatalf("%s is not an image", test.image)
		}
		if got := image.Covers(test.pattern); got != test.want {
			t.Errorf("%s covers %s: %v", test.pattern, test.image, got)
		}
	}
}
