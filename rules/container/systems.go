package container

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// The rules that look at what several services run on. Those that also look at Dockerfiles stand with the stages.
var composeSystems = []*lint.Rule{
	{
		ID:      "mixed-systems",
		Summary: "A service for Windows needs one for Linux, and one engine runs one system", Topic: "container",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{"https://docs.docker.com/engine/deprecated/#linux-containers-on-windows-lcow-experimental",
			"docker/cli docs/deprecated.md"},
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
			check.ReportServicef(p, on, "`%s` is for Linux and `%s` for Windows, and one Docker Engine runs containers of one system "+
				"only: `%s` cannot be started. Run them in two projects, on two engines.",
				name, s.Name, name).Relate(other.Service.Entry.Key, "the service for Linux")
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

// serviceNamed is the first service of that name; nil where there is none.
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

// isolationOf is the isolation that a service states; ok is false where a variable that is not known states it.
func isolationOf(s *compose.Service) (isolation windows.Isolation, ok bool) {
	v, text, known := setting(s, "isolation")
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

// serviceLayer is the image that a service pulls and runs, or the one from which its own is built, where its release is
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
	if pullMismatch(p, p.Environment.Host, l) || !known {
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
			p.Reportf(l.at, "No host runs both %s of `%s` and %s of `%s` as their isolation asks for: under `isolation: "+
				"process` the releases of image and host must suit each other. Take both of one release, or `isolation: hyperv` "+
				"for the older one.", first.words(), first.release, l.words(), l.release).
				Relate(first.at, "an image of `%s`", first.release)
			return
		}
		kinds.add(l)
	}
}

// servicePlatformMismatch compares the platform of a service with its image.
func servicePlatformMismatch(p *lint.Pass, s *compose.Service) {
	v, platform, ok := setting(s, "platform")
	r := serviceImage(p.Scope)
	if !ok || r == nil {
		return
	}
	asked, _, _ := strings.Cut(strings.ToLower(platform), "/")
	is := subject.OfImage(r.Image, r.At.Span())
	if asked != "windows" && asked != "linux" || is.OS == windows.UnknownOS || !is.Strong || is.OS.String() == asked {
		return
	}
	check.ReportServicef(p, v, "`%s` is an image for %s, so that Compose finds none for the platform `%s`: `no matching manifest`. "+
		"Take the key away, or name an image for that platform.", r.Text, systemName(is.OS), platform)
}

func serviceArchitecture(p *lint.Pass, s *compose.Service) {
	if v, platform, ok := setting(s, "platform"); ok {
		reportArchitecture(p, v, platform)
	}
}
