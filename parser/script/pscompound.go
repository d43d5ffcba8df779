package script

// clause reads one part of a compound with its block.
func (r *psReader) clause(keyword string, head func(*Clause)) *Clause {
	start := r.pos
	c := &Clause{Keyword: keyword}
	r.pos += len(keyword)
	if head != nil {
		head(c)
	}
	c.Body = r.braces("`" + keyword + "`")
	c.Range = r.to(start)
	return c
}

// braces reads the "{ }" that must follow.
func (r *psReader) braces(of string) *Block {
	r.skip(true)
	if r.at(r.pos) != '{' || r.end() {
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "the block of "+of+" is missing")
		return nil
	}
	return r.enclosed("{").Body
}

// condition reads the "( )" that must follow.
func (r *psReader) condition(c *Clause) {
	r.skip(true)
	if r.at(r.pos) != '(' || r.end() {
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "the condition of `"+c.Keyword+"` is missing")
		return
	}
	c.Head = append(c.Head, r.enclosed("("))
}

// goesOn steps to one of the keywords, if it comes next, and returns it.
func (r *psReader) goesOn(keywords ...string) string {
	at := r.pos
	r.skip(true)
	if !r.end() {
		word := r.keyword()
		for _, k := range keywords {
			if word == k {
				return word
			}
		}
	}
	r.pos = at
	return ""
}

func (r *psReader) ifStatement() Node {
	start := r.pos
	c := &Compound{Keyword: "if", Clauses: []*Clause{r.clause("if", r.condition)}}
	for {
		word := r.goesOn("elseif", "else")
		if word == "" {
			break
		}
		head := r.condition
		if word == "else" {
			head = nil
		}
		c.Clauses = append(c.Clauses, r.clause(word, head))
	}
	c.Range = r.to(start)
	return c
}

// loopStatement reads while, for, foreach and switch.
func (r *psReader) loopStatement(word string) Node {
	start := r.pos
	c := &Compound{Keyword: word}
	switch word {
	case "while":
		c.Clauses = []*Clause{r.clause(word, r.condition)}
	case "for":
		c.Clauses = []*Clause{r.clause(word, r.condition)}
	case "foreach":
		c.Clauses = []*Clause{r.clause(word, r.foreachHead)}
	case "switch":
		r.switchStatement(c)
	}
	c.Range = r.to(start)
	return c
}

// foreachHead reads "-parallel -throttlelimit 5 ($x in pipeline)".
func (r *psReader) foreachHead(c *Clause) {
	r.flags(c)
	if r.at(r.pos) != '(' || r.end() {
		r.condition(c) // says that it is missing
		return
	}
	open := r.pos
	r.pos++
	r.skip(true)
	if r.at(r.pos) == '$' {
		if v := r.variable(); v != nil {
			c.Var = v.Name
			c.Head = append(c.Head, v)
		}
	}
	r.skip(true)
	if r.keyword() != "in" {
		r.fail(r.between(open, open+1), Missing, "`foreach` needs a variable, `in` and a value")
		r.close(open, ')')
		return
	}
	r.pos += len("in")
	r.skip(true)
	if !r.end() && r.at(r.pos) != ')' {
		c.Head = append(c.Head, r.pipeline())
	}
	r.close(open, ')')
}

// flags reads the "-name" words before the head of foreach and switch.
func (r *psReader) flags(c *Clause) {
	for {
		r.skip(true)
		if r.dash(r.pos) == 0 || r.nameWidth(r.pos+r.dash(r.pos)) == 0 {
			return
		}
		c.Head = append(c.Head, r.argument())
		r.skip(true)
		if !r.end() && r.at(r.pos) != '(' && r.at(r.pos) != '{' && r.dash(r.pos) == 0 {
			c.Head = append(c.Head, r.argument()) // switch -File path, foreach -ThrottleLimit 5
		}
	}
}

// close steps over the bracket that must follow; open is where its fellow is.
func (r *psReader) close(open int, bracket byte) {
	r.skip(true)
	switch {
	case r.end():
		r.fail(r.between(open, open+1), Unclosed, "`"+r.s[open:open+1]+"` is not closed")
	case r.at(r.pos) == bracket:
		r.pos++
	default:
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Unexpected, "`"+string(bracket)+"` is expected here")
	}
}

func (r *psReader) switchStatement(c *Compound) {
	head := &Clause{Range: r.to(r.pos), Keyword: "switch"}
	start := r.pos
	r.pos += len("switch")
	r.flags(head)
	if r.at(r.pos) == '(' {
		head.Head = append(head.Head, r.enclosed("("))
	}
	head.Range = r.to(start)
	c.Clauses = append(c.Clauses, head)
	r.skip(true)
	if r.at(r.pos) != '{' || r.end() {
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "the cases of `switch` are missing")
		return
	}
	open := r.pos
	r.pos++
	for {
		r.skip(true)
		if r.end() || r.at(r.pos) == '}' {
			break
		}
		if r.at(r.pos) == ';' {
			r.pos++
			continue
		}
		c.Clauses = append(c.Clauses, r.switchCase())
	}
	r.close(open, '}')
}

func (r *psReader) switchCase() *Clause {
	start := r.pos
	c := &Clause{}
	c.Head = append(c.Head, r.argument())
	if r.pos == start {
		r.unexpected("no case of a switch can begin with this")
	} else {
		c.Body = r.braces("a case of `switch`")
		if c.Body == nil && !r.end() && r.pos == c.Head[0].(*Arg).End {
			r.pos += r.width(r.pos)
		}
	}
	c.Range = r.to(start)
	return c
}

func (r *psReader) doStatement() Node {
	start := r.pos
	c := &Compound{Keyword: "do", Clauses: []*Clause{r.clause("do", nil)}}
	if word := r.goesOn("while", "until"); word != "" {
		from := r.pos
		last := &Clause{Keyword: word}
		r.pos += len(word)
		r.condition(last)
		last.Range = r.to(from)
		c.Clauses = append(c.Clauses, last)
	} else {
		r.fail(r.between(start, start+2), Missing, "`do` has neither `while` nor `until`")
	}
	c.Range = r.to(start)
	return c
}

func (r *psReader) tryStatement() Node {
	start := r.pos
	c := &Compound{Keyword: "try", Clauses: []*Clause{r.clause("try", nil)}}
	for {
		word := r.goesOn("catch", "finally")
		if word == "" {
			break
		}
		head := r.caught
		if word == "finally" {
			head = nil
		}
		c.Clauses = append(c.Clauses, r.clause(word, head))
	}
	if len(c.Clauses) == 1 {
		r.fail(r.between(start, start+3), Missing, "`try` has neither `catch` nor `finally`")
	}
	c.Range = r.to(start)
	return c
}

// caught reads the types of "catch [A], [B]".
func (r *psReader) caught(c *Clause) {
	for {
		r.skip(true)
		if r.at(r.pos) == ',' && len(c.Head) > 0 {
			r.pos++
			continue
		}
		if r.at(r.pos) != '[' {
			return
		}
		c.Head = append(c.Head, r.typeLiteral())
	}
}

// blockStatement reads a keyword with its block, such as "trap [type] { }" or "process { }".
func (r *psReader) blockStatement(word string, types bool) Node {
	start := r.pos
	head := r.caught
	if !types {
		head = nil
	}
	c := &Compound{Keyword: word, Clauses: []*Clause{r.clause(word, head)}}
	c.Range = r.to(start)
	return c
}
