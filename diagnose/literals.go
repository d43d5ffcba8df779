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

// groups is what a match of the expression must contain: of each group at least one literal. In the literals, one
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
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpAlternate:
		if _, finite := texts(re); !finite {
			return requiredOfAlternate(re.Sub)
		}
		return requiredOfConcat([]*syntax.Regexp{re})
	case syntax.OpConcat:
		return requiredOfConcat(re.Sub)
	}
	return requiredOfConcat([]*syntax.Regexp{re})
}

// requiredOfConcat joins the parts that match few texts and follow each other, and adds what the other parts require.
func requiredOfConcat(parts []*syntax.Regexp) [][]string {
	var out [][]string
	joined := []string{""}
	flush := func() {
		if group := literalsOf(joined); group != nil {
			out = append(out, group)
		}
		joined = []string{""}
	}
	for _, part := range parts {
		list, finite := texts(part)
		switch {
		case finite && len(joined)*len(list) <= mostTexts:
			joined = product(joined, list)
		case finite:
			flush()
			joined = list
		default:
			flush()
			if part.Op != syntax.OpStar && part.Op != syntax.OpQuest && part.Op != syntax.OpRepeat {
				out = append(out, requiredOfPart(part)...)
			}
		}
	}
	flush()
	return out
}

// requiredOfPart is what a part that matches too many texts requires.
func requiredOfPart(re *syntax.Regexp) [][]string {
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus, syntax.OpConcat, syntax.OpAlternate:
		return required(re)
	}
	return nil
}

// literalsOf is the group that texts are, nil if one of them is too short to be looked for.
func literalsOf(texts []string) []string {
	var group []string
	for _, text := range texts {
		text = strings.Trim(text, " ") // a console may break the line there
		if len(text) < leastLiteral {
			return nil
		}
		group = append(group, text[:min(len(text), mostLiteral)])
	}
	slices.Sort(group)
	return slices.Compact(group)
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

// mostTexts is how many texts an expression may match to be looked for by them.
const mostTexts = 24

// texts is all texts that an expression matches, if they are few: `[Aa]b(c|d)?` matches six. White space counts as one space.
func texts(re *syntax.Regexp) (list []string, finite bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary:
		return []string{""}, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}, true
		}
		if len(re.Rune) == 1 { // [Aa] is parsed as this
			return []string{strings.ToUpper(string(re.Rune)), strings.ToLower(string(re.Rune))}, true
		}
	case syntax.OpCharClass:
		return textsOfClass(re.Rune)
	case syntax.OpPlus:
		if isSpaces(re) {
			return []string{" "}, true
		}
	case syntax.OpCapture:
		return texts(re.Sub[0])
	case syntax.OpQuest:
		list, finite = texts(re.Sub[0])
		return append(slices.Clone(list), ""), finite && len(list) < mostTexts
	case syntax.OpAlternate:
		for _, branch := range re.Sub {
			more, ok := texts(branch)
			if !ok || len(list)+len(more) > mostTexts {
				return nil, false
			}
			list = append(list, more...)
		}
		return list, true
	case syntax.OpConcat:
		list = []string{""}
		for _, part := range re.Sub {
			more, ok := texts(part)
			if !ok || len(list)*len(more) > mostTexts {
				return nil, false
			}
			list = product(list, more)
		}
		return list, true
	}
	return nil, false
}

// textsOfClass is the characters of a class, given as pairs of the first and the last of a range.
func textsOfClass(ranges []rune) (list []string, finite bool) {
	for i := 0; i < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(list) >= mostTexts {
			return nil, false
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			list = append(list, string(r))
		}
	}
	return list, true
}

// product is each text of one list followed by each of another one.
func product(a, b []string) []string {
	var out []string
	for _, first := range a {
		for _, second := range b {
			out = append(out, first+second)
		}
	}
	return out
}

// isSpaces reports whether an expression is `\s+`.
func isSpaces(re *syntax.Regexp) bool {
	return re.Op == syntax.OpPlus && re.Sub[0].Op == syntax.OpCharClass && slices.Equal(re.Sub[0].Rune, []rune("\t\n\f\r  "))
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
