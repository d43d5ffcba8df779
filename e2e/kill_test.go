//go:build unix

package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Killed at any moment, `fix` leaves each file as it was or as it should be, and nothing that hinders the next run. 500 kills
// over 500 files, in ten directories: a run over fewer files is over sooner, and has as many moments.
func TestKilledFixes(t *testing.T) {
	const directories = 10
	kills, partly := 0, 0
	for seed := range uint64(directories) {
		n, caught := killFixes(t, rand.New(rand.NewPCG(seed, 8)), 500/directories, 500/directories)
		kills, partly = kills+n, partly+caught
	}
	t.Logf("%d kills, %d of them in the midst of writing", kills, partly)
	if kills < 100 || partly == 0 {
		t.Errorf("%d kills, %d of them in the midst of writing, say nothing", kills, partly)
	}
}

// killFixes kills runs over one directory, for ten seconds at most. It gives how many runs were killed, and how many of them while
// they wrote.
func killFixes(t *testing.T, random *rand.Rand, kills, files int) (n, partly int) {
	t.Helper()
	const (
		limit  = 10 * time.Second
		before = "FROM alpine:3\n# winlint ignore=unused-ignore nothing is wrong below\nRUN true\n"
		after  = "FROM alpine:3\nRUN true\n"
	)
	dir := t.TempDir()
	if memory, err := os.MkdirTemp("/dev/shm", "winlint-kills-"); err == nil { //nolint:usetesting // waiting for a disk takes too long
		t.Cleanup(func() { _ = os.RemoveAll(memory) })
		dir = memory
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	padding := "# " + strings.Repeat("longer than a page of memory ", 150) + "\n"
	for i := range files {
		names = append(names, fmt.Sprintf("%d.dockerfile", i))
		write(names[i], before+padding)
	}
	// check gives the files that are fixed, and fails where one is neither fixed nor as it was.
	check := func() (fixed []string) {
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join(dir, name))
			switch {
			case err == nil && string(text) == after+padding:
				fixed = append(fixed, name)
			case err != nil || string(text) != before+padding:
				t.Fatalf("%s holds %q, %v", name, text, err)
			}
		}
		return fixed
	}
	start := time.Now()
	(&command{dir: dir}).run(t, winlint, "fix").want(t, 0)
	whole := time.Since(start)
	start = time.Now()
	for ; n < kills && time.Since(start) < limit; n++ {
		for _, name := range check() {
			write(name, before+padding)
		}
		cmd := exec.Command(winlint, "fix")
		cmd.Dir = dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		_ = cmd.Process.Kill() // it may have come to its end
		_ = cmd.Wait()         // it was killed
		if fixed := len(check()); 0 < fixed && fixed < files {
			partly++
		}
	}
	start = time.Now()
	(&command{dir: dir}).run(t, winlint, "fix").want(t, 0)
	if took := time.Since(start); took > 4*whole+time.Second {
		t.Errorf("the run after the kills takes %v, the first one took %v", took, whole)
	}
	if fixed := len(check()); fixed != files {
		t.Errorf("%d of %d files are fixed at last", fixed, files)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != files {
		t.Errorf("%d files are left in the directory of %d: %v", len(entries), files, err)
	}
	return n, partly
}
