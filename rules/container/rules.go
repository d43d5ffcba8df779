// Package container holds the rules about images and about the settings of containers, networks and volumes, whether a
// Dockerfile, a compose file or a docker command states them.
package container

import (
	"slices"

	"github.com/winlint/winlint/lint"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule {
	return slices.Concat(
		images, stages, programs, monitored, builtins, dotnetTags, signals, ports, users, containers, dockerWords,
		dockerHosts, keys, mounts, mountFields, services, security, networks, storage, systems,
		logins, linuxShells, imageNames, crossFile, profiles, linuxImages, dotnetForLinux,
	)
}
