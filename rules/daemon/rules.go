// Package daemon holds the rules about daemon.json, the configuration file of dockerd.
package daemon

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// Rules is the rules of this package, also those that are off by default.
func Rules() []*lint.Rule { return slices.Concat(syntax, keys, values) }

// Sources that several rules share.
const (
	configSource   = "moby/moby daemon/config/config.go"
	flagsSource    = "moby/moby daemon/command/config_windows.go"
	referencePage  = "https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file"
	jsonGrammar    = "https://www.rfc-editor.org/rfc/rfc8259"
	doesNotStart   = "dockerd does not start"
	configureError = "unable to configure the Docker daemon with file"
)

// remove adds to the fix that a setting is removed with the comma that belongs to it.
func remove(f *lint.Finding, e *data.Entry) {
	entries := e.Key.Parent.Entries
	i := slices.Index(entries, e)
	switch at := e.Span(); {
	case i+1 < len(entries):
		f.Delete(source.Span{Start: at.Start, End: entries[i+1].Span().Start})
	case i > 0:
		f.Delete(source.Span{Start: entries[i-1].Span().End, End: at.End})
	default:
		f.Delete(at)
	}
}

// sentence joins names as prose does: "`a`, `b` and `c`".
func sentence(names []string, last string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	n := len(quoted) - 1
	return strings.Join(quoted[:n], ", ") + " " + last + " " + quoted[n]
}
