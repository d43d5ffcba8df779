package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/winlint/winlint/walk"
)

// inRepository is a path as seen from the root of the repository that the current folder is in, or from the current folder
// where there is no repository; it is absolute for what stands outside. It is slash-separated.
func inRepository(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash(path)
	}
	root := here
	if repository, found := walk.Repository(here); found {
		root = repository
	}
	place := below(root, path)
	if filepath.IsAbs(place) && !strings.HasPrefix(place, "/") {
		place = "/" + place // "C:/a" is "file:///C:/a"
	}
	return place
}

// inWorkspace is a path as seen from the workspace of a GitHub job, or as it is outside of one. It is slash-separated.
func inWorkspace(path string) string {
	if root := os.Getenv("GITHUB_WORKSPACE"); root != "" {
		return below(root, path)
	}
	return filepath.ToSlash(path)
}

// below is a path as seen from a folder that it stands in, or else absolute.
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
