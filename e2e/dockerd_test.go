package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mobyVersion is the dockerd that judges configurations. It is the version of the keys for 29 in engine/testdata/daemon-keys.txt.
const mobyVersion = "v2.0.0-beta.24"

// unknownKeys is how dockerd begins the list of the keys that it does not have.
const unknownKeys = "the following directives don't match any configuration option: "

// configurationRead is how dockerd begins to say that it does not run on this Windows, which it looks at after it has read and
// validated the configuration: to Wine, a program without a manifest runs on Windows 8.
const configurationRead = "system requirements not met: "

// dockerd for Windows, under Wine, and winlint agree on which configurations an engine starts with.
func TestDaemonConfigurations(t *testing.T) {
	d := newDockerd(t)
	t.Run("keys", func(t *testing.T) {
		both := d.keys(t)
		// The first two are on the command line of this test, the third one does not go with host-gateway-ip, and without a value
		// the last two ask for a certificate all the same.
		left := []string{"config-file", "validate", "host-gateway-ips", "tls", "tlsverify"}
		both["windows"] = slices.DeleteFunc(both["windows"], func(key string) bool { return slices.Contains(left, key) })
		if says := d.rejects(t, configuration(both["windows"])); says != "" {
			t.Errorf("dockerd rejects keys of Windows: %s", says)
		}
		says := d.rejects(t, configuration(both["linux"]))
		_, list, found := strings.Cut(says, unknownKeys)
		rejected := strings.Split(strings.TrimSpace(list), ", ")
		slices.Sort(rejected)
		if !found || !slices.Equal(rejected, both["linux"]) {
			t.Errorf("dockerd rejects of the keys of Linux: %q, want %q", rejected, both["linux"])
		}
		if got := d.errors(t, configuration(both["windows"])); got != 0 {
			t.Errorf("winlint finds %d errors in keys of Windows", got)
		}
		if got := d.errors(t, configuration(both["linux"])); got != len(both["linux"]) {
			t.Errorf("winlint finds %d errors in keys of Linux, want %d", got, len(both["linux"]))
		}
	})
	for _, test := range []struct {
		name, text string
		starts     bool
	}{
		{"nothing", "", true},
		{"an empty object", "{}", true},
		{"a mark", "\ufeff{}", true},
		{"a path", `{"data-root": "D:\\docker"}`, true},
		{"one backslash", `{"data-root": "D:\docker"}`, false},
		{"a backslash before the quote", `{"data-root": "D:\"}`, false},
		{"a comma at the end", `{"debug": true,}`, false},
		{"a comment", "{\n// no\n\"debug\": true}", false},
		{"single quotes", `{'debug': true}`, false},
		{"a second value", `{} {}`, false},
		{"Windows-1252", "{\"labels\": [\"a=\xf6\"]}", false},
		{"a string for a list", `{"hosts": "npipe://"}`, false},
		{"a number for a string", `{"log-opts": {"max-file": 3}}`, false},
		{"a string for a bool", `{"debug": "true"}`, false},
		{"null", `{"hosts": null}`, true},
		{"another case of letters", `{"Debug": true}`, false},
		{"a comment key", `{"_comment": "x"}`, false},
		{"a nested key", `{"labels-of": {"live-restore": true}}`, false},
		{"the proxies", `{"proxies": {"http-proxy": "http://proxy.example:3128"}}`, true},
		{"isolation", `{"exec-opts": ["isolation=hyperv"]}`, true},
		{"a pipe", `{"hosts": ["npipe:////./pipe/docker_engine"]}`, true},
		{"another protocol", `{"hosts": ["http://0.0.0.0:2375"]}`, false},
		{"a pipe without its protocol", `{"hosts": ["\\\\.\\pipe\\docker_engine"]}`, false},
		{"a label", `{"labels": ["site=a"]}`, true},
		{"a label without a value", `{"labels": ["site"]}`, false},
		{"an address with a port", `{"dns": ["10.0.0.2:53"]}`, false},
		{"a level", `{"log-level": "warn"}`, true},
		{"no level", `{"log-level": "warning"}`, false},
		{"a format", `{"log-format": "json"}`, true},
		{"no format", `{"log-format": "xml"}`, false},
		{"a mirror", `{"registry-mirrors": ["https://mirror.example"]}`, true},
		{"a mirror without a scheme", `{"registry-mirrors": ["mirror.example"]}`, false},
		{"a negative number", `{"max-concurrent-downloads": -1}`, false},
		{"a negative MTU", `{"mtu": -5}`, false},
		{"names of flags", `{"host": ["npipe://"], "log-opt": {}}`, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			says := d.rejects(t, test.text)
			if (says == "") != test.starts {
				t.Errorf("dockerd: %q; want that it starts: %v", says, test.starts)
			}
			if found := d.errors(t, test.text); (found == 0) != test.starts {
				t.Errorf("winlint finds %d errors; dockerd: %q", found, says)
			}
		})
	}
}

