package safefile

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lock keeps every other winlint from writing the file. The lock is a file beside it that only one process can open; the system
// deletes it when the process ends in whatever way. It fails where the file may not be written.
func lock(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	path, err := windows.UTF16PtrFromString(scratchName(name, ".lock"))
	if err != nil {
		return nil, err
	}
	var handle windows.Handle
	err = waitFor(func() (bool, error) {
		handle, err = windows.CreateFile(path, windows.GENERIC_WRITE|windows.DELETE, 0, nil, windows.OPEN_ALWAYS,
			windows.FILE_ATTRIBUTE_TEMPORARY|windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
		if errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED) { // it is held, or just goes
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return nil, err
	}
	return func() { _ = windows.CloseHandle(handle) }, nil // nothing was written
}
