package main

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

// replaceFile writes a whole file in place of another one, or nothing: whoever reads it never sees a half. The new text
// is written beside the file under a name of its own, which at the same time keeps a second winlint away; the file must
// still be what was read. Mode and, where it can be kept, owner stay; a link stays a link.
func replaceFile(name string, read, data []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	temporary := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".winlint")
	file, err := create(temporary, info.Mode().Perm())
	if err != nil {
		return err
	}
	err = fill(file, info, data)
	if err == nil {
		err = unchanged(name, read)
	}
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

// create makes a file that must not be there, and waits a while where it is.
func create(name string, mode fs.FileMode) (*os.File, error) {
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
		if time.Since(start) > patience {
			return nil, fmt.Errorf("%w; if none is running, delete %s", errLocked, name)
		}
	}
}

// fill writes a new file so that it can take the place of the one that info is about.
func fill(file *os.File, info fs.FileInfo, data []byte) error {
	_, err := file.Write(data)
	// The mode that it was made with is cut by the umask.
	err = errors.Join(err, file.Chmod(info.Mode().Perm()), file.Sync(), file.Close())
	keepOwner(file.Name(), info)
	return err
}

// unchanged checks that a file is still what was read.
func unchanged(name string, read []byte) error {
	now, err := os.ReadFile(name)
	if err == nil && !bytes.Equal(now, read) {
		err = errChanged
	}
	return err
}
