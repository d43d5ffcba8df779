package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/winlint/winlint/walk"
)

// leaveDeleted leaves out what was named and is gone because it was deleted, as git knows: git diff --name-only names such
// files, too. It gives the other errors, those for a misspelled name among them.
func (in *inputs) leaveDeleted(unread []*fs.PathError) []*fs.PathError {
	missing := map[string][]string{} // by repository, as git names them
	place := map[*fs.PathError][2]string{}
	var repositories walk.Repositories
	for _, err := range unread {
		full, failed := filepath.Abs(err.Path)
		if failed != nil || !isMissing(full) {
			continue
		}
		if root, found := repositories.Of(filepath.Dir(full)); found {
			name := below(root, full)
			missing[root] = append(missing[root], name)
			place[err] = [2]string{root, name}
		}
	}
	tracked := map[[2]string]bool{}
	for root, names := range missing {
		for _, name := range everTracked(root, names) {
			tracked[[2]string{root, name}] = true
		}
	}
	return slices.DeleteFunc(unread, func(err *fs.PathError) bool {
		if !tracked[place[err]] {
			return false
		}
		in.left[deleted] = append(in.left[deleted], err.Path)
		return true
	})
}

// isMissing reports whether there is nothing at a path, not even a link that leads nowhere.
func isMissing(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) // a file took the place of the directory
}

// trackedNames are the commands that print the names which git tracks or tracked. The history comes last, because it takes
// the longest: the index, what HEAD has and the index does not, and what any commit added or deleted.
var trackedNames = [][]string{
	{"ls-files", "-z"},
	{"diff-index", "--cached", "--diff-filter=D", "--name-only", "-z", "HEAD"},
	{"-c", "log.showSignature=false", "-c", "log.follow=false", "log", "--all", "--full-history", "--root", "--no-renames",
		"--no-color", "--diff-filter=AD", "--format=", "--name-only", "-z"},
}

// searchTime is how long git may search: the history of a large repository takes longer than anybody waits for a misspelled name.
const searchTime = 5 * time.Second

// everTracked is which of the names, relative to the root of a repository, git tracks or has ever tracked. It is none of those
// that git cannot tell, for example because it is not installed, or not in time.
func everTracked(root string, names []string) (tracked []string) {
	ctx, cancel := context.WithTimeout(context.Background(), searchTime)
	defer cancel()
	for _, list := range trackedNames {
		if len(names) == 0 {
			break
		}
		cmd := gitCommand(ctx, slices.Concat([]string{"--literal-pathspecs"}, list, []string{"--"}, names)...)
		cmd.Dir = root
		cmd.Env = append(cmd.Environ(), "GIT_ALLOW_PROTOCOL=none") // a partial clone would download what it lacks
		out, err := cmd.Output()
		if err != nil {
			continue // HEAD has no commit yet, for example
		}
		listed := map[string]bool{}
		for name := range bytes.SplitSeq(out, []byte{0}) {
			listed[string(name)] = true
		}
		names = slices.DeleteFunc(names, func(name string) bool {
			if listed[name] {
				tracked = append(tracked, name)
			}
			return listed[name]
		})
	}
	return tracked
}
