package subject

import (
	"fmt"
	"path"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
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

// aimByDockerfile tells the target of a build by the Dockerfile that it reads, where that stands in the project and the
// script stays in its own folder.
func (r *dockerReader) aimByDockerfile(s *Scope) {
	if r.moved || r.open == nil || s.Strong || !s.Docker.Verbs("build", "buildx build") || !s.Docker.Complete {
		return
	}
	name, at := dockerfileOf(s.Docker)
	if name == "" {
		return
	}
	name = beside(r.unit.File.Path, name)
	f, err := r.open(name)
	if err != nil || f == nil {
		return
	}
	if r.builds += len(f.Text); r.builds > maxBuilds {
		r.unit.Unchecked = append(r.unit.Unchecked, source.Unchecked{
			Span: at, Reason: "This file builds too many variants of Dockerfiles, so this one was not read",
		})
		return
	}
	u := readDockerfile(f, buildArguments(s.Docker))
	stage := ""
	if o := s.Docker.Option("target"); o != nil {
		stage = o.Value.Pattern
	}
	built := u.built(stage)
	if built == nil || built.OS == windows.UnknownOS {
		return
	}
	s.Target = built.Target
	s.Why = nil
	for _, why := range built.Why {
		s.Why = append(s.Why, Evidence{Text: fmt.Sprintf("%s, line %d: %s", name, f.Position(why.At.Start).Line, why.Text), At: at})
	}
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
