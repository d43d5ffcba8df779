package subject

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// ImageBuilds is what the scripts and compose files of a run build, so that a Dockerfile can be read as they build it, and a base
// image as the Dockerfile that it comes from. The files are read when something is first asked for. It may be used by several
// goroutines at once.
type ImageBuilds struct {
	files iter.Seq2[*source.File, *Kind]
	open  Open // reads the files of the run

	once         sync.Once
	byImage      map[string][]*imageBuild // by registry and repository
	byDockerfile map[string][]*imageBuild
	composeFiles map[string][]string   // by directory
	stacks       map[string][][]string // the compose files that scripts give to Compose together, by each of them
}

// NewImageBuilds is what these files build, by Dockerfiles that open reads.
func NewImageBuilds(files iter.Seq2[*source.File, *Kind], open Open) *ImageBuilds {
	return &ImageBuilds{files: files, open: open}
}

// An imageBuild is one image that a script or a compose file builds.
type imageBuild struct {
	images     []*windows.Image // its names
	dockerfile string           // as source.File.Path names files
	given      map[string]Value // the arguments, by name
	stage      string           // "" for the last one
	platform   string           // that the build asks for; "" if it asks for none, or for one that is not known
	by         string           // the file and its line, for people
	sure       bool             // the Dockerfile is certainly that one
}

// maxImageBuilds is how many builds of a run are known.
const maxImageBuilds = 10_000

// read reads the files, once.
func (b *ImageBuilds) read(mirrors windows.Mirrors) {
	b.once.Do(func() {
		b.byImage, b.byDockerfile = map[string][]*imageBuild{}, map[string][]*imageBuild{}
		b.composeFiles, b.stacks = map[string][]string{}, map[string][][]string{}
		left := maxImageBuilds
		for f, kind := range b.files {
			recipe := recipeOf(f, kind, mirrors)
			for _, stack := range recipe.stacks {
				for _, file := range stack {
					b.stacks[file] = append(b.stacks[file], stack)
				}
			}
			if kind.Name == "compose" {
				b.composeFiles[path.Dir(f.Path)] = append(b.composeFiles[path.Dir(f.Path)], f.Path)
			}
			for _, build := range recipe.builds {
				if left--; left < 0 {
					return
				}
				for _, image := range build.images {
					b.byImage[image.Short()] = append(b.byImage[image.Short()], build)
				}
				b.byDockerfile[build.dockerfile] = append(b.byDockerfile[build.dockerfile], build)
			}
		}
	})
}

// A recipe is what one file builds, and the compose files that it gives to Compose together.
type recipe struct {
	builds []*imageBuild
	stacks [][]string
}

// recipeOf reads one file. A file on which the reader fails has nothing: it is linted, too, and that is told then.
func recipeOf(f *source.File, kind *Kind, mirrors windows.Mirrors) (r recipe) {
	defer func() {
		if recover() != nil {
			r = recipe{}
		}
	}()
	if kind.recipe == nil || !strings.Contains(f.Text, "build") && !strings.Contains(f.Text, "compose") {
		return recipe{}
	}
	return kind.recipe(f, mirrors)
}

// scriptRecipe is what the commands of a script in a language build.
func scriptRecipe(language script.Language) func(*source.File, windows.Mirrors) recipe {
	return func(f *source.File, mirrors windows.Mirrors) (r recipe) {
		s := script.Read(language, f.Sub(source.Span{End: len(f.Text)}))
		places := directories(f.Path, s, place{directory: path.Dir(f.Path), known: true})
		for inner := range s.All() {
			if inner.Broken() {
				continue
			}
			for c := range inner.Commands() {
				r.command(c, f, places[c], mirrors)
			}
		}
		return r
	}
}

func (r *recipe) command(command *script.Command, f *source.File, at place, mirrors windows.Mirrors) {
	if stack := composeStack(command, f.Path, at); stack != nil {
		r.stacks = append(r.stacks, stack)
	}
	c := docker.Read(command)
	if c == nil || !c.Verbs("build", "buildx build") || !c.Complete {
		return
	}
	if name, named, sure := dockerfileOf(c, f.Path, at); name != "" {
		r.builds = append(r.builds, &imageBuild{
			images: madeImages(c, mirrors), dockerfile: name, given: buildArguments(c), stage: stageOf(c), platform: askedPlatform(c),
			by: fmt.Sprintf("line %d of %s", f.Position(named.Start).Line, f.Path), sure: sure,
		})
	}
}

// composeRecipe is what the services of a compose file build. What it lays over another file is left out.
func composeRecipe(f *source.File, mirrors windows.Mirrors) (r recipe) {
	u := readCompose(f, &World{})
	if u.Compose == nil {
		return r
	}
	for _, s := range u.Compose.Services {
		layers := u.project.layers(u.Compose, s)
		if _, v := first(layers, "build"); v == nil || replacesImages(layers) {
			continue
		}
		b := &Build{}
		name, known := dockerfileName(layers, b)
		stage, targeted := buildTarget(layers)
		if !known || !targeted {
			continue
		}
		build := &imageBuild{
			dockerfile: name, given: arguments(layers), stage: stage, sure: true,
			by: fmt.Sprintf("line %d of %s", f.Position(b.At.Start).Line, f.Path),
		}
		if _, v := first(layers, "platform"); v != nil {
			build.platform, _ = expand(v)
		}
		if _, v := first(layers, "image"); v != nil {
			if text, _ := expand(v); text != "" {
				if image, ok := mirrors.Parse(text); ok {
					build.images = append(build.images, image)
				}
			}
		}
		r.builds = append(r.builds, build)
	}
	return r
}

