package subject

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// Script is what an instruction has a shell or a process do: the text of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, read as
// the language that is in force at state. It is nil where there is none, and where no shell can be known: rules about
// what is run are silent then.
func (u *Unit) Script(in *dockerfile.Instruction, state *State) *script.Script {
	size := in.Span().Len()
	if by := state.Shell.By; by != nil {
		size += by.Span().Len()
	}
	return u.read(in, size, func() *script.Script { return readScript(in, state) })
}

// maxScripts is how many bytes of the instructions and commands of a file are read as scripts. The SHELL is read again for
// each instruction that it starts, and so counts for each.
const maxScripts = 1 << 20

// read reads the script of a node, which takes so many bytes, once.
func (u *Unit) read(n parser.Node, size int, how func() *script.Script) *script.Script {
	if read, done := u.scripts[n]; done {
		return read
	}
	if u.scriptBytes += size; u.scriptBytes > maxScripts && len(u.scripts) > 0 {
		how = func() *script.Script { return nil }
		u.Unchecked = append(u.Unchecked, source.Unchecked{
			Span: source.At(n.Span().Start), Reason: "The commands of this file and their shells are longer than 1 MiB together, so the script that this one runs was not checked",
		})
	}
	read := how()
	if u.scripts == nil {
		u.scripts = map[parser.Node]*script.Script{}
	}
	u.scripts[n] = read
	u.noteUnread(read)
	return read
}

// noteUnread notes what was left unread of a script, and of those that it starts.
func (u *Unit) noteUnread(s *script.Script) {
	if s == nil {
		return
	}
	for inner := range s.All() {
		u.Unchecked = append(u.Unchecked, inner.Unchecked...)
	}
}

// noteBroken notes a script that is none that its shell reads, so that nothing is known of the docker commands in it.
func (u *Unit) noteBroken(s *script.Script) {
	if len(s.Errors) == 0 || !strings.Contains(strings.ToLower(s.Text.String()), "docker") {
		return
	}
	u.Unchecked = append(u.Unchecked, source.Unchecked{
		Span:   s.Errors[0].Span(),
		Reason: "winlint cannot read this as " + s.Language.String() + ", so the docker commands of the script were not checked",
	})
}

// ServiceScript is what a command of a service has a shell or a process do; nil where that cannot be known because of
// variables. A command after an entrypoint is arguments of that, and read with it.
func (u *Unit) ServiceScript(s *compose.Service, c *compose.Command) *script.Script {
	return u.read(c, c.Span().Len(), func() *script.Script { return readServiceScript(s, c) })
}

func readServiceScript(s *compose.Service, c *compose.Command) *script.Script {
	if c.Err != nil {
		return nil
	}
	if c.Key == "test" && c.Form == "CMD-SHELL" {
		texts := make([]source.Text, 0, 1+len(c.Words))
		for _, text := range append([]source.Text{c.Shell}, textsOf(c.Words)...) {
			text, known := compose.Interpolate(text)
			if !known {
				return nil
			}
			texts = append(texts, text)
		}
		if texts[0].Len() == 0 {
			return nil
		}
		return script.HealthTest(texts...)
	}
	words := c.Words
	switch {
	case c.Key == "command" && s.Command("entrypoint") != nil:
		return nil
	case c.Key == "entrypoint":
		if command := s.Command("command"); command != nil && command.Err == nil {
			words = slices.Concat(words, command.Words)
		}
	case c.Key == "test" && c.Form != "CMD":
		return nil
	}
	texts := make([]source.Text, len(words))
	for i, w := range words {
		text, known := compose.Interpolate(w.Text)
		if !known {
			return nil
		}
		texts[i] = text
	}
	return script.Exec(texts)
}

func textsOf(words []*compose.Word) (texts []source.Text) {
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	return texts
}

// HealthScript is what the health check runs that a docker command gives its container by --health-cmd; nil if it gives none,
// or if it is not known. What PowerShell makes of quotes in an argument depends on its version.
func (u *Unit) HealthScript(c *docker.Command) *script.Script {
	o := c.Option("health-cmd")
	if o == nil || !o.Value.Known() || o.Value.Len() == 0 || c.Script.Language.IsPowerShell() && strings.Contains(o.Value.String(), `"`) {
		return nil
	}
	return u.read(c, c.Span().Len(), func() *script.Script { return script.HealthTest(o.Value.Text) })
}

func readScript(in *dockerfile.Instruction, state *State) *script.Script {
	if in.Err != nil || !in.Is("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK") {
		return nil
	}
	if in.Exec {
		return script.Exec(decoded(in.Words[len(in.Words)-elements(in):]))
	}
	text := in.Command()
	if len(in.Heredocs) > 0 {
		text = heredocText(in)
	}
	if in.Name == "HEALTHCHECK" && text.Len() > 0 && !state.Shell.Language.IsSh() {
		return script.HealthTest(text)
	}
	if text.Len() == 0 || len(state.Shell.Words) == 0 {
		return nil
	}
	if state.Shell.batch == 0 {
		return script.Line(state.Shell.texts(), text)
	}
	if in.Name != "RUN" && strings.Contains(text.String(), `"`) {
		return nil // BuildKit passes each word on with its own quotes
	}
	return script.LineAfterBatch(state.Shell.texts()[state.Shell.batch:], text)
}

// elements is how many of the words are those of the exec form; before them a HEALTHCHECK has its type.
func elements(in *dockerfile.Instruction) int {
	if in.Name == "HEALTHCHECK" {
		return len(in.Words) - 1
	}
	return len(in.Words)
}

func decoded(words []*dockerfile.Word) []source.Text {
	texts := make([]source.Text, len(words))
	for i, w := range words {
		texts[i] = w.Decoded()
	}
	return texts
}

// heredocText is the body of the one heredoc that is all of a RUN: the shell gets it in place of the line. In any other
// use it is a file of the build, or the input of a command, and what runs is not known.
func heredocText(in *dockerfile.Instruction) source.Text {
	if len(in.Heredocs) == 1 && strings.HasPrefix(in.Args.String(), "<<") && !strings.ContainsAny(in.Args.String(), " \t") {
		return in.Heredocs[0].Text
	}
	return source.Text{}
}

// texts is the elements of the shell. They have places where this file's SHELL sets them.
func (s Shell) texts() []source.Text {
	if s.By != nil {
		return decoded(s.By.Words)
	}
	return script.Texts(s.Words...)
}
