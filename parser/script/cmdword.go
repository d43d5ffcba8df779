package script

import (
	"sort"
	"strings"
)

// A cmdLine collects the text that a program gets: redirections and escape characters are gone, variables are holes.
type cmdLine struct {
	builder
	runs      []run // in order; the first one begins at byte 0
	variables []Node
}

// A run says that the bytes of the line from at on stand in the script's text from origin on, until the next run begins.
type run struct{ at, origin int }

// from says that the next byte of the line is at byte origin of the script's text.
func (l *cmdLine) from(origin int) {
	if n := len(l.runs); n == 0 || l.runs[n-1].origin+l.Len()-l.runs[n-1].at != origin {
		l.runs = append(l.runs, run{l.Len(), origin})
	}
}

func (l *cmdLine) take(text reading, i, j int) {
	l.from(i)
	l.add(text, i, j)
}

func (l *cmdLine) variable(text reading, v *Variable) {
	l.from(v.Start)
	l.hole(text, v.Start, v.End)
	l.variables = append(l.variables, v)
}

// place is where bytes i to j of the line are in the script's text.
func (l *cmdLine) place(i, j int) (start, end int) { return l.origin(i), l.origin(j-1) + 1 }

func (l *cmdLine) origin(i int) int {
	r := l.runs[sort.Search(len(l.runs), func(n int) bool { return l.runs[n].at > i })-1]
	return r.origin + i - r.at
}

// step takes one character, variable or escape sequence into the line. stop tells the characters before which the
// line ends, if they are neither in quotes nor escaped; step then returns false.
func (r *cmdReader) step(l *cmdLine, quoted *bool, stop func(byte) bool) bool {
	if end := r.text.hole(r.pos); end > r.pos {
		v := &Variable{Range: r.sub(r.pos, end), Outer: true}
		v.Name = variableName(v.String())
		l.variable(r.text, v)
		r.pos = end
		return true
	}
	c := r.peek(0)
	switch {
	case c == '\n' || c == '\r' && (r.peek(1) == '\n' || r.pos+1 == len(r.s)):
		return false
	case c == '%' || c == '!':
		if v := r.expansion(); v != nil {
			l.variable(r.text, v)
			return true
		}
		if r.script.Language == Batch && r.peek(1) == c && c == '%' { // two stand for one
			l.from(r.pos)
			l.Put("%", r.text.SpanOf(r.pos, r.pos+2))
			r.pos += 2
			return true
		}
	case *quoted && c != '"':
	case c == '^':
		r.caret(l)
		return true
	case stop(c):
		return false
	case c == '"':
		*quoted = !*quoted
	}
	l.take(r.text, r.pos, r.pos+1)
	r.pos++
	return true
}

// caret takes the character after a "^" as it is. At the end of a line it joins that with the next.
func (r *cmdReader) caret(l *cmdLine) {
	if n := r.continued(); n > 0 {
		r.pos += n
	} else {
		r.pos++
	}
	if r.pos < len(r.s) && r.peek(0) != '\n' && r.peek(0) != '\r' && r.peek(0) != '%' {
		l.take(r.text, r.pos, r.pos+1)
		r.pos++
	}
}

// expansion reads %NAME%, %NAME:a=b%, %1, %~dp0, %%i or %i, and !NAME!; nil if the character is an ordinary one.
func (r *cmdReader) expansion() *Variable {
	start := r.pos
	var end int
	var name string
	switch {
	case r.peek(0) == '!':
		end, name = named(r.s, r.pos, '!')
	case r.script.Language == Batch && r.peek(1) == '%':
		end, name = loopVariable(r.s, r.pos+2)
	case r.script.Language == Batch:
		if end, name = parameter(r.s, r.pos+1); end == 0 {
			end, name = named(r.s, r.pos, '%')
		}
	default:
		if end, name = named(r.s, r.pos, '%'); end == 0 {
			end, name = loopVariable(r.s, r.pos+1)
		}
	}
	if end == 0 {
		return nil
	}
	r.pos = end
	return &Variable{Range: r.to(start), Name: name}
}

// named reads a name between two marks, with what can be after a colon in it. Names with a space are left alone:
// they are far more often two marks that have nothing to do with each other.
func named(s string, start int, mark byte) (end int, name string) {
	i := start + 1
	for i < len(s) && nameByte(s[i]) {
		i++
	}
	if i == start+1 || i == len(s) {
		return 0, ""
	}
	name = strings.ToLower(s[start+1 : i])
	if s[i] == ':' {
		n := strings.IndexAny(s[i:], string(mark)+"\r\n")
		if n < 0 || n == 1 || s[i+n] != mark {
			return 0, ""
		}
		i += n
	}
	if s[i] != mark {
		return 0, ""
	}
	return i + 1, name
}

