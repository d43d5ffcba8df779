package safefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func put(t *testing.T, name string, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

func get(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What was written since the file was read is never lost.
func TestReplaceLeavesAChangedFile(t *testing.T) {
	path := put(t, "Dockerfile", "newer")
	if err := Replace(path, []byte("read"), []byte("fixed")); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("error %v", err)
	}
	if got := get(t, path); got != "newer" {
		t.Errorf("the file holds %q", got)
	}
}
