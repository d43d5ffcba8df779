package target

import (
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// Read reads a file and tells what each part of it is about.
func Read(f *source.File, world World) *Unit {
	u := &Unit{File: f, Whole: &Scope{}, Dockerfile: dockerfile.Parse(f)}
	for _, c := range u.Dockerfile.Comments {
		u.Comments = append(u.Comments, c.Text)
	}
	return u
}
