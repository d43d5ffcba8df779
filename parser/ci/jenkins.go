package ci

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// An Escape is a backslash in a string of a Jenkinsfile together with what it makes of the next character.
type Escape struct {
	At      source.Span
	Refused bool        // Groovy does not know it, so the file does not compile
	Literal source.Span // the string, with its quotes
}

// Span is its place.
func (e *Escape) Span() source.Span { return e.At }

// jenkinsShells is the shells by the steps that run them. sh is not read: it runs on agents with Linux.
var jenkinsShells = map[string]string{"bat": "cmd", "powershell": "powershell", "pwsh": "pwsh"}

// readJenkins finds the calls of the steps that run scripts on Windows. A Jenkinsfile is a program, which nobody can know
// without running it: what is not a literal string is unknown.
func readJenkins(f *source.File) *Document {
	d := &Document{Document: &data.Document{File: f}, System: Jenkins}
	g := &groovy{file: f, s: f.Text, doc: d}
	g.read()
	if len(g.steps) == 0 {
		return d
	}
	job := &Job{At: g.calls[0], All: source.Span{Start: 0, End: len(f.Text)}}
	leg := &Leg{Job: job, Steps: g.steps}
	label := g.calls[0]
	if i := slices.IndexFunc(g.calls, func(at source.Span) bool { return f.Text[at.Start:at.End] != "pwsh" }); i >= 0 {
		label = g.calls[i] // pwsh runs on Linux, too
	}
	leg.Runner = []Text{{Text: f.Sub(label)}}
	job.Legs = []*Leg{leg}
	d.Jobs = []*Job{job}
	return d
}

// groovy goes through a Jenkinsfile as far as its strings, its comments and its braces show what is a call.
type groovy struct {
	file  *source.File
	s     string
	pos   int
	doc   *Document
	steps []*Step
	calls []source.Span // the names of the steps

	depth int
	dirs  []directory // that the blocks around are in
}

// A directory is the one of a block: "dir('x') { ... }".
type directory struct {
	depth int // of the block
	name  Text
}

func (g *groovy) read() {
	for g.pos < len(g.s) {
		switch c := g.s[g.pos]; {
		case g.skipped():
		case c == '{':
			g.depth++
			g.pos++
		case c == '}':
			g.depth--
			if n := len(g.dirs); n > 0 && g.dirs[n-1].depth > g.depth {
				g.dirs = g.dirs[:n-1]
			}
			g.pos++
		case letter(c) || c == '$':
			g.word()
		default:
			g.pos++
		}
	}
}

// skipped steps over a comment or a string.
func (g *groovy) skipped() bool {
	if g.comment() {
		return true
	}
	_, found := g.literal(false)
	return found
}

// comment steps over a comment, and keeps those that end with their line.
func (g *groovy) comment() bool {
	rest := g.s[g.pos:]
	switch {
	case strings.HasPrefix(rest, "//"):
		line, _, _ := strings.Cut(rest, "\n")
		line = strings.TrimRight(line, "\r")
		g.doc.Comments = append(g.doc.Comments, g.file.Sub(source.Span{Start: g.pos, End: g.pos + len(line)}))
		g.pos += len(line)
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest, "*/")
		if end < 0 {
			g.pos = len(g.s)
			return true
		}
		g.pos += end + len("*/")
	default:
		return false
	}
	return true
}

// word reads a name and, if it is that of a step, what follows.
func (g *groovy) word() {
	start := g.pos
	for g.pos < len(g.s) && (inName(g.s[g.pos]) && g.s[g.pos] != '-' || g.s[g.pos] == '$') {
		g.pos++
	}
	name := g.s[start:g.pos]
	member := start > 0 && g.s[start-1] == '.'
	switch shell := jenkinsShells[name]; {
	case member:
	case name == "dir":
		g.directory()
	case shell != "":
		if script, found := g.argument(); found {
			g.calls = append(g.calls, source.Span{Start: start, End: start + len(name)})
			step := &Step{Name: name, Run: script, Shell: Text{Text: source.Loose(shell)}, at: script.Span()}
			if n := len(g.dirs); n > 0 {
				step.Dir = g.dirs[n-1].name
			}
			g.steps = append(g.steps, step)
		}
	}
}

// directory reads "('x') {" after the name of the step dir.
func (g *groovy) directory() {
	if name, found := g.argument(); found {
		g.space()
		if g.pos < len(g.s) && g.s[g.pos] == ')' {
			g.pos++
			g.space()
		}
		if g.pos < len(g.s) && g.s[g.pos] == '{' {
			g.dirs = append(g.dirs, directory{g.depth + 1, name})
		}
	}
}

// argument is the one string that a step gets: "bat 'x'", "bat('x')", "bat(script: 'x', returnStdout: true)".
func (g *groovy) argument() (Text, bool) {
	g.space()
	if g.pos < len(g.s) && g.s[g.pos] == '(' {
		g.pos++
		g.space()
	}
	for {
		if text, found := g.literal(true); found {
			g.space()
			whole := g.pos == len(g.s) || g.s[g.pos] != '+'
			return text, whole && text.Len() > 0
		}
		name := g.name()
		if name == "" || g.pos == len(g.s) || g.s[g.pos] != ':' {
			return Text{}, false
		}
		g.pos++
		g.space()
		if name != "script" && !g.value() {
			return Text{}, false
		}
	}
}

