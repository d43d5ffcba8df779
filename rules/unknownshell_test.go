package rules

import (
	"testing"

	"github.com/winlint/winlint/lint"
)

// What can be said of a RUN whose shell the base image sets, and nobody knows which: what the text tells, and what is true
// under each shell.
func TestUnknownShell(t *testing.T) {
	const base = "FROM registry.example.com/team/base:1.0-windowsservercore-ltsc2022\n"
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"true under each shell", base + "RUN yum install -y git\n", map[string]lint.Severity{"linux-package-manager": lint.Error}},
		{"a password under each shell", base + "RUN net user deploy Secret12345 /add\n", map[string]lint.Severity{"secret-in-run": lint.Warning}},
		{"decided by a cmdlet", base + "RUN iwr -UseBasicParsing http://example.com/a.zip -OutFile a.zip; Expand-Archive a.zip C:/a; rm a.zip\n",
			map[string]lint.Severity{"download-over-http": lint.Warning}},
		{"preferences may come from the base", base + "RUN Remove-Item a; Copy-Item b c\n", nil},
		{"right in cmd", base + "RUN setx /M PATH \"%PATH%;C:\\tools\"\n", nil},
		{"programs", base + "RUN choco install -y git; choco install -y nodejs\n", nil},
		{"chains", base + "RUN md build && cd build && cmake ..\n", nil},
		{"a SHELL that is not read", base + "SHELL [\"C:\\\\tools\\\\run.exe\"]\nRUN yum install -y git\n", nil},
		{"a pragma", base + "# hadolint shell=powershell\nRUN a; # b \\\n  c\n", map[string]lint.Severity{"comment-swallows-rest": lint.Error}},
		{"no pragma", base + "RUN a; # b \\\n  c\n", nil},
		{"for Linux", "FROM registry.example.com/team/base:1.0-bookworm\nRUN yum install -y git\n", nil},
		{"a mirror", "FROM harbor.example.com/mcr-proxy/windows/servercore:ltsc2022\nRUN Install-WindowsFeature Web-Server\n",
			map[string]lint.Severity{"powershell-left-after-switch": lint.Error}},
		{"the name of a published image", "FROM nexus.example.com:5000/windows/servercore:ltsc2022\nRUN Install-WindowsFeature Web-Server\n",
			map[string]lint.Severity{"powershell-left-after-switch": lint.Warning}},
		{"true under each shell, too", "FROM nexus.example.com:5000/windows/servercore:ltsc2022\nRUN yum install -y git\n",
			map[string]lint.Severity{"linux-package-manager": lint.Error}},
		{"the preferences of a published image", "FROM nexus.example.com/dotnet/framework/sdk:4.7.2\nRUN Remove-Item a; Copy-Item b c\n", nil},
		{"an image made from a published one", "FROM nexus.example.com/windows/servercore:hardened-2022\nRUN Install-WindowsFeature Web-Server\n", nil},
		{"an unknown registry", "ARG REG\nFROM ${REG}/windows/servercore:ltsc2022\nRUN Install-WindowsFeature Web-Server\n",
			map[string]lint.Severity{"powershell-left-after-switch": lint.Warning}},
		{"a name like a mirror", "FROM harbor.example.com/mcrx/windows/servercore-base:ltsc2022\nRUN Install-WindowsFeature Web-Server\n", nil},
		{"a quoted program under each shell", base + "RUN \"C:\\Program Files\\a\\b.exe\" --info\n",
			map[string]lint.Severity{"quoted-program-in-powershell": lint.Error}},
		{"a quoted program without a space", base + "RUN \"C:\\tools\\b.exe\" --info\n", nil},
		{"a quoted program that PowerShell calls", base + "RUN & 'C:\\Program Files\\a\\b.exe' --info\n", nil},
		{"a quoted program with a pair of quotes more", base + "RUN \"\"C:\\Program Files\\a\\b.exe\" --info\"\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"linux-package-manager", "secret-in-run", "download-over-http", "no-error-preference", "semicolon-in-cmd",
				"percent-variable-in-powershell", "powershell-left-after-switch", "comment-swallows-rest",
				"quoted-program-in-powershell", "quotes-stripped", "and-or-in-windows-powershell", "interactive-command", "native-exit-code",
			), test.text, test.want)
		})
	}
}
