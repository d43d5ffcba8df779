package target

// A World is what the user states about where files are built and run. The zero World states nothing.
type World struct {
	Builder   Builder
	Host      Release   // of the machine that runs the containers
	Isolation Isolation // how the containers run on it
	Compose   Compose   // the program that reads compose files
	Stack     bool      // compose files are deployed with `docker stack deploy`
	Today     Date      // support ends are compared with it
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

// Compose is a generation of Docker Compose.
type Compose int

// The generations: docker-compose up to 1.29, and everything since 2.0.
const (
	AnyCompose Compose = iota
	ComposeV1
	ComposeV2
)

func (c Compose) String() string { return [...]string{"unknown", "v1", "v2"}[c] }
