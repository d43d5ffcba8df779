//go:build packed

package docs

import (
	_ "embed"
	"maps"
	"slices"
	"sync"
)

// What `go run ./docs/pack` writes: a megabyte of text as a fifth of it. Git does not keep them, because each change of a
// page would be another file of 200 KB, and `go install` can do without.
var (
	//go:embed rules.pack
	packedRules string
	//go:embed errors.pack
	packedErrors string
)

// Each on its own: winlint diagnose needs the errors, which are the smaller part.
var pages = map[string]func() map[string]string{
	rules: sync.OnceValue(func() map[string]string { return unpack(packedRules) }),
	kinds: sync.OnceValue(func() map[string]string { return unpack(packedErrors) }),
}

func read(directory, id string) (text string, ok bool) {
	text, ok = pages[directory]()[id]
	return text, ok
}

func list(directory string) []string { return slices.Sorted(maps.Keys(pages[directory]())) }
