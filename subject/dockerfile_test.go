package subject_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// read reads a Dockerfile whose backticks are written as "^".
func read(text string) *subject.Unit {
	return subject.Read(source.New("Dockerfile", strings.ReplaceAll(text, "^", "`")), &subject.World{})
}

// sketch is each stage as "os edition release", "weak" behind those that are not certain.
func sketch(u *subject.Unit) string {
	var stages []string
	for _, s := range u.Scopes {
		if s.Kind != subject.Stage {
			continue
		}
		words := []string{s.OS.String()}
		if s.Edition != windows.UnknownEdition {
			words = append(words, s.Edition.String())
		}
		if s.Release != "" {
			words = append(words, string(s.Release))
		}
		if s.OS != windows.UnknownOS && !s.Strong {
			words = append(words, "weak")
		}
		stages = append(stages, strings.Join(words, " "))
	}
	return strings.Join(stages, ", ")
}

func TestStagesTellTheirTarget(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"base image", "FROM mcr.microsoft.com/windows/servercore:ltsc2022", "windows servercore ltsc2022"},
		{"quoted", `FROM "mcr.microsoft.com/windows/nanoserver:1809"`, "windows nanoserver ltsc2019"},
		{
			"chain of arguments", "ARG TAG=ltsc2025\nARG BASE=mcr.microsoft.com/windows/server:${TAG}\nFROM $BASE",
			"windows server ltsc2025",
		},
		{"default in the word", "FROM mcr.microsoft.com/windows/servercore:${TAG:-ltsc2019}", "windows servercore ltsc2019"},
		{"argument without value", "ARG TAG\nFROM mcr.microsoft.com/windows/nanoserver:$TAG", "windows nanoserver"},
		{"argument that is not declared", "FROM mcr.microsoft.com/windows/nanoserver:$TAG", "windows nanoserver"},
		{"argument without value as the image", "ARG BASE\nFROM $BASE", "unknown"},
		{
			"argument of a stage is none of the next FROM",
			"FROM alpine\nARG B=mcr.microsoft.com/windows/nanoserver:1809\nFROM $B", "linux, unknown",
		},
		{
			"words of the tag beside a variable", "ARG V\nFROM golang:${V}-nanoserver-ltsc2022",
			"windows nanoserver ltsc2022",
		},
		{"platform", "FROM --platform=windows/amd64 example/app", "windows"},
		{"platform for Linux", "FROM --platform=linux/amd64 example/app", "linux"},
		{"platform of the target", "FROM --platform=$TARGETPLATFORM example/app", "unknown"},
		{
			"stage, in any case of letters", "FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS Build\nFROM bUILD",
			"windows servercore ltsc2022, windows servercore ltsc2022",
		},
		{
			"stage by the target's platform",
			"FROM mcr.microsoft.com/windows/nanoserver:1809 AS base-windows\nFROM base-${TARGETOS}",
			"windows nanoserver ltsc2019, windows nanoserver ltsc2019",
		},
		{
			"stages of both platforms",
			"FROM mcr.microsoft.com/windows/nanoserver:1809 AS windows\nFROM alpine AS linux\nFROM ${TARGETOS}",
			"windows nanoserver ltsc2019, linux, unknown",
		},
		{
			"stages of several architectures",
			"FROM mcr.microsoft.com/windows/nanoserver:1809 AS w-amd64\nFROM mcr.microsoft.com/windows/nanoserver:1809 AS w-arm64\n" +
				"FROM w-${TARGETARCH}",
			"windows nanoserver ltsc2019, windows nanoserver ltsc2019, windows nanoserver ltsc2019",
		},
		{
			"stages of several editions",
			"FROM mcr.microsoft.com/windows/nanoserver:1809 AS a-windows-amd64\n" +
				"FROM mcr.microsoft.com/windows/servercore:1809 AS a-windows-arm64\nFROM a-${TARGETOS}-${TARGETARCH}",
			"windows nanoserver ltsc2019, windows servercore ltsc2019, windows ltsc2019",
		},
		{
			"contents of a stage over those of its base",
			"FROM example/app AS a\nFROM a\nRUN powershell x", "unknown, windows weak",
		},
		{
			"mixed stages", "FROM golang:1.22-alpine AS build\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022",
			"linux, windows nanoserver ltsc2022",
		},
		{"SHELL", "FROM example/app\nSHELL [\"powershell\", \"-Command\"]", "windows"},
		{"escape directive", "# escape=^\nFROM example/app", "windows weak"},
		{"escape directive over a Linux command", "# escape=^\nFROM example/app\nRUN apt-get update", "unknown"},
		{"path with a drive", "FROM example/app\nWORKDIR C:/app", "windows"},
		{"scheme is no drive", "FROM example/app\nENV A=h://x", "unknown"},
		{"user", "FROM example/app\nUSER ContainerAdministrator", "windows"},
		{"pwsh is no evidence", "FROM example/app\nSHELL [\"pwsh\", \"-Command\"]", "unknown"},
		{
			"other stages", "FROM mcr.microsoft.com/windows/nanoserver:1809 AS a\nFROM example/app",
			"windows nanoserver ltsc2019, windows weak",
		},
		{
			"other stages, one of them for Linux",
			"FROM mcr.microsoft.com/windows/nanoserver:1809 AS a\nFROM alpine AS b\nFROM example/app",
			"windows nanoserver ltsc2019, linux, unknown",
		},
		{"scratch", "FROM scratch", "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := sketch(read(test.text)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// states is language, user and working directory just before each RUN, "?" where they are not known.
func states(u *subject.Unit) string {
	value := func(v subject.Value) string {
		if !v.Known {
			return "?"
		}
		return v.Text
	}
	var list []string
	for _, s := range u.Scopes {
		for _, n := range s.Nodes {
			if in, ok := n.Node.(*dockerfile.Instruction); ok && in.Name == "RUN" {
				list = append(list, fmt.Sprintf("%s %s %s", n.Shell.Language, value(n.User), value(n.Workdir)))
			}
		}
	}
	return strings.Join(list, ", ")
}

func TestStateIsFollowed(t *testing.T) {
	const core = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
	const nano = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n"
	for _, test := range []struct{ name, text, want string }{
		{"Server Core", core + "RUN x", `cmd ContainerAdministrator C:\`},
		{"Nano Server", nano + "RUN x", `cmd ContainerUser C:\`},
		{"Nano Server 2016", "FROM microsoft/nanoserver\nRUN x", `cmd ContainerAdministrator C:\`},
		{"Nano Server of an unknown release", "ARG T\nFROM mcr.microsoft.com/windows/nanoserver:$T\nRUN x", `cmd ? C:\`},
		{
			"SHELL", core + `SHELL ["pwsh", "-Command"]` + "\nRUN x\n" + `SHELL ["C:\\Windows\\System32\\cmd.exe", "/S", "/C"]` + "\nRUN y",
			`PowerShell 7 ContainerAdministrator C:\, cmd ContainerAdministrator C:\`,
		},
		{"shell of the image", "FROM golang:1.22-windowsservercore-ltsc2022\nRUN x", `Windows PowerShell ContainerAdministrator ?`},
		{"shell of an unknown image", "FROM example/app:nanoserver-ltsc2022\nRUN x", "unknown ? ?"},
		{"shell started by cmd", core + `SHELL ["cmd", "/C", "powershell"]` + "\nRUN x", `unknown ContainerAdministrator C:\`},
		{
			"SHELL around a shell", core + `SHELL ["C:\\LogMonitor\\LogMonitor.exe", "powershell.exe"]` + "\nRUN x",
			`Windows PowerShell ContainerAdministrator C:\`,
		},
		{"WORKDIR", core + "WORKDIR C:/a\nWORKDIR b\\\\..\\\\c\nRUN x", `cmd ContainerAdministrator C:\a\c`},
		{"WORKDIR without a drive", core + "WORKDIR /a\nRUN x", `cmd ContainerAdministrator C:\a`},
		{"WORKDIR on another drive", core + "WORKDIR D:/a\nRUN x", `cmd ContainerAdministrator ?`},
		{"WORKDIR relative to the drive", core + "WORKDIR C:a\nRUN x", `cmd ContainerAdministrator ?`},
		{"relative WORKDIR of an unknown image", "FROM example/app:nanoserver\nWORKDIR a\nRUN x", "unknown ? ?"},
		{"USER from a variable", core + "ENV U=me\nUSER $U\nRUN x", `cmd me C:\`},
		{
			"stage", "FROM mcr.microsoft.com/windows/nanoserver:1809 AS a\n" + `SHELL ["pwsh"]` + "\nUSER x\nWORKDIR /w\nFROM a\nRUN x",
			`PowerShell 7 x C:\w`,
		},
		{
			"trigger", "FROM mcr.microsoft.com/windows/nanoserver:1809 AS a\nONBUILD USER x\nRUN 1\nFROM a\nRUN 2",
			`cmd ContainerUser C:\, cmd x C:\`,
		},
		{"trigger is a node", core + "ONBUILD RUN x", `cmd ContainerAdministrator C:\`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := states(read(test.text)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
