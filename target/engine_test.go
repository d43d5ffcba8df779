package target_test

import (
	"testing"

	"github.com/winlint/winlint/target"
)

// What the engine says to values, and which ones it takes.
func TestEngineRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		says  func(string) string
		value string
		want  string
	}{
		{"driver", target.RefusedNetworkDriver, "nat", ""},
		{"driver", target.RefusedNetworkDriver, "overlay", ""},
		{"driver", target.RefusedNetworkDriver, "store/weaveworks/net-plugin:2", ""},
		{"driver", target.RefusedNetworkDriver, "azure-vnet", ""},
		{"driver", target.RefusedNetworkDriver, "bridge", "could not find plugin bridge in v1 plugin registry: plugin not found"},
		{"driver", target.RefusedNetworkDriver, "NAT", "could not find plugin NAT in v1 plugin registry: plugin not found"},
		{"mode", target.RefusedNetworkMode, "none", ""},
		{"mode", target.RefusedNetworkMode, "service:db", ""},
		{"mode", target.RefusedNetworkMode, "host", "network host not found"},
		{"log driver", target.RefusedLogDriver, "local", ""},
		{"log driver", target.RefusedLogDriver, "none", ""},
		{"log driver", target.RefusedLogDriver, "grafana/loki-docker-driver:latest", ""},
		{"log driver", target.RefusedLogDriver, "journald", `error looking up logging plugin journald: plugin "journald" not found`},
		{"isolation", target.RefusedIsolation, "HyperV", ""},
		{"isolation", target.RefusedIsolation, "hyper-v", "invalid isolation (hyper-v): Windows supports 'default', 'process', or 'hyperv'"},
		{"capability", target.RefusedCapability, "all", ""},
		{"capability", target.RefusedCapability, "net_admin", `unknown capability: "CAP_NET_ADMIN"`},
		{"capability", target.RefusedCapability, "CAP_SYS_TIME", `unknown capability: "CAP_SYS_TIME"`},
		{"security", target.RefusedSecurityOption, "credentialspec=file://a.json", ""},
		{"security", target.RefusedSecurityOption, "seccomp=unconfined", "security option not supported: seccomp"},
		{"security", target.RefusedSecurityOption, "no-new-privileges:true", "invalid security option: no equals sign in supplied value no-new-privileges:true"},
		{"spec", target.RefusedCredentialSpec, "file://team/a.json", ""},
		{"spec", target.RefusedCredentialSpec, "Registry://a", ""},
		{"spec", target.RefusedCredentialSpec, `raw://{"a":"b"}`, ""},
		{"spec", target.RefusedCredentialSpec, `file://C:\specs\a.json`, "invalid credential spec: file:// path cannot be absolute"},
		{"spec", target.RefusedCredentialSpec, `file://..\a.json`, "invalid credential spec: file:// path must be under CredentialSpecs"},
		{"spec", target.RefusedCredentialSpec, "a.json",
			"invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by a non-empty value"},
		{"device", target.RefusedDevice, "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", ""},
		{"device", target.RefusedDevice, "vpci-class-guid://5B45201D-F2F2-4F3B-85BB-30FF1F953599", ""},
		{"device", target.RefusedDevice, "/dev/ttyS0", "invalid device assignment path: '/dev/ttyS0', must be 'class/ID' or 'IDType://ID'"},
		{"device", target.RefusedDevice, "://x", "invalid device assignment path: '://x', IDType cannot be empty"},
		{"workdir", target.RefusedWorkdir, "/app", ""},
		{"workdir", target.RefusedWorkdir, `\app`, ""},
		{"workdir", target.RefusedWorkdir, "c:/app", ""},
		{"workdir", target.RefusedWorkdir, "app", "the working directory 'app' is invalid, it needs to be an absolute path"},
		{"workdir", target.RefusedWorkdir, "C:app", "the working directory 'C:app' is invalid, it needs to be an absolute path"},
		{"signal", target.RefusedSignal, "SIGTERM", ""},
		{"signal", target.RefusedSignal, "quit", ""},
		{"signal", target.RefusedSignal, "9", ""},
		{"signal", target.RefusedSignal, "CTRL_C", "invalid signal: CTRL_C"},
		{"signal", target.RefusedSignal, "0", "invalid signal: 0"},
	} {
		if got := test.says(test.value); got != test.want {
			t.Errorf("%s %q: %q, want %q", test.name, test.value, got, test.want)
		}
	}
}
