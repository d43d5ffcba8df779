package main

import (
	"io/fs"
	"path/filepath"

	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// buildsOf is what the files of the run build. They are read again for it, and only if a Dockerfile needs to know.
func (in *inputs) buildsOf(list []listed) *subject.ImageBuilds {
	files := func(yield func(*source.File, *subject.Kind) bool) {
		for _, at := range list {
			if f, kind := in.builder(at); f != nil && !yield(f, kind) {
				return
			}
		}
	}
	known := map[string]bool{}
	for _, at := range list {
		known[filepath.ToSlash(at.Path)] = !at.stdin
	}
	return subject.NewImageBuilds(files, func(name string) (*source.File, error) {
		if !known[name] {
			return nil, fs.ErrNotExist
		}
		raw, err := readFile(filepath.FromSlash(name))
		if err != nil {
			return nil, err
		}
		return source.Decode(name, raw), nil
	})
}

// builder is a file that may build images, by its name; nil for others and for those that cannot be read, which is told when
// they are linted.
func (in *inputs) builder(at listed) (*source.File, *subject.Kind) {
	kind := subject.KindOf(absolute(at.Path))
	if at.stdin || kind == nil || !kind.Builds() {
		return nil, nil
	}
	here, err := in.settings.forFile(at.Path)
	if err != nil || here.Excluded != "" && !in.settings.noExclude {
		return nil, nil
	}
	raw, err := readFile(at.Path)
	if err != nil || !kind.IsConcern(raw) {
		return nil, nil
	}
	return source.Decode(filepath.ToSlash(at.Path), raw), kind
}
