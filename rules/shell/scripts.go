package shell

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

// scripts is a check of each script that a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs, and of each that such a script
// starts, outer ones first. A script may be unread.
func scripts(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return check.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
		outer := p.Script(in)
		if outer == nil {
			return
		}
		for s := range outer.All() {
			f(p, in, s)
		}
	}, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
}

// scriptsAnywhere is a check of scripts as scripts is, also of those that the services of compose files, the steps of CI
// files and the health checks of docker commands run; these have no instruction.
func scriptsAnywhere(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return lint.Both{
		scripts(f),
		lint.Each(func(p *lint.Pass, c *compose.Command) { eachScript(p, p.ServiceScript(c), f) }),
		steps(f),
		lint.Each(func(p *lint.Pass, c *docker.Command) { eachScript(p, p.HealthScript(c), f) }),
	}
}

// steps is a check of the scripts of the steps of CI files.
func steps(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return lint.Each(func(p *lint.Pass, s *ci.Step) { eachScript(p, p.StepScript(s), f) })
}

// eachScript checks a script that no instruction runs, and those that it starts.
func eachScript(p *lint.Pass, outer *script.Script, f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) {
	if outer == nil {
		return
	}
	for s := range outer.All() {
		f(p, nil, s)
	}
}

// commands is a check of each command, in scripts of some languages that could be read, whose lower-case base name is one
// of the names; of each command if there are no names. The instruction is the one that contains the script.
func commands(in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string) lint.Check {
	return scripts(commandsIn(in, f, names...))
}

// commandsAnywhere is a check of commands as commands is, also of those in scripts that the services of compose files and the
// steps of CI files run; these have no instruction.
func commandsAnywhere(in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string) lint.Check {
	return scriptsAnywhere(commandsIn(in, f, names...))
}

func commandsIn(
	in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string,
) func(*lint.Pass, *dockerfile.Instruction, *script.Script) {
	return func(p *lint.Pass, at *dockerfile.Instruction, s *script.Script) {
		if !in(s.Language) || s.Unread() {
			return
		}
		for c := range s.Commands() {
			if len(names) == 0 || c.Is(names...) {
				f(p, at, c)
			}
		}
	}
}
