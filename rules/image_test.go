package rules

import (
	"slices"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// severities is what all rules say of a Dockerfile: the severity by the rule's id.
func severities(text string, environment engine.Environment) map[string]lint.Severity {
	environment.Today = today
	run := &lint.Linter{Rules: quiet(), Environment: environment, Known: known}
	found := map[string]lint.Severity{}
	for _, f := range run.Lint(source.New("Dockerfile", text)).Findings {
		found[f.Rule.ID] = f.Severity
	}
	return found
}

// Names that look like trouble and are none, and what is found in those that are.
func TestImages(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"an image on top of a base image", "FROM mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\n", nil},
		{"a base image in another registry", "FROM registry.example.com/windows/servercore\n",
			map[string]lint.Severity{"image-without-tag": lint.Info}},
		{"a tag from an argument without a default", "ARG TAG\nFROM mcr.microsoft.com/windows/servercore:${TAG}\n", nil},
		{"a local image", "FROM servercore-build\nRUN echo hello\n", nil},
		{"an old number inside a longer one", "FROM example/windowsservercore:5.2004.1-ltsc2022\n", nil},
		{"the build of 1909", "FROM mcr.microsoft.com/windows/servercore:10.0.18363.1556\n",
			map[string]lint.Severity{"release-out-of-support": lint.Warning}},
		{"a preview", "FROM mcr.microsoft.com/windows/servercore/insider:10.0.26040.1000\n", nil},
		{"a release for Linux, by number", "FROM example/app:1909\nRUN apt-get update\n", nil},
		{"what files are copied from", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n" +
			"COPY --from=mcr.microsoft.com/windows/servercore:1809 C:/Windows/Fonts C:/fonts\n", nil},
		{"what files are copied from, without a tag", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n" +
			"COPY --from=mcr.microsoft.com/windows/servercore C:/Windows/Fonts C:/fonts\n",
			map[string]lint.Severity{"image-without-tag": lint.Error}},
		{"the number of a stage", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n" +
			"FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY --from=0 C:/app C:/app\n", nil},
		{"windows:20H2", "FROM mcr.microsoft.com/windows:20H2\n",
			map[string]lint.Severity{"release-out-of-support": lint.Warning}},
		{"windows:ltsc2025", "FROM mcr.microsoft.com/windows:ltsc2025\n",
			map[string]lint.Severity{"image-not-published": lint.Error}},
		{"microsoft/windows never was on Docker Hub", "FROM microsoft/windows:1809\n", nil},
		{"a retired image for both systems, in a file for Linux", "FROM microsoft/dotnet:2.1-sdk\nRUN apt-get update\n", nil},
		{"a retired image without a tag, of a release that ended", "FROM microsoft/nanoserver\n",
			map[string]lint.Severity{"retired-image-name": lint.Error}},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, engine.Environment{}, test.want) })
	}
}

func expect(t *testing.T, text string, environment engine.Environment, want map[string]lint.Severity) {
	t.Helper()
	got := severities(text, environment)
	for id, severity := range want {
		if is, found := got[id]; !found || is != severity {
			t.Errorf("%s: found %v (%v), want %v", id, found, is, severity)
		}
	}
	for id := range got {
		if _, wanted := want[id]; !wanted {
			t.Errorf("%s is found\n%s", id, text)
		}
	}
}

// The end of support is compared with the day of the run, not with the day of the build of winlint.
func TestEndOfSupportFollowsTheDay(t *testing.T) {
	file := source.New("Dockerfile", "FROM mcr.microsoft.com/windows/servercore:ltsc2016\n")
	for _, test := range []struct {
		today windows.Date
		want  []string
	}{
		{windows.Date{Year: 2025, Month: 12, Day: 31}, nil},
		{windows.Date{Year: 2026, Month: 1, Day: 12}, []string{"release-near-end"}},
		{windows.Date{Year: 2027, Month: 1, Day: 11}, []string{"release-near-end"}},
		{windows.Date{Year: 2027, Month: 1, Day: 12}, []string{"release-out-of-support"}},
		{windows.Date{}, nil},
	} {
		run := &lint.Linter{Rules: quiet(), Environment: engine.Environment{Today: test.today}, Known: known}
		var got []string
		for _, f := range run.Lint(file).Findings {
			got = append(got, f.Rule.ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("on %v: %v, want %v", test.today, got, test.want)
		}
	}
}
