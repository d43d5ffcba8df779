package config

import (
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// This file is what a user states about images: the shells that they set, and the registries that mirror others.

// The keys, which are the names of their flags, too.
const (
	shellKey      = "shell"
	registriesKey = "registries"
)

// ImageKeys is the keys about images, which flags are called, too. Their values are not a choice of a few.
var ImageKeys = []struct{ Name, About string }{
	{shellKey, "the shell of unknown base images, as `[PATTERN=]SHELL`: cmd, powershell, pwsh or the words of a SHELL instruction"},
	{registriesKey, "a registry (or a part of one) and the registry that it mirrors, as `MIRROR=REGISTRY`"},
}

// An imageSetting is what is stated about the images of a pattern.
type imageSetting struct {
	key     string   // shellKey or registriesKey
	pattern string   // see windows.Image.Covers; "" for all
	words   []string // of the shell
	other   string   // the registry that is mirrored
	from    string   // as that of a setting
}

// fact is the setting as it is shown.
func (s imageSetting) fact() Fact {
	name := s.key
	if s.pattern != "" {
		name += " " + s.pattern
	}
	if s.key == registriesKey {
		return Fact{name, s.other, s.from}
	}
	return Fact{name, strings.Join(s.words, " "), s.from}
}

// images adds what layers say about images.
func (s *Settings) images(layers []layer) {
	for _, key := range ImageKeys {
		none := len(s.Facts)
		for _, l := range layers {
			for _, set := range l.images {
				if set.key != key.Name {
					continue
				}
				s.Facts = append(s.Facts, set.fact())
				if set.key == shellKey {
					s.Images.Shells = append(s.Images.Shells, subject.ImageShell{Pattern: set.pattern, Words: set.words})
				} else {
					s.Images.Mirrors = append(s.Images.Mirrors, windows.Mirror{Pattern: set.pattern, Upstream: set.other})
				}
			}
		}
		if len(s.Facts) == none {
			s.Facts = append(s.Facts, Fact{key.Name, "", "default"})
		}
	}
}

// imageKey reads one of the two keys.
func (p *parser) imageKey(l *layer, key string, value *yaml.Node) {
	if key == shellKey && value.Kind != yaml.MappingNode {
		p.image(l, key, "", value, value)
		return
	}
	p.mapping(value, func(pattern string, at, value *yaml.Node) { p.image(l, key, pattern, at, value) })
}

// image reads what is stated about the images of a pattern.
func (p *parser) image(l *layer, key, pattern string, at, value *yaml.Node) {
	if value.Kind == yaml.AliasNode {
		value = value.Alias
	}
	set := imageSetting{key: key, pattern: pattern, from: p.from(value)}
	var words []string
	for _, item := range append([]*yaml.Node{value}, value.Content...) {
		if item.Kind == yaml.ScalarNode {
			words = append(words, item.Value)
		}
	}
	if problem := set.state(words); problem != "" {
		if strings.HasPrefix(problem, patternProblem) {
			value = at
		}
		p.failf(value, "%s", problem)
		return
	}
	l.images = append(l.images, set)
}

// patternProblem begins what is wrong with a pattern.
const patternProblem = "invalid pattern"

// state takes the value; what is wrong with it, or with the pattern, is told without showing it.
func (s *imageSetting) state(words []string) (problem string) {
	if _, err := path.Match(s.pattern, ""); err != nil || strings.ContainsAny(s.pattern, " \t\r\n\\") {
		return patternProblem + ": expected the beginning of an image name, such as registry.example.com/base/*"
	}
	if s.key == registriesKey {
		if len(words) != 1 || !upstream.MatchString(words[0]) {
			return "invalid registry: expected a name such as mcr.microsoft.com or docker.io"
		}
		s.other = words[0]
		return ""
	}
	if s.words = subject.ShellWords(words); s.words == nil {
		return "invalid shell: expected cmd, powershell, pwsh or a list with the words of SHELL"
	}
	return ""
}

// upstream is a registry, or a part of one, that can be mirrored.
var upstream = lazy.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(/[a-z0-9._/-]+)?$`)

// imageFlag is what a flag states: "PATTERN=VALUE", or VALUE alone for the shell of every image.
func imageFlag(key, text string) (imageSetting, error) {
	set := imageSetting{key: key, from: "--" + key}
	pattern, value, found := strings.Cut(text, "=")
	if !found {
		pattern, value = "", text
	}
	set.pattern = pattern
	if key == registriesKey && pattern == "" {
		return set, fmt.Errorf("--%s: expected MIRROR=REGISTRY, such as registry.example.com/mcr=mcr.microsoft.com", key)
	}
	words := []string{value}
	if key == shellKey {
		words = strings.Fields(value)
	}
	if problem := set.state(words); problem != "" {
		return set, fmt.Errorf("--%s: %s", key, problem)
	}
	return set, nil
}
