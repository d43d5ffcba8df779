//go:build !unix

package main

import "io/fs"

// keepOwner does nothing: a new file takes its rights from its folder.
func keepOwner(string, fs.FileInfo) {}
