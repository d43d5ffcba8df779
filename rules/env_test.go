package rules

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
)

const nanoserver = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n"

// A search path that keeps Windows' directories in some way, and one that loses them in another. Backticks are written as "^".
func TestPathWithoutSystem(t *testing.T) {
	lost := map[string]lint.Severity{"path-without-system": lint.Error}
	doubtful := map[string]lint.Severity{"path-without-system": lint.Warning}
	backtick := "# escape=^\n" + servercore
	runRules(t, only("path-without-system", "backtick-eaten", "env-case", "joined-env"), []ruleTest{
		{"spelled out behind an empty $PATH", backtick + "ENV PATH=\"$PATH;C:\\app;C:\\Windows\\System32;C:\\Windows\"\n", nil},
		{"with slashes, in another case", servercore + "ENV PATH=\"C:/app;c:/windows/system32/\"\n", nil},
		{"through an argument", backtick + "ARG SYS=C:\\Windows\\system32\nENV PATH=${SYS};C:\\app\n", nil},
		{"through the variables of the shell", backtick + "ENV PATH=\"%SystemRoot%\\System32;C:\\app\"\n", nil},
		{"added to an ENV PATH of the parent stage", "# escape=^\n" + servercore[:len(servercore)-1] + " AS base\nENV PATH=C:\\Windows\\System32;C:\\a\n" +
			"FROM base\nENV PATH=C:\\b;$PATH\n", nil},
		{"an image whose variables are not known", "# escape=^\nFROM adoptopenjdk:8-jdk-nanoserver-1809\nENV PATH=\"C:\\app;${PATH}\"\n", nil},
		{"a variable that is not known", backtick + "ARG DIRS\nENV PATH=$DIRS\n", nil},
		{"a frontend that set PATH", "# syntax=docker/dockerfile:1.4\n" + servercore + "ENV PATH=\"C:/app;$PATH\"\n", nil},
		{"a frontend that does not", "# syntax=docker/dockerfile:1.17\n" + servercore + "ENV PATH=\"C:/app;$PATH\"\n", lost},
		{"the syntax of PowerShell", backtick + "ENV PATH=$env:PATH;C:\\app\n", lost},
		{"the syntax of cmd on an image that is not known", "# escape=^\nFROM adoptopenjdk:8-jdk-nanoserver-1809\nENV PATH=%PATH%;C:\\app\n", lost},
		{"a path of its own", "# escape=^\nFROM golang:1.22-windowsservercore-ltsc2022\nENV PATH=C:\\go\\bin\n", doubtful},
		{"a folder that begins like it", backtick + "ENV PATH=C:\\Windows\\System32\\Wbem\n", doubtful},
		{"a trigger", servercore + "ONBUILD ENV PATH=C:/app\n", nil},
		{"a value that is empty, which Windows does not set", servercore + "ENV PATH=\"$DIRS\"\n", nil},
		{"another variable that is empty", backtick + "ENV PATH=\"$DIRS;C:\\app\"\n", lost},
		{"no PATH", servercore + "ENV PATHEXT=.EXE PYTHONPATH=C:/lib\n", nil},
	})
}

func TestEnvironment(t *testing.T) {
	eaten := map[string]lint.Severity{"backtick-eaten": lint.Info}
	cases := map[string]lint.Severity{"env-case": lint.Info}
	joined := map[string]lint.Severity{"joined-env": lint.Warning}
	runRules(t, only("path-without-system", "backtick-eaten", "env-case", "joined-env"), []ruleTest{
		{"backtick in front of a sign", "# escape=^\n" + servercore + "ENV A=^$x B=a^ b C=^\"q^\" D=\"a^nb\"\n", nil},
		{"backtick in front of a letter", "# escape=^\n" + servercore + "ENV A=a^tb\n", eaten},
		{"backtick in a path of COPY", "# escape=^\n" + servercore + "COPY a^b C:/x\n", nil},
		{"a value that is set again", servercore + "ENV A=1\nENV A=2\n", nil},
		{"in another case", servercore + "ENV Mode=1\nENV MODE=2\n", cases},
		{"an ARG in another case", servercore + "ARG mode=1\nENV MODE=${mode}\n", nil},
		{"options over lines", servercore + "ENV OPTS -Da=b \\\n  -Dc=d\n", nil},
		{"a list over lines", servercore + "ENV LIB C:/a; \\\n  C:/b\n", nil},
		{"pairs as a value", servercore + "ENV OPTS a=1 \\\n  b=2\n", nil},
		{"sentences over lines", servercore + "LABEL description A text \\\n  that goes on\n", nil},
		{"a list of names", servercore + "ENV APP_MODE test \\\n  # the port\n  APP_PORT 80\n", joined},
		{"a second keyword", servercore + "ENV APP_MODE test \\\n    ENV APP_PORT 80\n", joined},
	})
}

