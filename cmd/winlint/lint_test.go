package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that is far too large to be one to read is reported, and hides nothing else.
func TestTooLarge(t *testing.T) {
	dir := t.TempDir()
	huge, other := filepath.Join(dir, "Dockerfile.huge"), filepath.Join(dir, "Dockerfile")
	for name, size := range map[string]int64{huge: largest + 1, other: largest} {
		if err := os.WriteFile(name, []byte("# winlint ignore=nonsense\n"+strings.Repeat("\n", largest)), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, size); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, code := winlint(t, "", "lint", dir)
	if code != exitTrouble || !strings.Contains(stderr, huge+": larger than 4 MiB") || strings.Contains(stderr, other+":") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
	if !strings.Contains(stdout, filepath.ToSlash(other)+":1:18: ") {
		t.Errorf("stdout %q", stdout)
	}
}
