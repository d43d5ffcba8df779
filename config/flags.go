package config

import (
	"errors"
	"slices"

	"github.com/winlint/winlint/lint"
)

// Flags is what the command line says on top of the file.
type Flags struct {
	Facts  map[string]string // by the key's name; values that were not given are not in it
	Select []string          // rules and topics; nil: what the file says
	Ignore []string          // rules and topics
}

// With is the configuration with the flags on top. Its error names each word that is not known.
func (c *Config) With(flags Flags, rules []*lint.Rule) (*Config, error) {
	names := ruleNames(rules)
	var errs []error
	check := func(flag, what, word string, known []string) bool {
		if slices.Contains(known, word) {
			return true
		}
		errs = append(errs, errors.New(flag+": "+unknown(what, word, known)))
		return false
	}
	top := layer{}
	for _, k := range Keys {
		if value, given := flags.Facts[k.Name]; given && check("--"+k.Name, k.Name, value, k.Values) {
			top.settings = append(top.settings, setting{k.Name, value, "--" + k.Name})
		}
	}
	for _, name := range flags.Select {
		if check("--select", "rule or topic", name, append(names, all)) {
			top.only = append(top.only, name)
		}
	}
	// A layer of its own on top of --select, so that `--select image --ignore image-not-pinned` means what it says.
	ignored := layer{}
	for _, name := range flags.Ignore {
		if check("--ignore", "rule or topic", name, names) {
			ignored.settings = append(ignored.settings, setting{"rules." + name, off, "--ignore"})
		}
	}
	layers := append(slices.Clone(c.layers), top, ignored)
	return &Config{Path: c.Path, dir: c.dir, exclude: c.exclude, layers: layers, rules: rules}, errors.Join(errs...)
}
