package subject_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// verdictOf is the system of the last stage, service or command of a file, "?" after it where that is only likely.
func verdictOf(name, text string) string {
	var last *subject.Scope
	for _, s := range subject.Read(source.New(name, text), &subject.World{}).Scopes {
		switch s.Kind {
		case subject.Stage, subject.Service, subject.Command:
			last = s
		}
	}
	got := last.OS.String()
	if last.OS != windows.UnknownOS && !last.Strong {
		got += "?"
	}
	return got
}

// A saying is one row of the table of evidence as each dialect says it; "" where a dialect cannot.
type saying struct {
	row, want                   string
	dockerfile, service, docker string
}

// Each row says the same in every dialect. An image that tells nothing stands beside it where one is needed.
func TestRowsOfEvidenceInEveryDialect(t *testing.T) {
	image := func(row, name, want string) saying {
		return saying{row, want, "FROM " + name, "image: " + name, "docker run " + name}
	}
	for _, test := range []saying{
		{"platform", "windows", "FROM --platform=windows/amd64 a/b", "platform: windows/amd64", "docker run --platform windows/amd64 a/b"},
		{"platform", "linux", "FROM --platform=linux a/b", "platform: linux", "docker run --platform linux a/b"},
		image("repository", "mcr.microsoft.com/windows/servercore", "windows"),
		image("repository", "alpine", "linux"),
		image("image word", "a/b:1-ltsc2022", "windows"),
		image("image word", "a/b-nanoserver:1", "windows"),
		image("image word", "a/b:10.0.17763.1", "windows"),
		image("image word", "a/b:win2022", "windows"),
		image("image word", "a/b:1-bookworm", "linux"),
		image("image word", "a/b:rhel", "linux"),
		image("image word", "a/b:ol8", "linux"),
		image("image word", "a/b:al2023", "linux"),
		image("image word", "a/kali:1", "linux"),
		image("image word in the tag", "a/b:photon5", "linux"),
		image("no word of a repository", "a/photon:1", "unknown"),
		image("bare word", "a/b:windows", "windows?"),
		image("bare word", "a/windows-agent:1", "windows?"),
		image("bare number in a tag", "a/b:1809", "windows?"),
		image("no number of a repository", "a/b-2004:1", "unknown"),
		image("bare word", "a/wine:8", "linux?"),
		image("no toolchain", "a/cross:x86_64-pc-windows-gnu", "unknown"),
		image("official image", "redis:8", "linux?"),
		image("no official image", "webwin", "unknown"),
		image("plain tag, a hint alone", "golang:1.25", "unknown"),
		image("Linux only", "mcr.microsoft.com/azure-storage/azurite", "linux"),
		{"user", "windows", "FROM a/b\nUSER containeradministrator", "user: containeradministrator", "docker run --user containeradministrator a/b"},
		{"user", "windows", `FROM a/b` + "\n" + `USER "NT AUTHORITY\\SYSTEM"`, `user: 'NT AUTHORITY\SYSTEM'`, `docker run --user 'NT AUTHORITY\SYSTEM' a/b`},
		{"user", "linux?", "FROM a/b\nUSER root", "user: root", "docker run --user root a/b"},
		{"user", "linux?", "FROM a/b\nUSER 1000:1000", "user: '1000:1000'", "docker run --user 1000:1000 a/b"},
		{"isolation", "windows", "", "isolation: process", "docker run --isolation=process a/b"},
		{"no isolation", "unknown", "", "isolation: default", "docker run --isolation=default a/b"},
		{"unknown isolation", "windows?", "", "isolation: $I", "docker run --isolation=$i a/b"},
		{"credential spec", "windows", "", "security_opt: ['credentialspec=file://x']", "docker run --security-opt credentialspec=file://x a/b"},
		{"pipe mount", "windows", "", `volumes: [{type: npipe, source: '\\.\pipe\x', target: '\\.\pipe\x'}]`, `docker run --mount type=npipe,src=\\.\pipe\x,dst=\\.\pipe\x a/b`},
		{"pipe", "windows", "", `volumes: ['\\.\pipe\x:\\.\pipe\x']`, `docker run -v \\.\pipe\x:\\.\pipe\x a/b`},
		{"address", "windows", "", "", "docker -H npipe:////./pipe/x ps"},
		{"label", "linux", "", "labels: ['com.microsoft.visualstudio.targetoperatingsystem=linux']", "docker run --label com.microsoft.visualstudio.targetoperatingsystem=linux a/b"},
		{"device", "linux", "", "devices: ['/dev/kvm']", "docker run --device /dev/kvm a/b"},
		{"device", "linux?", "", "devices: ['/dev/dri:/dev/dri']", "docker run --device /dev/dri:/dev/dri a/b"},
		{"device", "windows", "", "devices: ['class/5B45201D-F2F2-4F3B-85BB-30FF1F953599']", "docker run --device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599 a/b"},
		{"processors, a hint alone", "unknown", "", "cpu_count: 2", "docker run --cpu-count 2 a/b"},
		{"network driver", "windows?", "", "image: a/b\nnetworks:\n  default: {driver: transparent}", "docker network create -d transparent x"},
		{"network, a hint alone", "unknown", "", "image: a/b\nnetworks:\n  default: {external: true, name: nat}", "docker run --network nat a/b"},
		{"drive", "windows", "FROM a/b\nVOLUME C:/data", `volumes: ['data:C:\data']`, `docker run -v data:C:\data a/b`},
		{"a letter may be a volume", "unknown", "", "volumes: ['d:/data']", "docker run -v d:/data a/b"},
		{"drive", "windows", "FROM a/b\nWORKDIR C:/app", `working_dir: C:\app`, `docker run -w C:\app a/b`},
		{"drive", "windows", "FROM a/b\nCOPY x C:/app/", "", `docker cp x app:C:\app`},
		{"drive", "windows", `FROM a/b` + "\n" + `ENTRYPOINT ["C:\\a.exe"]`, `entrypoint: ['C:\a.exe']`, `docker run --entrypoint C:\a.exe a/b`},
		{"mount without a drive", "linux?", "", "volumes: ['./x:/data']", "docker run -v data:/data a/b"},
		{"directory of Linux", "linux?", "FROM a/b\nVOLUME /var/lib/x", "volumes: ['./x:/var/lib/x']", "docker run -v data:/var/lib/x a/b"},
		{"path, a hint alone", "unknown", "FROM a/b\nWORKDIR /app", "working_dir: /app", "docker run -w /app a/b"},
		{"shell", "windows", `FROM a/b` + "\n" + `SHELL ["C:\\Windows\\System32\\cmd.exe", "/S", "/C"]`, "", ""},
		{"shell", "unknown", `FROM a/b` + "\n" + `SHELL ["pwsh", "-Command"]`, "", ""},
		{"shell", "linux?", `FROM a/b` + "\n" + `SHELL ["/bin/bash", "-c"]`, "", ""},
		{"program", "windows?", `FROM a/b` + "\n" + `CMD ["powershell", "x"]`, "command: powershell x", "docker run a/b powershell x"},
		{"program", "windows?", "FROM a/b\nCMD run.exe", "command: run.exe", "docker run a/b run.exe"},
		{"program", "windows?", "FROM a/b\nHEALTHCHECK CMD powershell x", "healthcheck: {test: [CMD, powershell, x]}", "docker run --health-cmd 'powershell x' a/b"},
		{"no program of Windows", "unknown", `FROM a/b` + "\n" + `CMD ["dotnet", "a.exe"]`, "command: dotnet a.exe", "docker run a/b dotnet a.exe"},
		{"program", "linux?", `FROM a/b` + "\n" + `CMD ["wine", "a.exe"]`, "command: wine a.exe", "docker run a/b wine a.exe"},
		{"program", "linux?", `FROM a/b` + "\n" + `CMD ["/usr/bin/x"]`, "command: /usr/bin/x", "docker run a/b /usr/bin/x"},
		{"program, a hint alone", "unknown", `FROM a/b` + "\n" + `CMD ["bash"]`, "command: bash", "docker run a/b bash"},
		{"command", "windows?", "FROM a/b\nRUN choco install x", "", ""},
		{"command", "windows?", "FROM a/b\nRUN New-Item x", "", ""},
		{"command", "unknown", "FROM a/b\nSHELL [\"pwsh\", \"-Command\"]\nRUN New-Item x", "", ""},
		{"command", "linux?", "FROM a/b\nRUN apt-get update", "", ""},
		{"command", "linux?", "FROM a/b\nSHELL [\"pwsh\", \"-Command\"]\nRUN apt-get update", "", ""},
		{"command", "linux?", "FROM a/b\nRUN GOOS=windows go build", "", ""},
		{"command", "linux?", "FROM a/b\nRUN x86_64-w64-mingw32-gcc a.c", "", ""},
		{"command, a hint alone", "unknown", "FROM a/b\nRUN rm x", "", ""},
		{"file name", "windows?", "", "build: {dockerfile: Dockerfile.windows}", "docker build -f Dockerfile.windows ."},
		{"file name", "linux?", "", "build: {dockerfile: Dockerfile.linux}", "docker build -f Dockerfile.linux ."},
		{"directory, a hint alone", "unknown", "", "build: {dockerfile: windows/Dockerfile}", "docker build -f windows/Dockerfile ."},
		{"build argument", "windows?", "", "", "docker build --build-arg B=mcr.microsoft.com/windows/servercore:ltsc2022 ."},
		{"no build argument", "unknown", "", "", "docker build --build-arg B=example/app ."},
		{"no build argument", "unknown", "", "", "docker build --build-arg B=redis:8 --build-arg C=alpine ."},

		// What cancels what.
		{"platform over image", "windows", "FROM --platform=windows alpine", "image: alpine\n    platform: windows", "docker run --platform windows alpine"},
		{"certain for both", "unknown", "FROM alpine\nWORKDIR C:/x", "image: alpine\n    working_dir: C:/x", "docker run -w C:/x alpine"},
		{"certain over likely", "windows", "FROM a/b:ltsc2022\nUSER root", "image: a/b:ltsc2022\n    user: root", "docker run --user root a/b:ltsc2022"},
		{"likely for both", "unknown", "FROM a/b:windows\nUSER root", "image: a/b:windows\n    user: root", "docker run --user root a/b:windows"},
		{"two rows more", "windows?", "FROM a/b:windows\nCMD x.exe\nENV A=C:/x\nUSER root", "", ""},
		{"one row more", "unknown", "FROM a/b:windows\nCMD x.exe\nUSER root", "image: a/b:windows\n    user: root\n    command: x.exe", "docker run --user root a/b:windows x.exe"},
		{"a hint cancels nothing", "windows?", "FROM a/b:windows\nWORKDIR /app", "image: a/b:windows\n    working_dir: /app", "docker run -w /app a/b:windows"},
		{"two hints", "linux?", "FROM golang:1.25\nWORKDIR /app", "image: golang:1.25\n    working_dir: /app", "docker run -w /app golang:1.25"},
		{"near miss", "unknown", `FROM a/b` + "\n" + `SHELL ["pwsh", "-Command"]` + "\nRUN New-Item /out", "", ""},
	} {
		for dialect, said := range map[string][2]string{
			"Dockerfile": {test.dockerfile, test.dockerfile}, "compose.yaml": {test.service, service(test.service)}, "x.ps1": {test.docker, test.docker},
		} {
			if said[0] == "" {
				continue
			}
			if got := verdictOf(dialect, said[1]); got != test.want {
				t.Errorf("%s in %s: %q is %s, want %s", test.row, dialect, said[0], got, test.want)
			}
		}
	}
}

