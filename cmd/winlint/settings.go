package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
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

// settings is what is in force for each file: by flags, and by the settings file nearest to it.
type settings struct {
	path      string // of --config
	none      bool   // --no-config
	noExclude bool   // --no-exclude
	flags     config.Flags

	all   []*lint.Rule
	known map[string]bool // the ids of rules and the topics
	today windows.Date
	mutex sync.Mutex
	dirs  map[string]string        // the settings file for the files of a directory, by its absolute path; "" is none
	files map[string]*settingsFile // by path; "" is none
}

// A settingsFile is one settings file with the flags on top, or why it cannot be used.
type settingsFile struct {
	config *config.Config
	errs   []*fs.PathError
}

// errSettings stands for errors in a settings file, which failures tells.
var errSettings = errors.New("the settings for it have errors")

var errSettingsLink = errors.New("a link that does not lead to a regular file of the repository")

func newSettings() *settings {
	year, month, day := time.Now().Date()
	s := &settings{
		all: rules.All(), known: map[string]bool{}, dirs: map[string]string{}, files: map[string]*settingsFile{},
		today: windows.Date{Year: year, Month: int(month), Day: day},
	}
	for _, r := range s.all {
		s.known[r.ID], s.known[r.Topic] = true, true
	}
	return s
}

// addSettings adds the flags that say what is in force.
func addSettings(cmd *cobra.Command) *settings {
	s := newSettings()
	f := cmd.Flags()
	f.StringVar(&s.path, "config", "", "read this settings `file` for all files")
	f.BoolVar(&s.none, "no-config", false, "read no settings file")
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

// stateHost states the release of the host, unless the user did by a flag. It is called before a file is linted.
func (s *settings) stateHost(release windows.Release) {
	i := slices.IndexFunc(config.Keys, func(k config.Key) bool { return k.Name == "host" })
	if _, given := s.flags.Facts["host"]; given || !slices.Contains(config.Keys[i].Values, string(release)) {
		return
	}
	s.flags.Facts["host"] = string(release)
	s.files = map[string]*settingsFile{} // without what the flags said before
}

// check tells what is wrong in the flags and in the file of --config, before anything is read.
func (s *settings) check() error {
	if _, err := (&config.Config{}).With(s.flags, s.all); err != nil {
		return err
	}
	if s.path == "" {
		return nil
	}
	if file := s.file(s.path); file.errs != nil {
		return joined(file.errs)
	}
	return nil
}

// joined is errors as one, each on a line.
func joined(errs []*fs.PathError) error {
	list := make([]error, len(errs))
	for i, err := range errs {
		list[i] = fmt.Errorf("%s: %w", err.Path, err.Err)
	}
	return errors.Join(list...)
}

// forFile is the linter for a file, and whether the settings exclude it; the error is errSettings.
func (s *settings) forFile(path string) (linter *lint.Linter, excluded bool, err error) {
	file := s.nearest(filepath.Dir(path))
	if file.errs != nil {
		return nil, false, errSettings
	}
	here := file.config.For(path)
	here.Environment.Today = s.today
	linter = &lint.Linter{Rules: here.Rules, Environment: here.Environment, Known: s.isKnown, Open: projectOf(path)}
	return linter, here.Excluded && !s.noExclude, nil
}

// isKnown reports whether a rule of that id, or a topic of that name, exists.
func (s *settings) isKnown(name string) bool { return s.known[name] }

// failures is what is wrong in the settings files that were asked for, in the order of their paths.
func (s *settings) failures() (list []*fs.PathError) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, path := range slices.Sorted(maps.Keys(s.files)) {
		list = append(list, s.files[path].errs...)
	}
	return list
}

// nearest is the settings for the files of a directory.
func (s *settings) nearest(dir string) *settingsFile {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	path := s.path
	if path == "" && !s.none {
		if full, err := filepath.Abs(dir); err == nil {
			path = s.find(full)
		}
	}
	return s.file(path)
}

// find is the settings file for the files of a directory: the nearest one upward, as far as the root of the repository. Each
// directory is looked into once.
func (s *settings) find(dir string) string {
	path, seen := s.dirs[dir]
	if seen {
		return path
	}
	path, last := config.In(dir)
	if above := filepath.Dir(dir); path == "" && !last && above != dir {
		path = s.find(above)
	}
	s.dirs[dir] = path
	return path
}

// file is what a settings file says, read once.
func (s *settings) file(path string) *settingsFile {
	file := s.files[path]
	if file == nil {
		file = &settingsFile{}
		var err error
		if file.config, err = s.read(path); err != nil {
			file.errs = failuresOf(shown(path), err)
		}
		s.files[path] = file
	}
	return file
}

func (s *settings) read(path string) (*config.Config, error) {
	file := &config.Config{}
	if path != "" {
		raw, err := s.bytes(path)
		if err != nil {
			return nil, err
		}
		if file, err = config.Parse(shown(path), raw, s.all); err != nil {
			return nil, err
		}
	}
	return file.With(s.flags, s.all)
}

// bytes reads a settings file. One that was found is a stranger's file like any other: it is not read through links that lead
// out of the repository.
func (s *settings) bytes(path string) ([]byte, error) {
	if path == s.path {
		return readFile(path)
	}
	raw, err := readBelow(rootOf(path), path)
	if info, lerr := os.Lstat(path); err != nil && lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
		err = errSettingsLink
	}
	return raw, err
}

// failuresOf takes what is wrong in a settings file apart.
func failuresOf(path string, err error) (list []*fs.PathError) {
	all, several := err.(interface{ Unwrap() []error })
	if !several {
		return []*fs.PathError{failureIn(path, err)}
	}
	for _, err := range all.Unwrap() {
		list = append(list, failureIn(path, err))
	}
	return list
}

// failureIn is one thing that is wrong in a settings file, at its place in the file.
func failureIn(path string, err error) *fs.PathError {
	if at, ok := errors.AsType[*config.Error](err); ok {
		message := errors.New(at.Message)
		if at.Line > 0 {
			message = fmt.Errorf("line %d, column %d: %s", at.Line, at.Column, at.Message)
		}
		return failure(path, message)
	}
	return failure(path, err)
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

// directoryOf is the directory whose settings apply to a path that may be a directory itself.
func directoryOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}
