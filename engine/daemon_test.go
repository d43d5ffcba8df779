package engine

import (
	"os"
	"strings"
	"testing"
)

// The table has every key that dockerd accepts on either system, with the fate that dockerd gives it on Windows.
func TestDaemonKeys(t *testing.T) {
	raw, err := os.ReadFile("testdata/daemon-keys.txt")
	if err != nil {
		t.Fatal(err)
	}
	accepted := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		system, version, name := fields[0], fields[1], fields[2]
		key := DaemonKeyNamed(name)
		switch {
		case key == nil:
			t.Errorf("%s %s is not in the table", version, name)
		case system == "linux" && (key.Support != Refused || !key.Linux):
			t.Errorf("%s: dockerd %s has %s on Linux only", key.Support, version, name)
		case system == "windows" && key.Support == Refused && key.Until == "":
			t.Errorf("refused: dockerd %s on Windows has %s", version, name)
		}
		accepted[name] = accepted[name] || system == "windows"
	}
	for name, key := range daemonTable() {
		if key.Support != Refused && !accepted[name] {
			t.Errorf("%s: no dockerd on Windows has %s", key.Support, name)
		}
	}
}

func TestRefusedDaemonValue(t *testing.T) {
	for _, test := range []struct{ key, value, want string }{
		{"dns", "10.0.0.2", ""},
		{"dns", "2001:db8::1", ""},
		{"dns", "10.0.0.2:53", "invalid IP address: 10.0.0.2:53"},
		{"exec-opts", "isolation=hyperv", ""},
		{"exec-opts", "ISOLATION=Process", ""},
		{"exec-opts", "isolation=hyper-v", "invalid exec-opt value for 'isolation':'hyper-v'"},
		{"exec-opts", "native.cgroupdriver=systemd", "invalid exec-opt (native.cgroupdriver=systemd): option 'native.cgroupdriver' is only supported on linux"},
		{"exec-opts", "hyperv", "invalid exec-opt (hyperv): must be formatted 'opt=value'"},
		{"hosts", "npipe:////./pipe/docker_engine", ""},
		{"hosts", "npipe://", ""},
		{"hosts", "0.0.0.0:2375", ""},
		{"hosts", "tcp://0.0.0.0:2375/", ""},
		{"hosts", "fd://", "invalid protocol format: windows only supports tcp and npipe"},
		{"hosts", "http://0.0.0.0:2375", "unsupported proto 'http'"},
		{"hosts", `\\.\pipe\docker_engine`, `invalid character "\\" in host name`},
		{"labels", "site", "bad attribute format: site"},
		{"log-driver", "journald", `error looking up logging plugin journald: plugin "journald" not found`},
		{"log-driver", "example.com/acme/loki:3", ""},
		{"log-level", "warning", "invalid logging level: warning"},
		{"log-level", "Warn", ""},
		{"log-format", "JSON", "invalid log format: JSON"},
		{"registry-mirrors", "https://mirror.example/team", ""},
		{"registry-mirrors", "mirror.example:5000", `invalid mirror: no scheme specified for "mirror.example:5000": must use either 'https://' or 'http://'`},
		{"registry-mirrors", "https://u:p@mirror.example", "invalid mirror: username/password not allowed in URI"},
		{"insecure-registries", "10.0.0.0/8", ""},
		{"insecure-registries", "http://registry.example:5000", ""},
		{"insecure-registries", "ftp://registry.example", "insecure registry ftp://registry.example is not valid"},
		{"data-root", "anything", ""},
	} {
		if got := RefusedDaemonValue(test.key, test.value); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.key, test.value, got, test.want)
		}
	}
}