func TestVariables(t *testing.T) {
	foreign := map[string]lint.Severity{"foreign-variable": lint.Error}
	weak := map[string]lint.Severity{"foreign-variable": lint.Warning}
	unset := map[string]lint.Severity{"unset-variable": lint.Warning}
	same := map[string]lint.Severity{"same-instruction-variable": lint.Warning}
	global := map[string]lint.Severity{"global-arg": lint.Error}
	backtick := "# escape=^\n" + servercore
	arg := "# escape=^\nARG V=1\n" + servercore
	runRules(t, only(
		"foreign-variable", "unset-variable", "same-instruction-variable", "global-arg", "word-refused",
	), []ruleTest{
		{"percent signs", servercore + "ENV A=100% B=50%x% C=%Y%m%d\nADD https://example.com/%E3%81%82.zip C:/x\n", nil},
		{"a variable of Windows in ENV", servercore + "ENV A=%TEMP%\n", weak},
		{"a URL with encoded characters", servercore + "ADD https://example.com/%E3%81%82%20x.zip C:/x\n", nil},
		{"single quotes and escapes", backtick + "ENV A='$env:TEMP' B=^$env:TEMP\n", nil},
		{"a variable that is called env", servercore + "ARG env=prod\nWORKDIR C:/app/$env:x\n", nil},
		{"in double quotes", backtick + "ENV A=\"$env:TEMP\\x\"\n", foreign},
		{"a command", backtick + "WORKDIR C:\\$(hostname)\n", foreign},
		{"a property in ENV", backtick + "ENV PROPS=$(Configuration)\n", nil},
		{"a program's own variables", servercore + "LABEL format=%h%m%\n", nil},
		{"in RUN", servercore + "RUN echo %TEMP% $env:TEMP ${env:TEMP}\n", nil},

		{"a share", backtick + "COPY x C:\\c$\\x\n", nil},
		{"a default", backtick + "WORKDIR C:\\${A:-b}\n", nil},
		{"a build argument", backtick + "ARG A\nWORKDIR C:\\$A\n", nil},
		{"predefined arguments", servercore + "ENV P=$HTTP_PROXY A=$TARGETARCH\n", nil},
		{"another base image", "FROM golang:1.22-nanoserver-ltsc2022\nENV A=$GOPATH/bin\n", nil},
		{"a name of Windows", servercore + "COPY x $ProgramFiles/x\n", unset},
		{"in JSON", servercore + "COPY [\"x\", \"C:/$dir/\"]\n", unset},
		{"in a label", servercore + "LABEL v=$VCS\n", map[string]lint.Severity{"unset-variable": lint.Info}},
		{"a trigger", servercore + "ONBUILD COPY x C:/$dir/\n", nil},
		{"the arguments of the parent stage", servercore[:len(servercore)-1] + " AS a\nARG D=x\nFROM a\nCOPY x C:/$D/\n", nil},

		{"used behind itself", servercore + "ENV A=1\nENV B=$A A=2\n", nil},
		{"the same value as before", servercore + "ENV A=1\nENV A=1 B=$A\n", nil},
		{"used in front and behind", servercore + "ENV A=1 B=$A\n", same},
		{"its own name", servercore + "ENV A=\"x;$A\"\n", nil},

		{"declared again", arg + "ARG V\nCOPY $V C:/\n", nil},
		{"declared too late", arg + "COPY $V C:/\nARG V\n", global},
		{"in the image of a stage", "ARG V=ltsc2022\nFROM mcr.microsoft.com/windows/nanoserver:$V\n", nil},
		{"with a default", arg + "COPY ${V:-x} C:/\n", nil},
		{"an image that may set it", "ARG GO_VERSION=1\nFROM golang:${GO_VERSION}-nanoserver-ltsc2022\nENV X=$GO_VERSION\n", nil},
		{"a variable of Windows", "ARG OS=x\n" + servercore + "RUN echo %OS%\n", nil},
		{"in PowerShell", arg + "SHELL [\"powershell\"]\nRUN Write-Host $env:V\n", map[string]lint.Severity{"global-arg": lint.Warning}},
		{"a longer name", arg + "SHELL [\"powershell\"]\nRUN Write-Host $env:VX\n", nil},
		{"set by the script", arg + "SHELL [\"powershell\"]\nRUN $env:V = 1; Write-Host $env:V\n", nil},
		{"the other shell's syntax", arg + "RUN echo $env:V\n", nil},

		{"an apostrophe", servercore + "ENV A=it's\n", map[string]lint.Severity{"word-refused": lint.Error}},
		{"an apostrophe in double quotes", servercore + "ENV A=\"it's\"\n", nil},
		{"a required variable", servercore + "ARG A\nENV B=${A:?must be set}\n", nil},
	})
}

