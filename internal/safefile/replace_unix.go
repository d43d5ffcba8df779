//go:build unix

package safefile

import (
	"io/fs"
	"os"
	"syscall"
)

// linked reports whether the file has a second name, which a new file would not have.
func linked(_ string, info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink > 1
}

// keep gives a new file what the old one has: owner, extended attributes and access control list, mode.
func keep(file *os.File, name string, info fs.FileInfo) error {
	old, ok := info.Sys().(*syscall.Stat_t)
	now, err := file.Stat()
	if err != nil || !ok {
		return errCannotKeep
	}
	if is, ok := now.Sys().(*syscall.Stat_t); !ok || is.Uid != old.Uid || is.Gid != old.Gid {
		if file.Chown(int(old.Uid), int(old.Gid)) != nil {
			return errCannotKeep
		}
	}
	const bits = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
	if keepAttributes(file, name) != nil || file.Chmod(info.Mode()&bits) != nil {
		return errCannotKeep
	}
	if now, err = file.Stat(); err != nil || now.Mode() != info.Mode() {
		return errCannotKeep
	}
	return nil
}

// takePlace renames a file over another one.
func takePlace(temporary, name string) error { return os.Rename(temporary, name) }
