package subject_test

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// run is the files of a run as a run has them.
func (fs files) run() *subject.World {
	open := fs.open(map[string]int{})
	var builders iter.Seq2[*source.File, *subject.Kind] = func(yield func(*source.File, *subject.Kind) bool) {
		for _, name := range slices.Sorted(maps.Keys(fs)) {
			if kind := subject.KindOf(name); kind != nil && kind.Builds() && !yield(source.New(name, fs[name]), kind) {
				return
			}
		}
	}
	return &subject.World{Open: open, Images: subject.NewImageBuilds(builders, open)}
}

// last is the system and the shell of the last part of a file in a run.
func (fs files) last(name string) string {
	u := subject.Read(source.New(name, fs[name]), fs.run())
	s := u.Scopes[len(u.Scopes)-1]
	words := []string{s.OS.String()}
	if s.Strong {
		words = append(words, "strong")
	}
	state := s.Nodes[len(s.Nodes)-1].State
	if len(state.Shell.Words) > 0 {
		words = append(words, state.Shell.Words[0])
	}
	if len(state.Shell.Likely) > 0 {
		words = append(words, state.Shell.Likely[0]+"?")
	}
	return strings.Join(words, " ")
}

const withShell = winCore + "\nSHELL [\"powershell\", \"-Command\"]\n"

