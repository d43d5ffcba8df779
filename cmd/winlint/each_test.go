package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

// manyFiles is a directory with so many small Dockerfiles.
func manyFiles(t *testing.T, n int) *inputs {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.dockerfile", i)), []byte("FROM a\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return &inputs{paths: []string{dir}, kind: &choice{}, settings: newSettings()}
}

// Files come in their order, and only so many are done before their turn, however slow the reader is: what a run keeps
// does not grow with the number of files.
func TestEachIsBounded(t *testing.T) {
	const files = 200
	in := manyFiles(t, files)
	bound := int64((ahead + 1) * runtime.GOMAXPROCS(0) * 2)
	var done atomic.Int64
	var names []string
	unread, err := each(in, func(file *input) (string, error) {
		done.Add(1)
		return file.name, nil
	}, func(name string) error {
		names = append(names, name)
		runtime.Gosched()
		if early := done.Load() - int64(len(names)); early > bound {
			t.Errorf("%d files are done before their turn", early)
		}
		return nil
	})
	if err != nil || len(unread) > 0 || len(names) != files || !slices.IsSorted(names) {
		t.Errorf("%d files in order: %v, unread %v, error %v", len(names), slices.IsSorted(names), unread, err)
	}
}

// A report that cannot be written ends the run at once.
func TestEachStops(t *testing.T) {
	in := manyFiles(t, 200)
	full := errors.New("full")
	var done atomic.Int64
	_, err := each(in, func(*input) (int, error) { return int(done.Add(1)), nil }, func(int) error { return full })
	if !errors.Is(err, full) || done.Load() > 150 {
		t.Errorf("%v after %d files", err, done.Load())
	}
}
