package lint

import (
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/subject"
)

// Settings makes a check of a function of the settings that stand for one of some keys, by their paths in compose files
// ("services.*.cap_add"): of services, of what a file declares, and of docker commands. The function gets settings with a
// known value that is not empty, unless the file is a stack and `docker stack deploy` does something else with the key.
func Settings(f func(*Pass, *subject.Setting), paths ...string) Check {
	return SettingLists(func(p *Pass, list []subject.Setting) {
		for i := range list {
			f(p, &list[i])
		}
	}, paths...)
}

// SettingLists is Settings for a function that gets the items of a list or mapping together. An option is alone.
func SettingLists(f func(*Pass, []subject.Setting), paths ...string) Check {
	return Owners(func(p *Pass, owner parser.Node) {
		for _, path := range paths {
			var list []subject.Setting
			for _, s := range subject.SettingsAt(owner, path) {
				if !s.Known || s.Text == "" || p.DiffersInStack(&s) {
					continue
				}
				if s.Option != nil {
					f(p, []subject.Setting{s})
				} else {
					list = append(list, s)
				}
			}
			if len(list) > 0 {
				f(p, list)
			}
		}
	})
}

// Owners makes a check of a function of whatever has settings: a *compose.Service, *compose.Resource or *docker.Command.
func Owners(f func(*Pass, parser.Node)) Check {
	return Both{
		Each(func(p *Pass, s *compose.Service) { f(p, s) }),
		Each(func(p *Pass, r *compose.Resource) { f(p, r) }),
		Each(func(p *Pass, c *docker.Command) { f(p, c) }),
	}
}

// InStack reports whether the file is deployed with `docker stack deploy`: the user says so, or the file shows it.
func (p *Pass) InStack() bool { return p.Environment.Stack || p.Unit.Stack != nil }

// DiffersInStack reports whether a setting is of a stack in which it does something else than what is known of its key.
func (p *Pass) DiffersInStack(s *subject.Setting) bool {
	return s.Option == nil && s.Key.DiffersInStack() && p.InStack()
}
