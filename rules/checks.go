package rules

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
)

// instruction is a check of the instructions with one of the keywords, triggers of ONBUILD included. One that the builder
// refuses is left to the rule that says why.
func instruction(f func(*lint.Pass, *dockerfile.Instruction), keywords ...string) lint.Check {
	return lint.Each(func(p *lint.Pass, in *dockerfile.Instruction) {
		if in.Err == nil && in.Is(keywords...) {
			f(p, in)
		}
	})
}
