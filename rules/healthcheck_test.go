package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// A health check is run by cmd, whatever SHELL says, and cmd gets `\"` for each quote. What is found in the same test as a
// HEALTHCHECK under a SHELL of PowerShell, and as the string of a compose file.
func TestHealthChecks(t *testing.T) {
	about := []string{"powershell-left-after-switch", "compose-healthcheck-shell", "powershell-prints-text", "quotes-lost", "quotes-stripped", "shell-form-quotes",
		"and-or-in-windows-powershell", "healthcheck-without-shell", "compose-healthcheck-form"}
	const notForCmd = "not for cmd"
	for _, test := range []struct{ text, want string }{
		{`curl -f http://localhost/ || exit 1`, ""},
		{`powershell -Command if ((Get-Service w3svc).Status -ne 'Running') { exit 1 }`, ""},
		{`powershell -Command "if ((Get-Service w3svc).Status -ne 'Running') { exit 1 }"`, "powershell-prints-text"},
		{`powershell -Command "& { Get-Service w3svc; exit 1 }"`, "powershell-prints-text"},
		{`powershell -Command 'exit 1'`, "powershell-prints-text"},
		{`powershell -Command if ((iwr -UseBasicParsing "http://a/b").StatusCode -ne 200) { exit 1 }`, ""},
		{`if "%X%"=="1" (exit 0) else exit 1`, ""},
		{`Invoke-WebRequest -UseBasicParsing http://localhost`, notForCmd},
		{`if ((Get-Service w3svc).Status -ne 'Running') { exit 1 }`, notForCmd},
		{`try { exit 0 } catch { exit 1 }`, notForCmd},
		{`$r = Get-Service w3svc`, notForCmd},
		{`"C:\Program Files\x\check.exe" /q`, "shell-form-quotes"},
		{`powershell -File "C:\a b\h.ps1"`, "shell-form-quotes"},
		{`curl -f "http://h/?a=1&b=2" || exit 1`, "shell-form-quotes"},
		{`if exist C:\\ready (exit 0) else (exit 1)`, ""},
		{`powershell -Command \"exit 1\"`, "shell-form-quotes"},
		{`pwsh "exit 1"`, "shell-form-quotes"},
		{`x.exe "a b"`, "shell-form-quotes"},
		{`if exist "C:\\a b" (exit 0) else (exit 1)`, "shell-form-quotes"},
		{`type "C:\\a b\\state" | find "up"`, "shell-form-quotes"},
	} {
		list := slices.DeleteFunc(All(), func(r *lint.Rule) bool { return !slices.Contains(about, r.ID) })
		linter := &lint.Linter{Rules: list, Environment: engine.Environment{Today: today}}
		stage := servercore + "SHELL [\"powershell\", \"-Command\"]\nHEALTHCHECK CMD " + test.text + "\n"
		service := "services:\n  a:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    healthcheck:\n      test: '" +
			strings.ReplaceAll(strings.ReplaceAll(test.text, "'", "''"), "$", "$$") + "'\n"
		batch := "docker run -d --health-cmd \"" + strings.ReplaceAll(strings.ReplaceAll(test.text, `\"`, `\\\"`), `"`, `\"`) + "\" mcr.microsoft.com/windows/servercore:ltsc2022\r\n"
		if strings.ContainsAny(test.text, "|&%<>") || strings.Contains(test.text, `\"`) {
			batch = "" // cmd reads these signs itself
		}
		for name, text := range map[string]string{"Dockerfile": stage, "compose.yaml": service, "run.cmd": batch} {
			if text == "" {
				continue
			}
			var got []string
			for _, f := range linter.Lint(source.New(name, text)).Findings {
				got = append(got, f.Rule.ID)
			}
			want := test.want
			switch {
			case want == notForCmd && name == "Dockerfile":
				want = "powershell-left-after-switch"
			case want == notForCmd:
				want = "compose-healthcheck-shell"
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %s\ngot  %v\nwant %s", name, test.text, got, want)
			}
		}
	}
}

// Health checks that are lists: of a program and its arguments, and of one or several texts for cmd.
func TestHealthCheckLists(t *testing.T) {
	about := []string{"healthcheck-without-shell", "shell-form-quotes", "powershell-prints-text", "quotes-lost", "compose-healthcheck-shell"}
	for _, test := range []struct{ list, want string }{
		{`["CMD", "powershell", "-Command", "if (\"a b\" -eq $x) { exit 1 }"]`, ""},
		{`["CMD", "powershell", "exit 1"]`, ""},
		{`["CMD", "cmd", "/c", "curl \"http://x\" || exit 1"]`, "shell-form-quotes"},
		{`["CMD", "cmd", "/c", "curl http://x || exit 1"]`, ""},
		{`["CMD", "cmd", "/c", "curl", "http://x", "||", "exit", "1"]`, ""},
		{`["CMD", "cmd", "/c", "if \"%X%\"==\"1\" (exit 0) else exit 1"]`, ""},
		{`["CMD", "curl -f http://x || exit 1"]`, "healthcheck-without-shell"},
		{`["CMD", "curl", "-f", "http://x", "||", "exit", "1"]`, "healthcheck-without-shell"},
		{`["CMD", "curl.exe", "-f", "http://x", ">", "NUL"]`, "healthcheck-without-shell"},
		{`["CMD", "curl.exe", "-f", "http://x/?a=1&b=2"]`, ""},
		{`["CMD", "C:\\Program Files\\x\\check.exe"]`, ""},
		{`["CMD", "bash", "-c", "a || b"]`, ""},
		{`["CMD-SHELL", "curl", "-f", "http://x", "||", "exit", "1"]`, ""},
		{`["CMD-SHELL", "curl -f http://x || exit 1"]`, ""},
		{`["CMD-SHELL", "powershell -Command", "exit 1"]`, "shell-form-quotes"},
		{`["CMD-SHELL", "curl", "-f", "http://a/b c"]`, "shell-form-quotes"},
		{`["CMD-SHELL", "Invoke-WebRequest", "http://x"]`, "compose-healthcheck-shell"},
		{`["NONE"]`, ""},
	} {
		list := slices.DeleteFunc(All(), func(r *lint.Rule) bool { return !slices.Contains(about, r.ID) })
		linter := &lint.Linter{Rules: list, Environment: engine.Environment{Today: today}}
		files := map[string]string{
			"compose.yaml": "services:\n  a:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    healthcheck:\n      test: " + test.list + "\n",
		}
		if exec, found := strings.CutPrefix(test.list, `["CMD", `); found {
			files["Dockerfile"] = servercore + "HEALTHCHECK CMD [" + exec + "\n"
		}
		for name, text := range files {
			var got []string
			for _, f := range linter.Lint(source.New(name, text)).Findings {
				got = append(got, f.Rule.ID)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%s: %s\ngot  %v\nwant %s", name, test.list, got, test.want)
			}
		}
	}
}
