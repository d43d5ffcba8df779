package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/walk"
)

func newInit() *cobra.Command {
	var toStdout bool
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Create a settings file",
		Long: `Create winlint.yaml in DIR, by default the current directory. The file lists each fact that you can state, such as the builder,
the host and the version of Docker Compose, with the evidence for it in the files of the directory. All of it is commented out,
so nothing changes until you uncomment a line. An existing settings file is never overwritten.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			found, err := surveyOf(dir)
			switch {
			case err != nil:
				return err
			case toStdout:
				return found.write(cmd.OutOrStdout())
			}
			return found.writeFile(cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&toStdout, "stdout", false, "print the file instead of writing it")
	return cmd
}

// surveyOf reads the files of a directory.
func surveyOf(dir string) (*survey, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, &fs.PathError{Op: "init", Path: dir, Err: errors.New("not a directory")}
	}
	s := &survey{dir: dir, kinds: map[*subject.Kind]int{}}
	in := &inputs{paths: []string{dir}, kind: &choice{}, settings: newSettings()}
	var err error
	if s.extends, err = s.settingsAbove(in.settings); err != nil {
		return nil, err
	}
	_, err = each(in, func(file *input) (*lint.Result, error) { return file.linter.Lint(file.file), nil },
		func(result *lint.Result) error {
			s.add(result)
			return nil
		})
	if errs := in.settings.failures(); err == nil && errs != nil {
		err = joined(errs)
	}
	files, _ := walk.Files(in.paths, func(path string) bool { return subject.KindOf(path) != nil }) // what cannot be read hints at nothing
	for _, file := range files {
		if raw, err := readFile(file.Path); err == nil {
			s.read(file.Path, raw)
		}
	}
	return s, err
}

// settingsAbove is the settings file that applies to the directory as long as it has none, as seen from there; "" is none.
func (s *survey) settingsAbove(settings *settings) (string, error) {
	full, err := filepath.Abs(s.dir)
	if err != nil {
		return "", err
	}
	if root, found := walk.Repository(full); found && root == full {
		return "", nil
	}
	above := settings.find(filepath.Dir(full))
	if above == "" {
		return "", nil
	}
	return s.place(above), nil
}

// writeFile writes the settings file of the directory, unless it has one, and says what it wrote.
func (s *survey) writeFile(stderr io.Writer) error {
	if path, _ := config.In(s.dir); path != "" {
		return fmt.Errorf("%s already exists and was not changed; use winlint config to print its settings, or winlint init --stdout to print a new file", path)
	}
	path := filepath.Join(s.dir, config.Names[0])
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err = errors.Join(s.write(file), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	except := ""
	if s.extends != "" {
		except = " except extends"
	}
	fmt.Fprintf(stderr, "winlint: wrote %s %s; all lines are commented out%s\n", terminal.Visible(path), s.proposals(), except)
	return nil
}
