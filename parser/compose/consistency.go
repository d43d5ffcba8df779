package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// Inconsistent is what compose refuses when the parts of a project are held against each other: things that do not go
// together, and names that nothing declares. What is Undeclared is so in a project that is this file alone, which its name
// does not tell: in many a directory docker-compose.yml is only the first part, and another file declares its networks. What
// "include" and "extends" bring in counts as there, and so does what a variable may name.
//
// compose-go's own check has no places and stops at the first error of a random order, so that it is done here; a test
// holds that both say the same.
func (d *Document) Inconsistent() []*Problem {
	if len(d.Errors) > 0 || len(d.Roots) > 1 {
		return nil
	}
	c := consistency{doc: d, services: map[string]*Service{}}
	for _, s := range d.Services {
		c.services[s.Name] = s
	}
	for _, s := range d.Services {
		if s.Get("profiles") == nil { // compose looks only at the services that are on
			c.service(s)
		}
	}
	c.cycles()
	slices.SortStableFunc(c.found, func(a, b *Problem) int { return a.At.Start - b.At.Start })
	return c.found
}

type consistency struct {
	doc      *Document
	services map[string]*Service
	found    []*Problem
}

func (c *consistency) undeclared(at source.Span, format string, args ...any) {
	c.found = append(c.found, &Problem{At: at, Kind: Undeclared, Message: fmt.Sprintf(format, args...)})
}

func (c *consistency) contradiction(at source.Span, format string, args ...any) {
	c.found = append(c.found, &Problem{At: at, Kind: Contradiction, Message: fmt.Sprintf(format, args...)})
}

func (c *consistency) service(s *Service) {
	extends := c.extends(s)
	if !extends && s.Get("image") == nil && s.Get("build") == nil && s.Get("provider") == nil {
		c.undeclared(s.Entry.Key.Span(), "service %q has neither an image nor a build context specified", s.Name)
	}
	c.exclusive(s)
	c.healthcheck(s)
	c.platforms(s)
	c.dependencies(s)
	c.mounts(s)
	if len(c.doc.Includes) > 0 {
		return // what is named may be declared in another file
	}
	c.resources(s, "network", s.Get("networks"), c.doc.Networks)
	c.resources(s, "secret", s.Get("secrets"), c.doc.Secrets)
	c.resources(s, "config", s.Get("configs"), c.doc.Configs)
	c.resources(s, "build secret", s.Get("build", "secrets"), c.doc.Secrets)
}

// extends looks up the service of the same file that a service extends. It reports whether there is another service, in
// this file or in another, that may hold what this one lacks.
func (c *consistency) extends(s *Service) bool {
	extends := s.Get("extends")
	if extends == nil || extends.Get("file") != nil {
		return extends != nil
	}
	name := extends.Get("service")
	if name == nil {
		name = extends
	}
	if name.Scalar() && !varies(name) && c.services[name.String()] == nil {
		c.undeclared(name.Span(), "cannot extend service %q: service %q not found", s.Name, name.String())
	}
	return true
}

func (c *consistency) exclusive(s *Service) {
	mode := s.Field("network_mode")
	networks := s.Get("networks")
	if mode != nil && mode.Value.String() != "" && (len(networks.Merged()) > 0 || len(networks.List()) > 0) {
		c.contradiction(mode.Span(), "service %s declares mutually exclusive `network_mode` and `networks`", s.Name)
	}
	if inline := s.Get("build", "dockerfile_inline"); inline != nil && s.Get("build", "dockerfile") != nil {
		c.contradiction(inline.Span(), "service %q declares mutualy exclusive dockerfile and dockerfile_inline", s.Name)
	}
}

func (c *consistency) healthcheck(s *Service) {
	test := s.Command("test")
	if test == nil || !test.List || len(test.Value.List()) == 0 || len(Variables(scalarText(test.Value.List()[0]))) > 0 {
		return
	}
	switch test.Form {
	case "CMD", "CMD-SHELL", "NONE":
	default:
		c.contradiction(test.Value.List()[0].Span(), `healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"`)
	}
}

