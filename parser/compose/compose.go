// Package compose reads compose files: services with their mounts, ports, commands and variables, each part with its exact
// place.
//
// compose-go, the library in docker compose, is the judge: Judge asks it what it refuses, and what this package takes apart
// itself (short mounts, ports, command lines, variables) is held equal to its reading by tests. It keeps no places, stops at
// the first error and reads the environment and the disk, so that rules look at this tree and not at its model.
package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Document is one compose file. What is read of it never changes after Parse.
type Document struct {
	*data.Document
	Version   *data.Entry // nil where it is not written
	Services  []*Service  // in source order; jobs are among them
	Networks  []*Resource
	Volumes   []*Resource
	Secrets   []*Resource
	Configs   []*Resource
	Includes  []*data.Value      // the paths of the files that are included
	Unchecked []source.Unchecked // what is not read
	Flat      bool               // the first version of the format: the services are at the top. Compose v2 refuses it.

	services map[string]*Service // the first of each name

	fine    bool      // Judge has found nothing
	before  *Document // see Trust
	crowded bool      // it holds more than compose-go reads in good time
}

// A Service is a service, or a job, which is written in the same way.
type Service struct {
	Name        string
	Entry       *data.Entry   // the name and what is after it
	Fields      []*data.Entry // what is set, by the service itself and through merge keys; each has its own place
	Job         bool
	Commands    []*Command // command and entrypoint, the health check's test, hooks
	Environment []*Pair
	Mounts      []*Mount
	Ports       []*Port
}

// Span reaches from the name to the end of the service.
func (s *Service) Span() source.Span { return s.Entry.Span() }

// Get is the value found by going down the keys, merge keys and aliases followed; nil where there is none.
func (s *Service) Get(keys ...string) *data.Value { return s.Entry.Value.Get(keys...) }

// Field is the service's entry with that key; nil where there is none.
func (s *Service) Field(key string) *data.Entry { return s.Entry.Value.Entry(key) }

