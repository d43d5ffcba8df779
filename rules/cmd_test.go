package rules

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
)

// What looks like trouble with cmd and is none, and what is found in what hides it well.
func TestCmd(t *testing.T) {
	one := func(rule string, s lint.Severity) map[string]lint.Severity { return map[string]lint.Severity{rule: s} }
	quotes := one("quotes-stripped", lint.Error)
	semicolon := one("semicolon-in-cmd", lint.Error)
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a list in PATH", `RUN setx /M PATH %PATH%;C:\tools;C:\app`, nil},
		{"a list for msbuild", `RUN msbuild app.sln /t:Clean;Build /p:A=1;B=2`, nil},
		{"a semicolon at the end", `RUN mkdir C:\app ;`, nil},
		{"a semicolon in quotes", `RUN setx PATH "C:\a; echo b"`, nil},
		{"prose behind echo", `RUN echo Wait; go on`, nil},
		{"a semicolon of bash", `RUN bash -c "make; make install"`, nil},
		{"a semicolon of an inner PowerShell", `RUN mkdir C:\a && powershell -Command mkdir C:\b; cd C:\b`, nil},
		{"a program with its extension", `RUN copy a.txt C:\ ; C:\tools\run.exe a`, semicolon},
		{"a semicolon in an inner cmd", `RUN ["cmd", "/c", "mkdir C:\\app; cd C:\\app"]`, semicolon},

		{"a dollar that PowerShell puts in first", "SHELL [\"powershell\", \"-Command\"]\nRUN cmd /c rd /s /q $env:TEMP\\x", nil},
		{"a dollar in another program's language", "ARG NAME=x\nRUN node -e \"console.log('$NAME')\"", nil},
		{"a dollar that is written to a file", "ARG NAME=x\nRUN echo $NAME $env:NAME > C:\\x.ps1", nil},
		{"a dollar of no variable", "RUN curl -o x https://example.com/a$b", nil},
		{"an ARG that is gone when the container starts", "ARG NAME=x\nCMD curl.exe http://$NAME/", nil},
		{"an ENV in a CMD", "ENV NAME=x\nCMD curl.exe http://$NAME/", one("dollar-variable-in-cmd", lint.Warning)},
		{"a dollar that is only printed", "ARG NAME=x\nRUN echo $NAME", one("dollar-variable-in-cmd", lint.Info)},

		{"a loop in a batch file that is called", `RUN C:\build.cmd %%i`, nil},
		{"REM with nothing behind it", `RUN mkdir C:\a && rem done`, nil},
		{"REM with an operator right behind it", `RUN mkdir C:\a && rem && mkdir C:\b`, nil},

		{"the cure for quotes", `RUN ""C:\Program Files\git\bin\bash.exe" -c "go clean""`, nil},
		{"the other cure for quotes", `RUN "C:\x y\z.exe" -c "a b""`, nil},
		{"one program in quotes without a blank", `CMD ".\bin\x.bat"`, nil},
		{"one pair of quotes and arguments", `RUN "%TEMP%\vs_community.exe" --quiet`, nil},
		{"a whole line in quotes", `RUN "C:\tools\x.exe C:\out dir\y.exe"`, nil},
		{"another shell", "SHELL [\"powershell\", \"-Command\"]\nRUN \"a b\" + \"c d\"", nil},
		{"quotes behind an operator", `RUN "C:\x.exe" a && "C:\y.exe" b`, quotes},
		{"one path with a blank", `RUN "C:\Program Files\x\setup.exe"`, quotes},

		{"an unknown shell", "FROM example.com/own/tools:windowsservercore-ltsc2022\nRUN Get-Service; ls & 'a.ps1'", nil},
		{"a cmdlet behind PowerShell's caret pipe", `RUN powershell -Command Get-Service ^| Out-Null`, nil},
		{"rm behind bash", `RUN bash -c "make && rm -rf x"`, nil},
		{"a package manager in bash", "SHELL [\"bash.exe\", \"-c\"]\nRUN apt-get update", nil},
		{"a function of that name", "SHELL [\"powershell\", \"-Command\"]\nRUN function apt { }; apt install", nil},

		{"a single & behind mkdir and setx", `RUN mkdir C:\a & setx A b & del C:\x`, nil},
		{"a single & behind a test", `RUN (if exist a del a) & (if exist b del b)`, nil},
		{"the exit code in another process", `RUN a.exe || cmd /V:ON /C "if !ERRORLEVEL! equ 1 exit 0"`, nil},
		{"the exit code before anything ran", `RUN if %ERRORLEVEL%==0 echo a`, nil},

		{"a text that PowerShell prints on purpose", `CMD powershell -Command 'hello world'`, nil},
		{"a block of PowerShell in PowerShell", "SHELL [\"powershell\", \"-Command\"]\nRUN powershell -Command { mkdir C:\\a }", nil},
		{"a path with a slash", "SHELL [\"powershell\", \"-Command\"]\nRUN copy /build/app /app; dir /data", nil},
		{"options of cmd in cmd", "SHELL [\"powershell\", \"-Command\"]\nRUN cmd /c 'copy /y a b'", nil},
		{"a PATH that setx gets without quotes", "SHELL [\"powershell\", \"-Command\"]\nRUN setx /M PATH %PATH%`;C:\\x",
			one("setx-path-from-powershell", lint.Error)},
		{"a PATH of the user", "SHELL [\"powershell\", \"-Command\"]\nRUN setx PATH '%PATH%;C:\\x'",
			one("setx-path-from-powershell", lint.Info)},
		{"nul in PowerShell 7", "SHELL [\"pwsh\", \"-Command\"]\nRUN C:\\x.exe > nul", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := test.text
			if !strings.HasPrefix(text, "FROM") {
				text = servercore + text
			}
			expectOf(t, only(
				"semicolon-in-cmd", "single-quotes-in-cmd", "powershell-variable-in-cmd", "dollar-variable-in-cmd",
				"percent-doubled", "remark-swallows-rest", "unix-command", "linux-package-manager", "failure-hidden",
				"errorlevel-expanded-early", "setx-path", "setx-in-one-line", "quotes-stripped", "nested-shell",
				"command-line-too-long", "log-monitor-bypassed", "pipe-taken-by-cmd", "powershell-prints-text",
				"cmd-syntax-in-powershell", "setx-path-from-powershell",
			), text+"\n", test.want)
		})
	}
}
