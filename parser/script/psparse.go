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
			r.unexpected("nothing is open that " + string(c) + " closes")
		case c == '|' || c == ',' || c == '&' && r.at(r.pos+1) == '&':
			r.unexpected("no statement can begin with " + string(c))
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
			r.fail(st.Op, Missing, "no command stands behind "+st.Op.String())
		}
		return
	case r.at(r.pos) == ';', r.at(r.pos) == '&':
		r.pos++
	case r.newline(r.pos):
		r.skipNewline()
	case r.at(r.pos) == closing && closing != 0, r.freeEnd(st):
	case r.at(r.pos) == ')' || r.at(r.pos) == '}':
		r.unexpected("nothing is open that " + r.s[r.pos:r.pos+1] + " closes")
	default:
		n := r.width(r.pos)
		r.fail(r.between(r.pos, r.pos+n), Unexpected, "a new statement must begin on a new line or behind ;")
		if r.pos == st.End && st.Empty() {
			r.pos += n // a statement that took nothing: go on behind it
		}
	}
	st.Op = r.to(start)
}

// freeEnd reports whether the statement is one that needs nothing between it and the next: it ends in a block, or is an
// attribute in front of "param".
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

// clause reads one part of a compound with its block.
func (r *psReader) clause(keyword string, head func(*Clause)) *Clause {
	start := r.pos
	c := &Clause{Keyword: keyword}
	r.pos += len(keyword)
	if head != nil {
		head(c)
	}
	c.Body = r.braces(keyword)
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
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "the condition of "+c.Keyword+" is missing")
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
		r.fail(r.between(open, open+1), Missing, "foreach needs a variable, in, and what it loops over")
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

// flags reads the "-name" words in front of the head of foreach and switch.
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

// close steps over the bracket that must follow; open is where its fellow stands.
func (r *psReader) close(open int, bracket byte) {
	r.skip(true)
	switch {
	case r.end():
		r.fail(r.between(open, open+1), Unclosed, r.s[open:open+1]+" is not closed")
	case r.at(r.pos) == bracket:
		r.pos++
	default:
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Unexpected, string(bracket)+" must stand here")
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
		r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "the cases of switch are missing")
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
		c.Body = r.braces("a case of switch")
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
		r.fail(r.between(start, start+2), Missing, "the while or until of do is missing")
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
		r.fail(r.between(start, start+3), Missing, "try has neither catch nor finally")
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

func (r *psReader) function(word string) Node {
	start := r.pos
	f := &Function{Keyword: word}
	r.pos += len(word)
	r.skip(true)
	from := r.pos
	for !r.splits(r.pos) {
		r.pos += r.width(r.pos)
	}
	f.Name = r.to(from)
	r.skip(true)
	if word == "class" || word == "enum" {
		for !r.end() && r.at(r.pos) != '{' && r.at(r.pos) != ';' {
			r.pos += r.width(r.pos) // ": base"
			r.skip(true)
		}
		f.Body = r.members(word)
	} else {
		if r.at(r.pos) == '(' {
			f.Params = r.params()
		}
		f.Body = r.braces(word)
	}
	f.Range = r.to(start)
	return f
}

// members reads the body of a class or an enum.
func (r *psReader) members(of string) *Block {
	if r.at(r.pos) != '{' {
		return r.braces(of)
	}
	open := r.pos
	r.pos++
	b := &Block{}
	for {
		r.skip(true)
		if r.end() || r.at(r.pos) == '}' {
			break
		}
		if r.at(r.pos) == ';' {
			r.pos++
			continue
		}
		from := r.pos
		st := &Statement{Body: r.member()}
		if r.pos == from {
			r.unexpected("no member of a class can begin with this")
		}
		st.Range = r.to(from)
		b.Statements = append(b.Statements, st)
	}
	b.Range = r.between(open+1, r.pos)
	r.close(open, '}')
	return b
}

