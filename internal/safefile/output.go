package safefile

import (
	"bufio"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// An Output takes the place of a file as a whole when it is closed, or not at all: what reads the file never sees a
// half. What is no regular file, such as /dev/stdout, is written to as it is.
type Output struct {
	*bufio.Writer
	file      *os.File
	name      string      // as the user knows it
	temporary bool        // the file is not there yet under its own name
	target    string      // the file that is replaced
	before    fs.FileInfo // of the file that is there before; nil if there is none
}

// Replaces reports whether the output takes the place of that file.
func (out *Output) Replaces(name string) bool {
	if out.before == nil || !out.temporary {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && os.SameFile(out.before, info)
}

// Create begins a file that takes the place of the one of that name, if there is one, when [Output.Finish] is called. An error
// names the file as the caller does.
func Create(name string) (*Output, error) {
	out := &Output{name: name, target: name}
	mode := fs.FileMode(0o666)
	info, err := os.Stat(name)
	if err == nil {
		mode, out.before = info.Mode().Perm(), info
	}
	if err == nil && !info.Mode().IsRegular() {
		out.file, err = os.OpenFile(name, os.O_WRONLY, 0)
	} else {
		if err == nil { // a link stays a link
			if out.target, err = filepath.EvalSymlinks(name); err != nil {
				return nil, err
			}
		}
		out.temporary = true
		name := ".winlint-" + strconv.FormatUint(rand.Uint64(), 36) + ".tmp"
		out.file, err = scratch.create(filepath.Join(filepath.Dir(out.target), name), mode)
	}
	if err != nil {
		return nil, out.named(err)
	}
	out.Writer = bufio.NewWriter(out.file)
	return out, nil
}

// named is an error about the name that the user knows.
func (out *Output) named(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		at.Path = out.name
	}
	return err
}

// Finish ends the file, and replaces what was there if all went well before. err is what went wrong before.
func (out *Output) Finish(err error) error {
	var flushed error
	if err == nil {
		flushed = out.Flush()
	}
	if closed := out.named(errors.Join(flushed, out.file.Close())); err == nil {
		err = closed
	}
	if !out.temporary {
		return err
	}
	if err == nil {
		err = scratch.place(out.file.Name(), func() error { return os.Rename(out.file.Name(), out.target) })
	}
	if err != nil {
		return errors.Join(err, scratch.remove(out.file.Name()))
	}
	return nil
}
