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
		"and-or-in-windows-powershell"}
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
	} {
		list := slices.DeleteFunc(All(), func(r *lint.Rule) bool { return !slices.Contains(about, r.ID) })
		linter := &lint.Linter{Rules: list, Environment: engine.Environment{Today: today}}
		stage := servercore + "SHELL [\"powershell\", \"-Command\"]\nHEALTHCHECK CMD " + test.text + "\n"
		service := "services:\n  a:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    healthcheck:\n      test: '" +
			strings.ReplaceAll(strings.ReplaceAll(test.text, "'", "''"), "$", "$$") + "'\n"
		for name, text := range map[string]string{"Dockerfile": stage, "compose.yaml": service} {
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
