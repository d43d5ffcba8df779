package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
)

// changedLines is which lines of which files changed, by the path from the root of the repository. A file without ranges
// is new as a whole.
type changedLines struct {
	ranges map[string][]lineRange
	whole  map[string]bool
}

// A lineRange is the lines from the first to the last, counted from 1.
type lineRange struct{ first, last int }

// linesSince asks git which lines of the working tree changed since a revision: since the current branch left it, if both
// have gone on. It runs no diff program or text converter that the repository configures. It is nil for all lines.
func linesSince(revision string) (*changedLines, error) {
	if revision == "" || strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("invalid revision %q: expected a commit, a branch or a tag", revision)
	}
	if _, err := git("rev-parse", "--git-dir"); err != nil {
		return nil, err // outside a repository, git diff talks about comparing two files
	}
	if !hasCommits() {
		return nil, nil
	}
	// A clone without the history has no common commit to compare with.
	if base, err := git("merge-base", revision, "HEAD"); err == nil {
		revision = strings.TrimSpace(string(base))
	}
	diff, err := git("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-relative",
		"--src-prefix=a/", "--dst-prefix=b/", "--diff-filter=d", revision, "--")
	if err != nil {
		return nil, err
	}
	// Of the whole repository, wherever in it winlint runs.
	untracked, err := git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/")
	if err != nil {
		return nil, err
	}
	c := &changedLines{ranges: readDiff(diff), whole: map[string]bool{}}
	for name := range bytes.SplitSeq(untracked, []byte{0}) {
		c.whole[string(name)] = true
	}
	return c, nil
}

func hasCommits() bool {
	_, err := git("rev-parse", "--verify", "--quiet", "HEAD")
	return err == nil
}

// gitCommand is a git that prints names as they are and runs no monitor that the repository configures.
func gitCommand(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "git", append([]string{"-c", "core.quotePath=false", "-c", "core.fsmonitor=false"}, args...)...)
}

// git runs git and returns what it prints; the error is what git prints about it.
func git(args ...string) ([]byte, error) {
	out, err := gitCommand(context.Background(), args...).Output()
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		says, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], says)
	}
	if err != nil {
		return nil, errNoGit
	}
	return out, nil
}

var hunkHeader = lazy.MustCompile(`^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

// readDiff reads the ranges of a diff without context. Where lines were only removed, both neighbors count as changed.
func readDiff(diff []byte) map[string][]lineRange {
	ranges := map[string][]lineRange{}
	name, inHeader := "", true
	for line := range bytes.Lines(diff) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		switch {
		case bytes.HasPrefix(line, []byte("diff --git ")):
			inHeader = true
		case inHeader && bytes.HasPrefix(line, []byte("+++ ")):
			name = diffName(string(line[len("+++ "):]))
		default:
			m := hunkHeader.FindSubmatch(line)
			if m == nil {
				continue
			}
			inHeader = false
			first, _ := strconv.Atoi(string(m[1])) // digits
			n := 1
			if m[2] != nil {
				n, _ = strconv.Atoi(string(m[2]))
			}
			if n == 0 {
				n = 2
			}
			ranges[name] = append(ranges[name], lineRange{first, first + n - 1})
		}
	}
	return ranges
}

// diffName is the name of a file in a diff, which git quotes if it holds a quote or a control character, and ends with a
// tab if it holds a space.
func diffName(s string) string {
	if unquoted, err := strconv.Unquote(s); err == nil {
		s = unquoted
	}
	return strings.TrimPrefix(strings.TrimSuffix(s, "\t"), "b/")
}

// inRepository reports whether a file is in a repository of its own, a submodule or another clone, that changed. Git tells that
// it did, and not where, so all of its lines count as changed.
func (c *changedLines) inRepository(file string) bool {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if c.whole[dir+"/"] || len(c.ranges[dir]) > 0 {
			return true
		}
		if dir == path.Dir(dir) {
			break
		}
	}
	return false
}

// only is the findings with a changed line.
func (c *changedLines) only(file string, findings []*lint.Finding) (kept []*lint.Finding) {
	if c.whole[file] || c.inRepository(file) {
		return findings
	}
	for _, f := range findings {
		first, last := f.File.Position(f.Span.Start).Line, f.File.Position(f.Span.End).Line
		for _, r := range c.ranges[file] {
			if r.first <= last && first <= r.last {
				kept = append(kept, f)
				break
			}
		}
	}
	return kept
}
