package config

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

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

// matches reports whether one of the globs matches a path. A directory stands for all that is in it.
func matches(globs []string, below string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		return doublestar.MatchUnvalidated(glob, below) || doublestar.MatchUnvalidated(glob+"/**", below)
	})
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
