package rules

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
)

// What Nano Server holds, what a stage brings itself, and what only looks like a call.
func TestNanoAndLayers(t *testing.T) {
	missing := func(s lint.Severity) map[string]lint.Severity {
		return map[string]lint.Severity{"nano-missing-tool": s}
	}
	deleted := map[string]lint.Severity{"deleted-in-later-layer": lint.Info}
	const nano2022 = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n"
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a path that only names PowerShell", nano2022 + `RUN setx PATH "%PATH%;C:\Program Files\PowerShell"`, nil},
		{"a value of ENV", nano2022 + `ENV PSCORE="C:\\Program Files\\PowerShell\\pwsh.exe"`, nil},
		{"the release of 2016", "FROM microsoft/nanoserver\nRUN powershell -Command Get-Item C:\\", nil},
		{"2016 by its tag", "FROM mcr.microsoft.com/windows/nanoserver:sac2016\nRUN powershell Get-Item", nil},
		{"an image of somebody else", "FROM openjdk:11-nanoserver-1809\nRUN powershell Get-Item", nil},
		{"the SDK of .NET, which has pwsh", "FROM mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022\nRUN pwsh -Command ls", nil},
		{"a program that COPY brings", nano2022 + "COPY --from=x C:/Windows/System32/whoami.exe C:/bin/\nRUN whoami", nil},
		{"a program of that name elsewhere", nano2022 + `RUN C:\tools\fc.exe a b`, nil},
		{"an alias of pwsh", "FROM mcr.microsoft.com/powershell:7.3-nanoserver-ltsc2022\nSHELL [\"pwsh\", \"-Command\"]\nRUN ls | fc", nil},
		{"an archive of PowerShell 7", nano2022 + "RUN curl -o a.zip https://example.com/PowerShell-7.4.0-win-x64.zip && tar -xf a.zip && del a.zip && pwsh -v", nil},
		{"the full path", nano2022 + `RUN C:\Windows\System32\whoami.exe`, missing(lint.Error)},
		{"behind another stage", nano2022[:len(nano2022)-1] + " AS base\nFROM base\nRUN msiexec /i a.msi", missing(lint.Error)},
		{"on PowerShell's image", "FROM mcr.microsoft.com/powershell:7.3-nanoserver-ltsc2022\nRUN pwsh -Command msiexec /i a.msi",
			missing(lint.Error)},
		{"in a container of the host", nano2022 + `ENTRYPOINT ["powershell"]`, missing(lint.Warning)},
		{"a health check", nano2022 + `HEALTHCHECK CMD powershell -Command exit 0`, missing(lint.Warning)},

		{"the same RUN deletes it too", servercore + "RUN curl -o a.zip https://example.com/a && del a.zip\nRUN del a.zip", nil},
		{"another file is deleted", servercore + "RUN curl -o a.zip https://example.com/a\nRUN del b.zip", nil},
		{"a pattern deletes it", servercore + "RUN curl -o a.zip https://example.com/a && tar -xf a.zip\nRUN del *.zip", nil},
		{"a folder goes with it", servercore + "RUN curl -o t\\a.zip https://example.com/a && tar -xf t\\a.zip && rd /s /q t", nil},
		{"a copied file", servercore + "COPY a.msi C:/a/\nRUN del C:\\a\\a.msi", deleted},
		{"a copied file, by the directory above", servercore + "COPY a.msi C:/a/\nRUN rd /s /q C:\\a", deleted},
		{"a copied file, by its relative name", servercore + "WORKDIR C:/a\nCOPY a.msi .\nRUN del a.msi", deleted},
		{"a copied file after cd", servercore + "WORKDIR C:/a\nCOPY a.msi .\nRUN cd C:\\b && del a.msi", nil},
		{"a part of a copied directory", servercore + "COPY . C:/a\nRUN del C:\\a\\a.pdb && rd /s /q C:\\a\\obj", nil},
		{"only the files of a copied directory", servercore + "COPY x C:/a\nRUN del /q C:\\a\\*", nil},
		{"a directory of the base image", servercore + "COPY x C:/inetpub/wwwroot\nRUN rd /s /q C:\\inetpub\\wwwroot", nil},
		{"a directory that is copied again", servercore + "COPY x C:/a\nRUN rd /s /q C:\\a\nCOPY y C:/a", nil},
		{"a directory that is made again", servercore + "COPY x C:/a\nRUN rd /s /q C:\\a && md C:\\a", nil},
		{"a directory that a mount hides", servercore + "COPY x C:/a\nRUN --mount=target=C:/a rd /s /q C:\\a", nil},
		{"a directory of another stage", servercore + "COPY x C:/a\nRUN rd /s /q C:\\a\n" + servercore, nil},
		{"twice", servercore + "COPY x C:/a\nRUN rd /s /q C:\\a && echo a\nRUN rd /s /q C:\\a && echo b", nil},
		{"an archive that nothing unpacks", servercore + "RUN curl -o a.zip https://example.com/a", nil},
		{"a global package", servercore + "VOLUME C:/app\nWORKDIR C:/app\nRUN npm install -g x", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := test.text
			if !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			expectOf(t, only(
				"nano-missing-tool", "deleted-in-later-layer", "archive-left", "package-cache-left",
				"install-into-volume", "several-runs",
			), text, test.want)
		})
	}
}
