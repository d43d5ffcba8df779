package script

import "strings"

// block reads statements up to the bracket that closes it, which is left; 0 means the end of the text.
func (r *psReader) block(closing byte) *Block {
	start := r.pos
	b := &Block{}
	if r.enter() {
		for r.another(closing) {
			st := r.statement()
			b.Statements = append(b.Statements, st)
			r.operator(st, closing)
		}
	}
	r.leave()
	b.Range = r.to(start)
	return b
}

// another steps to the next statement of a block; false where there is none.
func (r *psReader) another(closing byte) bool {
	for {
		r.skip(true)
		if r.end() {
			return false
		}
		if r.text.hole(r.pos) > r.pos {
			return true
		}
		switch c := r.at(r.pos); {
		case c == closing && c != 0:
			return false
		case c == ';':
			r.pos++
		case c == ')' || c == '}':
			r.unexpected("`" + string(c) + "` does not close anything")
		case c == '|' || c == ',' || c == '&' && r.at(r.pos+1) == '&':
			r.unexpected("no statement can begin with `" + string(c) + "`")
		default:
			return true
		}
	}
}

// operator reads what ends a statement.
func (r *psReader) operator(st *Statement, closing byte) {
	r.skip(false)
	start := r.pos
	switch {
	case r.end():
	case r.starts("&&"), r.starts("||"):
		r.pos += 2
		st.Op = r.to(start)
		if c := r.follows(r.pos); c == 0 || c == ';' || c == closing {
			r.fail(st.Op, Missing, "there is no command after `"+st.Op.String()+"`")
		}
		return
	case r.at(r.pos) == ';', r.at(r.pos) == '&':
		r.pos++
	case r.newline(r.pos):
		r.skipNewline()
	case r.at(r.pos) == ')' || r.at(r.pos) == '}', r.freeEnd(st):
	default:
		n := r.width(r.pos)
		r.fail(r.between(r.pos, r.pos+n), Unexpected, "a new statement must begin on a new line or after `;`")
		if r.pos == st.End && st.Empty() {
			r.pos += n // a statement that took nothing: continue after it
		}
	}
	st.Op = r.to(start)
}

// freeEnd reports whether the statement is one that needs nothing between it and the next: it ends in a block, or is an
// attribute before "param".
func (r *psReader) freeEnd(st *Statement) bool {
	switch body := st.Body.(type) {
	case *Compound, *Function, *Params:
		return true
	case *Assign:
		_, compound := body.Value.(*Compound)
		return compound
	case *Pipeline:
		if len(body.Elements) == 1 {
			_, attribute := body.Elements[0].(*Type)
			return attribute
		}
	}
	return false
}

func (r *psReader) statement() *Statement {
	start := r.pos
	st := &Statement{}
	if r.enter() {
		if r.at(r.pos) == ':' && r.nameWidth(r.pos+1) > 0 { // the label of a loop
			r.pos = r.identifier(r.pos + 1)
			r.skip(true)
		}
		st.Body = r.body()
	}
	r.leave()
	st.Range = r.to(start)
	return st
}

// body reads the statement itself, by its first word.
func (r *psReader) body() Node {
	word := r.keyword()
	next := byte(0)
	if word != "" {
		next = r.follows(r.pos + len(word))
	}
	switch word {
	case "if":
		return r.ifStatement()
	case "while", "switch":
		return r.loopStatement(word)
	case "for", "foreach":
		if next == '(' || next == '-' && word == "foreach" {
			return r.loopStatement(word)
		}
	case "do":
		return r.doStatement()
	case "try":
		return r.tryStatement()
	case "function", "filter", "workflow", "configuration", "class", "enum":
		if next != 0 && next != '=' && next != '-' && next != '|' {
			return r.function(word)
		}
	case "param":
		if next == '(' {
			return r.paramStatement()
		}
	case "trap":
		return r.blockStatement(word, true)
	case "begin", "process", "end", "dynamicparam", "clean", "data", "parallel", "sequence", "inlinescript":
		if next == '{' {
			return r.blockStatement(word, false)
		}
	case "return", "exit", "throw", "break", "continue":
		return r.jump(word)
	}
	return r.pipeline()
}

// jump reads return, exit and the like with their value.
func (r *psReader) jump(word string) Node {
	start := r.pos
	c := &Command{Script: r.script, Keyword: true, Lower: word}
	r.pos += len(word)
	c.Name = &Arg{Range: r.to(start), value: r.text.slice(start, r.pos)}
	r.skip(false)
	if !r.endsStatement() {
		from := r.pos
		value := r.pipeline()
		arg := &Arg{Range: r.to(from), Parts: []Node{value}}
		arg.value = r.opaque(from)
		if p, ok := value.(*Pipeline); ok && len(p.Elements) == 1 {
			arg.Parts = p.Elements
			arg.value = r.valueOf(p.Elements[0])
		}
		c.Args = append(c.Args, arg)
	}
	c.Range = r.to(start)
	c.Pipeline = &Pipeline{Range: c.Range, Elements: []Node{c}}
	return c.Pipeline
}

