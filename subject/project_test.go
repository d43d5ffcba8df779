package subject_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

const (
	winCore = "FROM mcr.microsoft.com/windows/servercore:ltsc2022"
	winNano = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025"
)

// files opens files by their names, and counts how often each is asked for.
type files map[string]string

func (fs files) open(asked map[string]int) subject.Open {
	return func(name string) (*source.File, error) {
		asked[name]++
		if text, ok := fs[name]; ok {
			return source.New(name, text), nil
		}
		return nil, errors.New("no such file")
	}
}

// understood is what is told of each service of a file in a project.
func understood(fs files, name string) string {
	var got []string
	for _, s := range subject.Read(source.New(name, fs[name]), &subject.World{Open: fs.open(map[string]int{})}).Scopes {
		if s.Kind != subject.Service {
			continue
		}
		words := []string{s.Name, s.OS.String()}
		if s.Edition != windows.UnknownEdition {
			words = append(words, s.Edition.String(), string(s.Release))
		}
		if s.OS != windows.UnknownOS && !s.Strong {
			words = append(words, "?")
		}
		got = append(got, strings.TrimSpace(strings.Join(words, " ")))
	}
	return strings.Join(got, ", ")
}

// A service runs on what the Dockerfile that it builds is for.
func TestServiceTakesTheTargetOfItsDockerfile(t *testing.T) {
	fs := files{
		"p/Dockerfile":         winCore + "\n",
		"p/web/Dockerfile":     winNano + "\n",
		"p/web/other":          "FROM alpine\n",
		"p/web/stages":         "FROM golang:1.22-alpine AS build\n" + winCore + " AS run\n" + winNano + "\n",
		"p/web/args":           "ARG BASE=alpine\nFROM $BASE\n",
		"p/web/stage-args":     "ARG TAG=ltsc2019\nFROM mcr.microsoft.com/windows/servercore:${TAG} AS a\nFROM a\n",
		"p/web/weak":           "FROM example/app\nWORKDIR C:\\app\n",
		"p/web/both":           "FROM mcr.microsoft.com/dotnet/runtime:8.0\n",
		"shared/Dockerfile":    winCore + "\n",
		"p/web/win.Dockerfile": winCore + " AS base\nFROM base\n",
	}
	for _, test := range []struct{ lines, want string }{
		{"build: .", "s windows servercore ltsc2022"},
		{"build: web", "s windows nanoserver ltsc2025"},
		{`build: .\web`, "s windows nanoserver ltsc2025"},
		{"build: ${DIR:-web}", "s windows nanoserver ltsc2025"},
		{"build: {context: ../shared}", "s windows servercore ltsc2022"},
		{"build: {dockerfile: web/Dockerfile}", "s windows nanoserver ltsc2025"},
		{"build: {context: web, dockerfile: win.Dockerfile}", "s windows servercore ltsc2022"},
		{"build: {context: web, dockerfile: stages}", "s windows nanoserver ltsc2025"},
		{"build: {context: web, dockerfile: stages, target: Run}", "s windows servercore ltsc2022"},
		{"build: {context: web, dockerfile: stages, target: build}", "s linux"},
		{"build: {context: web, dockerfile: stages, target: '1'}", "s windows servercore ltsc2022"},
		{"build: {context: web, dockerfile: stages, target: none}", "s unknown"},
		{"build: {context: web, dockerfile: stages, target: $STAGE}", "s unknown"},
		{"build: {context: web, dockerfile: args}", "s linux"},
		{"build: {context: web, dockerfile: args, args: {BASE: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'}}", "s windows nanoserver ltsc2022"},
		{"build: {context: web, dockerfile: args, args: ['BASE=mcr.microsoft.com/windows/nanoserver:${V:-ltsc2022}']}", "s windows nanoserver ltsc2022"},
		{"build: {context: web, dockerfile: args, args: {BASE: 'registry/app:${V}-windowsservercore-${W}'}}", "s windows servercore"},
		{"build: {context: web, dockerfile: args, args: [BASE]}", "s unknown"},
		{"build: {context: web, dockerfile: args, args: {BASE: $BASE}}", "s unknown"},
		{"build: {context: web, dockerfile: stage-args, args: {TAG: ltsc2025}}", "s windows servercore ltsc2025"},
		{"build: {context: web, dockerfile: stage-args, args: {OTHER: ltsc2025}}", "s windows servercore ltsc2019"},
		{"build: {dockerfile_inline: 'FROM mcr.microsoft.com/windows/servercore:ltsc2019'}", "s windows servercore ltsc2019"},
		{"build: {context: web, dockerfile: weak}", "s windows"},

		// The Dockerfile is about the image, whatever its name or the host's paths look like.
		{"build: {context: web, dockerfile: other}\n    image: me/builder:windows-amd64", "s linux"},
		{"build: {context: web, dockerfile: other}\n    volumes: ['C:\\src:/app']\n    command: powershell x", "s linux"},
		{"build: {context: web, dockerfile: other}\n    volumes: ['C:\\src:C:\\app']", "s unknown"},
		{"build: {context: web, dockerfile: other}\n    platform: windows/amd64", "s windows"},
		{"build: .\n    image: me/app:ltsc2019", "s windows servercore ltsc2022"},
		{"build: .\n    platform: linux/amd64", "s linux"},

		// What is not known.
		{"build: {context: web, dockerfile: both}", "s unknown"},
		{"build: nowhere", "s unknown"},
		{"build: https://example.com/x.git", "s unknown"},
		{"build: git@example.com:x.git", "s unknown"},
		{"build: $DIR", "s unknown"},
		{"build: ~/x", "s unknown"},
		{"build: {context: ., additional_contexts: {'mcr.microsoft.com/windows/servercore:ltsc2022': docker-image://alpine}}", "s unknown"},
	} {
		fs["p/compose.yaml"] = service(test.lines)
		if got := understood(fs, "p/compose.yaml"); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.lines, got, test.want)
		}
	}
}

