package target

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/source"
)

// Explain says for people what was understood of a file: of each stage the operating system, edition and release, and
// the shells and users that RUN has, each with its reason and the reason's line.
func Explain(u *Unit) string {
	e := &explainer{file: u.File}
	e.line(0, "%s: %s", u.File.Path, systemText(u.Whole.Target))
	if u.Template != nil {
		e.reason(1, u.Template.At, "not read, as it is a template: %s", firstLine(u.Template.Text))
	}
	if u.shown != nil {
		e.reason(1, u.shown.At, "builder buildkit, by %s", u.shown.Text)
	}
	for _, s := range u.Scopes {
		if s.Kind == Stage {
			e.stage(s)
		}
	}
	return e.text.String()
}

type explainer struct {
	file *source.File
	text strings.Builder
}

func (e *explainer) line(indent int, format string, args ...any) {
	e.text.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&e.text, format+"\n", args...)
}

// reason writes one thing that was understood, and the line that it follows from.
func (e *explainer) reason(indent int, at source.Span, format string, args ...any) {
	e.line(indent, "line %d: %s", e.file.Position(at.Start).Line, fmt.Sprintf(format, args...))
}

func (e *explainer) stage(s *Scope) {
	name := strings.TrimSpace("stage " + s.Name)
	e.line(1, "%s: %s", name, systemText(s.Target))
	if len(s.Why) == 0 {
		e.reason(2, s.From.Span(), "nothing tells what %s is", s.From.Args)
	}
	for _, why := range s.Why {
		e.reason(2, why.At, "%s", firstLine(why.Text))
	}
	if s.OS == Windows {
		e.changes(s)
	}
}

// changes writes the shell and the user behind FROM, and each that follows.
func (e *explainer) changes(s *Scope) {
	start := s.end
	if len(s.Nodes) > 1 {
		start = s.Nodes[1].State
	}
	e.shell(s, start.Shell)
	e.reason(2, s.From.Span(), "%s", userText(start.User, baseText(s)))
	for i, last := 1, start; i < len(s.Nodes); i++ {
		next := s.end
		if i+1 < len(s.Nodes) {
			next = s.Nodes[i+1].State
		}
		if next.Shell.By != last.Shell.By {
			e.shell(s, next.Shell)
		}
		if next.User != last.User {
			e.reason(2, s.Nodes[i].Span(), "%s", userText(next.User, "by USER"))
		}
		last = next
	}
}

func (e *explainer) shell(s *Scope, shell Shell) {
	at := s.From.Span()
	if shell.By != nil {
		at = shell.By.Span()
	}
	e.reason(2, at, "%s", shellText(shell))
}

// systemText is operating system, edition and release in one line.
func systemText(t Target) string {
	parts := []string{t.OS.String()}
	if t.Edition != UnknownEdition {
		parts = append(parts, t.Edition.String())
	}
	if t.Release != "" {
		parts = append(parts, string(t.Release))
	}
	text := strings.Join(parts, ", ")
	if t.OS != UnknownOS && !t.Strong {
		text += " (weak evidence)"
	}
	return text
}

func baseText(s *Scope) string {
	if s.Base != nil {
		return "of the stage " + s.Base.Name
	}
	return "of the base image"
}

func shellText(s Shell) string {
	switch {
	case len(s.Words) == 0:
		return "shell unknown, of the base image"
	case s.By != nil:
		return fmt.Sprintf("shell %s, by SHELL %s", s.Language, firstLine(s.By.Args.String()))
	case s.Image:
		return fmt.Sprintf("shell %s, which the base image sets: %s", s.Language, strings.Join(s.Words, " "))
	}
	return fmt.Sprintf("shell %s, as the base image sets none", s.Language)
}

func userText(user Value, by string) string {
	if !user.Known {
		return "user unknown, " + by
	}
	return "user " + user.Text + ", " + by
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return strings.TrimSpace(first)
}
