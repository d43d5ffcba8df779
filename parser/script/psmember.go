package script

import "strings"

// typeLiteral reads "[Name]", or an attribute "[Name(arguments)]".
func (r *psReader) typeLiteral() *Type {
	start := r.pos
	t := &Type{}
	r.pos++
	r.skip(true)
	from, levels := r.pos, 1
	for !r.end() && levels > 0 && r.text.hole(r.pos) == r.pos {
		switch c := r.at(r.pos); {
		case c == '[':
			levels++
		case c == ']':
			levels--
		case c == '(' && levels == 1:
			t.Name = r.to(from)
			r.pos++
			t.Args = r.arguments(r.pos - 1)
			r.skip(true)
			if r.at(r.pos) != ']' {
				r.fail(r.between(start, start+1), Unclosed, "`[` is not closed")
				t.Range = r.to(start)
				return t
			}
			continue
		case strings.IndexByte("{}();|&\"'$", c) >= 0, r.newline(r.pos) && levels == 1:
			r.fail(r.between(start, start+1), Unclosed, "`[` is not closed")
			if r.pos == start+1 {
				r.pos += r.width(r.pos)
			}
			t.Name, t.Range = r.to(from), r.to(start)
			return t
		}
		r.pos++
	}
	if levels > 0 {
		r.fail(r.between(start, start+1), Unclosed, "`[` is not closed")
	}
	t.Range = r.to(start)
	if t.Name.of == nil {
		t.Name = r.between(from, max(from, r.pos-1))
	}
	return t
}

// arguments reads "a, b, Name = c)" after the parenthesis at open.
func (r *psReader) arguments(open int) []Node {
	var args []Node
	for {
		r.skip(true)
		if r.end() || r.at(r.pos) == ')' && r.text.hole(r.pos) == r.pos {
			break
		}
		at := r.pos
		if r.at(r.pos) == ',' {
			r.pos++
			r.skip(true)
		}
		args = append(args, r.attributeArgument())
		r.skip(true)
		if r.pos == at || !r.end() && r.at(r.pos) != ')' && r.at(r.pos) != ',' {
			r.unexpected("a comma or `)` is expected here")
		}
	}
	r.close(open, ')')
	return args
}

// attributeArgument reads a value, or "Name = value" and "Name" alone in an attribute.
func (r *psReader) attributeArgument() Node {
	start := r.pos
	end := r.identifier(start)
	if end == start || digit(r.at(start)) || r.text.hole(start) > start {
		return r.expression(true)
	}
	r.pos = end
	name := &Literal{r.to(start)}
	if r.follows(end) != '=' {
		return name
	}
	r.skip(true)
	r.pos++
	r.skip(true)
	value := r.expression(true)
	at := r.between(value.bounds().Start, r.pos)
	e := &Entry{Range: r.to(start), Key: name, Value: &Statement{Range: at}}
	e.Value.Body = &Pipeline{Range: at, Elements: []Node{value}}
	return e
}

// postfix reads members, calls, indexes, "++" and "--" glued to a value. In an argument of a command a dot or colons
// with a space after them are none.
func (r *psReader) postfix(n Node, argument bool) Node {
	start := n.bounds().Start
	for links := 0; !r.end() && r.text.hole(r.pos) == r.pos; links++ {
		if links == maxChain {
			r.script.skipped(start, r.pos, tooDeep)
			n, links = &Literal{r.to(start)}, 0
		}
		switch c := r.at(r.pos); {
		case c == '.' && r.at(r.pos+1) != '.' && (!argument || !r.splitsMember(r.pos+1)):
			r.pos++
			n = r.memberOf(n, start, false)
		case r.starts("::") && (!argument || !r.splitsMember(r.pos+2)):
			r.pos += 2
			n = r.memberOf(n, start, true)
		case c == '?' && r.seven() && (r.at(r.pos+1) == '.' || r.at(r.pos+1) == '[') && !argument:
			r.pos++
		case c == '[':
			if _, cast := n.(*Type); cast {
				return n
			}
			n = r.index(n, start)
		case !argument && (r.starts("++") || r.starts("--")) && r.incrementable(n):
			op := r.between(r.pos, r.pos+2)
			r.pos += 2
			n = &Operation{Range: r.to(start), Operands: []Node{n}, Operators: []Range{op}}
		default:
			return n
		}
	}
	return n
}

func (r *psReader) incrementable(n Node) bool {
	switch n.(type) {
	case *Variable, *Member, *Index:
		return true
	}
	return false
}

// splitsMember reports whether no name can begin at byte i.
func (r *psReader) splitsMember(i int) bool {
	return r.splits(i) && r.at(i) != '(' && r.at(i) != '{'
}

// memberOf reads the name of a member and the arguments of a call.
func (r *psReader) memberOf(target Node, start int, static bool) Node {
	m := &Member{Target: target, Static: static}
	r.skip(true)
	from := r.pos
	kind, _ := r.quote(r.pos)
	switch {
	case r.end():
		r.fail(r.between(from-1, from), Missing, "the name of a member is missing")
	case r.text.hole(from) > from:
		m.Name = r.generic()
	case kind != 0:
		m.Name = r.str()
	case r.at(from) == '$', r.at(from) == '(', r.at(from) == '{':
		m.Name = r.primary()
	default:
		r.pos = r.identifier(from)
		if r.pos == from {
			r.fail(r.between(from-1, from), Missing, "the name of a member is missing")
			break
		}
		m.Name = &Literal{r.to(from)}
		m.Lower = strings.ToLower(r.s[from:r.pos])
	}
	if r.at(r.pos) == '(' && !r.end() && r.text.hole(r.pos) == r.pos {
		m.Call = true
		open := r.pos
		r.pos++
		m.Args = r.callArguments(open)
	}
	m.Range = r.to(start)
	return m
}

// callArguments reads the arguments of a method.
func (r *psReader) callArguments(open int) []Node {
	var args []Node
	if !r.enter() {
		r.leave()
		return nil
	}
	defer r.leave()
	for {
		r.skip(true)
		if r.end() || r.at(r.pos) == ')' && r.text.hole(r.pos) == r.pos {
			break
		}
		at := r.pos
		args = append(args, r.expression(true))
		r.skip(true)
		if r.at(r.pos) == ',' && r.text.hole(r.pos) == r.pos {
			r.pos++
		} else if !r.end() && r.at(r.pos) != ')' || r.pos == at {
			r.unexpected("a comma or `)` is expected here")
		}
	}
	r.close(open, ')')
	return args
}

func (r *psReader) index(target Node, start int) Node {
	open := r.pos
	r.pos++
	r.skip(true)
	x := &Index{Target: target}
	if !r.end() && r.at(r.pos) != ']' {
		x.Index = r.expression(false)
	}
	r.close(open, ']')
	x.Range = r.to(start)
	return x
}
