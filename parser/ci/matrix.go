package ci

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/data"
)

// A combination is one combination of a matrix.
type combination struct {
	entries []*data.Entry // the last of one name counts
	unknown bool          // the matrix, or a part of it, is an expression: what is not among the entries may still be set
}

// combinations is those of the matrix of a job that differ in what the job uses of them; without a matrix it is one that is
// empty.
func (w *workflow) combinations() []*combination {
	v := w.job.Get("strategy", "matrix")
	if v == nil {
		return []*combination{{}}
	}
	if !v.Is(data.Mapping) {
		return []*combination{{unknown: true}}
	}
	list := product(v)
	list = slices.DeleteFunc(list, func(c *combination) bool { return c.excluded(v.Get("exclude")) })
	list = included(list, v)
	if len(list) == 0 {
		list = []*combination{{unknown: true}}
	}
	list = w.distinct(list)
	return list[:w.doc.readable(len(list), w.job.Span())]
}

// product is the combinations of the lists of a matrix.
func product(matrix *data.Value) []*combination {
	list := []*combination{{}}
	axes := 0
	for _, e := range matrix.Merged() {
		if e.Name() == "include" || e.Name() == "exclude" {
			continue
		}
		axes++
		items := e.Value.List()
		if !e.Value.Is(data.Sequence) || len(list)*len(items) > maxLegs {
			for _, c := range list {
				c.unknown = true
			}
			continue
		}
		var longer []*combination
		for _, c := range list {
			for _, item := range items {
				longer = append(longer, &combination{append(slices.Clone(c.entries), &data.Entry{Key: e.Key, Value: item}), c.unknown})
			}
		}
		list = longer
	}
	if axes == 0 {
		return nil
	}
	return list
}

// excluded reports whether the combination has all that an item of "exclude" has.
func (c *combination) excluded(exclude *data.Value) bool {
	return slices.ContainsFunc(exclude.List(), func(item *data.Value) bool {
		entries := item.Merged()
		return len(entries) > 0 && !slices.ContainsFunc(entries, func(e *data.Entry) bool { return !same(c.entry(e.Name()), e.Value) })
	})
}

func (c *combination) entry(called string) *data.Value {
	for _, e := range slices.Backward(c.entries) {
		if strings.EqualFold(e.Name(), called) {
			return e.Value
		}
	}
	return nil
}

// same reports whether two values are the same to a matrix.
func same(a, b *data.Value) bool {
	switch {
	case a.Scalar() && b.Scalar():
		return a.String() == b.String()
	case a.Is(data.Mapping) && b.Is(data.Mapping):
		of, in := a.Merged(), b.Merged()
		return len(of) == len(in) && !slices.ContainsFunc(of, func(e *data.Entry) bool { return !same(e.Value, b.Get(e.Name())) })
	case a.Is(data.Sequence) && b.Is(data.Sequence):
		return slices.EqualFunc(a.List(), b.List(), same)
	}
	return false
}

// included adds the items of "include": to each combination of which an item changes no value of a list, or else as one more.
func included(list []*combination, matrix *data.Value) []*combination {
	include := matrix.Get("include")
	if include != nil && !include.Is(data.Sequence) {
		for _, c := range list {
			c.unknown = true
		}
		return append(list, &combination{unknown: true})
	}
	originals := slices.Clone(list)
	axes := make([]int, len(originals))
	for i, c := range originals {
		axes[i] = len(c.entries)
	}
	for _, item := range include.List() {
		entries, added := item.Merged(), false
		if !item.Is(data.Mapping) {
			list = append(list, &combination{unknown: true})
			continue
		}
		for i, c := range originals {
			axis := combination{entries: c.entries[:axes[i]]}
			if slices.ContainsFunc(entries, func(e *data.Entry) bool {
				v := axis.entry(e.Name())
				return v != nil && !same(v, e.Value)
			}) {
				continue
			}
			c.entries, added = append(c.entries, entries...), true
		}
		if !added && len(list) < maxLegs {
			list = append(list, &combination{entries: entries})
		}
	}
	return list
}

// distinct is the combinations that differ in what the job uses of them, the first of each.
func (w *workflow) distinct(list []*combination) []*combination {
	used := w.used()
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(c *combination) bool {
		var key strings.Builder
		for _, n := range used {
			v := c.value(n)
			key.WriteString(n + "=" + v.text() + "\x00")
			if list := c.at(n); !list.Scalar() && list != nil {
				for part := range list.All() {
					key.WriteString(part.Text.String() + "\x01")
				}
			}
		}
		done := seen[key.String()]
		seen[key.String()] = true
		return done
	})
}

// used is the names of the matrix in the expressions of a job.
func (w *workflow) used() []string {
	var all []string
	for _, e := range w.job.Merged() {
		if e.Name() == "strategy" {
			continue
		}
		for v := range e.Value.All() {
			s := v.Resolve().Text.String()
			for _, r := range githubRegions(s) {
				all = names(all, r.expr)
			}
			if v.Key != nil && v.Key.Text.String() == "if" {
				all = names(all, parseExpression(strings.TrimSpace(s)))
			}
		}
	}
	var list []string
	for _, n := range all {
		if rest, found := strings.CutPrefix(n, "matrix."); found && !slices.Contains(list, rest) {
			list = append(list, rest)
		}
	}
	return list
}

// at is what the matrix holds at a path such as "os" or "image.tag"; nil if there is nothing, or if that is not known.
func (c *combination) at(path string) *data.Value {
	first, rest, _ := strings.Cut(path, ".")
	v := c.entry(first)
	for v != nil && rest != "" {
		var key string
		key, rest, _ = strings.Cut(rest, ".")
		e := entryFold(v, key)
		if e == nil {
			return nil
		}
		v = e.Value
	}
	return v
}

// value is the value of a path; a path of which nothing is set is the empty text.
func (c *combination) value(path string) value {
	v := c.at(path)
	switch {
	case v == nil && c.unknown, v != nil && !v.Scalar():
		return value{}
	case v == nil, v.Is(data.Null):
		return value{kind: null}
	case len(githubRegions(v.String())) > 0:
		return value{}
	}
	return scalarValue(v)
}

func scalarValue(v *data.Value) value {
	switch v = v.Resolve(); v.Kind {
	case data.Bool:
		return boolValue(strings.EqualFold(v.Text.String(), "true"))
	case data.Int, data.Float:
		if l, ok := parseExpression(v.Text.String()).(literal); ok {
			return value(l)
		}
	}
	return stringValue(v.Text.String())
}

// named is the value of a name of the matrix in an expression.
func (c *combination) named(n string) value {
	if path, found := strings.CutPrefix(n, "matrix."); found {
		return c.value(path)
	}
	return value{}
}

// list is the list that a value means that is nothing but a name of the matrix; nil if it is none.
func (c *combination) list(v *data.Value) *data.Value {
	s := strings.TrimSpace(v.String())
	regions := githubRegions(s)
	if len(regions) != 1 || regions[0].start > 0 || regions[0].end < len(s) {
		return nil
	}
	n, _ := regions[0].expr.(name)
	path, found := strings.CutPrefix(string(n), "matrix.")
	if list := c.at(path); found && list.Is(data.Sequence) {
		return list
	}
	return nil
}

// name is the values of the combination as GitHub shows them.
func (c *combination) name() string {
	var words []string
	for _, e := range c.entries {
		if e.Value.Scalar() && c.entry(e.Name()) == e.Value {
			words = append(words, e.Value.String())
		}
	}
	return strings.Join(words, ", ")
}
