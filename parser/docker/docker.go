// Package docker reads commands of the docker command line, and of dockerd, in scripts: which subcommand it is, its
// options with their values, and its operands, each with its place. What a variable or an expression puts in is not known.
package docker

import (
	"strings"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// A Command is one command of the docker command line. It never changes after Read.
type Command struct {
	*script.Command
	Verb     string // in its short form: "run" for "docker container run", "ps" for "docker container ls"; Daemon for dockerd
	VerbAt   source.Span
	Globals  []*Option // before the verb
	Options  []*Option // in their order
	Operands []Word    // in their order; of "run" the image, the command and its arguments
	// Complete is false where not all of it could be told apart: an option that is not known, or a variable that can
	// stand for several words. Options and Operands hold what is before that.
	Complete bool
}

// A Word is a part of an argument as docker gets it.
type Word struct {
	source.Text        // variables and expressions are in it as written
	Pattern     string // of the same length, with a zero byte for each byte of it that is not known
	Arg         *script.Arg

	at int // where in the value of Arg it begins
}

// Known reports whether all of it is known.
func (w Word) Known() bool { return strings.IndexByte(w.Pattern, Hole) < 0 }

// Daemon is the verb of a command of the daemon itself.
const Daemon = "dockerd"

// Hole represents a byte that is not known in patterns.
const Hole = 0

// Fill is a pattern, or a part of one, with a text in place of each stretch that is not known.
func Fill(pattern, with string) string {
	var b strings.Builder
	for i := range len(pattern) {
		switch {
		case pattern[i] != Hole:
			b.WriteByte(pattern[i])
		case i == 0 || pattern[i-1] != Hole:
			b.WriteString(with)
		}
	}
	return b.String()
}

// Slice is bytes i to j.
func (w Word) Slice(i, j int) Word { return Word{w.Text.Slice(i, j), w.Pattern[i:j], w.Arg, w.at + i} }

// Is reports whether it is known and one of the values.
func (w Word) Is(values ...string) bool {
	for _, v := range values {
		if w.Pattern == v {
			return true
		}
	}
	return false
}

// An Option is one option with its value.
type Option struct {
	Name   string // the long name without dashes: "volume" for -v
	Flag   Word   // as written: "-v", "--volume", one letter of "-it" without a dash
	Value  Word   // of no Arg where there is none
	Switch bool   // it takes no value of its own
}

// Span reaches from the option to the end of its value.
func (o *Option) Span() source.Span {
	if o.Value.Arg == nil {
		return o.Flag.Span()
	}
	return o.Flag.Span().Cover(o.Value.Span())
}

// Separate reports whether the value is an argument of its own.
func (o *Option) Separate() bool { return o.Value.Arg != nil && o.Value.Arg != o.Flag.Arg }

// On reports whether a switch is certainly on: "--rm", "--rm=true".
func (o *Option) On() bool {
	return o.Switch && (o.Value.Arg == nil || o.Value.Is("1", "t", "T", "true", "TRUE", "True"))
}

// Option is the last option of that name, which is the one that holds; nil where there is none.
func (c *Command) Option(name string) *Option {
	for i := len(c.Options) - 1; i >= 0; i-- {
		if c.Options[i].Name == name {
			return c.Options[i]
		}
	}
	return nil
}

// On reports whether the switch of that name is certainly on.
func (c *Command) On(name string) bool {
	o := c.Option(name)
	return o != nil && o.On()
}

// Password is what a "docker login" gets as the password on its command line; given is false for any other command, and if it reads
// the password from its input.
func (c *Command) Password() (password Word, given bool) {
	if c == nil || c.Verb != "login" {
		return Word{}, false
	}
	o := c.Option("password")
	if o == nil || o.Value.Arg == nil || o.Value.Is("", "-") {
		return Word{}, false
	}
	return o.Value, true
}

// Verbs reports whether the command is one of the verbs.
func (c *Command) Verbs(verbs ...string) bool {
	for _, v := range verbs {
		if c.Verb == v {
			return true
		}
	}
	return false
}

// Read reads a command of a script; nil where it is not one of docker's, or where its verb is not known.
func Read(c *script.Command) *Command {
	if !c.Is("docker", Daemon) {
		return nil
	}
	r := &reader{Command: &Command{Command: c, Complete: true}}
	for _, arg := range c.Args {
		r.words = append(r.words, Word{arg.Value(), arg.Pattern(), arg, 0})
	}
	if c.Is(Daemon) {
		r.Verb, r.VerbAt = Daemon, c.Name.Span()
		r.options(grammars[Daemon], &r.Options)
		return r.Command
	}
	r.options(global, &r.Globals)
	g := r.verb()
	if g == nil {
		return nil
	}
	r.options(g, &r.Options)
	if !g.mixed {
		r.operands()
	}
	return r.Command
}

// A reader cuts the words of one command.
type reader struct {
	*Command
	words []Word // that are not read yet
}

// take is the next word.
func (r *reader) take() Word {
	w := r.words[0]
	r.words = r.words[1:]
	return w
}

// stop leaves the rest unread.
func (r *reader) stop() { r.words, r.Complete = nil, false }

// verb reads the verb, of one word or two.
func (r *reader) verb() *grammar {
	if len(r.words) == 0 {
		return nil
	}
	first := r.take()
	r.Verb, r.VerbAt = first.Pattern, first.Span()
	if groups[r.Verb] && len(r.words) > 0 {
		second := r.take()
		r.Verb, r.VerbAt = first.Pattern+" "+second.Pattern, r.VerbAt.Cover(second.Span())
	}
	if short, ok := aliases[r.Verb]; ok {
		r.Verb = short
	}
	return grammars[r.Verb]
}

// options reads options up to the first operand or, where options may be after operands, to the end.
func (r *reader) options(g *grammar, list *[]*Option) {
	for len(r.words) > 0 {
		w := r.words[0]
		switch {
		case w.Pattern == "--":
			r.take()
			r.operands()
		case strings.HasPrefix(w.Pattern, "--"):
			r.long(g, list)
		case strings.HasPrefix(w.Pattern, "-") && len(w.Pattern) > 1:
			r.short(g, list)
		case severalWords(w):
			r.stop()
		case g.mixed:
			r.Operands = append(r.Operands, r.take())
		default:
			return
		}
	}
}

// operands takes the rest.
func (r *reader) operands() {
	for len(r.words) > 0 {
		if severalWords(r.words[0]) {
			r.stop()
			return
		}
		r.Operands = append(r.Operands, r.take())
	}
}

// long reads "--name", "--name value" or "--name=value".
func (r *reader) long(g *grammar, list *[]*Option) {
	w := r.take()
	name, _, inline := strings.Cut(w.Pattern, "=")
	kind, known := g.named(name[2:])
	if !known {
		r.stop()
		return
	}
	o := &Option{Name: kind.name, Flag: w.Slice(0, len(name)), Switch: kind.isSwitch}
	switch {
	case inline:
		o.Value = w.Slice(len(name)+1, w.Len())
	case !o.Switch && len(r.words) == 0:
		r.stop()
		return
	case !o.Switch:
		o.Value = r.take()
	}
	*list = append(*list, o)
}

// short reads "-it", "-p 80:80", "-p80:80", "-p=80:80".
func (r *reader) short(g *grammar, list *[]*Option) {
	w := r.take()
	for i := 1; i < len(w.Pattern); i++ {
		kind, known := g.lettered(w.Pattern[i])
		if !known {
			r.stop()
			return
		}
		o := &Option{Name: kind.name, Flag: w.Slice(i, i+1), Switch: kind.isSwitch}
		if i == 1 {
			o.Flag = w.Slice(0, 2)
		}
		rest := i + 1
		inline := rest < len(w.Pattern) && w.Pattern[rest] == '='
		if inline {
			rest++
		}
		switch {
		case inline, !o.Switch && rest < len(w.Pattern):
			o.Value = w.Slice(rest, w.Len())
			i = len(w.Pattern)
		case !o.Switch && len(r.words) == 0:
			r.stop()
			return
		case !o.Switch:
			o.Value = r.take()
		}
		*list = append(*list, o)
	}
}

// severalWords reports whether a word, where an option or an operand begins, can be none or several for docker: a
// variable that is splatted or that is not in quotes, what a command prints.
func severalWords(w Word) bool {
	if w.Arg == nil || w.Pattern == "" || w.Pattern[0] != Hole {
		return false
	}
	if v := w.Arg.Variable(); v != nil {
		return v.Splat || v.Name == "@" || v.Name == "*" || v.Outer && v.String() == w.Arg.String() // without quotes around it
	}
	return false
}
