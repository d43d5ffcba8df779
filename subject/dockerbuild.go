package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// dockerfile is the target of the stage that a build makes, if its Dockerfile is in the project.
func (r *dockerReader) dockerfile(s *Scope) (t Target) {
	c := s.Docker
	if !c.Verbs("build", "buildx build") || !c.Complete {
		return t
	}
	name, at, sure := dockerfileOf(c, r.unit.File.Path, r.places[c.Command])
	if sure {
		s.dockerfile = name
	}
	if name == "" || r.world.Open == nil {
		return t
	}
	f, err := r.world.Open(name)
	if err != nil || f == nil {
		return t
	}
	if r.builds += len(f.Text); r.builds > maxBuilds {
		r.unit.Unchecked = append(r.unit.Unchecked, source.Unchecked{
			Span: at, Reason: "This file builds Dockerfiles with too many combinations of arguments, so this one was not read",
		})
		return t
	}
	u := readDockerfile(f, buildArguments(c), r.world)
	built := u.built(stageOf(c))
	if built == nil || built.OS == windows.UnknownOS {
		return t
	}
	t = elsewhere(built, built, name, f, at)
	if sure {
		s.Build = &Build{Unit: u, Stage: built, Name: name, At: at}
	} else {
		t.Strong, t.Why = false, t.Why.AtMost(evidence.Likely)
	}
	return t
}

// stageOf is the stage that a build makes, "" for the last one.
func stageOf(c *docker.Command) string {
	if o := c.Option("target"); o != nil {
		return o.Value.Pattern
	}
	return ""
}

// dockerfileOf is the Dockerfile that a build reads, which a script runs in a directory, and what names it; "" if it is not
// known. It is sure unless the script changes its directory from where somebody starts it.
func dockerfileOf(c *docker.Command, file string, at place) (name string, named source.Span, sure bool) {
	word, end := docker.Word{}, ""
	if o := c.Option("file"); o != nil {
		word = o.Value
	} else if len(c.Operands) == 1 {
		word, end = c.Operands[0], "Dockerfile"
	}
	text := word.String()
	switch {
	case text == "" || text == "-" || strings.Contains(text, "://") || strings.HasPrefix(text, "git@"):
		return "", source.Span{}, false
	case word.Known() && at.known:
		return path.Join(join(at.directory, text), end), word.Span(), !at.moved
	}
	if rest, ok := besideScript(text); ok && isLiteralPath(rest) {
		return path.Join(path.Dir(file), rest, end), word.Span(), true
	}
	return "", source.Span{}, false
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

// askedPlatform is the platform that a build asks for; "" if it asks for none, or for one that is not known.
func askedPlatform(c *docker.Command) string {
	if o := c.Option("platform"); o != nil && o.Value.Known() {
		return o.Value.Pattern
	}
	return ""
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
