// Package config reads what a user says about their world, the rules and the report: in a file beside the code, and by
// flags. It turns the list of all rules into the list of those that run, at the severities that were asked for.
package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/subject"
)

// Names is what a settings file may be called, the first one first.
var Names = []string{"winlint.yaml", ".winlint.yaml"}

// A Vocabulary is what settings may name, beside the keys.
type Vocabulary struct {
	Rules   []*lint.Rule // all that there are
	Topics  []lint.Topic // of these rules
	Formats []string     // the names of the report formats
}

// names is what can be written for rules: their ids, their topics, and all.
func (v *Vocabulary) names() []string {
	names := []string{all}
	for _, r := range v.Rules {
		names = append(names, r.ID, r.Topic)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A Config is one settings file with those that it extends, and what flags say on top of it. The zero Config says nothing.
// It may be used by several goroutines at once.
type Config struct {
	Path    string   // of the file; "" if there is none
	Extends []string // the files that it builds on, the nearest one first

	rules   []*lint.Rule // all that there are
	dir     string       // the absolute path that globs are relative to
	exclude []glob
	layers  []layer // a later one wins

	mutex sync.Mutex
	known map[string]*Settings // by the layers that apply to a file
}

// A layer is settings that apply together to some files.
type layer struct {
	globs    []glob    // relative to the directory of the settings file; nil: every file
	only     []setting // rules and topics that run, and no others; nil: this layer does not select
	settings []setting
	images   []imageSetting
}

// A setting is one key and its value.
type setting struct {
	key   string // "builder", or "rules." and the name of a rule or a topic
	value string
	from  string // where it was said: "winlint.yaml:3", "--builder"
}

// Settings is what is in force for one file.
type Settings struct {
	Environment   engine.Environment // without Today
	Images        subject.Facts      // what is stated about images and systems
	Rules         []*lint.Rule       // those that run; copies where they have another severity
	FailOn        lint.Severity      // the least severity that fails a run
	RequireReason bool               // an ignore comment needs a reason

	// What holds for a run, as the settings for its directory say.
	Format string     // of the report; "" if it is not stated
	Links  docs.Links // where the pages are

	Excluded string // where it says that the file is not to be read; "" if it is
	Facts    []Fact // the keys, stated or not, and what is excluded
	Levels   []Fact // the rules that are not as they are by default
}

// A Fact is one thing that is in force and why.
type Fact struct {
	Name, Value string // the value is "" if it is not stated and has no default
	From        string // byDefault, or where it was said
}

// byDefault is where a value is from that nobody stated.
const byDefault = "default"

// For is what is in force for a file. Most files of a settings file share it, so it is made once for each set of overrides.
func (c *Config) For(path string) *Settings {
	below, inside := c.below(path)
	var layers []layer
	var applied strings.Builder
	for _, l := range c.layers {
		applies := l.globs == nil || inside && match(l.globs, below) != glob{}
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
	if inside {
		own.Excluded = match(c.exclude, below).from
	}
	return &own
}

// settings is what some layers say together.
func (c *Config) settings(layers []layer) *Settings {
	s := &Settings{}
	for _, k := range slices.Concat(Keys, Options) {
		fact := Fact{k.Name, k.Default, byDefault}
		if k.Default != "" {
			k.set(s, k.Default)
		}
		for _, l := range layers {
			for _, set := range l.settings {
				if set.key == k.Name {
					k.set(s, set.value)
					fact.Value, fact.From = set.value, set.from
				}
			}
		}
		s.Facts = append(s.Facts, fact)
	}
	s.images(layers)
	for _, g := range c.exclude {
		s.Facts = append(s.Facts, Fact{"exclude", g.pattern, g.from})
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

// all is the name of all rules together: in the settings of every one, and in a selection of those that are on by default.
const all = "all"

// level is a rule as the layers want it, nil if it does not run, and why if that is not the default.
func level(r *lint.Rule, layers []layer) (*lint.Rule, Fact) {
	runs, changed, fact := !r.Off, *r, Fact{Name: r.ID}
	for _, l := range layers {
		if selected, from := l.selects(r); l.only != nil && selected != runs {
			runs, fact.Value, fact.From = selected, map[bool]string{true: on, false: off}[selected], from
		}
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

// selects reports whether the selection of a layer names a rule, and where the selection is.
func (l *layer) selects(r *lint.Rule) (selected bool, from string) {
	for _, name := range l.only {
		from = name.from
		if name.value == r.ID || !r.Off && (name.value == all || name.value == r.Topic) {
			return true, from
		}
	}
	return false, from
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
