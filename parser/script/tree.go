package script

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// A Node is a part of a script. Its place is that of its first to its last byte in the file, so it holds what the
// builder or a shell removed between them, too.
type Node interface {
	Span() source.Span
	String() string    // as the shell reads it
	Text() source.Text // the same with places
	bounds() Range
}

// A Range is bytes Start to End of the text that the reader of a script saw.
type Range struct {
	of         *source.Text
	Start, End int
}

// Span is its place in the file.
func (r Range) Span() source.Span { return r.of.SpanOf(r.Start, r.End) }

// String is its text as the shell reads it.
func (r Range) String() string {
	if r.of == nil {
		return ""
	}
	return r.of.String()[r.Start:r.End]
}

// Text is its text with places.
func (r Range) Text() source.Text {
	if r.of == nil {
		return source.Text{}
	}
	return r.of.Slice(r.Start, r.End)
}

func (r Range) bounds() Range { return r }

// Empty reports whether there is nothing in it, as in the operator after the last statement.
func (r Range) Empty() bool { return r.Start == r.End }

// sub is bytes i to j of the same text.
func (r Range) sub(i, j int) Range { return Range{r.of, i, j} }

// A Block is statements that run one after the other: a whole script, what is in braces, in parentheses, or after
// cmd's IF.
type Block struct {
	Range
	Statements []*Statement

	nodes []Node // of the body of a script: all that Nodes gives, since many rules ask and the tree is slow to walk
}

// A Statement is one step of a block.
type Statement struct {
	Range
	Body Node  // *Pipeline, *Assign, *Compound, *Function, *Label or *Params; nil where the text is broken
	Op   Range // what joins it to the next: ";", "&", "&&", "||", a line end; empty after the last
}

// A Pipeline is commands or, in PowerShell, expressions whose output goes to the next. One command alone is a
// pipeline of one.
type Pipeline struct {
	Range
	Negated   bool        // sh: "! command"
	Elements  []Node      // *Command, *Compound in cmd and sh, or an expression
	Redirects []*Redirect // of an expression or a group; a command holds its own
}

// Command is the command that the pipeline consists of; nil where it is more than one, or an expression.
func (p *Pipeline) Command() *Command {
	if len(p.Elements) != 1 {
		return nil
	}
	c, _ := p.Elements[0].(*Command)
	return c
}

// A Command is a program, cmdlet, function or builtin with its arguments. In PowerShell "return", "exit", "throw",
// "break" and "continue" are commands, too: Keyword is then set.
type Command struct {
	Range
	Call      Range  // PowerShell's "&" or "."; cmd's "@"
	Name      *Arg   // nil for an sh command that is assignments or redirections only
	Lower     string // the name without directory and ".exe", in lower case; empty where it is not known
	Keyword   bool
	Args      []*Arg
	Assigns   []*Assign // sh: the "A=b" before the name
	Redirects []*Redirect
	Starts    *Command  // what cmd's CALL and START start
	Pipeline  *Pipeline // that it is in; nil for what CALL and START start
	Script    *Script   // that it is in

	line reading // cmd: the command line that the program gets
}

// An Arg is the name of a command, or one argument.
type Arg struct {
	Range
	Param  string // PowerShell: the name in "-Name" or "-Name:", in lower case
	Inline *Arg   // PowerShell: the value after "-Name:"
	Parts  []Node // the strings, variables, groups and, in PowerShell, expressions in it, in order

	value reading
}

// Value is the argument as the command gets it: quotes and escape characters removed. Variables and substitutions are
// in it as written; Known tells whether there are any.
func (a *Arg) Value() source.Text { return a.value.Text }

// Known reports whether Value is all that the command gets: no variable and no expression is in it.
func (a *Arg) Known() bool { return len(a.value.holes) == 0 }

// Pattern is Value with a zero byte for each byte that is not known. What a PowerShell list such as "type=bind,src=$x" gives
// a program is what is written, if it has no space.
func (a *Arg) Pattern() string {
	if a.Known() {
		return a.value.String()
	}
	pattern := []byte(a.value.String())
	if list, ok := a.Expr().(*List); ok && !strings.ContainsAny(a.String(), " \t\r\n`") {
		for _, item := range list.Items {
			part := pattern[item.bounds().Start-a.Start : item.bounds().End-a.Start]
			if word, ok := item.(*Arg); ok && word.value.String() == word.String() {
				copy(part, word.Pattern())
			} else {
				clear(part)
			}
		}
		return string(pattern)
	}
	for _, h := range a.value.holes {
		clear(pattern[h.start:h.end])
	}
	return string(pattern)
}

// Is reports whether the command gets exactly one of the values, in any case of letters.
func (a *Arg) Is(values ...string) bool {
	if a == nil || !a.Known() {
		return false
	}
	for _, v := range values {
		if strings.EqualFold(a.value.String(), v) {
			return true
		}
	}
	return false
}

// Expr is the expression that the argument is, such as PowerShell's "(Get-Date)" or an array; nil where it is a word.
func (a *Arg) Expr() Node {
	if len(a.Parts) != 1 {
		return nil
	}
	switch part := a.Parts[0].(type) {
	case *String, *Literal:
		return nil
	default:
		if part.String() != a.String() {
			return nil
		}
		return part
	}
}

// Items is what a PowerShell argument lists, as in "a, b" or "@('a', 'b')"; of any other it is the argument alone.
func (a *Arg) Items() []Node {
	expr := a.Expr()
	if g, ok := expr.(*Group); ok && len(g.Body.Statements) == 1 {
		if p, ok := g.Body.Statements[0].Body.(*Pipeline); ok && len(p.Elements) == 1 {
			expr = p.Elements[0]
		}
	}
	if list, ok := expr.(*List); ok {
		return list.Items
	}
	return []Node{a}
}

