package lint

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
)

// Most checks are about one or two keywords, or one type of node, there are many of them, and a file has many nodes. So the
// checks made here tell what they are about, and are handed nothing else.

// A nodeSet is a set of nodes by what they are: instructions by their keywords, which are the lower half, and the nodes that
// every Dockerfile has. All others are one.
type nodeSet uint64

const (
	allInstructions         = nodeSet(dockerfile.AllKeywords)
	fileNode        nodeSet = 1 << (32 + iota)
	scopeNode
	documentNode
	otherNode
	everyNode = ^nodeSet(0)
)

// setOfNode is the set of a node alone.
func setOfNode(n parser.Node) nodeSet {
	switch n := n.(type) {
	case *dockerfile.Instruction:
		return nodeSet(n.Keywords())
	case *subject.Unit:
		return fileNode
	case *subject.Scope:
		return scopeNode
	case *dockerfile.Document:
		return documentNode
	}
	return otherNode
}

// A nodeCheck is a check that tells what it is about.
type nodeCheck struct {
	about nodeSet
	check func(*Pass, parser.Node)
}

// Check looks at a node that it is about.
func (c *nodeCheck) Check(p *Pass, n parser.Node) { c.check(p, n) }

// Each makes a check of a function of one type of node; other nodes are skipped.
func Each[N parser.Node](f func(*Pass, N)) Check {
	return &nodeCheck{setOfType(*new(N)), func(p *Pass, n parser.Node) {
		if node, ok := n.(N); ok {
			f(p, node)
		}
	}}
}

// setOfType is the set of all nodes of the type of a node, which is nil.
func setOfType(n parser.Node) nodeSet {
	switch n.(type) {
	case nil: // that of an interface, which any node may have
		return everyNode
	case *dockerfile.Instruction:
		return allInstructions
	}
	return setOfNode(n)
}

// Instructions makes a check of a function of the instructions with one of the keywords, triggers of ONBUILD included.
func Instructions(f func(*Pass, *dockerfile.Instruction), keywords ...string) Check {
	set := dockerfile.KeywordsOf(keywords...)
	return &nodeCheck{nodeSet(set), func(p *Pass, n parser.Node) {
		if in, ok := n.(*dockerfile.Instruction); ok && in.In(set) {
			f(p, in)
		}
	}}
}

// Both is a check that is several, each for its own type of node.
type Both []Check

// Check has each of them look at the node.
func (b Both) Check(p *Pass, n parser.Node) {
	for _, check := range b {
		check.Check(p, n)
	}
}

// about is what a check is about; everything if it does not tell.
func about(c Check) (set nodeSet) {
	switch c := c.(type) {
	case *nodeCheck:
		return c.about
	case InBothDialects:
		return about(c.Both)
	case Both:
		for _, check := range c {
			set |= about(check)
		}
		return set
	}
	return everyNode
}

// A scope is a part of the file about which a rule is asked as a whole, with its nodes and where it is built and run.
type scope struct {
	*subject.Scope
	nodes       []node
	all         nodeSet // of all of them
	environment engine.Environment
}

// A node is one of a scope, with the set of it alone.
type node struct {
	subject.Node // without a state for what is a whole
	set          nodeSet
}

// add adds a node to the scope.
func (s *scope) add(n subject.Node) {
	set := setOfNode(n.Node)
	s.nodes = append(s.nodes, node{n, set})
	s.all |= set
}

// scopesOf is the scopes of a file. The first one is the file as a whole, with what is in no other one.
func (l *Linter) scopesOf(u *subject.Unit) []scope {
	scopes := make([]scope, 1+len(u.Scopes))
	whole := &scopes[0]
	whole.Scope, whole.environment = u.FileScope, l.environment(u, nil)
	whole.add(subject.Node{Node: u})
	for _, n := range u.Parts {
		whole.add(subject.Node{Node: n})
	}
	for i, of := range u.Scopes {
		s := &scopes[i+1]
		s.Scope, s.environment = of, l.environment(u, of)
		s.nodes = make([]node, 0, 1+len(of.Nodes))
		s.add(subject.Node{Node: of})
		for _, n := range of.Nodes {
			s.add(n)
		}
	}
	return scopes
}
