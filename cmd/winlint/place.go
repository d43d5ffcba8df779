package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/winlint/winlint/walk"
)

// placesFrom is the root of the repository that the current directory is in, or the current directory if there is no
// repository; "" if there is not even one.
func placesFrom() string {
	here, err := os.Getwd()
	if err != nil {
		return ""
	}
	if repository, found := walk.Repository(here); found {
		return repository
	}
	return here
}

// newPlace gives what a path is as seen from placesFrom; it is absolute for what is outside. It is slash-separated.
func newPlace() func(path string) string {
	root := placesFrom()
	if root == "" {
		return filepath.ToSlash
	}
	return func(path string) string {
		place := below(root, path)
		if filepath.IsAbs(place) && !strings.HasPrefix(place, "/") {
			place = "/" + place // "C:/a" is "file:///C:/a"
		}
		return place
	}
}

// exists reports whether there is something at a place as newPlace gives it. What is outside is not looked for.
func exists(place string) bool {
	if strings.HasPrefix(place, "/") {
		return true
	}
	_, err := os.Lstat(filepath.Join(placesFrom(), filepath.FromSlash(place)))
	return !errors.Is(err, fs.ErrNotExist)
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
