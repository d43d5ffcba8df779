package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/walk"
)

// inputs is where files come from.
type inputs struct {
	paths     []string // "-" is stdin; none: the current directory
	stdin     io.Reader
	stdinName string
	kind      *choice // what named files and stdin are read as; "": what their names and contents say
	settings  *settings
	progress  *terminal.Progress   // nil: none is shown
	builds    *subject.ImageBuilds // what the files build

	pass func(*input) error    // what is done with a file that is left out; nil: nothing
	left [deleted + 1][]string // the files that were left out, by reason
}

// addInputs adds the flags that say which files are read, and as what.
func addInputs(cmd *cobra.Command) *inputs {
	in := &inputs{}
	cmd.Flags().StringVar(&in.stdinName, "stdin-filename", defaultStdinName, "the `name` of standard input in reports")
	var kinds []string
	for _, k := range subject.Kinds {
		kinds = append(kinds, k.Name)
	}
	in.kind = addChoice(cmd, "type", "", "treat the named files and standard input as this kind of file", kinds...)
	in.settings = addSettings(cmd)
	cmd.Flags().BoolVar(&in.settings.noExclude, "no-exclude", false, "also read files that the settings exclude")
	return in
}

const defaultStdinName = "<stdin>"

// from says what the command line names, before anything is read.
func (in *inputs) from(cmd *cobra.Command, paths []string) error {
	in.paths, in.stdin = paths, cmd.InOrStdin()
	return in.settings.check()
}

// A listed file is one that is named or found.
type listed struct {
	walk.File
	stdin bool
}

// list is the files that are named or found, and what could not be looked into.
func (in *inputs) list() (list []listed, unread []*fs.PathError) {
	paths := in.paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	named := slices.DeleteFunc(slices.Clone(paths), isStdin)
	in.settings.projects.name(named)
	files, unread := walk.Files(named, func(path string) bool { return subject.KindOf(path) != nil })
	unread = in.leaveDeleted(unread)
	for _, file := range files {
		list = append(list, listed{File: file})
	}
	if slices.ContainsFunc(paths, isStdin) {
		list = append(list, listed{File: walk.File{Path: in.stdinName, Named: true}, stdin: true})
	}
	return list, unread
}

func isStdin(path string) bool { return path == "-" }

// An input is one file with what is in force for it.
type input struct {
	name   string // as it is shown; what stdin is called
	stdin  bool
	raw    []byte
	file   *source.File // nil where it is left out
	linter *lint.Linter
	failOn lint.Severity // the least severity of a finding in it that fails the run
	left   reason
}

// A reason is why a file is not linted.
type reason int

// The reasons. What was found in a directory and turns out to be of no kind that winlint reads is skipped without a message.
const (
	linted reason = iota
	passed
	foreign  // it was named, and is of a kind that winlint does not read
	excluded // it was named, and the settings exclude it
	deleted  // it was named, and git knows that it was deleted
)

// open reads one file. One that is left out has its bytes at most.
func (in *inputs) open(at listed) (*input, error) {
	file := &input{name: at.Path, stdin: at.stdin}
	here, err := in.settings.forFile(at.Path)
	if err != nil {
		return nil, err
	}
	file.linter, file.failOn = in.settings.linter(at.Path, here), here.FailOn
	file.linter.Images = in.builds
	out := here.Excluded != "" && !in.settings.noExclude
	if out && !at.stdin {
		return file.leave(at, excluded), nil
	}
	if file.raw, err = in.read(at); err != nil {
		if errors.Is(err, errTooLarge) && in.kind.value == "" && subject.KindOf(absolute(at.Path)) == nil {
			return file.leave(at, foreign), nil
		}
		return nil, err
	}
	kind := in.identify(at, file.raw)
	switch {
	case out:
		return file.leave(at, excluded), nil
	case kind == nil, !at.Named && !kind.IsConcern(file.raw):
		return file.leave(at, foreign), nil
	}
	file.linter.Kind = kind
	file.file = source.Decode(filepath.ToSlash(at.Path), file.raw)
	return file, nil
}

func (file *input) leave(at listed, why reason) *input {
	if file.left = why; !at.Named {
		file.left = passed
	}
	return file
}

// leave notes a file that is left out.
func (in *inputs) leave(file *input) error {
	in.left[file.left] = append(in.left[file.left], file.name)
	if in.pass != nil {
		return in.pass(file)
	}
	return nil
}

func (in *inputs) read(at listed) ([]byte, error) {
	if at.stdin {
		return readAll(in.stdin, 0)
	}
	return readFile(at.Path)
}

// identify is what a file is read as; nil where winlint does not read it.
func (in *inputs) identify(at listed, raw []byte) *subject.Kind {
	if at.Named && in.kind.value != "" {
		return subject.KindNamed(in.kind.value)
	}
	kind := subject.Identify(absolute(at.Path), raw)
	if kind == nil && at.stdin && at.Path == defaultStdinName {
		return subject.KindNamed("dockerfile") // nothing tells what it is, and somebody wants it to be read
	}
	return kind
}

// absolute is the whole path of a file, with slashes: directories may say what kind of file it is.
func absolute(name string) string {
	full, err := filepath.Abs(name)
	if err != nil {
		full = name
	}
	return filepath.ToSlash(full)
}

// notes says which of the files that were named were not linted.
func (in *inputs) notes() (lines []string) {
	for _, note := range [...]struct {
		why            reason
		noun, of, help string
	}{
		{foreign, "file", " of a kind that winlint does not read", " (--type sets the kind)"},
		{excluded, "file", " that the settings exclude", " (--no-exclude reads them)"},
		{deleted, "deleted file", "", ""},
	} {
		names := in.left[note.why]
		if len(names) == 0 {
			continue
		}
		first := strings.Join(names[:min(len(names), namesShown)], ", ")
		if len(names) > namesShown {
			first += ", ..."
		}
		lines = append(lines, "ignored "+count(len(names), note.noun)+note.of+": "+first+note.help)
	}
	return lines
}

// namesShown is how many files a note names.
const namesShown = 3

// failure is what went wrong with a file.
func failure(name string, err error) *fs.PathError {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return &fs.PathError{Op: "read", Path: name, Err: err}
}

// largest is how many bytes a file may have.
const largest = 4 << 20

var (
	errTooLarge = fmt.Errorf("larger than %d MiB, which is the limit", largest>>20)
	errNoFile   = errors.New("not a regular file")
)

// readFile reads a regular file: to open a pipe, or to read a device, could take forever.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNoFile
	case info.Size() > largest:
		return nil, errTooLarge
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	return readAll(file, info.Size())
}

// readAll reads to the end, which is probably after so many bytes.
func readAll(r io.Reader, size int64) ([]byte, error) {
	var raw bytes.Buffer
	raw.Grow(int(min(size, largest)) + bytes.MinRead)
	_, err := raw.ReadFrom(io.LimitReader(r, largest+1))
	if err == nil && raw.Len() > largest {
		err = errTooLarge
	}
	return raw.Bytes(), err
}
