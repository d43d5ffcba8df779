package subject

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// Open reads another file of the project that a file belongs to. The name is separated by slashes and, unless it is
// absolute, stands for the same directory as source.File.Path does. An error means that there is no such file to read.
type Open func(name string) (*source.File, error)

// A project is the files around one compose file. Each is read once.
type project struct {
	world    *World
	folder   string                  // of that file
	files    map[string]*source.File // by name; nil where there is none
	compose  map[string]*compose.Document
	units    map[string]*Unit            // of Dockerfiles, by name and arguments
	made     map[string]*compose.Service // that builds an image, by its name; nil if several do
	overlays []overlay                   // nil: not asked for yet

	built     int                // bytes of the Dockerfiles in units
	unchecked []source.Unchecked // what is not read for the file
}

func newProject(w *World, doc *compose.Document) *project {
	return &project{
		world: w, folder: path.Dir(doc.File.Path), files: map[string]*source.File{}, units: map[string]*Unit{},
		compose: map[string]*compose.Document{path.Clean(doc.File.Path): doc},
	}
}

// file is another file; nil where it cannot be read.
func (p *project) file(name string) *source.File {
	if p.world.Open == nil {
		return nil
	}
	f, seen := p.files[name]
	if !seen {
		f, _ = p.world.Open(name) // what is missing is missing in the project of winlint only, perhaps
		p.files[name] = f
	}
	return f
}

// Beside is a file that a compose file names by a path from its own directory, in slashes of either kind; nil where there is
// none that can be read, and for what is no compose file.
func (u *Unit) Beside(name string) *source.File {
	if u.project == nil {
		return nil
	}
	return u.project.file(beside(u.File.Path, name))
}

// shown is the name of a file as seen from the directory of the file that is linted.
func (p *project) shown(name string) string {
	below, err := filepath.Rel(filepath.FromSlash(p.folder), filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(below)
}

// composeFile is another compose file; nil where it cannot be read.
func (p *project) composeFile(name string) *compose.Document {
	doc, seen := p.compose[name]
	if !seen {
		if f := p.file(name); f != nil {
			doc = compose.Parse(f)
		}
		p.compose[name] = doc
	}
	return doc
}

// A layer is one of the places where a service is defined: the service itself, one that it extends, or the service of
// that name in the file that its own file is laid over. A nearer layer stands above a farther one.
type layer struct {
	doc     *compose.Document
	service *compose.Service
	at      source.Span     // in the file that is linted: by what the layer is reached
	name    string          // of another file, from the directory of the linted one; "" for a layer of the linted file
	most    evidence.Weight // no reason of the layer weighs more
}

// same reports whether both are the same definition, as where services extend each other in a circle.
func (l *layer) same(other layer) bool { return l.service == other.service }

// deepest is how many layers are followed.
const deepest = 16

// layers is the definitions of a service, the nearest first.
func (p *project) layers(doc *compose.Document, s *compose.Service) []layer {
	own := layer{doc: doc, service: s, at: s.Entry.Key.Span(), most: evidence.Stated}
	list := p.extended(nil, own)
	if base := p.under(own, list); base != nil {
		list = p.extended(list, *base)
	}
	return list
}

// extended adds a layer and those that it extends.
func (p *project) extended(list []layer, l layer) []layer {
	for next := &l; next != nil && !slices.ContainsFunc(list, next.same); next = p.extends(*next) {
		if len(list) == deepest {
			p.unchecked = append(p.unchecked, source.Unchecked{
				Span: list[0].at, Reason: "This service extends more than 15 others, so not all of them were read",
			})
			break
		}
		list = append(list, *next)
	}
	return list
}

// extends is the service that a layer extends: "extends: name", or a mapping with service and file.
func (p *project) extends(l layer) *layer {
	v := l.service.Get("extends")
	name, file := v, v.Get("file")
	if v.Is(data.Mapping) {
		name = v.Get("service")
	}
	next := layer{doc: l.doc, at: l.at, name: l.name, most: l.most}
	if file != nil {
		to, known := expand(file)
		if !known || to == "" {
			return nil
		}
		other := beside(l.doc.File.Path, to)
		if next.doc = p.composeFile(other); next.doc == nil {
			return nil
		}
		next.name = p.shown(other)
		if l.name == "" {
			next.at = v.Span()
		}
	}
	wanted, known := expand(name)
	if next.service = next.doc.Service(wanted); !known || next.service == nil {
		return nil
	}
	return &next
}

// under is the service that a service of an override file is laid over. docker-compose.override.yml is laid over
// docker-compose.yml by compose itself; what other files with such names are laid over is what the user says, so that
// their names are a hint only, and none for a service that can stand alone, nor in a file that is named for Linux.
func (p *project) under(own layer, layers []layer) *layer {
	names, sure := basesOf(own.doc.File.Path)
	_, image := first(layers, "image")
	_, build := first(layers, "build")
	os, _ := windows.OSOfName(path.Base(own.doc.File.Path))
	if !sure && (image != nil || build != nil || os == windows.Linux) {
		return nil
	}
	for _, name := range names {
		doc := p.composeFile(name)
		if doc == nil {
			continue
		}
		if s := doc.Service(own.service.Name); s != nil {
			base := layer{doc: doc, service: s, at: own.at, name: p.shown(name), most: evidence.Stated}
			if !sure {
				base.most = evidence.Likely
			}
			return &base
		}
		if sure {
			return nil
		}
	}
	return nil
}

// basesOf is the files that a compose file may be laid over, the likeliest first, and whether compose itself does that.
// The names that it looks for are those of compose-go cli/options.go.
func basesOf(file string) (names []string, sure bool) {
	folder, base := path.Split(path.Clean(file))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if stem == "compose.override" || stem == "docker-compose.override" {
		for _, name := range [...]string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"} {
			names = append(names, folder+name)
		}
		return names, true
	}
	for {
		cut := strings.LastIndexAny(stem, ".-_")
		if cut < 0 || !newFileName(stem[:cut]+".yml").in(composePatterns()) {
			return names, false
		}
		stem = stem[:cut]
		names = append(names, folder+stem+".yml", folder+stem+".yaml")
	}
}

