package engine

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// This file is what dockerd on Windows does with each key of its configuration file, daemon.json.

// A DaemonShape is what the value of a key must be.
type DaemonShape int

// The shapes. Each is a type of Go, which the errors of encoding/json name.
const (
	AnyShape DaemonShape = iota
	StringShape
	BoolShape
	IntShape
	StringsShape   // a list of strings
	StringMapShape // an object of strings
	BoolMapShape   // an object of booleans
	ObjectShape    // any other object
)

// GoType is the type as encoding/json calls it.
func (s DaemonShape) GoType() string {
	return [...]string{"", "string", "bool", "int", "[]string", "map[string]string", "map[string]bool", ""}[s]
}

func (s DaemonShape) String() string {
	return [...]string{
		"a value", "a string", "`true` or `false`", "an integer", "a list of strings", "an object with string values",
		"an object whose values are `true` or `false`", "an object",
	}[s]
}

// A DaemonKey is one key of daemon.json, and what dockerd on Windows does with it.
type DaemonKey struct {
	Name    string
	Support Support     // Works, Ignored or Refused
	Shape   DaemonShape // of what is not refused
	Since   string      // the first version that has it, if that is after 23.0: "28.0"
	Until   string      // the first version that no longer has it; "" if there is none
	Why     string      // of what is ignored: a full sentence
	Says    string      // of what is refused: the words of dockerd, if they are not those that it has for every unknown key
	Instead string      // the key to write in its place; "" if there is none
	Linux   bool        // dockerd on Linux has it
}

// RefusesDaemonKey is what dockerd says to keys that it does not have.
const RefusesDaemonKey = "the following directives don't match any configuration option: "

// daemonGroups is the keys that only differ in their names.
var daemonGroups = []struct {
	like  DaemonKey
	names string
}{
	{DaemonKey{Support: Works, Shape: StringShape}, `containerd containerd-namespace data-root default-runtime exec-root fixed-cidr
		group http-proxy https-proxy log-driver log-level metrics-addr no-proxy pidfile swarm-default-advertise-addr tlscacert
		tlscert tlskey`},
	{DaemonKey{Support: Works, Shape: BoolShape}, `cri-containerd debug experimental raw-logs tls tlsverify`},
	{DaemonKey{Support: Works, Shape: IntShape}, `max-concurrent-downloads max-concurrent-uploads max-download-attempts
		network-control-plane-mtu network-diagnostic-port shutdown-timeout`},
	{DaemonKey{Support: Works, Shape: StringsShape}, `authorization-plugins dns dns-opts dns-search exec-opts hosts
		insecure-registries labels node-generic-resources registry-mirrors storage-opts`},
	{DaemonKey{Support: Ignored, Why: "This is the name of a flag. dockerd accepts it as a key, but does not read it from the file."},
		`config-file register-service restart run-service service-name unregister-service validate version`},
	{DaemonKey{Support: Refused, Linux: true}, `add-runtime allow-direct-routing apparmor-profile bip bip6 bridge-accept-fwmark
		cgroup-parent cpu-rt-period cpu-rt-runtime default-address-pool default-address-pools default-cgroupns-mode default-gateway
		default-gateway-v6 default-ipc-mode default-shm-size default-ulimit default-ulimits firewall-backend fixed-cidr-v6 icc init
		init-path ip ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6 live-restore no-new-privileges oom-score-adjust
		rootless runtimes seccomp-profile selinux-enabled storage-driver userland-proxy userland-proxy-path userns-remap`},
	{DaemonKey{Support: Refused}, `cluster-advertise cluster-store cluster-store-opts containerd-plugin-namespace default-init
		disable-legacy-registry isolation resolv-conf swarm-raft-election-tick swarm-raft-heartbeat-tick`},
}

