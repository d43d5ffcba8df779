package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
	"github.com/winlint/winlint/source"
)

// byDefault is the rules that run if nothing is stated.
func byDefault() []*lint.Rule {
	return slices.DeleteFunc(rules.All(), func(r *lint.Rule) bool { return r.Off })
}

// After comments were added, all that they ignore is ignored, and a second run has nothing to do.
func TestIgnore(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"above the instruction": {"Dockerfile",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\n\tSTOPSIGNAL x\nENV A=C:\\web B=C:\\\\web\n",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\n\t# winlint ignore=stopsignal why\n\tSTOPSIGNAL x\n# winlint ignore=backslash-eaten,missing-escape-directive why\nENV A=C:\\web B=C:\\\\web\n"},
		"CRLF": {"Dockerfile",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nSTOPSIGNAL x\r\n",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\n# winlint ignore=stopsignal why\r\nSTOPSIGNAL x\r\n"},
		"after the directives": {"Dockerfile",
			"# escape=`\n# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\n",
			"# escape=`\n# escape=`\n# winlint ignore-file=escape-directive-invalid why\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\n"},
		"not in a heredoc": {"Dockerfile",
			"# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\", \"-Command\"]\nRUN <<E\ncurl -L https://example.com\nE\n",
			"# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\", \"-Command\"]\n# winlint ignore=curl-alias why\nRUN <<E\ncurl -L https://example.com\nE\n"},
		"above the key": {"compose.yaml",
			"services:\n  a:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    network_mode: host\n",
			"services:\n  a:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    # winlint ignore=network-mode why\n    network_mode: host\n"},
		"above a command of several lines": {"x.ps1",
			"if ($x) {\n  docker run `\n    --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd\n}\n",
			"if ($x) {\n  # winlint ignore=network-mode why\n  docker run `\n    --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd\n}\n"},
		"at the top, where a comment would break the command": {"x.sh",
			"#!/bin/sh\nx=$(cat \\\n  a; docker run --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd)\n",
			"#!/bin/sh\n# winlint ignore-file=network-mode why\nx=$(cat \\\n  a; docker run --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd)\n"},
		"in a batch file": {"x.cmd",
			"docker run --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd\n",
			"@rem winlint ignore=network-mode why\ndocker run --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd\n"},
		"beside a comment that is there": {"Dockerfile",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\n# winlint ignore=backslash-eaten here\nENV A=C:\\web B=C:\\\\web\n",
			"FROM mcr.microsoft.com/windows/servercore:ltsc2022\n# winlint ignore=backslash-eaten here\n# winlint ignore=missing-escape-directive why\nENV A=C:\\web B=C:\\\\web\n"},
	} {
		t.Run(name, func(t *testing.T) {
			linter := &lint.Linter{Rules: byDefault()}
			before := linter.Lint(source.New(test.file, test.text))
			got := linter.Ignore(before, before.Findings, "why")
			if got.Unit.File.Text != test.want {
				t.Errorf("%q\nwant\n%q", got.Unit.File.Text, test.want)
			}
			if len(got.Findings) > 0 || len(got.Left) > 0 || len(got.Hidden) != len(before.Findings) {
				t.Errorf("%d are left, %d found, %d of %d hidden", len(got.Left), len(got.Findings), len(got.Hidden), len(before.Findings))
			}
			if again := linter.Ignore(got.Result, got.Findings, "why"); again.Unit.File.Text != test.want {
				t.Errorf("a second run writes %q", again.Unit.File.Text)
			}
		})
	}
}

// What no comment can ignore is left, and only what is wanted is ignored.
func TestIgnoreLeaves(t *testing.T) {
	linter := &lint.Linter{Rules: byDefault()}
	before := linter.Lint(source.New("Dockerfile", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n# winlint ignore=nonsense\nSTOPSIGNAL x\n"))
	got := linter.Ignore(before, before.Findings, "why")
	if len(got.Left) != 1 || got.Left[0].Rule.ID != "unused-ignore" || len(got.Hidden) != 1 {
		t.Errorf("%d left, %d hidden", len(got.Left), len(got.Hidden))
	}
	before = linter.Lint(source.New("Dockerfile", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSTOPSIGNAL x\nSTOPSIGNAL y\n"))
	got = linter.Ignore(before, before.Findings[1:], "why")
	if len(got.Findings) != 1 || len(got.Hidden) != 1 || strings.Count(got.Unit.File.Text, "winlint") != 1 {
		t.Errorf("%q", got.Unit.File.Text)
	}
	before = linter.Lint(source.New("x.cmd", "docker run --network host mcr.microsoft.com/windows/servercore:ltsc2022 cmd\n"))
	if got := linter.Ignore(before, before.Findings, "100% sure"); len(got.Left) != 1 || got.Result != before {
		t.Errorf("%q", got.Unit.File.Text)
	}
}
