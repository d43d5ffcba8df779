package script

import (
	"cmp"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/winlint/winlint/source"
)

// What a reader follows is bounded: Go ends the whole program where its stack is full, and nothing can catch that. What is
// nested deeper is stepped over, and the script says so; the rest of it is read. Scripts that people write have not a
// tenth of it.
const (
	maxDepth   = 1000      // blocks, statements and expressions, one in another; a pair of parentheses is up to four of them
	maxChain   = 1000      // members, calls and indexes after one value
	maxShCalls = 5000      // functions that mvdan.cc/sh is in; a level of nesting is some six of them
	maxShDepth = 2000      // nodes of its tree, one in another
	maxTokens  = 100_000   // words and signs of a text; the tree of so many takes some 100 MB
	maxLine    = 128 << 10 // bytes of a command that starts a shell: Linux takes no longer word, and Windows no longer line
)

const tooDeep = "This is nested too deeply and was not read"

// skipped notes that bytes i to j of the text are stepped over.
func (s *Script) skipped(i, j int, reason string) {
	s.Unchecked = append(s.Unchecked, source.Unchecked{Span: s.Text.SpanOf(i, j), Reason: reason})
}

// bounded is as much of a text as is read: up to the end of a line, if there is one.
func bounded(text string) int {
	if len(text) <= maxTokens {
		return len(text)
	}
	tokens, inWord, lineEnd := 0, false, 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		letter := c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !inWord && letter || !letter && c > ' ' {
			tokens++
		}
		inWord = letter
		if c == '\n' {
			lineEnd = i + 1
			i += comment(text[lineEnd:])
		}
		if tokens > maxTokens {
			return cmp.Or(lineEnd, i)
		}
	}
	return len(text)
}

// comment is the length of the comment that a text begins with, as most scripts have them: they cost next to nothing.
func comment(text string) int {
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	if !strings.HasPrefix(text[indent:], "#") {
		return 0
	}
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

// readBounded has a text read as far as is bearable. What the reader misses where it stops reading is no error.
func (s *Script) readBounded(text reading, read func(*Script, reading)) {
	end := bounded(text.String())
	read(s, text.head(end))
	if end < text.Len() {
		s.skipped(end, text.Len(), "This is more than 100,000 words and signs into the script, so it was not read")
	}
	if slices.ContainsFunc(s.Unchecked, func(u source.Unchecked) bool { return u.End == s.Text.Span().End }) {
		s.Errors = slices.DeleteFunc(s.Errors, func(e *Error) bool { return e.Kind != Unexpected || e.End >= end })
	}
}

// Partial reports whether a part of the text was not read. What is found in the rest holds, but what is nowhere in it may
// still be in the script.
func (s *Script) Partial() bool { return len(s.Unchecked) > 0 }

// skipNested steps to the bracket that closes what the reader is in.
func (r *psReader) skipNested() {
	start := r.pos
	for open := 0; !r.end(); {
		if end := r.text.hole(r.pos); end > r.pos {
			r.pos = end
			continue
		}
		switch c := r.at(r.pos); {
		case c == '(' || c == '{' || c == '[':
			open++
		case (c == ')' || c == '}' || c == ']') && open == 0:
			r.script.skipped(start, r.pos, tooDeep)
			return
		case c == ')' || c == '}' || c == ']':
			open--
		case c == '#':
			r.lineComment()
			continue
		case c == '`':
			r.pos++
		case c == '\'' || c == '"':
			r.skipString(c)
		}
		r.pos = min(r.pos+1, len(r.s))
	}
	r.script.skipped(start, r.pos, tooDeep)
}

// skipString steps to the quote that ends a string.
func (r *psReader) skipString(quote byte) {
	for r.pos++; !r.end() && r.at(r.pos) != quote; r.pos++ {
		if r.at(r.pos) == '`' && quote == '"' {
			r.pos++
		}
	}
}

// skipNested steps to the parenthesis that closes the group that the reader is in, or to the end of the line.
func (r *cmdReader) skipNested() {
	start := r.pos
	quoted := false
	for open := 0; r.pos < len(r.s); r.pos++ {
		c := r.peek(0)
		if c == '\n' {
			quoted = false
		}
		if open == 0 && (c == '\n' || !quoted && c == ')') {
			break
		}
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			open++
		case c == ')':
			open--
		case c == '^':
			r.pos++
		}
	}
	r.pos = min(r.pos, len(r.s))
	r.script.skipped(start, r.pos, tooDeep)
}

// maxComments is how many comments may follow one another in a text for mvdan.cc/sh, which goes a call deeper with each.
const maxComments = 500

// fewComments is a text of the same length without the first ones of more than maxComments comment lines in a row.
func fewComments(text string) string {
	if strings.Count(text, "#") <= maxComments {
		return text
	}
	var out strings.Builder
	var run []string // the lines of the comments that end here
	flush := func() {
		for i, line := range run {
			if i < len(run)-maxComments {
				line = strings.Repeat(" ", len(line)-1) + "\n"
			}
			out.WriteString(line)
		}
		run = run[:0]
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") && strings.HasSuffix(line, "\n") {
			run = append(run, line)
			continue
		}
		flush()
		out.WriteString(line)
	}
	flush()
	return out.String()
}

var errTooDeep = errors.New("nested too deep")

// A shallowReader hands out a text, and stops where its reader has gone too deep into it: mvdan.cc/sh asks for more as it
// goes, from wherever it is.
type shallowReader struct {
	strings.Reader
	reads int
}

// Read hands out the next bytes. To look at the stack takes long where it is deep, so it is done now and then.
func (r *shallowReader) Read(buffer []byte) (int, error) {
	if r.reads++; r.reads%16 == 0 && runtime.Callers(maxShCalls, make([]uintptr, 1)) > 0 {
		return 0, errTooDeep
	}
	return r.Reader.Read(buffer)
}

var _ io.Reader = (*shallowReader)(nil)

// shallow is the statements that are not nested too deeply; the others are noted.
func (r *shReader) shallow(stmts []*syntax.Stmt) []*syntax.Stmt {
	kept := stmts[:0]
	for _, stmt := range stmts {
		if deep(stmt) {
			at := r.of(stmt)
			r.script.skipped(at.Start, at.End, tooDeep)
			continue
		}
		kept = append(kept, stmt)
	}
	return kept
}

// deep reports whether a tree is too deep to be followed.
func deep(stmt *syntax.Stmt) bool {
	depth, most := 0, 0
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if n == nil {
			depth--
			return true
		}
		depth++
		most = max(most, depth)
		if depth > maxShDepth {
			depth-- // what is not entered is not left, either
			return false
		}
		return true
	})
	return most > maxShDepth
}
