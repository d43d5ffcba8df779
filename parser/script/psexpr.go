package script

import "strings"

// unaryOperators can be before an operand; so can +, -, ! and the comma.
var unaryOperators = map[string]bool{
	"not": true, "bnot": true, "split": true, "isplit": true, "csplit": true, "join": true,
}

// binaryOperators is those that are words; i and c in front make most of them careless or careful about case.
var binaryOperators = map[string]bool{
	"and": true, "or": true, "xor": true, "band": true, "bor": true, "bxor": true, "shl": true, "shr": true,
	"is": true, "isnot": true, "as": true, "f": true, "join": true,
	"eq": true, "ne": true, "ge": true, "gt": true, "lt": true, "le": true,
	"like": true, "notlike": true, "match": true, "notmatch": true, "replace": true,
	"contains": true, "notcontains": true, "in": true, "notin": true, "split": true,
}

func isBinary(word string) bool {
	if binaryOperators[word] {
		return true
	}
	return len(word) > 2 && (word[0] == 'i' || word[0] == 'c') && binaryOperators[word[1:]]
}

// expression reads operands with the operators between them. Inside the arguments of a method a comma ends it.
func (r *psReader) expression(argument bool) Node {
	start := r.pos
	if !r.enter() {
		r.leave()
		return &Literal{r.to(start)}
	}
	defer r.leave()
	op := &Operation{}
	op.Operands = append(op.Operands, r.list(argument))
	ternary := 0
	for {
		at := r.pos
		r.skip(false)
		n := r.binary(&ternary)
		if n == 0 {
			r.pos = at
			break
		}
		op.Operators = append(op.Operators, r.between(r.pos, r.pos+n))
		r.pos += n
		r.skip(true)
		op.Operands = append(op.Operands, r.list(argument))
	}
	if len(op.Operators) == 0 {
		return op.Operands[0]
	}
	op.Range = r.to(start)
	return op
}

// binary is the width of the operator at the reader's place, 0 where none is.
func (r *psReader) binary(ternary *int) int {
	if r.end() || r.text.hole(r.pos) > r.pos {
		return 0
	}
	i := r.pos
	if n := r.dash(i); n > 0 {
		word := r.identifier(i + n)
		switch {
		case word > i+n && isBinary(strings.ToLower(r.s[i+n:word])):
			return word - i
		case word > i+n && !digit(r.at(i+n)) || r.at(i+n) == '=' || r.dash(i+n) > 0:
			return 0
		}
		return n
	}
	switch c := r.at(i); {
	case strings.IndexByte("+*/%", c) >= 0 && r.at(i+1) != '=' && (c != '+' || r.at(i+1) != '+') &&
		(c != '*' || r.at(i+1) != '>'):
		return 1
	case r.starts(".."):
		return 2
	case !r.seven() || r.starts("??="):
		return 0
	case r.starts("??"):
		return 2
	case c == '?':
		*ternary++
		return 1
	case c == ':' && *ternary > 0:
		*ternary--
		return 1
	}
	return 0
}

// list reads "a, b, c".
func (r *psReader) list(argument bool) Node {
	start := r.pos
	first := r.unary()
	if argument {
		return first
	}
	l := &List{Items: []Node{first}}
	for {
		at := r.pos
		r.skip(false)
		if r.at(r.pos) != ',' || r.text.hole(r.pos) > r.pos {
			r.pos = at
			break
		}
		r.pos++
		r.skip(true)
		l.Items = append(l.Items, r.unary())
	}
	if len(l.Items) == 1 {
		return first
	}
	l.Range = r.to(start)
	return l
}

// unary reads an operand with the operators before it.
func (r *psReader) unary() Node {
	start := r.pos
	op := &Operation{}
	for {
		n := r.prefix()
		if n == 0 {
			break
		}
		op.Operators = append(op.Operators, r.between(r.pos, r.pos+n))
		r.pos += n
		r.skip(true)
	}
	operand := r.operand()
	if len(op.Operators) == 0 {
		return operand
	}
	op.Operands = []Node{operand}
	op.Range = r.to(start)
	return op
}

// prefix is the width of the unary operator at the reader's place, 0 where none is.
func (r *psReader) prefix() int {
	if r.end() || r.text.hole(r.pos) > r.pos {
		return 0
	}
	if n := r.dash(r.pos); n > 0 {
		i := r.pos + n
		if m := r.dash(i); m > 0 {
			return n + m
		}
		word := r.identifier(i)
		if unaryOperators[strings.ToLower(r.s[i:word])] {
			return word - r.pos
		}
		if word > i && !digit(r.at(i)) {
			return 0
		}
		return n
	}
	switch r.at(r.pos) {
	case '+':
		if r.at(r.pos+1) == '+' {
			return 2
		}
		return 1
	case '!', ',':
		return 1
	}
	return 0
}

