package script

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
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
		for _, name := range paths {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, source.Decode(filepath.ToSlash(name), raw))
		}
	}
	return files
}

func TestFixturesAreRead(t *testing.T) {
	languages := map[string]Language{".ps1": PowerShell, ".psm1": PowerShell, ".cmd": Batch, ".bat": Batch, ".sh": Bash}
	for _, f := range fixtures(t, slices.Collect(maps.Keys(languages))...) {
		root := Read(languages[path.Ext(f.Path)], f.Sub(source.Span{End: len(f.Text)}))
		checkScript(t, root)
		for s := range root.All() {
			for _, e := range s.Errors {
				t.Errorf("%s:%d: %q: %s", f.Path, f.Position(e.Span().Start).Line, e.String(), e.Message)
			}
		}
	}
}
