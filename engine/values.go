package engine

import (
	"slices"
	"strconv"
	"strings"
)

// This file is what Docker Engine on Windows says to values of options that a container or a network is made with,
// whether they come from a compose file or from the command line. Each function gives the engine's words, or "" if it
// accepts the value.

// rejects is what the engine says to the value of a key, for those of which some values are rejected.
var rejects = map[string]func(string) string{
	"networks.*.driver": RefusedNetworkDriver, "services.*.network_mode": RefusedNetworkMode, "services.*.isolation": RefusedIsolation,
	"services.*.build.isolation": RefusedIsolation, "services.*.logging.driver": RefusedLogDriver, "services.*.cap_add": RefusedCapability,
	"services.*.cap_drop": RefusedCapability, "services.*.security_opt": RefusedSecurityOption, "services.*.devices": RefusedDevice,
	"services.*.working_dir": RefusedWorkdir, "services.*.stop_signal": RefusedSignal,
}

// Rejects is what the engine says to a value of the key, in its own words; "" if it accepts it.
func (k *Key) Rejects(value string) string {
	if says := rejects[k.Path]; says != nil {
		return says(value)
	}
	if k.Support == Refused && k.Applies(strings.ToLower(value)) {
		return k.Says
	}
	return ""
}

// IsPortRange reports whether s is a port or a range of ports: "80", "8000-8010".
func IsPortRange(s string) bool {
	first, last, isRange := strings.Cut(s, "-")
	from, err := strconv.ParseUint(first, 10, 16)
	if err != nil || !isRange {
		return err == nil
	}
	to, err := strconv.ParseUint(last, 10, 16)
	return err == nil && from <= to
}

// networkDrivers is libnetwork's for Windows (builtinLocalDrivers of its windows.go, overlay and null). The engine
// compares them letter by letter.
var networkDrivers = []string{"ics", "internal", "l2bridge", "l2tunnel", "nat", "null", "overlay", "private", "transparent"}

// windowsDrivers is those of them that no engine on Linux has, and that are named for nothing else.
var windowsDrivers = []string{"ics", "l2bridge", "l2tunnel", "nat", "transparent"}

// IsWindowsDriver reports whether a network driver is one that no engine on Linux has. Names that mean other things, too,
// such as "internal", are none.
func IsWindowsDriver(name string) bool { return slices.Contains(windowsDrivers, name) }

// NetworkDrivers is the drivers that Docker Engine on Windows brings, in order.
func NetworkDrivers() []string { return slices.Clone(networkDrivers) }

// RefusedNetworkDriver is what the engine says to the driver of a network. A name with a slash or a colon is that of a
// plugin, and so may be every name that no engine has as its own.
func RefusedNetworkDriver(name string) string {
	switch lower := strings.ToLower(name); {
	case slices.Contains(networkDrivers, name):
		return ""
	case slices.Contains(networkDrivers, lower), slices.Contains(linuxNetworkDrivers, lower):
		return "could not find plugin " + name + " in v1 plugin registry: plugin not found"
	}
	return ""
}

// linuxNetworkDrivers is the drivers that only Docker Engine on Linux brings.
var linuxNetworkDrivers = []string{"bridge", "host", "ipvlan", "macvlan"}

// RefusedNetworkMode is what the engine says to a network mode of Linux, which it looks up as the name of a network
// (moby daemon/libnetwork/error.go).
func RefusedNetworkMode(mode string) string {
	if mode == "host" || mode == "bridge" {
		return "network " + mode + " not found"
	}
	return ""
}

// logDrivers is what daemon/logdrivers_windows.go registers, and "none". "local" is among them since 20.10: the cache of
// the others brings it.
var logDrivers = []string{"awslogs", "etwlogs", "fluentd", "gcplogs", "gelf", "json-file", "local", "none", "splunk", "syslog"}

// LogDrivers is the logging drivers that Docker Engine on Windows brings, in order.
func LogDrivers() []string { return slices.Clone(logDrivers) }

// RefusedLogDriver is what the engine says to a logging driver. A name with a slash or a colon is that of a plugin.
func RefusedLogDriver(name string) string {
	if name == "" || slices.Contains(logDrivers, name) || strings.ContainsAny(name, "/:") {
		return ""
	}
	return "error looking up logging plugin " + name + `: plugin "` + name + `" not found`
}

