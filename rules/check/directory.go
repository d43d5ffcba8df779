package check

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A Directory is a directory of the image.
type Directory struct {
	Path string           // in lower case and with slashes: "c:/data"
	Word *dockerfile.Word // where a Dockerfile names it; nil where it is named elsewhere
}

// Holds reports whether other is this directory or is in it.
func (d Directory) Holds(other Directory) bool {
	return d.Path == other.Path || strings.HasPrefix(other.Path, d.Path+"/")
}

// AppendDirectory adds what a word reads as, where it is a known directory on C:.
func AppendDirectory(list []Directory, doc *dockerfile.Document, state *subject.State, word *dockerfile.Word) []Directory {
	if read := state.Variables.Read(doc, word); read.Known {
		if at := DirectoryPath(read.Value, state.Workdir); at != "" {
			return append(list, Directory{Path: at, Word: word})
		}
	}
	return list
}

// DirectoryPath is a path as Directory has it, made of one that may be relative to the working directory; "" where it is not
// known, or not on C:.
func DirectoryPath(name string, workdir subject.Value) string {
	s := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	if windows.HasDrive(s) {
		if s[0] != 'c' || len(s) == 2 || s[2] != '/' {
			return ""
		}
		s = s[2:]
	}
	switch {
	case s == "":
		return ""
	case s[0] != '/':
		if !workdir.Known || !windows.HasDrive(workdir.Text) {
			return ""
		}
		s = strings.ToLower(strings.ReplaceAll(workdir.Text[len("C:"):], `\`, "/")) + "/" + s
	}
	return "c:" + path.Clean(s)
}
