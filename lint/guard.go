package lint

import (
	"cmp"
	"slices"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// This file keeps a failure of winlint itself, or of a library, to the place where it happens: the rest of the file and
// all other files are checked as ever, and the user is told what was not.

// read reads a file behind a wall. A file on which it fails is one of which nothing is known.
func (l *Linter) read(f *source.File) (unit *subject.Unit) {
	defer func() {
		if recover() != nil {
			unit = subject.Unread(f)
			unit.Unchecked = append(unit.Unchecked, source.Failed(source.Span{End: len(f.Text)}, "file"))
		}
	}()
	world := &subject.World{Open: l.Open, Builds: l.Builds, Images: l.Images, Facts: l.Facts}
	if l.Kind != nil {
		return l.Kind.Unit(f, world)
	}
	return subject.Read(f, world)
}

// check hands a node to the rule.
func (p *Pass) check(n parser.Node) {
	defer func() {
		if recover() != nil {
			p.Unit.Unchecked = append(p.Unit.Unchecked, source.Failed(n.Span(), what(n)))
		}
	}()
	p.rule.Check.Check(p, n)
}

// propose makes the fix of a finding. One that fails is none.
func (p *prover) propose(f *Finding) {
	defer func() {
		if recover() != nil {
			f.dropFix()
			p.result.Unchecked = append(p.result.Unchecked, source.Failed(f.Span, "fix"))
		}
	}()
	f.make()
	if p.result.Unit.CI != nil && f.replacesExpression() {
		f.dropFix()
	}
}

// what is what a node is called where it could not be checked.
func what(n parser.Node) string {
	switch n.(type) {
	case *dockerfile.Instruction:
		return "instruction"
	case *subject.Unit, *dockerfile.Document:
		return "file"
	default:
		return "part of the file"
	}
}

// unchecked is what of a file was not checked, in the order of the places, each once.
func unchecked(u *subject.Unit) []source.Unchecked {
	list := slices.Clone(u.Unchecked)
	if why := u.Template; why != nil {
		list = append(list, source.Unchecked{Span: why.At, Reason: "This file was not checked, because `" + why.Text + "` makes it a template"})
	}
	slices.SortStableFunc(list, func(a, b source.Unchecked) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(list)
}
