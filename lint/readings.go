package lint

import (
	"slices"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// If the shell of an unknown base image runs an instruction, its text may still tell its language; and what is found
// whichever shell runs it is true without knowing the shell. This file runs rules under such readings.

// node hands a node to the rule, under each reading of it if its shell is not known.
func (p *Pass) node(n parser.Node) {
	in, ok := n.(*dockerfile.Instruction)
	if !ok {
		p.check(n)
		return
	}
	a := p.Unit.Assumed(in, p.Scope, p.State)
	switch {
	case a == nil:
		p.check(n)
	case a.Shell != nil:
		*p.findings = append(*p.findings, p.underLikely(n, a)...)
	case a.Decided() && !p.rule.ByText:
		p.check(n)
	case a.Decided():
		found, _ := p.under(n, a.Readings[0])
		if a.Likely {
			for _, f := range found {
				f.doubt()
			}
		}
		*p.findings = append(*p.findings, found...)
	default:
		*p.findings = append(*p.findings, p.underAll(n, a.Readings)...)
	}
}

// under is what the rule finds under one reading, and whether it looked at the reading at all.
func (p *Pass) under(n parser.Node, reading *script.Script) (found []*Finding, asked bool) {
	all := p.findings
	p.findings, p.reading, p.asked = &found, reading, false
	defer func() { p.findings, p.reading = all, nil }()
	p.check(n)
	return found, p.asked
}

// underAll is what the rule finds under every reading: the same message for the same place, with the lowest of the
// severities, and with a fix only if all have the same one.
func (p *Pass) underAll(n parser.Node, readings []*script.Script) []*Finding {
	common, asked := p.under(n, readings[0])
	if !asked {
		return common
	}
	for _, reading := range readings[1:] {
		if len(common) == 0 {
			break
		}
		found, _ := p.under(n, reading)
		common = slices.DeleteFunc(common, func(f *Finding) bool {
			at := slices.IndexFunc(found, func(g *Finding) bool { return f.Span == g.Span && f.Message == g.Message })
			if at >= 0 {
				f.agree(found[at])
			}
			return at < 0
		})
	}
	return common
}

// underLikely is what the rule finds under the shell that the base image probably sets. What it does not find under every
// shell, too, may be wrong.
func (p *Pass) underLikely(n parser.Node, a *subject.Assumption) []*Finding {
	var anyway []*Finding
	if a.Readings != nil {
		anyway = p.underAll(n, a.Readings)
	} else {
		anyway, _ = p.under(n, nil)
	}
	unknown, state := p.State, *p.State
	state.Shell = *a.Shell
	p.State = &state
	found, _ := p.under(n, a.Reading)
	p.State = unknown
	for _, f := range found {
		if !slices.ContainsFunc(anyway, func(g *Finding) bool { return f.Span == g.Span && f.Message == g.Message && f.Severity == g.Severity }) {
			f.doubt()
		}
	}
	return found
}

// doubt brings a finding down to what may be wrong.
func (f *Finding) doubt() {
	f.Severity = min(f.Severity, Warning)
	f.Unsafe()
}

// agree leaves of a finding what another one of the same place and message says, too.
func (f *Finding) agree(g *Finding) {
	f.Severity = min(f.Severity, g.Severity)
	if f.Note != g.Note {
		f.Note = ""
	}
	if f.Help != g.Help {
		f.Help = ""
	}
	if f.lazyFix != nil || g.lazyFix != nil || !slices.EqualFunc(f.Edits, g.Edits, func(a, b source.Edit) bool { return a == b }) {
		f.dropFix()
	}
	f.Unsafe()
}