// platforms looks at the platform that a service runs on, which is one of those that it is built for. Another file may add it.
func (c *consistency) platforms(s *Service) {
	platform, list := s.Get("platform").Resolve(), s.Get("build", "platforms").List()
	if !platform.Scalar() || platform.String() == "" || len(list) == 0 || varies(platform) || s.Get("extends") != nil ||
		slices.ContainsFunc(list, func(v *data.Value) bool { return varies(v) || v.Resolve().String() == platform.String() }) {
		return
	}
	c.undeclared(platform.Span(), "service.build.platforms MUST include service.platform %q", platform.String())
}

// dependencies looks at the services that a service names. Those in other files count as there.
func (c *consistency) dependencies(s *Service) {
	if len(c.doc.Includes) > 0 {
		return
	}
	for _, on := range dependencies(s) {
		if name := on.String(); len(Variables(on)) == 0 && c.services[name] == nil {
			c.undeclared(on.Span(), "service %q depends on undefined service %q", s.Name, name)
		}
	}
}

// dependencies is the names of the services that a service waits for: those it says so of, and those it is linked to or
// shares something with.
func dependencies(s *Service) []source.Text {
	found := names(s.Get("depends_on"))
	for _, link := range names(s.Get("links")) {
		name, _, _ := cut(link, ':')
		found = append(found, name)
	}
	for _, from := range names(s.Get("volumes_from")) {
		if name, _, _ := cut(from, ':'); name.String() != "container" {
			found = append(found, name)
		}
	}
	for _, key := range [...]string{"network_mode", "ipc", "pid", "uts", "cgroup"} {
		text := scalarText(s.Get(key).Resolve())
		if what, name, _ := cut(text, ':'); what.String() == "service" {
			found = append(found, name)
		}
	}
	return found
}

// names is the keys of a mapping, or the items of a list.
func names(v *data.Value) []source.Text {
	var found []source.Text
	for _, e := range v.Merged() {
		found = append(found, e.Key.Text)
	}
	for _, item := range v.List() {
		found = append(found, scalarText(item.Resolve()))
	}
	return found
}

// resources looks at the networks, secrets or configs that a service names.
func (c *consistency) resources(s *Service, what string, v *data.Value, declared []*Resource) {
	used := names(v)
	for i, item := range v.List() {
		if from := item.Get("source"); from != nil {
			used[i] = scalarText(from.Resolve())
		}
	}
	for _, name := range used {
		if name.Len() == 0 || what == "network" && name.String() == "default" || len(Variables(name)) > 0 || isDeclared(name.String(), declared) {
			continue
		}
		c.undeclared(name.Span(), "service %q refers to undefined %s %s", s.Name, what, name.String())
	}
}

func isDeclared(name string, declared []*Resource) bool {
	return slices.ContainsFunc(declared, func(r *Resource) bool { return r.Name == name })
}

// mounts looks at the volumes that a service names.
func (c *consistency) mounts(s *Service) {
	if len(c.doc.Includes) > 0 {
		return
	}
	for _, m := range s.Mounts {
		name := m.Source.String()
		if m.Err == nil && m.Type == Volume && name != "" && len(Variables(m.Source)) == 0 && !isDeclared(name, c.doc.Volumes) {
			c.undeclared(m.Source.Span(), "service %q refers to undefined volume %s", s.Name, name)
		}
	}
}

// cycles finds services that wait for each other.
func (c *consistency) cycles() {
	const entered, left = 1, 2
	state := map[*Service]int{}
	var visit func(s *Service, path []string)
	visit = func(s *Service, path []string) {
		state[s] = entered
		path = append(path, s.Name)
		for _, on := range dependencies(s) {
			next := c.services[on.String()]
			switch {
			case next == nil:
			case state[next] == entered:
				cycle := slices.Concat(path[slices.Index(path, next.Name):], []string{next.Name})
				c.contradiction(on.Span(), "dependency cycle detected: %s", strings.Join(cycle, " -> "))
			case state[next] != left:
				visit(next, path)
			}
		}
		state[s] = left
	}
	for _, s := range c.doc.Services {
		if state[s] == 0 {
			visit(s, nil)
		}
	}
}
