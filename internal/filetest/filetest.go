// Package filetest writes and reads the files of tests.
package filetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Put writes a file of that name into a directory of its own, with the mode 0640, and returns its path.
func Put(t *testing.T, name, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

// Get is what a file holds.
func Get(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
