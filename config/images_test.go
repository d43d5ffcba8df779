package config

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/windows"
)

// What is stated about images, by the file and by flags, as it is in force for a file and as it is shown.
func TestImages(t *testing.T) {
	c := parse(t, `
system: windows
shell: powershell
registries:
  artifacts.corp/mcr-remote: mcr.microsoft.com
overrides:
- files: legacy
  shell:
    registry.corp/base/*: [cmd, /V:ON, /S, /C]
    registry.corp/base/win: pwsh
`)
	c, err := c.With(Flags{Images: map[string][]string{
		"shell": {"registry.corp/tools=powershell -NoProfile -Command"}, "registries": {"nexus.corp:5000=docker.io"},
	}}, some)
	if err != nil {
		t.Fatal(err)
	}
	here := c.For("legacy/Dockerfile")
	if here.Images.System != windows.Windows {
		t.Errorf("system %s", here.Images.System)
	}
	var got []string
	for _, fact := range here.Facts {
		if fact.Value != "" && fact.From != "default" {
			got = append(got, fact.Name+"="+fact.Value+" ("+fact.From+")")
		}
	}
	want := []string{
		"system=windows (winlint.yaml:2)",
		"shell=powershell -Command (winlint.yaml:3)",
		"shell registry.corp/base/*=cmd /V:ON /S /C (winlint.yaml:9)",
		"shell registry.corp/base/win=pwsh -Command (winlint.yaml:10)",
		"shell registry.corp/tools=powershell -NoProfile -Command (--shell)",
		"registries artifacts.corp/mcr-remote=mcr.microsoft.com (winlint.yaml:5)",
		"registries nexus.corp:5000=docker.io (--registries)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if other := c.For("new/Dockerfile"); len(other.Images.Shells) != 2 || len(other.Images.Mirrors) != 2 {
		t.Errorf("another file: %+v", other.Images)
	}
}

func TestImageErrors(t *testing.T) {
	for text, want := range map[string]string{
		"shell: bash":                           "winlint.yaml:1:8: invalid shell: expected cmd, powershell, pwsh or a list",
		"shell: []":                             "invalid shell",
		"shell: {'registry.corp/[': cmd}":       "winlint.yaml:1:9: invalid pattern",
		"shell: {a b: cmd}":                     "invalid pattern",
		"registries: cmd":                       "expected keys with values",
		"registries: {a.corp: microsoft}":       "invalid registry: expected a name such as mcr.microsoft.com",
		"registries: {a.corp: [a.io, b.io]}":    "invalid registry",
		"registries: {a.corp: 'docker.io:tag'}": "invalid registry",
		"system: mac":                           `invalid system "mac": expected windows or linux`,
		"registrie: {}":                         `invalid key "registrie"; did you mean registries?`,
	} {
		if _, err := (files{"winlint.yaml": text}).read(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q in it", text, err, want)
		}
	}
	_, err := parse(t, "").With(Flags{Images: map[string][]string{"shell": {"a=zsh"}, "registries": {"mcr.microsoft.com"}}}, some)
	for _, want := range []string{"--shell: invalid shell", "--registries: expected MIRROR=REGISTRY"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q in it", err, want)
		}
	}
}
