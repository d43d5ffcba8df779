package docker

import (
	"slices"
	"strings"
)

// A Mount is what -v or --mount mounts. A word has no Arg if there is none, or if its part cannot be told from others.
type Mount struct {
	Short          bool   // of -v
	Type           string // of --mount: "bind", "volume", "npipe", ...
	TypeAt         Word
	Source, Target Word
	Mode           Word   // of -v: "ro"; of --mount: "readonly", "readonly=true"
	Propagation    Word   // of --mount
	Fields         []Word // of --mount: "key=value", "readonly"
}

// ReadOnly reports whether the container is certainly kept from writing.
func (m *Mount) ReadOnly() bool {
	return m.Mode.Is("ro", "RO", "readonly", "readonly=true", "readonly=1", "ro=true", "ro=1")
}

// ReadMount reads the value of -v or --mount.
func ReadMount(o *Option) *Mount {
	if o.Name == "mount" {
		return longMount(o.Value)
	}
	return shortMount(o.Value)
}

// longMount reads "type=bind,source=...,target=...", as docker/cli opts/mount.go does.
func longMount(w Word) *Mount {
	m := &Mount{Type: "volume"}
	m.Fields = split(w, ',')
	for _, field := range m.Fields {
		key, _, found := strings.Cut(field.Pattern, "=")
		value := field
		if found {
			value = field.Slice(len(key)+1, field.Len())
		}
		switch strings.ToLower(key) {
		case "type":
			m.Type, m.TypeAt = strings.ToLower(value.Pattern), value
		case "source", "src":
			m.Source = value
		case "target", "dst", "destination":
			m.Target = value
		case "readonly", "ro":
			m.Mode = field
		case "bind-propagation":
			m.Propagation = value
		}
	}
	return m
}

// shortMount reads "source:target:mode" as Docker Engine does on Windows. The colon after a drive does not separate, also
// where the drive has the prefix `\\?\`, or where more than a name follows "D:name", which cannot be a volume and its target;
// a variable may hold a drive.
func shortMount(w Word) *Mount {
	parts := split(w, ':')
	var words []Word
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		if takesDrive(parts[i:], len(words) > 0) {
			i++
			p = join(w, p, parts[i])
		}
		words = append(words, p)
	}
	m := &Mount{Short: true}
	switch len(words) {
	case 1:
		m.Target = words[0]
	case 2:
		m.Source, m.Target = words[0], words[1]
	case 3:
		m.Source, m.Target, m.Mode = words[0], words[1], words[2]
	}
	return m
}

// takesDrive reports whether the first of some parts is a drive, and the second one continues with it: as a full path, or as one
// that is relative to the drive, where it cannot be a volume of one letter. The engine takes no relative path, but nothing else
// is meant by it.
func takesDrive(parts []Word, target bool) bool {
	if len(parts) < 2 || !endsInDrive(parts[0].Pattern) {
		return false
	}
	next := parts[1].Pattern
	if startsPath(next) {
		return true
	}
	if isMode(next) || isDrive(parts[1:]) {
		return false
	}
	return target || isDrive(parts[2:])
}

// isDrive reports whether some parts begin with a drive and a path on it.
func isDrive(parts []Word) bool {
	return len(parts) > 1 && endsInDrive(parts[0].Pattern) && startsPath(parts[1].Pattern)
}

// endsInDrive reports whether s is a drive without its colon: "C" or `\\?\C`.
func endsInDrive(s string) bool { return isDriveLetter(strings.TrimPrefix(s, `\\?\`)) }

// isMode reports whether each word of a list is a mode that docker knows on some system.
func isMode(s string) bool {
	for word := range strings.SplitSeq(s, ",") {
		if !slices.Contains(modes, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

var modes = strings.Fields("ro rw z cached delegated consistent default nocopy private rprivate shared rshared slave rslave")

// IsMode reports whether the mode of -v is made of words that docker knows on some system.
func (m *Mount) IsMode() bool { return isMode(m.Mode.Pattern) }

func isDriveLetter(s string) bool {
	return len(s) == 1 && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z'
}

// startsPath reports whether what is after "C:" continues with a path, or ends there.
func startsPath(s string) bool { return s == "" || s[0] == '\\' || s[0] == '/' || s[0] == Hole }

// split cuts a word at each sep that is known.
func split(w Word, sep byte) []Word {
	var list []Word
	start := 0
	for i := range len(w.Pattern) {
		if w.Pattern[i] == sep {
			list = append(list, w.Slice(start, i))
			start = i + 1
		}
	}
	return append(list, w.Slice(start, w.Len()))
}

// join is two parts of w with what is between them.
func join(w, a, b Word) Word {
	start := a.at
	return w.Slice(start-w.at, b.at+b.Len()-w.at)
}
