// Package engine is what the programs around Windows containers say to what they are told: Docker Engine on Windows, the
// builders, Docker Compose and `docker stack deploy`. For every key of a compose file and every option of a command it
// knows what becomes of it, in the engine's own words, in which versions, and what can be written instead; for a value
// whether it is taken; for a mount the grammar. It reads no file. Of winlint's packages it imports source and windows only.
package engine

import "github.com/winlint/winlint/windows"

// An Environment is what the user states about where files are built and run. The zero Environment states nothing.
type Environment struct {
	Builder   Builder
	Host      windows.Release   // of the machine that runs the containers
	Isolation windows.Isolation // how the containers run on it
	Compose   ComposeVersion    // the program that reads compose files
	Stack     bool              // compose files are deployed with `docker stack deploy`
	Today     windows.Date      // support ends are compared with it
}

// Builder is the program that builds a Dockerfile for Windows.
type Builder int

// The builders: the one in dockerd, which is the default on Windows, and BuildKit.
const (
	AnyBuilder Builder = iota
	Classic
	BuildKit
)

func (b Builder) String() string { return [...]string{"unknown", "classic", "buildkit"}[b] }

// ComposeVersion is a generation of Docker Compose.
type ComposeVersion int

// The generations: docker-compose up to 1.29, and everything since 2.0.
const (
	AnyCompose ComposeVersion = iota
	ComposeV1
	ComposeV2
)

func (c ComposeVersion) String() string { return [...]string{"unknown", "v1", "v2"}[c] }
