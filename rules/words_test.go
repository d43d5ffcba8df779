package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
)

const servercore = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"

// What looks like trouble with words and is none, and what is found in what hides it well. Backticks are written as "^".
func TestWords(t *testing.T) {
	eaten := map[string]lint.Severity{"backslash-eaten": lint.Error}
	quote := map[string]lint.Severity{"quote-eaten": lint.Error}
	space := map[string]lint.Severity{"unquoted-space": lint.Error}
	backtick := "# escape=^\n" + servercore
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"doubled, quoted, slashes", servercore + "ENV A=C:\\\\x B=\"C:\\x\" C='C:\\x' D=C:/x\nVOLUME C:\\\\data\n", nil},
		{"a destination that keeps its separator", servercore + "COPY x dir\\\\\nCOPY y dir\\\\\n", nil},
		{"backslashes in RUN", servercore + "RUN copy C:\\app\\a.exe C:\\bin\\a.exe\n", nil},
		{"an expression in ENV", servercore + "ENV RX=foo\\.bar RY=^\\d+\\.\\d+$\n", nil},
		{"a line end in ENV", servercore + "ENV TEXT=one\\ntwo PROMPT=\\w\\$\n", nil},
		{"an escaped blank alone", servercore + "ENV TEXT=Hello\\ World\n", nil},
		{"the documented form of an absolute path", servercore + "WORKDIR \\\\app\n", nil},
		{"a folder behind a variable", servercore + "ENV ROOT=C:/app\nENV BIN=${ROOT}\\bin LIB=$ROOT\\lib\n", eaten},
		{"the second entry of a list", servercore + "ENV LIBS=/x;C:\\lib\n", eaten},
		{"a share", servercore + "ENV SHARE=\\\\fileserver\\builds\n", eaten},
		{"a default of a substitution", servercore + "ARG DIR=${BASE:-C:\\app\\bin}\n", eaten},
		{"a variable behind the root", servercore + "ARG APP=x\nWORKDIR C:\\$APP\n", eaten},
		{"in front of the first FROM", "ARG DIR=C:\\build\\out\n" + servercore, eaten},
		{"a trigger", servercore + "ONBUILD WORKDIR C:\\app\\bin\n", map[string]lint.Severity{"backslash-eaten": lint.Warning}},
		{"over lines", servercore + "ENV A=1 \\\n    B=C:\\x\\y\n", eaten},
		{"a stage for Linux", servercore + "FROM alpine\nENV A=C:\\x\\y\n", nil},

		{"quoted words in a label", servercore + "LABEL q=\"say \\\"hi\\\" to\" r=\"\\\"C:\\\"\"\n", nil},
		{"a quoted program in a command line", servercore + "ENV CMDLINE=\"C:\\x.exe \\\"a b\\\" c\"\n", nil},
		{"a quoted path in WORKDIR", servercore + "WORKDIR \"C:\\app\\\"\n", quote},
		{"the old form of ENV", servercore + "ENV DIR \"C:\\app\\\"\n", quote},
		{"a path of variables", servercore + "ENV DIR=\"${ROOT}\\bin\\\" OTHER=\"C:\\x\\\"\n", quote},
		{"another escape character", backtick + "ENV DIR=\"C:\\app\\\"\n", nil},

		{"the old form with a blank", backtick + "ENV DIR C:\\Program Files\\x\nWORKDIR C:\\Program Files\n", nil},
		{"a label without quotes", servercore + "LABEL description=My image\n", space},
		{"a destination below Program Files", backtick + "COPY a b C:\\Program Files\\x\\\n", space},
		{"a folder of any name", backtick + "COPY a C:\\My App\\x\n", space},
		{"escaped blanks", servercore + "COPY a C:/Program\\ Files/x\n", space},
		{"a source below Program Files", backtick + "COPY --from=build C:\\Program Files\\x C:\\x\n", space},
		{"in quotes", backtick + "COPY 'my file' C:\\x\n", space},
		{"two absolute sources", backtick + "COPY --from=build C:\\a C:\\b dst\\\n", nil},
		{"a drive in the context", backtick + "COPY C:\\a.txt a.txt\n", nil},
		{"a path that swallows the next line", servercore + "COPY a C:/Program Files/x\\\nRUN echo\n", nil},
		{"two arguments", backtick + "ARG A=C:\\x B\nARG C=C:\\y D E=1\n", nil},
		{"a word without a value behind quotes is another mistake", servercore + "LABEL a=\"b\" c\n",
			map[string]lint.Severity{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(test.text, "# escape=^", "# escape=`")
			expectOf(t, only("backslash-eaten", "doubled-backslash", "quote-eaten"), text, test.want)
		})
	}
}

