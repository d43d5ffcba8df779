// Package daemon reads daemon.json, the configuration file of dockerd: its keys as dockerd sees them, each with its exact
// place.
package daemon

import (
	"strings"
	"unicode"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Document is one daemon.json.
type Document struct {
	*data.Document
	Settings []*Setting // in source order, duplicates among them
}

// A Setting is one key with its value. dockerd reads the members of most objects as keys like those around the object.
type Setting struct {
	*data.Entry
	Shadowed *Setting // the setting before it with the same key, of which only the last one counts; nil if there is none
}

// Strings is the string that is the value, or the strings in its list. Words without quotes are not strings in JSON.
func (s *Setting) Strings() []*data.Value {
	if isString(s.Value) {
		return []*data.Value{s.Value}
	}
	var list []*data.Value
	for _, item := range s.Value.List() {
		if isString(item) {
			list = append(list, item)
		}
	}
	return list
}

// isString reports whether a value is a string with its quotes.
func isString(v *data.Value) bool { return v.Kind == data.String && v.Style != data.Plain }

// An Error is a place that encoding/json rejects.
type Error struct{ *data.Error }

// Parse reads a daemon.json. It never fails: what is not JSON is in Errors, and what can be read is in the tree. An empty file
// is one without settings.
func Parse(f *source.File) *Document { return ParseIn(f, source.Span{End: len(f.Text)}) }

// ParseIn reads a daemon.json that is a part of another file, such as a script that writes it.
func ParseIn(f *source.File, part source.Span) *Document {
	d := &Document{Document: &data.Document{File: f}}
	if strings.TrimSpace(f.Slice(part)) == "" {
		return d
	}
	d.Document = data.ParseJSON(f, part)
	last := map[string]*Setting{}
	d.add(d.Root(), last)
	return d
}

func (d *Document) add(object *data.Value, last map[string]*Setting) {
	if !object.Is(data.Mapping) {
		return
	}
	for _, e := range object.Entries {
		if !isString(e.Key) || strings.ContainsFunc(e.Name(), unicode.IsControl) { // dockerd does not get that far
			continue
		}
		if e.Value.Kind == data.Mapping && !engine.IsDaemonObject(e.Name()) {
			if object == d.Root() {
				d.add(e.Value, last) // dockerd does this for one level
			}
			continue
		}
		s := &Setting{Entry: e, Shadowed: last[e.Name()]}
		last[e.Name()] = s
		d.Settings = append(d.Settings, s)
	}
}

// Setting is the last setting of that key, the one that counts; nil if there is none.
func (d *Document) Setting(key string) *Setting {
	for i := len(d.Settings) - 1; i >= 0; i-- {
		if d.Settings[i].Name() == key {
			return d.Settings[i]
		}
	}
	return nil
}
