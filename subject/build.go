package subject

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A Build is the stage of a Dockerfile that a service is built from.
type Build struct {
	Unit  *Unit       // the Dockerfile, read with the arguments that the service gives
	Stage *Scope      // the one that the service names, or else the last one
	Name  string      // of the Dockerfile, from the directory of the linted file; "dockerfile_inline" where it is in the service
	At    source.Span // in the linted file: what names it
	Asked string      // the file name that the service asks for, if the Dockerfile has it in another case of letters
}

// Line is the line of the Dockerfile, from 1, on which a span of it begins.
func (b *Build) Line(at source.Span) int { return b.Unit.File.Position(at.Start).Line }

// Root is the stage that names the image from which the built one comes in the end.
func (b *Build) Root() *Scope {
	root := b.Stage
	for root.Base != nil {
		root = root.Base
	}
	return root
}

// reasons is what the Dockerfile says about the system of the service that is built from it.
func (b *Build) reasons() evidence.List { return b.details().Why }

// details is the target of the stage, with reasons that stand in the linted file.
func (b *Build) details() Target { return elsewhere(b.Stage, b.Root(), b.Name, b.Unit.File, b.At) }

// elsewhere is the target of a stage of another file, with the reasons of its root as one reason and its details, which all
// stand at at in the linted file.
func elsewhere(stage, root *Scope, name string, f *source.File, at source.Span) Target {
	t := stage.Target
	why := stage.Why
	if root.OS == stage.OS {
		why = root.Why
	}
	t.Why = nil
	for _, r := range why {
		if r.OS != stage.OS {
			continue
		}
		moved := stage.reason("dockerfile", at, fmt.Sprintf("%s, line %d: %s", name, f.Position(r.At.Start).Line, r.Text), stage)
		if len(t.Why) > 0 {
			moved.Weight = evidence.Detail
			moved.Row = ""
		}
		t.Why = append(t.Why, moved)
	}
	return t
}

// build is the stage that a service is built from; nil where it is built from nothing, from what is not in the project, or
// from what is not known.
func (p *project) build(layers []layer) *Build {
	l, v := first(layers, "build")
	if v == nil {
		return p.builtAs(layers)
	}
	if replacesImages(layers) {
		return nil
	}
	b := &Build{At: l.place(v.Span())}
	f := p.dockerfile(layers, b)
	if f == nil {
		return nil
	}
	if b.Unit = p.unit(f, arguments(layers)); b.Unit == nil {
		p.unchecked = append(p.unchecked, source.Unchecked{
			Span: b.At, Reason: "This file builds Dockerfiles with too many combinations of arguments, so this one was not read for the service",
		})
		return nil
	}
	stage, known := buildTarget(layers)
	if b.Stage = b.Unit.built(stage); !known || b.Stage == nil {
		return nil
	}
	return b
}

// builtAs is the build of the image of a service that builds none: by another service of the file, or by another file of the
// run.
func (p *project) builtAs(layers []layer) *Build {
	l, v := first(layers, "image")
	name, known := expand(v)
	image, ok := p.world.Mirrors.Parse(name)
	if !known || !ok || image.Published() {
		return nil
	}
	at := l.place(v.Span())
	if other := p.maker(layers[0].doc, name); other != nil {
		b := p.build(p.layers(layers[0].doc, other))
		if b != nil {
			b.At = at
		}
		return b
	}
	if built := p.world.built(image); built != nil && built.sure {
		built.At, built.Name = at, p.shown(built.Name)
		return built.Build
	}
	return nil
}

// maker is the service of a file that builds an image of a name; nil if none or several do.
func (p *project) maker(doc *compose.Document, name string) *compose.Service {
	if p.made == nil {
		p.made = map[string]*compose.Service{}
		for _, s := range doc.Services {
			made, known := expand(s.Get("image"))
			if !known || s.Get("build") == nil {
				continue
			}
			if _, several := p.made[made]; several {
				s = nil
			}
			p.made[made] = s
		}
	}
	return p.made[name]
}

// buildTarget is the stage that a service is built up to, "" for the last one.
func buildTarget(layers []layer) (stage string, known bool) {
	if _, v := first(layers, "build", "target"); v != nil {
		return expand(v)
	}
	return "", true
}

// replacesImages reports whether the service gives other contexts, which may stand in for the images and stages that its
// Dockerfile names.
func replacesImages(layers []layer) bool {
	_, v := first(layers, "build", "additional_contexts")
	return v != nil
}