// Variable is the variable that the argument consists of, in quotes or not: $id, "$id", %id%, !id! or %%i. It is nil
// where the argument is anything more.
func (a *Arg) Variable() *Variable {
	if a == nil || len(a.Parts) != 1 || len(a.value.holes) != 1 ||
		a.value.holes[0] != (hole{0, a.value.Len()}) {
		return nil
	}
	part := a.Parts[0]
	if s, ok := part.(*String); ok && len(s.Parts) == 1 {
		part = s.Parts[0]
	}
	v, _ := part.(*Variable)
	return v
}

// A Literal is a bare word or a number in an expression.
type Literal struct{ Range }

// A String is a text in quotes.
type String struct {
	Range
	Quote string // `"`, "'", or PowerShell's here-strings `@"` and "@'"
	Body  Range  // between the quotes, as written
	Parts []Node // the variables and groups that are put in

	value reading
}

// Value is what the string means: quotes and escape characters removed, variables and groups as written.
func (s *String) Value() source.Text { return s.value.Text }

// Value is the text that a node means, and whether it is known: that of an argument, a string or a bare word.
func Value(n Node) (text source.Text, known bool) {
	switch n := n.(type) {
	case *Arg:
		return n.Value(), n.Known()
	case *String:
		return n.Value(), len(n.value.holes) == 0
	case *Literal:
		return n.Text(), true
	}
	return source.Text{}, false
}

// A Variable is a place where a variable's value is put in.
type Variable struct {
	Range
	Name  string // in lower case, without "$", "%", "!" and braces; with scope or drive, as in "env:path"
	Splat bool   // PowerShell's @name
	Outer bool   // a shell around this one puts the value in, before this one reads the text
}

// A Group is statements whose output or result is used: "( )", "$( )", "@( )", a script block "{ }", backticks in sh.
type Group struct {
	Range
	Open string // "(", "$(", "@(", "{" or "`"
	Body *Block
}

// A Hash is PowerShell's @{ }.
type Hash struct {
	Range
	Entries []*Entry
}

// An Entry is one "key = value".
type Entry struct {
	Range
	Key   Node
	Value *Statement
}

// A Type is PowerShell's [Name], or an attribute with its arguments.
type Type struct {
	Range
	Name Range
	Args []Node
}

// A Member is "target.name", "target::name", or a call of it.
type Member struct {
	Range
	Target Node
	Static bool
	Name   Node
	Lower  string // the name in lower case; empty where it is an expression
	Call   bool
	Args   []Node
}

// An Index is "target[index]".
type Index struct {
	Range
	Target, Index Node
}

// An Operation is operands with the operators between them, in the order of the text: precedence is not applied. One
// with as many operators as operands begins with a unary operator.
type Operation struct {
	Range
	Operands  []Node
	Operators []Range
}

// A Cast is "[type] operand".
type Cast struct {
	Range
	Type    *Type
	Operand Node
}

// A List is PowerShell's "a, b, c".
type List struct {
	Range
	Items []Node
}

// A Redirect is "> file", "2>&1" and the like.
type Redirect struct {
	Range
	Op     Range // with the number before it
	Target *Arg  // nil for "2>&1"
}

// An Assign is "$a = value" or sh's "a=value". cmd's SET is a command: see Command.Set.
type Assign struct {
	Range
	Target Node // a *Variable; in PowerShell also a member, an index, a cast or a list
	Op     Range
	Value  Node // *Pipeline, *Compound or *Assign in PowerShell, an *Arg in sh; nil where there is none
}

// A Compound is "if", a loop, "switch", "try" and the like, from its first word to the end of its last block.
type Compound struct {
	Range
	Keyword   string // lower case: if, for, foreach, while, do, switch, try, trap, case, begin, ...
	Clauses   []*Clause
	Redirects []*Redirect
}

// A Clause is one part of a compound: "if (head) { body }", "else { body }", one case of a switch.
type Clause struct {
	Range
	Keyword string  // lower case; empty for a case of a switch
	Head    []Node  // what is tested, looped over or caught; the words of cmd's IF and FOR are *Arg
	Body    *Block  // nil where it is missing
	Var     string  // the loop variable of "for", "foreach" and cmd's FOR, in lower case but for cmd's
	Run     *Script // cmd's FOR /F: the command whose output it loops over
}

// A Function is a definition of a function, filter, class or enum.
type Function struct {
	Range
	Keyword string // lower case: function, filter, workflow, configuration, class, enum
	Name    Range
	Params  *Params
	Body    *Block
}

// Params is the parameters that a PowerShell script, function or script block declares.
type Params struct {
	Range
	List []*Parameter
}

// A Parameter is one of them.
type Parameter struct {
	Range
	Types   []*Type // attributes and type, in order
	Name    *Variable
	Default Node // nil where there is none
}

// A Label is cmd's ":name".
type Label struct {
	Range
	Name string // lower case
}

// A Comment is "# ...", "<# ... #>", cmd's "rem ..." and ":: ...".
type Comment struct {
	Range
	Block bool // PowerShell's <# ... #>
}

// An Error is a place where the text is not what the shell's grammar allows, as far as this reader knows it.
type Error struct {
	Range
	Kind    ErrorKind
	Message string
}

// ErrorKind tells the errors of the reader apart.
type ErrorKind int

// The kinds of errors.
const (
	Unclosed   ErrorKind = iota // a quote, bracket, comment or here-string without its end; the span is its beginning
	Unexpected                  // something that cannot be there
	Missing                     // something that must be there does not
	HereString                  // PowerShell: text after @" or @' on the same line
)
