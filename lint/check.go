package lint

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
)

// Most checks are about one or two keywords, there are many of them, and a file has many instructions. So the checks made
// here tell what they are about, and are handed nothing else. It is told as a set of keywords; whatever is no instruction
// is in it as an instruction with an unknown keyword is.

// Each makes a check of a function of one type of node; other nodes are passed over.
func Each[N parser.Node](f func(*Pass, N)) Check { return each[N](f) }

type each[N parser.Node] func(*Pass, N)

func (f each[N]) Check(p *Pass, n parser.Node) {
	if node, ok := n.(N); ok {
		f(p, node)
	}
}

func (f each[N]) about() dockerfile.Keywords {
	switch any(*new(N)).(type) {
	case nil, *dockerfile.Instruction: // nil is that of an interface, which any node may have
		return dockerfile.AllKeywords
	}
	return dockerfile.UnknownKeyword
}

// Instructions makes a check of a function of the instructions with one of the keywords, triggers of ONBUILD included.
func Instructions(f func(*Pass, *dockerfile.Instruction), keywords ...string) Check {
	return instructions{f, dockerfile.KeywordsOf(keywords...)}
}

type instructions struct {
	f        func(*Pass, *dockerfile.Instruction)
	keywords dockerfile.Keywords
}

func (c instructions) Check(p *Pass, n parser.Node) {
	if in, ok := n.(*dockerfile.Instruction); ok && in.In(c.keywords) {
		c.f(p, in)
	}
}

func (c instructions) about() dockerfile.Keywords { return c.keywords }

// Both is a check that is several, each for its own type of node.
type Both []Check

// Check has each of them look at the node.
func (b Both) Check(p *Pass, n parser.Node) {
	for _, check := range b {
		check.Check(p, n)
	}
}

func (b Both) about() (set dockerfile.Keywords) {
	for _, check := range b {
		set |= about(check)
	}
	return set
}

// about is what a check is about; everything where it does not tell.
func about(c Check) dockerfile.Keywords {
	if c, ok := c.(interface{ about() dockerfile.Keywords }); ok {
		return c.about()
	}
	return dockerfile.AllKeywords
}

// A scope is one of the file, with what its nodes are, each as a set of one keyword, and where it is built and run.
type scope struct {
	*subject.Scope
	keywords    []dockerfile.Keywords
	environment engine.Environment
}

func (l *Linter) scopesOf(u *subject.Unit) []scope {
	scopes := make([]scope, len(u.Scopes))
	for i, s := range u.Scopes {
		scopes[i] = scope{s, make([]dockerfile.Keywords, len(s.Nodes)), l.environment(u, s)}
		for n, node := range s.Nodes {
			scopes[i].keywords[n] = dockerfile.UnknownKeyword
			if in, ok := node.Node.(*dockerfile.Instruction); ok {
				scopes[i].keywords[n] = in.Keywords()
			}
		}
	}
	return scopes
}
