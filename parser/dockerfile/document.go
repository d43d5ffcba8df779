// Package dockerfile reads a Dockerfile so that every part of it has its exact place.
//
// BuildKit's own parser is the judge of what the file means: which lines make an instruction, what is a JSON array and
// what silently is not, which escape character is in force. It gives line numbers only, stops at the first error and
// drops comments. This package gives its nodes spans, words, flags, heredocs and comments, and continues after an error.
package dockerfile

import (
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/winlint/winlint/source"
)

// A Document is one Dockerfile. What is read of it never changes after Parse.
type Document struct {
	File         *source.File
	Escape       byte       // the escape character in force: '\\' or '`'
	EscapeFrom   *Directive // the directive that set it; nil where it is the default
	Directives   []*Directive
	Comments     []*Comment         // every comment line, also those inside an instruction; no directives
	Instructions []*Instruction     // in source order
	Errors       []*Error           // what BuildKit refuses, in source order
	Unchecked    []source.Unchecked // the instructions at which BuildKit's parser itself fails

	Long bool // it has so many instructions that it is not read; Unchecked says so

	lex      *shell.Lex
	expanded int // bytes that words have read as so far
}

// Span is the whole file.
func (d *Document) Span() source.Span { return source.Span{Start: 0, End: len(d.File.Text)} }

// A Directive is a line such as "# escape=`" in the run of directives at the head of the file.
type Directive struct {
	source.Text             // from "#" to the end of the line, without blanks
	Name        string      // lower case: syntax, escape, check
	Value       source.Text // what follows "=", without blanks around it
	Err         error       // set where the parser refuses it: it is given twice, or its value is no escape character
}

// A Comment is a comment line, from its "#" to the end of the line.
type Comment struct {
	source.Text
	In *Instruction // the instruction whose lines it stands between; nil outside
}

// An Error is an instruction or directive that the builder refuses.
type Error struct {
	At          source.Span
	In          *Instruction // nil for a directive and for the file as a whole
	Message     string       // BuildKit's words
	Instruction bool         // refused in the second step, where instructions are checked one by one
	Unknown     bool         // the keyword is no instruction
}

// Span is the place of the error.
func (e *Error) Span() source.Span { return e.At }

// An Instruction is one instruction with all its physical lines.
type Instruction struct {
	Keyword  source.Text // as written
	Name     string      // upper case
	Logical  source.Text // the joined line, as BuildKit keeps it in Node.Original
	Flags    []*Flag
	Args     source.Text // what follows keyword and flags, without blanks around it
	Words    []*Word     // the arguments, split as the parser splits them for this instruction
	Pairs    []*Pair     // ENV, LABEL and ARG only
	Exec     bool        // the arguments are a JSON array of strings
	Heredocs []*Heredoc
	OnBuild  *Instruction // ONBUILD only: the trigger
	Parent   *Instruction // of a trigger: its ONBUILD
	Lines    []Line       // the physical lines that were joined, in order; heredoc bodies are not among them
	Node     *parser.Node // nil where BuildKit refuses the instruction in its first step
	Err      *Error       // set where BuildKit refuses the instruction; of a trigger: or its ONBUILD

	span     source.Span
	keywords Keywords // of Name alone
}

// Keywords is a set of keywords. To look into one is much faster than to compare names, and the linter does it for every
// rule at every instruction.
type Keywords uint32

// The sets that no list of keywords makes.
const (
	AllKeywords    = ^Keywords(0)      // the unknown ones, too
	UnknownKeyword = Keywords(1 << 31) // of what is no instruction of any builder
)

var keywords = [...]string{
	"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN",
	"SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
}

// KeywordsOf is the set of those keywords, which are upper case.
func KeywordsOf(names ...string) Keywords {
	var set Keywords
	for _, name := range names {
		if i := slices.Index(keywords[:], name); i >= 0 {
			set |= 1 << i
		} else {
			set |= UnknownKeyword
		}
	}
	return set
}

// Keywords is the set of the instruction's keyword alone.
func (in *Instruction) Keywords() Keywords { return in.keywords }

// In reports whether the keyword of the instruction is in the set.
func (in *Instruction) In(set Keywords) bool { return in.keywords&set != 0 }

// Span reaches from the keyword to the end of the last line, heredocs included.
func (in *Instruction) Span() source.Span { return in.span }

// Is reports whether the instruction's keyword is one of names, which are upper case.
func (in *Instruction) Is(names ...string) bool {
	for _, name := range names {
		if in.Name == name {
			return true
		}
	}
	return false
}

// Flag is the last flag of that name, without the dashes; nil where there is none.
func (in *Instruction) Flag(name string) *Flag {
	for i := len(in.Flags) - 1; i >= 0; i-- {
		if in.Flags[i].Name.String() == name {
			return in.Flags[i]
		}
	}
	return nil
}

// Command is the text that a shell runs or that is an exec form: the arguments of RUN, CMD, ENTRYPOINT and SHELL, and
// those behind "CMD" of a HEALTHCHECK. It is empty for other instructions.
func (in *Instruction) Command() source.Text {
	switch {
	case in.Is("RUN", "CMD", "ENTRYPOINT", "SHELL"):
		return in.Args
	case in.Name == "HEALTHCHECK" && len(in.Words) > 1:
		return source.Join(in.Args.Slice(in.healthCommand(), in.Args.Len()))
	}
	return source.Text{}
}

// A Line is one physical line of an instruction.
type Line struct {
	source.Span // without the line end
	Kind        LineKind
	Escape      int // the offset in the file of the escape character that continues the line; -1 where it ends here
}

// LineKind tells the lines that are joined from those that the parser drops between them.
type LineKind int

// The kinds of lines.
const (
	CodeLine LineKind = iota
	CommentLine
	BlankLine
)

// A Flag is a "--name=value" in front of the arguments.
type Flag struct {
	source.Text             // as written, dashes included
	Name        source.Text // without the dashes
	Value       source.Text // as written; empty where there is no "="
	Read        string      // the value as the parser reads it: without quotes and escape characters, not yet expanded
}

// A Word is one argument.
type Word struct {
	source.Text        // as written; with its quotes where it is an element of a JSON array
	Value       string // as the parser hands it on: decoded where it is JSON, else as written
	JSON        bool
	Trigger     bool // it belongs to the trigger of an ONBUILD, which is read with the default escape character when it runs
}

// A Pair is one "name=value" of ENV, LABEL or ARG.
type Pair struct {
	source.Text
	Name   source.Text
	Value  *Word // nil for an ARG without a default
	Legacy bool  // the form "ENV name value", whose value is the rest of the line
}

// A Heredoc is the lines that belong to a "<<NAME".
type Heredoc struct {
	source.Text             // the body, line ends included
	Name        string      // the terminator
	Expand      bool        // the name was not quoted
	End         source.Span // the line with the terminator
}