// BuildKit resolves a path with a drive and without a separator in the working directory.
func TestOneLostSeparator(t *testing.T) {
	for _, test := range []struct {
		name, text string
		builder    engine.Builder
		want       lint.Severity
	}{
		{"in the root, BuildKit", "WORKDIR C:\\app\n", engine.BuildKit, lint.Warning},
		{"in the root, classic", "WORKDIR C:\\app\n", engine.Classic, lint.Error},
		{"in the root, builder unknown", "WORKDIR c:\\app\n", engine.AnyBuilder, lint.Error},
		{"a destination", "COPY a.txt C:\\app/\n", engine.BuildKit, lint.Warning},
		{"a destination in another directory", "WORKDIR C:/x\nCOPY a.txt C:\\app/\n", engine.BuildKit, lint.Error},
		{"behind another", "WORKDIR C:\\x\nWORKDIR C:\\app\n", engine.BuildKit, lint.Error},
		{"another drive", "WORKDIR D:\\app\n", engine.BuildKit, lint.Error},
		{"two separators", "WORKDIR C:\\app\\bin\n", engine.BuildKit, lint.Error},
		{"a source", "COPY bin\\a C:/\n", engine.BuildKit, lint.Error},
		{"a variable, which is not expanded", "ARG A=x\nWORKDIR C:\\$A\n", engine.BuildKit, lint.Error},
		{"a destination in JSON", "COPY [\"a.txt\", \"C:\\\\app\"]\n", engine.BuildKit, lint.Warning},
		{"a destination in JSON, classic", "COPY [\"a.txt\", \"C:\\\\app\"]\n", engine.Classic, lint.Error},
		{"a volume", "VOLUME C:\\data\n", engine.BuildKit, lint.Error},
		{"a value", "ENV A=C:\\data\n", engine.BuildKit, lint.Error},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := severities(servercore+test.text, engine.Environment{Builder: test.builder})
			if max(got["backslash-eaten"], got["json-read-twice"]) != test.want {
				t.Errorf("%q: %v, want %v", test.text, got, test.want)
			}
		})
	}
}

// Arrays that are none, and what looks like one.
func TestJSON(t *testing.T) {
	broken := map[string]lint.Severity{"exec-form-not-json": lint.Error}
	control := map[string]lint.Severity{"exec-form-control-character": lint.Error}
	twice := map[string]lint.Severity{"json-read-twice": lint.Error}
	lines := map[string]lint.Severity{"json-over-lines": lint.Error}
	powershell := servercore + "SHELL [\"powershell\", \"-Command\"]\n"
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"type literals", powershell + "RUN [Net.ServicePointManager]::SecurityProtocol = 'Tls12'\nRUN [void](1)\n" +
			"RUN [string[]]$x = @('a', 'b'); Write-Host $x[0]\n", nil},
		{"a test of sh", servercore + "SHELL [\"C:/git/bin/bash.exe\", \"-c\"]\nRUN [ \"$a\" = \"b\" ]\n", nil},
		{"a pattern", servercore + "COPY [a-z]*.txt C:/app/\n", nil},
		{"single quotes", servercore + "CMD ['ping', 'localhost']\n", broken},
		{"curly quotes", servercore + "CMD [“ping”, “localhost”]\n", broken},
		{"a comma too many", servercore + "CMD [\"ping\", \"localhost\", ]\n", broken},
		{"a comma too few", servercore + "CMD [\"ping\" \"localhost\"]\n", broken},
		{"a short character by number", servercore + "CMD [\"C:\\users\\x.exe\"]\n", broken},
		{"a command behind it", servercore + "RUN [\"ping\", \"localhost\"] && echo done\n", broken},
		{"a trigger", servercore + "ONBUILD CMD [\"C:\\app\\x.exe\"]\n", broken},
		{"HEALTHCHECK", servercore + "HEALTHCHECK CMD [\"C:\\app\\x.exe\"]\n", broken},
		{"HEALTHCHECK NONE", servercore + "HEALTHCHECK NONE\n", nil},
		{"a slash with an escape", servercore + "CMD [\"C:\\/x.exe\"]\n", nil},
		{"an escape in a script", servercore + "CMD [\"powershell\", \"-Command\", \"Write-Host \\\"a\\nb\\\"\"]\n", nil},
		{"a word with a colon in a script", servercore + "CMD [\"x.exe\", \"Error:\\nfailed\"]\n", nil},
		{"a path in a script", servercore + "CMD [\"powershell\", \"-Command\", \"Remove-Item C:\\temp\"]\n", control},
		{"a path with two kinds", servercore + "CMD [\"C:\\\\app\\new.exe\"]\n", control},
		{"two backslashes in COPY under a backtick", "# escape=`\n" + servercore + "COPY [\"a\", \"C:\\\\x\\\\\"]\n", nil},
		{"four backslashes", servercore + "COPY [\"a\", \"C:\\\\\\\\Program Files\\\\\\\\Go\\\\\\\\\"]\n", nil},
		{"a separator at the end", servercore + "COPY [\"a\", \"C:/x\\\\\"]\n", twice},
		{"two backslashes where they are right", servercore + "CMD [\"C:\\\\x.exe\"]\nRUN [\"C:\\\\y.exe\"]\n", nil},
		{"over lines, as instructions", servercore + "RUN [ \"a\",\n\n# why\n\"b\",\n\"c\" ]\n", lines},
		{"over lines, continued", servercore + "RUN [ \"a\", \\\n# why\n\"b\" ]\n", nil},
		{"an open bracket", powershell + "RUN [\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"exec-form-not-json", "exec-form-control-character", "json-read-twice", "json-over-lines",
			), test.text, test.want)
		})
	}
}

// expectOf is expect for some rules alone.
func expectOf(t *testing.T, list []*lint.Rule, text string, want map[string]lint.Severity) {
	t.Helper()
	got := severities(text, engine.Environment{})
	for _, rule := range list {
		is, found := got[rule.ID]
		severity, wanted := want[rule.ID]
		if found != wanted || is != severity {
			t.Errorf("%s: found %v (%v), want %v (%v)\n%s", rule.ID, found, is, wanted, severity, text)
		}
	}
}

// only is the rules of those ids.
func only(ids ...string) []*lint.Rule {
	list := slices.DeleteFunc(All(), func(r *lint.Rule) bool { return !slices.Contains(ids, r.ID) })
	if len(list) != len(ids) {
		panic(fmt.Sprintf("some of %q are no rules", ids))
	}
	return list
}
