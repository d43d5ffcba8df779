package script

import (
	"strings"

	"github.com/winlint/winlint/source"
)

// A word is one argument of a process.
type word struct {
	value      reading
	start, end int     // where it is in the command line
	quotes     []quote // the quotes that were removed, in order
}

// A quote is one that is not in the value, but was before byte at of it.
type quote struct {
	at    int
	place source.Span
}

// argv is the words that a process gets of a Windows command line, as CommandLineToArgvW divides it: at spaces and tabs outside
// quotes. A quote is removed unless a backslash is before it; backslashes count only before a quote; two quotes inside a
// quoted part mean one and end it. The first word is the program, in which no quote can be escaped.
func argv(line reading) []word {
	s := line.String()
	i := blanks(s, 0)
	if i == len(s) {
		return nil
	}
	first := program(line, i)
	return append([]word{first}, arguments(line, first.end)...)
}

// arguments cuts what follows the program.
func arguments(line reading, i int) []word {
	s := line.String()
	var words []word
	for i = blanks(s, i); i < len(s); i = blanks(s, i) {
		w := argument(line, i)
		words = append(words, w)
		i = w.end
	}
	return words
}

func blanks(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// program reads the first word of a command line: in quotes to the next quote, else to the next space or tab.
func program(line reading, i int) word {
	s := line.String()
	w := word{start: i}
	var b builder
	quoted := false
	for i < len(s) {
		stops := " \t\""
		if quoted {
			stops = "\""
		}
		end := line.until(stops, i)
		b.add(line, i, end)
		i = end
		if i == len(s) || s[i] != '"' {
			break
		}
		w.quotes = append(w.quotes, quote{b.Len(), line.SpanOf(i, i+1)})
		quoted = !quoted
		i++
	}
	w.value, w.end = b.readingAt(line, w.start), i
	return w
}

// argument reads one further word.
func argument(line reading, i int) word {
	var b builder
	w := word{start: i}
	w.quotes, w.end = unquoteArgument(line, i, &b)
	w.value = b.readingAt(line, i)
	return w
}

// unquoteArgument adds one further word to b, and tells the quotes that are not there any more and where the word ends.
func unquoteArgument(line reading, i int, b *builder) ([]quote, int) {
	s := line.String()
	var removed []quote
	open := 0 // 1 inside a quoted part
	for i < len(s) {
		stops := " \t\\\""
		if open > 0 {
			stops = "\\\""
		}
		end := line.until(stops, i)
		b.add(line, i, end)
		i = end
		switch {
		case i < len(s) && s[i] == '\\':
			i = backslashes(line, i, b)
		case i < len(s) && s[i] == '"':
			i, open = quoteRun(line, i, open, b, &removed)
		default:
			return removed, i
		}
	}
	return removed, i
}

// backslashes reads a run of backslashes with the quote after it, where the run escapes that.
func backslashes(line reading, i int, b *builder) int {
	s := line.String()
	n := len(s[i:]) - len(strings.TrimLeft(s[i:], `\`))
	end := i + n
	if end == len(s) || s[end] != '"' || line.hole(end) > end {
		b.add(line, i, end)
		return end
	}
	for ; n >= 2; n -= 2 {
		b.Put(`\`, line.SpanOf(i, i+2))
		i += 2
	}
	if n == 1 {
		b.Put(`"`, line.SpanOf(i, i+2))
		i += 2
	}
	return i
}

// quoteRun reads a run of quotes. quotes counts those that are open: every third of a run is one that the process gets.
func quoteRun(line reading, i, quotes int, b *builder, removed *[]quote) (int, int) {
	s := line.String()
	for first := true; i < len(s) && s[i] == '"' && line.hole(i) == i; first = false {
		quotes++
		*removed = append(*removed, quote{b.Len(), line.SpanOf(i, i+1)})
		i++
		if !first && quotes == 3 {
			// The last two of the three are read as the one that is kept.
			n := len(*removed) - 2
			place := (*removed)[n].place.Cover((*removed)[n+1].place)
			*removed = (*removed)[:n]
			b.Put(`"`, place)
			quotes = 0
		}
	}
	if quotes == 2 {
		quotes = 0
	}
	return i, quotes
}

// quoteArg adds a word to a command line as syscall.EscapeArg writes it, so that argv gives it back.
func quoteArg(b *builder, arg reading) {
	s := arg.String()
	if b.Len() > 0 {
		b.Put(" ", source.At(arg.Offset(0)))
	}
	if s != "" && !strings.ContainsAny(s, " \t\"") {
		b.add(arg, 0, len(s))
		return
	}
	quoted := s == "" || strings.ContainsAny(s, " \t")
	if quoted {
		b.Put(`"`, source.At(arg.Offset(0)))
	}
	run := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			b.Put(strings.Repeat(`\`, run+1), source.At(arg.Offset(i)))
		}
		if s[i] == '\\' {
			run++
		} else {
			run = 0
		}
		b.add(arg, i, i+1)
	}
	if quoted {
		b.Put(strings.Repeat(`\`, run)+`"`, source.At(arg.Offset(len(s))))
	}
}
