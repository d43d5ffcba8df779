package rules

import (
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// Texts that look as if YAML or Docker Compose made something else of them, and are right.
func TestComposeTextNearMisses(t *testing.T) {
	for name, text := range map[string]string{
		"Docker Desktop":         "services:\n  db:\n    image: postgres:16\n    volumes:\n      - C:\\data:/var/lib/postgresql/data\n      - .\\init:/docker-entrypoint-initdb.d\n",
		"a shell of Linux":       "services:\n  app:\n    image: alpine:3.20\n    command: sh -c \"echo $$HOME; sleep 5\"\n    healthcheck:\n      test: [\"CMD-SHELL\", \"wget -q -O /dev/null http://localhost || exit 1\"]\n",
		"regular expressions":    "services:\n  node:\n    image: prom/node-exporter\n    command:\n      - '--path.rootfs=/host'\n      - \"--collector.filesystem.ignored-mount-points=^/(sys|proc|dev)($$|/)\"\n    environment:\n      PATTERN: \"a\\tb\\n\"\n      FILE: \"C\\n:\"\n",
		"texts with a backslash": "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    environment:\n      A: \"C:\\\\temp;D:\\\\new\"\n      B: 'C:\\new'\n      C: C:\\new\n      D: \"one\\ntwo\"\n      E: \"domain\\\\user\"\n    volumes:\n      - \"C:/temp:C:/temp\"\n",
		"prose and other files":  "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    environment:\n      A: \"Plan A:\\nwait\"\n      B: \"a:\\n  b: c\"\n      C: \"...\\nend\"\n      D: \"x = C:\\n\"\n",
		"doubled for the words":  "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    command: C:\\\\tools\\\\run.exe -Path C:/x 'D:\\y z'\n    entrypoint: powershell -NoProfile -Command \"& { Get-Date; Get-Item C:/x }\"\n",
		"its own variables":      "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:${TAG:-ltsc2022}\n    command: ['powershell', '-Command', 'Get-Item $DIR; Get-Item ${DIR}\\x; $$_; $(Get-Date)', $ARGS]\n    environment:\n      - PATH=${PATH}\n",
		"tags of compose":        "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    ports: !override ['80:80']\n    command: !reset null\n    environment:\n      A: !!str 010\n",
		"drives in lists":        "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    volumes:\n      - 'data:D:'\n      - type: volume\n        source: data\n        target: 'E:'\n    environment:\n      - DRIVE=C:\\\nvolumes:\n  data:\n",
	} {
		t.Run(name, func(t *testing.T) {
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
			for _, f := range linter.Lint(source.New("compose.yaml", text)).Findings {
				t.Errorf("%s at %q: %s", f.Rule.ID, f.File.Slice(f.Span), f.Message)
			}
		})
	}
}

// What YAML reports for a broken key has several causes, and each its own remedy.
func TestBrokenKeys(t *testing.T) {
	const head = "services:\n  web:\n"
	for _, test := range []struct{ name, text, help string }{
		{"no space after the colon above", head + "    image:nginx\n    ports: ['80:80']\n", "Add a space after the colon on line 3."},
		{"no space, and a comment between", head + "    image:nginx\n    # the site\n    ports: ['80:80']\n", "Add a space after the colon on line 3."},
		{"a key that is indented too far", head + "    image: nginx\n      ports: ['80:80']\n", "Align this line with the other keys."},
		{"a second colon", head + "    image: nginx\n    hostname: one two: three\n", "Put the value in single quotes."},
	} {
		t.Run(test.name, func(t *testing.T) {
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
			found := linter.Lint(source.New("compose.yaml", test.text)).Findings
			if len(found) != 1 || found[0].Rule.ID != "compose-refused" || found[0].Help != test.help {
				t.Errorf("%+v, want one finding of compose-refused with the help %q", found, test.help)
			}
		})
	}
}

// A fix changes what it is about, and keeps comments, quotes, line ends and all else as they are written.
func TestComposeFixes(t *testing.T) {
	const head = "services:\n  web:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022 # pinned\n"
	for _, test := range []struct{ name, text, want string }{
		{"CR LF and comments", head + "    working_dir: \"C:\\app\\new\"   # here\r\n    command: C:\\app\\run.exe # there\r\n",
			head + "    working_dir: 'C:\\app\\new'   # here\r\n    command: ['C:\\app\\run.exe'] # there\r\n"},
		{"a single quote", head + "    working_dir: \"C:\\it's\\new\"\n", head + "    working_dir: \"C:\\\\it's\\\\new\"\n"},
		{"a single quote in quotes", head + "    environment: {A: \"C:\\it's\"}\n", head + "    environment: {A: 'C:\\it''s'}\n"},
		{"over several lines", head + "    environment:\n      A: \"C:\\temp;\\\n        C:\\new\\app\"\n",
			head + "    environment:\n      A: \"C:\\\\temp;\\\n        C:\\\\new\\\\app\"\n"},
		{"escapes, then words", head + "    command: \"C:\\new\\run.exe -x\"\n", head + "    command: ['C:\\new\\run.exe', '-x']\n"},
		{"two refused on one line", head + "    command: [\"C:\\data\\x.exe\", \"C:\\windows\\y\"]\n", head + "    command: ['C:\\data\\x.exe', 'C:\\windows\\y']\n"},
		{"refused beside what is wrong elsewhere", "services:\n  web:\n    image: \"C:\\data\"\n    nope: 1\n", "services:\n  web:\n    image: 'C:\\data'\n    nope: 1\n"},
		{"an anchor", "x-c: &c C:\\app\\run.exe\nservices:\n  web:\n    image: x:nanoserver-ltsc2022\n    command: *c\n  db:\n    image: x:nanoserver-ltsc2022\n    command: *c\n",
			"x-c: &c C:\\app\\run.exe\nservices:\n  web:\n    image: x:nanoserver-ltsc2022\n    command: *c\n  db:\n    image: x:nanoserver-ltsc2022\n    command: *c\n"},
		{"a folded command", head + "    command: >\n      powershell\n      -File C:\\x.ps1\n    hostname: a\n", head + "    command: ['powershell', '-File', 'C:\\x.ps1']\n    hostname: a\n"},
		{"dollars in double quotes", head + "    command: [\"powershell\", \"-Command\", \"\\\"$env:TEMP\\\"\"]\n", head + "    command: [\"powershell\", \"-Command\", \"\\\"$$env:TEMP\\\"\"]\n"},
		{"dollars in a block", head + "    command:\n      - powershell\n      - -Command\n      - |\n        $x = 1\n        Write-Host $x\n", head + "    command:\n      - powershell\n      - -Command\n      - |\n        $$x = 1\n        Write-Host $$x\n"},
		{"a variable stays", head + "    command: C:\\app\\run.exe ${ARGS}\n", head + "    command: C:\\app\\run.exe ${ARGS}\n"},
		{"an item in a list with dashes", head + "    healthcheck:\n      test:\n      - curl.exe # it is there\n      - http://localhost\n",
			head + "    healthcheck:\n      test:\n      - CMD\n      - curl.exe # it is there\n      - http://localhost\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}, Known: known}
			if got := linter.Fix(source.New("compose.yaml", test.text), lint.Safe).Unit.File.Text; got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
