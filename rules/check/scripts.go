package check

import (
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// Scripts is a check of each script that a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs, and of each that such a script
// starts, outer ones first. A script may be unread.
func Scripts(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
		outer := p.Script(in)
		if outer == nil {
			return
		}
		for s := range outer.All() {
			f(p, in, s)
		}
	}, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
}

// ScriptsAnywhere is a check of scripts as scripts is, also of those that the services of compose files, the steps of CI
// files and the health checks of docker commands run; these have no instruction.
func ScriptsAnywhere(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return lint.Both{
		Scripts(f),
		lint.Each(func(p *lint.Pass, c *compose.Command) { eachScript(p, p.ServiceScript(c), f) }),
		Steps(f),
		lint.Each(func(p *lint.Pass, c *docker.Command) { eachScript(p, p.HealthScript(c), f) }),
	}
}

// Steps is a check of the scripts of the steps of CI files.
func Steps(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return lint.Each(func(p *lint.Pass, s *ci.Step) { eachScript(p, p.StepScript(s), f) })
}

// ScriptFiles is a check of the scripts that script files are and start, but for those that drive containers for Linux only.
func ScriptFiles(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return lint.Each(func(p *lint.Pass, u *subject.Unit) {
		if u.CI != nil || u.Dockerfile != nil || u.Compose != nil || !mayBeForWindows(u) {
			return
		}
		for _, s := range u.Scripts {
			eachScript(p, s, f)
		}
	})
}

// mayBeForWindows reports whether a docker command of a script is for Windows, or none of them is for Linux.
func mayBeForWindows(u *subject.Unit) bool {
	return u.FileScope.OS == windows.Windows || !slices.ContainsFunc(u.Scopes, func(s *subject.Scope) bool { return s.OS == windows.Linux })
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

// Commands is a check of each command, in scripts of some languages that could be read, whose lower-case base name is one
// of the names; of each command if there are no names. The instruction is the one that contains the script.
func Commands(in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string) lint.Check {
	return Scripts(CommandsIn(in, f, names...))
}

// CommandsAnywhere is a check of commands as Commands is, also of those in scripts that the services of compose files and the
// steps of CI files run; these have no instruction.
func CommandsAnywhere(in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string) lint.Check {
	return ScriptsAnywhere(CommandsIn(in, f, names...))
}

// CommandsIn is what Commands does with one script.
// CommandsIn turns a check of commands, selected as Commands selects them, into a check of scripts.
func CommandsIn(
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

// A StageScript is a script of a stage, with the instruction that runs it and what is known there.
type StageScript struct {
	Instruction *dockerfile.Instruction
	State       *subject.State
	*script.Script
}

// StageScripts is every script that the RUNs of a stage run, in order, with those that they start.
func StageScripts(p *lint.Pass, s *subject.Scope) []StageScript {
	var list []StageScript
	for _, node := range s.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil || in.Name != "RUN" {
			continue
		}
		outer := p.ScriptAt(in, node.State)
		if outer == nil {
			continue
		}
		for inner := range outer.All() {
			list = append(list, StageScript{in, node.State, inner})
		}
	}
	return list
}
