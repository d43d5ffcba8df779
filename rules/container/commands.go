package container

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

// What the engine on Windows cannot do with containers. Only copying depends on the isolation.
var containers = []*lint.Rule{
	{
		ID: "commit-of-running-container", Summary: "`docker commit` fails for a running Windows container",
		Topic: "container", Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/commit.go", "https://docs.docker.com/reference/cli/docker/container/commit/"},
		Check: dockerCommands(commitOfRunning, "commit"),
	},
	{
		ID: "diff-of-running-container", Summary: "`docker diff` fails for a running Windows container",
		Topic: "container", Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/changes.go", "https://docs.docker.com/reference/cli/docker/container/diff/"},
		Check: dockerCommands(diffOfRunning, "diff"),
	},
	{
		ID: "cp-of-running-hyperv-container", Summary: "`docker cp` fails for a running container under Hyper-V isolation",
		Topic: "container", Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/archive_windows.go", "https://docs.docker.com/reference/cli/docker/container/cp/"},
		Check: dockerCommands(copyOfRunning, "cp"),
	},
	{
		ID: "export-of-container", Summary: "`docker export` does not support Windows containers",
		Topic: "container", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/export.go", "https://docs.docker.com/reference/cli/docker/container/export/"},
		Check: dockerCommands(exportOfContainer, "export"),
	},
	{
		ID: "top-arguments", Summary: "`docker top` does not support arguments for a Windows container",
		Topic: "container", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/top_windows.go", "https://docs.docker.com/reference/cli/docker/container/top/"},
		Check: dockerCommands(topArguments, "top"),
	},
	{
		ID: "checkpoint", Summary: "Windows containers do not support checkpoints",
		Topic: "container", Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"docker/cli cli/command/checkpoint/cmd.go", "docker/cli cli/command/container/start.go",
			"moby/moby daemon/internal/libcontainerd/local/local_windows.go",
		},
		Check: dockerCommands(checkpoint, "checkpoint create", "checkpoint ls", "checkpoint rm", "start"),
	},
	{
		ID: "update-of-resources", Summary: "`docker update` can change only the restart policy of a Windows container",
		Topic: "container", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/container/container_windows.go", "https://docs.docker.com/reference/cli/docker/container/update/"},
		Check: dockerCommands(updateOfResources, "update"),
	},
}

// dockerCommands is a check of the docker commands with one of the verbs.
//
//go:noinline
func dockerCommands(f func(*lint.Pass, *docker.Command), verbs ...string) lint.Check {
	return lint.Each(func(p *lint.Pass, c *docker.Command) {
		if c.Verbs(verbs...) {
			f(p, c)
		}
	})
}

func commitOfRunning(p *lint.Pass, c *docker.Command) {
	failsWhileRunning(p, c, "`docker commit` fails because `%s` is running", "windows does not support commit of a running container")
}

func diffOfRunning(p *lint.Pass, c *docker.Command) {
	failsWhileRunning(p, c, "`docker diff` fails because `%s` is running", "Windows does not support diff of a running container")
}

// failsWhileRunning reports a command that needs its container to be stopped, and offers to stop it on the line before.
func failsWhileRunning(p *lint.Pass, c *docker.Command, message, says string) {
	if running(p) {
		name := c.Operands[0]
		f := p.Reportf(name, message, check.Brief(name.String())).Notef("Docker Engine reports `%s`.", says).
			Helpf("Run `docker stop %s` first.", name)
		stopFirst(p, f, c)
	}
}

// running reports whether the container that a command is about certainly runs.
func running(p *lint.Pass) bool {
	return p.Container != nil && p.Container.Status == flow.Running
}

// stopFirst shows what started the container of c, and offers to stop it on the line before the command.
func stopFirst(p *lint.Pass, f *lint.Finding, c *docker.Command) {
	by := p.Container.By
	f.Relate(by.VerbAt, startedHere)
	start := c.Span().Start
	line := p.Unit.File.Line(p.Unit.File.Position(start).Line)
	indent := p.Unit.File.Slice(source.Span{Start: line.Start, End: start})
	if strings.Trim(indent, " \t") != "" || c.Pipeline == nil || len(c.Pipeline.Elements) != 1 {
		return
	}
	name := p.Unit.File.Slice(c.Operands[0].Arg.Span())
	f.Insert(start, c.Name.String()+" stop "+name+p.Unit.File.EOL()+indent)
}

