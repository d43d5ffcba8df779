package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
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
