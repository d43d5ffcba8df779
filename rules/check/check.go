// Package check holds what the rules of several directories share: kinds of checks, readers of words, paths and stages, and
// edits of YAML.
package check

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
)

// Instructions is a check of the instructions with one of the keywords, triggers of ONBUILD included. One that the builder
// refuses is left to the rule that says why.
//
//go:noinline
func Instructions(f func(*lint.Pass, *dockerfile.Instruction), keywords ...string) lint.Check {
	return lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
		if Refusal(in) == nil && !bareTrigger(in) {
			f(p, in)
		}
	}, keywords...)
}

// bareTrigger reports whether the instruction is a trigger without arguments, which the builder refuses only where it runs.
func bareTrigger(in *dockerfile.Instruction) bool { return in.Parent != nil && len(in.Words) == 0 }

// Refusal is what the builder says where it refuses the instruction, or the ONBUILD whose trigger it is.
func Refusal(in *dockerfile.Instruction) *dockerfile.Error {
	if in.Err == nil && in.Parent != nil {
		return in.Parent.Err
	}
	return in.Err
}