// operand reads a value with what is glued to it; a type before another operand casts it.
func (r *psReader) operand() Node {
	start := r.pos
	if !r.enter() {
		r.leave()
		return &Literal{r.to(start)}
	}
	defer r.leave()
	n := r.postfix(r.primary(), false)
	t, ok := n.(*Type)
	if !ok {
		return n
	}
	at := r.pos
	r.skip(false)
	if !r.casts() {
		r.pos = at
		return n
	}
	c := &Cast{Type: t, Operand: r.unary()}
	c.Range = r.to(start)
	return c
}

// casts reports whether an operand follows a type.
func (r *psReader) casts() bool {
	if r.end() || r.text.hole(r.pos) > r.pos {
		return false
	}
	if kind, _ := r.quote(r.pos); kind != 0 {
		return true
	}
	c := r.at(r.pos)
	if n := r.dash(r.pos); n > 0 {
		i := r.pos + n
		return unaryOperators[strings.ToLower(r.s[i:r.identifier(i)])] && !isBinary(strings.ToLower(r.s[i:r.identifier(i)]))
	}
	return strings.IndexByte("$(@[{!", c) >= 0 || digit(c)
}

// primary reads one value.
func (r *psReader) primary() Node {
	start := r.pos
	if r.end() {
		r.fail(r.between(max(0, start-1), start), Missing, "a value is missing at the end of the text")
		return &Literal{r.to(start)}
	}
	if r.text.hole(start) > start {
		return r.generic()
	}
	if kind, _ := r.quote(start); kind != 0 {
		return r.str()
	}
	switch c := r.at(start); {
	case c == '$':
		if n := r.inserted(); n != nil {
			return n
		}
	case c == '(' || c == '{':
		return r.enclosed(string(c))
	case c == '[':
		return r.typeLiteral()
	case c == '@':
		if n := r.atSign(); n != nil {
			return n
		}
	case digit(c) || c == '.' && digit(r.at(start+1)):
		if end := r.number(start); end > start {
			r.pos = end
			return &Literal{r.to(start)}
		}
	}
	return r.noValue()
}

// atSign reads what begins with "@"; nil where nothing does.
func (r *psReader) atSign() Node {
	kind, _ := r.quote(r.pos + 1)
	switch {
	case kind != 0:
		return r.here()
	case r.at(r.pos+1) == '(':
		return r.enclosed("@(")
	case r.at(r.pos+1) == '{':
		return r.hash()
	}
	if v := r.variable(); v != nil {
		return v
	}
	return nil
}

// noValue steps over what is no value, so that the reader continues after it.
func (r *psReader) noValue() Node {
	start := r.pos
	message := "a value is expected here"
	if r.splits(start) {
		r.fail(r.between(start, start+r.width(start)), Missing, message)
		return &Literal{r.to(start)}
	}
	word := r.generic()
	r.fail(word.Range, Unexpected, message)
	return &Literal{word.Range}
}

// enclosed reads statements in brackets.
func (r *psReader) enclosed(open string) *Group {
	start := r.pos
	g := &Group{Open: open}
	r.pos += len(open)
	closing := byte(')')
	if open == "{" {
		closing = '}'
	}
	g.Body = r.block(closing)
	if r.at(r.pos) == closing && !r.end() {
		r.pos++
	} else {
		r.fail(r.between(start, start+len(open)), Unclosed, "`"+open+"` is not closed")
	}
	g.Range = r.to(start)
	return g
}

func (r *psReader) hash() Node {
	start := r.pos
	h := &Hash{}
	r.pos += len("@{")
	if r.enter() {
		for {
			r.skip(true)
			if r.end() || r.at(r.pos) == '}' && r.text.hole(r.pos) == r.pos {
				break
			}
			if r.at(r.pos) == ';' {
				r.pos++
				continue
			}
			h.Entries = append(h.Entries, r.entry())
		}
	}
	r.leave()
	r.close(start, '}')
	h.Range = r.to(start)
	return h
}

func (r *psReader) entry() *Entry {
	start := r.pos
	e := &Entry{}
	if r.nameWidth(r.pos) > 0 && !digit(r.at(r.pos)) {
		r.pos = r.identifier(r.pos)
		e.Key = &Literal{r.to(start)}
	} else {
		e.Key = r.unary()
	}
	if r.follows(r.pos) != '=' {
		r.fail(r.between(start, max(r.pos, start+r.width(start))), Missing, "an entry of a hash table needs `=` and a value")
		if r.pos == start {
			r.pos += r.width(start)
		}
		e.Range = r.to(start)
		return e
	}
	r.skip(true)
	r.pos++
	r.skip(true)
	if r.endsStatement() {
		r.fail(r.between(r.pos-1, r.pos), Missing, "there is no value after `=`")
	} else {
		e.Value = r.statement()
		r.hashEnd()
	}
	e.Range = r.to(start)
	return e
}

// hashEnd checks what follows an entry.
func (r *psReader) hashEnd() {
	r.skip(false)
	if r.end() || r.newline(r.pos) || r.at(r.pos) == ';' || r.at(r.pos) == '}' {
		return
	}
	r.unexpected("a new entry must begin on a new line or after `;`")
}
