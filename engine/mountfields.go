package engine

import (
	"slices"
	"strconv"
	"strings"
)

// mountKeys is the keys of docker run --mount, and mountSwitches those of them that need no value (docker/cli opts/mount.go).
var (
	mountKeys = strings.Fields(`type source src target dst destination readonly ro consistency bind-propagation bind-nonrecursive bind-recursive
		bind-create-src bind-idmap volume-subpath volume-nocopy volume-label volume-driver volume-opt image-subpath tmpfs-size tmpfs-mode`)
	mountSwitches = strings.Fields("readonly ro volume-nocopy bind-nonrecursive bind-create-src")
)

// MountKeys is the keys of docker run --mount, in order.
func MountKeys() []string { return slices.Clone(mountKeys) }

// RefusedMountField is what the Docker CLI says to a field of --mount, "key=value" or "readonly"; "" if it accepts it. It looks
// only at what no version accepts.
func RefusedMountField(field string) string {
	key, value, found := strings.Cut(field, "=")
	lower := strings.ToLower(key)
	isSwitch := slices.Contains(mountSwitches, lower)
	switch {
	case strings.TrimSpace(key) != key:
		return "invalid option '" + strings.TrimSpace(key) + "' in '" + field + "': option should not have whitespace"
	case !found && !isSwitch:
		return "invalid field '" + field + "' must be a key=value pair"
	case !slices.Contains(mountKeys, lower):
		return "unknown option '" + key + "' in '" + field + "'"
	case found && isSwitch:
		if _, err := strconv.ParseBool(value); err != nil {
			return "invalid value for '" + lower + "': invalid boolean value (" + strconv.Quote(value) + `): must be one of "true", "1", "false", or "0"`
		}
	}
	return ""
}
