// Package walk finds the files to read under the paths that a user gives. It leaves out what git leaves out, follows no
// link, and knows nothing of what is in the files.
package walk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// A File is a file to read.
type File struct {
	Path  string // as the user names it, or below the directory that the user names
	Named bool   // the user names it; else it was found in a directory
}

// Files is the files that the paths name, and those below the directories that they name which are wanted, each one once,
// also where several paths lead to it: the paths in their order, the files of a directory by name. wanted gets the absolute
// path, with slashes. A named file is taken whatever its name, whatever ignores it. What cannot be looked into is reported
// and hides nothing else.
func Files(paths []string, wanted func(path string) bool) (files []File, unread []*fs.PathError) {
	w := walker{wanted: wanted, seen: map[string]bool{}, real: map[string]string{}}
	for _, path := range paths {
		w.named(filepath.Clean(path))
	}
	return w.files, w.unread
}

type walker struct {
	wanted func(path string) bool
	seen   map[string]bool   // by the path without links
	real   map[string]string // the path without links of a directory in which the user names a file
	files  []File
	unread []*fs.PathError
}

func (w *walker) named(path string) {
	info, err := os.Stat(path)
	if err != nil {
		w.fail(path, err)
		return
	}
	full, err := filepath.Abs(path)
	if err != nil {
		w.fail(path, err)
		return
	}
	if where := w.withoutLinks(full); info.IsDir() {
		w.directory(path, full, where, above(full))
	} else {
		w.add(File{path, true}, where)
	}
}

// withoutLinks is the path of what the user names without links. Often many files of a directory are named, so the links in
// its own path are followed once.
func (w *walker) withoutLinks(full string) string {
	if info, err := os.Lstat(full); err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return followed(full)
	}
	dir := filepath.Dir(full)
	if _, known := w.real[dir]; !known {
		w.real[dir] = followed(dir)
	}
	return filepath.Join(w.real[dir], filepath.Base(full))
}

// followed is a path without links, or the path itself if they lead nowhere.
func followed(full string) string {
	where, err := filepath.EvalSymlinks(full)
	if err != nil {
		return full
	}
	return where
}

func (w *walker) add(file File, where string) {
	if !w.seen[where] {
		w.seen[where] = true
		w.files = append(w.files, file)
	}
}

func (w *walker) fail(path string, err error) {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	w.unread = append(w.unread, &fs.PathError{Op: "read", Path: path, Err: err})
}

// directory adds the files below a directory; full is its absolute path, where that without links, outer the ignore files
// that apply in it, the nearest one last.
func (w *walker) directory(path, full, where string, outer []*ignoreFile) {
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
		below := filepath.Join(full, name)
		switch {
		case e.IsDir():
			if name != ".git" && name != "node_modules" && !ignored(ignores, below, true) {
				w.directory(filepath.Join(path, name), below, filepath.Join(where, name), ignores)
			}
		case e.Type().IsRegular() && w.wanted(filepath.ToSlash(below)) && !ignored(ignores, below, false):
			w.add(File{Path: filepath.Join(path, name)}, filepath.Join(where, name))
		}
	}
}

// Repositories finds the repositories that directories are in, and looks into each directory once.
type Repositories struct {
	roots sync.Map // by directory; "" for those that are in none
}

// Of is the root of the git repository that a directory is in; dir is absolute.
func (r *Repositories) Of(dir string) (root string, found bool) {
	known, seen := r.roots.Load(dir)
	if !seen {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			root = dir
		} else if parent := filepath.Dir(dir); parent != dir {
			root, _ = r.Of(parent)
		}
		known, _ = r.roots.LoadOrStore(dir, root)
	}
	root = known.(string)
	return root, root != ""
}

// Repository is the root of the git repository that a directory is in; dir is absolute.
func Repository(dir string) (root string, found bool) { return new(Repositories).Of(dir) }

// above is the ignore files that hold in a directory and stand in the directories above it, up to the root of its repository.
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