const startedHere = "container started here"

// copyOfRunning reports only what is known of the isolation: the default is process isolation on a server, and Hyper-V on
// Windows 10 and 11.
func copyOfRunning(p *lint.Pass, c *docker.Command) {
	if !running(p) {
		return
	}
	hyperv := p.Environment.Isolation == windows.HyperV
	if from := p.Container.From; from != nil {
		if o := from.Option("isolation"); o != nil {
			hyperv = strings.EqualFold(o.Value.Pattern, "hyperv")
		}
	}
	if hyperv {
		p.Reportf(c.VerbAt, "`docker cp` fails because the container runs under Hyper-V isolation").
			Notef("Docker Engine reports `filesystem operations against a running Hyper-V container are not supported`.").
			Helpf("Stop the container first, or exchange the files through a mounted directory.").Relate(p.Container.By.VerbAt, startedHere)
	}
}

func exportOfContainer(p *lint.Pass, c *docker.Command) {
	p.Reportf(c.VerbAt, "`docker export` does not support Windows containers").
		Notef("Docker Engine reports `the daemon on this operating system does not support exporting Windows containers`.").
		Helpf("Stop the container, run `docker commit`, and save the image with `docker save`.")
}

func topArguments(p *lint.Pass, c *docker.Command) {
	if len(c.Operands) < 2 || c.Operands[1].Len() == 0 {
		return
	}
	first, last := c.Operands[1], c.Operands[len(c.Operands)-1]
	at := first.Span().Cover(last.Span())
	before := c.Operands[0].Arg.Span().End
	words := p.Unit.File.Slice(at)
	p.Reportf(at, "`docker top` does not support arguments for a Windows container").
		Notef("Docker Engine rejects `%s`: `Windows does not support arguments to top`.", check.Brief(words)).
		Helpf("Remove `%s`.", words).Delete(source.Span{Start: before, End: last.Arg.Span().End})
}

func checkpoint(p *lint.Pass, c *docker.Command) {
	const answer = "is only supported on a Docker daemon running on linux, but the Docker daemon is running on windows"
	if c.Verb != "start" {
		f := p.Reportf(c.VerbAt, "Windows containers do not support checkpoints").Notef("The Docker CLI reports `docker checkpoint %s`.", answer)
		if c.Verb == "checkpoint create" {
			f.Helpf("Stop the container and run `docker commit` instead.")
		} else {
			f.Helpf("Remove the command.")
		}
		return
	}
	for _, o := range c.Options {
		if o.Name == "checkpoint" || o.Name == "checkpoint-dir" {
			p.Reportf(o.Flag, "Windows containers do not support `--%s`", o.Name).Notef("The Docker CLI reports `\"--%s\" %s`.", o.Name, answer).
				Helpf("Remove `--%s`.", o.Name)
		}
	}
}

// updateOfResources reports the first option that the engine rejects. Zero means no limit, and is not an update.
func updateOfResources(p *lint.Pass, c *docker.Command) {
	for _, o := range c.Options {
		if o.Name == "restart" || o.Value.Is("0", "") {
			continue
		}
		s := setting.OfOption(c, o)
		refused := neverAccepted(s)
		if refused && !s.Asks() {
			continue
		}
		f := p.Reportf(o.Flag, "`docker update %s` does not work for a Windows container", o.Flag)
		if refused {
			f.Notef("Windows does not have this limit, and Docker Engine rejects the option: `%s`.", s.Key.Says).Helpf("Remove `%s`.", written(p, &s))
		} else {
			f.Notef("On Windows, only the restart policy can be updated. Docker Engine fails with `resource updating isn't supported on Windows`.").
				Helpf("Create the container again with `%s`.", possibleAgain(p, c))
		}
		return
	}
}

// neverAccepted reports whether Docker Engine on Windows rejects a setting whatever its value.
func neverAccepted(s setting.Setting) bool {
	return s.Key != nil && s.Key.Support == engine.Refused && !s.Key.ByValue
}

// possibleAgain is the options of an update that a new container can have.
func possibleAgain(p *lint.Pass, c *docker.Command) string {
	var texts []string
	for _, o := range c.Options {
		s := setting.OfOption(c, o)
		if !neverAccepted(s) && !o.Value.Is("0", "") {
			texts = append(texts, written(p, &s))
		}
	}
	return strings.Join(texts, " ")
}
