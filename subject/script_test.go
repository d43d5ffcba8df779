package subject

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

func TestScript(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // languages and commands, outer ones first
	}{
		{"cmd by default", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN mkdir C:\\a && cd C:\\a\n", "cmd: mkdir cd"},
		{"PowerShell by SHELL", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\", \"-Command\", \"$x = 1;\"]\nRUN Write-Host a; dir\n", "Windows PowerShell: write-host dir"},
		{"one in the other", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN powershell -Command \"Write-Host a; dir\" && echo b\n", "cmd: powershell echo; Windows PowerShell: write-host dir"},
		{"exec form", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD [\"powershell\", \"-Command\", \"Write-Host a\"]\n", "Process: powershell; Windows PowerShell: write-host"},
		{"after a batch file", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"C:\\\\vs\\\\VsDevCmd.bat\", \"&&\", \"cmd\", \"/S\", \"/C\"]\nRUN cl a.c && link a.obj\n", "cmd: cl link"},
		{"PowerShell after a batch file", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"C:\\\\vs\\\\VsDevCmd.bat\", \"&&\", \"powershell\", \"-Command\"]\nRUN Get-Item a; dir\n", "cmd: powershell; Windows PowerShell: Get-Item dir"},
		{"a batch file that starts its arguments", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN echo call x.bat ^& %* > C:\\sh.bat\nSHELL [\"C:\\\\sh.bat\", \"cmd\", \"/C\"]\nRUN cl a.c\n", "cmd: cl"},
		{"a batch file of which nothing is known", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"C:\\\\sh.bat\", \"cmd\", \"/C\"]\nRUN cl a.c\n", "unknown: "},
		{"a CMD with quotes after a batch file", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"C:\\\\vs\\\\VsDevCmd.bat\", \"&&\", \"cmd\", \"/S\", \"/C\"]\nCMD run \"a b\"\n", ""},
		{"health check", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nHEALTHCHECK CMD curl.exe -f http://localhost || exit 1\n", "cmd: curl exit"},
		{"heredoc", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"pwsh\", \"-Command\"]\nRUN <<EOF\nWrite-Host a\ndir\nEOF\n", "PowerShell 7: write-host dir"},
		{"a shell that is not known", "FROM example.com/our/windows-tools:ltsc2022\nRUN nuget restore\n", ""},
		{"a trigger", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nONBUILD RUN dir\n", "cmd: dir"},
	} {
		t.Run(test.name, func(t *testing.T) {
			unit := Read(source.New("Dockerfile", test.text), &World{})
			var got []string
			for _, node := range unit.Scopes[0].Nodes {
				in := unit.Dockerfile.Instructions[len(unit.Dockerfile.Instructions)-1]
				if in.OnBuild != nil {
					in = in.OnBuild
				}
				if node.Node != in {
					continue
				}
				read := unit.Script(in, node.State)
				if read == nil {
					continue
				}
				for s := range read.All() {
					got = append(got, line(s))
				}
			}
			if joined := strings.ToLower(strings.Join(got, "; ")); joined != strings.ToLower(test.want) {
				t.Errorf("%s; want %s", joined, test.want)
			}
		})
	}
}

func line(s *script.Script) string {
	var names []string
	for c := range s.Commands() {
		names = append(names, c.Lower)
	}
	return s.Language.String() + ": " + strings.Join(names, " ")
}
