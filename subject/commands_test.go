package subject_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// What tells the system that a docker command is for.
func TestDockerTargets(t *testing.T) {
	const nano = "docker pull mcr.microsoft.com/windows/nanoserver:ltsc2022\n"
	for _, test := range []struct{ name, text, want string }{
		{"ps1", `docker run mcr.microsoft.com/windows/nanoserver:ltsc2022`, "windows nanoserver ltsc2022 strong"},
		{"ps1", `docker run mcr.microsoft.com/windows/servercore:$tag`, "windows servercore strong"},
		{"ps1", `param($image = 'mcr.microsoft.com/windows/nanoserver:ltsc2022'); docker run $image`, "windows nanoserver ltsc2022 strong"},
		{"cmd", "set IMAGE=mcr.microsoft.com/windows/nanoserver:ltsc2022\r\ndocker run %IMAGE%", "windows nanoserver ltsc2022 strong"},
		{"ps1", `docker run $image`, "unknown"},
		{"ps1", `docker run owner/app`, "unknown"},
		{"ps1", `docker run owner/app cmd /c dir`, "windows"},
		{"ps1", `docker run owner/app pwsh -c dir`, "unknown"},
		{"ps1", `docker run owner/app sh -c ls`, "unknown"}, // Git brings sh to Windows,
		{"ps1", `docker run golang:1.25`, "unknown"},
		{"ps1", `docker run redis:8`, "linux"},
		{"ps1", `docker run golang cmd /c go version`, "windows"},
		{"ps1", `docker run alpine`, "linux strong"},
		{"ps1", `docker run --isolation=hyperv owner/app`, "windows strong"},
		{"ps1", `docker run --isolation=default owner/app`, "unknown"},
		{"ps1", `docker run --isolation hyperv alpine`, "unknown"},
		{"ps1", `docker run --platform windows/amd64 golang`, "windows strong"},
		{"ps1", `docker run --platform linux owner/app`, "linux strong"},
		{"ps1", `docker run -v data:C:\data owner/app`, "windows strong"},
		{"ps1", `docker run -v C:\data:/data owner/app`, "linux"},
		{"ps1", `docker run -v $pwd:C:\data owner/app`, "windows strong"},
		{"ps1", `docker run --mount type=bind,src=$x,dst=C:\data owner/app`, "windows strong"},
		{"ps1", `docker run -v /var/run/docker.sock:/var/run/docker.sock owner/app`, "linux"},
		{"ps1", `docker build --build-arg BASE=mcr.microsoft.com/windows/nanoserver:ltsc2022 .`, "windows"},
		{"ps1", `docker build --build-arg GO=golang:1.25 --build-arg NAME=redis .`, "unknown"},
		{"ps1", `docker build --platform=windows/amd64 -t app .`, "windows strong"},
		{"ps1", `docker build -t app .`, "unknown"},
		{"ps1", `docker cp app:C:\logs .`, "windows strong"},
		// by the rest of the script
		{"ps1", nano + `docker run owner/app`, "windows"},
		{"ps1", nano + `docker run app`, "windows"},
		{"ps1", nano + `docker run redis`, "linux"},
		{"ps1", nano + "docker build -t app .\ndocker run app", "windows"},
		{"ps1", nano + "docker pull alpine\ndocker run owner/app", "unknown"},
		{"ps1", "docker build -f Dockerfile.windows -t app .\ndocker run app", "windows"},
		{"ps1", "docker build --isolation=hyperv -t app .\ndocker run app", "windows strong"},
		{"ps1", "docker tag mcr.microsoft.com/windows/nanoserver:ltsc2022 app\ndocker run app", "windows nanoserver ltsc2022 strong"},
		{"ps1", "docker create --name a mcr.microsoft.com/windows/nanoserver:ltsc2022\ndocker commit a app\ndocker run app", "windows nanoserver ltsc2022 strong"},
		{"ps1", ".\\docker-ci-zap.exe -folder C:\\ProgramData\\docker\ndocker run owner/app", "windows"},
		{"ps1", "& $cli -SwitchDaemon\ndocker run owner/app", "unknown"},
		{"ps1", "& 'C:\\Program Files\\Docker\\Docker\\DockerCli.exe' -SwitchDaemon\ndocker run owner/app", "windows"},
		{"ps1", "docker run --name a mcr.microsoft.com/windows/nanoserver:ltsc2022\ndocker pull alpine\ndocker commit a b", "windows nanoserver ltsc2022 strong"},
	} {
		u := subject.Read(source.New("x."+test.name, test.text), &subject.World{})
		last := u.Scopes[len(u.Scopes)-1]
		words := []string{last.OS.String()}
		if last.Edition != windows.UnknownEdition {
			words = append(words, last.Edition.String())
		}
		if last.Release != "" {
			words = append(words, string(last.Release))
		}
		if last.Strong {
			words = append(words, "strong")
		}
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%s\n got %s, want %s", test.text, got, test.want)
		}
	}
}
