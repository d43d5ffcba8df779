package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/walk"
)

// projects is the projects that the files of a run belong to. Where one begins is looked for once for each directory, and
// its CI files are read once.
type projects struct {
	repositories walk.Repositories
	named        map[string]bool // the paths of the command line, absolute
	jobs         sync.Map        // by root
}

// name sets the paths of the command line, which show where a project begins that is no clone.
func (p *projects) name(paths []string) {
	p.named = make(map[string]bool, len(paths))
	for _, path := range paths {
		if full, err := filepath.Abs(path); err == nil {
			p.named[full] = true
		}
	}
}

// rootOf is the directory whose files belong to the project of a file: its repository or, outside one, the outermost named
// directory that it is in. A file that is named by itself belongs to its own directory.
func (p *projects) rootOf(name string) string {
	full, err := filepath.Abs(name)
	if err != nil {
		return filepath.Dir(name)
	}
	folder := filepath.Dir(full)
	if root, found := p.repositories.Of(folder); found {
		return root
	}
	// What is no clone can have workflows, which name other files from the directory that would be its root.
	if dir := filepath.Dir(folder); filepath.Base(folder) == "workflows" && filepath.Base(dir) == ".github" {
		return filepath.Dir(dir)
	}
	root := folder
	for dir, above := folder, filepath.Dir(folder); ; dir, above = above, filepath.Dir(above) {
		if p.named[dir] {
			root = dir
		}
		if dir == above {
			return root
		}
	}
}

// opener reads files for the rules about one file: those below the root of its repository or, where it is in none,
// below its own directory. A link that leads out of there is not followed.
func (p *projects) opener(name string) subject.Open {
	opened := map[string]*source.File{}
	return func(other string) (*source.File, error) {
		if f, seen := opened[other]; seen {
			return f, nil
		}
		raw, err := readBelow(p.rootOf(name), filepath.FromSlash(other))
		if err != nil {
			return nil, err
		}
		f := source.Decode(other, raw)
		opened[other] = f
		return f, nil
	}
}

// readBelow reads a regular file below a directory.
func readBelow(folder, name string) ([]byte, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	below, err := filepath.Rel(folder, full)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // nothing was written
	info, err := root.Stat(below)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // to open a pipe could take forever
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNoFile}
	}
	file, err := root.Open(below)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return readAll(file, info.Size())
}
