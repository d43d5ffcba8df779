package subject

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A fileName is the name of a file as patterns look at it.
type fileName struct {
	path string // in lower case, with slashes, and without one at its start
	base string // its last name
}

func newFileName(name string) fileName {
	name = strings.TrimPrefix(strings.ToLower(name), "/")
	return fileName{name, path.Base(name)}
}

// A pattern is one of the globs of a kind, without braces. It is asked of each file in a directory, and nearly always the end
// of the name tells that it does not match.
type pattern struct {
	glob string
	end  string // what is literal at the end of the glob
	deep bool   // it has slashes, and is about the last names of a path
}

// patternsOf takes globs apart. Their braces are not in one another.
func patternsOf(globs []string) []pattern {
	var list []pattern
	for _, glob := range globs {
		open, end := strings.IndexByte(glob, '{'), strings.IndexByte(glob, '}')
		if open < 0 {
			literal := glob[strings.LastIndexAny(glob, "*?]")+1:]
			if strings.Contains(glob, "/") {
				list = append(list, pattern{"**/" + glob, literal, true})
			} else {
				list = append(list, pattern{glob, literal, false})
			}
			continue
		}
		for choice := range strings.SplitSeq(glob[open+1:end], ",") {
			list = append(list, patternsOf([]string{glob[:open] + choice + glob[end+1:]})...)
		}
	}
	return list
}

// in reports whether one of the patterns matches the name.
func (n fileName) in(patterns []pattern) bool {
	return slices.ContainsFunc(patterns, func(p pattern) bool {
		name := n.base
		if p.deep {
			name = n.path
		}
		return strings.HasSuffix(name, p.end) && doublestar.MatchUnvalidated(p.glob, name)
	})
}
