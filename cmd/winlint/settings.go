package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
	"github.com/winlint/winlint/windows"
)

// settings is what is in force for each file: by flags, and by the configuration file nearest to it.
type settings struct {
	path  string // of --config
	none  bool   // --no-config
	flags config.Flags

	all     []*lint.Rule
	today   windows.Date
	mutex   sync.Mutex
	configs map[string]*found // by folder
}

type found struct {
	config *config.Config
	err    error
}

// addSettings adds the flags that say what is in force.
func addSettings(cmd *cobra.Command) *settings {
	year, month, day := time.Now().Date()
	s := &settings{
		all: rules.All(), configs: map[string]*found{},
		today: windows.Date{Year: year, Month: int(month), Day: day},
	}
	f := cmd.Flags()
	f.StringVar(&s.path, "config", "", "read this configuration `file` for all files")
	f.BoolVar(&s.none, "no-config", false, "read no configuration file")
	cmd.MarkFlagsMutuallyExclusive("config", "no-config")
	f.StringSliceVar(&s.flags.Select, "select", nil, "run only these `rules` or topics; \"all\" is those that run by default")
	f.StringSliceVar(&s.flags.Ignore, "ignore", nil, "do not run these `rules` or topics")
	s.flags.Facts = map[string]string{}
	for _, key := range config.Keys {
		addFact(f, s.flags.Facts, key)
	}
	return s
}

// addFact adds the flag of one fact about the user's environment.
func addFact(f *pflag.FlagSet, facts map[string]string, key config.Key) {
	if key.Values[0] == "true" {
		f.BoolFunc(key.Name, key.About, func(value string) error {
			facts[key.Name] = value
			return nil
		})
		return
	}
	f.Func(key.Name, key.About+": "+strings.Join(key.Values, ", "), func(value string) error {
		facts[key.Name] = value
		return nil
	})
}

// check tells what is wrong in the flags and in the file of --config, before anything is read.
func (s *settings) check() error {
	_, err := s.nearest(".")
	return err
}

// forFile is the linter for a file; nil where the configuration leaves the file out.
func (s *settings) forFile(path string) (*lint.Linter, error) {
	c, err := s.nearest(folderOf(path))
	if err != nil {
		return nil, err
	}
	here := c.For(path, s.all)
	if here.Excluded {
		return nil, nil
	}
	here.Environment.Today = s.today
	return &lint.Linter{Rules: here.Rules, Environment: here.Environment, Known: s.isRule, Open: projectOf(path)}, nil
}

// isRule reports whether a rule of that id exists.
func (s *settings) isRule(id string) bool {
	return slices.ContainsFunc(s.all, func(r *lint.Rule) bool { return r.ID == id })
}

// nearest is the configuration for the files of a folder, with the flags on top.
func (s *settings) nearest(folder string) (*config.Config, error) {
	if s.path != "" || s.none {
		folder = ""
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.configs[folder] == nil {
		c, err := s.read(folder)
		s.configs[folder] = &found{c, err}
	}
	return s.configs[folder].config, s.configs[folder].err
}

func (s *settings) read(folder string) (*config.Config, error) {
	path := s.path
	if path == "" && !s.none {
		var err error
		if path, err = config.Find(folder); err != nil {
			return nil, err
		}
	}
	file := &config.Config{}
	if path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if file, err = config.Parse(shown(path), bytes.NewReader(raw), s.all); err != nil {
			return nil, err
		}
	}
	return file.With(s.flags, s.all)
}

// shown is a path as the user would write it: relative to the current folder where it stands below that.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	below, err := filepath.Rel(here, path)
	if err != nil || !filepath.IsLocal(below) {
		return path
	}
	return below
}

// folderOf is the folder in which a file's configuration is looked for.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}
