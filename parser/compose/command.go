package compose

import (
	"errors"
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// A Command is what a service or a hook of it runs.
type Command struct {
	Key   string      // command, entrypoint, test (of the health check), or the hook's name: post_start, pre_stop, pre_start
	Value *data.Value // as written
	List  bool        // a list: each item is one word
	Words []*Word     // what compose hands to the engine; of a health check without its first word
	Form  string      // of a health check, its first word: CMD, CMD-SHELL, NONE, or what is there
	Shell source.Text // of a health check that a shell runs: the text that it gets
	Rest  source.Text // of a string: what compose drops, from the first ; & | < > outside quotes on
	Err   error       // what compose refuses, in its words
}

// Span is the command as written.
func (c *Command) Span() source.Span { return c.Value.Span() }

// A Word is one argument as the engine gets it.
type Word struct {
	source.Text
	Lost []source.Span // of a string: the backslashes that compose takes away before a character that needs none
}

// commands reads everything that the service runs.
func (s *Service) commands() {
	s.command("command", s.Get("command"))
	s.command("entrypoint", s.Get("entrypoint"))
	if test := s.Get("healthcheck", "test"); test != nil {
		s.Commands = append(s.Commands, readHealthcheck(test))
	}
	for _, hook := range [...]string{"pre_start", "post_start", "pre_stop"} {
		for _, item := range s.Get(hook).List() {
			s.command(hook, item.Get("command"))
		}
	}
}

func (s *Service) command(key string, v *data.Value) {
	if v == nil || v.Is(data.Null) {
		return
	}
	s.Commands = append(s.Commands, readCommand(key, v))
}

func readCommand(key string, v *data.Value) *Command {
	c := &Command{Key: key, Value: v}
	if v.Scalar() {
		c.split(scalarText(v.Resolve()))
		return c
	}
	c.List = true
	for _, item := range v.List() {
		c.Words = append(c.Words, &Word{Text: scalarText(item.Resolve())})
	}
	return c
}

// readHealthcheck reads the test of a health check. A string is for a shell, as a list with CMD-SHELL is.
func readHealthcheck(v *data.Value) *Command {
	c := &Command{Key: "test", Value: v}
	if v.Scalar() {
		c.Form, c.Shell = "CMD-SHELL", scalarText(v.Resolve())
		return c
	}
	c.List = true
	for i, item := range v.List() {
		text := scalarText(item.Resolve())
		switch {
		case i == 0:
			c.Form = text.String()
		case c.Form == "CMD-SHELL" && i == 1:
			c.Shell = text
		default:
			c.Words = append(c.Words, &Word{Text: text})
		}
	}
	return c
}

var errCommandLine = errors.New("invalid command line string")

// split takes a string apart as go-shellwords does, which compose-go uses on every system: backslashes are taken away
// outside single quotes, and at ; & | < > outside quotes it stops.
func (c *Command) split(text source.Text) {
	w := wordReader{text: text}
	for w.i < text.Len() && !w.stopped && w.err == nil {
		w.next()
	}
	w.end()
	switch {
	case w.err != nil:
		c.Err = w.err
	case w.escaped || w.double || w.single || w.back || w.dollar:
		c.Err = errCommandLine
	default:
		c.Words = w.words
		c.Rest = text.Slice(w.i, text.Len())
	}
}

// A wordReader reads the words of a command line, one character at a time.
type wordReader struct {
	text  source.Text
	i     int
	words []*Word
	word  source.Builder
	lost  []source.Span
	began bool // the word has a character, or quotes

	escaped, double, single, back, dollar bool // inside what
	stopped                               bool
	err                                   error
}

func (w *wordReader) quoted() bool { return w.single || w.double || w.back || w.dollar }

func (w *wordReader) next() {
	c := w.text.String()[w.i]
	switch {
	case w.escaped:
		if strings.IndexByte("\\\"'`$;&|<>() \t\r\n", c) < 0 {
			w.lost = append(w.lost, w.text.SpanOf(w.i-1, w.i))
		}
		w.escaped = false
		w.take()
	case c == '\\' && !w.single:
		w.escaped = true
		w.i++
	case c == '\\':
		w.add()
	case strings.IndexByte(" \t\r\n", c) >= 0:
		if w.quoted() {
			w.add()
		} else {
			w.end()
			w.i++
		}
	default:
		w.character(c)
	}
}

// add puts the character into the word, and take also begins one with it. Spaces and backslashes in quotes begin none,
// since their quotes do.
func (w *wordReader) add() {
	w.word.Add(w.text, w.i, w.i+1)
	w.i++
}

func (w *wordReader) take() {
	w.began = true
	w.add()
}

func (w *wordReader) character(c byte) {
	switch {
	case c == '`' && !w.single && !w.double && !w.dollar:
		w.back = !w.back
	case c == ')' && !w.single && !w.double && !w.back:
		w.dollar = !w.dollar
	case c == '(' && !w.single && !w.double && !w.back:
		if w.dollar || !strings.HasSuffix(w.word.Text().String(), "$") {
			w.err = errCommandLine
			return
		}
		w.dollar = true
		w.add()
		return
	case c == '"' && !w.single && !w.dollar:
		w.began = w.began || w.double
		w.double = !w.double
		w.i++
		return
	case c == '\'' && !w.double && !w.dollar:
		w.began = w.began || w.single
		w.single = !w.single
		w.i++
		return
	case strings.IndexByte(";&|<>", c) >= 0 && !w.quoted():
		if s := w.word.Text().String(); c == '>' && s != "" && s[0] >= '0' && s[0] <= '9' {
			w.began = false // the digits before it are dropped, too
			w.i -= len(s)
		}
		w.stopped = true
		return
	}
	w.take()
}

// end ends the word, if there is one.
func (w *wordReader) end() {
	if !w.began {
		return
	}
	text := w.word.Text()
	if text.Len() == 0 { // two quotes with nothing between them
		text = w.text.Slice(w.i, w.i)
	}
	w.words = append(w.words, &Word{Text: text, Lost: w.lost})
	w.word, w.lost, w.began = source.Builder{}, nil, false
}