func TestExec(t *testing.T) {
	script := map[string]lint.Severity{"script-as-executable": lint.Warning}
	variable := map[string]lint.Severity{"exec-form-variable": lint.Warning}
	runRules(t, only(
		"exec-form-variable", "shell-path-with-space", "buildkit-exec-arguments", "shell-form-quotes",
		"mixed-forms",
	), []ruleTest{
		{"a script behind an ENTRYPOINT", servercore + "ENTRYPOINT [\"powershell\"]\nCMD [\"C:/a.ps1\"]\n", nil},
		{"a script behind the parent's ENTRYPOINT", servercore[:len(servercore)-1] + " AS a\nENTRYPOINT [\"powershell\"]\nFROM a\nCMD [\"a.ps1\"]\n", nil},
		{"a script behind what the base may have", "FROM example/app:windowsservercore-ltsc2022\nCMD [\"a.ps1\"]\n", nil},
		{"a script as CMD", nanoserver + "CMD [\"a.ps1\"]\n", script},
		{"a batch file", servercore + "ENTRYPOINT [\"C:/a.cmd\"]\nRUN [\"b.bat\"]\n", nil},
		{"a health check", servercore + "HEALTHCHECK CMD [\"C:/check.ps1\"]\n", script},
		{"a shell form", servercore + "ENTRYPOINT C:/a.ps1\n", nil},

		{"a variable of a shell", servercore + "ENTRYPOINT [\"powershell\", \"-Command\", \"a $env:X\"]\n", nil},
		{"a variable of a batch file", servercore + "ENTRYPOINT [\"a.cmd\", \"%X%\"]\n", nil},
		{"a placeholder of the program", servercore + "ENTRYPOINT [\"a.exe\", \"--format\", \"${date} $level\"]\n", nil},
		{"an argument of a shell", servercore + "ENTRYPOINT [\"cmd\", \"/c\"]\nCMD [\"a.exe %X%\"]\n", nil},
		{"a variable of the stage", servercore + "ENV X=1\nCMD [\"a.exe\", \"$X\"]\n", variable},

		{"what holds for BuildKit, where the builder is not known", servercore + "CMD \"C:\\a.exe\"\nRUN [\"a.exe\", \"b c\"]\n", nil},
	})
}

type ruleTest struct {
	name, text string // backticks are written as "^"
	want       map[string]lint.Severity
}

func runRules(t *testing.T, list []*lint.Rule, tests []ruleTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, list, strings.ReplaceAll(test.text, "^", "`"), test.want)
		})
	}
}
