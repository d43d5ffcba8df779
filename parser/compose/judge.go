package compose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Problem is what compose refuses in a file.
type Problem struct {
	At      source.Span
	Kind    ProblemKind
	Message string // in the words of compose, without the path, which At shows

	Known []string // of an unknown key: the keys that the specification has there
	Alone bool     // it is none where the file is laid over another one that says more
}

// Span is the place of the problem.
func (p *Problem) Span() source.Span { return p.At }

// ProblemKind tells at which step compose refuses the file.
type ProblemKind int

// The kinds of problems.
const (
	DuplicateKey  ProblemKind = iota // a key is twice in one mapping
	Template                         // "${" that is no variable
	UnknownKey                       // the specification has no such key there
	Schema                           // a value of another type, or outside what the specification allows
	Value                            // a value that compose cannot read: a port, a duration, a command line
	Crash                            // compose itself fails on the value
	Contradiction                    // two things do not go together, whatever other files add
	Undeclared                       // something is named, or is needed, that is not there
)

// Judge asks compose-go what it refuses in the file. It answers without any environment and without reading another file:
// every variable has a value that fits, "include" is left out and what "extends" names is not looked up; nothing that
// depends on them is a problem. A file that is no YAML has none: see Errors.
func (d *Document) Judge() []*Problem {
	if len(d.Errors) > 0 || len(d.Roots) == 0 {
		return nil
	}
	if wrong := d.wrongKeys(); len(wrong) > 0 {
		return wrong
	}
	if d.crowded {
		return nil
	}
	j := newJudge(d)
	if found := j.templates(); len(found) > maxBroken {
		return found
	}
	if d.before != nil && j.load(types.ConfigFile{Filename: j.name, Config: d.changed()}) == nil {
		d.fine = true
		return nil
	}
	if err := j.load(types.ConfigFile{Filename: j.name, Content: d.content()}); err != nil {
		return j.problems(err)
	}
	d.fine = true
	return nil
}

// Trust spares Judge the services that are in the file as they were before a change, where nothing in it was
// refused then: for a file with very many services to ask again takes long. Where a part of the file may bring something
// to another one, everything is asked about.
func (d *Document) Trust(before *Document) {
	if before.fine && len(d.Roots) == 1 && !strings.ContainsAny(d.File.Text, "&*") {
		d.before = before
	}
}

// changed is the file without the services that are as they were.
func (d *Document) changed() map[string]any {
	was := map[string]string{}
	for _, s := range d.before.Services {
		was[s.Name] = d.before.File.Slice(s.Span())
	}
	model, _ := plain(d.Roots[0], 0).(map[string]any)
	for _, key := range [...]string{"services", "jobs"} {
		services, _ := model[key].(map[string]any)
		for _, s := range d.Services {
			if _, has := services[s.Name]; has && was[s.Name] == d.File.Slice(s.Span()) {
				delete(services, s.Name)
			}
		}
	}
	return model
}

// wrongKeys finds the keys that stand twice in one mapping, and those that are no strings.
func (d *Document) wrongKeys() []*Problem {
	var found []*Problem
	for _, root := range d.Roots {
		for v := range root.All() {
			lines := map[string]int{}
			for _, e := range v.Entries {
				name, key := e.Name(), e.Key.Resolve()
				if !key.Is(data.String) && !e.Merge() {
					found = append(found, &Problem{At: e.Key.Span(), Kind: Value, Message: "non-string key: " + name})
				}
				if line, seen := lines[name]; seen {
					found = append(found, &Problem{At: e.Key.Span(), Kind: DuplicateKey,
						Message: fmt.Sprintf("mapping key %q already defined at line %d", name, line)})
					continue
				}
				lines[name] = d.File.Position(e.Key.Span().Start).Line
			}
		}
	}
	return found
}

// A judge loads a file, or parts of it, with compose-go.
type judge struct {
	doc    *Document
	name   string
	values *placeholders
	casts  map[treePath]interpolation.Cast
	loads  int
}

func newJudge(d *Document) *judge {
	logrus.SetOutput(io.Discard) // compose-go writes its warnings there, and there is no other way to keep it quiet
	j := &judge{doc: d, name: d.File.Path, values: &placeholders{names: map[string]string{}}}
	if j.name == "" {
		j.name = "compose.yaml"
	}
	return j
}

// placeholders gives each variable a value: a number, since a number may be wherever a word may, and also in ports, and
// each another one, so that no two items of a list become one.
type placeholders struct {
	names map[string]string
}

func (p *placeholders) lookup(name string) (string, bool) {
	value, known := p.names[name]
	if !known {
		value = strconv.Itoa(firstPlaceholder + len(p.names))
		p.names[name] = value
	}
	return value, true
}

// firstPlaceholder is a number that is a port and that no file is likely to hold.
const firstPlaceholder = 30101

// used reports whether a value holds a placeholder.
func (p *placeholders) used(value string) bool {
	for _, number := range p.names {
		if strings.Contains(value, number) {
			return true
		}
	}
	return false
}

// substitute puts placeholders in. What a variable is required to be is known only where it is used.
func (p *placeholders) substitute(text string, mapping template.Mapping) (string, error) {
	return template.SubstituteWithOptions(text, mapping, template.WithoutLogging)
}

