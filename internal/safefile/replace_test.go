package safefile

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/filetest"
)

// What was written since the file was read is never lost.
func TestReplaceLeavesAChangedFile(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "newer")
	if err := Replace(path, []byte("read"), []byte("fixed")); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("error %v", err)
	}
	if got := filetest.Get(t, path); got != "newer" {
		t.Errorf("the file holds %q", got)
	}
}