// sameName reports whether a name means an image that is built under another one. A tag that is not known may be any.
func sameName(a, b *windows.Image) bool {
	x, y := tagOf(a), tagOf(b)
	return a.Registry == b.Registry && a.Repository == b.Repository && a.Digest == "" && (x == y || strings.Contains(x, windows.UnknownPart) || strings.Contains(y, windows.UnknownPart))
}

func tagOf(i *windows.Image) string {
	if i.Tag == "" {
		return "latest"
	}
	return i.Tag
}

// maxBuiltOn is how many images are followed that are each built on the next one.
const maxBuiltOn = 8

// A builtImage is an image that the run builds, by the stage that it is.
type builtImage struct {
	*Build
	by   string // what builds it, for people
	sure bool
}

// built is the image of a name that the run builds; nil if it builds none, or different ones.
func (w *World) built(image *windows.Image) *builtImage {
	if w.Images == nil || image.Published() || !image.Complete() || w.depth >= maxBuiltOn {
		return nil
	}
	w.Images.read(w.Mirrors)
	var found *builtImage
	for _, b := range w.Images.byImage[image.Short()] {
		if !slices.ContainsFunc(b.images, func(made *windows.Image) bool { return sameName(image, made) }) {
			continue
		}
		made := w.make(b)
		switch {
		case made == nil:
			return nil
		case found == nil:
			found = made
		case !found.agrees(made):
			return nil
		}
	}
	return found
}

// make reads the Dockerfile of a build; nil if it is not there.
func (w *World) make(b *imageBuild) *builtImage {
	f, err := w.Images.open(b.dockerfile)
	if err != nil || f == nil {
		return nil
	}
	inner := *w
	inner.depth++
	u := readDockerfile(f, b.given, &inner)
	stage := u.built(b.stage)
	if stage == nil || len(stage.onRun) > 0 {
		return nil
	}
	return &builtImage{&Build{Unit: u, Stage: stage, Name: b.dockerfile}, b.by, b.sure}
}

// agrees reports whether two builds make images for which the same holds.
func (b *builtImage) agrees(other *builtImage) bool {
	if !other.sure {
		b.sure = false
	}
	x, y := b.Stage, other.Stage
	return x.OS == y.OS && x.Edition == y.Edition && x.Release == y.Release && x.end.User == y.end.User && x.end.Workdir == y.end.Workdir &&
		slices.Equal(x.end.Shell.Words, y.end.Shell.Words)
}

// reasonOf is what an image that the run builds says about a scope that names it.
func (s *Scope) reasonOf(b *builtImage, at source.Span, image string) evidence.Reason {
	r := s.reason("built image", at, fmt.Sprintf("%s, which %s builds from %s", image, b.by, b.Name), b.Stage)
	if !b.sure {
		r.Weight = evidence.Likely
	}
	return r
}

// An argumentImage is the base image of a stage that all builds of the run give by the same arguments.
type argumentImage struct {
	*windows.Image        // "*" is the tag if they give different ones
	by             string // the first of the builds, for people
}

// byArguments is the image that a word of FROM names with the arguments that the builds of the run give to this Dockerfile; nil
// if there are none, and if they do not agree on a system for certain.
func (r *reader) byArguments(word *dockerfile.Word) *argumentImage {
	if r.given != nil || r.world.Images == nil || r.doc.Plain(word) {
		return nil
	}
	r.world.Images.read(r.world.Mirrors)
	var found *argumentImage
	for _, b := range r.world.Images.byDockerfile[path.Clean(r.doc.File.Path)] {
		image := r.readWith(b.given, word)
		switch {
		case image == nil || !b.sure:
			return nil
		case found == nil:
			found = &argumentImage{image, b.by}
		case found.Text == image.Text:
		case found.Short() == image.Short():
			if image, _ = r.world.Mirrors.Parse(image.Short() + ":" + windows.UnknownPart); image != nil {
				found.Image = image
			}
		default:
			return nil
		}
	}
	return found
}

// sawPlatform takes the platform that all builds of the run ask for, which is that of the last stage.
func (r *reader) sawPlatform(found *evidence.List, at source.Span) {
	if r.given != nil || r.world.Images == nil {
		return
	}
	r.world.Images.read(r.world.Mirrors)
	builds := r.world.Images.byDockerfile[path.Clean(r.doc.File.Path)]
	for _, b := range builds {
		if !b.sure || b.stage != "" || b.platform != builds[0].platform {
			return
		}
	}
	if len(builds) > 0 {
		found.Saw(evidence.BuiltFor, builds[0].platform, "the platform "+builds[0].platform+", for which "+builds[0].by+" builds it", at)
	}
}

// readWith is the image that a word of FROM names with these arguments; nil if its system is not certain.
func (r *reader) readWith(given map[string]Value, word *dockerfile.Word) *windows.Image {
	other := &reader{unit: &Unit{File: r.doc.File}, doc: r.doc, given: given, world: r.world, head: r.head}
	other.walkHead()
	read, _ := other.global.read(r.doc, word)
	image, ok := r.world.Mirrors.Parse(read.Value)
	if !ok {
		return nil
	}
	if p := image.Platform(); !p.Certain() {
		return nil
	}
	return image
}
