package subject_test

import (
	"testing"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A container runs on what the Dockerfile is for that the script builds its image by.
func TestCommandTakesTheTargetOfItsDockerfile(t *testing.T) {
	fs := files{
		"p/Dockerfile":     winCore + "\n",
		"p/web/Dockerfile": winNano + "\n",
		"p/linux":          "FROM alpine\n",
		"p/stages":         "FROM golang:1.22-alpine AS build\n" + winNano + "\n",
		"p/args":           "ARG BASE=alpine\nFROM $BASE\n",
	}
	for text, want := range map[string]string{
		"docker build -t app .\ndocker run app":                                                                        "windows strong",
		"docker build -t app web\ndocker run app":                                                                      "windows strong",
		"docker build -t app .\\web\ndocker run app":                                                                   "windows strong",
		"docker build -t app -f linux .\ndocker run app":                                                               "linux strong",
		"docker build -t app -f stages .\ndocker run app":                                                              "windows strong",
		"docker build -t app -f stages --target build .\ndocker run app":                                               "linux strong",
		"docker build -t app -f args .\ndocker run app":                                                                "linux strong",
		"docker build -t app -f args --build-arg BASE=mcr.microsoft.com/windows/nanoserver:ltsc2025 .\ndocker run app": "windows strong",
		"docker build -t app -f missing .\ndocker run app":                                                             "unknown",
		"docker build -t app -f $file .\ndocker run app":                                                               "unknown",
		"docker build -t app $folder\ndocker run app":                                                                  "unknown",
		"docker build -t app https://example.com/app.git\ndocker run app":                                              "unknown",
		"cd src\ndocker build -t app .\ndocker run app":                                                                "unknown",
		"cd $PSScriptRoot\ndocker build -t app .\ndocker run app":                                                      "windows strong",
	} {
		u := subject.Read(source.New("p/build.ps1", text), &subject.World{Open: fs.open(map[string]int{})})
		last := u.Scopes[len(u.Scopes)-1]
		got := last.OS.String()
		if last.Strong {
			got += " strong"
		}
		if got != want {
			t.Errorf("%s\n got %s, want %s", text, got, want)
		}
	}
}
