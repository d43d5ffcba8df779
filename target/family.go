package target

import (
	"slices"
	"strings"
)

// family is the first row that names the image, or an empty one.
func (i *Image) family() *family {
	for n := range families {
		for _, pattern := range families[n].repositories {
			if i.matches(pattern) {
				return &families[n]
			}
		}
	}
	return &family{}
}

// matches reports whether the image is of the repositories that a pattern names: registry and repository, with "*" at
// the end for any rest, or "*/" in front for any registry and owner. What stands behind a colon is about the tag.
func (i *Image) matches(pattern string) bool {
	if repository, tag, found := strings.Cut(pattern, ":"); found {
		return i.matches(repository) && matchPart(i.Tag, tag)
	}
	if rest, found := strings.CutPrefix(pattern, "*/"); found {
		return i.Repository == rest || strings.HasSuffix(i.Repository, "/"+rest)
	}
	rest, found := strings.CutPrefix(pattern, i.Registry)
	return found && rest[0] == '/' && matchPart(i.Repository, rest[1:])
}

// matchPart matches one part against a pattern with "*" at its end, or at both ends.
func matchPart(s, pattern string) bool {
	prefix, open := strings.CutSuffix(pattern, "*")
	if !open {
		return s == pattern
	}
	if middle, found := strings.CutPrefix(prefix, "*"); found {
		return strings.Contains(s, middle)
	}
	return strings.HasPrefix(s, prefix)
}

// A Config is what is known of an image's configuration.
type Config struct {
	Shell   Shell // of no language where it is not known
	User    Value
	Workdir Value
	Bare    bool // it sets no environment variable, so that what the file does not set is unset
}

// Config is what the image is known to bring where its target is t. Of images for Linux nothing is known.
func (i *Image) Config(t Target) Config {
	if t.OS != Windows {
		return Config{}
	}
	for _, c := range i.family().configs {
		if c.fits(i, t) {
			return c.known()
		}
	}
	return Config{}
}

func (c *config) fits(i *Image, t Target) bool {
	return (c.edition == UnknownEdition || c.edition == t.Edition) &&
		(len(c.releases) == 0 || slices.Contains(c.releases, t.Release)) &&
		(c.tag == "" || matchPart(i.Tag, c.tag))
}

func (c *config) known() Config {
	return Config{
		Shell:   imageShell(c.shell),
		User:    Value{Text: c.user, Known: c.user != ""},
		Workdir: Value{Text: c.workdir, Known: c.workdir != ""},
		Bare:    c.bare,
	}
}
