package ci

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/source"
)

// This file reads the expressions of GitHub Actions and of Azure Pipelines, which have one grammar: names with members,
// literals, calls, and operators that Azure Pipelines writes as functions.

// Truth is whether a condition holds.
type Truth int

// The truths.
const (
	Unknown Truth = iota
	False
	True
)

// A Condition decides whether a job or a step runs.
type Condition struct {
	source.Text
	expr node // nil if it could not be read
	own  values
}

// Holds reports whether the condition holds for the values of names: those of its own leg, and those that lookup tells, such
// as "runner.os"; ok is false for what it does not know.
func (c *Condition) Holds(lookup func(name string) (text string, ok bool)) Truth {
	if c == nil {
		return True
	}
	if c.expr == nil {
		return Unknown
	}
	v := c.expr.eval(func(name string) value {
		if c.own != nil {
			if v := c.own(name); v.kind.known() {
				return v
			}
		}
		if text, ok := lookup(name); ok {
			return stringValue(text)
		}
		return value{}
	})
	return v.truth()
}

// kind is the type of a value.
type kind int

const (
	unknown kind = iota
	null
	boolean
	number
	text
)

func (k kind) known() bool { return k != unknown }

// A value is what an expression means.
type value struct {
	kind kind
	s    string
	n    float64
}

func stringValue(s string) value { return value{kind: text, s: s} }

func boolValue(b bool) value {
	if b {
		return value{kind: boolean, s: "true", n: 1}
	}
	return value{kind: boolean, s: "false"}
}

func truthValue(t Truth) value {
	if t == Unknown {
		return value{}
	}
	return boolValue(t == True)
}

func (v value) text() string {
	if v.kind == number && v.s == "" {
		return strconv.FormatFloat(v.n, 'g', -1, 64)
	}
	return v.s
}

// truth is what the value is as a condition: null, false, 0 and the empty text do not hold.
func (v value) truth() Truth {
	switch v.kind {
	case unknown:
		return Unknown
	case text:
		return truthOf(v.s != "")
	case null:
		return False
	}
	return truthOf(v.n != 0)
}

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

func not(t Truth) Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

// equal compares as both systems do: texts in any case of letters, and values of different types as numbers.
func equal(a, b value) Truth {
	switch {
	case !a.kind.known() || !b.kind.known():
		return Unknown
	case a.kind == text && b.kind == text:
		return truthOf(strings.EqualFold(a.s, b.s))
	}
	x, y := a.number(), b.number()
	return truthOf(x == y)
}

func (v value) number() float64 {
	switch {
	case v.kind != text:
		return v.n
	case strings.TrimSpace(v.s) == "":
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(v.s), 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// A node is a part of an expression.
type node interface{ eval(values) value }

type literal value

func (l literal) eval(values) value { return value(l) }

// A name is a context with its members: "matrix.os".
type name string

func (n name) eval(known values) value { return known(string(n)) }

// opaque is a part of which nothing is known.
type opaque struct{ parts []node }

func (opaque) eval(values) value { return value{} }

type call struct {
	name string // in lower case; of an operator its sign
	args []node
}

func (c call) eval(known values) value {
	args := make([]value, len(c.args))
	for i, a := range c.args {
		args[i] = a.eval(known)
	}
	switch c.name {
	case "!", "not":
		if len(args) == 1 {
			return truthValue(not(args[0].truth()))
		}
	case "==", "eq":
		if len(args) == 2 {
			return truthValue(equal(args[0], args[1]))
		}
	case "!=", "ne":
		if len(args) == 2 {
			return truthValue(not(equal(args[0], args[1])))
		}
	case "&&", "and":
		return joined(args, False)
	case "||", "or":
		return joined(args, True)
	case "startswith":
		return compared(args, strings.HasPrefix)
	case "endswith":
		return compared(args, strings.HasSuffix)
	case "contains":
		return compared(args, strings.Contains)
	case "in", "containsvalue":
		return among(args)
	case "notin":
		return truthValue(not(among(args).truth()))
	case "always", "success", "succeeded", "succeededorfailed":
		if len(args) == 0 {
			return boolValue(true)
		}
	}
	return value{}
}

// joined is the first operand that decides, as both systems evaluate "and" and "or", or the last one.
func joined(args []value, decides Truth) value {
	for i, a := range args {
		switch t := a.truth(); {
		case t == decides:
			return a
		case t == Unknown:
			if slices.ContainsFunc(args[i+1:], func(b value) bool { return b.truth() == decides }) {
				return truthValue(decides)
			}
			return value{}
		}
	}
	if len(args) == 0 {
		return value{}
	}
	return args[len(args)-1]
}

func compared(args []value, how func(string, string) bool) value {
	if len(args) != 2 || !args[0].kind.known() || !args[1].kind.known() {
		return value{}
	}
	return boolValue(how(strings.ToLower(args[0].text()), strings.ToLower(args[1].text())))
}

// among reports whether the first argument is one of the others.
func among(args []value) value {
	if len(args) == 0 {
		return value{}
	}
	result := False
	for _, a := range args[1:] {
		switch equal(args[0], a) {
		case True:
			return boolValue(true)
		case Unknown:
			result = Unknown
		}
	}
	return truthValue(result)
}

// names adds every name in an expression to a list.
func names(list []string, n node) []string {
	switch n := n.(type) {
	case name:
		list = append(list, string(n))
	case call:
		for _, a := range n.args {
			list = names(list, a)
		}
	case opaque:
		for _, part := range n.parts {
			list = names(list, part)
		}
	}
	return list
}

// parseExpression reads an expression; nil if it is none.
func parseExpression(s string) node {
	p := &expressionParser{s: s}
	n := p.or(0)
	if p.space(); p.failed || p.pos < len(p.s) {
		return nil
	}
	return n
}

// maxNested is how many parentheses are followed, one in another.
const maxNested = 50

type expressionParser struct {
	s      string
	pos    int
	failed bool
}

func (p *expressionParser) fail() node {
	p.failed = true
	return opaque{}
}

func (p *expressionParser) space() {
	for p.pos < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.pos]) >= 0 {
		p.pos++
	}
}