// Command is the first command under that key; nil where there is none.
func (s *Service) Command(key string) *Command {
	for _, c := range s.Commands {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// An Error is a place at which the YAML of a compose file cannot be read.
type Error struct{ *data.Error }

// A Resource is a network, volume, secret or config that the file declares.
type Resource struct {
	Name  string
	Entry *data.Entry
}

// Span reaches from the name to the end of what is declared.
func (r *Resource) Span() source.Span { return r.Entry.Span() }

// Get is the value found by going down the keys; nil where there is none.
func (r *Resource) Get(keys ...string) *data.Value { return r.Entry.Value.Get(keys...) }

// External reports whether the resource is made elsewhere, in the form of today or in the one with a name under it.
func (r *Resource) External() bool {
	external := r.Get("external")
	return external.Is(data.Mapping) || external.String() == "true"
}

// Section is the key of the file under which the resource is declared: "networks"; "" if there is none.
func (r *Resource) Section() string {
	if around := r.Entry.Key.Parent; around != nil && around.Key != nil {
		return around.Key.String()
	}
	return ""
}

// nameStem is a file's name in lower case, without directories and the extension of YAML; "" where it has another one.
func nameStem(name string) string {
	base := strings.ToLower(path.Base(name))
	stem := strings.TrimSuffix(strings.TrimSuffix(base, ".yaml"), ".yml")
	if stem == base {
		return ""
	}
	return stem
}

// namedFirst reports whether a name begins with what compose files and stack files are called.
func namedFirst(stem string) bool {
	stem = strings.TrimPrefix(stem, "docker-")
	for _, word := range [...]string{"compose", "stack"} {
		if rest, found := strings.CutPrefix(stem, word); found && (rest == "" || rest[0] == '.' || rest[0] == '-' || rest[0] == '_') {
			return true
		}
	}
	return false
}

// Parse reads a compose file. It never fails: what is no YAML is in Errors, and what can be read is in the tree.
func Parse(f *source.File) *Document {
	if data.TooLong(f.Text) {
		whole := source.Unchecked{Span: f.Line(1), Reason: "This file has more than 150,000 lines and commas, so it was not checked"}
		return &Document{Document: &data.Document{File: f}, Unchecked: []source.Unchecked{whole}}
	}
	d := &Document{Document: data.ParseYAML(f)}
	for _, root := range d.Roots {
		d.read(root)
	}
	d.services = make(map[string]*Service, len(d.Services))
	for _, s := range d.Services {
		if d.services[s.Name] == nil {
			d.services[s.Name] = s
		}
	}
	d.bound()
	return d
}

// Service is the first service of that name; nil where there is none.
func (d *Document) Service(name string) *Service { return d.services[name] }

// Foreign reports whether the file is not a compose file in spite of its name: nothing in it belongs in a compose file, and its name
// only ends in "-compose.yml", or is the stack.yaml of Haskell.
func (d *Document) Foreign() bool {
	if stem := nameStem(d.File.Path); d.Flat || namedFirst(stem) && !strings.HasPrefix(stem, "stack") {
		return false
	}
	if len(d.Errors) > 0 { // its keys may be among what is not read
		return !section.MatchString(d.File.Text)
	}
	keys := 0
	for _, root := range d.Roots {
		for _, e := range root.Merged() {
			if slices.Contains(sections, e.Name()) {
				return false
			}
			keys++
		}
	}
	return keys > 0
}

// section is one of the keys at the top that nearly every compose file has.
var section = lazy.MustCompile(`(?m)^["']?(?:services|include)["']?[ \t]*:`)

// sections is the keys at the top that only a compose file has all together; "name" and "jobs" others have, too.
var sections = []string{"services", "networks", "volumes", "secrets", "configs", "include", "models"}

// read takes one YAML document; compose merges all that a file holds.
func (d *Document) read(root *data.Value) {
	if version := root.Entry("version"); version != nil {
		d.Version = version
	}
	d.resources(&d.Networks, root.Get("networks"))
	d.resources(&d.Volumes, root.Get("volumes"))
	d.resources(&d.Secrets, root.Get("secrets"))
	d.resources(&d.Configs, root.Get("configs"))
	d.includes(root.Get("include"))
	services, jobs := root.Get("services"), root.Get("jobs")
	for _, e := range services.Merged() {
		d.Services = append(d.Services, readService(e))
	}
	for _, e := range jobs.Merged() {
		job := readService(e)
		job.Job = true
		d.Services = append(d.Services, job)
	}
	if services == nil && jobs == nil && d.Version == nil {
		d.flat(root)
	}
}

// flat reads the first version of the format: every entry with an image or a build is a service.
func (d *Document) flat(root *data.Value) {
	for _, e := range root.Merged() {
		if !strings.HasPrefix(e.Name(), "x-") && (e.Value.Entry("image") != nil || e.Value.Entry("build") != nil) {
			d.Flat = true
			d.Services = append(d.Services, readService(e))
		}
	}
}

func (d *Document) resources(to *[]*Resource, from *data.Value) {
	for _, e := range from.Merged() {
		*to = append(*to, &Resource{Name: e.Name(), Entry: e})
	}
}

func (d *Document) includes(list *data.Value) {
	for _, item := range list.List() {
		if paths := item.Get("path"); paths != nil {
			item = paths
		}
		d.Includes = append(d.Includes, Strings(item)...)
	}
}

func readService(e *data.Entry) *Service {
	s := &Service{Name: e.Name(), Entry: e, Fields: e.Value.Merged()}
	s.Environment = Pairs(s.Get("environment"))
	for _, item := range s.Get("volumes").List() {
		s.Mounts = append(s.Mounts, readMount(item))
	}
	for _, item := range s.Get("ports").List() {
		s.Ports = append(s.Ports, readPort(item))
	}
	s.commands()
	return s
}

// Strings is the items of a list, or the one scalar that may stand in its place.
func Strings(v *data.Value) []*data.Value {
	if v.Scalar() {
		return []*data.Value{v}
	}
	return v.List()
}

// A Pair is a name with a value, of a list ("A=b") or of a mapping ("A: b"): a variable, a label, a build argument.
type Pair struct {
	Name  source.Text
	Value source.Text
	Bare  bool // there is a name only: compose takes the value from its own environment
	At    *data.Value

	span source.Span
}

// Span is the item of the list, or reaches from the key to the end of the value.
func (p *Pair) Span() source.Span { return p.span }

// Pairs reads a list or a mapping of names with values.
func Pairs(v *data.Value) []*Pair {
	var pairs []*Pair
	for _, e := range v.Merged() {
		value := e.Value.Resolve()
		pairs = append(pairs, &Pair{
			Name: e.Key.Text, Value: scalarText(value), Bare: value.Is(data.Null), At: e.Value, span: e.Span(),
		})
	}
	for _, item := range v.List() {
		text := scalarText(item.Resolve())
		name, value, found := cut(text, '=')
		pairs = append(pairs, &Pair{Name: name, Value: value, Bare: !found, At: item, span: item.Span()})
	}
	return pairs
}

// scalarText is the text of a scalar; of anything else the empty text at its place.
func scalarText(v *data.Value) source.Text {
	if v.Scalar() && v.Kind != data.Null {
		return v.Text
	}
	return source.Text{}
}

// cut splits a text at the first of a character.
func cut(t source.Text, sep byte) (before, after source.Text, found bool) {
	i := strings.IndexByte(t.String(), sep)
	if i < 0 {
		return t, t.Slice(t.Len(), t.Len()), false
	}
	return t.Slice(0, i), t.Slice(i+1, t.Len()), true
}
