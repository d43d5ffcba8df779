package target

import "github.com/winlint/winlint/parser/dockerfile"

// Variables are the build arguments and environment variables that a builder knows at one place.
type Variables struct{}

// A Reading is a word as the builder understands it.
type Reading struct {
	Value string
	Known bool     // every variable in it is known, and the lexer takes it
	Unset []string // the variables it names that nothing sets; known only where the base image sets none
	Err   error    // what BuildKit's lexer refuses, in its words
}

// Read is the word as the builder reads it at the place of v.
func (v *Variables) Read(d *dockerfile.Document, w *dockerfile.Word) Reading { return Reading{} }
