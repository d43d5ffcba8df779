package flow

import (
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// Values is what variables are known to hold, by their names in lower case.
type Values map[string]docker.Word

// Constants is the variables of a script that are given one known text, once: by an assignment, or as the default of a
// parameter.
func Constants(s *script.Script) Values {
	c := constantReader{values: Values{}, count: map[string]int{}}
	if s.Unread() {
		return c.values
	}
	script.Walk(s.Body, c.node)
	for name, n := range c.count {
		if n > 1 {
			delete(c.values, name)
		}
	}
	return c.values
}

type constantReader struct {
	values Values
	count  map[string]int // how often each is given a value
}

func (c *constantReader) node(n script.Node) bool {
	switch n := n.(type) {
	case *script.Assign:
		if v, ok := n.Target.(*script.Variable); ok {
			c.give(v.Name, assigned(n))
		}
	case *script.Parameter:
		if n.Name != nil {
			c.give(n.Name.Name, n.Default)
		}
	case *script.Clause:
		if n.Var != "" {
			c.count[strings.ToLower(n.Var)] += 2
		}
	case *script.Command:
		if name, value, ok := n.Set(); ok {
			key := strings.ToLower(name.String())
			c.count[key]++
			if !strings.ContainsAny(value.String(), "%!") {
				c.values[key] = word(value)
			}
		}
	}
	return true
}

// give notes that a variable gets the value of a node.
func (c *constantReader) give(name string, value script.Node) {
	name = withoutScope(name)
	c.count[name]++
	if text, known := script.Value(value); known {
		c.values[name] = word(text)
	}
}

func word(text source.Text) docker.Word { return docker.Word{Text: text, Pattern: text.String()} }

// withoutScope is the name of a PowerShell variable without "script:" and the like.
func withoutScope(name string) string {
	for _, scope := range [...]string{"script:", "global:", "local:", "private:"} {
		if rest, found := strings.CutPrefix(name, scope); found {
			return rest
		}
	}
	return name
}

// assigned is the value of an assignment where it is one node; nil where it is more, or where it adds to a value.
func assigned(a *script.Assign) script.Node {
	if a.Op.String() != "=" {
		return nil
	}
	if p, ok := a.Value.(*script.Pipeline); ok {
		if len(p.Elements) == 1 {
			return p.Elements[0]
		}
		return nil
	}
	return a.Value
}
