package script

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/winlint/winlint/source"
)

// fixtures is the files of testdata with one of the extensions.
func fixtures(t *testing.T, extensions ...string) []*source.File {
	t.Helper()
	var files []*source.File
	for _, extension := range extensions {
		paths, err := filepath.Glob("testdata/*" + extension)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no file %s in testdata: %v", extension, err)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, source.Decode(filepath.ToSlash(path), raw))
		}
	}
	return files
}

func TestFixturesAreRead(t *testing.T) {
	for _, f := range fixtures(t, ".ps1", ".psm1", ".cmd", ".bat", ".sh") {
		root := File(f)
		checkScript(t, root)
		for s := range root.All() {
			for _, e := range s.Errors {
				t.Errorf("%s:%d: %q: %s", f.Path, f.Position(e.Span().Start).Line, e.String(), e.Message)
			}
		}
	}
}
