package lint

import (
	"github.com/winlint/winlint/parser/script"
)

// scriptParts is what the shells read of a script file: each word of each command, what it reads or writes, each
// assignment, each expression. Variables are as written.
func scriptParts(file *script.Script) []part {
	var parts []part
	for s := range file.All() {
		if s.Unread() {
			parts = append(parts, part{Span: s.Text.Span(), reads: s.Text.String()})
			continue
		}
		script.Walk(s.Body, func(n script.Node) bool {
			switch n := n.(type) {
			case *script.Command:
				parts = append(parts, wordsOf(n)...)
			case *script.Assign:
				parts = append(parts, part{Span: n.Target.Span(), reads: n.Target.String() + n.Op.String()})
			case *script.Pipeline:
				for _, e := range n.Elements {
					if _, isCommand := e.(*script.Command); !isCommand {
						parts = append(parts, part{Span: e.Span(), reads: e.String()})
					}
				}
			}
			return true
		})
	}
	return parts
}

func wordsOf(c *script.Command) []part {
	var parts []part
	if c.Name != nil { // a word that becomes a command, because a line end comes before it, is another one
		parts = append(parts, part{Span: c.Name.Span(), reads: "command " + c.Name.Value().String()})
	}
	for _, arg := range c.Args {
		parts = append(parts, part{Span: arg.Span(), reads: arg.Value().String()})
	}
	for _, r := range c.Redirects {
		parts = append(parts, part{Span: r.Span(), reads: r.String()})
	}
	return parts
}
