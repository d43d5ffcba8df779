package subject

import (
	"slices"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// readCompose cuts a compose file into the scopes of its services and of what it declares beside them. The nodes of a
// service are the service itself, its commands, mounts, ports and variables; that of a resource is the resource.
func readCompose(f *source.File, w *World) *Unit {
	doc := compose.Parse(f)
	if doc.Foreign() {
		return &Unit{File: f, FileScope: &Scope{}, Comments: doc.Comments}
	}
	project := newProject(w, doc)
	u := &Unit{File: f, Compose: doc, Data: doc.Document, Comments: doc.Comments, project: project}
	u.Parts = []parser.Node{doc}
	for _, e := range doc.Errors {
		u.Parts = append(u.Parts, &compose.Error{Error: e})
	}
	u.FileScope = &Scope{span: u.Span()}
	u.Stack = stack(f, doc)
	for _, s := range doc.Services {
		u.Scopes = append(u.Scopes, serviceScope(project, doc, s))
	}
	u.Unchecked = append(slices.Clone(doc.Unchecked), project.unchecked...)
	u.inheritServices()
	u.aimComposeFile()
	for _, list := range []struct {
		resources []*compose.Resource
		uses      func(*compose.Service, string) bool
	}{
		{doc.Networks, usesNetwork}, {doc.Volumes, usesVolume}, {doc.Secrets, usesBy("secrets")}, {doc.Configs, usesBy("configs")},
	} {
		for _, r := range list.resources {
			u.Scopes = append(u.Scopes, u.resourceScope(r, list.uses))
		}
	}
	return u
}

func serviceScope(p *project, doc *compose.Document, s *compose.Service) *Scope {
	scope := &Scope{Kind: Service, Name: s.Name, Service: s, span: s.Span()}
	layers := p.layers(doc, s)
	scope.aimService(p, layers)
	state := scope.imageState(p.world)
	add := func(n parser.Node) { scope.Nodes = append(scope.Nodes, Node{Node: n, State: state}) }
	add(s)
	for _, c := range s.Commands {
		add(c)
	}
	for _, m := range s.Mounts {
		add(m)
	}
	for _, port := range s.Ports {
		add(port)
	}
	for _, pair := range s.Environment {
		add(pair)
	}
	return scope
}

// imageState is what the image is known to bring: the one that the service builds, or else that of its name.
func (s *Scope) imageState(w *World) *State {
	if s.Build != nil && s.Build.Stage.OS == s.OS {
		end := s.Build.Stage.end
		return &State{Shell: end.Shell.inherited(), User: end.User, Workdir: end.Workdir}
	}
	return w.stateOf(s)
}

// aimService tells what a service runs on: edition and release from the stage that it is built from, or else from the
// image.
func (s *Scope) aimService(p *project, layers []layer) {
	found := reasonsOf(layers, p.world.Mirrors)
	if s.Build = p.build(layers); s.Build != nil {
		for _, r := range s.Build.reasons() {
			found.Add(r)
		}
	}
	p.sawOverlays(s, layers[0], &found)
	p.world.sawStated(&found, s.Service.Entry.Key.Span())
	s.Target = judged(found)
	if s.Build != nil && s.Build.Stage.OS == s.OS {
		s.detail(s.Build.details())
	}
	s.aimByImage(layers, p.world.Mirrors)
}

// aimByImage takes from the image what the stage that is built does not tell. It is the image of the service where the
// service itself names it, and builds none under that name.
func (s *Scope) aimByImage(layers []layer, mirrors windows.Mirrors) {
	l, image := first(layers, "image")
	text, known := expand(image)
	parsed, ok := mirrors.Parse(text)
	if image == nil || !ok {
		return
	}
	if _, build := first(layers, "build"); l.service == s.Service && build == nil && s.Build == nil {
		s.Parts = parsed
		if known {
			s.Image = parsed
		}
	}
	if s.Edition == windows.UnknownEdition || s.Release == "" {
		s.detail(OfImage(parsed, l.place(image.Span())))
	}
}

// inheritServices gives a service of which nothing is known the system of the others, where one of them is certainly for
// Windows and none is for Linux.
func (u *Unit) inheritServices() {
	var known *Scope
	for _, s := range u.Scopes {
		if s.OS == windows.Linux {
			return
		}
		if known == nil && s.OS == windows.Windows && s.Strong {
			known = s
		}
	}
	if known == nil {
		return
	}
	for _, s := range u.Scopes {
		if s.OS == windows.UnknownOS {
			s.Target = judged(evidence.List{{
				OS: known.OS, Weight: evidence.Likely, Text: "the service " + known.Name + " of the same file",
				At: known.Service.Entry.Key.Span(), Row: "other services",
			}})
		}
	}
}

// aimComposeFile tells what the file is about: Windows where one of the services is.
func (u *Unit) aimComposeFile() {
	linux := 0
	for _, s := range u.Scopes {
		switch s.OS {
		case windows.Windows:
			if u.FileScope.OS == windows.UnknownOS || s.Strong && !u.FileScope.Strong {
				u.FileScope.Target = Target{OS: windows.Windows, Strong: s.Strong, Why: s.Why}
			}
		case windows.Linux:
			linux++
		}
	}
	if linux > 0 && linux == len(u.Scopes) {
		u.FileScope.Target = Target{OS: windows.Linux, Strong: true, Why: u.Scopes[0].Why}
	}
}

// resourceScope aims a resource by the services that use it: it is for Windows where all of them are.
func (u *Unit) resourceScope(r *compose.Resource, uses func(*compose.Service, string) bool) *Scope {
	scope := &Scope{Kind: Resource, Name: r.Name, span: r.Span(), Nodes: []Node{{Node: r, State: &State{}}}}
	for _, s := range u.Scopes {
		if s.Kind != Service || !uses(s.Service, r.Name) {
			continue
		}
		if scope.Why == nil {
			scope.Target = Target{OS: s.OS, Strong: s.Strong}
			scope.Why.Add(scope.reason("user", s.Service.Entry.Key.Span(), "the service "+s.Name+" that uses it", s))
			continue
		}
		if s.OS != scope.OS {
			return &Scope{Kind: Resource, Name: r.Name, span: r.Span(), Nodes: scope.Nodes}
		}
		scope.Strong = scope.Strong && s.Strong
	}
	return scope
}

func usesNetwork(s *compose.Service, name string) bool {
	networks := s.Get("networks")
	if networks == nil {
		return name == "default" && s.Get("network_mode") == nil
	}
	return named(networks, name)
}

func usesVolume(s *compose.Service, name string) bool {
	for _, m := range s.Mounts {
		if m.Type == compose.Volume && m.Source.String() == name {
			return true
		}
	}
	return false
}

// usesBy reports whether the list under a key names the resource.
func usesBy(key string) func(*compose.Service, string) bool {
	return func(s *compose.Service, name string) bool { return named(s.Get(key), name) }
}

// named reports whether a list or a mapping has the name: as a scalar, as a key, or as the source of an item.
func named(v *data.Value, name string) bool {
	for _, e := range v.Merged() {
		if e.Name() == name {
			return true
		}
	}
	for _, item := range v.List() {
		if item.String() == name || item.Get("source").String() == name {
			return true
		}
	}
	return false
}
