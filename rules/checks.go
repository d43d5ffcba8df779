package rules

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
)

// instruction is a check of the instructions with one of the keywords, triggers of ONBUILD included. One that the builder
// refuses is left to the rule that says why.
func instruction(f func(*lint.Pass, *dockerfile.Instruction), keywords ...string) lint.Check {
	return lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
		if refusal(in) == nil && !bareTrigger(in) {
			f(p, in)
		}
	}, keywords...)
}

// scripts is a check of each script that a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs, and of each that such a script
// starts, outer ones first. A script may be unread.
func scripts(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return instruction(func(p *lint.Pass, in *dockerfile.Instruction) {
		outer := p.Script(in)
		if outer == nil {
			return
		}
		for s := range outer.All() {
			f(p, in, s)
		}
	}, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
}

// scriptsAnywhere is a check of scripts as scripts is, also of those that the services of compose files run; these have no
// instruction.
func scriptsAnywhere(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return both{scripts(f), lint.Each(func(p *lint.Pass, c *compose.Command) {
		outer := p.ServiceScript(c)
		if outer == nil {
			return
		}
		for s := range outer.All() {
			f(p, nil, s)
		}
	})}
}

// commands is a check of each command, in scripts of some languages that could be read, whose lower-case base name is
// one of the names; of each command where there are no names. The instruction is the one that the script stands in.
func commands(in func(script.Language) bool, f func(*lint.Pass, *dockerfile.Instruction, *script.Command), names ...string) lint.Check {
	return scripts(commandsIn(in, f, names...))
}

// commandsAnywhere is a check of commands as commands is, also of those in scripts that the services of compose files run;
// these have no instruction.
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

// bareTrigger reports whether the instruction is a trigger without arguments, which the builder refuses only where it runs.
func bareTrigger(in *dockerfile.Instruction) bool { return in.Parent != nil && len(in.Words) == 0 }

// refusal is what the builder says where it refuses the instruction, or the ONBUILD whose trigger it is.
func refusal(in *dockerfile.Instruction) *dockerfile.Error {
	if in.Err == nil && in.Parent != nil {
		return in.Parent.Err
	}
	return in.Err
}

// brief is a value as messages show it: not longer than a line, and without characters that move the cursor.
func brief(s string) string {
	s = visible.Replace(s)
	if len(s) <= briefLength { // it has no more characters than bytes
		return s
	}
	if runes := []rune(s); len(runes) > briefLength {
		return string(runes[:briefLength-1]) + "…"
	}
	return s
}

const briefLength = 80

var visible = strings.NewReplacer("\x00", "<NUL>", "\a", "<BEL>", "\b", "<BS>", "\f", "<FF>", "\n", "<LF>", "\r", "<CR>", "\t", "<TAB>",
	"\v", "<VT>", "\x1b", "<ESC>", "\u0085", "<NEL>", "\u00a0", "<NBSP>", "\u2028", "<LS>", "\u2029", "<PS>")

// both is a check that is several, each for its own type of node.
type both = lint.Both
