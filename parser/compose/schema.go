package compose

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/winlint/winlint/parser/data"
)

// specification is the schema of the compose specification, compiled once: that takes longer than to check a file.
var specification = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	text, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Schema))
	if err != nil {
		return nil, err
	}
	if err := compiler.AddResource("compose-spec.json", text); err != nil {
		return nil, err
	}
	compiler.RegisterFormat(&jsonschema.Format{Name: "duration", Validate: isDuration})
	return compiler.Compile("compose-spec.json")
})

func isDuration(value any) error {
	text, ok := value.(string)
	if !ok {
		return errors.New("must be a string")
	}
	_, err := time.ParseDuration(text)
	return err
}

// schemaProblems is everything in the file that the specification does not allow. compose-go shows one error of them all.
func (j *judge) schemaProblems() []*Problem {
	var found []*Problem
	for _, root := range j.doc.Roots {
		found = append(found, j.validate(root)...)
	}
	slices.SortStableFunc(found, func(a, b *Problem) int { return a.At.Start - b.At.Start })
	return slices.CompactFunc(found, func(a, b *Problem) bool { return a.At == b.At && a.Kind == b.Kind && a.Message == b.Message })
}

func (j *judge) validate(root *data.Value) []*Problem {
	spec, err := specification()
	if err != nil {
		return nil
	}
	model, ok := j.interpolated(root)
	if !ok {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(spec.Validate(model), &invalid) {
		return nil
	}
	v := violations{root: root}
	v.collect(invalid)
	return v.problems()
}

// interpolated is the model with placeholders for its variables, in types that the schema's library knows.
func (j *judge) interpolated(root *data.Value) (any, bool) {
	model, ok := plain(root, 0).(map[string]any)
	if !ok {
		return nil, false
	}
	o := loader.ToOptions(&types.ConfigDetails{}, []func(*loader.Options){j.options})
	model, err := interpolation.Interpolate(model, *o.Interpolate)
	if err != nil {
		return nil, false
	}
	text, err := json.Marshal(model)
	if err != nil {
		return nil, false
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	return value, err == nil
}

// violations gathers what a schema's errors are about, so that one mistake is one problem.
type violations struct {
	root *data.Value
	list []violation
}

// A violation is a leaf in the tree of errors.
type violation struct {
	path  []string
	types []string // the types that may be there; nil where it is about something else
	text  string

	unknown bool // it is about a key that is not known
	key     string
}

// collect takes the leaves of a tree of errors. Where one of several forms is asked for, only the forms count that the
// value has the type of.
func (v *violations) collect(e *jsonschema.ValidationError) {
	if len(e.Causes) == 0 {
		v.leaf(e)
		return
	}
	causes := e.Causes
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		causes = slices.DeleteFunc(slices.Clone(causes), func(c *jsonschema.ValidationError) bool { return wrongType(c, e) != nil })
		if len(causes) == 0 {
			v.list = append(v.list, violation{path: e.InstanceLocation, types: wantedTypes(e)})
			return
		}
	}
	for _, cause := range causes {
		v.collect(cause)
	}
}

// wrongType is the types that a form asks for where the value itself, and not something in it, has another one.
func wrongType(cause, of *jsonschema.ValidationError) []string {
	for len(cause.Causes) == 1 {
		cause = cause.Causes[0]
	}
	typ, ok := cause.ErrorKind.(*kind.Type)
	if !ok || len(cause.InstanceLocation) != len(of.InstanceLocation) {
		return nil
	}
	return typ.Want
}

func wantedTypes(e *jsonschema.ValidationError) []string {
	var wanted []string
	for _, cause := range e.Causes {
		wanted = append(wanted, wrongType(cause, e)...)
	}
	return wanted
}

func (v *violations) leaf(e *jsonschema.ValidationError) {
	path := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.FalseSchema:
		if known(path) || len(path) == 0 {
			return // a key that the library did not get to see, since something else in its mapping is wrong
		}
		v.list = append(v.list, violation{path: path[:len(path)-1], unknown: true, key: path[len(path)-1]})
	case *kind.AdditionalProperties:
		for _, key := range k.Properties {
			v.list = append(v.list, violation{path: path, unknown: true, key: key})
		}
	case *kind.Type:
		v.list = append(v.list, violation{path: path, types: k.Want})
	case *kind.Minimum:
		v.list = append(v.list, violation{path: path, text: "must be greater than or equal to " + k.Want.RatString()})
	case *kind.Maximum:
		v.list = append(v.list, violation{path: path, text: "must be less than or equal to " + k.Want.RatString()})
	default:
		text := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
		v.list = append(v.list, violation{path: path, text: text})
	}
}

// known reports whether the specification has the key of a service at the end of a path.
func known(path []string) bool {
	if len(path) < 3 || strings.HasPrefix(path[len(path)-1], "x-") {
		return true
	}
	return slices.Contains(schema.AttributePaths(), treePath(generic(path)))
}

// generic is a path as the specification names it: "services.*.ports.[].target".
func generic(path []string) string {
	steps := slices.Clone(path)
	for i, step := range steps {
		switch {
		case i == 1:
			steps[i] = "*"
		case i > 1 && strings.Trim(step, "0123456789") == "":
			steps[i] = "[]"
		}
	}
	return strings.Join(steps, ".")
}

// knownIn is the keys that the specification has in the mapping at the end of a path.
func knownIn(path []string) []string {
	within := generic(path)
	if within != "" {
		within += "."
	}
	var keys []string
	for _, attribute := range schema.AttributePaths() {
		if key, found := strings.CutPrefix(string(attribute), within); found && !strings.Contains(key, ".") {
			keys = append(keys, key)
		}
	}
	return keys
}

func (v *violations) problems() []*Problem {
	var found []*Problem
	for _, each := range v.list {
		if p := violated(v.root, each); p != nil {
			found = append(found, p)
		}
	}
	return found
}

// violated is a violation at its place; nil where it is about a placeholder.
func violated(root *data.Value, v violation) *Problem {
	at := find([]*data.Value{root}, v.path)
	if at.rest > 0 {
		return nil
	}
	if v.unknown {
		if e := at.node.Entry(v.key); e != nil {
			return &Problem{
				At: e.Key.Span(), Kind: UnknownKey, Message: fmt.Sprintf("additional properties '%s' not allowed", v.key), Known: knownIn(v.path),
			}
		}
		return nil
	}
	if at.node.Scalar() && varies(at.node) {
		return nil
	}
	place := at.node.Span()
	if at.key != nil && (place.Len() == 0 || !at.node.Scalar()) {
		place = at.key.Span()
	}
	text := v.text
	if v.types != nil {
		text = "must be a " + readableTypes(v.types)
	}
	return &Problem{At: place, Kind: Schema, Message: text, Alone: at.node.Is(data.Null)}
}

// readableTypes names types as compose does: "boolean, number or string".
func readableTypes(names []string) string {
	names = slices.Clone(names)
	for i, name := range names {
		if name == "object" {
			names[i] = "mapping"
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
