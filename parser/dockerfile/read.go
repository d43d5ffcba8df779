package dockerfile

import (
	"strings"
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
	Err   error    // what BuildKit's lexer refuses, in its words
}

// Plain reports whether the builder reads the word just as it is written: it holds no quote, escape character or variable.
func (w *Word) Plain() bool { return !strings.ContainsAny(w.Value, "'\"$\\`") }

// Read is the word as the builder reads it where the variables are env. It holds for the instructions that Expands
// tells; the text that a shell or a process gets is not read so.
func (d *Document) Read(w *Word, env Env) Reading {
	if w.Plain() {
		return Reading{Value: w.Value}
	}
	result, err := d.lex.ProcessWordWithMatches(w.Value, env)
	reading := Reading{Value: result.Result, Err: err}
	for name := range result.Unmatched {
		reading.Unset = append(reading.Unset, name)
	}
	return reading
}

// Literal is the word as the builder reads it but with its variables left in place, as "$NAME" or "${NAME}".
func (d *Document) Literal(w *Word) (string, error) {
	if w.Plain() {
		return w.Value, nil
	}
	d.lex.SkipUnsetEnv = true
	defer func() { d.lex.SkipUnsetEnv = false }()
	result, err := d.lex.ProcessWordWithMatches(w.Value, noEnv{})
	return result.Result, err
}

// Expands reports whether the builder removes escape characters from the arguments of the instruction and puts
// variables in. It leaves the text of RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK alone.
func (in *Instruction) Expands() bool {
	return in.Is("ADD", "ARG", "COPY", "ENV", "EXPOSE", "FROM", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR")
}
