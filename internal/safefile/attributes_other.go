//go:build unix && !linux

package safefile

import "os"

// keepAttributes does nothing: extended attributes are kept on Linux only.
func keepAttributes(*os.File, string) error { return nil }
