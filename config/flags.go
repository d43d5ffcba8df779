package config

import (
	"errors"
	"slices"

	"github.com/winlint/winlint/lint"
)

// Flags is what the command line says on top of the file.
type Flags struct {
	Facts  map[string]string   // of Keys and Options, by name; what was not given is not in it
	Images map[string][]string // of ImageKeys, by name: "PATTERN=VALUE", or VALUE alone
	Select []string            // rules and topics; nil: what the file says
	Ignore []string            // rules and topics
	// FixOnly is the rules and topics whose fixes are wanted. The rules are switched on if they are off.
	FixOnly []string
}

// With is the configuration with the flags on top. Its error names each word that is not known.
func (c *Config) With(flags Flags, v *Vocabulary) (*Config, error) {
	names := v.names()
	var errs []error
	check := func(flag, what, word string, known []string) bool {
		if slices.Contains(known, word) {
			return true
		}
		errs = append(errs, errors.New(flag+": "+unknown(what, word, known)))
		return false
	}
	top := layer{}
	for _, k := range slices.Concat(Keys, Options) {
		value, given := flags.Facts[k.Name]
		if !given {
			continue
		}
		flag := "--" + k.Name
		if wrong := k.check(value, v); wrong != "" {
			errs = append(errs, errors.New(flag+": "+wrong))
			continue
		}
		top.settings = append(top.settings, setting{k.Name, value, flag})
	}
	for _, key := range ImageKeys {
		for _, text := range flags.Images[key.Name] {
			set, err := imageFlag(key.Name, text)
			if errs = append(errs, err); err == nil {
				top.images = append(top.images, set)
			}
		}
	}
	for _, name := range flags.Select {
		if check("--select", ruleOrTopic, name, names) {
			top.only = append(top.only, setting{value: name, from: "--select"})
		}
	}
	for _, name := range flags.Ignore {
		if check("--ignore", ruleOrTopic, name, names) {
			top.settings = append(top.settings, setting{"rules." + name, off, "--ignore"})
		}
	}
	for _, name := range flags.FixOnly {
		if check("--fix-only", ruleOrTopic, name, names) && slices.ContainsFunc(v.Rules, func(r *lint.Rule) bool { return r.ID == name }) {
			top.settings = append(top.settings, setting{"rules." + name, on, "--fix-only"})
		}
	}
	layers := append(slices.Clone(c.layers), top)
	return &Config{Path: c.Path, Extends: c.Extends, dir: c.dir, exclude: c.exclude, layers: layers, rules: v.Rules}, errors.Join(errs...)
}
