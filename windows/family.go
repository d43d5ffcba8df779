package windows

import (
	"slices"
	"strings"
	"sync"
)

// family is the first row that names the image, or the image that it mirrors; an empty one if there is none.
func (i *Image) family() *family {
	for _, image := range []*Image{i.mirrored, i, i.ofMicrosoft()} {
		if image == nil {
			continue
		}
		list := patterns()
		for n := range list {
			if list[n].matches(image) {
				return list[n].of
			}
		}
	}
	return &family{}
}

// A pattern names repositories of a family: registry and repository, with "*" at the end for any rest, or "*/" in front for
// any registry and owner. What is after a colon is about the tag.
type pattern struct {
	registry, repository, tag string // a repository for any registry begins with a slash; "": any tag
	of                        *family
}

// patterns is those of all families, taken apart: an image is held against all of them several times.
var patterns = sync.OnceValue(func() (list []pattern) {
	for n := range families {
		for _, text := range families[n].repositories {
			p := pattern{of: &families[n]}
			text, p.tag, _ = strings.Cut(text, ":")
			p.registry, p.repository, _ = strings.Cut(text, "/")
			if p.registry == "*" {
				p.repository = "/" + p.repository
			}
			list = append(list, p)
		}
	}
	return list
})

func (p *pattern) matches(i *Image) bool {
	switch {
	case p.registry == "*":
		if !strings.HasSuffix(i.Repository, p.repository) && i.Repository != p.repository[1:] {
			return false
		}
	case p.registry != i.Registry || !matchPart(i.Repository, p.repository):
		return false
	}
	return p.tag == "" || matchPart(i.Tag, p.tag)
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
	Shell   []string // what runs the shell form of an instruction; nil where that is not known
	User    string   // "" where it is not known
	Workdir string   // with drive and backslashes; "" where it is not known
	Bare    bool     // it sets no environment variable, so that what the file does not set is unset
	Mirror  *Image   // the image that it is known to be a copy of, if that is what tells; nil if its own name does

	Entrypoint []string // its ENTRYPOINT; nil if it has none, or where that is not known

	RegistryPath bool // it does not set PATH in its environment, so that only processes have one, from the registry
}

// Config is what the image is known to bring where it is for this edition and release of Windows. Unlike the name of the
// image they may come from elsewhere in a file.
func (i *Image) Config(e Edition, r Release) Config {
	f := i.family()
	for _, c := range f.configs {
		if c.fits(i, e, r) {
			return Config{
				Shell: c.shell, User: c.user, Workdir: c.workdir, Bare: c.bare, Mirror: i.Upstream(), Entrypoint: f.entrypoint, RegistryPath: f.registryPath,
			}
		}
	}
	return Config{Entrypoint: f.entrypoint, RegistryPath: f.registryPath}
}

func (c *config) fits(i *Image, e Edition, r Release) bool {
	return (c.edition == UnknownEdition || c.edition == e) &&
		(len(c.releases) == 0 || slices.Contains(c.releases, r)) &&
		(c.tag == "" || matchPart(i.Tag, c.tag))
}