// name reads a name and the spaces after it.
func (g *groovy) name() string {
	start := g.pos
	for g.pos < len(g.s) && inName(g.s[g.pos]) && g.s[g.pos] != '-' {
		g.pos++
	}
	name := g.s[start:g.pos]
	g.space()
	return name
}

// value steps over a simple value and the comma after it.
func (g *groovy) value() bool {
	if _, found := g.literal(false); !found && g.name() == "" {
		return false
	}
	g.space()
	if g.pos == len(g.s) || g.s[g.pos] != ',' {
		return false
	}
	g.pos++
	g.space()
	return true
}

func (g *groovy) space() {
	for g.pos < len(g.s) {
		if strings.IndexByte(" \t\r\n", g.s[g.pos]) >= 0 {
			g.pos++
		} else if !g.comment() {
			return
		}
	}
}

// literal reads a string in quotes, and what it means if that is asked for. What has an escape that Groovy does not know means nothing.
func (g *groovy) literal(means bool) (text Text, found bool) {
	rest := g.s[g.pos:]
	quote := ""
	for _, q := range [...]string{"'''", `"""`, "'", `"`} {
		if strings.HasPrefix(rest, q) {
			quote = q
			break
		}
	}
	if quote == "" {
		return Text{}, false
	}
	start := g.pos
	end := g.end(start+len(quote), quote)
	g.pos = min(end+len(quote), len(g.s))
	if !means || end > len(g.s)-len(quote) {
		return Text{}, true
	}
	return g.meaning(start+len(quote), end, source.Span{Start: start, End: g.pos}, quote[0] == '"'), true
}

// end is the offset of the quote that closes a string. One in single quotes ends with its line.
func (g *groovy) end(from int, quote string) int {
	for i := from; i < len(g.s); i++ {
		switch {
		case g.s[i] == '\\':
			i++
		case strings.HasPrefix(g.s[i:], quote):
			return i
		case g.s[i] == '\n' && len(quote) == 1:
			return i
		}
	}
	return len(g.s)
}

// groovyEscapes is what a backslash makes of a letter.
var groovyEscapes = map[byte]string{
	'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 's': " ", 't': "\t", '\\': `\`, '\'': "'", '"': `"`, '$': "$", '\n': "",
}

// meaning is what a string means, with a hole for each value that Groovy puts in.
func (g *groovy) meaning(from, to int, literal source.Span, puts bool) Text {
	var b source.Builder
	var holes []source.Span
	refused := false
	whole := g.file.Sub(source.Span{Start: from, End: to})
	for i := from; i < to; {
		c := g.s[i]
		switch {
		case c == '\\' && i+1 < to:
			n, means, known := groovyEscape(g.s[i:to])
			at := source.Span{Start: i, End: i + n}
			if !known || means != "" && strings.IndexByte(" \b\f\n\r\t", means[0]) >= 0 {
				g.doc.Escapes = append(g.doc.Escapes, &Escape{At: at, Refused: !known, Literal: literal})
			}
			refused = refused || !known
			b.Put(means, at)
			i += n
		case c == '$' && puts && i+1 < to && (g.s[i+1] == '{' || letter(g.s[i+1])):
			end := groovyHole(g.s[:to], i)
			holes = append(holes, source.Span{Start: b.Len(), End: b.Len() + end - i})
			b.Add(whole, i-from, end-from)
			i = end
		default:
			next := i + 1
			for next < to && g.s[next] != '\\' && (g.s[next] != '$' || !puts) {
				next++
			}
			b.Add(whole, i-from, next-from)
			i = next
		}
	}
	if refused || b.Len() == 0 {
		return Text{}
	}
	return Text{b.Text(), holes}
}

// groovyEscape is the length of the escape that a text begins with, and what it means.
func groovyEscape(s string) (n int, means string, known bool) {
	c := s[1]
	if means, known := groovyEscapes[c]; known {
		return 2, means, true
	}
	switch {
	case c == '\r' && strings.HasPrefix(s[1:], "\r\n"):
		return 3, "", true
	case c == 'u' && len(s) >= 6:
		code, err := strconv.ParseUint(s[2:6], 16, 16)
		return 6, string(rune(code)), err == nil
	case '0' <= c && c <= '7':
		n, code := 1, 0
		for most := 3; n < len(s) && n <= most && '0' <= s[n] && s[n] <= '7'; n++ {
			if n == 1 && s[n] > '3' {
				most = 2 // no more than "\\377"
			}
			code = code*8 + int(s[n]-'0')
		}
		return n, string(rune(code)), true
	}
	return 2, s[:2], false
}

// groovyHole is the end of the "$name.member" or "${ ... }" that begins at byte i.
func groovyHole(s string, i int) int {
	if s[i+1] != '{' {
		end := i + 1
		for end < len(s) && (inName(s[end]) && s[end] != '-' || s[end] == '.' && end+1 < len(s) && letter(s[end+1])) {
			end++
		}
		return end
	}
	depth := 0
	for end := i + 1; end < len(s); end++ {
		switch s[end] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return end + 1
			}
		}
	}
	return len(s)
}
