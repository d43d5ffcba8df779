package compose

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/compose-spec/compose-go/v2/tree"

	"github.com/winlint/winlint/parser/data"
)

// treePath is compose-go's name for a path in a file.
type treePath = tree.Path

// maxDepth is how deep values are read for compose-go. Aliases could continue forever, and no compose file is deeper.
const maxDepth = 64

// plain is a value as compose-go gets it from YAML: maps, lists, strings, numbers; merge keys are resolved, and what has
// the tag !reset is left out. Ranges of ports are narrowed.
func plain(v *data.Value, depth int) any {
	v = v.Resolve()
	switch {
	case v == nil || depth > maxDepth || v.Tag == "!reset":
		return nil
	case v.Kind == data.Mapping:
		out := map[string]any{}
		for _, e := range v.Merged() {
			if e.Value.Tag != "!reset" {
				out[e.Name()] = plain(e.Value, depth+1)
			}
		}
		return out
	case v.Kind == data.Sequence:
		out := make([]any, 0, len(v.Items))
		for _, item := range v.Items {
			out = append(out, plain(item, depth+1))
		}
		return out
	case v.Kind == data.String:
		return narrowRanges(v.Text.String())
	case v.Kind == data.Null:
		return nil
	}
	var scalar any
	if err := yaml.Unmarshal([]byte(v.Text.String()), &scalar); err != nil {
		return v.Text.String()
	}
	return scalar
}

// Reads is what compose makes of a scalar where it asks for a text: YAML makes a number or a date of some, and compose
// writes that out again.
func Reads(v *data.Value) string {
	v = v.Resolve()
	if v.Kind == data.String || v.Kind == data.Null {
		return v.String()
	}
	return fmt.Sprint(plain(v, 0))
}
