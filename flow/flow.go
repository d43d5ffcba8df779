// Package flow follows a script from its first statement to its last, through branches, loops and functions, and tells at
// each docker command which containers run. Where it cannot know, it says nothing: what a branch, a loop, a function or
// another script may do makes the containers unknown. Of winlint's packages it imports source, windows, parser/script and
// parser/docker only.
package flow

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
)

// A Run is what runs one after another on one machine: the script of a file, or the steps of a job.
type Run []Part

// A Part of a run is a script with all that it starts, or something of which nothing is known.
type Part struct {
	Script *script.Script // nil if it is not known what runs
	Maybe  bool           // it may be left out
}

// Follow follows runs. For each of the docker commands in them it tells what is known, just before the command, of the
// container that it is about; there is none where nothing is known. The values are those of Constants, by script.
func Follow(runs []Run, commands []*docker.Command, values map[*script.Script]Values) map[*docker.Command]*Container {
	f := &follower{
		commands: map[*script.Command]*docker.Command{}, about: map[*docker.Command]*Container{},
		seen: map[*script.Command]bool{}, made: map[*script.Command]*container{},
	}
	for _, c := range commands {
		f.commands[c.Command] = c
	}
	for _, run := range runs {
		c := newContainers()
		for i, part := range run {
			if i > 0 {
				c.nextPart()
			}
			f.part(part, values[part.Script], c)
		}
	}
	return f.about
}

// part follows a part of a run from what is known before it to what is known after it.
func (f *follower) part(part Part, values Values, c *containers) {
	if part.Script == nil {
		c.forget()
		return
	}
	after := c.clone()
	f.values = values
	for inner := range part.Script.All() {
		switch {
		case inner.Unread():
			after.forget()
		case inner == part.Script:
			f.script(inner, after)
		case !f.followed(inner):
			f.script(inner, newContainers())
		}
	}
	if part.Maybe {
		c.merge(after)
	} else {
		*c = *after
	}
}

// A follower is on its way through a script.
type follower struct {
	commands  map[*script.Command]*docker.Command
	about     map[*docker.Command]*Container // what Follow tells
	values    Values
	functions map[string]bool                // that the script defines, in lower case; true where one can touch a container
	seen      map[*script.Command]bool       // that were followed
	made      map[*script.Command]*container // by the command whose output is the container's id
	loops     int                            // that the place is in, heads of branches among them
	depth     int                            // how many loops it is in
	breaks    []*containers                  // what is known where a loop or a switch is left
	exits     []*containers                  // what is known where the script ends early, and what follows it continues
}

// script follows a script and, each on its own, its functions.
func (f *follower) script(s *script.Script, c *containers) {
	f.functions, f.breaks, f.exits = map[string]bool{}, nil, nil
	for fn := range script.Nodes[*script.Function](s.Body) {
		f.functions[strings.ToLower(fn.Name.String())] = fn.Body != nil && f.touches(fn.Body)
	}
	f.block(s.Body, c)
	for _, exit := range f.exits {
		c.merge(exit)
	}
	for fn := range script.Nodes[*script.Function](s.Body) {
		if fn.Body != nil {
			f.block(fn.Body, newContainers())
		}
	}
}

// followed reports whether a script was followed as a part of the one around it.
func (f *follower) followed(s *script.Script) bool {
	for c := range s.Commands() {
		return f.seen[c]
	}
	return false
}

// touches reports whether a function may change the state of a container: by docker, or by whatever it calls.
func (f *follower) touches(body *script.Block) bool {
	for c := range script.Nodes[*script.Command](body) {
		if f.commands[c] != nil || c.Lower == "" || c.Is("docker", "docker-compose") || f.functions[c.Lower] || isScriptFile(c.Lower) {
			return true
		}
	}
	return false
}

// block follows statements one after the other.
func (f *follower) block(b *script.Block, c *containers) {
	op := ""
	for _, st := range b.Statements {
		switch {
		case op == "||":
			branch := c.clone()
			f.statement(st, branch)
			c.merge(branch)
		default:
			f.statement(st, c)
		}
		op = st.Op.String()
	}
}

func (f *follower) statement(st *script.Statement, c *containers) {
	switch body := st.Body.(type) {
	case *script.Label: // whatever jumps here
		c.dead = false
		c.forget()
	case *script.Assign:
		f.assign(body, c)
	case *script.Pipeline:
		f.node(body, c)
		if st.Op.String() == "&" && !inCmd(st) {
			c.forget() // it continues in the background
		}
	case script.Node:
		f.node(body, c)
	}
}

