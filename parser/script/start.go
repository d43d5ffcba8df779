package script

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/winlint/winlint/source"
)

// maxStarted is how many shells deep a script is followed.
const maxStarted = 6

// startAll reads the scripts that the commands of s start.
func (s *Script) startAll() {
	for _, c := range s.commands {
		if !startsShell(c) {
			continue
		}
		if s.depth >= maxStarted {
			s.skipped(c.Start, c.End, "This is nested in more than 6 shells, so what it starts was not read")
			continue
		}
		if c.End-c.Start > maxLine {
			s.skipped(c.Start, c.End, "This command line is longer than 128 KiB, so what it starts was not read")
			continue
		}
		line := c.processLine()
		if inner := start(line, -1, s.depth+1); inner != nil {
			inner.Parent, inner.By = s, c
			s.Started = append(s.Started, inner)
		}
	}
}

// shells tells what the programs run that this package reads the scripts of.
func shells(base string) Language {
	switch base {
	case "cmd", "%comspec%":
		return Cmd
	case "powershell":
		return WindowsPowerShell
	case "pwsh":
		return PowerShell7
	case "bash":
		return Bash
	case "sh", "dash", "ash":
		return Sh
	}
	return Unknown
}

func startsShell(c *Command) bool {
	return c.Name != nil && !c.Keyword && (shells(c.Lower) != Unknown || c.Lower == "logmonitor" || isComSpec(c.Name.value))
}

// isComSpec reports whether a word is the variable that holds the path of cmd.exe.
func isComSpec(word reading) bool {
	s := strings.ToLower(word.String())
	return s == "%comspec%" || s == "$env:comspec" || s == "${env:comspec}"
}

// processLine is the command line that the program of c gets.
func (c *Command) processLine() reading {
	if c.line.Len() > 0 {
		return c.line
	}
	var b builder
	if c.Script.Language.IsPowerShell() {
		powerShellArg(&b, c.Name.value)
		for _, arg := range c.Args {
			if _, block := arg.Expr().(*Group); block {
				return reading{} // a script block goes encoded, and was read with the script it is in
			}
			powerShellArg(&b, arg.value)
		}
		return b.reading()
	}
	quoteArg(&b, c.Name.value)
	for _, arg := range c.Args {
		quoteArg(&b, arg.value)
	}
	return b.reading()
}

// powerShellArg adds a word to a command line as PowerShell does it up to 7.2, and later for cmd: quotes around it if
// there is a space in it, and the quotes in it left alone.
func powerShellArg(b *builder, arg reading) {
	s := arg.String()
	if b.Len() > 0 {
		b.Put(" ", source.At(arg.Offset(0)))
	}
	quoted := s == "" || strings.ContainsAny(s, " \t") && !strings.HasPrefix(s, `"`)
	if quoted {
		b.Put(`"`, source.At(arg.Offset(0)))
	}
	b.add(arg, 0, len(s))
	if quoted {
		b.Put(`"`, source.At(arg.Offset(len(s))))
	}
}

// start reads the script in a command line that starts a shell; nil where it starts none that is known. What is in
// front of byte own of it belongs to SHELL; own is -1 for the command line of a command.
func start(line reading, own, depth int) *Script {
	i := blanks(line.String(), 0)
	if i == line.Len() {
		return nil
	}
	program := program(line, i)
	st := &starter{line: line, words: []word{program}, own: own, depth: depth}
	name := baseName(program.value)
	if name == "logmonitor" && st.has(1) {
		cut := st.behindLogMonitor()
		if cut == line.Len() {
			return nil
		}
		return start(line.slice(cut, line.Len()), own-min(own, cut), depth)
	}
	language := shells(name)
	if isComSpec(program.value) {
		language = Cmd
	}
	st.script = &Script{Language: language, Shell: st.arg(0)}
	switch {
	case language.IsPowerShell():
		return st.powerShell()
	case language.IsCmd():
		return st.cmd()
	case language.IsSh():
		return st.sh()
	}
	return nil
}

