package target

import (
	"github.com/winlint/winlint/source"
)

// Read reads a file and tells what each part of it is about.
func Read(f *source.File, world World) *Unit {
	return &Unit{File: f, Whole: &Scope{}}
}
