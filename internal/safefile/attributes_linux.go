package safefile

import (
	"bytes"
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// keepAttributes gives a new file the extended attributes of the old one, of which the access control list is one, and no others.
func keepAttributes(file *os.File, name string) error {
	old, err := attributes(func(dest []byte) (int, error) { return unix.Listxattr(name, dest) })
	if err != nil {
		return err
	}
	fd := int(file.Fd())
	now, err := attributes(func(dest []byte) (int, error) { return unix.Flistxattr(fd, dest) })
	if err != nil {
		return err
	}
	for attr := range now {
		if !old[attr] {
			if err := unix.Fremovexattr(fd, attr); err != nil {
				return err
			}
		}
	}
	for attr := range old {
		value, err := sized(func(dest []byte) (int, error) { return unix.Getxattr(name, attr, dest) })
		if err != nil {
			return err
		}
		if has, err := sized(func(dest []byte) (int, error) { return unix.Fgetxattr(fd, attr, dest) }); err == nil && bytes.Equal(has, value) {
			continue
		}
		if err := unix.Fsetxattr(fd, attr, value, 0); err != nil {
			return err
		}
	}
	return nil
}

// attributes is the names of the extended attributes. There are none on a file system that has none.
func attributes(list func(dest []byte) (int, error)) (map[string]bool, error) {
	raw, err := sized(list)
	if err != nil && !errors.Is(err, unix.ENOTSUP) {
		return nil, err
	}
	names := map[string]bool{}
	for name := range strings.SplitSeq(string(raw), "\x00") {
		if name != "" {
			names[name] = true
		}
	}
	return names, nil
}

// sized asks for the size of something, and then for it.
func sized(get func(dest []byte) (int, error)) ([]byte, error) {
	n, err := get(nil)
	if err != nil || n == 0 {
		return nil, err
	}
	data := make([]byte, n)
	n, err = get(data)
	return data[:max(0, n)], err
}
