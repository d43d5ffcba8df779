package config

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A glob is a pattern of file names. The zero glob matches none.
type glob struct {
	pattern string // as it is compared
	from    string // where it is: "winlint.yaml:3"
}

// onWindows is whether names are compared as Windows does.
const onWindows = runtime.GOOS == "windows"

// below is the path of a file as seen from the directory of the settings file, with slashes; inside is false for one that
// is elsewhere.
func (c *Config) below(path string) (below string, inside bool) {
	if len(c.exclude) == 0 && !slices.ContainsFunc(c.layers, func(l layer) bool { return l.globs != nil }) {
		return "", false // nobody asks
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", false
	}
	below, err = filepath.Rel(c.dir, full)
	if err != nil {
		return "", false
	}
	return fold(filepath.ToSlash(below), onWindows), true
}

// match is the first of the globs that matches a path, the zero glob if none does. A directory means everything in it.
func match(globs []glob, below string) glob {
	for _, g := range globs {
		if doublestar.MatchUnvalidated(g.pattern, below) || doublestar.MatchUnvalidated(g.pattern+"/**", below) {
			return g
		}
	}
	return glob{}
}

// readGlob is a glob as it is compared. A backslash separates as it does on Windows, unless it makes a special character
// literal, which it does elsewhere.
func readGlob(text string, windows bool) (glob string, valid bool) {
	var out strings.Builder
	for i := range len(text) {
		if text[i] == '\\' && (windows || i+1 == len(text) || !strings.ContainsRune(`*?[]{}\,!-`, rune(text[i+1])) && (i == 0 || text[i-1] != '\\')) {
			out.WriteByte('/')
		} else {
			out.WriteByte(text[i])
		}
	}
	glob = strings.TrimSuffix(strings.TrimPrefix(out.String(), "./"), "/")
	return fold(glob, windows), doublestar.ValidatePattern(glob)
}

// fold is a name as Windows compares it.
func fold(name string, windows bool) string {
	if windows {
		return strings.ToLower(name)
	}
	return name
}