// A dockerd is the engine of Windows under Wine, with a file for its configuration at a path that shows its system.
type dockerd struct {
	*wine
	program, dir, file string
}

func newDockerd(t *testing.T) *dockerd {
	t.Helper()
	cache := strings.TrimSpace((&command{}).run(t, "go", "env", "GOMODCACHE").want(t, 0).stdout)
	build := &command{env: []string{
		"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOBIN=", "GOFLAGS=-mod=mod", "GOMODCACHE=" + cache, "GOPATH=" + filepath.Join(scratch, "dockerd"),
	}}
	build.run(t, "go", "install", "github.com/moby/moby/v2/cmd/dockerd@"+mobyVersion).want(t, 0)
	d := &dockerd{wine: newWine(t), dir: t.TempDir()}
	d.program = filepath.Join(scratch, "dockerd", "bin", "windows_amd64", "dockerd.exe")
	d.file = filepath.Join(d.dir, "ProgramData", "docker", "config", "daemon.json")
	if err := os.MkdirAll(filepath.Dir(d.file), 0o777); err != nil {
		t.Fatal(err)
	}
	return d
}

// rejects is what dockerd says to a configuration; "" if it accepts it.
func (d *dockerd) rejects(t *testing.T, text string) string {
	t.Helper()
	if err := os.WriteFile(d.file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c := d.run(t, d.dir, d.program, "--validate", "--config-file", d.file)
	if c.code == 0 || strings.Contains(c.stderr, configurationRead) {
		return ""
	}
	if c.stdout+c.stderr == "" {
		t.Fatalf("dockerd ends with exit code %d and says nothing", c.code)
	}
	return strings.TrimSpace(c.stdout + c.stderr)
}

// errors is how many errors winlint finds in a configuration.
func (d *dockerd) errors(t *testing.T, text string) int {
	t.Helper()
	if err := os.WriteFile(d.file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c := (&command{dir: d.dir}).run(t, winlint, "lint", "--no-config", "--format", "json", d.file)
	var result struct{ Findings []struct{ Severity string } }
	if err := json.Unmarshal([]byte(c.stdout), &result); err != nil {
		t.Fatalf("%v\n%s", err, c.stderr)
	}
	n := 0
	for _, f := range result.Findings {
		if f.Severity == "error" {
			n++
		}
	}
	return n
}

// keys is the keys of that version, by system, sorted.
func (d *dockerd) keys(t *testing.T) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "engine", "testdata", "daemon-keys.txt"))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) == 3 && f[1] == "29" {
			keys[f[0]] = append(keys[f[0]], f[2])
		}
	}
	for system := range keys {
		slices.Sort(keys[system])
	}
	if len(keys["windows"]) == 0 || len(keys["linux"]) == 0 {
		t.Fatal("no keys")
	}
	return keys
}

// configuration is one with each of the keys, and no values.
func configuration(keys []string) string {
	lines := make([]string, len(keys))
	for i, key := range keys {
		lines[i] = `"` + key + `": null`
	}
	return "{" + strings.Join(lines, ",\n") + "}"
}
