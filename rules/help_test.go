package rules

import (
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// The help says exactly what to write if the file shows it.
func TestHelp(t *testing.T) {
	const (
		service = "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n"
		job     = "on: push\njobs:\n  test:\n    runs-on: windows-2022\n    steps:\n      - shell: bash\n        run: "
		run     = "docker run --rm "
		posh    = "\nSHELL [\"powershell\", \"-Command\"]\n"
		image   = " mcr.microsoft.com/windows/servercore:ltsc2022 cmd"
	)
	for _, test := range []struct{ name, path, text, rule, help string }{
		{"a list of ports", "Dockerfile", core2022 + "\nEXPOSE 80,443/tcp\n", "instruction-refused", "Separate the ports with spaces: `80 443/tcp`."},
		{"a URL in capitals", "Dockerfile", core2022 + "\nADD HTTPS://example.com/a.exe C:/a/\n", "instruction-refused", "Write `https://example.com/a.exe`."},
		{"a checksum for two files", "Dockerfile", core2022 + "\nADD --checksum=sha256:abc https://example.com/a https://example.com/b C:/\n",
			"instruction-refused", "Use a separate ADD for each file."},
		{"a default that is the whole name", "Dockerfile", "ARG BASE=Team/App\nFROM ${BASE}\n", "from-refused", "Change the default value of `BASE` to `team/app`."},
		{"a default that is part of the name", "Dockerfile", "ARG APP=App\nFROM team/${APP}\n", "from-refused",
			"Change the default value of `APP`, so that the image name is valid."},
		{"a protocol", "Dockerfile", "FROM https://registry.example.com/App:1\n", "from-refused", "Write `registry.example.com/app:1`, without the protocol."},
		{"a group", "Dockerfile", core2022 + "\nRUN groupadd -g 5 app\n", "linux-package-manager", "Use `net localgroup app /add`."},
		{"a user that is not named last", "Dockerfile", core2022 + "\nRUN adduser app --disabled-password\n", "linux-package-manager", "Use `net user NAME /add`."},
		{"a health check that returns a code", "Dockerfile", core2022 + "\nHEALTHCHECK CMD powershell -Command if (!$ok) { return 3 }\n",
			"healthcheck-never-fails", "Write `exit 3`."},
		{"a misspelled isolation", "compose.yaml", service + "    isolation: procss\n", "isolation-value", "Write `process`."},
		{"a misspelled logging driver", "compose.yaml", service + "    logging: {driver: jsonfile}\n", "log-driver", "Write `json-file`."},
		{"a source without its drive", "compose.yaml", service + "    volumes: ['/src:C:\\src']\n", "mount-source",
			"Write an absolute path with its drive, such as `C:/src`."},
		{"a target that is relative to a drive", "compose.yaml", service + "    volumes: ['C:\\a:E:b']\n", "mount-target", "Write `E:/b`."},
		{"another word for ro", "compose.yaml", service + "    volumes: ['C:\\a:C:\\b:readonly']\n", "mount-option-dropped", "Write `ro`."},
		{"a boolean", "run.ps1", run + "--mount 'type=bind,source=C:\\a,target=C:\\b,readonly=yes'" + image, "mount-field", "Write `readonly=true`."},
		{"an option for Git Bash", ".github/workflows/ci.yml", job + run + image + " /c\n", "git-bash-path",
			"Write `//c`, which Git Bash passes on as `/c`, or set `MSYS_NO_PATHCONV=1` for the step."},
		{"a path for Git Bash", ".github/workflows/ci.yml", job + run + image + " /opt/x\n", "git-bash-path",
			"Set `MSYS_NO_PATHCONV=1` for the step, or run the command in pwsh."},
		{"an encoding with a byte order mark", "Dockerfile", core2022 + posh + "RUN Set-Content C:/a b -Encoding utf8BOM\n", "powershell-7-parameter",
			"Write `-Encoding UTF8`."},
		{"an open parenthesis", "Dockerfile", core2022 + posh + "RUN $a = (Get-Item C:/a\n", "powershell-does-not-parse", "Add the missing `)`, or remove `(`."},
		{"a missing block", "Dockerfile", core2022 + posh + "RUN if ($a)\n", "powershell-does-not-parse", "Add the block of `if`."},
		{"a brace too many", "Dockerfile", core2022 + posh + "RUN Get-Item C:/a }\n", "powershell-does-not-parse",
			"Remove `}`, or add what must come before it."},
		{"a pipe onto a directory", "run.ps1", run + "--mount 'type=npipe,source=\\\\.\\pipe\\a,target=C:\\a'" + image, "pipe-mount",
			"Write `\\\\.\\pipe\\a` on both sides."},
		{"a network that is removed", "run.cmd", run + image + "\ndocker network rm none\n", "nat-is-there", "Remove the command."},
		{"a driver in a stack", "docker-stack.yml", service + "    networks: [a]\nnetworks:\n  a: {driver: bridge}\n", "network-driver", "Remove `driver`."},
		{"a program with a space", "Dockerfile", core2022 + "\nCMD \"C:\\Program Files\\a.exe\" -x\n", "quotes-stripped",
			"Use the exec form, and begin it with `[\"C:\\\\Program Files\\\\a.exe\"`."},
		{"a file at the root in PowerShell", "Dockerfile", "FROM mcr.microsoft.com/powershell:lts-nanoserver-ltsc2022\nSHELL [\"pwsh\", \"-Command\"]\nRUN Set-Content C:/a.txt b\n",
			"nano-write-at-root", "Write the file to a directory, for example `$env:TEMP\\a.txt`."},
		{"an assignment in quotes", "run.ps1", run + image + "\npowershell -Command \"$a = 1; docker rm $a\"\n", "nested-shell-expands-early",
			"Put the text after `powershell -Command` in single quotes, or pass a script block in braces."},
		{"a user with a group", "Dockerfile", core2022 + "\nUSER app:app\n", "unknown-user", "Write `app`."},
		{"a tmpfs with an eaten target", "Dockerfile", core2022 + "\nRUN --mount=type=tmpfs,target=C:\\scratch\\a build\n", "run-mount-type",
			"Use an ordinary directory, such as `C:/scratch`, and remove it at the end of this RUN."},
		{"a tmpfs in another directory", "Dockerfile", core2022 + "\nRUN --mount=type=tmpfs,target=C:/work build\n", "run-mount-type",
			"Use an ordinary directory, such as `C:/work`, and remove it at the end of this RUN."},
		{"a PATH at the end of setx", "Dockerfile", core2022 + posh + "RUN setx /M PATH 'D:\\bin;%PATH%'\n", "setx-path-from-powershell",
			"Write `$('D:\\bin;' + $env:PATH)`."},
		{"a PATH next to another variable", "Dockerfile", core2022 + posh + "RUN setx /M PATH '%JAVA%;%PATH%'\n", "setx-path-from-powershell",
			"Replace `%PATH%` with `$env:PATH`, as in `$($env:PATH + ';C:\\tools')`."},
		{"a PATH that PowerShell extends", "Dockerfile", core2022 + posh + "RUN $env:PATH += ';D:\\bin'\n", "state-does-not-persist",
			"Write `[Environment]::SetEnvironmentVariable('PATH', $env:PATH + ';D:\\bin', 'Machine')`. ENV would replace the PATH in the registry instead of extending it."},
		{"a service under its display name", "Dockerfile", core2022 + "\nENTRYPOINT [\"net\", \"start\", \"Print Spooler\"]\n", "service-as-entrypoint",
			"Start a program that runs as long as the service does, such as `ServiceMonitor.exe`."},
		{"sudo", "Dockerfile", core2022 + "\nRUN sudo dir\n", "unix-command", "Remove `sudo`."},
	} {
		t.Run(test.name, func(t *testing.T) {
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
			found := linter.Lint(source.New(test.path, test.text)).Findings
			for _, f := range found {
				if f.Rule.ID == test.rule && f.Help == test.help {
					return
				}
			}
			t.Errorf("%+v, want %s with the help %q", found, test.rule, test.help)
		})
	}
}
