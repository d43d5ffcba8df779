// Package config reads what a user says about their world and about the rules: in a file beside the code, and by flags.
// It turns the list of all rules into the list of those that run, at the severities that were asked for.
package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
)

// Names is what a settings file may be called, the first one first.
var Names = []string{"winlint.yaml", ".winlint.yaml"}

// A Config is one settings file, and what flags say on top of it. The zero Config says nothing. It may be used by several
// goroutines at once.
type Config struct {
	Path string // of the file; "" where there is none

	rules   []*lint.Rule // all that there are
	dir     string       // the absolute path that globs are relative to
	exclude []string     // globs
	layers  []layer      // a later one wins

	mutex sync.Mutex
	known map[string]*Settings // by the layers that apply to a file
}

// A layer is settings that apply together to some files.
type layer struct {
	globs    []string // relative to the directory of the settings file; nil: every file
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

// For is what is in force for a file. Most files of a settings file share it, so it is made once for each set of overrides.
func (c *Config) For(path string) *Settings {
	below, inside := c.below(path)
	var layers []layer
	var applied strings.Builder
	for _, l := range c.layers {
		applies := l.globs == nil || inside && matches(l.globs, below)
		if applies {
			layers = append(layers, l)
		}
		applied.WriteByte(map[bool]byte{true: '1', false: '0'}[applies])
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	s := c.known[applied.String()]
	if s == nil {
		s = c.settings(layers)
		if c.known == nil {
			c.known = map[string]*Settings{}
		}
		c.known[applied.String()] = s
	}
	own := *s
	own.Excluded = inside && matches(c.exclude, below)
	return &own
}

// settings is what some layers say together.
func (c *Config) settings(layers []layer) *Settings {
	s := &Settings{}
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
	for _, r := range c.rules {
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

// The values of a rule or a topic beside the severities.
const (
	off = "off"
	on  = "on"
)

// all is the name of all rules together: in the settings of every one, after --select of those that are on by default.
const all = "all"

// level is a rule as the layers want it, nil where it does not run, and why where that is not the default.
func level(r *lint.Rule, layers []layer) (*lint.Rule, Fact) {
	runs, changed, fact := !r.Off, *r, Fact{Name: r.ID}
	for _, l := range layers {
		for _, name := range []string{"rules." + all, "rules." + r.Topic, "rules." + r.ID} { // the nearer name wins
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
			selected := slices.Contains(l.only, r.ID) || !r.Off && (slices.Contains(l.only, all) || slices.Contains(l.only, r.Topic))
			if selected != runs {
				fact.Value, fact.From = map[bool]string{true: on, false: off}[selected], "--select"
			}
			runs = selected
		}
	}
	switch {
	case runs:
		return &changed, fact
	case r.Off: // as it is by default, whatever severity its topic has
		return nil, Fact{}
	}
	fact.Value = off
	return nil, fact
}

// In is the settings file in a directory, "" where there is none; last is whether the directory is the root of a repository,
// above which none is looked for. What is there under such a name is not looked at: it may be a link.
func In(dir string) (path string, last bool) {
	for _, name := range Names {
		file := filepath.Join(dir, name)
		if info, err := os.Lstat(file); err == nil && !info.IsDir() {
			return file, true
		}
	}
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return "", err == nil
}
