package script

import "strings"

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
		f.Body = r.members("`" + word + "`")
	} else {
		if r.at(r.pos) == '(' {
			f.Params = r.params()
		}
		f.Body = r.braces("`" + word + "`")
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