// member reads one property, method or value.
func (r *psReader) member() Node {
	start := r.pos
	p := &Parameter{}
	for !r.end() {
		r.skip(true)
		switch {
		case r.at(r.pos) == '[':
			p.Types = append(p.Types, r.typeLiteral())
			continue
		case r.at(r.pos) == '$':
			p.Name = r.variable()
			r.defaultValue(p)
			p.Range = r.to(start)
			return p
		}
		from := r.pos
		r.pos = r.identifier(r.pos)
		name := r.to(from)
		if word := strings.ToLower(name.String()); word == "static" || word == "hidden" {
			continue
		}
		if r.follows(r.pos) != '(' {
			r.defaultValue(p)
			p.Range = r.to(start)
			return p
		}
		r.skip(true)
		f := &Function{Keyword: "function", Name: name, Params: r.params()}
		if r.follows(r.pos) == ':' { // ": base(...)" of a constructor
			for !r.end() && r.at(r.pos) != '{' && r.at(r.pos) != '}' {
				r.pos += r.width(r.pos)
			}
		}
		f.Body = r.braces("a method")
		f.Range = r.to(start)
		return f
	}
	p.Range = r.to(start)
	return p
}

func (r *psReader) paramStatement() Node {
	start := r.pos
	r.pos += len("param")
	r.skip(true)
	p := r.params()
	p.Range = r.to(start)
	return p
}

// params reads "( [type]$name = default, ... )".
func (r *psReader) params() *Params {
	open := r.pos
	p := &Params{}
	r.pos++
	for {
		r.skip(true)
		if r.end() || r.at(r.pos) == ')' {
			break
		}
		if r.at(r.pos) == ',' {
			r.pos++
			continue
		}
		from := r.pos
		p.List = append(p.List, r.parameter())
		if r.pos == from {
			r.unexpected("no parameter can begin with this")
		}
	}
	r.close(open, ')')
	p.Range = r.to(open)
	return p
}

func (r *psReader) parameter() *Parameter {
	start := r.pos
	p := &Parameter{}
	for r.at(r.pos) == '[' {
		p.Types = append(p.Types, r.typeLiteral())
		r.skip(true)
	}
	if r.at(r.pos) == '$' {
		p.Name = r.variable()
		r.defaultValue(p)
	}
	p.Range = r.to(start)
	return p
}

func (r *psReader) defaultValue(p *Parameter) {
	if r.follows(r.pos) != '=' {
		return
	}
	r.skip(true)
	r.pos++
	r.skip(true)
	p.Default = r.expression(true)
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
			r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "no command stands behind |")
			break
		}
	}
	p.Range = r.to(start)
	return p
}

// assignment is the width of the assignment operator behind blanks, and steps to it; 0 where none is.
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
		r.fail(a.Op, Missing, "no value stands behind "+a.Op.String())
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

// number is the end of the number that begins at byte i; i where it is a word that only begins with digits.
func (r *psReader) number(i int) int {
	end := r.numberLike(i)
	if !isNumber(strings.ToLower(r.s[i:end])) {
		return i
	}
	if r.splits(end) || strings.IndexByte("!#%*+-./<=>]:?", r.at(end)) >= 0 && r.text.hole(end) == end {
		return end
	}
	if _, n := r.quote(end); n > 0 || r.at(end) == '[' {
		return end
	}
	return i
}

// numberLike is the end of the letters and digits from byte i on, with one dot and a signed exponent among them.
func (r *psReader) numberLike(i int) int {
	for dot := false; ; i++ {
		switch c := r.at(i); {
		case c == '.' && !dot && digit(r.at(i+1)):
			dot = true
		case c|0x20 == 'e' && digit(r.at(i-1)) && (r.at(i+1) == '+' || r.at(i+1) == '-') && digit(r.at(i+2)):
			i++
		case !digit(c) && !letter(c):
			return i
		}
	}
}

// isNumber tells 10mb, 0x1f, 1.5e3 and 7l from words such as 7z.
func isNumber(s string) bool {
	if hex, ok := strings.CutPrefix(s, "0x"); ok {
		hex = strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(hex, "b"), "kmgtp"), "l")
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	s = strings.TrimLeft(s, "0123456789.")
	if rest, ok := strings.CutPrefix(s, "e"); ok {
		s = strings.TrimLeft(strings.TrimLeft(rest, "+-"), "0123456789")
	}
	switch strings.TrimLeft(s, "luysdn") {
	case "", "kb", "mb", "gb", "tb", "pb":
		return len(s) <= 4
	}
	return false
}
