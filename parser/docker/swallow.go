package docker

import (
	"strings"

	"github.com/winlint/winlint/parser/script"
)

// A Swallowed is a variable of PowerShell to whose name the colon after it and a drive belong: "$pwd:C:" in
// "$pwd:C:\src", since a name continues over colons.
type Swallowed struct {
	*script.Variable
	Meant string // "pwd"
	Drive string // "C:"
	Left  string // what docker gets of the word, where all of it is known: "\src"
}

// SwallowedDrive is the first such variable in a word; nil where there is none.
func SwallowedDrive(w Word) *Swallowed {
	if w.Arg == nil {
		return nil
	}
	for v := range script.Nodes[*script.Variable](w.Arg) {
		written := v.String()
		body, closed := strings.CutSuffix(strings.TrimPrefix(written, "$"), ":")
		at := strings.LastIndexByte(body, ':')
		behind := strings.Index(w.String(), written)
		if !closed || at <= 0 || len(body)-at != 2 || !isDriveLetter(body[at+1:]) || behind < 0 {
			continue
		}
		rest := w.Pattern[behind+len(written):]
		if rest == "" || rest[0] != '\\' && rest[0] != '/' {
			continue
		}
		s := &Swallowed{Variable: v, Meant: body[:at], Drive: body[at+1:] + ":"}
		if left := w.Pattern[:behind] + rest; strings.IndexByte(left, Hole) < 0 {
			s.Left = left
		}
		return s
	}
	return nil
}
