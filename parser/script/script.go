package script

import (
	"iter"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
)

// Language is what a script is written in.
type Language int

// The languages. Rules about one edition of PowerShell ask for exactly that one: PowerShell alone means that the
// edition is not known, as for a .ps1 file.
const (
	Unknown           Language = iota // no shell, or one that is not known: there is no Body
	Process                           // no shell at all: the words of an exec form, as one command
	WindowsPowerShell                 // powershell.exe, 5.1
	PowerShell7                       // pwsh.exe
	PowerShell                        // one of the two
	Cmd                               // cmd.exe, one command line
	Batch                             // cmd.exe, a .cmd or .bat file
	Sh                                // a POSIX shell
	Bash
)

func (l Language) String() string {
	return [...]string{
		"unknown", "process", "Windows PowerShell", "PowerShell 7", "PowerShell", "cmd", "batch", "sh", "bash",
	}[l]
}

// IsPowerShell reports whether it is any edition of PowerShell.
func (l Language) IsPowerShell() bool {
	return l == WindowsPowerShell || l == PowerShell7 || l == PowerShell
}

// IsCmd reports whether cmd.exe runs it.
func (l Language) IsCmd() bool { return l == Cmd || l == Batch }

// IsSh reports whether it is a POSIX shell or bash.
func (l Language) IsSh() bool { return l == Sh || l == Bash }

// A Script is a text that one shell runs, with the scripts that its commands start.
type Script struct {
	Language Language
	Text     source.Text // what the shell reads, after whatever is between it and the author
	Body     *Block      // nil where there is no text, or where the language is not known
	Comments []*Comment  // in the order of the text
	Errors   []*Error    // what the reader could not make sense of

	Unchecked []source.Unchecked // what of the text was not read, since it is too long or nested too deep

	Prefix  *Script   // what SHELL puts before the text; its places are those of the SHELL elements
	Shell   *Arg      // the word that names the shell; nil for script files
	Options []*Arg    // the words between that and the text: -NoProfile, /S
	File    *Arg      // the script file that is run instead of a text, as after -File
	Lost    []Quoted  // the quotes that the shell did not get, but for a pair around all of the text
	Parent  *Script   // nil for the outermost
	By      *Command  // the command of Parent that starts it; nil for the outermost, and where FOR /F does
	Started []*Script // the scripts that commands of this one start

	escaped  bool            // see Escaped; of the outermost
	depth    int             // how many scripts it is in
	inner    []*Script       // what All gives after the script itself
	commands []*Command      // what Commands gives: nearly every rule about scripts asks
	defined  map[string]bool // the names of the functions, in lower case; nil until Defines is asked
}

// Quoted is a part of a script's text that the author put in double quotes, which are gone when the shell reads it.
type Quoted struct {
	Range                   // what was between the quotes; to the end of the text where the second is missing
	Open, Close source.Span // the quotes; Close is empty where it is missing
}

// All is the script and all that it starts, outer ones first.
func (s *Script) All() iter.Seq[*Script] {
	return func(yield func(*Script) bool) {
		if !yield(s) {
			return
		}
		for _, inner := range s.inner {
			if !yield(inner) {
				return
			}
		}
	}
}

// Commands is every command of this script, at any depth, in the order of the text; not those of scripts it starts.
func (s *Script) Commands() iter.Seq[*Command] { return slices.Values(s.commands) }

// Defines reports whether the script has a function of that name. Case does not count.
func (s *Script) Defines(name string) bool {
	if s.defined == nil {
		s.defined = map[string]bool{}
		for f := range Nodes[*Function](s.Body) {
			s.defined[strings.ToLower(f.Name.String())] = true
		}
	}
	return s.defined[strings.ToLower(name)]
}

// finish lists the nodes of a script that was read, and reads the scripts that its commands start.
func (s *Script) finish() *Script {
	if s.Body == nil {
		return s
	}
	s.list()
	s.startAll()
	for _, inner := range s.Started {
		s.inner = append(append(s.inner, inner), inner.inner...)
	}
	return s
}

// list notes the nodes of the script, and the commands among them.
func (s *Script) list() {
	nodes := make([]Node, 0, s.Text.Len()/4) // about as many as most scripts have
	Walk(s.Body, func(n Node) bool {
		nodes = append(nodes, n)
		if c, ok := n.(*Command); ok {
			s.commands = append(s.commands, c)
		}
		return true
	})
	s.Body.nodes = nodes
}

// Unread reports whether the text could not be read: nothing can be said of what it does.
func (s *Script) Unread() bool { return s.Broken() || s.Partial() }

// Broken reports whether the text is none that its shell reads.
func (s *Script) Broken() bool { return s.Body == nil || len(s.Errors) > 0 }

// Texts makes texts that stand in no file, such as the SHELL that a base image is known to bring. Their places mean
// nothing.
func Texts(words ...string) []source.Text {
	texts := make([]source.Text, len(words))
	for i, w := range words {
		texts[i] = source.Loose(w)
	}
	return texts
}

