package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The workflows cannot run here, so actionlint judges them.
func TestWorkflows(t *testing.T) {
	if c := actionlint(t, root); c.code != 0 {
		t.Errorf("actionlint ends with %d:\n%s%s", c.code, c.stdout, c.stderr)
	}
}

// actionlint knows the inputs of an action in the same repository: so it judges the workflows of the page with action.yml beside
// them.
func TestWorkflowsOfPage(t *testing.T) {
	page := text(t, filepath.Join(root, "docs", "ci.md"))
	files := map[string]string{"action.yml": text(t, filepath.Join(root, "action.yml"))}
	used := regexp.MustCompile(`winlint/winlint@v\S+`)
	for i, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1) {
		if used.MatchString(block[1]) {
			files[fmt.Sprintf(".github/workflows/%d.yml", i)] = used.ReplaceAllString(block[1], "./")
		}
	}
	if len(files) < 3 {
		t.Fatalf("the page has %d workflows", len(files)-1)
	}
	dir := write(t, files)
	(&command{dir: dir}).run(t, "git", "init", "-q").want(t, 0)
	if c := actionlint(t, dir); c.code != 0 {
		t.Errorf("actionlint ends with %d:\n%s%s", c.code, c.stdout, c.stderr)
	}
	wrong := strings.Replace(files[".github/workflows/1.yml"], "baseline:", "base-line:", 1)
	if err := os.WriteFile(filepath.Join(dir, ".github", "workflows", "wrong.yml"), []byte(wrong), 0o666); err != nil {
		t.Fatal(err)
	}
	if c := actionlint(t, dir); !strings.Contains(c.stdout, `input "base-line" is not defined`) {
		t.Errorf("actionlint does not see the action: %s", c.stdout)
	}
}

// actionlint judges the workflows of a repository.
func actionlint(t *testing.T, dir string) *command {
	t.Helper()
	tool := strings.TrimSpace((&command{}).run(t, "go", "tool", "-n", "actionlint").want(t, 0).stdout)
	return (&command{dir: dir}).run(t, tool, "-no-color", "-shellcheck=", "-pyflakes=")
}

// Each action that the workflows and our own action use is pinned to a commit, with its version beside it, and it is the same one everywhere.
func TestActionsArePinned(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join(root, "action.yml"))
	uses := regexp.MustCompile(`(?m)^\s*(?:- )?uses: ([^@\s]+)@(.*)$`)
	pin := regexp.MustCompile(`^[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	pins := map[string]string{}
	for _, file := range files {
		for _, use := range uses.FindAllStringSubmatch(text(t, file), -1) {
			action, at := use[1], use[2]
			if !pin.MatchString(at) || pins[action] != "" && pins[action] != at {
				t.Errorf("%s: %s@%s: want a commit and its version, the same as elsewhere (%s)", filepath.Base(file), action, at, pins[action])
			}
			pins[action] = at
		}
	}
	if pins["actions/checkout"] == "" {
		t.Error("no workflow checks anything out")
	}
}

// The nightly workflow takes its list of fuzz targets from this script.
func TestFuzzTargets(t *testing.T) {
	var targets []struct{ Package, Name string }
	out := (&command{}).run(t, filepath.Join(root, ".github", "fuzz-targets")).want(t, 0).stdout
	if err := json.Unmarshal([]byte(out), &targets); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(targets) < 5 {
		t.Errorf("%d fuzz targets, want all of the module: %s", len(targets), out)
	}
	for _, target := range targets {
		if _, err := os.Stat(filepath.Join(root, target.Package)); err != nil {
			t.Errorf("%s: %v", target.Name, err)
		}
	}
}
