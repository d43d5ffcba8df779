package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// moves reports whether a command of a script changes the folder that it works in, other than to its own.
func moves(c *script.Command) bool {
	switch c.Cmdlet() {
	case "cd", "chdir", "pushd", "popd", "set-location", "push-location", "pop-location":
	default:
		return false
	}
	for _, arg := range c.Args {
		if s := strings.ToLower(arg.String()); strings.Contains(s, "psscriptroot") || strings.Contains(s, "%~dp0") || strings.Contains(s, "dirname") {
			return false
		}
	}
	return len(c.Args) > 0
}

// dockerfilePath is the Dockerfile that a command builds, and what names it, if the script stays in the directory in which it
// begins; "" if that is not known.
func (r *dockerReader) dockerfilePath(c *docker.Command) (name string, at source.Span) {
	within := outermost(c.Script)
	if r.moved[within] || !c.Verbs("build", "buildx build") || !c.Complete {
		return "", at
	}
	directory, set := r.directories[within]
	if !set {
		directory = path.Dir(r.unit.File.Path)
	}
	if name, at = dockerfileOf(c); name == "" || directory == "" {
		return "", at
	}
	return join(directory, name), at
}

// dockerfile is the target of the stage that a build makes, if its Dockerfile is in the project.
func (r *dockerReader) dockerfile(s *Scope) (t Target) {
	c := s.Docker
	name, at := r.dockerfilePath(c)
	s.dockerfile = name
	if name == "" || r.world.Open == nil {
		return t
	}
	f, err := r.world.Open(name)
	if err != nil || f == nil {
		return t
	}
	if r.builds += len(f.Text); r.builds > maxBuilds {
		r.unit.Unchecked = append(r.unit.Unchecked, source.Unchecked{
			Span: at, Reason: "This file builds too many variants of Dockerfiles, so this one was not read",
		})
		return t
	}
	u := readDockerfile(f, buildArguments(c), r.world)
	stage := ""
	if o := c.Option("target"); o != nil {
		stage = o.Value.Pattern
	}
	built := u.built(stage)
	if built == nil || built.OS == windows.UnknownOS {
		return t
	}
	return elsewhere(built, built, name, f, at)
}

// dockerfileOf is the Dockerfile that a build reads, from the folder that it works in, and what names it; "" where it is
// not known.
func dockerfileOf(c *docker.Command) (name string, at source.Span) {
	if o := c.Option("file"); o != nil {
		if !o.Value.Known() || o.Value.Is("-") {
			return "", source.Span{}
		}
		return o.Value.Pattern, o.Value.Span()
	}
	if len(c.Operands) != 1 {
		return "", source.Span{}
	}
	context := c.Operands[0]
	if !context.Known() || context.Is("-") || strings.Contains(context.Pattern, "://") || strings.HasPrefix(context.Pattern, "git@") {
		return "", source.Span{}
	}
	return path.Join(strings.ReplaceAll(context.Pattern, `\`, "/"), "Dockerfile"), context.Span()
}

// buildArguments is what a build gives to ARG.
func buildArguments(c *docker.Command) map[string]Value {
	given := map[string]Value{}
	for _, o := range c.Options {
		if o.Name != "build-arg" {
			continue
		}
		if name, value, found := strings.Cut(o.Value.Pattern, "="); found {
			given[name] = Value{Text: docker.Fill(value, windows.UnknownPart), Known: strings.IndexByte(value, docker.Hole) < 0}
		}
	}
	return given
}

// arguments takes the images among the values that a build gives to ARG. Other values look like names of official images, too.
func (r *commandReader) arguments(c *docker.Command) {
	for _, o := range c.Options {
		at := strings.IndexByte(o.Value.Pattern, '=')
		if o.Name != "build-arg" || at < 0 || !strings.ContainsAny(o.Value.Pattern[at:], "/:") {
			continue
		}
		value := o.Value.Slice(at+1, o.Value.Len())
		image, ok := r.mirrors.Parse(docker.Fill(value.Pattern, windows.UnknownPart))
		if !ok {
			continue
		}
		if p := image.Platform(); p.Certain() {
			r.found.Add(evidence.Reason{OS: p.OS, Weight: evidence.Likely, Text: p.Why[0], At: value.Span(), Row: "build argument"})
		}
	}
}