// A starter reads one command line that starts a shell.
type starter struct {
	line   reading
	words  []word // those that were asked for: the text after them is often long, and words mean nothing to cmd
	own    int
	depth  int
	script *Script
}

// has reports whether the command line has a word i, and cuts it up to that.
func (st *starter) has(i int) bool {
	for len(st.words) <= i {
		at := blanks(st.line.String(), st.words[len(st.words)-1].end)
		if at == st.line.Len() {
			return false
		}
		st.words = append(st.words, argument(st.line, at))
	}
	return true
}

// behindLogMonitor is where the command line begins that LogMonitor.exe runs, after its own options; the end of the line
// where there is none.
func (st *starter) behindLogMonitor() int {
	i := 1
	for st.has(i) && strings.HasPrefix(st.words[i].value.String(), "/") {
		if strings.EqualFold(st.words[i].value.String(), "/config") {
			i++
		}
		i++
	}
	if !st.has(i) {
		return st.line.Len()
	}
	return st.words[i].start
}

// arg is word i of the command line.
func (st *starter) arg(i int) *Arg {
	w := st.words[i]
	return &Arg{Range: Range{&st.line.Text, w.start, w.end}, value: w.value}
}

// options takes the words up to word to, but the first, for options.
func (st *starter) options(to int) {
	for i := 1; i < to; i++ {
		st.script.Options = append(st.script.Options, st.arg(i))
	}
}

// powerShell reads the options of powershell.exe and pwsh.exe. Each can be cut short.
func (st *starter) powerShell() *Script {
	i := 1
	for ; st.has(i); i++ {
		name, ok := optionName(st.words[i].value.String())
		if !ok {
			break
		}
		switch {
		case isOption(name, "c", "command"):
			st.options(i + 1)
			return st.text(i + 1)
		case isOption(name, "f", "file"):
			st.options(i + 1)
			return st.file(i + 1)
		case name == "ec" || isOption(name, "e", "encodedcommand"):
			st.options(i + 1)
			return st.encoded(i + 1)
		case takesValue(name, st.script.Language):
			i++
		}
	}
	i = min(i, len(st.words))
	st.options(i)
	if st.script.Language == PowerShell7 {
		return st.file(i)
	}
	return st.text(i)
}

// optionName is an option of powershell.exe in lower case, without what makes it one.
func optionName(s string) (string, bool) {
	if len(s) < 2 {
		return "", false
	}
	if s[0] != '-' && s[0] != '/' {
		return "", false
	}
	return strings.ToLower(strings.TrimPrefix(s[1:], "-")), true
}

// isOption reports whether a name means the option full, which can be cut short down to least.
func isOption(name, least, full string) bool {
	return strings.HasPrefix(name, least) && strings.HasPrefix(full, name)
}

// takesValue reports whether the next word belongs to the option (about_powershell_exe, about_pwsh).
func takesValue(name string, language Language) bool {
	switch {
	case name == "ep", name == "wd", name == "if", name == "of",
		isOption(name, "ex", "executionpolicy"),
		isOption(name, "in", "inputformat"),
		isOption(name, "o", "outputformat"),
		isOption(name, "w", "windowstyle"),
		isOption(name, "config", "configurationname"),
		isOption(name, "cus", "custompipename"),
		isOption(name, "wo", "workingdirectory"),
		isOption(name, "se", "settingsfile"),
		isOption(name, "ps", "psconsolefile"):
		return true
	}
	return language == WindowsPowerShell && isOption(name, "v", "version")
}

// file takes word i for the script file.
func (st *starter) file(i int) *Script {
	if st.has(i) {
		st.script.File = st.arg(i)
	}
	return st.script
}

// text takes the words from i on for the text, which PowerShell joins with spaces.
func (st *starter) text(i int) *Script {
	if !st.has(i) || st.words[i].value.String() == "-" && !st.has(i+1) {
		return st.script
	}
	at := st.words[i].start
	if at < st.own {
		prefix := &Script{Language: st.script.Language}
		var text reading
		text, _, at = st.join(at, st.own)
		st.script.Prefix = readAt(prefix, text, st.depth)
		if len(prefix.Errors) > 0 {
			st.script.Language = Unknown // what SHELL left open continues in the text
		}
	}
	if at == st.line.Len() {
		return st.script
	}
	text, quotes, _ := st.join(at, st.line.Len())
	readAt(st.script, text, st.depth)
	st.script.lose(quotes)
	return st.script
}

