package script

import (
	"strings"
)

// command reads a command with its arguments.
func (r *psReader) command(p *Pipeline) Node {
	start := r.pos
	c := &Command{Script: r.script, Pipeline: p}
	r.callOperator(c)
	if c.Call.Empty() || !r.endsStatement() {
		c.named(r.commandName(c))
	} else {
		r.fail(c.Call, Missing, "there is no command after `"+c.Call.String()+"`")
	}
	end := r.pos
	for {
		r.skip(false)
		if r.endsCommand() {
			break
		}
		at := r.pos
		switch {
		case r.redirects():
			c.Redirects = append(c.Redirects, r.redirect())
		case r.starts("--%") && r.splits(r.pos+3):
			r.verbatim(c)
		default:
			c.Args = append(c.Args, r.listOf(r.argument()))
		}
		if r.pos == at {
			r.unexpected("no argument can begin with this")
		}
		end = r.pos
	}
	c.Range = Range{&r.script.Text, start, max(start, end)}
	return c
}

// callOperator reads the "&" or "." before a command.
func (r *psReader) callOperator(c *Command) {
	if r.text.hole(r.pos) > r.pos {
		return
	}
	start := r.pos
	switch r.at(r.pos) {
	case '&':
		r.pos++
	case '.':
		kind, _ := r.quote(r.pos + 1)
		next := r.at(r.pos + 1)
		if kind == 0 && next != '$' && next != '(' && next != '{' && r.blank(r.pos+1) == 0 {
			return
		}
		r.pos++
	default:
		return
	}
	c.Call = r.to(start)
	r.skip(false)
}

func (r *psReader) endsCommand() bool {
	return r.endsStatement() || r.text.hole(r.pos) == r.pos && r.at(r.pos) == '&'
}

// commandName reads the name: a word, or after a call operator any value.
func (r *psReader) commandName(c *Command) *Arg {
	start := r.pos
	if !c.Call.Empty() {
		if name := r.argument(); r.pos > start {
			return name
		}
	}
	r.loneAt()
	name := r.generic()
	if r.pos == start {
		r.unexpected("no command can begin with this")
	}
	return name
}

// loneAt notes an "@" that begins nothing, such as one whose quotes a here-string lost on the way.
func (r *psReader) loneAt() {
	if r.at(r.pos) == '@' && r.text.hole(r.pos) == r.pos {
		r.fail(r.between(r.pos, r.pos+1), Unexpected, "`@` does not begin anything here")
	}
}

// generic reads a bare word, with the strings and variables in it.
func (r *psReader) generic() *Arg {
	start := r.pos
	arg := &Arg{}
	var b builder
	for !r.splits(r.pos) {
		kind, n := r.quote(r.pos)
		switch {
		case r.text.hole(r.pos) > r.pos:
			r.piece(&b, &arg.Parts, "")
		case kind == '\'':
			s := r.single(n)
			b.add(s.value, 0, s.value.Len())
			arg.Parts = append(arg.Parts, s)
		case kind == '"':
			s := r.double(n)
			b.add(s.value, 0, s.value.Len())
			arg.Parts = append(arg.Parts, s)
		case r.at(r.pos) == '`', r.at(r.pos) == '$':
			r.piece(&b, &arg.Parts, "")
		default:
			from := r.pos
			r.pos += r.width(r.pos)
			b.add(r.text, from, r.pos)
		}
	}
	arg.Range = r.to(start)
	arg.value = b.readingAt(r.text, start)
	return arg
}

// argument reads one argument, without the list it may begin.
func (r *psReader) argument() *Arg {
	start := r.pos
	if r.end() || r.text.hole(start) > start {
		return r.generic()
	}
	if n := r.dash(start); n > 0 {
		if next := start + n; letter(r.at(next)) || r.at(next) == '_' || r.at(next) == '?' || r.nameWidth(next) > 1 {
			return r.param(n)
		}
		return r.generic()
	}
	if !r.beginsValue() {
		r.loneAt()
		return r.generic()
	}
	n := r.postfix(r.primary(), true)
	arg := &Arg{Range: r.to(start), Parts: []Node{n}}
	arg.value = r.valueOf(n)
	return arg
}

