package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// windowsPackages are the packages that do something else on Windows: they see its paths, its files, its console.
var windowsPackages = []string{"source", "walk", "config", "report", "lint", "rules", "cmd/winlint"}

// The test binaries for windows/amd64 pass under Wine.
func TestUnderWine(t *testing.T) {
	w := newWine(t)
	for _, name := range windowsPackages {
		t.Run(path.Base(name), func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), path.Base(name)+".test.exe")
			build := &command{dir: root, env: []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"}}
			build.run(t, "go", "test", "-c", "-o", binary, "./"+name).want(t, 0)
			c := w.run(t, filepath.Join(root, name), binary, "-test.v=test2json")
			outcome := readTests(t, c.stdout)
			for _, failed := range outcome.failed {
				t.Errorf("%s", failed)
			}
			if outcome.passed == 0 {
				t.Errorf("no test passed; exit code %d\n%s\n%s", c.code, c.stdout, c.stderr)
			}
		})
	}
}

// A wine is a directory in which Wine keeps its Windows.
type wine struct{ env []string }

// newWine sets up a Windows without the Mono and Gecko that Wine would look for on the network, and with the library that
// Go programs need. It ends with the test.
func newWine(t *testing.T) *wine {
	t.Helper()
	prefix := t.TempDir()
	w := &wine{[]string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "WINEARCH=win64", "WINEDLLOVERRIDES=mscoree,mshtml=d"}}
	system := filepath.Join(prefix, "drive_c", "windows", "system32")
	if err := os.MkdirAll(system, 0o777); err != nil {
		t.Fatal(err)
	}
	(&command{}).run(t, "go", "run", "./wine/processprng", filepath.Join(system, "bcryptprimitives.dll")).want(t, 0)
	t.Cleanup(func() { (&command{env: w.env}).run(t, "/usr/lib/wine/wineserver64", "-k", "-w") })
	return w
}

// run runs a program for Windows in a directory.
func (w *wine) run(t *testing.T, dir, program string, args ...string) *command {
	t.Helper()
	return (&command{dir: dir, env: w.env}).run(t, "wine", append([]string{program}, args...)...)
}

// What a test that passed, or that was skipped, prints under Wine 8, which cannot delete in the way of os.RemoveAll and
// whose links lead nowhere.
var winesOwn = []string{"TempDir RemoveAll cleanup: unlinkat", "no links here: "}

// An outcome is what came of the tests of a package.
type outcome struct {
	passed int
	failed []string // the name of each test and what it printed
}

// readTests reads the output of a test binary.
func readTests(t *testing.T, output string) outcome {
	t.Helper()
	events := (&command{stdin: output}).run(t, "go", "tool", "test2json").want(t, 0).stdout
	printed := map[string][]string{} // by test
	var out outcome
	lines := bufio.NewScanner(strings.NewReader(events))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var event struct{ Action, Test, Output string }
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		switch event.Action {
		case "output":
			if says := strings.TrimSpace(event.Output); says != "" && !strings.HasPrefix(says, "===") && !strings.HasPrefix(says, "---") {
				printed[event.Test] = append(printed[event.Test], event.Output)
			}
		case "pass":
			out.passed++
		case "fail":
			if says := ofItsOwn(printed[event.Test]); says != "" && event.Test != "" {
				out.failed = append(out.failed, event.Test+"\n"+says)
			} else {
				out.passed++
			}
		}
	}
	return out
}

// ofItsOwn is what a test printed, without what Wine is to blame for. A test that only has failed subtests prints nothing.
func ofItsOwn(lines []string) string {
	var own strings.Builder
	for _, line := range lines {
		if !slices.ContainsFunc(winesOwn, func(own string) bool { return strings.Contains(line, own) }) {
			own.WriteString(line)
		}
	}
	return own.String()
}
