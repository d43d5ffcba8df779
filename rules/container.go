package rules

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
)

var containers = []*lint.Rule{
	{
		ID: "export-of-container", Summary: "A Windows container cannot be exported",
		Topic: "container", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/export.go", "https://docs.docker.com/reference/cli/docker/container/export/"},
		Check: dockerCommands(exportOfContainer, "export"),
	},
}

// dockerCommands is a check of the docker commands with one of the verbs.
func dockerCommands(f func(*lint.Pass, *docker.Command), verbs ...string) lint.Check {
	return lint.Each(func(p *lint.Pass, c *docker.Command) {
		if c.Verbs(verbs...) {
			f(p, c)
		}
	})
}

func exportOfContainer(p *lint.Pass, c *docker.Command) {
	p.Reportf(c.VerbAt, "The engine refuses `docker export`: `the daemon on this operating system does not support exporting Windows "+
		"containers`. Stop the container, `docker commit` it, and `docker save` the image.")
}
