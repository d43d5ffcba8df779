package compose

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// A Variable is a place where compose puts in the value of a variable: "$name", "${name}", "${name:-default}".
type Variable struct {
	source.Text        // all of it, as written
	Index       int    // the byte of the value at which it begins
	Name        string // "" where Invalid is set, and where the value is crowded
	Operator    string // ":-", "-", ":?", "?", ":+", "+"; "" where there is none
	Operand     source.Text
	Invalid     bool // compose refuses the file: "invalid interpolation format"
}

// Variables finds what compose replaces in a value. "$$" is a dollar sign and no variable. A value with more
// variables than are read is one of which nothing is known.
func Variables(t source.Text) []Variable {
	var found []Variable
	s := t.String()
	if crowded(s) {
		return []Variable{{Text: t}}
	}
	for i := 0; i < len(s); i++ {
		if s[i] != '$' {
			continue
		}
		n := variableLength(s[i:])
		if n == 0 {
			if strings.HasPrefix(s[i:], "$$") {
				i++
			}
			continue
		}
		v := readVariable(t.Slice(i, i+n))
		v.Index = i
		found = append(found, v)
		i += n - 1
	}
	return found
}

// variableLength is the length of the variable at the head of s; 0 where "$" is only a character. Of "${" that does not go
// on as a variable it is 2.
func variableLength(s string) int {
	name := nameLength(s[1:])
	if name > 0 {
		return 1 + name
	}
	if !strings.HasPrefix(s, "${") {
		return 0
	}
	name = nameLength(s[2:])
	end := 2 + name
	if name == 0 || end == len(s) {
		return 2
	}
	if s[end] == '}' {
		return end + 1
	}
	if operator(s[end:]) == "" {
		return 2
	}
	return closingBrace(s)
}

// closingBrace is the length of a variable with an operator: up to the brace that closes the first one, or up to the last
// brace of the line where they do not pair. A default does not continue in the next line.
func closingBrace(s string) int {
	line, _, _ := strings.Cut(s, "\n")
	last := strings.LastIndexByte(line, '}')
	if last < 0 {
		return 2
	}
	depth := 0
	for i := 0; i <= last; i++ {
		switch s[i] {
		case '{':
			depth++
			i++ // the character after a brace is not looked at, as in compose-go
		case '}':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return last + 1
}

func nameLength(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if s[i] != '_' && (c < 'a' || c > 'z') && (i == 0 || s[i] < '0' || s[i] > '9') {
			return i
		}
	}
	return len(s)
}

func operator(s string) string {
	for _, o := range [...]string{":-", ":?", ":+", "-", "?", "+"} {
		if strings.HasPrefix(s, o) {
			return o
		}
	}
	return ""
}

func readVariable(t source.Text) Variable {
	v := Variable{Text: t}
	s := t.String()
	if s[1] != '{' {
		v.Name = s[1:]
		return v
	}
	name := nameLength(s[2:])
	if name == 0 || !strings.HasSuffix(s, "}") {
		v.Invalid = true
		return v
	}
	v.Name = s[2 : 2+name]
	v.Operator = operator(s[2+name:])
	v.Operand = t.Slice(2+name+len(v.Operator), t.Len()-1)
	return v
}

// Expand is a value as compose reads it where nothing is known of its environment: a variable with a default is that
// default, and for every other one unknown is put in. It reports whether all of it is known.
func Expand(t source.Text, unknown string) (string, bool) {
	var out strings.Builder
	s, at, complete := t.String(), 0, true
	for _, v := range Variables(t) {
		out.WriteString(strings.ReplaceAll(s[at:v.Index], "$$", "$"))
		at = v.Index + v.Len()
		value, known := unknown, false
		if v.Operator == ":-" || v.Operator == "-" {
			value, known = Expand(v.Operand, unknown)
		}
		out.WriteString(value)
		complete = complete && known
	}
	out.WriteString(strings.ReplaceAll(s[at:], "$$", "$"))
	return out.String(), complete
}

// Interpolate is what the container gets of a value: "$$" is a dollar sign, and a variable with a default is that. ok is
// false where a variable is not known.
func Interpolate(t source.Text) (text source.Text, ok bool) {
	var out source.Builder
	at := 0
	literal := func(end int) {
		for s := t.String(); at < end; {
			n := strings.Index(s[at:end], "$$")
			if n < 0 {
				break
			}
			out.Add(t, at, at+n)
			out.Put("$", t.SpanOf(at+n, at+n+2))
			at += n + 2
		}
		out.Add(t, at, end)
	}
	for _, v := range Variables(t) {
		if v.Operator != ":-" && v.Operator != "-" {
			return source.Text{}, false
		}
		operand, known := Interpolate(v.Operand)
		if !known {
			return source.Text{}, false
		}
		literal(v.Index)
		out.Add(operand, 0, operand.Len())
		at = v.Index + v.Len()
	}
	literal(t.Len())
	if out.Len() == 0 {
		return t.Slice(t.Len(), t.Len()), true
	}
	return out.Text(), true
}
