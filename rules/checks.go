package rules

import (
	"strings"

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

// brief is a value as messages show it: not longer than a line, and without characters that move the cursor.
func brief(s string) string {
	s = visible.Replace(s)
	if runes := []rune(s); len(runes) > briefLength {
		return string(runes[:briefLength-1]) + "…"
	}
	return s
}

const briefLength = 80

var visible = strings.NewReplacer("\b", "<BS>", "\f", "<FF>", "\n", "<LF>", "\r", "<CR>", "\t", "<TAB>", "\x1b", "<ESC>")