// A base image that another file of the run builds is as the Dockerfile says that it is built by.
func TestBaseThatTheRunBuilds(t *testing.T) {
	for _, test := range []struct {
		name string
		fs   files
		want string
	}{
		{"by a script", files{"build.cmd": "docker build -t team/base base\n"}, "windows strong powershell"},
		{"by a service", files{"compose.yaml": "services: {base: {image: team/base, build: base}}\n"}, "windows strong powershell"},
		{"by a service in another directory", files{"ci/compose.yaml": "services: {base: {image: 'team/base:latest', build: ../base}}\n"}, "windows strong powershell"},
		{"with a tag that a variable gives", files{"build.ps1": "docker build -t team/base:$tag base\n"}, "windows strong powershell"},
		{"with another tag", files{"build.ps1": "docker build -t team/base:dev base\n"}, "unknown"},
		{"under another name", files{"build.ps1": "docker build -t team/based base\n"}, "unknown"},
		{"twice the same", files{"a.cmd": "docker build -t team/base base\n", "b.cmd": "docker build -t team/base -f base/Dockerfile .\n"}, "windows strong powershell"},
		{"in two ways", files{"a.cmd": "docker build -t team/base base\n", "b.cmd": "docker build -t team/base other\n"}, "unknown"},
		{"for Linux", files{"a.cmd": "docker build -t team/base linux\n"}, "linux strong"},
		{"from what is not there", files{"a.cmd": "docker build -t team/base missing\n"}, "unknown"},
		{"up to a stage", files{"a.cmd": "docker build -t team/base --target first stages\n"}, "windows strong cmd"},
		{"on another one", files{"a.cmd": "docker build -t team/base on\n", "b.cmd": "docker build -t team/root base\n"}, "windows strong powershell"},
		{"on itself", files{"a.cmd": "docker build -t team/base self\n"}, "unknown"},
		{"after a change of directory", files{"ci/a.cmd": "cd ..\ndocker build -t team/base base\n"}, "windows powershell?"},
		{"beside the script", files{"ci/a.cmd": "cd /d %~dp0..\ndocker build -t team/base base\n"}, "windows strong powershell"},
		{"by nothing", files{}, "unknown"},
	} {
		fs := files{
			"app/Dockerfile": "FROM team/base\nRUN x\n", "base/Dockerfile": withShell, "other/Dockerfile": winCore + "\n",
			"linux/Dockerfile": "FROM alpine\n", "stages/Dockerfile": winCore + " AS first\n" + withShell,
			"on/Dockerfile": "FROM team/root\n", "self/Dockerfile": "FROM team/base\n",
		}
		maps.Copy(fs, test.fs)
		if got := fs.last("app/Dockerfile"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// A published image is what it is, whatever a file builds under its name.
func TestPublishedImageIsNotBuilt(t *testing.T) {
	fs := files{"Dockerfile": "FROM golang:1.22\nRUN x\n", "base/Dockerfile": withShell, "a.cmd": "docker build -t golang:1.22 base\n"}
	if got := fs.last("Dockerfile"); got != "unknown" {
		t.Error(got)
	}
}

// The arguments that the builds of a run give reach the Dockerfile that is read by itself.
func TestArgumentsOfTheRun(t *testing.T) {
	const core, nano = "mcr.microsoft.com/windows/servercore:ltsc2022", "mcr.microsoft.com/windows/nanoserver:ltsc2022"
	for _, test := range []struct {
		name string
		fs   files
		want string
	}{
		{"of a service", files{"compose.yaml": "services: {a: {build: {context: ., args: {BASE: '" + core + "'}}}}\n"}, "windows strong cmd"},
		{"of a script", files{"build.ps1": "docker build --build-arg BASE=" + core + " .\n"}, "windows strong cmd"},
		{"two tags", files{
			"a.ps1": "docker build --build-arg BASE=" + core + " .\n", "b.ps1": "docker build --build-arg BASE=mcr.microsoft.com/windows/servercore:ltsc2019 .\n",
		}, "windows strong cmd"},
		{"two repositories", files{"a.ps1": "docker build --build-arg BASE=" + core + " .\n", "b.ps1": "docker build --build-arg BASE=" + nano + " .\n"}, "unknown"},
		{"for Linux, too", files{"a.ps1": "docker build --build-arg BASE=" + core + " .\n", "b.ps1": "docker build --build-arg BASE=alpine .\n"}, "unknown"},
		{"none", files{"a.ps1": "docker build .\n"}, "unknown"},
		{"a variable", files{"a.ps1": "docker build --build-arg BASE=$base .\n"}, "unknown"},
		{"of another Dockerfile", files{"a.ps1": "docker build --build-arg BASE=" + core + " other\n"}, "unknown"},
	} {
		fs := files{"Dockerfile": "ARG BASE\nFROM ${BASE}\nRUN x\n"}
		maps.Copy(fs, test.fs)
		if got := fs.last("Dockerfile"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	fs := files{"Dockerfile": "ARG BASE=team/base\nFROM ${BASE}\nRUN x\n", "a.ps1": "docker build --build-arg BASE=" + core + " .\n"}
	if got := fs.last("Dockerfile"); got != "windows" {
		t.Errorf("with a default: %s", got)
	}
}

// The last stage is for the platform that all builds of the run ask for.
func TestPlatformOfTheRun(t *testing.T) {
	for _, test := range []struct {
		name, stage string
		fs          files
		want        string
	}{
		{"a service", "FROM team/app:1\n", files{"compose.yaml": "services: {a: {build: ., platform: windows/amd64}}\n"}, "windows strong"},
		{"a script", "FROM team/app:1\n", files{"a.ps1": "docker build --platform windows/amd64 .\n"}, "windows strong"},
		{"Linux", "FROM team/app:1\n", files{"a.ps1": "docker build --platform=linux/amd64 .\n"}, "linux strong"},
		{"two", "FROM team/app:1\n", files{"a.ps1": "docker build --platform windows/amd64 .\n", "b.ps1": "docker build --platform linux/amd64 .\n"}, "unknown"},
		{"one build asks for none", "FROM team/app:1\n", files{"a.ps1": "docker build --platform windows/amd64 .\ndocker build .\n"}, "unknown"},
		{"another stage", "FROM team/app:1 AS a\nFROM team/other:1\n", files{"a.ps1": "docker build --target a --platform windows/amd64 .\n"}, "unknown"},
		{"the image decides", "FROM alpine:3\n", files{"a.ps1": "docker build --platform windows/amd64 .\n"}, "linux strong"},
	} {
		fs := files{"Dockerfile": test.stage}
		maps.Copy(fs, test.fs)
		if got := fs.last("Dockerfile"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// An empty default that FROM needs is as none.
func TestEmptyDefault(t *testing.T) {
	fs := files{"Dockerfile": "ARG TAG=\nFROM mcr.microsoft.com/windows/servercore:${TAG}\nRUN x\n"}
	if got := fs.last("Dockerfile"); got != "windows strong cmd" {
		t.Error(got)
	}
	fs = files{"Dockerfile": "ARG REGISTRY=\nFROM ${REGISTRY}alpine\nRUN x\n"}
	if got := fs.last("Dockerfile"); got != "linux strong" {
		t.Error(got)
	}
}

// A container, and a service that builds nothing, are what the run builds under the name of their image.
func TestContainersOfBuiltImages(t *testing.T) {
	fs := files{
		"win/Dockerfile": winCore + "\n", "win/build.bat": "cd ..\ndocker build -t webwin -f win/Dockerfile .\n",
		"win/start.bat": "docker run -d webwin\n",
		"all.ps1":       "docker build -t api win\n", "run.ps1": "docker run -d api\n",
		"compose.yaml":  "services:\n  a: {image: api}\n",
		"compose2.yaml": "services:\n  a: {image: own, build: win}\n  b: {image: own}\n",
	}
	for name, want := range map[string]string{
		"win/start.bat": "windows", "win/build.bat": "windows", "run.ps1": "windows strong", "compose.yaml": "windows strong cmd",
	} {
		if got := fs.last(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	u := subject.Read(source.New("compose.yaml", fs["compose2.yaml"]), &subject.World{Open: fs.open(map[string]int{})})
	if b := u.Scopes[1]; b.Build == nil || b.OS.String() != "windows" || !b.Strong {
		t.Errorf("a service with the image of another one: %+v", b.Target)
	}
}

// Compose files that are merged share what one of them says for certain.
func TestOverlays(t *testing.T) {
	const base = "services:\n  web: {image: team/web}\n"
	const overlay = "services:\n  web: {isolation: process}\n"
	for _, test := range []struct {
		name string
		fs   files
		want string
	}{
		{"by its name", files{"docker-compose.windows.yml": overlay}, "windows"},
		{"the one that Compose adds itself", files{"docker-compose.override.yml": overlay}, "windows strong"},
		{"by a script", files{"x-compose.yml": overlay, "up.ps1": "docker-compose -f docker-compose.yml -f x-compose.yml up -d\n"}, "windows strong"},
		{"by a script of another directory", files{
			"x-compose.yml": overlay, "ci/up.sh": "cd \"$(dirname \"$0\")/..\"\ndocker compose --file docker-compose.yml --file=x-compose.yml up\n",
		}, "windows strong"},
		{"of another service", files{"docker-compose.windows.yml": "services:\n  db: {isolation: process}\n"}, "unknown"},
		{"for either system", files{"docker-compose.windows.yml": overlay, "docker-compose.other.yml": "services:\n  web: {platform: linux/amd64}\n"}, "unknown"},
		{"a likely one", files{"docker-compose.windows.yml": "services:\n  web: {command: app.exe}\n"}, "unknown"},
		{"without a relation", files{"x-compose.yml": overlay, "up.ps1": "docker-compose -f x-compose.yml up -d\n"}, "unknown"},
	} {
		fs := files{"docker-compose.yml": base}
		maps.Copy(fs, test.fs)
		if got := fs.last("docker-compose.yml"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// Where a script works when it builds.
func TestDirectoriesOfScripts(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"ci/a.cmd", "docker build -t x win\n", "unknown"},
		{"ci/a.cmd", "cd ..\ndocker build -t x win\n", "windows"},
		{"ci/a.cmd", "cd /d %~dp0..\ndocker build -t x win\n", "windows strong"},
		{"ci/a.cmd", "pushd %~dp0\\..\\win\ndocker build -t x .\npopd\n", "windows strong"},
		{"ci/a.cmd", "pushd ..\\win\npopd\ndocker build -t x ..\\win\n", "windows strong"},
		{"ci/a.cmd", "if exist ..\\win cd ..\ndocker build -t x win\n", "unknown"},
		{"ci/a.cmd", "cd %ROOT%\ndocker build -t x win\n", "unknown"},
		{"ci/a.cmd", "cd C:\\src\ndocker build -t x win\n", "unknown"},
		{"ci/a.ps1", "Set-Location $PSScriptRoot/..\ndocker build -t x win\n", "windows strong"},
		{"ci/a.ps1", "Push-Location \"$PSScriptRoot\\..\"\ntry { docker build -t x win } finally { Pop-Location }\n", "windows strong"},
		{"ci/a.ps1", "docker build -t x $PSScriptRoot\\..\\win\n", "windows strong"},
		{"ci/a.ps1", "docker build -t x -f \"$PSScriptRoot/../win/Dockerfile\" .\n", "windows strong"},
		{"ci/a.ps1", "function b { docker build -t x win }\ncd ..\nb\n", "unknown"},
		{"ci/a.ps1", "foreach ($d in 'a', 'b') { docker build -t x win; cd .. }\n", "unknown"},
		{"ci/a.sh", "cd \"$(dirname \"$0\")\"/..\ndocker build -t x win\n", "windows strong"},
		{"ci/a.sh", "cd .. && docker build -t x win\n", "windows"},
		{"ci/a.sh", "cd\ndocker build -t x win\n", "unknown"},
		{"a.ps1", "cmd /c \"cd win && docker build -t x .\"\n", "windows"},
	} {
		fs := files{test.name: test.text, "win/Dockerfile": winCore + "\n"}
		if got := fs.last(test.name); got != test.want {
			t.Errorf("%s: %s\n got %s, want %s", test.name, test.text, got, test.want)
		}
	}
}
