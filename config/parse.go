package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/internal/near"
	"github.com/winlint/winlint/lint"
)

// An Error is one thing that is wrong in a settings file.
type Error struct {
	Path         string
	Line, Column int // from 1; 0 where the YAML library names none
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Message)
}

// mostErrors is how many errors of one file are told; nobody fixes more at once.
const mostErrors = 20

// maxItems is how many lines and commas of settings are read: the tree of so many takes some 100 MB.
const maxItems = 100_000

// A file is one settings file by itself.
type file struct {
	extends *yaml.Node // the path of the file that this one builds on; nil for none
	exclude []glob
	layers  []layer
}

// parseFile reads the text of a settings file.
func parseFile(path string, raw []byte, v *Vocabulary) (*file, error) {
	p := &parser{path: path, vocabulary: v, names: v.names(), file: &file{}}
	if n := bytes.Count(raw, []byte("\n")) + bytes.Count(raw, []byte(",")); n > maxItems {
		return nil, &Error{Path: path, Message: fmt.Sprintf("the file has more than %d lines and commas, which is the limit", maxItems)}
	}
	documents := yaml.NewDecoder(bytes.NewReader(raw))
	var root, second yaml.Node
	switch err := documents.Decode(&root); {
	case errors.Is(err, io.EOF): // an empty file
		return p.file, nil
	case err != nil:
		return nil, &Error{Path: path, Message: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := documents.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, &Error{Path: path, Message: "expected one YAML document, without `---` between settings"}
	}
	p.settings(root.Content[0])
	if p.unsaid > 0 {
		p.errs = append(p.errs, &Error{Path: path, Message: fmt.Sprintf("%d more errors", p.unsaid)})
	}
	if err := errors.Join(p.errs...); err != nil {
		return nil, err
	}
	return p.file, nil
}

// settings reads the whole of a file.
func (p *parser) settings(root *yaml.Node) {
	base, overrides := layer{}, []layer(nil)
	p.mapping(root, func(key string, at, value *yaml.Node) {
		switch key {
		case "extends":
			if value.Kind != yaml.ScalarNode || value.Value == "" {
				p.failf(value, "expected the path of a settings file after extends")
				return
			}
			p.file.extends = value
		case "exclude":
			p.file.exclude = p.globs(value)
		case "overrides":
			overrides = p.overrides(value)
		default:
			p.setting(&base, key, at, value, "extends", "exclude", "overrides")
		}
	})
	p.file.layers = append([]layer{base}, overrides...)
}

type parser struct {
	path       string
	vocabulary *Vocabulary
	names      []string // of the vocabulary
	file       *file
	errs       []error
	unsaid     int
}

// fail notes an error; message is asked for only where the error will be told.
func (p *parser) fail(at *yaml.Node, message func() string) {
	if len(p.errs) == mostErrors {
		p.unsaid++
		return
	}
	p.errs = append(p.errs, &Error{p.path, at.Line, at.Column, message()})
}

func (p *parser) failf(at *yaml.Node, format string, args ...any) {
	p.fail(at, func() string { return fmt.Sprintf(format, args...) })
}

// mapping calls each for the keys of a mapping.
func (p *parser) mapping(n *yaml.Node, each func(key string, at, value *yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		if n.Tag != "!!null" {
			p.failf(n, "expected keys with values")
		}
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if line, twice := seen[key.Value]; twice {
			p.failf(key, "duplicate key%s; it is also set on line %d", quoted(key.Value), line)
			continue
		}
		seen[key.Value] = key.Line
		each(key.Value, key, n.Content[i+1])
	}
}

func (p *parser) overrides(n *yaml.Node) (list []layer) {
	if n.Kind != yaml.SequenceNode {
		p.failf(n, "expected a list under overrides; each item needs `files` and the settings for them")
		return nil
	}
	for _, item := range n.Content {
		l := layer{globs: []glob{}}
		p.mapping(item, func(key string, at, value *yaml.Node) {
			if key == "files" {
				l.globs = p.globs(value)
				return
			}
			p.setting(&l, key, at, value, "files")
		})
		if len(l.globs) == 0 {
			p.failf(item, "an override needs `files`, which is a glob or a list of globs")
		}
		list = append(list, l)
	}
	return list
}

// ruleOrTopic is what rules are named by.
const ruleOrTopic = "rule or topic"

// setting reads one key of a layer; others is which keys may be here beside those of every layer.
func (p *parser) setting(l *layer, name string, at, value *yaml.Node, others ...string) {
	switch name {
	case "rules":
		p.mapping(value, func(rule string, at, value *yaml.Node) {
			if p.oneOf(at, ruleOrTopic, rule, p.names) && p.oneOf(value, "level", value.Value, levels) {
				p.add(l, value, setting{"rules." + rule, value.Value, p.from(value)})
			}
		})
		return
	case "ignore":
		p.namedRules(value, func(at *yaml.Node) { p.add(l, at, setting{"rules." + at.Value, off, p.from(at)}) })
		return
	case "select":
		l.only = []setting{}
		p.namedRules(value, func(at *yaml.Node) { l.only = append(l.only, setting{value: at.Value, from: p.from(at)}) })
		return
	case shellKey, registriesKey:
		p.imageKey(l, name, value)
		return
	}
	known := slices.Concat(others, []string{"rules", "ignore", "select", shellKey, registriesKey})
	for _, k := range slices.Concat(Keys, Options) {
		switch {
		case k.Name != name:
			known = append(known, k.Name)
		case k.Run && l.globs != nil:
			p.failf(at, "%s applies to the whole run, so it cannot be in overrides", name)
			return
		default:
			if wrong := k.check(value.Value, p.vocabulary); wrong != "" {
				p.failf(value, "%s", wrong)
				return
			}
			l.settings = append(l.settings, setting{name, value.Value, p.from(value)})
			return
		}
	}
	p.oneOf(at, "key", name, known)
}

// namedRules calls each for the rules and topics of a list, or for the only one that is there.
func (p *parser) namedRules(n *yaml.Node, each func(at *yaml.Node)) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		if p.oneOf(item, ruleOrTopic, item.Value, p.names) {
			each(item)
		}
	}
}

