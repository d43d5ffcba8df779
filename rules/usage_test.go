package rules

import (
	"os"
	"regexp"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// The Dockerfiles that docs/usage.md shows have nothing wrong in them but what they ignore.
func TestUsageExamples(t *testing.T) {
	text, err := os.ReadFile("../docs/usage.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```dockerfile\n(.*?)```").FindAllSubmatch(text, -1)
	if len(examples) == 0 {
		t.Fatal("docs/usage.md has no Dockerfile in it")
	}
	linter := &lint.Linter{Rules: usual(), Known: known}
	for _, example := range examples {
		for _, f := range linter.Lint(source.Decode("Dockerfile", example[1])).Findings {
			t.Errorf("%s: %s\n%s", f.Rule.ID, f.Message, example[1])
		}
	}
}
