package diagnose

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// The literals of a pattern are what lets almost all lines pass without a regular expression: a match contains at least
// one literal of each of its groups. They are derived from the pattern, so that both cannot disagree.

// The lengths of literals, in bytes. Shorter ones occur in too many lines; of longer ones the beginning is enough.
const (
	leastLiteral = 3
	mostLiteral  = 20
)

// flexible turns the spaces of an Expr into white space.
func flexible(expr string) string {
	var out strings.Builder
	inClass, escaped := false, false
	for i := 0; i < len(expr); i++ {
		c := expr[i]
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == ' ' && inClass:
			out.WriteString(`\s`)
			continue
		case c == ' ' && strings.HasPrefix(expr[i:], " ?"):
			out.WriteString(`\s*`)
			i++
			continue
		case c == ' ':
			out.WriteString(`\s+`)
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

// groups gives what a match of the expression must contain: of each group at least one literal. In the literals, one
// space is any white space.
func groups(expr string) ([][]string, error) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return required(parsed), nil
}

func required(re *syntax.Regexp) [][]string {
	switch re.Op {
	case syntax.OpConcat:
		return requiredOfConcat(re.Sub)
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpAlternate:
		return requiredOfAlternate(re.Sub)
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 { // [Aa] is parsed as a literal, too
			return requiredOfConcat([]*syntax.Regexp{re})
		}
	}
	return nil
}

// requiredOfConcat joins the literals that follow each other, and adds what the other parts require.
func requiredOfConcat(parts []*syntax.Regexp) [][]string {
	var out [][]string
	var literal strings.Builder
	flush := func() {
		if literal.Len() >= leastLiteral {
			out = append(out, []string{literal.String()[:min(literal.Len(), mostLiteral)]})
		}
		literal.Reset()
	}
	for _, part := range parts {
		switch {
		case part.Op == syntax.OpLiteral && part.Flags&syntax.FoldCase == 0:
			literal.WriteString(string(part.Rune))
		case isSpaces(part):
			literal.WriteByte(' ')
		default:
			flush()
			out = append(out, required(part)...)
		}
	}
	flush()
	return out
}

// isSpaces reports whether an expression is `\s+`.
func isSpaces(re *syntax.Regexp) bool {
	return re.Op == syntax.OpPlus && re.Sub[0].Op == syntax.OpCharClass && re.Sub[0].String() == `[\t\n\f\r ]`
}

// requiredOfAlternate is one group: the best one of each branch. Without one for each branch nothing is required.
func requiredOfAlternate(branches []*syntax.Regexp) [][]string {
	var all []string
	for _, branch := range branches {
		list := required(branch)
		if len(list) == 0 {
			return nil
		}
		all = append(all, list[best(list)]...)
	}
	slices.Sort(all)
	return [][]string{slices.Compact(all)}
}

// best is the index of the group that the fewest lines will contain: the one whose shortest literal is the longest.
func best(list [][]string) int {
	shortest := func(group []string) int {
		n := len(group[0])
		for _, literal := range group {
			n = min(n, len(literal))
		}
		return n
	}
	at := 0
	for i, group := range list {
		if shortest(group) > shortest(list[at]) {
			at = i
		}
	}
	return at
}
