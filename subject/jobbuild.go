package subject

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// A JobBuild is a docker build in a job of a CI file, on a machine that is known: one of the worlds of its Dockerfile.
type JobBuild struct {
	Path      string // of the CI file, from the root of the repository
	Line      int    // of the command, from 1
	Runner    *Runner
	Builder   engine.Builder
	Isolation windows.Isolation // under which the build runs; Hyper-V also if that is not known
	Arguments []string          // the names of the build arguments that it gives, which may change the images that the Dockerfile names
}

// Sentence says where the build is, for the note of a finding in the Dockerfile.
func (b *JobBuild) Sentence() string {
	return fmt.Sprintf("Line %d of `%s` builds this file on `%s`.", b.Line, b.Path, b.Runner.Label)
}

// BuildWith is a job that is known to build the Dockerfile with a builder; nil if there is none.
func (u *Unit) BuildWith(builder engine.Builder) *JobBuild {
	for _, b := range u.BuiltBy {
		if b.Builder == builder {
			return b
		}
	}
	return nil
}

// Builds tells which jobs build a Dockerfile.
type Builds func(dockerfile string) []*JobBuild

// MayBuild reports whether a CI file can have a job that builds for Windows, by its raw bytes: most have none.
func (k *Kind) MayBuild(raw []byte) bool {
	text := letters(raw)
	return k.Jobs && speaksOfDocker(text) && bytes.Contains(bytes.ToLower(text), []byte("windows"))
}

// JobBuilds is the builds in the jobs of a CI file whose path begins at the root of the repository, by the paths of the
// Dockerfiles in lower case.
func (k *Kind) JobBuilds(f *source.File) map[string][]*JobBuild {
	found := map[string][]*JobBuild{}
	u := k.Unit(f, &World{})
	for _, s := range u.Scopes {
		if s.Kind != Command || s.dockerfile == "" || s.Runner.Engine() != windows.Windows || s.Docker.Option("target") != nil {
			continue
		}
		b := &JobBuild{Path: f.Path, Line: f.Position(s.span.Start).Line, Runner: s.Runner, Builder: builderOf(f, s.Docker), Isolation: windows.Process}
		if o := s.Docker.Option("isolation"); o != nil && !o.Value.Is("process", "default") {
			b.Isolation = windows.HyperV
		}
		for _, o := range s.Docker.Options {
			if name, _, _ := strings.Cut(o.Value.Pattern, "="); o.Name == "build-arg" {
				b.Arguments = append(b.Arguments, name)
			}
		}
		name := strings.ToLower(path.Clean(s.dockerfile))
		if !slices.ContainsFunc(found[name], b.same) { // legs of one runner
			found[name] = append(found[name], b)
		}
	}
	return found
}

// same reports whether another build is that of the same command on the same runner.
func (b *JobBuild) same(other *JobBuild) bool {
	return b.Line == other.Line && b.Path == other.Path && b.Runner.Label == other.Runner.Label
}

// builderOf is the builder of a command on a hosted runner: the engine's own, unless the file asks for another one somewhere.
func builderOf(f *source.File, c *docker.Command) engine.Builder {
	if c.Verb != "build" || strings.Contains(f.Text, "DOCKER_BUILDKIT") {
		return engine.AnyBuilder
	}
	return engine.Classic
}

// jobsThatBuild is the jobs that build a Dockerfile as it is: with arguments of its own a job may build from other images.
func jobsThatBuild(w *World, u *Unit) []*JobBuild {
	if w.Builds == nil || u.Dockerfile == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(w.Builds(u.File.Path)), func(b *JobBuild) bool {
		return slices.ContainsFunc(u.Dockerfile.Instructions, func(in *dockerfile.Instruction) bool {
			return in.Name == "ARG" && slices.ContainsFunc(in.Words, func(word *dockerfile.Word) bool {
				name, _, _ := strings.Cut(word.Value, "=")
				return slices.Contains(b.Arguments, name)
			})
		})
	})
}
