//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package safefile

import (
	"errors"
	"os"
	"syscall"
)

// lock keeps every other winlint from writing the file. The system takes the lock away from a process that ends in whatever way.
// It fails where the file may not be written.
func lock(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	unlock = func() { _ = file.Close() } // nothing was written through it
	err = waitFor(func() (bool, error) {
		switch err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
			return false, nil
		default: // a file system without locks
			return true, nil
		}
	})
	if err == nil {
		err = same(file, name)
	}
	if err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// same checks that the file that was locked is still the one of that name.
func same(file *os.File, name string) error {
	locked, err := file.Stat()
	if err != nil {
		return err
	}
	now, err := os.Stat(name)
	if err == nil && !os.SameFile(locked, now) {
		err = errChanged
	}
	return err
}
