package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// A fix that is proved with others is one that is proved alone, and the other way round. Each file is the
// examples of two pages, one after the other, so that fixes of all kinds meet.
func TestBatchesProveWhatSingleProofsDo(t *testing.T) {
	linter := &lint.Linter{Rules: rules.All(), Environment: engine.Environment{Today: windows.Date{Year: 2026, Month: 7, Day: 1}}}
	fixes := 0
	for _, file := range examples(t) {
		var alone []error
		apart := linter.Lint(file)
		for _, f := range apart.Findings {
			alone = append(alone, linter.ProveAlone(apart, f))
		}
		together := linter.Lint(file)
		linter.Prove(together)
		for i, f := range together.Findings {
			if f.Fixable() != (alone[i] == nil) {
				t.Errorf("%s at %q: together %v, alone %v in\n%s", f.Rule.ID, file.Slice(f.Span), f.Refused, alone[i], file.Text)
			}
			if f.Fixable() {
				fixes++
			}
		}
	}
	if fixes < 500 {
		t.Errorf("only %d fixes are proved", fixes)
	}
}

var fence = regexp.MustCompile("(?s)\n```(dockerfile|yaml|powershell|bat|cmd|sh|bash)([^\n]*)\n(.*?\n)```")

// examples is what is under Bad on the pages, two examples of the same kind in one file.
func examples(t *testing.T) (files []*source.File) {
	t.Helper()
	pages, err := filepath.Glob("../docs/rules/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	names := map[string]string{"dockerfile": "Dockerfile", "yaml": "compose.yaml", "powershell": "run.ps1", "bat": "run.cmd", "cmd": "run.cmd", "sh": "run.sh", "bash": "run.sh"}
	last := map[string]string{}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		_, bad, _ := strings.Cut(string(text), "\n## Bad\n")
		bad, _, _ = strings.Cut(bad, "\n## Good\n")
		for _, block := range fence.FindAllStringSubmatch(bad, -1) {
			if strings.Contains(block[2], "encoding=") {
				continue
			}
			name, body := names[block[1]], block[3]
			if last[name] != "" {
				next := strings.ReplaceAll(strings.TrimPrefix(body, "services:\n"), "\n  web:", "\n  another:")
				files = append(files, source.New(name, last[name]+strings.Replace(next, "  web:", "  another:", 1)))
			}
			last[name] = body
		}
	}
	return files
}
