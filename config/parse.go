package config

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/moby/buildkit/util/suggest"
	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/lint"
)

// Parse reads a configuration file. Its errors are all that is wrong in it, each with its place and with what was
// probably meant; the rules are all that there are.
func Parse(path string, raw io.Reader, rules []*lint.Rule) (*Config, error) {
	p := &parser{config: &Config{Path: path}, names: ruleNames(rules)}
	var root yaml.Node
	err := yaml.NewDecoder(raw).Decode(&root)
	switch {
	case errors.Is(err, io.EOF): // an empty file
		return p.config, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	base := layer{}
	p.mapping(root.Content[0], func(key string, at, value *yaml.Node) {
		switch key {
		case "exclude":
			p.config.exclude = p.globs(value)
		case "overrides":
			p.overrides(value)
		default:
			p.setting(&base, key, at, value, "exclude", "overrides")
		}
	})
	p.config.layers = append([]layer{base}, p.config.layers...)
	if err := errors.Join(p.errs...); err != nil {
		return nil, err
	}
	return p.config, nil
}

// ruleNames is what may stand under "rules": the rules and their topics.
func ruleNames(rules []*lint.Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.ID, r.Topic)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

type parser struct {
	config *Config
	names  []string
	errs   []error
}

func (p *parser) fail(at *yaml.Node, format string, args ...any) {
	place := fmt.Sprintf("%s:%d:%d: ", p.config.Path, at.Line, at.Column)
	p.errs = append(p.errs, errors.New(place+fmt.Sprintf(format, args...)))
}

// mapping calls each for the keys of a mapping.
func (p *parser) mapping(n *yaml.Node, each func(key string, at, value *yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		if n.Tag != "!!null" {
			p.fail(n, "here stand keys with values, not %q", n.Value)
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		each(n.Content[i].Value, n.Content[i], n.Content[i+1])
	}
}

func (p *parser) overrides(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		p.fail(n, "overrides is a list, each item with files and what holds for them")
		return
	}
	for _, item := range n.Content {
		l := layer{globs: []string{}}
		p.mapping(item, func(key string, at, value *yaml.Node) {
			if key == "files" {
				l.globs = p.globs(value)
				return
			}
			p.setting(&l, key, at, value, "files")
		})
		if len(l.globs) == 0 {
			p.fail(item, "an override needs files, the globs of the files that it is for")
		}
		p.config.layers = append(p.config.layers, l)
	}
}

// setting reads a fact or the rules; others is which keys may stand here beside them.
func (p *parser) setting(l *layer, name string, at, value *yaml.Node, others ...string) {
	if name == "rules" {
		p.mapping(value, func(rule string, at, value *yaml.Node) {
			if p.oneOf(at, "rule or topic", rule, p.names) && p.oneOf(value, "level", value.Value, levels) {
				l.settings = append(l.settings, setting{"rules." + rule, value.Value, p.from(value)})
			}
		})
		return
	}
	for _, k := range Keys {
		if k.Name == name {
			if p.oneOf(value, name, value.Value, k.Values) {
				l.settings = append(l.settings, setting{name, value.Value, p.from(value)})
			}
			return
		}
	}
	others = append(others, "rules")
	for _, k := range Keys {
		others = append(others, k.Name)
	}
	p.oneOf(at, "key", name, others)
}

func (p *parser) from(at *yaml.Node) string {
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.config.Path), at.Line)
}

// levels is what a rule can be set to.
var levels = []string{off, on, lint.Info.String(), lint.Warning.String(), lint.Error.String()}

// oneOf reports whether a word is one of the known ones, and complains where it is not.
func (p *parser) oneOf(at *yaml.Node, what, word string, known []string) bool {
	if slices.Contains(known, word) {
		return true
	}
	p.fail(at, "%s", unknown(what, word, known))
	return false
}

// unknown says that a word is not one of the known ones, and which of them was probably meant.
func unknown(what, word string, known []string) string {
	if near, found := suggest.Search(word, known, false); found {
		return fmt.Sprintf("%q is no %s; did you mean %s?", word, what, near)
	}
	if len(known) > 15 {
		return fmt.Sprintf("%q is no %s; `winlint rules` lists them", word, what)
	}
	return fmt.Sprintf("%q is no %s; take one of %s", word, what, strings.Join(known, ", "))
}

func (p *parser) globs(n *yaml.Node) []string {
	items := n.Content
	switch n.Kind {
	case yaml.ScalarNode:
		items = []*yaml.Node{n}
	case yaml.SequenceNode:
	default:
		p.fail(n, "here stands a glob or a list of globs")
		return nil
	}
	globs := []string{}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode || !doublestar.ValidatePattern(item.Value) {
			p.fail(item, "%q is no glob", item.Value)
			continue
		}
		globs = append(globs, strings.TrimSuffix(strings.TrimPrefix(item.Value, "./"), "/"))
	}
	return globs
}
