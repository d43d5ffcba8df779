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

	all   *config.Vocabulary
	today windows.Date
	mutex sync.Mutex
	dirs  map[string]string        // the settings file for the files of a directory, by its absolute path; "" is none
	files map[string]*settingsFile // by path; "" is none

	projects projects
}

// A settingsFile is one settings file with the flags on top, or why it cannot be used.
type settingsFile struct {
	config *config.Config
	errs   []*fs.PathError
}

// errSettings is returned for errors in a settings file, which failures lists.
var errSettings = errors.New("not checked, because its settings have errors")

var (
	errSettingsLink    = errors.New("the link does not lead to a regular file in the repository")
	errSettingsOutside = errors.New("it must be in the repository, or in the directory of the settings file if there is no repository")
)

func newSettings() *settings {
	year, month, day := time.Now().Date()
	return &settings{
		flags: config.Flags{Facts: map[string]string{}}, all: vocabulary(),
		dirs: map[string]string{}, files: map[string]*settingsFile{},
		today: windows.Date{Year: year, Month: int(month), Day: day},
	}
}

// vocabulary is what settings may name. Each command has settings, and all have the same one.
var vocabulary = sync.OnceValue(func() *config.Vocabulary {
	return &config.Vocabulary{Rules: rules.All(), Topics: rules.Topics(), Formats: formatNames()}
})

// isKnown reports whether a rule of that id, or a topic of that name, exists.
func isKnown(name string) bool { return knownNames()[name] }

var knownNames = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, r := range vocabulary().Rules {
		known[r.ID], known[r.Topic] = true, true
	}
	return known
})

// addSettings adds the flags that say what is in force.
func addSettings(cmd *cobra.Command) *settings {
	s := newSettings()
	f := cmd.Flags()
	f.StringVar(&s.path, "config", "", "use this settings `file` for all files")
	f.BoolVar(&s.none, "no-config", false, "do not read settings files")
	cmd.MarkFlagsMutuallyExclusive("config", "no-config")
	f.StringSliceVar(&s.flags.Select, "select", nil, "run only these `rules` or topics; \"all\" means those that run by default")
	f.StringSliceVar(&s.flags.Ignore, "ignore", nil, "do not run these `rules` or topics")
	completed(cmd, "select", completeRules(s.all))
	completed(cmd, "ignore", completeRules(s.all))
	for _, key := range config.Keys {
		s.addFlag(cmd, key)
	}
	s.flags.Images = map[string][]string{}
	for _, key := range config.ImageKeys {
		f.Func(key.Name, key.About, func(value string) error {
			s.flags.Images[key.Name] = append(s.flags.Images[key.Name], value)
			return nil
		})
		completed(cmd, key.Name, cobra.NoFileCompletions)
	}
	return s
}

// addFlag adds the flag of one key of the settings.
func (s *settings) addFlag(cmd *cobra.Command, key config.Key) {
	about := key.About
	if len(key.Values) > mostInType {
		about += ": " + strings.Join(key.Values, ", ")
	}
	flag := cmd.Flags().VarPF(&keyFlag{key, s.flags.Facts}, key.Name, "", about)
	if key.IsBool() {
		flag.NoOptDefVal = "true"
	}
	completed(cmd, key.Name, cobra.FixedCompletions(key.Values, cobra.ShellCompDirectiveNoFileComp))
}

// mostInType is how many values the help names before what a flag says, and not after it.
const mostInType = 3

// A keyFlag is the flag of a key. What is wrong in its value is said together with what is wrong in the other flags.
type keyFlag struct {
	key   config.Key
	facts map[string]string // by the key's name
}

// String is the value if the flag is not given.
func (k *keyFlag) String() string { return k.key.Default }

// Type is what the help calls the values.
func (k *keyFlag) Type() string {
	switch {
	case k.key.IsBool():
		return "bool"
	case k.key.Values == nil:
		return "url"
	case len(k.key.Values) > mostInType:
		return "value"
	}
	return strings.Join(k.key.Values, "|")
}

// Set takes a value.
func (k *keyFlag) Set(value string) error {
	k.facts[k.key.Name] = value
	return nil
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

// forFile is the settings for a file; the error is errSettings.
func (s *settings) forFile(path string) (*config.Settings, error) {
	file := s.nearest(filepath.Dir(path))
	if file.errs != nil {
		return nil, errSettings
	}
	here := file.config.For(path)
	here.Environment.Today = s.today
	return here, nil
}

// linter is the linter for a file with its settings.
func (s *settings) linter(path string, here *config.Settings) *lint.Linter {
	return &lint.Linter{
		Rules: here.Rules, Environment: here.Environment, Facts: here.Images, Known: isKnown, Open: s.projects.opener(path), Builds: s.projects.builds(path), RequireReason: here.RequireReason,
	}
}

// ofRun is the settings for the run itself: those for the current directory, or those of the flags alone where that
// settings file has errors, which failures tells.
func (s *settings) ofRun() *config.Settings {
	file := s.nearest(".")
	if file.errs != nil {
		flags, _ := (&config.Config{}).With(s.flags, s.all) // check has checked them
		return flags.For(".")
	}
	return file.config.For(".")
}

// failures is what is wrong in the settings files that were asked for, in the order of their paths.
func (s *settings) failures() (list []*fs.PathError) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	told := map[string]bool{} // several files may extend one with errors
	for _, path := range slices.Sorted(maps.Keys(s.files)) {
		for _, err := range s.files[path].errs {
			if !told[err.Error()] {
				list = append(list, err)
			}
			told[err.Error()] = true
		}
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
		var err error
		if file, err = config.Read(shown(path), s.opener(path), s.all); err != nil {
			return nil, err
		}
	}
	return file.With(s.flags, s.all)
}

// opener reads a settings file and those that it extends. One that was found is a stranger's file like any other: it extends
// nothing outside the repository, and it is not read through links that lead out of there. The file of --config may.
func (s *settings) opener(path string) func(string) ([]byte, error) {
	if path == s.path {
		return readFile
	}
	root := s.projects.rootOf(path)
	return func(path string) ([]byte, error) {
		if filepath.IsAbs(below(root, path)) {
			return nil, errSettingsOutside
		}
		raw, err := readBelow(root, path)
		if info, lerr := os.Lstat(path); err != nil && lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			err = errSettingsLink
		}
		return raw, err
	}
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
		return failure(at.Path, message) // it may be in a file that this one extends
	}
	return failure(path, err)
}

// shown is a path as the user would write it: relative to the current directory where it is below that.
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