// Line reads the text of a shell form under the SHELL that is in force, given by its decoded elements; without any it
// is Windows' default, cmd /S /C. Both builders join the elements and the raw text with spaces to one command line. The
// body of a heredoc takes the place of the text.
func Line(shell []source.Text, text source.Text) *Script {
	if len(shell) == 0 {
		return readCmdLine(&Script{Language: Cmd}, reading{Text: text}, true, 0)
	}
	n := text.Len()
	for _, element := range shell {
		n += element.Len() + 1
	}
	var b builder
	b.Grow(n)
	for _, element := range shell {
		if b.Len() > 0 {
			b.Put(" ", source.At(element.Offset(0)))
		}
		b.Add(element, 0, element.Len())
	}
	b.Put(" ", source.At(text.Offset(0)))
	own := b.Len()
	b.Add(text, 0, text.Len())
	if s := start(b.reading(), own, 0); s != nil {
		return s
	}
	return &Script{Text: text}
}

// LineAfterBatch reads the text of a shell form under a SHELL whose last elements a batch file starts, or cmd after it: ["x.bat",
// "&&", "powershell", "-Command"] has cmd read the line first. If the last elements are those of cmd, the text is read twice
// by cmd, which makes no difference to what it means.
func LineAfterBatch(shell []source.Text, text source.Text) *Script {
	if shells(ProgramName(shell[0].String())) == Cmd {
		return Line(shell, text)
	}
	var b builder
	at := source.At(text.Offset(0))
	for _, element := range shell {
		b.Put(element.String()+" ", at)
	}
	b.Add(text, 0, text.Len())
	return readCmdLine(&Script{Language: Cmd}, b.reading(), true, 0)
}

// HealthTest reads the elements of a health check that the engine hands to cmd /S /C: the shell form of HEALTHCHECK and of a
// compose file is one. The engine runs it as an exec form, whatever SHELL says, since the configuration of a container has no
// shell (moby/moby daemon/health.go, daemon/commit.go): cmd gets `\"` for each quote.
func HealthTest(elements ...source.Text) *Script {
	var b builder
	for _, e := range elements {
		quoteArg(&b, reading{Text: e})
	}
	s := readCmdLine(&Script{Language: Cmd, escaped: true}, b.reading(), true, 0)
	s.Lost = nil // the quotes that /S removes are the engine's, not the author's
	return s
}

// Escaped reports whether each double quote of the author arrives as `\"`, as in a health check: a quote like any other to
// cmd, and a literal one to the programs that it starts.
func (s *Script) Escaped() bool {
	for s.Parent != nil {
		s = s.Parent
	}
	return s.escaped
}

// Exec reads the decoded elements of an exec form. The outermost script is the one command that they are.
func Exec(elements []source.Text) *Script {
	var b builder
	for _, e := range elements {
		quoteArg(&b, reading{Text: e})
	}
	line := b.reading()
	s := &Script{Language: Process, Text: line.Text}
	c := &Command{Range: Range{&s.Text, 0, line.Len()}, Script: s, line: line}
	for i, w := range argv(line) {
		if i < len(elements) { // the program, too, gets what was written, whatever its quotes
			w.value = reading{Text: elements[i]}
		}
		c.Args = append(c.Args, &Arg{Range: c.sub(w.start, w.end), value: w.value})
	}
	s.Body = &Block{Range: c.Range}
	if len(c.Args) == 0 {
		return s
	}
	c.named(c.Args[0])
	c.Args = c.Args[1:]
	c.Pipeline = &Pipeline{Range: c.Range, Elements: []Node{c}}
	s.Body.Statements = []*Statement{{Range: c.Range, Body: c.Pipeline}}
	return s.finish()
}

// Read reads a text in a language that is known.
func Read(language Language, text source.Text) *Script {
	return readAt(&Script{Language: language}, reading{Text: text}, 0)
}

// ReadTemplate reads a text as Read does. Its holes are bytes of the text, in order and apart: there another program puts a
// value in before the shell reads the text, and what is written there is not read.
func ReadTemplate(language Language, text source.Text, holes []source.Span) *Script {
	r := reading{Text: text}
	for _, h := range holes {
		r.holes = append(r.holes, hole{h.Start, h.End})
	}
	return readAt(&Script{Language: language}, r, 0)
}

// readAt has the reader of the script's language read the text, and then what that starts.
func readAt(s *Script, text reading, depth int) *Script {
	s.Text, s.depth = text.Text, depth
	switch {
	case s.Language.IsPowerShell():
		s.readBounded(text, readPowerShell)
	case s.Language.IsCmd():
		s.readBounded(text, readCmd)
	case s.Language.IsSh():
		s.readBounded(text, readSh)
	default:
		return s
	}
	slices.SortStableFunc(s.Errors, func(a, b *Error) int { return a.Start - b.Start })
	return s.finish()
}
