// Package parser tells what kind of file a file is, and what all the readers below it have in common.
package parser

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/source"
)

// A Node is a part of a file that a rule can look at and point to.
type Node interface {
	Span() source.Span
}

// Kind is what a file is read as.
type Kind int

// The kinds of files. Unknown files are not read.
const (
	Unknown Kind = iota
	Dockerfile
	Dockerignore
	Compose
	Script
)

// KindOf tells by its name what a file is, in any case of letters: Dockerfile, Dockerfile.windows, Dockerfile-windows,
// app.dockerfile, and the same with Containerfile, but not what ends as a file of another kind does, such as
// "dockerfile-lint.yml" and "Dockerfile.md"; .dockerignore and Dockerfile.dockerignore; compose.yaml, docker-compose.yml,
// the same with words in front of the extension, and stack files such as docker-stack.yml; the scripts of PowerShell, cmd
// and sh, which need not have anything to do with containers.
func KindOf(name string) Kind {
	base := strings.ToLower(path.Base(name))
	if compose.IsName(base) {
		return Compose
	}
	switch path.Ext(base) {
	case ".dockerignore":
		return Dockerignore
	case ".bat", ".cmd", ".ps1", ".psm1", ".sh":
		return Script
	case ".json", ".md", ".yaml", ".yml":
		return Unknown
	}
	for _, word := range [...]string{"dockerfile", "containerfile"} {
		rest, found := strings.CutPrefix(base, word)
		if found && (rest == "" || rest[0] == '.' || rest[0] == '-') || strings.HasSuffix(base, "."+word) {
			return Dockerfile
		}
	}
	return Unknown
}