// inCmd reports whether "&" only separates commands.
func inCmd(st *script.Statement) bool {
	for c := range script.Nodes[*script.Command](st) {
		return c.Script.Language.IsCmd()
	}
	return true
}

// node follows whatever is in an expression, a pipeline or a command, in the order of the text.
func (f *follower) node(n script.Node, c *containers) {
	switch n := n.(type) {
	case nil:
	case *script.Command:
		f.command(n, c)
	case *script.Compound:
		f.compound(n, c)
	case *script.Function:
	case *script.Assign:
		f.assign(n, c)
	case *script.Block:
		f.block(n, c)
	case *script.Group:
		if n.Open == "{" && n.Body != nil && !startsShBlock(n) {
			f.loop(c, func(c *containers) { f.block(n.Body, c) })
		} else if n.Body != nil {
			f.block(n.Body, c)
		}
	default:
		f.parts(n, c)
	}
}

// startsShBlock reports whether braces group commands of sh, which run at once; in PowerShell they are a script block.
func startsShBlock(g *script.Group) bool {
	for c := range script.Nodes[*script.Command](g) {
		return c.Script.Language.IsSh()
	}
	return false
}

// parts follows the direct parts of a node.
func (f *follower) parts(n script.Node, c *containers) {
	first := true
	script.Walk(n, func(part script.Node) bool {
		if first {
			first = false
			return true
		}
		f.node(part, c)
		return false
	})
}

// command follows a command, after what its arguments run.
func (f *follower) command(n *script.Command, c *containers) {
	f.seen[n] = true
	if n.Starts != nil {
		f.command(n.Starts, c)
		if n.Is("start") {
			c.forget()
		}
		return
	}
	for _, arg := range n.Args {
		f.node(arg, c)
	}
	for _, a := range n.Assigns {
		f.assign(a, c)
	}
	cmd := f.commands[n]
	if cmd == nil {
		f.other(n, c)
		return
	}
	if c.dead {
		return
	}
	f.docker(cmd, c)
}

// compound follows a branch, a loop or a TRY.
func (f *follower) compound(n *script.Compound, c *containers) {
	switch n.Keyword {
	case "try":
		f.try(n, c)
	case "while", "until", "do", "for", "foreach", "select":
		if run := onlyCommand(n); run != nil {
			f.forCommand(n.Clauses[0], run, c)
			return
		}
		f.loop(c, func(c *containers) {
			for _, clause := range n.Clauses {
				if clause.Var != "" {
					c.unbind("$" + withoutScope(strings.ToLower(clause.Var)))
					c.unbind("%%" + clause.Var)
				}
				f.clause(clause, c)
			}
		})
	default:
		f.branches(n, c)
	}
}

// clause follows the head and the body of a clause.
func (f *follower) clause(clause *script.Clause, c *containers) {
	f.loops++
	for _, n := range clause.Head {
		f.node(n, c)
	}
	f.loops--
	if clause.Body != nil {
		f.block(clause.Body, c)
	}
}

// branches follows an IF or a switch: each body from the state before it, and none of them.
func (f *follower) branches(n *script.Compound, c *containers) {
	outer := f.breaks
	f.breaks = nil
	entry, all := c.clone(), []*containers{}
	exhaustive := false
	for _, clause := range n.Clauses {
		f.loops++
		for _, head := range clause.Head {
			f.node(head, entry)
		}
		f.loops--
		branch := entry.clone()
		if clause.Body != nil {
			f.block(clause.Body, branch)
			all = append(all, branch)
		}
		exhaustive = exhaustive || n.Keyword == "if" && clause.Keyword == "else" && clause.Body != nil
	}
	if !exhaustive {
		all = append(all, entry)
	}
	*c = *all[0]
	for _, branch := range all[1:] {
		c.merge(branch)
	}
	if n.Keyword != "switch" {
		f.breaks = append(outer, f.breaks...)
		return
	}
	f.join(c)
	f.breaks = outer
}

// join adds the ways by which a loop or a switch is left early.
func (f *follower) join(c *containers) {
	for _, left := range f.breaks {
		c.merge(left)
	}
}

