package target

import "github.com/winlint/winlint/windows"

// A World is what the user states about where files are built and run. The zero World states nothing.
type World struct {
	Builder   Builder
	Host      windows.Release   // of the machine that runs the containers
	Isolation windows.Isolation // how the containers run on it
	Compose   Compose           // the program that reads compose files
	Stack     bool              // compose files are deployed with `docker stack deploy`
	Today     windows.Date      // support ends are compared with it
}

// Compose is a generation of Docker Compose.
type Compose int

// The generations: docker-compose up to 1.29, and everything since 2.0.
const (
	AnyCompose Compose = iota
	ComposeV1
	ComposeV2
)

func (c Compose) String() string { return [...]string{"unknown", "v1", "v2"}[c] }
