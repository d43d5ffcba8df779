package rules

import (
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/windows"
)

const (
	core2019 = "FROM mcr.microsoft.com/windows/servercore:ltsc2019"
	core2022 = "FROM mcr.microsoft.com/windows/servercore:ltsc2022"
	nano2022 = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022"
)

func TestMixedReleases(t *testing.T) {
	mixed := map[string]lint.Severity{"mixed-releases": lint.Warning}
	build := core2019 + " AS build\nRUN dir\n"
	for _, test := range []struct {
		name, text  string
		environment engine.Environment
		want        map[string]lint.Severity
	}{
		{"a RUN in a stage on top", build + core2022 + " AS base\nFROM base\nCOPY --from=build C:/a C:/b\nRUN dir\n", engine.Environment{}, mixed},
		{"no RUN at all", core2019 + " AS a\n" + core2022 + "\nCOPY --from=a C:/a C:/b\n", engine.Environment{}, nil},
		{"a stage that nothing needs", build + core2022 + "\nRUN dir\n", engine.Environment{}, nil},
		{"a stage by its number", build + core2022 + "\nCOPY --from=0 C:/a C:/b\nRUN dir\n", engine.Environment{}, mixed},
		{"a newer image that is copied from", core2019 + "\nRUN dir\n" +
			"COPY --from=mcr.microsoft.com/windows/servercore:ltsc2022 C:/a C:/b\n", engine.Environment{}, mixed},
		{"a mount", build + core2022 + "\nRUN --mount=type=bind,from=build,target=C:/x dir\n", engine.Environment{}, mixed},
		{"the host is known", build + core2022 + "\nCOPY --from=build C:/a C:/b\nRUN dir\n", engine.Environment{Host: windows.LTSC2022},
			map[string]lint.Severity{"host-mismatch": lint.Warning}},
		{"Hyper-V", build + core2022 + "\nCOPY --from=build C:/a C:/b\nRUN dir\n", engine.Environment{Isolation: windows.HyperV}, nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, test.environment, test.want) })
	}
}

func TestFromScratch(t *testing.T) {
	classic, buildKit := engine.Environment{Builder: engine.Classic}, engine.Environment{Builder: engine.BuildKit}
	found := func(s lint.Severity) map[string]lint.Severity { return map[string]lint.Severity{"from-scratch": s} }
	for _, test := range []struct {
		name, text  string
		environment engine.Environment
		want        map[string]lint.Severity
	}{
		{"a carrier of files", "FROM scratch AS files\nCOPY a C:/a\n" + nano2022 + "\nCOPY --from=files C:/a C:/a\n", engine.Environment{}, found(lint.Info)},
		{"a carrier of files, classic", "FROM scratch AS files\nCOPY a C:/a\n" + nano2022 + "\n", classic, found(lint.Error)},
		{"a carrier of files, BuildKit", "FROM scratch AS files\nCOPY a C:/a\n" + nano2022 + "\n", buildKit, nil},
		{"a RUN in a stage on top", "FROM scratch AS files\n" + nano2022 + " AS other\nFROM files\nRUN dir\n", buildKit, found(lint.Error)},
		{"no Windows stage", "FROM scratch\nCOPY a /a\n", classic, nil},
		{"by the platform", "FROM --platform=windows/amd64 scratch\nCOPY a.exe C:/a.exe\nENTRYPOINT [\"C:/a.exe\"]\n", engine.Environment{}, found(lint.Error)},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, test.environment, test.want) })
	}
}

func TestPlatformMismatch(t *testing.T) {
	mismatch := map[string]lint.Severity{"platform-mismatch": lint.Error}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a variable", "FROM --platform=$TARGETPLATFORM mcr.microsoft.com/windows/nanoserver:ltsc2022\n", nil},
		{"published for both", "FROM --platform=windows/amd64 golang:1.24\n", nil},
		{"not known", "FROM --platform=linux/amd64 example/app:1.0\n", nil},
		{"the system alone", "FROM --platform=linux mcr.microsoft.com/windows/servercore:ltsc2022\n", mismatch},
		{"Linux by its tag", "FROM --platform=windows golang:1.24-alpine\n", mismatch},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, engine.Environment{}, test.want) })
	}
}
