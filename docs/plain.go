//go:build !packed

package docs

import (
	"embed"
	"slices"
)

//go:embed rules/[a-z0-9]*.md errors/[a-z0-9]*.md
var pages embed.FS

func read(directory, id string) (text string, ok bool) {
	raw, err := pages.ReadFile(directory + "/" + id + ".md")
	return string(raw), err == nil
}

func list(directory string) []string {
	entries, _ := pages.ReadDir(directory) // it is in the binary
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Name()[:len(entry.Name())-len(".md")]
	}
	slices.Sort(ids) // the names of the files have another order: "-" is before "."
	return ids
}
