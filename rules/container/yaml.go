package container

import (
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
)

// setting is a scalar of a service or resource as compose reads it; ok is false where there is none, and where a variable
// in it is not known.
func setting(of interface{ Get(...string) *data.Value }, keys ...string) (v *data.Value, text string, ok bool) {
	v = of.Get(keys...)
	if !v.Scalar() || v.Is(data.Null) {
		return nil, "", false
	}
	text, ok = compose.Expand(v.Resolve().Text, "")
	return v, text, ok && text != ""
}

// knownItems is the scalars of a list, each as compose reads it, without those that are not known.
func knownItems(v *data.Value) (items []*data.Value, texts []string) {
	for _, item := range v.List() {
		if !item.Scalar() || item.Is(data.Null) {
			continue
		}
		if text, known := compose.Expand(item.Resolve().Text, ""); known {
			items, texts = append(items, item), append(texts, text)
		}
	}
	return items, texts
}
