package container

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

// The rules that look at what several services run on. Those that also look at Dockerfiles are in release.go.
var systems = []*lint.Rule{
	{
		ID:      "mixed-systems",
		Summary: "A Windows service depends on a Linux service that the same engine cannot run", Topic: "container",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/engine/deprecated/#linux-containers-on-windows-lcow-experimental"},
		Check: lint.Each(mixedSystems),
	},
}

// mixedSystems looks at services that wait for each other, so that both are to run on the engine that Compose talks to. A
// stack has nodes of both systems, and services with profiles may be alternatives.
func mixedSystems(p *lint.Pass, s *compose.Service) {
	if p.InStack() || s.Get("profiles") != nil {
		return
	}
	for _, key := range [...]string{"depends_on", "links"} {
		for _, on := range dependencies(s, key) {
			name, _, _ := strings.Cut(on.String(), ":")
			other := serviceNamed(p.Unit, name)
			if other == nil || other.OS != windows.Linux || other.Service.Get("profiles") != nil {
				continue
			}
			p.Reportf(on, "The Windows service `%s` depends on the Linux service `%s`", s.Name, name).
				Notef("A Docker Engine instance runs containers for only one operating system, so one of the services does not start.").
				Helpf("Move one of the services to a separate project on another engine.").Relate(other.Service.Entry.Key, "Linux service")
		}
	}
}

// dependencies is the names of services under a key: the keys of a mapping or the items of a list.
func dependencies(s *compose.Service, key string) []*data.Value {
	var names []*data.Value
	for _, e := range s.Get(key).Merged() {
		names = append(names, e.Key)
	}
	return append(names, s.Get(key).List()...)
}

type servicesByName struct{}

// serviceNamed is the first service of that name; nil if there is none.
func serviceNamed(u *subject.Unit, name string) *subject.Scope {
	return subject.Once(u, servicesByName{}, func() map[string]*subject.Scope {
		named := map[string]*subject.Scope{}
		for _, s := range u.Scopes {
			if s.Kind == subject.Service && named[s.Name] == nil {
				named[s.Name] = s
			}
		}
		return named
	})[name]
}

// isolationOf is the isolation that a service states; ok is false if a variable that is not known states it.
func isolationOf(s *compose.Service) (isolation windows.Isolation, ok bool) {
	v, text, known := scalar(s, "isolation")
	switch {
	case v != nil && !known:
		return windows.AnyIsolation, false
	case strings.EqualFold(text, "process"):
		return windows.Process, true
	case strings.EqualFold(text, "hyperv"):
		return windows.HyperV, true
	}
	return windows.AnyIsolation, true
}

// serviceLayer is the image that a service pulls and runs, or the one from which its own is built, if its release is
// known for certain.
func serviceLayer(s *subject.Scope) (layer, bool) {
	if s.OS != windows.Windows || !s.Strong || !s.Release.Known() {
		return layer{}, false
	}
	if r := serviceImage(s); r != nil {
		return layer{at: r.At, name: r.Text, release: s.Release}, true
	}
	if b := s.Build; b != nil && b.Stage.Strong && b.Stage.Release == s.Release {
		return layer{at: b.At, name: imageName(b.Root()), in: b.Name, release: s.Release}, true
	}
	return layer{}, false
}

// serviceHostMismatch compares the image of a service with the host that the user states.
func serviceHostMismatch(p *lint.Pass, s *compose.Service) {
	l, ok := serviceLayer(p.Scope)
	isolation, known := isolationOf(s)
	if !ok || !p.Environment.Host.Known() {
		return
	}
	if l.in != "" { // what the Dockerfile tells by itself is found there
		if isolation == windows.Process {
			processMismatch(p, p.Environment.Host, l, isolation)
		}
		return
	}
	if pullMismatch(p, p.Environment.Host, l) != nil || !known {
		return
	}
	if isolation == windows.AnyIsolation {
		isolation = p.Environment.Isolation
	}
	processMismatch(p, p.Environment.Host, l, isolation)
}

// mixedServices looks for two services of which one is to run under process isolation and no host has both. A stack has
// several hosts.
func mixedServices(p *lint.Pass, doc *compose.Document) {
	if p.Environment.Host.Known() || p.InStack() {
		return
	}
	var kinds layerKinds
	for _, s := range p.Unit.Scopes {
		if s.Kind != subject.Service || s.Service.Get("profiles") != nil {
			continue
		}
		l, ok := serviceLayer(s)
		isolation, known := isolationOf(s.Service)
		if !ok || !known {
			continue
		}
		l.runs = isolation == windows.Process
		if first := kinds.without(l); first != nil {
			p.Reportf(l.at, "No host can run both `%s` and `%s` images with these isolation modes", first.release, l.release).
				Notef("A host cannot pull an image of a newer release and, under process isolation, usually runs only its own release.").
				Helpf("Use the same release for both services, or set `isolation: hyperv` for the older one.").
				Relate(first.at, "`%s` image", first.release)
			return
		}
		kinds.add(l)
	}
}

// containerPlatformMismatch compares the platform of a container with its image.
func containerPlatformMismatch(p *lint.Pass, s *setting.Setting) {
	var r *check.Reference
	if c, ok := s.Owner.(*docker.Command); ok {
		r = commandImage(p.Scope, c)
	} else {
		r = serviceImage(p.Scope)
	}
	if r == nil {
		return
	}
	asked, _, _ := strings.Cut(strings.ToLower(s.Text), "/")
	is := subject.OfImage(r.Image, r.At.Span())
	if asked != "windows" && asked != "linux" || is.OS == windows.UnknownOS || !is.Strong || is.OS.String() == asked {
		return
	}
	p.Reportf(s, "There is no `%s` image for the platform `%s`", r.Text, s.Text).
		Notef("This image exists only for %s, so the pull fails with `no matching manifest`.", systemName(is.OS)).
		Helpf("Remove `%s`, or use an image for `%s`.", s.Name, s.Text)
}

func containerArchitecture(p *lint.Pass, s *setting.Setting) { reportArchitecture(p, s, s.Text) }
