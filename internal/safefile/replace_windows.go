package safefile

import (
	"errors"
	"io/fs"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// linked reports whether the file has a second name, which a new file would not have.
func linked(name string, _ fs.FileInfo) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // nothing was written
	var info windows.ByHandleFileInformation
	return windows.GetFileInformationByHandle(windows.Handle(file.Fd()), &info) == nil && info.NumberOfLinks > 1
}

// keep does nothing: takePlace keeps it.
func keep(*os.File, string, fs.FileInfo) error { return nil }

var replaceFileW = windows.NewLazySystemDLL("kernel32.dll").NewProc("ReplaceFileW")

// takePlace has a file take the place of another one, and take over its access control list, attributes and streams.
func takePlace(temporary, name string) error {
	backup := scratchName(name, ".old") // without one the old file may be lost where the new one cannot be renamed
	paths := make([]uintptr, 3)
	for i, path := range []string{name, temporary, backup} {
		p, err := windows.UTF16PtrFromString(path)
		if err != nil {
			return err
		}
		paths[i] = uintptr(unsafe.Pointer(p))
	}
	if done, _, _ := replaceFileW.Call(paths[0], paths[1], paths[2], 0, 0, 0); done == 0 {
		return errCannotKeep // not every file system can do it
	}
	if err := os.Remove(backup); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
