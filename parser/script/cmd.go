package script

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// maxDepth is how many levels of nesting a reader follows.
const maxDepth = 200

// readCmdLine reads the text behind cmd's /C. cmd runs its first line only.
func readCmdLine(s *Script, text reading, slashS bool, depth int) *Script {
	if i := strings.IndexAny(text.String(), "\r\n"); i >= 0 {
		text = text.slice(0, i)
	}
	stripped, quotes := stripQuotes(text, slashS)
	readAt(s, stripped, depth)
	if len(quotes) == 2 {
		q := Quoted{Range: Range{&s.Text, quotes[0].at, quotes[1].at}, Open: quotes[0].place, Close: quotes[1].place}
		s.Lost = []Quoted{q}
	}
	return s
}

// StripQuotes is the command that cmd runs of the text behind /C (cmd /?): where it begins with a quote, that and the
// last quote are removed. Without /S both stay if they are the only two, the text between them has a blank and none of
// &<>()@^|, and it names a program; whether it does is told by its extension.
func StripQuotes(text source.Text, slashS bool) source.Text {
	stripped, _ := stripQuotes(reading{Text: text}, slashS)
	return stripped.Text
}

func stripQuotes(text reading, slashS bool) (reading, []quote) {
	s := text.String()
	first := blanks(s, 0)
	last := strings.LastIndexByte(s, '"')
	if first == len(s) || s[first] != '"' || !slashS && keepsQuotes(s[first:]) {
		return text, nil
	}
	var b builder
	b.add(text, 0, first)
	quotes := []quote{{b.Len(), text.SpanOf(first, first+1)}}
	if last == first {
		b.add(text, first+1, len(s))
		return b.readingAt(text, first+1), quotes
	}
	b.add(text, first+1, last)
	quotes = append(quotes, quote{b.Len(), text.SpanOf(last, last+1)})
	b.add(text, last+1, len(s))
	return b.readingAt(text, first+1), quotes
}

func keepsQuotes(s string) bool {
	if strings.Count(s, `"`) != 2 {
		return false
	}
	quoted := s[1 : 1+strings.IndexByte(s[1:], '"')]
	if strings.ContainsAny(quoted, "&<>()@^|") || !strings.ContainsAny(quoted, " \t") {
		return false
	}
	switch lower := strings.ToLower(quoted); {
	case strings.HasSuffix(lower, ".exe"), strings.HasSuffix(lower, ".com"),
		strings.HasSuffix(lower, ".cmd"), strings.HasSuffix(lower, ".bat"):
		return true
	}
	return false
}

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

// enter notes one more level of nesting; where it is one too many the rest of the text is left unread.
func (r *cmdReader) enter() bool {
	r.depth++
	if r.depth <= maxDepth {
		return true
	}
	if r.pos < len(r.s) {
		r.fail(Range{&r.script.Text, r.pos, r.pos + 1}, TooDeep, "the text is nested too deep to be read")
		r.pos = len(r.s)
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

// continued is the length of a "^" with the line end behind it, 0 where there is none.
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
			r.fail(r.sub(r.pos, r.pos+1), Unexpected, "no command stands in front of "+string(c))
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

// word reports whether the word, in lower case, stands at the reader's place, with something behind it that ends it.
func (r *cmdReader) word(word string) bool {
	end := r.pos + len(word)
	if end > len(r.s) || !strings.EqualFold(r.s[r.pos:end], word) {
		return false
	}
	return end == len(r.s) || strings.IndexByte(" \t\r\n(,;=/\"&|<>)^", r.s[end]) >= 0
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
			r.fail(r.to(r.pos-1), Missing, "no command stands behind |")
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

// group reads "( ... )" with the redirections behind it.
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
	if len(clause.Body.Statements) == 0 && len(clause.Body.String()) == 0 {
		r.fail(r.sub(start, start+2), Missing, "no command stands behind the condition of IF")
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

// set reads what FOR loops over. FOR /F runs what stands in single quotes, or with USEBACKQ in backticks.
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
	if !first.Is("/f") || r.script.depth >= maxStarted {
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