// try follows a TRY: what it catches may have happened anywhere in it.
func (f *follower) try(n *script.Compound, c *containers) {
	entry := c.clone()
	for _, clause := range n.Clauses {
		switch clause.Keyword {
		case "catch":
			caught := entry.clone()
			caught.merge(c)
			if c.dead {
				caught.forget()
			}
			caught.dead = entry.dead
			f.clause(clause, caught)
			c.merge(caught)
		case "finally":
			dead := c.dead
			c.dead = false
			f.clause(clause, c)
			c.dead = c.dead || dead
		default:
			f.block(clause.Body, c)
		}
	}
}

// loop follows what runs never, once or many times: at its beginning nothing is known of the containers that it changes.
func (f *follower) loop(c *containers, body func(*containers)) {
	outer := f.breaks
	f.loops++
	f.depth++
	turns := 2 // what a turn changes is not known before the next one
	if f.depth > maxDepth {
		turns = 1
		c.forget()
	}
	for range turns {
		f.breaks = nil
		turn := c.clone()
		body(turn)
		c.merge(turn)
		f.join(c)
	}
	f.loops--
	f.depth--
	f.breaks = outer
}

// maxDepth is how many loops, one in another, are followed from turn to turn: each doubles the work. What is deeper
// begins with nothing known of any container.
const maxDepth = 5

// onlyCommand is the command whose output cmd's FOR /F loops over.
func onlyCommand(n *script.Compound) *script.Script {
	if len(n.Clauses) == 1 {
		return n.Clauses[0].Run
	}
	return nil
}

// forCommand follows FOR /F over the one line that "docker run -d" prints.
func (f *follower) forCommand(clause *script.Clause, run *script.Script, c *containers) {
	var id *container
	if !run.Unread() {
		f.block(run.Body, c)
		for cmd := range run.Commands() {
			id = f.made[cmd]
		}
	}
	key := "%%" + clause.Var
	c.bind(key, id)
	if clause.Body == nil {
		return
	}
	if id == nil {
		f.loop(c, func(c *containers) { f.block(clause.Body, c) })
	} else {
		f.block(clause.Body, c)
	}
}

// assign follows an assignment: a variable may get the id of a container.
func (f *follower) assign(a *script.Assign, c *containers) {
	f.node(a.Value, c)
	target := a.Target
	if cast, ok := target.(*script.Cast); ok {
		target = cast.Operand
	}
	if v, ok := target.(*script.Variable); ok {
		c.bind(variableKey(v), f.idOf(a.Value, c))
	}
}

// idOf is the container whose id a node gives; nil where it gives none, or where that is not known.
func (f *follower) idOf(n script.Node, c *containers) *container {
	switch n := n.(type) {
	case *script.Command:
		return f.made[n]
	case *script.Pipeline:
		if len(n.Elements) == 0 || !slices.Contains([]string{"", "select-object", "out-string", "tail", "head", "tr"}, lastName(n)) {
			return nil
		}
		return f.idOf(n.Elements[0], c)
	case *script.Group:
		if n.Body == nil || len(n.Body.Statements) != 1 || n.Open == "{" {
			return nil
		}
		return f.idOf(n.Body.Statements[0].Body, c)
	case *script.Member:
		if slices.Contains([]string{"trim", "trimend", "tostring", "substring"}, n.Lower) {
			return f.idOf(n.Target, c)
		}
	case *script.Index:
		return f.idOf(n.Target, c)
	case *script.Cast:
		return f.idOf(n.Operand, c)
	case *script.String:
		if len(n.Parts) == 1 && n.Body.String() == n.Parts[0].String() {
			return f.idOf(n.Parts[0], c)
		}
	case *script.Variable:
		return c.names[variableKey(n)]
	case *script.Arg:
		if v := n.Variable(); v != nil {
			return c.names[variableKey(v)]
		}
		if expr := n.Expr(); expr != nil {
			return f.idOf(expr, c)
		}
		if len(n.Parts) == 1 && strings.Trim(n.String(), `"`) == strings.Trim(n.Parts[0].String(), `"`) {
			return f.idOf(n.Parts[0], c)
		}
	}
	return nil
}

// lastName is the last command of a pipeline of several; "" where it is one.
func lastName(p *script.Pipeline) string {
	if len(p.Elements) == 1 {
		return ""
	}
	if last, ok := p.Elements[len(p.Elements)-1].(*script.Command); ok {
		return last.Cmdlet()
	}
	return "?"
}

// variableKey is what a variable is called in containers.names: the loop variables of cmd are apart from its others.
func variableKey(v *script.Variable) string {
	if written := v.String(); strings.HasPrefix(written, "%") && !strings.HasSuffix(written, "%") {
		return "%%" + v.Name
	}
	return "$" + withoutScope(v.Name)
}
