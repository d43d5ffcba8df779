package lint_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A rule that fails at an instruction leaves what it, and every other rule, finds elsewhere, and the user hears of it once.
func TestPanicIsKept(t *testing.T) {
	failing := &lint.Rule{ID: "failing", On: subject.Set{Any: true},
		Check: lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
			if in.Args.String() == "bad" {
				panic("a bug")
			}
			p.Reportf(in, "found")
		}, "RUN")}
	run := &lint.Linter{Rules: []*lint.Rule{failing, failing}}
	result := run.Lint(source.New("Dockerfile", "FROM a\nRUN bad\nRUN good\n"))
	if len(result.Findings) != 2 {
		t.Errorf("%d findings, not those of both rules at the good instruction", len(result.Findings))
	}
	if len(result.Unchecked) != 1 {
		t.Fatalf("%d parts are unchecked, not one", len(result.Unchecked))
	}
	at := result.Unchecked[0]
	if got := result.Unit.File.Slice(at.Span); got != "RUN bad" {
		t.Errorf("unchecked is %q", got)
	}
	if !strings.Contains(at.Reason, source.Tracker) {
		t.Errorf("%q does not say where to report it", at.Reason)
	}
}

// A fix that cannot be made takes nothing of its finding but the fix, and the user hears of it.
func TestPanicOfFix(t *testing.T) {
	failing := &lint.Rule{ID: "failing", On: subject.Set{Any: true}, Fix: lint.Safe,
		Check: lint.Instructions(func(p *lint.Pass, in *dockerfile.Instruction) {
			p.Reportf(in, "found").LazyFix(func(*lint.Finding) { panic("a bug") })
		}, "RUN")}
	run := &lint.Linter{Rules: []*lint.Rule{failing}}
	result := run.Lint(source.New("Dockerfile", "FROM a\nRUN b\n"))
	run.Prove(result)
	if len(result.Findings) != 1 || result.Findings[0].Fixable() || len(result.Unchecked) != 1 {
		t.Errorf("%d findings, unchecked %v", len(result.Findings), result.Unchecked)
	}
}
