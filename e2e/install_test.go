package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shown is the commands that a page shows under a heading, each line that is indented as code, with the releases of this machine in
// place of GitHub's.
func shown(t *testing.T, page, after, releases string) []string {
	t.Helper()
	_, rest, found := strings.Cut(text(t, filepath.Join(root, page)), after)
	if !found {
		t.Fatalf("%s has no %q", page, after)
	}
	block := regexp.MustCompile(`(?:\n    .*)+`).FindString(rest)
	block = strings.ReplaceAll(block, "https://github.com/winlint/winlint/releases", releases)
	return strings.Split(strings.TrimSpace(strings.ReplaceAll(block, "\n    ", "\n")), "\n")
}

// A person who has nothing but a Windows shell gets a first finding with the two commands of the README. Wine has no curl, so the
// first one runs outside of it.
func TestWindowsShell(t *testing.T) {
	r := released(t)
	commands := shown(t, "README.md", "On Windows, with nothing but a command prompt:", r.releases(t))
	if len(commands) != 2 {
		t.Fatalf("the README has the commands %q", commands)
	}
	dir := write(t, map[string]string{"Dockerfile": trapped})
	(&command{dir: dir}).run(t, "bash", "-c", commands[0]).want(t, 0)
	c := newWine(t).run(t, dir, "cmd", "/c", commands[1]).want(t, 1)
	if !strings.Contains(c.stdout, "Dockerfile"+trap) {
		t.Errorf("%s printed %q", commands[1], c.stdout)
	}
}

// The same on Linux, with the commands of the page.
func TestLinuxShell(t *testing.T) {
	r := released(t)
	dir := write(t, map[string]string{"Dockerfile": trapped})
	commands := shown(t, "docs/install.md", "## On Linux and macOS, without other tools", r.releases(t))
	c := (&command{dir: dir}).run(t, "bash", "-c", strings.Join(commands, "\n")).want(t, 1)
	if len(commands) != 2 || !strings.Contains(c.stdout, "Dockerfile"+trap) {
		t.Errorf("%q printed %q", commands, c.stdout)
	}
}
