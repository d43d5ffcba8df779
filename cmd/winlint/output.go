package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/winlint/winlint/report"
)

// writeFile writes a whole file or nothing: what reads it never sees a half. What is no regular file, such as
// /dev/stdout, is written to as it is.
func writeFile(name string, data []byte) error {
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return os.WriteFile(name, data, mode)
		}
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	temporary := name + "." + strconv.FormatUint(rand.Uint64(), 36) + ".tmp"
	if err := write(temporary, data, mode); err != nil {
		// The name that the user knows.
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			at.Path = name
		}
		return err
	}
	if err := os.Rename(temporary, name); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

// write makes a new file.
func write(name string, data []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// escaped passes JSON on with those characters of its strings escaped that a terminal would obey. It is to be handed whole
// characters.
type escaped struct{ w io.Writer }

func (e escaped) Write(data []byte) (int, error) {
	var out bytes.Buffer
	for _, r := range string(data) {
		if report.Steers(r) {
			fmt.Fprintf(&out, `\u%04x`, r) // all of them are below U+10000
		} else {
			out.WriteRune(r)
		}
	}
	if _, err := e.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(data), nil
}
