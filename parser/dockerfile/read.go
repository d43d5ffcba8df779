package dockerfile

import (
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// Env is the variables that a builder knows at one place in the file.
type Env interface {
	Get(name string) (value string, ok bool)
	Keys() []string
}

type noEnv struct{}

func (noEnv) Get(string) (string, bool) { return "", false }
func (noEnv) Keys() []string            { return nil }

// A Reading is a word as the builder understands it: quotes and escape characters removed, variables put in.
type Reading struct {
	Value string
	Unset []string // the variables it names that env does not have; they read as nothing
	Err   error    // what BuildKit's lexer refuses, in its words; ErrNotRead where it does not get the word
}

// Plain reports whether the builder reads the word just as it is written: it holds no quote, escape character or variable.
func (d *Document) Plain(w *Word) bool {
	escape := d.EscapeOf(w)
	for i := range len(w.Value) {
		switch w.Value[i] {
		case '\'', '"', '$', escape:
			return false
		}
	}
	return true
}

// Read is the word as the builder reads it where the variables are env. It holds for the instructions that Expands
// tells; the text that a shell or a process gets is not read so.
func (d *Document) Read(w *Word, env Env) Reading {
	if d.Plain(w) {
		return Reading{Value: w.Value}
	}
	if w.Room() < 0 {
		return Reading{Err: ErrNotRead}
	}
	result, err := d.lexer(w).ProcessWordWithMatches(text(w.Value), env)
	d.expanded += len(result.Result)
	reading := Reading{Value: result.Result, Err: err}
	for name := range result.Unmatched {
		reading.Unset = append(reading.Unset, name)
	}
	return reading
}

// Literal is the word as the builder reads it but with its variables left in place, as "$NAME" or "${NAME}".
func (d *Document) Literal(w *Word) (string, error) {
	if d.Plain(w) {
		return w.Value, nil
	}
	if w.Room() < 0 {
		return "", ErrNotRead
	}
	lex := d.lexer(w)
	lex.SkipUnsetEnv = true
	defer func() { lex.SkipUnsetEnv = false }()
	result, err := lex.ProcessWordWithMatches(text(w.Value), noEnv{})
	return result.Result, err
}

// text is a word without bytes that are no text, of which BuildKit's lexer complains on the standard error. Like the lexer
// it has U+FFFD in place of those that are no UTF-8.
func text(word string) string {
	if utf8.ValidString(word) && strings.IndexByte(word, 0) < 0 {
		return word
	}
	return strings.Map(func(r rune) rune {
		if r == 0 {
			return utf8.RuneError
		}
		return r
	}, word)
}

// lexer is what reads a word. A trigger is kept as text, and is parsed and read with the default escape character when
// a file is built from the image, unless that file has another one (initOnBuildTriggers in BuildKit's
// frontend/dockerfile/dockerfile2llb/convert.go).
func (d *Document) lexer(w *Word) *shell.Lex {
	if w.Trigger && d.Escape != parser.DefaultEscapeToken {
		return shell.NewLex(parser.DefaultEscapeToken)
	}
	return d.lex
}

// EscapeOf is the escape character with which a word is read.
func (d *Document) EscapeOf(w *Word) byte {
	if w.Trigger {
		return parser.DefaultEscapeToken
	}
	return d.Escape
}

// Expands reports whether the builder removes escape characters from the arguments of the instruction and puts
// variables in. It leaves the text of RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK alone.
func (in *Instruction) Expands() bool {
	return in.Is("ADD", "ARG", "COPY", "ENV", "EXPOSE", "FROM", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR")
}