// daemonKeys is the keys of which something more is known.
var daemonKeys = []DaemonKey{
	{Name: "builder", Support: Works, Shape: ObjectShape},
	{Name: "cdi-spec-dirs", Support: Works, Shape: StringsShape, Since: "25.0"},
	{Name: "default-network-opts", Support: Works, Shape: ObjectShape, Since: "24.0"},
	{Name: "default-stop-timeout", Support: Works, Shape: IntShape, Since: "29.7"},
	{Name: "features", Support: Works, Shape: BoolMapShape},
	{Name: "host-gateway-ip", Support: Works, Shape: StringShape},
	{Name: "host-gateway-ips", Support: Works, Shape: StringsShape, Since: "28.0"},
	{Name: "log-format", Support: Works, Shape: StringShape, Since: "25.0"},
	{Name: "log-opts", Support: Works, Shape: StringMapShape},
	{Name: "min-api-version", Support: Works, Shape: StringShape, Since: "29.0"},
	{Name: "nri-opts", Support: Works, Shape: ObjectShape, Since: "29.2"},

	// No release up to 29.7 has these, but the module github.com/moby/moby/v2 v2.0.0-beta.24 has.
	{Name: "extension-config", Support: Works, Shape: ObjectShape},
	{Name: "extension-dirs", Support: Works, Shape: StringsShape},

	{Name: "allow-nondistributable-artifacts", Support: Ignored, Shape: StringsShape,
		Why: "Since Docker 28, `docker push` always includes nondistributable layers."},
	{Name: "bridge", Support: Works, Shape: StringShape},
	{Name: "containerd-plugins-namespace", Support: Ignored, Shape: StringShape,
		Why: "The key applies to managed plugins, which Docker Engine on Windows does not support."},
	{Name: "deprecated-key-path", Support: Ignored, Shape: StringShape, Why: "dockerd still accepts the key, but no longer reads it."},
	{Name: "mtu", Support: Ignored, Shape: IntShape,
		Why: "dockerd logs `MTU for the default network is not configurable on Windows, and this option will be ignored`."},

	ignoredFlag("authorization-plugin", "authorization-plugins"), ignoredFlag("cdi-spec-dir", "cdi-spec-dirs"),
	ignoredFlag("default-network-opt", "default-network-opts"), ignoredFlag("dns-opt", "dns-opts"),
	ignoredFlag("exec-opt", "exec-opts"), ignoredFlag("extension-dir", "extension-dirs"), ignoredFlag("feature", "features"),
	ignoredFlag("host", "hosts"), ignoredFlag("insecure-registry", "insecure-registries"), ignoredFlag("label", "labels"),
	ignoredFlag("log-opt", "log-opts"), ignoredFlag("node-generic-resource", "node-generic-resources"),
	ignoredFlag("registry-mirror", "registry-mirrors"), ignoredFlag("storage-opt", "storage-opts"),

	{Name: "api-cors-header", Support: Refused, Until: "28.0",
		Says: `DEPRECATED: The "api-cors-header" config parameter and the dockerd "--api-cors-header" option have been removed`},
	{Name: "graph", Support: Refused, Until: "24.0", Instead: "data-root"},
}

// ignoredFlag is a flag whose key in the file has another name.
func ignoredFlag(name, key string) DaemonKey {
	return DaemonKey{
		Name: name, Support: Ignored, Instead: key,
		Why: "`" + name + "` is the name of a flag. dockerd accepts it as a key, but reads only `" + key + "`.",
	}
}

var daemonTable = sync.OnceValue(func() map[string]*DaemonKey {
	table := map[string]*DaemonKey{}
	for _, group := range daemonGroups {
		for _, name := range strings.Fields(group.names) {
			key := group.like
			key.Name = name
			table[name] = &key
		}
	}
	for i := range daemonKeys {
		table[daemonKeys[i].Name] = &daemonKeys[i]
	}
	return table
})

// DaemonKeyNamed is what is known of a key of daemon.json, letter by letter as dockerd compares them; nil if no version on
// any system has it.
func DaemonKeyNamed(name string) *DaemonKey { return daemonTable()[name] }

