package lint

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/subject/setting"
)

// Settings makes a check of a function of the settings of some keys, by their paths in compose files
// ("services.*.cap_add"): of services, of what a file declares, and of docker commands. The function gets each item of a
// list or mapping, if its value is known and not empty. It is not called for what `docker stack deploy` treats differently.
func Settings(f func(*Pass, *setting.Setting), paths ...string) Check {
	return SettingLists(func(p *Pass, list []setting.Setting) {
		for i := range list {
			if list[i].Known && list[i].Text != "" {
				f(p, &list[i])
			}
		}
	}, paths...)
}

// SettingLists is Settings for a function that gets all items of a list or mapping together, also those that are not known.
// An option is alone.
func SettingLists(f func(*Pass, []setting.Setting), paths ...string) Check {
	return ownersAt(paths, func(p *Pass, owner parser.Node) {
		for _, path := range paths {
			list := setting.At(owner, path)
			switch {
			case len(list) == 0 || p.DiffersInStack(&list[0]):
			case list[0].Option == nil:
				f(p, list)
			default:
				for i := range list {
					f(p, list[i:i+1])
				}
			}
		}
	})
}

// WholeSettings is Settings for a function that gets a list or mapping as one setting, whatever its values are.
func WholeSettings(f func(*Pass, *setting.Setting), paths ...string) Check {
	return ownersAt(paths, func(p *Pass, owner parser.Node) {
		for _, s := range setting.Of(owner) {
			if slices.Contains(paths, s.Key.Path) && !s.Empty() && !p.DiffersInStack(&s) {
				f(p, &s)
			}
		}
	})
}

// ownersAt is Owners for the section of the first of some paths.
func ownersAt(paths []string, f func(*Pass, parser.Node)) Check {
	section, _, _ := strings.Cut(paths[0], ".")
	return Owners(section, f)
}

// InBothDialects is a check that looks at compose files and at docker commands. The page of its rule shows both.
type InBothDialects struct{ Both }

// Owners makes a check of a function of what has settings of a section of compose files, for a rule about several of them:
// for "services" a *compose.Service, or a *docker.Command that makes a container; for "networks" or "volumes" a
// *compose.Resource, or the command that makes one.
//
//go:noinline
func Owners(section string, f func(*Pass, parser.Node)) Check {
	return InBothDialects{Both{
		Each(func(p *Pass, s *compose.Service) {
			if section == "services" {
				f(p, s)
			}
		}),
		Each(func(p *Pass, r *compose.Resource) {
			if r.Section() == section {
				f(p, r)
			}
		}),
		Each(func(p *Pass, c *docker.Command) {
			if engine.CommandSection(c.Verb) == section {
				f(p, c)
			}
		}),
	}}
}

// Ports makes a check of a function of the ports that services and new containers publish. It is not called for a stack, in
// which another part of the engine publishes them.
//
//go:noinline
func Ports(f func(*Pass, *setting.Port)) Check {
	return InBothDialects{Both{
		Each(func(p *Pass, port *compose.Port) {
			if !p.InStack() {
				eachPort(p, port, f)
			}
		}),
		Each(func(p *Pass, c *docker.Command) { eachPort(p, c, f) }),
	}}
}

func eachPort(p *Pass, n parser.Node, f func(*Pass, *setting.Port)) {
	for _, port := range setting.Ports(n) {
		f(p, port)
	}
}

// Mounts makes a check of a function of the mounts of services and new containers.
//
//go:noinline
func Mounts(f func(*Pass, *setting.Mount)) Check {
	each := func(p *Pass, n parser.Node) {
		for _, m := range setting.Mounts(n) {
			f(p, m)
		}
	}
	return InBothDialects{Both{
		Each(func(p *Pass, m *compose.Mount) { each(p, m) }),
		Each(func(p *Pass, c *docker.Command) { each(p, c) }),
	}}
}

// InStack reports whether the file is deployed with `docker stack deploy`: the user says so, or the file shows it.
func (p *Pass) InStack() bool { return p.Environment.Stack || p.Unit.Stack != nil }

// DiffersInStack reports whether a setting is in a stack, where it does something else than what is known about its key.
func (p *Pass) DiffersInStack(s *setting.Setting) bool {
	return s.Option == nil && s.Key.DiffersInStack() && p.InStack()
}
