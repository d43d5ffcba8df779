// Package safefile writes files so that whoever reads them sees the whole of the old content or of the new one, whatever ends the
// process in between.
package safefile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// patience is how long a file that another winlint is writing is waited for.
const patience = 5 * time.Second

var (
	errChanged  = errors.New("the file changed after winlint read it, so winlint did not write it")
	errLocked   = errors.New("another winlint process is writing the file, so it was not changed")
	errReadOnly = errors.New("the file is read-only, so it was not changed")
)

// Replace writes a whole file in place of another one, or nothing: whoever reads it never sees a half. The file must still
// be what was read. A link stays a link; mode, owner, access control list and extended attributes stay. Where a new file cannot
// have all that the old one has, such as a second name, the old one is written in place. A file that must not be written is
// refused, although its directory would let it be replaced.
func Replace(name string, read, data []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o222 == 0 { // root could write it all the same
		return errReadOnly
	}
	unlock, err := lock(name)
	if err != nil {
		return err
	}
	defer unlock()
	if err := unchanged(name, read); err != nil {
		return err
	}
	if linked(name, info) {
		return overwrite(name, read, data)
	}
	err = substitute(name, info, read, data)
	if errors.Is(err, errCannotKeep) {
		return overwrite(name, read, data)
	}
	return err
}

// errCannotKeep is why a new file cannot take the place of an old one.
var errCannotKeep = errors.New("a new file cannot keep the attributes of the old one")

// substitute has a new file take the place of the old one.
func substitute(name string, info fs.FileInfo, read, data []byte) error {
	temporary := scratchName(name, ".tmp")
	file, err := scratch.create(temporary, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return errCannotKeep
	}
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = keep(file, name, info)
	}
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = scratch.place(temporary, func() error {
			if err := unchanged(name, read); err != nil {
				return err
			}
			return takePlace(temporary, name)
		})
	}
	if err != nil {
		return errors.Join(err, scratch.remove(temporary))
	}
	return nil
}

// overwrite writes a file in place. What it held stands beside it until all is written, so that nothing is lost where the machine
// or the process ends in between.
func overwrite(name string, read, data []byte) error {
	return scratch.whole(func() error {
		backup := scratchName(name, ".old")
		if held, err := os.ReadFile(backup); err == nil && !bytes.Equal(held, read) {
			return fmt.Errorf("an earlier run was interrupted while it wrote the file; the previous content is in %s: compare the two files, then delete that copy", backup)
		}
		if err := writeNew(backup, read); err != nil {
			return fmt.Errorf("the content cannot be backed up next to the file, so the file was not changed: %w", err)
		}
		err := fill(name, data)
		if err != nil {
			if again := fill(name, read); again != nil {
				return errors.Join(err, fmt.Errorf("the previous content is in %s: %w", backup, again))
			}
		}
		return errors.Join(err, os.Remove(backup))
	})
}

// writeNew writes a file that nobody else can read, in place of one that may be left over.
func writeNew(name string, data []byte) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// fill gives a file that is there another content.
func fill(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(data, 0)
	if err == nil {
		err = file.Truncate(int64(len(data)))
	}
	return errors.Join(err, file.Sync(), file.Close())
}

// unchanged checks that a file is still what was read.
func unchanged(name string, read []byte) error {
	now, err := os.ReadFile(name)
	if err == nil && !bytes.Equal(now, read) {
		err = errChanged
	}
	return err
}

// waitFor tries to get a lock that another process may hold, until the patience is at its end.
func waitFor(try func() (held bool, err error)) error {
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		held, err := try()
		switch {
		case err != nil || held:
			return err
		case time.Since(start) > patience:
			return errLocked
		}
	}
}