// opaque is the text from start to the reader's place as a value that is not known.
func (r *psReader) opaque(start int) reading {
	var b builder
	b.hole(r.text, start, r.pos)
	return b.readingAt(r.text, start)
}

// valueOf is the value of an expression: known of strings and bare words.
func (r *psReader) valueOf(n Node) reading {
	switch n := n.(type) {
	case *String:
		return n.value
	case *Literal:
		return r.text.slice(n.Start, n.End)
	case *Arg:
		return n.value
	}
	return r.opaque(r.pos - len(n.String()))
}

func (r *psReader) endsStatement() bool {
	if r.end() {
		return true
	}
	if r.text.hole(r.pos) > r.pos {
		return false
	}
	c := r.at(r.pos)
	return strings.IndexByte(";)}\r\n|", c) >= 0 || c == '&' && r.at(r.pos+1) == '&'
}

// pipeline reads a pipeline or an assignment.
func (r *psReader) pipeline() Node {
	start := r.pos
	p := &Pipeline{}
	for {
		n := r.element(p)
		if len(p.Elements) == 0 {
			if op := r.assignment(); op > 0 {
				return r.assign(start, n, op)
			}
		}
		p.Elements = append(p.Elements, n)
		end := r.pos
		r.skip(false)
		if r.seven() && r.newline(r.pos) && r.follows(r.pos) == '|' {
			r.skip(true) // PowerShell 7 takes the next line for more of this one
		}
		if r.at(r.pos) != '|' || r.at(r.pos+1) == '|' || r.text.hole(r.pos) > r.pos {
			r.pos = end
			break
		}
		r.pos++
		r.skip(true)
		if r.endsStatement() {
			r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "there is no command after `|`")
			break
		}
	}
	p.Range = r.to(start)
	return p
}

// assignment is the width of the assignment operator after spaces, and steps to it; 0 where none is.
func (r *psReader) assignment() int {
	at := r.pos
	r.skip(false)
	if r.text.hole(r.pos) == r.pos {
		switch c := r.at(r.pos); {
		case c == '=':
			return 1
		case c != 0 && strings.IndexByte("+-*/%", c) >= 0 && r.at(r.pos+1) == '=':
			return 2
		case r.starts("??="):
			return 3
		}
	}
	r.pos = at
	return 0
}

func (r *psReader) assign(start int, target Node, op int) Node {
	a := &Assign{Target: target}
	from := r.pos
	r.pos += op
	a.Op = r.to(from)
	r.skip(true)
	if r.endsStatement() {
		r.fail(a.Op, Missing, "there is no value after `"+a.Op.String()+"`")
	} else {
		st := r.statement()
		a.Value = st.Body
	}
	a.Range = r.to(start)
	return a
}

// element reads one element of a pipeline: a command or an expression.
func (r *psReader) element(p *Pipeline) Node {
	start := r.pos
	if !r.beginsExpression() {
		return r.command(p)
	}
	n := r.expression(false)
	for {
		at := r.pos
		r.skip(false)
		if r.pos == start || !r.redirects() {
			r.pos = at
			return n
		}
		p.Redirects = append(p.Redirects, r.redirect())
	}
}

// beginsExpression tells an expression from a command by its first characters.
func (r *psReader) beginsExpression() bool {
	i := r.pos
	if r.end() || r.text.hole(i) > i {
		return false
	}
	if kind, _ := r.quote(i); kind != 0 {
		return true
	}
	if n := r.dash(i); n > 0 {
		return r.beginsUnary(i, n)
	}
	switch c := r.at(i); {
	case strings.IndexByte("([{,", c) >= 0:
		return true
	case c == '$':
		next := r.at(i + 1)
		return next == '(' || next == '{' || next == '$' || next == '?' || next == '^' || next == ':' || r.nameWidth(i+1) > 0
	case c == '@':
		kind, _ := r.quote(i + 1)
		return kind != 0 || r.at(i+1) == '(' || r.at(i+1) == '{' || r.nameWidth(i+1) > 0
	case c == '!':
		return !letter(r.at(i + 1))
	case c == '+':
		return r.beginsUnary(i, 1)
	case digit(c), c == '.' && digit(r.at(i+1)):
		return r.number(i) > i
	}
	return false
}

func (r *psReader) beginsUnary(i, n int) bool {
	next := r.at(i + n)
	if next == '$' || next == '(' || digit(next) || next == '.' && digit(r.at(i+n+1)) || r.dash(i+n) > 0 || next == '+' {
		return true
	}
	return unaryOperators[strings.ToLower(r.s[i+n:r.identifier(i+n)])]
}
