package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/winlint/winlint/walk"
)

// newPlace gives what a path is as seen from the root of the repository that the current directory is in, or from the current
// directory if there is no repository; it is absolute for what is outside. It is slash-separated.
func newPlace() func(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash
	}
	root := here
	if repository, found := walk.Repository(here); found {
		root = repository
	}
	return func(path string) string {
		place := below(root, path)
		if filepath.IsAbs(place) && !strings.HasPrefix(place, "/") {
			place = "/" + place // "C:/a" is "file:///C:/a"
		}
		return place
	}
}

// below is a path as seen from a directory that it is in, or else absolute.
func below(root, path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	relative, err := filepath.Rel(root, full)
	if err != nil || relative == ".." || strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(full)
	}
	return filepath.ToSlash(relative)
}
