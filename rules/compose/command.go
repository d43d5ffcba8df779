package compose

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

const (
	composeCommand = "https://docs.docker.com/reference/compose-file/services/#command"
	shellWords     = "mattn/go-shellwords shellwords.go"
)

// composeCommands is the rules about how Docker Compose reads a command that is one string.
var composeCommands = []*lint.Rule{
	{
		ID: "compose-command-backslash", Summary: "Docker Compose removes the backslashes from a command", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{composeCommand, shellWords},
		Check: lint.Each(commandBackslash),
	},
	{
		ID: "compose-command-cut", Summary: "Docker Compose drops the rest of a command after `;` or `&&`", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{composeCommand, shellWords},
		Check: lint.Each(commandCut),
	},
	{
		ID: "compose-command-lines", Summary: "A command on several lines runs as one command", Topic: "command-line",
		Severity: lint.Warning, Since: "0.1.0", Refs: []string{composeCommand, shellWords},
		Check: lint.Each(severalCommands),
	},
	{
		ID: "compose-linux-shell", Summary: "A Windows container does not start because it runs `sh` or `bash`", Topic: "command-line",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-base-images"},
		Check: lint.Each(linuxShell),
	},
}

// commandBackslash finds the backslashes that are lost when Docker Compose splits a string into words. docker-compose 1.x,
// which is written in Python, keeps those in double quotes.
func commandBackslash(p *lint.Pass, c *compose.Command) {
	i := slices.IndexFunc(c.Words, func(w *compose.Word) bool { return len(w.Lost) > 0 })
	if i < 0 || p.Environment.Compose == engine.ComposeV1 && strings.Contains(c.Value.String(), `"`) {
		return
	}
	w := c.Words[i]
	f := p.Reportf(w, "Docker Compose removes the backslashes from this command").
		Notef("Docker Compose splits the string into words as a Linux shell does, so `%s` reaches the container as `%s`.", check.Brief(restored(w)), check.Brief(w.String())).
		Helpf("Write the command as a list.")
	if c.Rest.Len() > 0 || c.Value.Kind == data.Alias {
		return
	}
	var words []string
	for _, w := range c.Words {
		words = append(words, restored(w))
	}
	f.Helpf("Write the command as a list: `%s`.", yamlList(words)).Replace(c.Value, yamlList(words))
	text := c.Value.Text
	if escapesOnPurpose.MatchString(text.String()) || len(compose.Variables(text)) > 0 ||
		slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, `\`) }) {
		f.Unsafe()
	}
}

// escapesOnPurpose is a backslash that the author may want Docker Compose to remove.
var escapesOnPurpose = lazy.MustCompile(`\\["' ]`)

// restored is a word with the removed backslashes.
func restored(w *compose.Word) string {
	var out strings.Builder
	for i := range w.Len() {
		at := w.Offset(i)
		if slices.ContainsFunc(w.Lost, func(s source.Span) bool { return s.End == at }) {
			out.WriteByte('\\')
		}
		out.WriteByte(w.String()[i])
	}
	return out.String()
}

// yamlList is words as a list in brackets.
func yamlList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = yamlQuoted(w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// commandCut finds commands whose rest Docker Compose drops at the first shell operator. docker-compose 1.x and docker
// stack deploy split the rest into words, too.
func commandCut(p *lint.Pass, c *compose.Command) {
	rest := strings.TrimSpace(c.Rest.String())
	if rest == "" || p.Environment.Compose == engine.ComposeV1 || p.InStack() {
		return
	}
	at := strings.Index(c.Rest.String(), rest)
	f := p.Reportf(c.Rest.Slice(at, at+len(rest)), "Docker Compose drops `%s` from this command", check.Brief(rest)).
		Notef("Docker Compose splits the string into words without running a shell, and stops at `%s`.", signOf(rest)).
		Helpf("Write the command as a list, with everything that the shell should run in the last element.")
	f.Subsumes(c.Rest)
	if words := forShell(c); words != nil {
		f.Helpf("Write the command as a list: `%s`.", yamlList(words)).Replace(c.Value, yamlList(words))
	}
}

// signOf is the sign at the head of a text that a shell would act on.
func signOf(text string) string {
	return text[:max(1, len(text)-len(strings.TrimLeft(text, "0123456789;&|<>")))]
}

// forShell is the words of a command that starts a shell, with all text after its option as one word; nil if it does not
// start one, or if there are quotes, because it is unknown which program should parse them.
func forShell(c *compose.Command) []string {
	text := c.Value.Text
	if c.Value.Kind == data.Alias || strings.ContainsAny(text.String(), "\"\r\n\\$") {
		return nil
	}
	words := []string{}
	for _, w := range c.Words {
		words = append(words, w.String())
		if !isShellOption(w) {
			continue
		}
		for i := range text.Len() {
			if text.Offset(i) == w.Span().End {
				return append(words, strings.TrimSpace(text.String()[i:]))
			}
		}
	}
	return nil
}

// isShellOption reports whether a shell runs the text after the word.
func isShellOption(w *compose.Word) bool {
	switch strings.ToLower(w.String()) {
	case "/c", "/k", "-c", "-command":
		return true
	}
	return false
}

// severalCommands finds commands on several lines in which a line was meant to be a separate command.
func severalCommands(p *lint.Pass, c *compose.Command) {
	if c.List || len(c.Words) < 3 || c.Rest.Len() > 0 || !startsShell(c) {
		return
	}
	option := slices.IndexFunc(c.Words, isShellOption)
	for i := option + 2; i < len(c.Words); i++ {
		w, before := c.Words[i], c.Words[i-1].String()
		if !ownStatement.MatchString(w.String()) || !beginsLine(p.Unit.File, w) || endsOpen.MatchString(before) {
			continue
		}
		p.Reportf(w, "`%s` does not run as a separate command", check.Brief(w.String())).
			Notef("Docker Compose splits the string into words at spaces and line breaks, so `%s` becomes an argument of the command before it.", check.Brief(w.String())).
			Helpf("Write the command as a list: first the shell and its options, then one element with all commands, separated by `%s`.", separatorIn(c))
		return
	}
}

// endsOpen is a word after which a PowerShell command continues on the next line.
var endsOpen = lazy.MustCompile("[{(,=`|]$")

// ownStatement is the first word of what can only be a separate command.
var ownStatement = lazy.MustCompile(`(?i)^(?:(?:add|clear|copy|expand|get|import|invoke|move|new|out|remove|restart|set|start|stop|test|wait|write)-[a-z]+|` +
	`echo|dir|copy|del|mkdir|set|if|call|start|cmd|powershell|pwsh)(?:\.exe)?$`)

// startsShell reports whether the first word is the name of cmd or PowerShell and an option gives it a text to run.
func startsShell(c *compose.Command) bool {
	name := script.ProgramName(c.Words[0].String())
	return (name == "cmd" || name == "powershell" || name == "pwsh") && slices.ContainsFunc(c.Words, isShellOption)
}

// separatorIn is what separates commands in the shell that a command starts.
func separatorIn(c *compose.Command) string {
	if script.ProgramName(c.Words[0].String()) == "cmd" {
		return "&&"
	}
	return ";"
}

// beginsLine reports whether a word is the first one on its line of the file.
func beginsLine(file *source.File, w *compose.Word) bool {
	start := w.Span().Start
	return strings.TrimSpace(file.Text[file.Line(file.Position(start).Line).Start:start]) == ""
}

// linuxShell finds commands that start a Linux shell.
func linuxShell(p *lint.Pass, c *compose.Command) {
	if len(c.Words) == 0 || c.Key == "command" && p.Scope.Service.Command("entrypoint") != nil {
		return
	}
	first := c.Words[0]
	switch name := first.String(); name {
	case "sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/env", "/usr/bin/bash":
		p.Reportf(first, "`%s` does not exist in Microsoft's Windows images", name).
			Notef("The container does not start: `The system cannot find the file specified.`").
			Helpf("Start the program directly, or use `cmd /c` or `powershell -Command`.")
	}
}
