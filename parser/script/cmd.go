package script

import "strings"

// A cmdReader reads a command line or a batch file.
type cmdReader struct {
	script *Script
	text   reading
	s      string
	pos    int
	groups int // open parentheses
	depth  int
}

func readCmd(s *Script, text reading) {
	r := &cmdReader{script: s, text: text, s: text.String()}
	s.Body = r.block(false)
}

func (r *cmdReader) to(start int) Range { return Range{&r.script.Text, start, max(start, r.pos)} }

func (r *cmdReader) fail(at Range, kind ErrorKind, message string) {
	r.script.Errors = append(r.script.Errors, &Error{Range: at, Kind: kind, Message: message})
}

// enter notes one more level of nesting; one too many is stepped over.
func (r *cmdReader) enter() bool {
	r.depth++
	if r.depth <= maxDepth {
		return true
	}
	if r.pos < len(r.s) {
		r.skipNested()
	}
	return false
}

func (r *cmdReader) leave() { r.depth-- }

func (r *cmdReader) peek(i int) byte {
	if r.pos+i < len(r.s) {
		return r.s[r.pos+i]
	}
	return 0
}

// skip steps over what separates words.
func (r *cmdReader) skip(what string) {
	for r.pos < len(r.s) {
		switch {
		case strings.IndexByte(what, r.peek(0)) >= 0:
			r.pos++
		case r.peek(0) == '^' && r.continued() > 0:
			r.pos += r.continued()
		default:
			return
		}
	}
}

// continued is the length of a "^" with the line end after it, 0 where there is none.
func (r *cmdReader) continued() int {
	switch {
	case r.peek(1) == '\n':
		return 2
	case r.peek(1) == '\r' && r.peek(2) == '\n':
		return 3
	}
	return 0
}

// block reads statements up to the end of the text, of the group, or, where line is set, of the line.
func (r *cmdReader) block(line bool) *Block {
	b := &Block{Range: r.to(r.pos)}
	start := r.pos
	if !r.enter() {
		return b
	}
	defer r.leave()
	between := " \t,;=\r\n"
	if line {
		between = " \t,;="
	}
	for {
		r.skip(between)
		if r.pos >= len(r.s) || r.peek(0) == ')' && r.groups > 0 || line && (r.peek(0) == '\n' || r.peek(0) == '\r') {
			break
		}
		if c := r.peek(0); c == '&' || c == '|' {
			r.fail(r.sub(r.pos, r.pos+1), Unexpected, "there is no command before "+string(c))
			r.pos++
			continue
		}
		st := r.statement()
		if st.Body != nil {
			b.Statements = append(b.Statements, st)
		}
		if line && r.atElse() {
			break
		}
		r.operator(st, line)
	}
	b.Range = r.to(start)
	return b
}

func (r *cmdReader) sub(i, j int) Range { return Range{&r.script.Text, i, min(j, len(r.s))} }

// operator reads what joins a statement to the next.
func (r *cmdReader) operator(st *Statement, line bool) {
	r.skip(" \t")
	start := r.pos
	switch {
	case strings.HasPrefix(r.s[r.pos:], "&&"), strings.HasPrefix(r.s[r.pos:], "||"):
		r.pos += 2
	case r.peek(0) == '&':
		r.pos++
	case !line && (r.peek(0) == '\n' || r.peek(0) == '\r'):
		r.pos++
		if r.s[start] == '\r' && r.peek(0) == '\n' {
			r.pos++
		}
	}
	st.Op = r.to(start)
}

// statement reads one statement; its body is nil where it is a remark.
func (r *cmdReader) statement() *Statement {
	start := r.pos
	st := &Statement{}
	switch {
	case r.peek(0) == ':':
		st.Body = r.label()
	case r.peek(0) == ')', r.remark(): // outside a group a parenthesis makes the line a remark
		r.comment()
	default:
		st.Body = r.pipeline()
	}
	st.Range = r.to(start)
	return st
}

// remark reports whether REM comes next, or steps back.
func (r *cmdReader) remark() bool {
	at := r.pos
	r.skip("@ \t")
	if r.word("rem") {
		return true
	}
	r.pos = at
	return false
}

// comment takes the rest of the line for a remark.
func (r *cmdReader) comment() {
	start := r.pos
	r.restOfLine()
	r.script.Comments = append(r.script.Comments, &Comment{Range: r.to(start)})
}

func (r *cmdReader) restOfLine() {
	n := strings.IndexAny(r.s[r.pos:], "\r\n")
	if n < 0 {
		n = len(r.s) - r.pos
	}
	r.pos += n
}

// label reads ":name", or "::" and anything as the remark that it is used for.
func (r *cmdReader) label() Node {
	start := r.pos
	if r.peek(1) == ':' {
		r.comment()
		return nil
	}
	r.restOfLine()
	name := strings.TrimLeft(r.s[start+1:r.pos], " \t")
	if i := strings.IndexAny(name, " \t:+,;=&|<>"); i >= 0 {
		name = name[:i]
	}
	return &Label{Range: r.to(start), Name: strings.ToLower(name)}
}

// word reports whether the word, in lower case, is at the reader's place, with something after it that ends it.
func (r *cmdReader) word(word string) bool {
	end := r.pos + len(word)
	if end > len(r.s) || !strings.EqualFold(r.s[r.pos:end], word) {
		return false
	}
	return end == len(r.s) || strings.IndexByte(" \t\r\n(,;=/\"&|<>)^", r.s[end]) >= 0
}

func (r *cmdReader) pipeline() *Pipeline {
	start := r.pos
	p := &Pipeline{}
	for {
		r.skip(" \t,;=")
		p.Elements = append(p.Elements, r.element(p))
		end := r.pos
		r.skip(" \t")
		if r.peek(0) != '|' || r.peek(1) == '|' {
			r.pos = end
			break
		}
		r.pos++
		r.skip(" \t\r\n")
		if r.pos >= len(r.s) || strings.IndexByte("&|)", r.peek(0)) >= 0 {
			r.fail(r.to(r.pos-1), Missing, "there is no command after |")
			break
		}
	}
	p.Range = r.to(start)
	return p
}

// element reads one command of a pipeline.
func (r *cmdReader) element(p *Pipeline) Node {
	start := r.pos
	r.skip("@ \t")
	call := r.to(start)
	if call.Start < call.End {
		call.End = call.Start + 1
	}
	switch {
	case r.peek(0) == '(':
		return r.group(p)
	case r.word("if"):
		return r.ifCommand()
	case r.word("for"):
		return r.forCommand()
	}
	c := r.simple()
	c.Call, c.Pipeline = call, p
	return c
}