// A service is also what it extends, and what its file is laid over.
func TestServiceTakesTheTargetOfItsBase(t *testing.T) {
	fs := files{
		"compose.yaml":               "services:\n  web: {image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'}\n  app: {build: web}\n  db: {image: 'alpine'}\n",
		"docker-compose.yml":         "services:\n  old: {image: 'mcr.microsoft.com/windows/servercore:ltsc2019'}\n",
		"web/Dockerfile":             winCore + "\n",
		"common/base.yml":            "services:\n  app: {build: {context: x}}\n  loop: {extends: {file: base.yml, service: loop}, platform: windows}\n",
		"common/x/Dockerfile":        winNano + "\n",
		"compose.override.yaml":      "services:\n  web: {ports: ['80:80']}\n  app: {environment: {A: b}}\n  db: {ports: ['1:1']}\n  new: {ports: ['2:2']}\n",
		"compose.prod.yaml":          "services:\n  web: {ports: ['80:80']}\n  app: {image: 'x'}\n",
		"docker-compose.vs.ci.yml":   "services:\n  old: {ports: ['80:80']}\n",
		"docker-compose.strange.yml": "services:\n  old: {image: 'ubuntu', ports: ['80:80']}\n",
		"compose.linux.yml":          "services:\n  web: {ports: ['80:80']}\n",
		"a/docker-compose.yml": "services:\n  one: {extends: two}\n  two: {image: 'mcr.microsoft.com/windows/servercore:ltsc2019'}\n" +
			"  three: {extends: {service: one}, image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'}\n  loop: {extends: loop}\n",
		"b/docker-compose.yml": "services:\n  one: {extends: {file: ../common/base.yml, service: app}}\n" +
			"  two: {extends: {file: ../common/none.yml, service: app}}\n  three: {extends: {file: ../common/base.yml, service: none}}\n",
		"c/docker-compose.yml": "services:\n  one: {extends: {file: ../common/base.yml, service: app}, platform: linux}\n",
		"d/docker-compose.yml": "services:\n  one: {extends: {file: ../common/base.yml, service: loop}}\n",
		"e/docker-compose.yml": "services:\n  one: {extends: two}\n  two: {platform: windows, image: 'alpine'}\n  three: {extends: two, platform: linux}\n",
	}
	for _, test := range []struct{ name, want string }{
		{"compose.override.yaml", "web windows nanoserver ltsc2022, app windows servercore ltsc2022, db linux, new unknown"},
		{"compose.prod.yaml", "web windows nanoserver ltsc2022 ?, app unknown"},
		{"compose.linux.yml", "web unknown"},
		{"docker-compose.vs.ci.yml", "old windows servercore ltsc2019 ?"},
		{"docker-compose.strange.yml", "old linux"},
		{"a/docker-compose.yml", "one windows servercore ltsc2019, two windows servercore ltsc2019, three windows nanoserver ltsc2022, loop windows ?"},
		{"b/docker-compose.yml", "one windows nanoserver ltsc2025, two windows ?, three windows ?"},
		{"c/docker-compose.yml", "one linux"},
		{"d/docker-compose.yml", "one windows"},
		{"e/docker-compose.yml", "one windows, two windows, three linux"},
	} {
		if got := understood(fs, test.name); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// Without a way to other files each is read alone.
func TestNothingIsOpened(t *testing.T) {
	if got := services("compose.override.yaml", service("build: .")); got != "s unknown" {
		t.Error(got)
	}
}

// The reasons are in the file that is read, and name the file that they are from.
func TestReasonsNameTheDockerfile(t *testing.T) {
	fs := files{"p/web/Dockerfile": "# a\n" + winCore + "\n", "p/compose.yaml": "services:\n  s:\n    build: web\n"}
	u := subject.Read(source.New("p/compose.yaml", fs["p/compose.yaml"]), &subject.World{Open: fs.open(map[string]int{})})
	why := u.Scopes[0].Why[0]
	if why.Text != "web/Dockerfile, line 2: the repository mcr.microsoft.com/windows/servercore" || u.File.Slice(why.At) != "web" {
		t.Errorf("%q at %q", why.Text, u.File.Slice(why.At))
	}
}

func TestDockerfileIsReadOnce(t *testing.T) {
	var text strings.Builder
	text.WriteString("services:\n")
	for i := range 100 {
		fmt.Fprintf(&text, "  s%d: {build: web}\n", i)
	}
	asked := map[string]int{}
	u := subject.Read(source.New("compose.yaml", text.String()), &subject.World{Open: files{"web/Dockerfile": winCore + "\n"}.open(asked)})
	for _, s := range u.Scopes {
		if s.Build == nil || s.Build.Unit != u.Scopes[0].Build.Unit {
			t.Fatalf("%s is read anew", s.Name)
		}
	}
	if asked["web/Dockerfile"] != 1 {
		t.Errorf("asked for: %v", asked)
	}
}
