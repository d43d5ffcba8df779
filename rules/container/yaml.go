package container

import (
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
)

// scalar is a scalar of a service or resource as compose reads it; ok is false if there is none, and if a variable
// in it is not known.
func scalar(of interface{ Get(...string) *data.Value }, keys ...string) (v *data.Value, text string, ok bool) {
	v = of.Get(keys...)
	if !v.Scalar() || v.Is(data.Null) {
		return nil, "", false
	}
	text, ok = compose.Expand(v.Resolve().Text, "")
	return v, text, ok && text != ""
}