// add adds what is said about rules to a layer, where it may be said once.
func (p *parser) add(l *layer, at *yaml.Node, s setting) {
	i := slices.IndexFunc(l.settings, func(other setting) bool { return other.key == s.key })
	if i >= 0 {
		p.failf(at, "%s is also set at %s", strings.TrimPrefix(s.key, "rules."), l.settings[i].from)
		return
	}
	l.settings = append(l.settings, s)
}

func (p *parser) from(at *yaml.Node) string {
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.path), at.Line)
}

// levels is what a rule can be set to.
var levels = []string{off, on, lint.Info.String(), lint.Warning.String(), lint.Error.String()}

// oneOf reports whether a word is one of the known ones, and complains where it is not.
func (p *parser) oneOf(at *yaml.Node, what, word string, known []string) bool {
	if slices.Contains(known, word) {
		return true
	}
	p.fail(at, func() string { return unknown(what, word, known) })
	return false
}

// meant is what other programs call a level.
var meant = map[string]string{
	"no": off, "false": off, "disable": off, "disabled": off, "none": off, "ignore": off, "skip": off, "0": off,
	"yes": on, "true": on, "enable": on, "enabled": on, "1": on,
	"note": "info", "hint": "info", "style": "info", "warn": "warning", "2": "error", "fatal": "error", "critical": "error",
}

// unknown says that a word is not one of the known ones, and which of them was probably meant.
func unknown(what, word string, known []string) string {
	likely := meant[strings.ToLower(word)]
	if !slices.Contains(known, likely) {
		likely = ""
		if isName(word) {
			likely = near.Word(word, known)
		}
	}
	switch said := "invalid " + what + quoted(word); {
	case likely != "":
		return fmt.Sprintf("%s; did you mean %s?", said, likely)
	case what == "key":
		return said + "; `winlint schema` describes all keys"
	case len(known) > 15:
		return said + "; `winlint rules` lists all of them"
	default:
		return fmt.Sprintf("%s: expected %s", said, choice(known))
	}
}

// choice is "a, b or c".
func choice(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

var name = lazy.MustCompile(`^[A-Za-z0-9][\w.-]{0,63}$`)

func isName(word string) bool { return name.MatchString(word) }

// quoted is a word after a space, as it may be shown: "" for what is not a name, since it may be the content of another
// file to which the settings file is a link.
func quoted(word string) string {
	if isName(word) {
		return ` "` + word + `"`
	}
	return ""
}

func (p *parser) globs(n *yaml.Node) []glob {
	items := n.Content
	switch n.Kind {
	case yaml.ScalarNode:
		items = []*yaml.Node{n}
	case yaml.SequenceNode:
	default:
		p.failf(n, "expected a glob or a list of globs")
		return nil
	}
	globs := []glob{}
	for _, item := range items {
		pattern, valid := readGlob(item.Value, onWindows)
		if item.Kind != yaml.ScalarNode || !valid {
			p.failf(item, "invalid glob: expected text in which each bracket and brace is closed")
			continue
		}
		globs = append(globs, glob{pattern, p.from(item)})
	}
	return globs
}