// RefusedIsolation is what the engine says to an isolation, in any case of letters; "" for the empty one.
func RefusedIsolation(isolation string) string {
	switch strings.ToLower(isolation) {
	case "", "default", "process", "hyperv":
		return ""
	}
	return "invalid isolation (" + isolation + "): Windows supports 'default', 'process', or 'hyperv'"
}

// RefusedCapability is what an engine from 23.0 on says to a capability; earlier ones ignore it. "ALL" does nothing.
func RefusedCapability(name string) string {
	name = strings.ToUpper(name)
	if name == "ALL" {
		return ""
	}
	return `unknown capability: "CAP_` + strings.TrimPrefix(name, "CAP_") + `"`
}

// RefusedSecurityOption is what the engine says to a security option when the container starts (daemon/oci_windows.go). It
// knows credential specs only; what it says to those see RefusedCredentialSpec.
func RefusedSecurityOption(option string) string {
	key, _, found := strings.Cut(option, "=")
	switch {
	case !found:
		return "invalid security option: no equals sign in supplied value " + option
	case !strings.EqualFold(key, "credentialspec"):
		return "security option not supported: " + key
	}
	return ""
}

// RefusedCredentialSpec is what the engine says to a credential spec: a file below the directory CredentialSpecs of its data,
// a value of its registry key, or the JSON itself.
func RefusedCredentialSpec(spec string) string {
	scheme, value, found := strings.Cut(spec, "://")
	scheme = strings.ToLower(scheme)
	switch {
	case !found || value == "" || !slices.Contains([]string{"file", "registry", "raw"}, scheme):
		return "invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by " +
			"a non-empty value"
	case scheme != "file":
		return ""
	case len(value) > 1 && value[1] == ':', strings.HasPrefix(value, `\\`):
		return "invalid credential spec: file:// path cannot be absolute"
	case strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "../"):
		return "invalid credential spec: file:// path must be under CredentialSpecs"
	}
	return ""
}

// RefusedDevice is what the engine says to a device when the container starts.
func RefusedDevice(path string) string {
	kind, _, found := strings.Cut(path, "://")
	switch {
	case strings.HasPrefix(path, "class/"), found && kind != "":
		return ""
	case found:
		return "invalid device assignment path: '" + path + "', IDType cannot be empty"
	}
	return "invalid device assignment path: '" + path + "', must be 'class/ID' or 'IDType://ID'"
}

// RefusedWorkdir is what the engine says to a working directory. One that begins with a slash of either kind it takes: it
// is one of the system drive.
func RefusedWorkdir(path string) string {
	slashed := strings.ReplaceAll(path, `\`, "/")
	if path == "" || strings.HasPrefix(slashed, "/") || len(slashed) > 2 && slashed[1] == ':' && slashed[2] == '/' {
		return ""
	}
	return "the working directory '" + path + "' is invalid, it needs to be an absolute path"
}

// signalNames is the names that moby/sys knows on Windows (signal/signal_windows.go), without SIG: those of Linux, although
// most of them have no effect.
var signalNames = strings.Fields(`ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP
	TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ`)

// RefusedSignal is what the engine says to a stop signal. Up to 20.10 it knew KILL, TERM and numbers only.
func RefusedSignal(signal string) string {
	if n, err := strconv.Atoi(signal); err == nil && n != 0 || slices.Contains(signalNames, strings.TrimPrefix(strings.ToUpper(signal), "SIG")) {
		return ""
	}
	return "invalid signal: " + signal
}

// linuxFlags is the flags of dockerd that are there on Linux only (moby daemon/command/config_unix.go), with those that
// were there once. "storage-driver" is since 17.07.
var linuxFlags = strings.Fields(`add-runtime allow-direct-routing bip bip6 bridge-accept-fwmark cgroup-parent cpu-rt-period cpu-rt-runtime
	default-address-pool default-cgroupns-mode default-gateway default-gateway-v6 default-ipc-mode default-shm-size default-ulimit
	firewall-backend fixed-cidr-v6 icc init init-path ip ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6 live-restore
	no-new-privileges oom-score-adjust rootless seccomp-profile selinux-enabled storage-driver userland-proxy userland-proxy-path
	userns-remap`)

// RefusedDaemonFlag is what dockerd on Windows says to a flag, by its name without dashes.
func RefusedDaemonFlag(name string) string {
	if slices.Contains(linuxFlags, name) {
		return "unknown flag: --" + name
	}
	return ""
}
