// Package walk finds the files to read under the paths that a user gives. It leaves out what git leaves out, follows no
// link, and knows nothing of what is in the files.
package walk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Files is the files that the paths name, and those below the directories that they name which are wanted, each one once:
// the paths in their order, the files of a directory by name. wanted gets the absolute path, with slashes. A named file is
// taken whatever its name, whatever ignores it. What cannot be looked into is told of and hides nothing else.
func Files(paths []string, wanted func(path string) bool) (files []string, unread []*fs.PathError) {
	w := walker{wanted: wanted, seen: map[string]bool{}}
	for _, path := range paths {
		w.named(filepath.Clean(path))
	}
	return w.files, w.unread
}

type walker struct {
	wanted func(path string) bool
	seen   map[string]bool
	files  []string
	unread []*fs.PathError
}

func (w *walker) named(path string) {
	info, err := os.Stat(path)
	if err != nil {
		w.fail(path, err)
		return
	}
	if !info.IsDir() {
		w.add(path)
		return
	}
	full, err := filepath.Abs(path)
	if err != nil {
		w.fail(path, err)
		return
	}
	w.folder(path, full, above(full))
}

func (w *walker) add(path string) {
	if !w.seen[path] {
		w.seen[path] = true
		w.files = append(w.files, path)
	}
}

func (w *walker) fail(path string, err error) {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	w.unread = append(w.unread, &fs.PathError{Op: "read", Path: path, Err: err})
}

// folder adds the files below a folder; full is its absolute path, outer the ignore files that hold in it, the nearest
// one last.
func (w *walker) folder(path, full string, outer []*ignoreFile) {
	entries, err := os.ReadDir(path)
	if err != nil {
		w.fail(path, err)
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".git" }) {
		outer = nil // a repository of its own
	}
	ignores := append(slices.Clip(outer), ignoreFilesOf(full)...)
	for _, e := range entries {
		name := e.Name()
		switch {
		case e.IsDir():
			if name != ".git" && name != "node_modules" && !ignored(ignores, filepath.Join(full, name), true) {
				w.folder(filepath.Join(path, name), filepath.Join(full, name), ignores)
			}
		case e.Type().IsRegular() && w.wanted(filepath.ToSlash(filepath.Join(full, name))) && !ignored(ignores, filepath.Join(full, name), false):
			w.add(filepath.Join(path, name))
		}
	}
}

// Repository is the root of the git repository that a folder stands in; dir is absolute.
func Repository(dir string) (root string, found bool) {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// above is the ignore files that hold in a folder and stand in the folders above it, up to the root of its repository.
func above(full string) []*ignoreFile {
	root, found := Repository(full)
	if !found {
		return nil
	}
	var files []*ignoreFile
	for dir := full; dir != root; {
		dir = filepath.Dir(dir)
		files = append(ignoreFilesOf(dir), files...)
	}
	return files
}
