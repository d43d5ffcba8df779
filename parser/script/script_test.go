package script

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/source"
)

// text is a text that is a file of its own.
func text(s string) source.Text { return source.New("", s).Sub(source.Span{End: len(s)}) }

// outline writes a tree on one line, so that a table of cases can say what is read.
func outline(n Node) string {
	var b strings.Builder
	write(&b, n)
	return b.String()
}

func write(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case nil:
		b.WriteString("<nil>")
	case *Block:
		for i, st := range n.Statements {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, st)
			b.WriteString(strings.NewReplacer("\r\n", "", "\n", "", ";", ";").Replace(st.Op.String()))
		}
	case *Statement:
		write(b, n.Body)
	case *Pipeline:
		if n.Negated {
			b.WriteString("! ")
		}
		for i, e := range n.Elements {
			if i > 0 {
				b.WriteString(" | ")
			}
			write(b, e)
		}
		writeAll(b, " ", n.Redirects)
	case *Command:
		writeCommand(b, n)
	case *Arg:
		writeArg(b, n)
	case *Redirect:
		b.WriteString(n.Op.String())
		if n.Target != nil {
			write(b, n.Target)
		}
	case *Assign:
		write(b, n.Target)
		b.WriteString(n.Op.String())
		if n.Value != nil {
			write(b, n.Value)
		}
	case *Compound:
		b.WriteString("{" + n.Keyword)
		writeAll(b, " ", n.Clauses)
		writeAll(b, " ", n.Redirects)
		b.WriteString("}")
	case *Clause:
		b.WriteString(n.Keyword + "(")
		for i, h := range n.Head {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, h)
		}
		b.WriteString(")")
		if n.Body != nil {
			b.WriteString("[")
			write(b, n.Body)
			b.WriteString("]")
		}
	case *Function:
		b.WriteString("{" + n.Keyword + " " + n.Name.String())
		if n.Params != nil {
			write(b, n.Params)
		}
		if n.Body != nil {
			b.WriteString(" [")
			write(b, n.Body)
			b.WriteString("]")
		}
		b.WriteString("}")
	case *Params:
		b.WriteString("params(")
		writeAll(b, "", n.List)
		b.WriteString(")")
	case *Parameter:
		writeAll(b, "", n.Types)
		if n.Name != nil {
			write(b, n.Name)
		}
		if n.Default != nil {
			b.WriteString("=")
			write(b, n.Default)
		}
		b.WriteString(";")
	case *Label:
		b.WriteString(":" + n.Name)
	default:
		writeOperand(b, n)
	}
}

func writeAll[N Node](b *strings.Builder, before string, list []N) {
	for _, n := range list {
		b.WriteString(before)
		write(b, n)
	}
}

func writeCommand(b *strings.Builder, c *Command) {
	b.WriteString("<")
	for _, a := range c.Assigns {
		write(b, a)
		b.WriteString(" ")
	}
	b.WriteString(c.Call.String())
	if c.Lower != "" {
		b.WriteString(c.Lower)
	} else if c.Name != nil {
		write(b, c.Name)
	}
	writeAll(b, " ", c.Args)
	writeAll(b, " ", c.Redirects)
	if c.Starts != nil {
		b.WriteString(" ")
		write(b, c.Starts)
	}
	b.WriteString(">")
}

func writeArg(b *strings.Builder, a *Arg) {
	switch {
	case a.Param != "":
		b.WriteString("-" + a.Param)
		if a.Inline != nil {
			b.WriteString(":")
			write(b, a.Inline)
		}
	case a.Expr() != nil:
		write(b, a.Expr())
	case a.Known():
		fmt.Fprintf(b, "'%s'", a.Value())
	default:
		fmt.Fprintf(b, "~'%s'", a.Value())
		for _, part := range a.Parts {
			if g, ok := part.(*Group); ok {
				write(b, g)
			}
		}
	}
}

func writeOperand(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case *Literal:
		b.WriteString(n.String())
	case *String:
		fmt.Fprintf(b, "%s%s%s", n.Quote, n.Value(), n.Quote[len(n.Quote)-1:])
	case *Variable:
		b.WriteString("$" + n.Name)
	case *Group:
		b.WriteString(n.Open)
		write(b, n.Body)
		b.WriteString(map[string]string{"{": "}", "`": "`"}[n.Open])
		if n.Open != "{" && n.Open != "`" {
			b.WriteString(")")
		}
	case *Hash:
		b.WriteString("@{")
		for _, e := range n.Entries {
			write(b, e.Key)
			b.WriteString("=")
			if e.Value != nil {
				write(b, e.Value)
			}
			b.WriteString(";")
		}
		b.WriteString("}")
	case *Entry:
		write(b, n.Key)
		b.WriteString("=")
		write(b, n.Value)
	case *Type:
		b.WriteString("[" + n.Name.String())
		if n.Args != nil {
			b.WriteString("(")
			writeAll(b, "", n.Args)
			b.WriteString(")")
		}
		b.WriteString("]")
	case *Member:
		write(b, n.Target)
		b.WriteString(map[bool]string{false: ".", true: "::"}[n.Static])
		if n.Name != nil {
			write(b, n.Name)
		}
		if n.Call {
			b.WriteString("(")
			for i, a := range n.Args {
				if i > 0 {
					b.WriteString(",")
				}
				write(b, a)
			}
			b.WriteString(")")
		}
	case *Index:
		write(b, n.Target)
		b.WriteString("[")
		if n.Index != nil {
			write(b, n.Index)
		}
		b.WriteString("]")
	case *Operation:
		writeOperation(b, n)
	case *Cast:
		write(b, n.Type)
		b.WriteString(" ")
		write(b, n.Operand)
	case *List:
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, item)
		}
	default:
		fmt.Fprintf(b, "?%T", n)
	}
}

func writeOperation(b *strings.Builder, n *Operation) {
	b.WriteString("(")
	if len(n.Operators) >= len(n.Operands) {
		for _, op := range n.Operators {
			b.WriteString(op.String())
		}
		b.WriteString(" ")
		writeAll(b, "", n.Operands)
	} else {
		for i, operand := range n.Operands {
			if i > 0 {
				b.WriteString(" " + n.Operators[i-1].String() + " ")
			}
			write(b, operand)
		}
	}
	b.WriteString(")")
}