// take steps over a sign if it stands next.
func (p *expressionParser) take(sign string) bool {
	p.space()
	if !strings.HasPrefix(p.s[p.pos:], sign) {
		return false
	}
	p.pos += len(sign)
	return true
}

func (p *expressionParser) or(depth int) node { return p.chain("||", depth, p.and) }

func (p *expressionParser) and(depth int) node { return p.chain("&&", depth, p.comparison) }

func (p *expressionParser) chain(sign string, depth int, operand func(int) node) node {
	args := []node{operand(depth)}
	for !p.failed && p.take(sign) {
		args = append(args, operand(depth))
	}
	if len(args) == 1 {
		return args[0]
	}
	return call{sign, args}
}

func (p *expressionParser) comparison(depth int) node {
	left := p.unary(depth)
	for !p.failed {
		sign := ""
		for _, s := range [...]string{"==", "!=", "<=", ">=", "<", ">"} {
			if sign == "" && p.take(s) {
				sign = s
			}
		}
		if sign == "" {
			break
		}
		left = call{sign, []node{left, p.unary(depth)}}
	}
	return left
}

func (p *expressionParser) unary(depth int) node {
	if depth > maxNested {
		return p.fail()
	}
	if p.space(); p.pos < len(p.s) && p.s[p.pos] == '!' && !strings.HasPrefix(p.s[p.pos:], "!=") {
		p.pos++
		return call{"!", []node{p.unary(depth + 1)}}
	}
	return p.primary(depth)
}

func (p *expressionParser) primary(depth int) node {
	switch c := p.peek(); {
	case c == '(':
		p.pos++
		n := p.or(depth + 1)
		if !p.take(")") {
			return p.fail()
		}
		return p.members(n, depth)
	case c == '\'':
		return p.quoted()
	case '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.':
		return p.number()
	case letter(c):
		return p.named(depth)
	}
	return p.fail()
}

func (p *expressionParser) peek() byte {
	if p.pos < len(p.s) {
		return p.s[p.pos]
	}
	return 0
}

func letter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }

func inName(c byte) bool { return letter(c) || c == '-' || '0' <= c && c <= '9' }

func (p *expressionParser) word() string {
	start := p.pos
	for inName(p.peek()) {
		p.pos++
	}
	return p.s[start:p.pos]
}

func (p *expressionParser) quoted() node {
	var b strings.Builder
	for p.pos++; p.pos < len(p.s); p.pos++ {
		if p.s[p.pos] == '\'' {
			if p.pos++; p.peek() != '\'' {
				return literal(stringValue(b.String()))
			}
		}
		b.WriteByte(p.s[p.pos])
	}
	return p.fail()
}

func (p *expressionParser) number() node {
	start := p.pos
	for inName(p.peek()) || p.peek() == '.' || p.peek() == '+' {
		p.pos++
	}
	written := p.s[start:p.pos]
	if n, err := strconv.ParseFloat(written, 64); err == nil {
		return literal{kind: number, s: written, n: n}
	}
	if n, err := strconv.ParseInt(written, 0, 64); err == nil {
		return literal{kind: number, n: float64(n)}
	}
	return p.fail()
}

// named reads a literal that is a word, a call, or a name with its members.
func (p *expressionParser) named(depth int) node {
	word := p.word()
	if p.take("(") {
		return p.members(p.call(strings.ToLower(word), depth), depth)
	}
	switch strings.ToLower(word) {
	case "true":
		return literal(boolValue(true))
	case "false":
		return literal(boolValue(false))
	case "null":
		return literal{kind: null}
	}
	return p.members(name(strings.ToLower(word)), depth)
}

func (p *expressionParser) call(function string, depth int) node {
	var args []node
	for !p.take(")") {
		if len(args) > 0 && !p.take(",") {
			return p.fail()
		}
		if args = append(args, p.or(depth+1)); p.failed {
			return opaque{}
		}
	}
	return call{function, args}
}

// members reads ".member" and "['member']" after a node. What is a member of anything but a name is not known.
func (p *expressionParser) members(n node, depth int) node {
	for {
		switch {
		case p.take("."):
			if p.take("*") {
				n = opaque{[]node{n}}
				continue
			}
			n = member(n, p.word())
		case p.take("["):
			if p.take("*") {
				n = opaque{[]node{n}}
			} else if at := p.or(depth + 1); isText(at) {
				n = member(n, at.(literal).s)
			} else {
				n = opaque{[]node{n, at}}
			}
			if !p.take("]") {
				return p.fail()
			}
		default:
			return n
		}
	}
}

func isText(n node) bool {
	l, ok := n.(literal)
	return ok && l.kind == text
}

func member(of node, called string) node {
	if of, ok := of.(name); ok {
		return of + name("."+strings.ToLower(called))
	}
	return opaque{[]node{of}}
}
