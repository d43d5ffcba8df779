package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winlint/winlint/internal/lineartest"
)

// writeAll makes files below a directory.
func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

const windowsDockerfile = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"

// Each of many named files belongs to its own directory, and none is compared with all others.
func TestProjectsOfManyFiles(t *testing.T) {
	dir := filepath.Join(os.TempDir(), "none") // nothing is read
	lineartest.Check(t, 2000, func(n int) string {
		var names strings.Builder
		for i := range n {
			fmt.Fprintf(&names, "%s\n", filepath.Join(dir, fmt.Sprint(i), "Dockerfile"))
		}
		return names.String()
	}, func(text string) {
		names, p := strings.Fields(text), &projects{}
		p.name(names)
		for _, name := range names {
			if got := p.rootOf(name); got != filepath.Dir(name) {
				t.Fatalf("%s belongs to %s", name, got)
			}
		}
	})
}

// Files of the project are read below the root of the repository, or below the directory of the file where there is none.
func TestProjectIsBounded(t *testing.T) {
	dir := t.TempDir()
	compose := "services:\n  a:\n    build: .\n  b:\n    build: ../beside\n  c:\n    build: ../../outside\n"
	writeAll(t, dir, map[string]string{
		"outside/Dockerfile":      windowsDockerfile,
		"repo/.git/HEAD":          "x",
		"repo/app/Dockerfile":     windowsDockerfile,
		"repo/app/compose.yaml":   compose,
		"repo/beside/Dockerfile":  windowsDockerfile,
		"bare/app/Dockerfile":     windowsDockerfile,
		"bare/app/compose.yaml":   compose,
		"bare/beside/Dockerfile":  windowsDockerfile,
		"repo/links/compose.yaml": "services:\n  a:\n    build: in\n  b:\n    build: out\n  c:\n    build: folder\n",
		"repo/links/folder/y/x":   "",
	})
	for link, to := range map[string]string{
		"repo/links/in": filepath.Join("..", "beside"), "repo/links/out": filepath.Join("..", "..", "outside"),
		"repo/links/folder/Dockerfile": "y",
	} {
		symlink(t, to, filepath.Join(dir, filepath.FromSlash(link)))
	}
	for name, want := range map[string][]string{
		"repo/app/compose.yaml":   {" Dockerfile, line 1", "../beside/Dockerfile, line 1"},
		"bare/app/compose.yaml":   {" Dockerfile, line 1"},
		"repo/links/compose.yaml": {" in/Dockerfile, line 1"},
	} {
		stdout, stderr, code := winlint(t, "", "lint", "--explain-target", filepath.Join(dir, filepath.FromSlash(name)))
		if code != exitClean || stderr != "" || strings.Count(stdout, "Dockerfile, line 1: the repository") != len(want) {
			t.Errorf("%s: code %d, stderr %q\n%s", name, code, stderr, stdout)
		}
		for _, w := range want {
			if !strings.Contains(stdout, w) {
				t.Errorf("%s: no %q in\n%s", name, w, stdout)
			}
		}
	}
}

// What comes through the standard input is linted as if it was where its name says.
func TestProjectOfStdin(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{"app/web/Dockerfile": windowsDockerfile})
	const text = "services:\n  a:\n    build: web\n"
	for name, want := range map[string]bool{filepath.Join(dir, "app", "compose.yaml"): true, filepath.Join(dir, "compose.yaml"): false} {
		stdout, _, _ := winlint(t, text, "lint", "--explain-target", "--stdin-filename", name, "-")
		if strings.Contains(stdout, "web/Dockerfile, line 1") != want {
			t.Errorf("%s: %s", name, stdout)
		}
	}
}

// A Dockerfile that is too large, and what is no file, are passed over.
func TestProjectReadsFilesOnly(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{
		"compose.yaml": "services:\n  a:\n    build: a\n  b:\n    build: b\n",
		"a/Dockerfile": windowsDockerfile, "b/Dockerfile/x": "",
	})
	if err := os.Truncate(filepath.Join(dir, "a", "Dockerfile"), largest+1); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := winlint(t, "", "lint", "--explain-target", filepath.Join(dir, "compose.yaml"))
	if code != exitClean || stderr != "" || strings.Count(stdout, "unknown") != 2 {
		t.Errorf("code %d, stderr %q\n%s", code, stderr, stdout)
	}
}

// An image of which only the build of another file tells something, and its name nothing, is no failure.
func TestBaseOfUnknownName(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{
		"Dockerfile":   "ARG arch\nARG base\nFROM --platform=linux/${arch} ${base}\nRUN x\n",
		"compose.yaml": "services:\n  a:\n    build:\n      context: .\n      args:\n        base: ${REPO}:${ARCH}-debian-${DEBIAN}-c\n",
	})
	if _, stderr, code := winlint(t, "", "lint", dir); code != exitClean || strings.Contains(stderr, "bug") {
		t.Errorf("code %d\n%s", code, stderr)
	}
}
