package dockerfile

import (
	"errors"
	"iter"
	"math"
	"strings"
	"unicode"

	"github.com/winlint/winlint/source"
)

// BuildKit's lexer follows variables inside the defaults of variables as deep as they go, and Go ends the program where
// its stack is too deep. A replacement in each of n variables, one in another, makes up to the nth power of the length
// of a value. What goes beyond these bounds is in no file that a person or a program writes, and never reaches the lexer.
const (
	maxVariables = 2000     // "${" in one instruction
	maxDollars   = 50_000   // "$" in one instruction
	maxSet       = 5000     // variables that ARG and ENV of a file set
	maxReads     = 200_000  // "$" where the builder expands variables: for each, the variables are searched
	maxTriggers  = 20       // ONBUILD in one another: BuildKit takes a single one, and finds that out by going down to the last
	manyTriggers = 200      // ONBUILD in a file: the time that BuildKit takes grows with the square of those in one another
	maxLines     = 10_000   // instructions
	maxExpanded  = 16 << 20 // bytes that all words of a file read as
	maxReading   = 1 << 21  // bytes that a word with replacements can read as
	maxEndless   = 20       // heredocs that never end: for each one, the rest of the file is searched
	maxLogical   = 1 << 16  // bytes that the values of variables may put into one word
)

// ErrNotRead is the error of a word that is not read, since that could take too long.
var ErrNotRead = errors.New("winlint does not read this")

// Room is how many bytes the values of variables may put into a word; negative where the word cannot be read at all.
func (w *Word) Room() int {
	if strings.Count(w.Value, "${") > maxVariables {
		return -1
	}
	replacements := countReplacements(w.Value)
	if replacements == 0 {
		return maxLogical
	}
	most := math.Pow(maxReading, 1/float64(replacements+1))
	return min(int(most), maxLogical) - len(w.Value)
}

// countReplacements is how many "${name/from/to}" a word has; one more for each that only looks like it.
func countReplacements(s string) int {
	count := 0
	for {
		at := strings.Index(s, "${")
		if at < 0 {
			return count
		}
		s = s[at+2:]
		if rest := strings.TrimLeft(s, nameBytes); strings.HasPrefix(rest, "/") {
			count++
		}
	}
}

const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

// tooManyVariables reports whether BuildKit's parser must not see the line, which it looks through for heredocs.
func tooManyVariables(line string) bool {
	return strings.Count(line, "${") > maxVariables || strings.Count(line, "$") > maxDollars
}

// tooManyTriggers reports whether BuildKit's parser must not see the line: it goes down into each ONBUILD.
func tooManyTriggers(line string) bool {
	for range maxTriggers {
		word, rest, _ := strings.Cut(strings.TrimLeftFunc(line, unicode.IsSpace), " ")
		if !strings.EqualFold(word, "ONBUILD") {
			return false
		}
		line = rest
	}
	return true
}

// chained is what BuildKit says of an ONBUILD in an ONBUILD.
const chained = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"

// mayBeDeep reports whether one instruction of the text may be one that BuildKit's parser must not see.
func mayBeDeep(text string) bool {
	if strings.Count(text, "$") > maxVariables {
		return true
	}
	return len(text) > len("ONBUILD ")*manyTriggers && strings.Count(strings.ToUpper(text), "ONBUILD") > manyTriggers
}

// Left is how many bytes the words of the file may still read as, all together.
func (d *Document) Left() int { return max(0, maxExpanded-d.expanded) }

// refuse leaves an instruction out of what is checked. What variables it sets is not known.
func (p *reader) refuse(in *Instruction, reason string) {
	p.doc.Unchecked = append(p.doc.Unchecked, source.Unchecked{Span: firstLine(in), Reason: reason})
	for e := (&Error{At: firstLine(in), In: in, Message: reason}); in != nil; in = in.OnBuild {
		in.Err, in.Pairs = e, nil
	}
}

// bound leaves out what the lexer must not get of an instruction, and reports whether anything is left of it.
func (p *reader) bound(in *Instruction) bool {
	if tooManyVariables(in.Logical.String()) {
		p.refuse(in, "This instruction has too many variables, so it was not checked")
		return false
	}
	if p.countVariables(in); p.set > maxSet || p.reads > maxReads {
		p.refuse(in, "This file sets or expands too many variables, so this instruction was not checked")
		return false
	}
	for i := in; i != nil; i = i.OnBuild {
		for word := range i.expanded() {
			if word.Room() < 0 {
				p.refuse(in, "This instruction has replacements in variables that could become too long, so it was not checked")
				return false
			}
		}
	}
	return true
}

// countVariables counts the variables that an instruction sets and expands.
func (p *reader) countVariables(in *Instruction) {
	for ; in != nil; in = in.OnBuild {
		if in.Is("ARG", "ENV") {
			p.set += len(in.Pairs)
		}
		if in.Expands() {
			p.reads += strings.Count(in.Args.String(), "$")
		}
	}
}

// expanded is the words that the builder puts variables into.
func (in *Instruction) expanded() iter.Seq[*Word] {
	return func(yield func(*Word) bool) {
		for _, flag := range in.Flags {
			if !yield(&Word{Text: flag.Value, Value: flag.Read}) {
				return
			}
		}
		if !in.Expands() {
			return
		}
		for _, word := range in.Words {
			if !yield(word) {
				return
			}
		}
	}
}
