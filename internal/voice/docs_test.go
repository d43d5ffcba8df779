package voice_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/voice"
)

// Every page that a user or a contributor reads keeps to the style. Pages of rules and errors are held beside their other
// promises.
func TestDocuments(t *testing.T) {
	root := filepath.Join("..", "..")
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/man/*.1", "docs/*/README.md", "packaging/*/*.md",
		".github/ISSUE_TEMPLATE/*.yml", "action.yml", "docs/winlint.schema.json"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		pages = append(pages, found...)
	}
	for _, page := range pages {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range voice.Faults(prose(string(raw))) {
			t.Errorf("%s: %s", filepath.ToSlash(page), fault)
		}
	}
}

// prose is a page without the code that is indented instead of fenced.
func prose(page string) string {
	var out strings.Builder
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "    ") {
			out.WriteString(line)
		}
	}
	return out.String()
}