// join is the words that begin before byte until, from the one at byte at on, joined with spaces, with the quotes that
// were removed, and where the next word begins.
func (st *starter) join(at, until int) (text reading, removed []quote, next int) {
	s := st.line.String()
	var b builder
	b.Grow(until - at)
	for at < until {
		if b.Len() > 0 {
			b.add(st.line, at-1, at)
		}
		var quotes []quote
		quotes, at = unquoteArgument(st.line, at, &b)
		removed = append(removed, quotes...)
		at = blanks(s, at)
	}
	return b.reading(), removed, at
}

// lose notes the quotes that were removed from the text, unless they only held it together.
func (s *Script) lose(quotes []quote) {
	end := s.Text.Len()
	if len(quotes) == 2 && quotes[0].at == 0 && quotes[1].at == end {
		return
	}
	for i := 0; i < len(quotes); i += 2 {
		q := Quoted{Range: Range{&s.Text, quotes[i].at, end}, Open: quotes[i].place}
		if i+1 < len(quotes) {
			q.End, q.Close = quotes[i+1].at, quotes[i+1].place
		}
		s.Lost = append(s.Lost, q)
	}
}

// encoded takes word i for a text in base64 of UTF-16 LE. All that is in it has the place of the word.
func (st *starter) encoded(i int) *Script {
	if !st.has(i) {
		return st.script
	}
	w := st.words[i].value
	raw, err := base64.StdEncoding.DecodeString(w.String())
	if err != nil || len(raw)%2 != 0 || len(w.holes) > 0 {
		return st.script
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	var b builder
	b.Put(string(utf16.Decode(units)), w.Span())
	return readAt(st.script, b.reading(), st.depth)
}

// sh reads the options of a POSIX shell: one that holds a "c" says that the next word is the text.
func (st *starter) sh() *Script {
	for i := 1; st.has(i); i++ {
		w := st.words[i].value
		s := w.String()
		switch {
		case !strings.HasPrefix(s, "-"):
			st.options(i)
			return st.file(i)
		case strings.HasPrefix(s, "--"):
		case s == "-o":
			i++
		case strings.Contains(s, "c") && st.has(i+1):
			st.options(i + 1)
			if next := st.words[i+1]; next.start >= st.own {
				readAt(st.script, next.value, st.depth)
				st.script.lose(next.quotes)
			}
			return st.script
		}
	}
	st.options(len(st.words))
	return st.script
}

// cmd reads the options of cmd.exe: what is after /C, /K or /R is the text, whatever quotes it holds.
func (st *starter) cmd() *Script {
	s := st.line.String()
	at := st.words[0].end
	slashS := false
	for {
		at = cmdBlanks(s, at)
		option := at
		for option < len(s) && s[option] == '/' { // sh of MSYS needs //c
			option++
		}
		if option == at || option == len(s) {
			return st.script // an interactive cmd
		}
		letter := s[option] | 0x20
		end := option + 1
		if letter != 'c' && letter != 'k' && letter != 'r' {
			for end < len(s) && !slices.Contains([]byte(" \t/\""), s[end]) {
				end++
			}
		}
		st.script.Options = append(st.script.Options, &Arg{
			Range: Range{&st.line.Text, at, end}, value: st.line.slice(at, end),
		})
		slashS = slashS || letter == 's'
		at = end
		if letter == 'c' || letter == 'k' || letter == 'r' {
			break
		}
	}
	from := cmdBlanks(s, at)
	if from < st.own { // SHELL itself holds a part of the command
		st.script.Language = Unknown
		return st.script
	}
	if from >= len(s) {
		return st.script
	}
	return readCmdLine(st.script, st.line.slice(from, len(s)), slashS, st.depth)
}

func cmdBlanks(s string, i int) int { return i + len(s[i:]) - len(strings.TrimLeft(s[i:], " \t,;=")) }
