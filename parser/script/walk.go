package script

import "iter"

// Walk calls f for n and for every node in it, in the order of the text, a node before its parts. Where f returns false
// the parts are left out. Scripts that commands start are not entered: see Script.All.
func Walk(n Node, f func(Node) bool) {
	if n == nil || !f(n) {
		return
	}
	children(n, func(child Node) { Walk(child, f) })
}

// children calls f for each direct part of n.
func children(n Node, f func(Node)) {
	switch n := n.(type) {
	case *Block:
		each(n.Statements, f)
	case *Statement:
		one(n.Body, f)
	case *Pipeline:
		each(n.Elements, f)
		each(n.Redirects, f)
	case *Command:
		each(n.Assigns, f)
		if n.Name != nil {
			f(n.Name)
		}
		each(n.Args, f)
		each(n.Redirects, f)
		if n.Starts != nil {
			f(n.Starts)
		}
	case *Arg:
		each(n.Parts, f)
		if n.Inline != nil {
			f(n.Inline)
		}
	case *Redirect:
		if n.Target != nil {
			f(n.Target)
		}
	case *Assign:
		one(n.Target, f)
		one(n.Value, f)
	case *Compound:
		each(n.Clauses, f)
		each(n.Redirects, f)
	case *Clause:
		each(n.Head, f)
		if n.Body != nil {
			f(n.Body)
		}
	case *Function:
		if n.Params != nil {
			f(n.Params)
		}
		if n.Body != nil {
			f(n.Body)
		}
	case *Params:
		each(n.List, f)
	case *Parameter:
		each(n.Types, f)
		if n.Name != nil {
			f(n.Name)
		}
		one(n.Default, f)
	default:
		operands(n, f)
	}
}

// operands is children for the nodes of expressions.
func operands(n Node, f func(Node)) {
	switch n := n.(type) {
	case *String:
		each(n.Parts, f)
	case *Group:
		if n.Body != nil {
			f(n.Body)
		}
	case *Hash:
		each(n.Entries, f)
	case *Entry:
		one(n.Key, f)
		if n.Value != nil {
			f(n.Value)
		}
	case *Type:
		each(n.Args, f)
	case *Member:
		one(n.Target, f)
		one(n.Name, f)
		each(n.Args, f)
	case *Index:
		one(n.Target, f)
		one(n.Index, f)
	case *Operation:
		each(n.Operands, f)
	case *Cast:
		f(n.Type)
		one(n.Operand, f)
	case *List:
		each(n.Items, f)
	}
}

func one(n Node, f func(Node)) {
	if n != nil {
		f(n)
	}
}

func each[N Node](list []N, f func(Node)) {
	for _, n := range list {
		f(n)
	}
}

// Nodes is every node of type N in n, in the order of the text: Nodes[*Variable](script.Body).
func Nodes[N Node](n Node) iter.Seq[N] {
	return func(yield func(N) bool) {
		if b, ok := n.(*Block); ok && b.nodes != nil {
			for _, n := range b.nodes {
				if found, ok := n.(N); ok && !yield(found) {
					return
				}
			}
			return
		}
		more := true
		Walk(n, func(n Node) bool {
			if found, ok := n.(N); ok && more {
				more = yield(found)
			}
			return more
		})
	}
}
