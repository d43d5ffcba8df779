package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// input is one file with what is in force for it.
type input struct {
	name   string // as it is shown; what stdin is called
	stdin  bool
	raw    []byte
	file   *source.File
	linter *lint.Linter
}

// inputs is where files come from.
type inputs struct {
	paths     []string // "-" is stdin; none: the current folder
	stdin     io.Reader
	stdinName string
	settings  *settings
}

func isStdin(path string) bool { return path == "-" }

// shown is what a file is called in reports.
func (in *inputs) shown(name string) string {
	if isStdin(name) {
		return in.stdinName
	}
	return name
}

// open reads one file; it is nil where the settings leave it out.
func (in *inputs) open(name string) (*input, error) {
	linter, err := in.settings.forFile(in.shown(name))
	if err != nil || linter == nil {
		return nil, err
	}
	var raw []byte
	if isStdin(name) {
		raw, err = readAll(in.stdin)
	} else {
		raw, err = readFile(name)
	}
	if err != nil {
		return nil, err
	}
	linter.Kind = kindOf(in.shown(name), raw)
	if in.found(name) && !linter.Kind.IsConcern(raw) {
		return nil, nil
	}
	return &input{
		name: in.shown(name), stdin: isStdin(name), raw: raw,
		file: source.Decode(filepath.ToSlash(in.shown(name)), raw), linter: linter,
	}, nil
}

// found reports whether a file was found in a folder: the user did not name it.
func (in *inputs) found(name string) bool {
	return !slices.ContainsFunc(in.paths, func(path string) bool { return isStdin(path) && isStdin(name) || filepath.Clean(path) == name })
}

// kindOf is what a file is read as: a Dockerfile where neither its place nor its content tells.
func kindOf(name string, raw []byte) *subject.Kind {
	full, err := filepath.Abs(name)
	if err != nil {
		full = name
	}
	if kind := subject.Identify(filepath.ToSlash(full), raw); kind != nil {
		return kind
	}
	return subject.KindNamed("dockerfile")
}

// failure is what went wrong with a file.
func failure(name string, err error) *fs.PathError {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return &fs.PathError{Op: "read", Path: name, Err: err}
}

// largest is how many bytes a file may have.
const largest = 4 << 20

var errTooLarge = fmt.Errorf("larger than %d MiB, which nothing that winlint reads is", largest>>20)

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	return readAll(file)
}

func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, largest+1))
	if err == nil && len(raw) > largest {
		err = errTooLarge
	}
	return raw, err
}
