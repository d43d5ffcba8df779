package compose

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/winlint/winlint/source"
)

var composeName = regexp.MustCompile(`(?i)(?:compose|stack)[^/]*\.ya?ml$`)

// corpus reads every compose file of the trial corpus, which WINLINT_CORPUS names; without it there is none.
func corpus(t *testing.T) []*Document {
	t.Helper()
	root := os.Getenv("WINLINT_CORPUS")
	if root == "" {
		return nil
	}
	var docs []*Document
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !composeName.MatchString(entry.Name()) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil {
			docs = append(docs, Parse(source.Decode(filepath.ToSlash(path), raw)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestCorpus(t *testing.T) {
	kinds := map[ProblemKind]int{}
	services := 0
	docs := corpus(t)
	for _, d := range docs {
		services += len(d.Services)
		for _, e := range d.Errors {
			t.Logf("%s:%d: YAML: %s", d.File.Path, d.File.Position(e.At.Start).Line, e.Message)
		}
		for _, p := range d.Judge() {
			kinds[p.Kind]++
			t.Logf("%s:%d: %s: %s", d.File.Path, d.File.Position(p.At.Start).Line, d.File.Slice(p.At), p.Message)
		}
	}
	t.Logf("%d files, %d services, problems %v", len(docs), services, kinds)
}
