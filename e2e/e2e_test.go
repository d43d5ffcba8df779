// Package e2e runs the built winlint against the programs that its users put around it. It imports nothing of winlint:
// what is held here is what can be seen from outside.
package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// winlint is the binary under test, root the directory of the repository that it is built from, and scratch a directory for
// what several tests share.
var winlint, root, scratch string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		tmp, err := os.MkdirTemp("", "winlint-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(tmp) }()
		scratch = tmp
		root, err = filepath.Abs("..")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		winlint = filepath.Join(tmp, "winlint")
		build := exec.Command("go", "build", "-o", winlint, "./cmd/winlint")
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build ./cmd/winlint: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// A command is one run of a program: where, with what, and what came of it.
type command struct {
	dir   string
	env   []string // beside the test's own
	stdin string

	stdout, stderr string
	code           int
}

// run fails the test only when the program could not be run at all: the exit code is for the caller to judge.
func (c *command) run(t *testing.T, name string, args ...string) *command {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	// These tests run in pipelines, too.
	cmd.Dir, cmd.Env = c.dir, append(append(os.Environ(), "GITHUB_ACTIONS=", "TF_BUILD=", "TEAMCITY_VERSION="), c.env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(c.stdin), &stdout, &stderr
	err := cmd.Run()
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		c.code = exit.ExitCode()
	} else if err != nil {
		t.Fatalf("%s: %v (e2e/install.sh installs what these tests need)", name, err)
	}
	c.stdout, c.stderr = stdout.String(), stderr.String()
	return c
}

// want fails the test when the command ended with another exit code.
func (c *command) want(t *testing.T, code int) *command {
	t.Helper()
	if c.code != code {
		t.Fatalf("exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", c.code, code, c.stdout, c.stderr)
	}
	return c
}

// write puts files, by slash path, into a new directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The smallest file with a trap, and the same done right.
const (
	trapped = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\build\\new\n"
	clean   = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:/build/new\n"
)

// The trap's place and what the finding says of it.
const (
	trap = ":2:9: error: "
	read = "C:buildnew"
)
