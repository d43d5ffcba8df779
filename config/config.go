// Package config reads what a user says about their environment and about the rules: in a file beside the code, and by flags.
// It turns the list of all rules into the list of those that run, at the severities that were asked for.
package config

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
)

// Names is what a configuration file may be called, the first one first.
var Names = []string{"winlint.yaml", ".winlint.yaml"}

// A Config is one configuration file, and what flags say on top of it. The zero Config says nothing.
type Config struct {
	Path string // of the file; "" where there is none

	exclude []string // globs, relative to the file's folder
	layers  []layer  // a later one wins
}

// A layer is settings that hold together for some files.
type layer struct {
	globs    []string // relative to the configuration file's folder; nil: every file
	settings []setting
	only     []string // rules and topics of --select; nil: all
}

// A setting is one key and its value.
type setting struct {
	key   string // "builder", or "rules." and the name of a rule or a topic
	value string
	from  string // where it was said: "winlint.yaml:3", "--builder"
}

// Settings is what is in force for one file.
type Settings struct {
	Environment engine.Environment // without Today
	Rules       []*lint.Rule       // those that run; copies where they have another severity
	Excluded    bool               // the file is not to be read
	Facts       []Fact             // the environment, stated or not
	Levels      []Fact             // the rules that are not as they are by default
}

// A Fact is one thing that is in force and why.
type Fact struct {
	Name, Value string
	From        string // "default", or where it was said
}

// For is what is in force for a file, of all the rules there are.
func (c *Config) For(path string, all []*lint.Rule) *Settings {
	s := &Settings{Excluded: c.excludes(path)}
	layers := slices.DeleteFunc(slices.Clone(c.layers), func(l layer) bool { return l.globs != nil && !c.matches(l.globs, path) })
	for _, k := range Keys {
		fact := Fact{k.Name, "", "default"}
		for _, l := range layers {
			for _, set := range l.settings {
				if set.key == k.Name {
					k.set(&s.Environment, set.value)
					fact.Value, fact.From = set.value, set.from
				}
			}
		}
		s.Facts = append(s.Facts, fact)
	}
	for _, r := range all {
		rule, fact := level(r, layers)
		if rule != nil {
			s.Rules = append(s.Rules, rule)
		}
		if fact.From != "" {
			s.Levels = append(s.Levels, fact)
		}
	}
	return s
}

// Excludes reports whether a file is one of those that the user does not want to be read.
func (c *Config) excludes(path string) bool { return c.matches(c.exclude, path) }

// matches reports whether a file's path below the configuration file's folder is one of globs.
func (c *Config) matches(globs []string, path string) bool {
	full, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	folder, err := filepath.Abs(filepath.Dir(c.Path))
	if err != nil {
		return false
	}
	below, err := filepath.Rel(folder, full)
	if err != nil {
		return false
	}
	below = filepath.ToSlash(below)
	return slices.ContainsFunc(globs, func(glob string) bool {
		// A folder stands for all that is in it.
		return doublestar.MatchUnvalidated(glob, below) || doublestar.MatchUnvalidated(glob+"/**", below)
	})
}

// The values of a rule or a topic beside the severities.
const (
	off = "off"
	on  = "on"
)

// level is a rule as the layers want it, nil where it does not run, and why where that is not the default.
func level(r *lint.Rule, layers []layer) (*lint.Rule, Fact) {
	runs, changed, fact := !r.Off, *r, Fact{Name: r.ID}
	for _, l := range layers {
		for _, name := range []string{"rules." + r.Topic, "rules." + r.ID} { // the nearer name wins
			for _, set := range l.settings {
				if set.key != name {
					continue
				}
				fact.Value, fact.From = set.value, set.from
				switch severity, err := lint.ParseSeverity(set.value); {
				case err == nil:
					// A severity for a topic is none for the rules in it that are off.
					runs = runs || name == "rules."+r.ID
					changed.Severity, changed.Regraded = severity, true
				default:
					runs = set.value == on
				}
			}
		}
		if l.only != nil {
			selected := slices.Contains(l.only, r.ID) || slices.Contains(l.only, all) && !r.Off || slices.Contains(l.only, r.Topic) && !r.Off
			if selected != runs {
				fact.Value, fact.From = map[bool]string{true: on, false: off}[selected], "--select"
			}
			runs = selected
		}
	}
	if !runs {
		return nil, fact
	}
	return &changed, fact
}

// all is the name that selects every rule that is on by default.
const all = "all"

// Find is the configuration file that holds for the files of a folder: the nearest one upward, as far as the root of the
// repository. It is "" where there is none.
func Find(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	for {
		for _, name := range Names {
			path := filepath.Join(folder, name)
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				return path, nil
			}
		}
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return "", nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", nil
		}
		folder = above
	}
}
