package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/winlint/winlint/internal/filetest"
)

// unused is a file whose one finding has a safe fix, whatever else winlint knows.
const (
	unused       = "FROM alpine:3\n# winlint ignore=unused-ignore nothing is wrong below\nRUN true\n"
	mendedUnused = "FROM alpine:3\nRUN true\n"
)

func winlint(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	for _, pipeline := range []string{"GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"} {
		t.Setenv(pipeline, "") // these tests run in pipelines, too
	}
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// symlink makes a link, and skips the test on a system where that needs a privilege or, as under Wine, cannot be followed.
func symlink(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	if _, err := os.Lstat(name); err != nil {
		t.Skipf("no links here: %v", err)
	}
}

func TestFixKeepsHowTheFileIsWritten(t *testing.T) {
	for name, how := range map[string]func(string) string{
		"as it is": func(s string) string { return s },
		"CRLF":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"BOM":      func(s string) string { return "\xef\xbb\xbf" + s },
		"no end":   func(s string) string { return strings.TrimSuffix(s, "\n") },
	} {
		t.Run(name, func(t *testing.T) {
			path := filetest.Put(t, "Dockerfile", how(unused))
			_, stderr, code := winlint(t, "", "fix", path)
			if got := filetest.Get(t, path); got != how(mendedUnused) || code != exitClean {
				t.Errorf("fixed to %q with code %d and %q; want %q", got, code, stderr, how(mendedUnused))
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 && runtime.GOOS != "windows" {
				t.Errorf("the mode is %v, %v; want 0640", info.Mode(), err)
			}
			if _, stderr, _ := winlint(t, "", "fix", path); stderr != "" {
				t.Errorf("a second run says %q", stderr)
			}
			if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
				t.Errorf("files are left: %v", entries)
			}
		})
	}
}

func TestFixFromStdin(t *testing.T) {
	stdout, _, code := winlint(t, unused, "fix", "-")
	if stdout != mendedUnused || code != exitClean {
		t.Errorf("%q, %d", stdout, code)
	}
	if stdout, _, _ := winlint(t, mendedUnused, "fix", "-"); stdout != mendedUnused {
		t.Errorf("a clean file comes out as %q", stdout)
	}
}

func TestFixDiff(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", unused)
	stdout, _, code := winlint(t, "", "fix", "--diff", path)
	if code != exitFindings || !strings.Contains(stdout, "\n-# winlint ignore=unused-ignore nothing is wrong below\n") || !strings.HasPrefix(stdout, "--- a/") {
		t.Errorf("code %d, diff\n%s", code, stdout)
	}
	if filetest.Get(t, path) != unused {
		t.Error("--diff wrote the file")
	}
	winlint(t, "", "fix", path)
	if stdout, _, code := winlint(t, "", "fix", "--diff", path); code != exitClean || stdout != "" {
		t.Errorf("after the fix: code %d, %q", code, stdout)
	}
}

func TestLintFix(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", unused)
	if _, _, code := winlint(t, "", "lint", path); code != exitFindings {
		t.Errorf("before: code %d", code)
	}
	if stdout, _, code := winlint(t, "", "lint", "--fix", path); code != exitClean || stdout != "" {
		t.Errorf("code %d, %q", code, stdout)
	}
	if filetest.Get(t, path) != mendedUnused {
		t.Error("not fixed")
	}
}

func TestFixThroughALink(t *testing.T) {
	path := filetest.Put(t, "real", unused)
	link := filepath.Join(t.TempDir(), "Dockerfile")
	symlink(t, path, link)
	winlint(t, "", "fix", link)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if filetest.Get(t, path) != mendedUnused {
		t.Error("not fixed")
	}
}

func TestTwoFixesAtOnce(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", unused)
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() { run([]string{"fix", path}, nil, &bytes.Buffer{}, &bytes.Buffer{}) })
	}
	work.Wait()
	if got := filetest.Get(t, path); got != mendedUnused {
		t.Errorf("the file holds %q", got)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("files are left: %v", entries)
	}
}

// A file whose bytes cannot all be written back is left as it is, however many rounds there are fixes for.
func TestFixLeavesWhatItCannotWriteBack(t *testing.T) {
	const text = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nSTOPSIGNAL x\r\n# winlint ignore=unused-ignore\r\nRUN echo a\r\n"
	utf16 := "\xff\xfe"
	for _, c := range []byte(text) {
		utf16 += string([]byte{c, 0})
	}
	for name, data := range map[string]string{
		"an odd byte":      utf16 + "A",
		"a lone surrogate": utf16 + "#\x00\x00\xd8\r\x00\n\x00",
	} {
		t.Run(name, func(t *testing.T) {
			path := filetest.Put(t, "Dockerfile", data)
			for _, args := range [][]string{{"fix", path}, {"fix", "--unsafe", path}, {"lint", "--fix", "--unsafe", path}} {
				_, stderr, _ := winlint(t, "", args...)
				if got := filetest.Get(t, path); got != data {
					t.Errorf("%s writes %q", args, got)
				}
				if args[0] == "fix" && !strings.Contains(stderr, "would lose bytes") {
					t.Errorf("%s does not say why: %q", args, stderr)
				}
			}
		})
	}
}
