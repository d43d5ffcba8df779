package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExitCodes(t *testing.T) {
	dir := write(t, map[string]string{"bad/Dockerfile": trapped, "good/Dockerfile": clean})
	for _, test := range []struct {
		name  string
		stdin string
		args  []string
		code  int
		out   string // a part of stdout; "" means that it is empty
		err   string // a part of stderr; "" means that it is not looked at
	}{
		{"clean", "", []string{"lint", "good"}, 0, "", ""},
		{"findings", "", []string{"lint", "bad"}, 1, read, ""},
		{"one clean, one not", "", []string{"lint", "good", "bad"}, 1, filepath.Join("bad", "Dockerfile") + trap, ""},
		{"all below here", "", []string{"lint"}, 1, filepath.Join("bad", "Dockerfile") + trap, ""},
		{"no such file", "", []string{"lint", "nowhere"}, 2, "", "nowhere"},
		{"a missing file hides nothing", "", []string{"lint", "nowhere", "bad"}, 2, read, "nowhere"},
		{"unknown flag", "", []string{"lint", "--nonsense"}, 2, "", "--nonsense"},
		{"unknown format", "", []string{"lint", "--format", "nonsense", "bad"}, 2, "", "nonsense"},
		{"unknown severity", "", []string{"lint", "--fail-on", "nonsense", "bad"}, 2, "", "nonsense"},
		{"unknown verb", "", []string{"nonsense"}, 2, "", "nonsense"},
		{"unknown rule", "", []string{"explain", "nonsense"}, 2, "", "nonsense"},
		{"stdin clean", clean, []string{"lint", "-"}, 0, "", ""},
		{"stdin findings", trapped, []string{"lint", "-"}, 1, read, ""},
		{"stdin named", trapped, []string{"lint", "--stdin-filename", "app/Dockerfile", "-"}, 1, "app/Dockerfile" + trap, ""},
		{"ignored", strings.Replace(trapped, "WORKDIR", "# winlint ignore=backslash-eaten for the test\nWORKDIR", 1), []string{"lint", "-"}, 0, "", ""},
		{"version", "", []string{"version"}, 0, "winlint", ""},
		{"rules", "", []string{"rules"}, 0, "backslash-eaten", ""},
		{"explain", "", []string{"explain", "backslash-eaten"}, 0, "## Bad", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := (&command{dir: dir, stdin: test.stdin}).run(t, winlint, test.args...).want(t, test.code)
			if !strings.Contains(c.stdout, test.out) || test.out == "" && c.stdout != "" {
				t.Errorf("stdout: %q; want %q in it", c.stdout, test.out)
			}
			if !strings.Contains(c.stderr, test.err) {
				t.Errorf("stderr: %q; want %q in it", c.stderr, test.err)
			}
		})
	}
}

func TestFailOn(t *testing.T) {
	// An error, so every grade but a missing one fails on it; a clean file never does.
	dir := write(t, map[string]string{"bad/Dockerfile": trapped, "good/Dockerfile": clean})
	for _, severity := range []string{"error", "warning", "info"} {
		(&command{dir: dir}).run(t, winlint, "lint", "--fail-on", severity, "bad").want(t, 1)
		(&command{dir: dir}).run(t, winlint, "lint", "--fail-on", severity, "good").want(t, 0)
	}
}

func TestOutput(t *testing.T) {
	dir := write(t, map[string]string{"Dockerfile": trapped})
	direct := (&command{dir: dir}).run(t, winlint, "lint", "--format", "json", ".").want(t, 1)
	toFile := (&command{dir: dir}).run(t, winlint, "lint", "--format", "json", "--output", "out.json", ".").want(t, 1)
	got, err := os.ReadFile(filepath.Join(dir, "out.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != direct.stdout || toFile.stdout != "" {
		t.Errorf("--output wrote %q and printed %q; without it stdout is %q", got, toFile.stdout, direct.stdout)
	}
	(&command{dir: dir}).run(t, winlint, "lint", "--output", "no/such/folder/out.json", ".").want(t, 2)
}
