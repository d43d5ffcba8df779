package engine_test

import (
	"testing"

	"github.com/winlint/winlint/engine"
)

// What the engine says to values, and which ones it takes.
func TestEngineRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		says  func(string) string
		value string
		want  string
	}{
		{"driver", engine.RefusedNetworkDriver, "nat", ""},
		{"driver", engine.RefusedNetworkDriver, "overlay", ""},
		{"driver", engine.RefusedNetworkDriver, "store/weaveworks/net-plugin:2", ""},
		{"driver", engine.RefusedNetworkDriver, "azure-vnet", ""},
		{"driver", engine.RefusedNetworkDriver, "bridge", "could not find plugin bridge in v1 plugin registry: plugin not found"},
		{"driver", engine.RefusedNetworkDriver, "NAT", "could not find plugin NAT in v1 plugin registry: plugin not found"},
		{"mode", engine.RefusedNetworkMode, "none", ""},
		{"mode", engine.RefusedNetworkMode, "service:db", ""},
		{"mode", engine.RefusedNetworkMode, "host", "network host not found"},
		{"log driver", engine.RefusedLogDriver, "local", ""},
		{"log driver", engine.RefusedLogDriver, "none", ""},
		{"log driver", engine.RefusedLogDriver, "grafana/loki-docker-driver:latest", ""},
		{"log driver", engine.RefusedLogDriver, "journald", `error looking up logging plugin journald: plugin "journald" not found`},
		{"isolation", engine.RefusedIsolation, "HyperV", ""},
		{"isolation", engine.RefusedIsolation, "hyper-v", "invalid isolation (hyper-v): Windows supports 'default', 'process', or 'hyperv'"},
		{"capability", engine.RefusedCapability, "all", ""},
		{"capability", engine.RefusedCapability, "net_admin", `unknown capability: "CAP_NET_ADMIN"`},
		{"capability", engine.RefusedCapability, "CAP_SYS_TIME", `unknown capability: "CAP_SYS_TIME"`},
		{"security", engine.RefusedSecurityOption, "credentialspec=file://a.json", ""},
		{"security", engine.RefusedSecurityOption, "seccomp=unconfined", "security option not supported: seccomp"},
		{"security", engine.RefusedSecurityOption, "no-new-privileges:true", "invalid security option: no equals sign in supplied value no-new-privileges:true"},
		{"spec", engine.RefusedCredentialSpec, "file://team/a.json", ""},
		{"spec", engine.RefusedCredentialSpec, "Registry://a", ""},
		{"spec", engine.RefusedCredentialSpec, `raw://{"a":"b"}`, ""},
		{"spec", engine.RefusedCredentialSpec, `file://C:\specs\a.json`, "invalid credential spec: file:// path cannot be absolute"},
		{"spec", engine.RefusedCredentialSpec, `file://..\a.json`, "invalid credential spec: file:// path must be under CredentialSpecs"},
		{"spec", engine.RefusedCredentialSpec, "a.json",
			"invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by a non-empty value"},
		{"device", engine.RefusedDevice, "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", ""},
		{"device", engine.RefusedDevice, "vpci-class-guid://5B45201D-F2F2-4F3B-85BB-30FF1F953599", ""},
		{"device", engine.RefusedDevice, "/dev/ttyS0", "invalid device assignment path: '/dev/ttyS0', must be 'class/ID' or 'IDType://ID'"},
		{"device", engine.RefusedDevice, "://x", "invalid device assignment path: '://x', IDType cannot be empty"},
		{"workdir", engine.RefusedWorkdir, "/app", ""},
		{"workdir", engine.RefusedWorkdir, `\app`, ""},
		{"workdir", engine.RefusedWorkdir, "c:/app", ""},
		{"workdir", engine.RefusedWorkdir, "app", "the working directory 'app' is invalid, it needs to be an absolute path"},
		{"workdir", engine.RefusedWorkdir, "C:app", "the working directory 'C:app' is invalid, it needs to be an absolute path"},
		{"signal", engine.RefusedSignal, "SIGTERM", ""},
		{"signal", engine.RefusedSignal, "quit", ""},
		{"signal", engine.RefusedSignal, "9", ""},
		{"signal", engine.RefusedSignal, "CTRL_C", "invalid signal: CTRL_C"},
		{"signal", engine.RefusedSignal, "0", "invalid signal: 0"},
	} {
		if got := test.says(test.value); got != test.want {
			t.Errorf("%s %q: %q, want %q", test.name, test.value, got, test.want)
		}
	}
}