// dockerfile is the file that a service is built by. Where that is goes into b.
func (p *project) dockerfile(layers []layer, b *Build) *source.File {
	if l, v := first(layers, "build", "dockerfile_inline"); v != nil {
		text, _ := expand(v)
		b.Name, b.At = "dockerfile_inline", l.place(v.Span())
		return source.New(b.Name, text)
	}
	name, known := dockerfileName(layers, b)
	if !known {
		return nil
	}
	f := p.file(name)
	for other := range otherCases(name) {
		if f == nil {
			if f = p.file(other); f != nil {
				b.Asked, name = path.Base(name), other
			}
		}
	}
	b.Name = p.shown(name)
	return f
}

// dockerfileWord is the word in the names of Dockerfiles that people write in several ways.
var dockerfileWord = lazy.MustCompile(`(?i)dockerfile`)

// otherCases is the names of a Dockerfile in other cases of letters, the likeliest first: engines on Windows take one for the
// other. Builders try "dockerfile" for "Dockerfile" on every system.
func otherCases(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		dir, base := path.Split(name)
		lower := strings.ToLower(base)
		for _, other := range [...]string{
			dockerfileWord.ReplaceAllString(base, "Dockerfile"), lower, dockerfileWord.ReplaceAllString(base, "DockerFile"),
			dockerfileWord.ReplaceAllString(lower, "Dockerfile"),
		} {
			if other != base && !yield(dir+other) {
				return
			}
		}
	}
}

// dockerfileName is the name of the file that a service is built by. What names it goes into b.
func dockerfileName(layers []layer, b *Build) (name string, known bool) {
	if _, v := first(layers, "build", "dockerfile_inline"); v != nil {
		return "", false
	}
	context, known := buildContext(layers, b)
	if !known || strings.Contains(context, "://") || strings.HasPrefix(context, "git@") || strings.HasPrefix(context, "~") {
		return "", false
	}
	name = "Dockerfile"
	if l, v := first(layers, "build", "dockerfile"); v != nil {
		if name, known = expand(v); !known {
			return "", false
		}
		b.At = l.place(v.Span())
	}
	return join(context, name), true
}

// buildContext is the directory that is built, as source.File.Path names directories, or an address. Its place goes into b.
func buildContext(layers []layer, b *Build) (context string, known bool) {
	for _, l := range layers {
		v := l.service.Get("build")
		if v.Is(data.Mapping) {
			v = v.Get("context")
		}
		if v == nil || v.Is(data.Null) {
			continue
		}
		b.At = l.place(v.Span())
		context, known = expand(v)
		if known && !strings.Contains(context, "://") && !strings.HasPrefix(context, "~") {
			context = beside(l.doc.File.Path, context)
		}
		return context, known
	}
	return beside(layers[0].doc.File.Path, "."), true
}

// arguments is what a service gives to the build, by name: what compose takes from its environment is not known.
func arguments(layers []layer) map[string]Value {
	given := map[string]Value{}
	for _, l := range slices.Backward(layers) {
		for _, pair := range compose.Pairs(l.service.Get("build", "args")) {
			text, known := compose.Expand(pair.Value, windows.UnknownPart)
			if pair.Bare {
				text, known = "", false
			}
			given[pair.Name.String()] = Value{Text: text, Known: known}
		}
	}
	return given
}

// maxBuilds is how many bytes of Dockerfiles are read for one compose file. Each set of arguments makes another reading.
const maxBuilds = 1 << 20

// unit is a Dockerfile as it is built with the arguments; nil where too much is read already.
func (p *project) unit(f *source.File, given map[string]Value) *Unit {
	names := make([]string, 0, len(given))
	for name, value := range given {
		names = append(names, strconv.Quote(name)+strconv.Quote(value.Text)+strconv.FormatBool(value.Known))
	}
	slices.Sort(names)
	key := f.Path + "\n" + strings.Join(names, "\n")
	if u := p.units[key]; u != nil && u.File == f {
		return u
	}
	if p.built += len(f.Text); p.built > maxBuilds && len(p.units) > 0 {
		return nil
	}
	u := readDockerfile(f, given, p.world)
	p.units[key] = u
	return u
}

// built is the stage that is built where one of that name or number is asked for, and the last one for ""; nil where there
// is none.
func (u *Unit) built(name string) *Scope {
	n := len(u.stages.list)
	if name == "" && n > 0 {
		return u.stages.list[n-1]
	}
	return u.stages.means(name, n)
}