func nameByte(c byte) bool {
	return c >= 0x80 || letter(c) || digit(c) || strings.IndexByte("_-.()#$@+*?[]{}", c) >= 0
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// loopVariable reads the letter of a FOR variable with its modifiers, as in "~nxi". A letter with another after it is
// the beginning of a word.
func loopVariable(s string, i int) (end int, name string) {
	from := i
	if i < len(s) && s[i] == '~' {
		i++
		for i+1 < len(s) && strings.IndexByte("fdpnxsatz", s[i]|0x20) >= 0 && letter(s[i+1]) {
			i++
		}
		if i < len(s) && s[i] == '$' {
			return 0, ""
		}
	}
	if i >= len(s) || !letter(s[i]) && strings.IndexByte("#@?", s[i]) < 0 {
		return 0, ""
	}
	if i == from && i+1 < len(s) && (letter(s[i+1]) || digit(s[i+1])) {
		return 0, ""
	}
	return i + 1, s[i : i+1]
}

// parameter reads what a batch file gets: 1, *, ~dp0.
func parameter(s string, i int) (end int, name string) {
	if i < len(s) && s[i] == '~' {
		i++
		for i < len(s) && letter(s[i]) {
			i++
		}
	}
	if i < len(s) && (digit(s[i]) || s[i] == '*') {
		return i + 1, s[i : i+1]
	}
	return 0, ""
}

// variableName is the name in a variable that an outer shell puts in, as that writes it.
func variableName(s string) string {
	s = strings.Trim(s, "%!${}@")
	name, _, _ := strings.Cut(strings.ToLower(s), ":~")
	return name
}

// scan reads one word up to a character that stops it.
func (r *cmdReader) scan(stop func(byte) bool) *Arg {
	start := r.pos
	var l cmdLine
	quoted := false
	for r.pos < len(r.s) && r.step(&l, &quoted, stop) {
		continue
	}
	value := l.readingAt(r.text, start)
	return &Arg{Range: r.to(start), Parts: l.variables, value: unquote(value)}
}

// unquote is the value of a word in quotes.
func unquote(value reading) reading {
	s := value.String()
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' && strings.Count(s, `"`) == 2 {
		return value.slice(1, len(s)-1)
	}
	return value
}

// redirects reports whether a redirection is at the reader's place.
func (r *cmdReader) redirects() bool {
	c := r.peek(0)
	if digit(c) {
		c = r.peek(1)
	}
	return c == '>' || c == '<'
}

// redirect reads one, with its number.
func (r *cmdReader) redirect() *Redirect {
	start := r.pos
	if digit(r.peek(0)) {
		r.pos++
	}
	r.pos++
	switch {
	case r.peek(0) == '>':
		r.pos++
	case r.peek(0) == '&' && digit(r.peek(1)):
		r.pos += 2
		return &Redirect{Range: r.to(start), Op: r.to(start)}
	}
	red := &Redirect{Op: r.to(start)}
	r.skip(" \t")
	red.Target = r.scan(r.endsWord)
	red.Range = r.to(start)
	return red
}

func (r *cmdReader) endsWord(c byte) bool {
	return strings.IndexByte(" \t,;=", c) >= 0 || r.endsCommand(c)
}

func (r *cmdReader) endsCommand(c byte) bool {
	return c == '&' || c == '|' || c == '<' || c == '>' || c == ')' && r.groups > 0
}

// simple reads a command that is neither IF, FOR nor a group.
func (r *cmdReader) simple() *Command {
	start := r.pos
	c := &Command{Script: r.script}
	var l cmdLine
	quoted := false
	end := r.pos
	for r.pos < len(r.s) {
		if n := r.plain(); n > 0 {
			l.take(r.text, r.pos, r.pos+n)
			r.pos += n
			end = r.pos
			continue
		}
		free := !quoted && (r.pos == start || strings.IndexByte(" \t", r.s[r.pos-1]) >= 0 || !digit(r.peek(0)))
		if free && r.redirects() && r.text.hole(r.pos) == r.pos {
			c.Redirects = append(c.Redirects, r.redirect())
			end = r.pos
			continue
		}
		at := r.pos
		if !r.step(&l, &quoted, r.endsCommand) {
			break
		}
		if r.s[at] != ' ' && r.s[at] != '\t' {
			end = r.pos
		}
	}
	if r.pos == start && r.pos < len(r.s) { // a character that begins no command: continue after it
		r.fail(r.sub(start, start+1), Unexpected, "no command can begin with this")
		r.pos++
		end = r.pos
	}
	c.Range = Range{&r.script.Text, start, end}
	c.line = l.readingAt(r.text, start)
	r.words(c, &l)
	return c
}

