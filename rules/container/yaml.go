package container

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
)

// inScalar is a text as it is written inside of the quotes, if any, of a scalar.
func inScalar(v *data.Value, text string) string {
	switch v.Resolve().Style {
	case data.DoubleQuoted:
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	case data.SingleQuoted:
		return strings.ReplaceAll(text, "'", "''")
	}
	return text
}

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

// deleteItem takes an item of a list away with its line, where it is not the only one and the line is its own.
func deleteItem(f *lint.Finding, item *data.Value) {
	if list := item.Parent; list == nil || list.Style != data.Block || len(list.Items) < 2 || check.Shared(item) {
		return
	}
	f.DeleteLines(item)
}
