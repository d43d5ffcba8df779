package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// daemonFindings is the ids of what is found in a daemon.json, with their lines.
func daemonFindings(path, text string) string {
	file := source.Decode(path, []byte(text))
	result := (&lint.Linter{Rules: usual(), Kind: subject.KindNamed("daemon")}).Lint(file)
	var ids []string
	for _, f := range result.Findings {
		ids = append(ids, f.Severity.String()+" "+f.Rule.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, ", ")
}

// Only what is for Windows is judged, and only what is certainly for it has errors.
func TestDaemonTarget(t *testing.T) {
	const programData = "C/ProgramData/docker/config/daemon.json"
	for _, test := range []struct{ name, path, text, want string }{
		{"nothing shows a system", "daemon.json", `{"live-restore": true}`, ""},
		{"the directory of Windows", programData, `{"live-restore": true}`, "error daemon-key-refused"},
		{"in any case", "c/programdata/Docker/Config/daemon.json", `{"live-restore": true}`, "error daemon-key-refused"},
		{"a pipe", "daemon.json", `{"live-restore": true, "hosts": ["npipe://"]}`, "error daemon-key-refused"},
		{"a directory named for it", "windows/daemon.json", `{"live-restore": true}`, "warning daemon-key-refused"},
		{"the same with a path of Linux", "windows/daemon.json", `{"live-restore": true, "data-root": "/data"}`, ""},
		{"both systems", "daemon.json", `{"data-root": "D:\\docker", "storage-driver": "overlay2"}`, "warning daemon-key-refused"},
		{"the path decides", programData, `{"log-driver": "journald"}`, "error daemon-value-refused"},
		{"Docker Desktop for Windows, by its name", "windows-daemon.json", `{"default-address-pools": []}`, "warning daemon-key-refused"},
		{"Docker Desktop for Linux", ".docker/daemon.json", `{"live-restore": true, "exec-opts": ["isolation=process"]}`, ""},
		{"etc", "etc/docker/daemon.json", `{"live-restore": true,}`, ""},
	} {
		if got := daemonFindings(test.path, test.text); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// A file in UTF-8 or UTF-16 with a mark is fine, and other bytes are not.
func TestDaemonEncoding(t *testing.T) {
	const path = "ProgramData/docker/config/daemon.json"
	utf16 := func(s string) string {
		var out strings.Builder
		for _, r := range s {
			out.WriteString(string(r) + "\x00")
		}
		return out.String()
	}
	for _, test := range []struct{ name, text, want string }{
		{"a mark", "\ufeff{}", ""},
		{"UTF-16 with a mark", "\xff\xfe" + utf16("{}"), ""},
		{"UTF-16 without a mark", utf16(`{"debug": true}`), "error daemon-json-syntax"},
		{"a byte of Windows-1252", "{\"labels\": [\"ort=K\xf6ln\"]}", "error daemon-json-syntax"},
		{"zeros", "\x00\x00\x00\x00", "error daemon-json-syntax"},
		{"a no-break space", "{\u00a0\"debug\": true}", "error daemon-json-syntax"},
		{"typographic quotes", "{“debug”: true}", "error daemon-json-syntax"},
		{"nothing", "", ""},
		{"null", "null", ""},
	} {
		if got := daemonFindings(path, test.text); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// What a script writes to the file is judged, if it is in the script letter by letter.
func TestDaemonLiterals(t *testing.T) {
	const path = `"$env:ProgramData\docker\config\daemon.json"`
	for _, test := range []struct{ name, kind, text, want string }{
		{"piped", "powershell", `'{"bip": "x"}' | Set-Content ` + path, "error daemon-key-refused"},
		{"an argument", "powershell", `Set-Content -Path ` + path + ` -Value '{"bip": "x"}'`, "error daemon-key-refused"},
		{"redirected", "powershell", `'{"bip": "x"}' > C:\ProgramData\docker\config\daemon.json`, "error daemon-key-refused"},
		{"by .NET", "powershell", `[IO.File]::WriteAllText(` + path + `, '{"bip": "x"}')`, "error daemon-key-refused"},
		{"variables", "powershell", "$file = " + path + "\n$json = @'\n{\"bip\": \"x\"}\n'@\n$json | Out-File $file", "error daemon-key-refused"},
		{"cmd", "batch", `echo {"bip": "x"}>%ProgramData%\docker\config\daemon.json`, "error daemon-key-refused"},
		{"another file", "powershell", `'{"bip": "x"}' | Set-Content C:\app\settings.json`, ""},
		{"more of it is written later", "powershell", `'{"bip": "x"}' >> ` + path, ""},
		{"not letter by letter", "powershell", "\"{`\"bip`\": $x}\" | Set-Content " + path, ""},
		{"for Linux", "shell", `echo '{"bip": "x"}' > /etc/docker/daemon.json`, ""},
	} {
		file := source.Decode("setup", []byte(test.text))
		var found []string
		for _, f := range (&lint.Linter{Rules: usual(), Kind: subject.KindNamed(test.kind)}).Lint(file).Findings {
			if f.Fixable() {
				t.Errorf("%s: a fix changes the text of another file", test.name)
			}
			found = append(found, f.Severity.String()+" "+f.Rule.ID)
		}
		if got := strings.Join(found, ", "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
