package script

import "strings"

// group reads "( ... )" with the redirections after it.
func (r *cmdReader) group(p *Pipeline) *Group {
	start := r.pos
	g := &Group{Open: "("}
	r.pos++
	r.groups++
	g.Body = r.block(false)
	r.groups--
	if r.peek(0) == ')' {
		r.pos++
	} else {
		r.fail(r.sub(start, start+1), Unclosed, "the parenthesis is not closed")
	}
	g.Range = r.to(start)
	for {
		at := r.pos
		r.skip(" \t")
		if !r.redirects() {
			r.pos = at
			return g
		}
		p.Redirects = append(p.Redirects, r.redirect())
	}
}

// body reads what IF, ELSE or DO runs: a group with what is chained to it, or the rest of the line.
func (r *cmdReader) body() *Block {
	r.skip(" \t,;=")
	b := r.block(true)
	if len(b.Statements) == 1 {
		if p, ok := b.Statements[0].Body.(*Pipeline); ok && len(p.Elements) == 1 && len(p.Redirects) == 0 {
			if g, ok := p.Elements[0].(*Group); ok {
				return g.Body
			}
		}
	}
	return b
}

func (r *cmdReader) ifCommand() Node {
	start := r.pos
	c := &Compound{Keyword: "if"}
	if !r.enter() {
		c.Range = r.to(start)
		return c
	}
	defer r.leave()
	clause := &Clause{Keyword: "if"}
	r.pos += len("if")
	r.condition(clause)
	clause.Body = r.body()
	if len(clause.Body.Statements) == 0 && len(clause.Body.String()) == 0 && !r.script.Partial() {
		r.fail(r.sub(start, start+2), Missing, "there is no command after the condition of IF")
	}
	clause.Range = r.to(start)
	c.Clauses = append(c.Clauses, clause)
	if r.atElse() {
		from := r.pos
		otherwise := &Clause{Keyword: "else"}
		r.pos += len("else")
		otherwise.Body = r.body()
		otherwise.Range = r.to(from)
		c.Clauses = append(c.Clauses, otherwise)
	}
	c.Range = r.to(start)
	return c
}

// condition reads what IF tests, word by word.
func (r *cmdReader) condition(clause *Clause) {
	next := func() *Arg {
		r.skip(" \t,;")
		arg := r.operand()
		clause.Head = append(clause.Head, arg)
		return arg
	}
	arg := next()
	for arg.Is("/i", "not") {
		arg = next()
	}
	if arg.Is("exist", "defined", "errorlevel", "cmdextversion") {
		next()
		return
	}
	next() // the comparison
	next()
}

// operand reads one word of a condition, or the "==" between two.
func (r *cmdReader) operand() *Arg {
	start := r.pos
	if strings.HasPrefix(r.s[r.pos:], "==") {
		r.pos += 2
		return &Arg{Range: r.to(start), value: r.text.slice(start, r.pos)}
	}
	closed := false // a quote has just ended
	return r.scan(func(c byte) bool {
		stop := strings.IndexByte(" \t\r\n=&|<>;,", c) >= 0 || c == '(' && closed || c == ')' && r.groups > 0 && r.plainParens(start)
		closed = c == '"'
		return stop
	})
}

// plainParens reports whether the word that begins at start holds no parenthesis of its own to close.
func (r *cmdReader) plainParens(start int) bool { return start == len(r.s) || r.s[start] != '(' }

func (r *cmdReader) forCommand() Node {
	start := r.pos
	c := &Compound{Keyword: "for"}
	if !r.enter() {
		c.Range = r.to(start)
		return c
	}
	defer r.leave()
	clause := &Clause{Keyword: "for"}
	c.Clauses = append(c.Clauses, clause)
	r.pos += len("for")
	if r.loop(clause) {
		clause.Body = r.body()
	} else {
		r.fail(r.sub(start, start+3), Missing, "FOR needs a variable, IN, a set in parentheses, and DO")
		r.restOfLine()
	}
	clause.Range = r.to(start)
	c.Range = r.to(start)
	return c
}

// loop reads the head of a FOR up to its DO.
func (r *cmdReader) loop(clause *Clause) bool {
	word := func() *Arg {
		r.skip(" \t,;=")
		return r.scan(func(c byte) bool { return strings.IndexByte(" \t\r\n,;=()&|<>", c) >= 0 })
	}
	for {
		arg := word()
		if arg.Empty() {
			return false
		}
		clause.Head = append(clause.Head, arg)
		if v := arg.Variable(); v != nil && len(v.Name) == 1 && v.String()[len(v.String())-1] != '%' {
			clause.Var = v.Name
			break
		}
	}
	if !word().Is("in") {
		return false
	}
	r.skip(" \t")
	if r.peek(0) != '(' {
		return false
	}
	r.set(clause)
	return word().Is("do")
}

// set reads what FOR loops over. FOR /F runs what is in single quotes, or with USEBACKQ in backticks.
func (r *cmdReader) set(clause *Clause) {
	open := r.pos
	r.pos++
	arg := r.scan(func(c byte) bool { return c == ')' })
	if r.peek(0) == ')' {
		r.pos++
	} else {
		r.fail(r.sub(open, open+1), Unclosed, "the parenthesis is not closed")
	}
	clause.Head = append(clause.Head, arg)
	first, _ := clause.Head[0].(*Arg)
	if !first.Is("/f") || r.script.depth >= maxStarted || arg.value.Len() > maxLine {
		return
	}
	mark := byte('\'')
	if options, ok := clause.Head[1].(*Arg); ok && strings.Contains(strings.ToLower(options.String()), "usebackq") {
		mark = '`'
	}
	line := arg.value.String()
	from, to := strings.IndexByte(line, mark), strings.LastIndexByte(line, mark)
	if from < 0 || from == to || strings.TrimSpace(line[:from]) != "" {
		return
	}
	inner := &Script{Language: r.script.Language, Parent: r.script}
	clause.Run = readAt(inner, arg.value.slice(from+1, to), r.script.depth+1)
	r.script.Started = append(r.script.Started, inner)
}

// atElse steps to an ELSE on the same line.
func (r *cmdReader) atElse() bool {
	at := r.pos
	r.skip(" \t")
	if r.word("else") {
		return true
	}
	r.pos = at
	return false
}