// A stage is for the same system as one that is built from it, or from the same unknown image.
func TestStagesShareTheirSystem(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"FROM a/b AS x\nFROM x\nWORKDIR C:/x", "windows, windows"},
		{"ARG B\nFROM $B AS x\nFROM $B\nWORKDIR C:/x", "windows, windows"},
		{"ARG B\nFROM --platform=$BUILDPLATFORM $B AS x\nFROM $B\nWORKDIR C:/x", "unknown, windows"},
		{"FROM node:22 AS x\nFROM a/b:ltsc2022", "unknown, windows ltsc2022"},
		{"FROM golang:1.25 AS x\nFROM a/b:ltsc2022", "windows weak, windows ltsc2022"},
		{"FROM golang:1.25 AS x\nRUN GOOS=windows go build\nFROM a/b:ltsc2022", "unknown, windows ltsc2022"},
		{"FROM golang:1.25 AS x\nFROM --platform=windows/amd64 a/b", "unknown, windows"},
	} {
		if got := sketch(read(test.text)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.text, got, test.want)
		}
	}
}

// However long a file is, each row speaks once.
func TestReasonsAreFew(t *testing.T) {
	var text strings.Builder
	text.WriteString("FROM a/b\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "WORKDIR C:/%d\nUSER root\n", i)
	}
	if why := read(text.String()).Scopes[0].Why; len(why) != 2 {
		t.Errorf("%d reasons", len(why))
	}
}
