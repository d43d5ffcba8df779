package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// deepest is how many files may extend one another.
const deepest = 10

// Read reads a settings file and those that it extends, each through open. Its error joins an Error for each thing that is
// wrong in one of them, the first 20 of each file, with what was probably meant.
//
// What a file extends is as if it were written above its own settings: a later word wins, and excluded files add up. The
// path of `extends` is relative to the file that has it; globs are relative to the directory of the file that is read first.
func Read(path string, open func(path string) ([]byte, error), v *Vocabulary) (*Config, error) {
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	raw, err := open(path)
	if err != nil {
		return nil, err
	}
	c := &Config{Path: path, dir: dir, rules: v.Rules}
	chain := []string{path}
	for {
		f, err := parseFile(path, raw, v)
		if err != nil {
			return nil, err
		}
		c.exclude = append(f.exclude, c.exclude...)
		c.layers = append(f.layers, c.layers...)
		if f.extends == nil {
			c.Extends = chain[1:]
			return c, nil
		}
		below := beside(path, f.extends.Value)
		failed := func(message string) error {
			return &Error{path, f.extends.Line, f.extends.Column, message}
		}
		switch {
		case slices.Contains(chain, below):
			return nil, failed("the file extends itself")
		case len(chain) == deepest:
			return nil, failed(fmt.Sprintf("more than %d settings files extend each other", deepest))
		}
		if raw, err = open(below); err != nil {
			return nil, failed("the extended file cannot be read: " + cause(err).Error())
		}
		path, chain = below, append(chain, below)
	}
}

// beside is the path of a file that another one names, relative to its own directory, with slashes or backslashes.
func beside(path, name string) string {
	name = filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(filepath.Dir(path), name)
}

// cause is an error without the path, which may be the content of another file to which the settings file is a link.
func cause(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