// first is the value that is in the nearest of the layers that has one, with that layer.
func first(layers []layer, keys ...string) (layer, *data.Value) {
	for _, l := range layers {
		if v := l.service.Get(keys...); v != nil && !v.Is(data.Null) {
			return l, v
		}
	}
	return layer{}, nil
}

// place is a place in a layer as one of the linted file.
func (l layer) place(at source.Span) source.Span {
	if l.name == "" {
		return at
	}
	return l.at
}

// reasonsOf is what all layers of a service say about its system. What a nearer layer sets again is not read in a farther one.
func reasonsOf(layers []layer, mirrors windows.Mirrors) evidence.List {
	var found evidence.List
	for i, l := range layers {
		r := serviceReader{doc: l.doc, service: l.service, mirrors: mirrors, set: func(key string) bool {
			_, v := first(layers[:i], key)
			return v != nil
		}}
		for _, reason := range r.read().AtMost(l.most) {
			reason.At = l.place(reason.At)
			if l.name != "" {
				reason.Text = l.name + ": " + reason.Text
			}
			found.Add(reason)
		}
	}
	return found
}

// expand is a scalar as compose reads it, and whether all of it is known.
func expand(v *data.Value) (string, bool) {
	if !v.Scalar() || v.Is(data.Null) {
		return "", false
	}
	return compose.Expand(v.Resolve().Text, windows.UnknownPart)
}

// beside is the name of a file that another one names by a path from its own directory.
func beside(file, name string) string { return join(path.Dir(file), name) }

// join joins as Windows and Linux do, for either may have written the path.
func join(folder, name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if path.IsAbs(name) || windows.IsDrivePath(name) {
		return path.Clean(name)
	}
	return path.Join(folder, name)
}