// DaemonKeys is the names of all keys with that fate, sorted.
func DaemonKeys(support Support) []string {
	var names []string
	for name, key := range daemonTable() {
		if key.Support == support {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// IsDaemonObject reports whether the value of a key is an object of its own. The members of every other object are keys like
// those around it (flatOptions in moby daemon/config/config.go).
func IsDaemonObject(name string) bool {
	switch name {
	case "builder", "cluster-store-opts", "default-network-opts", "default-ulimits", "extension-config", "features", "log-opts",
		"nri-opts", "runtimes":
		return true
	}
	return false
}

// RefusedDaemonValue is what dockerd on Windows says to a string that is the value of a key, or an item of its list, when it
// starts; "" if it accepts it.
func RefusedDaemonValue(key, value string) string {
	switch key {
	case "dns":
		if _, err := netip.ParseAddr(value); err != nil {
			return "invalid IP address: " + value
		}
	case "exec-opts":
		return refusedExecOption(value)
	case "hosts":
		return refusedHost(value)
	case "labels":
		if !strings.Contains(value, "=") {
			return "bad attribute format: " + value
		}
	case "log-driver":
		return RefusedLogDriver(value)
	case "log-format":
		if value != "" && value != "text" && value != "json" {
			return "invalid log format: " + value
		}
	case "log-level":
		if value != "" && !slices.Contains(logLevels, strings.ToLower(value)) {
			return "invalid logging level: " + value
		}
	case "registry-mirrors":
		return refusedMirror(value)
	case "insecure-registries":
		return refusedRegistry(value)
	}
	return ""
}

// logLevels is what dockerd accepts since 25.0; before, it accepted "warning", too.
var logLevels = []string{"panic", "fatal", "error", "warn", "info", "debug", "trace"}

// LogLevels is the logging levels of dockerd, the most severe first.
func LogLevels() []string { return slices.Clone(logLevels) }

// refusedExecOption has the words of Docker 28 and later.
func refusedExecOption(option string) string {
	key, value, found := strings.Cut(option, "=")
	switch key = strings.ToLower(strings.TrimSpace(key)); {
	case !found:
		return "invalid exec-opt (" + option + "): must be formatted 'opt=value'"
	case key == "native.cgroupdriver":
		return "invalid exec-opt (" + option + "): option '" + key + "' is only supported on linux"
	case key != "isolation":
		return "invalid exec-opt (" + option + "): unknown option: '" + key + "'"
	case RefusedIsolation(strings.TrimSpace(value)) != "":
		return "invalid exec-opt value for 'isolation':'" + strings.TrimSpace(value) + "'"
	}
	return ""
}

func refusedHost(host string) string {
	scheme, rest, found := strings.Cut(strings.TrimSpace(host), "://")
	switch {
	case strings.HasPrefix(host, `\\`):
		return `invalid character "\\" in host name`
	case !found, scheme == "npipe", scheme == "unix":
		return ""
	case scheme == "fd":
		return "invalid protocol format: windows only supports tcp and npipe"
	case scheme != "tcp":
		return "unsupported proto '" + scheme + "'"
	}
	if _, path, found := strings.Cut(rest, "/"); found && path != "" {
		return "should not contain a path element"
	}
	return ""
}

func refusedMirror(mirror string) string {
	scheme, rest, found := strings.Cut(mirror, "://")
	switch {
	case !found || scheme == "":
		return `invalid mirror: no scheme specified for "` + mirror + `": must use either 'https://' or 'http://'`
	case scheme != "http" && scheme != "https":
		return `invalid mirror: unsupported scheme "` + scheme + `"`
	case strings.ContainsAny(rest, "?#"):
		return `invalid mirror: query or fragment at end of the URI`
	}
	if authority, _, _ := strings.Cut(rest, "/"); strings.Contains(authority, "@") {
		return `invalid mirror: username/password not allowed in URI`
	}
	return ""
}

// refusedRegistry leaves out the schemes that dockerd removes itself.
func refusedRegistry(registry string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(registry, "http://"), "https://")
	if strings.Contains(name, "://") || strings.HasPrefix(name, "-") || strings.HasSuffix(name, "-") {
		return "insecure registry " + registry + " is not valid"
	}
	return ""
}

// RefusedLogOption is what dockerd says to an option of a logging driver, "" being the default one. Of other drivers than
// json-file and local it is not known here.
func RefusedLogOption(driver, option string) string {
	if slices.Contains(logFileOptions, option) || strings.HasPrefix(option, "cache-") {
		return ""
	}
	switch driver {
	case "", "json-file":
		if !slices.Contains(jsonFileOptions, option) {
			return "unknown log opt '" + option + "' for json-file log driver"
		}
	case "local":
		return "unknown log opt '" + option + "' for log driver local"
	}
	return ""
}

// The options of the drivers that write files: those of both, and more of json-file.
var (
	logFileOptions  = []string{"mode", "max-buffer-size", "max-size", "max-file", "compress"}
	jsonFileOptions = []string{"env", "env-regex", "labels", "labels-regex", "tag"}
)

// RefusedDaemonNumber is what dockerd says to a number that is the value of a key; "" if it accepts it.
func RefusedDaemonNumber(key, number string) string {
	if !strings.HasPrefix(number, "-") {
		return ""
	}
	switch key {
	case "mtu":
		return "invalid default MTU: " + number
	case "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts":
		return "invalid " + strings.ReplaceAll(key, "-", " ") + ": " + number
	case "network-diagnostic-port":
		return "invalid network-diagnostic-port (" + number + "): value must be between 0 and 65535"
	}
	return ""
}