// beginsValue reports whether an argument begins as an expression. A variable that has something glued to it is part of
// a word.
func (r *psReader) beginsValue() bool {
	if kind, _ := r.quote(r.pos); kind != 0 {
		return true
	}
	switch r.at(r.pos) {
	case '(', '{':
		return true
	case '@':
		kind, _ := r.quote(r.pos + 1)
		return kind != 0 || r.at(r.pos+1) == '(' || r.at(r.pos+1) == '{' || r.nameWidth(r.pos+1) > 0
	case '$':
		if r.at(r.pos+1) == '(' {
			return true
		}
		at, errors := r.pos, len(r.script.Errors)
		v := r.variable()
		end := r.pos
		r.pos, r.script.Errors = at, r.script.Errors[:errors]
		if v == nil || r.splits(end) || r.at(end) == '.' || r.at(end) == '[' {
			return v != nil
		}
		return r.at(at+1) != '{' && (r.at(end) == '=' || strings.HasPrefix(r.s[end:], "::"))
	}
	return false
}

// param reads "-Name", or "-Name:" with its value.
func (r *psReader) param(dash int) *Arg {
	start := r.pos
	i := start + dash
	for !r.splits(i) && r.at(i) != '.' && r.at(i) != '[' && r.at(i) != ':' {
		if kind, _ := r.quote(i); kind != 0 {
			return r.generic()
		}
		i += max(1, r.text.hole(i)-i, r.width(i))
	}
	r.pos = i
	arg := &Arg{Range: r.to(start), Param: strings.ToLower(r.s[start+dash : i]), value: r.text.slice(start, i)}
	if r.at(i) != ':' {
		return arg
	}
	r.pos++
	var b builder
	b.add(r.text, start, r.pos)
	at := r.pos
	r.skip(false)
	if r.endsCommand() {
		r.pos = at
	} else {
		arg.Inline = r.listOf(r.argument())
		b.add(arg.Inline.value, 0, arg.Inline.value.Len())
	}
	arg.Range, arg.value = r.to(start), b.reading()
	return arg
}

// listOf reads the further items where a comma follows the argument.
func (r *psReader) listOf(first *Arg) *Arg {
	list := &List{}
	for {
		at := r.pos
		r.skip(false)
		if r.at(r.pos) != ',' || r.text.hole(r.pos) > r.pos || first.Param != "" {
			r.pos = at
			break
		}
		r.pos++
		r.skip(true)
		if len(list.Items) == 0 {
			list.Items = append(list.Items, first)
		}
		if r.endsCommand() {
			r.fail(r.between(r.pos, r.pos+r.width(r.pos)), Missing, "there is no argument after the comma")
			break
		}
		from := r.pos
		list.Items = append(list.Items, r.argument())
		if r.pos == from {
			r.unexpected("no argument can begin with this")
		}
	}
	if len(list.Items) == 0 {
		return first
	}
	list.Range = r.to(first.Start)
	return &Arg{Range: list.Range, Parts: []Node{list}, value: r.opaque(first.Start)}
}

// verbatim reads what follows "--%": the rest of the line up to a "|" outside quotes goes to the program as it stands.
func (r *psReader) verbatim(c *Command) {
	start := r.pos
	r.pos += len("--%")
	c.Args = append(c.Args, &Arg{Range: r.to(start), value: r.text.slice(start, r.pos)})
	from := r.pos
	for quoted := false; !r.end() && !r.newline(r.pos); r.pos++ {
		if r.at(r.pos) == '"' {
			quoted = !quoted
		}
		if r.at(r.pos) == '|' && !quoted {
			break
		}
	}
	for _, w := range arguments(r.text.slice(from, r.pos), 0) {
		c.Args = append(c.Args, &Arg{Range: r.between(from+w.start, from+w.end), value: w.value})
	}
}

// redirects reports whether a redirection stands at the reader's place.
func (r *psReader) redirects() bool {
	if r.end() || r.text.hole(r.pos) > r.pos {
		return false
	}
	c := r.at(r.pos)
	return c == '>' || r.at(r.pos+1) == '>' && (c == '*' || c >= '1' && c <= '6') || c == '<' && r.at(r.pos+1) != '#'
}

func (r *psReader) redirect() *Redirect {
	start := r.pos
	if r.at(r.pos) == '<' {
		r.unexpected("PowerShell does not support the redirection of input")
		return &Redirect{Range: r.to(start), Op: r.to(start)}
	}
	if r.at(r.pos) != '>' {
		r.pos++
	}
	r.pos++
	switch {
	case r.at(r.pos) == '>':
		r.pos++
	case r.at(r.pos) == '&' && (r.at(r.pos+1) == '1' || r.at(r.pos+1) == '2'):
		r.pos += 2
		return &Redirect{Range: r.to(start), Op: r.to(start)}
	}
	red := &Redirect{Op: r.to(start)}
	r.skip(false)
	if r.endsCommand() {
		r.fail(red.Op, Missing, "there is no file after `"+red.Op.String()+"`")
	} else {
		red.Target = r.argument()
	}
	red.Range = r.to(start)
	return red
}
