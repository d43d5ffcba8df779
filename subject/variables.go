package subject

import (
	"cmp"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/windows"
)

// Variables are the build arguments and environment variables that a builder knows at one place. It never changes:
// each instruction that sets one makes a new one in front. nil knows nothing.
type Variables struct {
	outer *Variables
	kind  variable
	name  string
	value Value
}

// variable is what one link of the chain says.
type variable int

const (
	bare     variable = iota // the end of the chain: what is not set further up is unset
	pathless                 // the end of the chain: PATH is unset, if it is not set further up
	argument                 // ARG
	environ                  // ENV
	boundary                 // the end of a stage, after which its arguments hold for one builder only
)

// A Reading is a word as the builder understands it.
type Reading struct {
	Value string
	Known bool     // every variable in it is known, and the lexer takes it
	Unset []string // the variables it names that nothing sets; known only where the base image sets none
	Err   error    // what BuildKit's lexer refuses, in its words
	Long  bool     // it is not known, since the values of its variables together are too long to be put in

	empty []string // the variables in it that are set to nothing
}

// Read is the word as the builder reads it at the place of v. Value is empty where it is not known.
func (v *Variables) Read(d *dockerfile.Document, w *dockerfile.Word) Reading {
	r, unknown := v.read(d, w)
	if len(unknown) > 0 {
		r.Value, r.Known = "", false
	}
	return r
}

// read is Read with unknownPart in place of what is not known, and the names of those variables.
func (v *Variables) read(d *dockerfile.Document, w *dockerfile.Word) (Reading, []string) {
	if d.Plain(w) {
		return Reading{Value: w.Value, Known: true}, nil
	}
	known := &lookup{variables: v, room: min(w.Room(), d.Left())}
	read := d.Read(w, known)
	slices.Sort(read.Unset)
	return Reading{Value: read.Value, Known: read.Err == nil, Unset: read.Unset, Err: read.Err, Long: known.room < 0, empty: known.empty}, known.unknown
}

// eval is a word as a value.
func (v *Variables) eval(d *dockerfile.Document, w *dockerfile.Word) Value {
	r := v.Read(d, w)
	if !r.Known {
		return Value{long: r.Long}
	}
	return Known(r.Value)
}

// A lookup is the variables as BuildKit's lexer asks for them, one reading long.
type lookup struct {
	variables *Variables
	room      int // how many bytes values may still put into the word: doubled some 30 times, one fills the memory
	unknown   []string
	asked     map[string]bool // what is in unknown
	empty     []string
}

// Get is the value of a variable. One that is not known reads as what is known of it, with a part that is set in place of
// the rest, so that "${X:?}" does not fail.
func (l *lookup) Get(name string) (string, bool) {
	value, set := l.variables.Get(name)
	if l.room -= len(value.Text); l.room < 0 {
		value = Value{}
	}
	if set && !value.Known {
		if !l.asked[name] {
			if l.asked == nil {
				l.asked = map[string]bool{}
			}
			l.asked[name] = true
			l.unknown = append(l.unknown, name)
		}
		return cmp.Or(value.Text, windows.UnknownPart), true
	}
	if set && value.Text == "" {
		l.empty = append(l.empty, name)
	}
	return value.Text, set
}

// Keys is asked for by nothing that reads a word.
func (l *lookup) Keys() []string { return nil }

// Get is the value of a variable and whether it is set; what may be set is set to a value that is not known. Windows
// builders compare names without regard to case, others do not, so a name in another case is not known.
func (v *Variables) Get(name string) (value Value, set bool) {
	stage := true
	for ; v != nil; v = v.outer {
		switch {
		case v.kind == bare:
			return Value{}, predefined(name)
		case v.kind == pathless:
			return Value{}, !strings.EqualFold(name, "PATH")
		case v.kind == boundary:
			stage = false
		case v.name == name && (v.kind == environ || stage):
			return v.value, true
		case strings.EqualFold(v.name, name):
			return Value{}, true
		}
	}
	return Value{}, true
}

// InProcess is Get for a process that runs in the container: Windows finds a variable in any case of letters.
func (v *Variables) InProcess(name string) (value Value, set bool) {
	for at := v; at != nil; at = at.outer {
		if (at.kind == argument || at.kind == environ) && strings.EqualFold(at.name, name) {
			return v.Get(at.name)
		}
	}
	return v.Get(name)
}

// Declares reports whether an ARG or ENV before the place of v names the variable, in any case of letters.
func (v *Variables) Declares(name string) bool {
	for ; v != nil; v = v.outer {
		if (v.kind == argument || v.kind == environ) && strings.EqualFold(v.name, name) {
			return true
		}
	}
	return false
}

// Lasts reports whether an ENV of the stage sets the name, in any case of letters: processes of the container have it,
// while an ARG is gone when the image is built.
func (v *Variables) Lasts(name string) bool {
	for ; v != nil; v = v.outer {
		if v.kind == environ && strings.EqualFold(v.name, name) {
			return true
		}
	}
	return false
}

// environment is the value that ENV gave a variable.
func (v *Variables) environment(name string) (value Value, set bool) {
	for ; v != nil; v = v.outer {
		if v.kind == environ && v.name == name {
			return v.value, true
		}
	}
	return Value{}, false
}

// predefined reports whether a builder may set the variable without any instruction: BuildKit's predefined platform
// arguments and the proxies that both builders take (docs/reference.md of its Dockerfile frontend).
func predefined(name string) bool {
	switch name {
	case "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
		"TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE":
		return true
	}
	switch strings.ToUpper(name) {
	case "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY":
		return true
	}
	return false
}

// env is v after an ENV: every value is read before any of them is set.
func (v *Variables) env(d *dockerfile.Document, in *dockerfile.Instruction) *Variables {
	after := v
	for _, pair := range in.Pairs {
		if pair.Value != nil {
			after = &Variables{outer: after, kind: environ, name: pair.Name.String(), value: v.eval(d, pair.Value)}
		}
	}
	return after
}

// arg is v after an ARG. Where ENV has set the name before, the classic builder keeps that value and BuildKit takes
// the argument's, so that it is known only where both are the same.
func (v *Variables) arg(pairs []*dockerfile.Pair, valueOf func(*Variables, *dockerfile.Pair) Value) *Variables {
	for _, pair := range pairs {
		name := pair.Name.String()
		value := valueOf(v, pair)
		if env, set := v.environment(name); set {
			if pair.Value == nil && !value.Known || value == env {
				continue
			}
			v = &Variables{outer: v, kind: environ, name: name}
			continue
		}
		v = &Variables{outer: v, kind: argument, name: name, value: value}
	}
	return v
}

// argument is the value that an ARG has on its own. global is what the arguments before the first FROM are; one
// without a value takes it from there.
func (v *Variables) argument(d *dockerfile.Document, pair *dockerfile.Pair, global *Variables) Value {
	if pair.Value != nil {
		return v.eval(d, pair.Value)
	}
	if global != nil {
		value, _ := global.Get(pair.Name.String())
		return value
	}
	return Value{}
}
