package config

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/windows"
)

// A Key is one fact about the user's environment that can be stated.
type Key struct {
	Name   string
	About  string // what it says, for help texts
	Values []string

	set func(w *engine.Environment, value string)
}

// Keys is all of them, in the order in which they are shown.
var Keys = []Key{
	{
		"builder", "the program that builds the images: dockerd's own builder, the default on Windows, or BuildKit",
		[]string{"classic", "buildkit"},
		func(w *engine.Environment, v string) { w.Builder = named(v, engine.Classic, engine.BuildKit) },
	},
	{
		"host", "the release of Windows on the machines that run the containers",
		releases(),
		func(w *engine.Environment, v string) { w.Host = windows.Release(v) },
	},
	{
		"isolation", "how the containers run on the host",
		[]string{"process", "hyperv"},
		func(w *engine.Environment, v string) { w.Isolation = named(v, windows.Process, windows.HyperV) },
	},
	{
		"compose", "the Docker Compose that reads compose files (v1 is docker-compose up to 1.29)",
		[]string{"v1", "v2"},
		func(w *engine.Environment, v string) { w.Compose = named(v, engine.ComposeV1, engine.ComposeV2) },
	},
	{
		"stack", "compose files are deployed with docker stack deploy",
		[]string{"true", "false"},
		func(w *engine.Environment, v string) { w.Stack = v == "true" },
	},
}

// named is the one of the values that has that name.
func named[V interface {
	comparable
	String() string
}](name string, values ...V) (v V) {
	for _, v := range values {
		if v.String() == name {
			return v
		}
	}
	return v
}

func releases() []string {
	var names []string
	for _, r := range windows.Releases() {
		names = append(names, string(r))
	}
	return names
}