// options are compose-go's options for a load that looks at nothing but the text.
func (j *judge) options(o *loader.Options) {
	o.SetProjectName("winlint", true)
	o.ResolvePaths = false
	o.SkipInclude, o.SkipExtends = true, true
	o.SkipResolveEnvironment, o.SkipResolveLabels = true, true
	o.SkipConsistencyCheck = true
	i := *o.Interpolate
	i.LookupValue, i.Substitute = j.values.lookup, j.values.substitute
	if j.casts == nil {
		j.casts = maps.Clone(i.TypeCastMapping)
		for path, cast := range j.casts {
			j.casts[path] = j.lenient(cast)
		}
	}
	i.TypeCastMapping = j.casts
	o.Interpolate = &i
}

// lenient is a cast that also takes placeholders: where a number does not do, the variable may still be a boolean.
func (j *judge) lenient(cast interpolation.Cast) interpolation.Cast {
	return func(value string) (any, error) {
		result, err := cast(value)
		if err == nil || !j.values.used(value) {
			return result, err
		}
		if result, err := cast("1"); err == nil {
			return result, nil
		}
		return cast("true")
	}
}

// errCrash wraps what compose-go panics with.
var errCrash = errors.New("docker compose fails with an internal error on this")

// load loads a file with compose-go, which panics on some values.
func (j *judge) load(file types.ConfigFile) (err error) {
	defer func() {
		if recover() != nil {
			err = errCrash
		}
	}()
	j.loads++
	details := types.ConfigDetails{ConfigFiles: []types.ConfigFile{file}, Environment: types.Mapping{}}
	model, err := loader.LoadModelWithContext(context.Background(), details, j.options)
	if err != nil {
		return err
	}
	_, err = loader.ModelToProject(model, loader.ToOptions(&details, []func(*loader.Options){j.options}), details)
	return err
}

// problems finds the places of what a load failed with.
func (j *judge) problems(err error) []*Problem {
	if found := j.templates(); len(found) > 0 {
		return found
	}
	if strings.HasPrefix(err.Error(), "validating ") {
		return j.schemaProblems()
	}
	if found, ok := j.bindingProblems(err); ok {
		return found
	}
	var found []*Problem
	for _, root := range j.doc.Roots {
		found = append(found, j.narrow(root, func(v any) any { return v }, 0)...)
	}
	if root := j.doc.Roots[0]; len(found) == 0 && !varies(root) { // what is wrong is no part alone
		return []*Problem{refused(j.doc.head(root), Value, err)}
	}
	return found
}

// head is the place of a problem with a file as a whole: its first key, or what is in its place.
func (d *Document) head(root *data.Value) source.Span {
	if len(root.Entries) > 0 {
		return root.Entries[0].Key.Span()
	}
	return root.Span()
}

// templates finds "${" that is no variable.
func (j *judge) templates() []*Problem {
	var found []*Problem
	for _, root := range j.doc.Roots {
		for v := range root.All() {
			if v.Kind == data.String && !isKey(v) {
				found = append(found, invalidVariables(v.Text)...)
			}
		}
	}
	return found
}

// isKey reports whether the value is the key of an entry. Compose replaces no variables in keys.
func isKey(v *data.Value) bool { return v.Parent.Is(data.Mapping) && v.Key == nil }

func invalidVariables(t source.Text) []*Problem {
	var found []*Problem
	for _, v := range Variables(t) {
		if v.Invalid {
			found = append(found, &Problem{At: v.Span(), Kind: Template, Message: "invalid interpolation format"})
			continue
		}
		found = append(found, invalidVariables(v.Operand)...)
	}
	return found
}

// bindingLine is a line of what the last step of loading reports: 'services[web].command' invalid command line string.
var bindingLine = lazy.MustCompile(`(?m)^'([^'\n]*)' (.+)$`)

// bindingProblems reads what the last step of loading reports: all its errors, each with its path.
func (j *judge) bindingProblems(err error) ([]*Problem, bool) {
	lines := bindingLine.FindAllStringSubmatch(err.Error(), -1)
	if !strings.HasPrefix(err.Error(), "decoding failed") || len(lines) == 0 {
		return nil, false
	}
	var found []*Problem
	for _, line := range lines {
		path := strings.FieldsFunc(line[1], func(r rune) bool { return r == '.' || r == '[' || r == ']' })
		at := find(j.doc.Roots, path)
		if at.node == nil || varies(at.node) {
			continue
		}
		found = append(found, &Problem{At: at.node.Span(), Kind: Value, Message: line[2]})
	}
	return found, true
}

// A found is where a path ends in the file.
type found struct {
	node *data.Value
	key  *data.Value // the key that was found last; nil where the path ends in a list
	rest int         // how many steps of the path are not in the file
}

// find goes down a path as far as one of the YAML documents has it.
func find(roots []*data.Value, path []string) found {
	best := found{rest: len(path) + 1}
	for _, root := range roots {
		at := found{node: root}
		for i, step := range path {
			next, key := child(at.node, step)
			if next == nil {
				at.rest = len(path) - i
				break
			}
			at.node, at.key = next, key
		}
		if at.rest < best.rest {
			best = at
		}
	}
	return best
}

// child is what a step of a path leads to: the value of a key or of an item's number.
func child(v *data.Value, step string) (value, key *data.Value) {
	if e := v.Entry(step); e != nil {
		return e.Value, e.Key
	}
	if n, err := strconv.Atoi(strings.Trim(step, "[]")); err == nil && n >= 0 && n < len(v.List()) {
		return v.List()[n], nil
	}
	return nil, nil
}

// varies reports whether the value holds a variable, so that what compose says to a placeholder does not count.
func varies(v *data.Value) bool {
	for part := range v.Resolve().All() {
		if part.Kind == data.Alias && part.Target.Scalar() {
			part = part.Target
		}
		if part.Kind == data.String && len(Variables(part.Text)) > 0 {
			return true
		}
	}
	return false
}
