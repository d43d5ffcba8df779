package safefile

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/winlint/winlint/internal/filetest"
)

// fixed replaces the content "old" of a file by "new".
func fixed(t *testing.T, path string) {
	t.Helper()
	if err := Replace(path, []byte("old"), []byte("new")); err != nil || filetest.Get(t, path) != "new" {
		t.Errorf("not replaced: %v", err)
	}
}

func TestReplaceKeepsTheSecondName(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "old")
	second := filepath.Join(filepath.Dir(path), "second")
	if err := os.Link(path, second); err != nil {
		t.Fatal(err)
	}
	fixed(t, path)
	if filetest.Get(t, second) != "new" {
		t.Error("the two names are of two files now")
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 2 {
		t.Errorf("files are left: %v", entries)
	}
}

func TestReplaceKeepsAttributesAndAccessControlList(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "old")
	// user::rw- user:65534:r-- group::r-- mask::r-- other::---, as the kernel stores it
	acl := "\x02\x00\x00\x00" + "\x01\x00\x06\x00\xff\xff\xff\xff" + "\x02\x00\x04\x00\xfe\xff\x00\x00" + "\x04\x00\x04\x00\xff\xff\xff\xff" +
		"\x10\x00\x04\x00\xff\xff\xff\xff" + "\x20\x00\x00\x00\xff\xff\xff\xff"
	want := map[string]string{"user.winlint": "kept", "system.posix_acl_access": acl}
	for name, value := range want {
		if err := unix.Setxattr(path, name, []byte(value), 0); err != nil {
			t.Skipf("the file system has no %s: %v", name, err)
		}
	}
	fixed(t, path)
	for name, value := range want {
		got := make([]byte, 200)
		n, err := unix.Getxattr(path, name, got)
		if err != nil || string(got[:n]) != value {
			t.Errorf("%s is %q, %v", name, got[:max(0, n)], err)
		}
	}
}

func TestReplaceLeavesAReadOnlyFile(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "old")
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("old"), []byte("new")); !errors.Is(err, errReadOnly) || filetest.Get(t, path) != "old" {
		t.Errorf("error %v", err)
	}
}

func TestReplaceOfALongName(t *testing.T) {
	fixed(t, filetest.Put(t, strings.Repeat("x", 255), "old"))
}

// What a killed run leaves does not hinder the next one.
func TestReplaceAfterAKilledRun(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "old")
	for _, name := range []string{filepath.Join(filepath.Dir(path), ".Dockerfile.winlint"), scratchName(path, ".tmp"), scratchName(path, ".lock")} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	if fixed(t, path); time.Since(start) > patience/2 {
		t.Errorf("it took %v", time.Since(start))
	}
}

// A file that was left half-written in place is not written over its only good copy.
func TestOverwriteKeepsWhatAnEarlierRunLeft(t *testing.T) {
	path := filetest.Put(t, "Dockerfile", "half")
	backup := scratchName(path, ".old")
	if err := os.WriteFile(backup, []byte("whole"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := overwrite(path, []byte("half"), []byte("fixed")); err == nil || !strings.Contains(err.Error(), backup) {
		t.Errorf("error %v", err)
	}
	if filetest.Get(t, path) != "half" || filetest.Get(t, backup) != "whole" {
		t.Error("something is lost")
	}
}

// A signal ends the process with the code of the signal and leaves no temporary file.
func TestSignals(t *testing.T) {
	if path := os.Getenv("WINLINT_TEST_SCRATCH"); path != "" {
		ObeySignals()
		if _, err := scratch.create(path, 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
	}
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: exitInterrupted, syscall.SIGTERM: exitTerminated} {
		path := filepath.Join(t.TempDir(), "scratch")
		cmd := exec.Command(os.Args[0], "-test.run=^TestSignals$")
		cmd.Env = append(os.Environ(), "WINLINT_TEST_SCRATCH="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for start := time.Now(); time.Since(start) < 10*time.Second; time.Sleep(5 * time.Millisecond) {
			if _, err := os.Stat(path); err == nil {
				break
			}
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		failed, _ := errors.AsType[*exec.ExitError](cmd.Wait())
		if failed == nil || failed.ExitCode() != want {
			t.Errorf("%v ends it with %v, want %d", signal, failed, want)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%v leaves %s", signal, path)
		}
	}
}
