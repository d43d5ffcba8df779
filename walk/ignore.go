package walk

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// An ignoreFile is the patterns of one .gitignore or .git/info/exclude.
type ignoreFile struct {
	dir      string // that the patterns are about, with a separator at its end
	patterns []pattern
}

// A pattern is one line of an ignore file, as gitignore(5) has it.
type pattern struct {
	parts      []part // of the path below the directory of the ignore file
	negated    bool
	folderOnly bool
}

// A part matches one name of a path, or with any set as many names as there are.
type part struct {
	any  bool
	name func(string) bool
}

// ignoreFilesOf reads the ignore files that stand in a directory: .gitignore, and before it what the repository excludes
// where the directory is the root of one.
func ignoreFilesOf(dir string) []*ignoreFile {
	var files []*ignoreFile
	for _, name := range []string{filepath.Join(gitDir(dir), "info", "exclude"), filepath.Join(dir, ".gitignore")} {
		if text, ok := read(name); ok { // what cannot be read ignores nothing, as in git
			files = append(files, newIgnoreFile(dir, text))
		}
	}
	return files
}

// read is the text of a small file. Git does not follow links to ignore files, either.
func read(name string) (text string, ok bool) {
	const limit = 1 << 20
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > limit {
		return "", false
	}
	raw, err := os.ReadFile(name)
	return string(raw), err == nil
}

// gitDir is the directory that holds the data of the repository whose root dir is. In a work tree .git is a file that names
// another directory, and that one names the directory that all work trees share.
func gitDir(dir string) string {
	git := filepath.Join(dir, ".git")
	text, ok := read(git)
	if !ok {
		return git
	}
	if to, found := strings.CutPrefix(strings.TrimSpace(text), "gitdir: "); found {
		git = from(dir, to)
	}
	if shared, ok := read(filepath.Join(git, "commondir")); ok {
		git = from(git, strings.TrimSpace(shared))
	}
	return git
}

// from is path as seen from dir.
func from(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// ignored reports whether the last of the patterns that match a path, in the nearest of the files, leaves it out.
func ignored(files []*ignoreFile, path string, isDir bool) bool {
	for i := len(files) - 1; i >= 0; i-- {
		names := strings.Split(strings.TrimPrefix(path, files[i].dir), string(filepath.Separator))
		for n := len(files[i].patterns) - 1; n >= 0; n-- {
			if p := &files[i].patterns[n]; p.matches(names, isDir) {
				return !p.negated
			}
		}
	}
	return false
}

func newIgnoreFile(dir, text string) *ignoreFile {
	f := &ignoreFile{dir: strings.TrimSuffix(dir, string(filepath.Separator)) + string(filepath.Separator)}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if p, ok := newPattern(line); ok {
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}

// newPattern reads a line; ok is false for a comment, an empty line, and what can match nothing.
func newPattern(line string) (p pattern, ok bool) {
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line = trimSpaces(line)
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.folderOnly = strings.CutSuffix(line, "/")
	if line == "" {
		return p, false
	}
	line, rooted := strings.CutPrefix(line, "/")
	if !rooted && !strings.Contains(line, "/") {
		name, ok := glob(line)
		p.parts = []part{{any: true}, {name: name}}
		return p, ok
	}
	for word := range strings.SplitSeq(line, "/") {
		if word == "**" {
			p.parts = append(p.parts, part{any: true})
			continue
		}
		name, ok := glob(word)
		if !ok {
			return p, false
		}
		p.parts = append(p.parts, part{name: name})
	}
	return p, true
}

// trimSpaces removes the spaces at the end of a line, but for one after a backslash.
func trimSpaces(line string) string {
	trimmed := strings.TrimRight(line, " ")
	slashes := len(trimmed) - len(strings.TrimRight(trimmed, `\`))
	if slashes%2 == 1 && len(trimmed) < len(line) {
		trimmed += " "
	}
	return trimmed
}

// matches reports whether the names of a path match all parts. It goes over the parts once, with the set of the places in
// the path that can have been reached, so its time has a bound for any pattern.
func (p *pattern) matches(names []string, isDir bool) bool {
	if p.folderOnly && !isDir {
		return false
	}
	reached := make([]bool, len(names)+1)
	reached[0] = true
	for i, part := range p.parts {
		next := make([]bool, len(names)+1)
		for at := range names {
			switch {
			case !part.any:
				next[at+1] = reached[at] && part.name(names[at])
			case i == len(p.parts)-1: // "folder/**" is what is in the directory, not the directory
				next[at+1] = reached[at] || next[at]
			default:
				next[at] = reached[at] || at > 0 && next[at-1]
			}
		}
		reached = next
	}
	return reached[len(names)]
}

// glob makes a matcher of one name's pattern; ok is false for what can match nothing.
func glob(pattern string) (match func(string) bool, ok bool) {
	if !strings.ContainsAny(pattern, `*?[\`) {
		return func(name string) bool { return name == pattern }, true
	}
	var re strings.Builder
	re.WriteString(`(?s)\A`)
	for rest := pattern; rest != ""; {
		c := rest[0]
		switch c {
		case '*':
			re.WriteString(".*")
			rest = strings.TrimLeft(rest, "*")
		case '?':
			re.WriteByte('.')
			rest = rest[1:]
		case '[':
			class, n, ok := class(rest)
			if !ok {
				return nil, false
			}
			re.WriteString(class)
			rest = rest[n:]
		case '\\':
			rest = rest[1:]
			if rest == "" {
				return nil, false
			}
			fallthrough
		default:
			r, n := utf8.DecodeRuneInString(rest)
			re.WriteString(regexp.QuoteMeta(string(r)))
			rest = rest[n:]
		}
	}
	compiled, err := regexp.Compile(re.String() + `\z`)
	if err != nil {
		return nil, false
	}
	return compiled.MatchString, true
}

// class translates the bracket expression that s starts with, of n bytes; ok is false where it has no end.
func class(s string) (re string, n int, ok bool) {
	var set strings.Builder
	i := 1
	negated := i < len(s) && (s[i] == '!' || s[i] == '^')
	if negated {
		i++
	}
	for first := true; ; first = false {
		if i >= len(s) {
			return "", 0, false
		}
		if s[i] == ']' && !first {
			break
		}
		if strings.HasPrefix(s[i:], "[:") {
			if end := strings.Index(s[i:], ":]"); end > 0 {
				set.WriteString(s[i : i+end+2])
				i += end + 2
				continue
			}
		}
		low, size := classRune(s[i:])
		i += size
		high := low
		if i+1 < len(s) && s[i] == '-' && s[i+1] != ']' {
			high, size = classRune(s[i+1:])
			i += 1 + size
		}
		if low <= high {
			fmt.Fprintf(&set, `\x{%x}-\x{%x}`, low, high)
		}
	}
	switch {
	case set.Len() == 0 && negated:
		return ".", i + 1, true
	case set.Len() == 0:
		return "", 0, false
	case negated:
		return "[^" + set.String() + "]", i + 1, true
	}
	return "[" + set.String() + "]", i + 1, true
}

// classRune is the first rune of s, or the one after a backslash, and how many bytes that took.
func classRune(s string) (r rune, n int) {
	if len(s) > 1 && s[0] == '\\' {
		r, n = utf8.DecodeRuneInString(s[1:])
		return r, n + 1
	}
	return utf8.DecodeRuneInString(s)
}
