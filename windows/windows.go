// Package windows is what Windows itself is, apart from any file and any engine: its releases with their builds and the
// ends of their support, the editions of its base images and what they contain, the names of images and what is known
// of those who publish them, users, and how a path with a drive is written. Each fact is here once and with its
// source. The package imports nothing of winlint.
package windows

import "strings"

// OS is an operating system that containers run on.
type OS int

// The operating systems. What is not known matches no rule.
const (
	UnknownOS OS = iota
	Windows
	Linux
)

func (o OS) String() string { return [...]string{"unknown", "windows", "linux"}[o] }

// OSNamed is the operating system of that name, in any case of letters, as in a platform: "windows", "linux".
func OSNamed(name string) OS {
	switch strings.ToLower(name) {
	case "windows":
		return Windows
	case "linux":
		return Linux
	}
	return UnknownOS
}

// Edition is one of the four Windows base images, by what it contains.
type Edition int

// The editions, by the last part of their repository's name: nanoserver, servercore, server and windows.
const (
	UnknownEdition Edition = iota
	NanoServer
	ServerCore
	Server
	Full
)

func (e Edition) String() string {
	return [...]string{"unknown", "nanoserver", "servercore", "server", "windows"}[e]
}

// Isolation is how a Windows container is kept apart from its host.
type Isolation int

// The isolations. With process isolation the release of the image must suit that of the host.
const (
	AnyIsolation Isolation = iota
	Process
	HyperV
)

func (i Isolation) String() string { return [...]string{"unknown", "process", "hyperv"}[i] }