// plain is how many bytes at the reader's place mean themselves, whether in quotes or not.
func (r *cmdReader) plain() int {
	i := r.pos
	for to := r.text.nextHole(i).start; i < to && plain(r.s[i]); {
		i++
	}
	return i - r.pos
}

// plain reports whether a byte neither ends a command or a word of it nor begins a variable, an escape or a redirection.
func plain(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', '"', '%', '!', '^', '&', '|', '<', '>', ')':
		return false
	}
	return !digit(c)
}

// words cuts the command line into name and arguments.
func (r *cmdReader) words(c *Command, l *cmdLine) {
	line := c.line
	i := blanks(line.String(), 0)
	if i == line.Len() {
		return
	}
	name := program(line, i)
	if n := builtinEnd(name.value.String()); len(name.quotes) == 0 && n > 0 {
		name.end = name.start + n
		name.value = name.value.slice(0, n)
	}
	vars := l.variables
	arg := func(w word) *Arg {
		a := &Arg{value: w.value}
		a.of = &r.script.Text
		a.Start, a.End = l.place(w.start, w.end)
		for len(vars) > 0 {
			v, _ := vars[0].(*Variable)
			if v.End > a.End {
				break
			}
			if v.Start >= a.Start {
				a.Parts = append(a.Parts, v)
			}
			vars = vars[1:]
		}
		return a
	}
	c.named(arg(name))
	c.End = max(c.End, c.Name.End)
	for _, w := range arguments(line, name.end) {
		c.Args = append(c.Args, arg(w))
		c.End = max(c.End, c.Args[len(c.Args)-1].End) // a quote that the program does not see closed holds blanks
	}
	c.starts(name.end)
}

// builtinEnd is where the name of a builtin ends that has something glued to it, as in "cd..", "echo.", "dir/b"; 0 where
// the word is not such.
func builtinEnd(name string) int {
	i := 0
	for i < len(name) && letter(name[i]) {
		i++
	}
	if i == len(name) {
		return 0
	}
	glue := ",;=/"
	switch strings.ToLower(name[:i]) {
	case "echo":
		glue += ".:(\\[]+"
	case "cd", "chdir":
		glue += ".\\"
	case "call", "goto":
		glue += ":"
	case "md", "mkdir", "rd", "rmdir", "dir", "del", "erase", "copy", "move", "ren", "rename", "type", "set", "exit",
		"pushd", "popd", "cls", "color", "date", "time", "start", "ver", "verify", "vol", "title", "assoc", "ftype",
		"shift", "setlocal", "endlocal", "mklink", "path", "pause", "prompt", "break":
	default:
		glue = ",;="
	}
	if strings.IndexByte(glue, name[i]) >= 0 {
		return i
	}
	return 0
}

// starts tells what CALL and START start; their arguments begin at byte from of the line.
func (c *Command) starts(from int) {
	switch c.Lower {
	case "call":
		if len(c.Args) > 0 && strings.HasPrefix(c.Args[0].value.String(), ":") {
			return
		}
	case "start":
	default:
		return
	}
	words := arguments(c.line, from)
	first := 0
	if c.Lower == "start" {
		first = behindStart(c.Args, words)
	}
	if first >= len(c.Args) {
		return
	}
	inner := &Command{Script: c.Script, line: c.line.slice(words[first].start, c.line.Len())}
	inner.Range = c.sub(c.Args[first].Start, c.Args[len(c.Args)-1].End)
	inner.named(c.Args[first])
	inner.Args = c.Args[first+1:]
	c.Args, c.Starts = c.Args[:first:first], inner
}

// behindStart is the argument of START that names the program: after its title, which is the first word in quotes, and
// its options.
func behindStart(args []*Arg, words []word) int {
	titled := false
	for i := 0; i < len(args); i++ {
		switch {
		case len(words[i].quotes) > 0 && !titled:
			titled = true
		case !strings.HasPrefix(args[i].value.String(), "/"):
			return i
		case args[i].Is("/d", "/node", "/affinity"):
			i++
		}
	}
	return len(args)
}
