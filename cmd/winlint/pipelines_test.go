package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// workflow is a workflow with one job on a machine, whose steps are these.
func workflow(runner string, steps ...string) string {
	text := "on: push\njobs:\n  image:\n    strategy:\n      matrix:\n        os: [windows-2022, ubuntu-24.04]\n    runs-on: " + runner + "\n    steps:\n"
	for _, step := range steps {
		text += "      " + strings.ReplaceAll(step, "\n", "\n      ") + "\n"
	}
	return text
}

// A comment in YAML, and one of the shell in a script, ignores what is found on the next line.
func TestIgnoreInWorkflows(t *testing.T) {
	const top = "docker top box aux"
	for _, test := range []struct {
		name string
		step string
		want int
	}{
		{"no comment", "- run: " + top, 1},
		{"in front of a step", "# winlint ignore=top-arguments\n- run: " + top, 0},
		{"after a command", "- run: " + top + " # winlint ignore=top-arguments", 0},
		{"in a script", "- run: |\n    docker ps\n    # winlint ignore=top-arguments\n    " + top + "\n    docker ps\n", 0},
		{"in a script, for another line", "- run: |\n    # winlint ignore=top-arguments\n    docker ps\n    " + top + "\n", 1},
		{"in a script of cmd", "- shell: cmd\n  run: |\n    rem winlint ignore=top-arguments\n    " + top + "\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, ".github", "workflows", "ci.yml")
			writeAll(t, dir, map[string]string{".github/workflows/ci.yml": workflow("windows-2022", test.step)})
			out, _, _ := winlint(t, "", "lint", "--select", "top-arguments", "--format", "concise", name)
			if got := strings.Count(out, "[top-arguments]"); got != test.want {
				t.Errorf("%d findings, want %d\n%s", got, test.want, out)
			}
		})
	}
}

// A fix of a step is proved through YAML. One that would change what Linux runs, or what an expression stands for, is not made.
func TestFixInWorkflows(t *testing.T) {
	for _, test := range []struct{ name, runner, before, after string }{
		{"plain", "windows-2022", "- run: docker top box aux", "- run: docker top box"},
		{"double quotes", "windows-2022", `- run: "docker top box aux"`, `- run: "docker top box"`},
		{"a block", "windows-2022", "- run: |\n    docker ps\n    docker top box aux\n    docker ps", "- run: |\n    docker ps\n    docker top box\n    docker ps"},
		{"a folded block", "windows-2022", "- run: >\n    docker top box\n    aux", "- run: >\n    docker top box"},
		{"an expression beside it", "windows-2022", "- run: docker top box-${{ github.run_id }} aux", "- run: docker top box-${{ github.run_id }}"},
		{"Linux runs it, too", "${{ matrix.os }}", "- run: docker top box aux", ""},
		{"Linux does not run it", "${{ matrix.os }}", "- if: runner.os == 'Windows'\n  run: docker top box aux", "- if: runner.os == 'Windows'\n  run: docker top box"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, ".github", "workflows", "ci.yml")
			writeAll(t, dir, map[string]string{".github/workflows/ci.yml": workflow(test.runner, test.before)})
			winlint(t, "", "fix", "--select", "top-arguments", name)
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want := test.after
			if want == "" {
				want = test.before
			}
			if got := string(raw); got != workflow(test.runner, want) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}
