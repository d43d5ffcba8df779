package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The workflows cannot run here, so actionlint judges them.
func TestWorkflows(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	c := (&command{}).run(t, "go", append([]string{"tool", "actionlint", "-no-color", "-shellcheck=", "-pyflakes="}, files...)...)
	if c.code != 0 {
		t.Errorf("actionlint ends with %d:\n%s%s", c.code, c.stdout, c.stderr)
	}
}

// Each action of the workflows is pinned to a commit, with its version beside it, and it is the same one everywhere.
func TestActionsArePinned(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
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
