package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// Targets writes for each stage, each service and each docker command of each file what was understood of it, and why:
// rules are about that and nothing else.
var Targets = &Format{Name: "targets", New: func(w io.Writer, _ *Options) Writer { return &targets{w: bufio.NewWriter(w)} }}

type targets struct {
	w       *bufio.Writer
	started bool
}

func (t *targets) File(result *lint.Result) error {
	if t.started {
		fmt.Fprintln(t.w)
	}
	t.started = true
	unit := result.Unit
	fmt.Fprintln(t.w, Visible(unit.File.Path))
	if unit.Builder != engine.AnyBuilder {
		fmt.Fprintf(t.w, "  builder   %s\n", unit.Builder)
	}
	for _, scope := range unit.Scopes {
		switch scope.Kind {
		case subject.Stage:
			stage(t.w, unit.File, scope)
		case subject.Service:
			fmt.Fprintf(t.w, "  line %d: service %s\n", lineOf(unit.File, scope.Span()), Visible(scope.Name))
			writeTarget(t.w, unit.File, scope.Target)
		case subject.Command:
			fmt.Fprintf(t.w, "  line %d: docker %s\n", lineOf(unit.File, scope.Span()), scope.Docker.Verb)
			writeTarget(t.w, unit.File, scope.Target)
		case subject.Daemon:
			fmt.Fprintln(t.w, "  engine")
			writeTarget(t.w, unit.File, scope.Target)
		}
	}
	for _, at := range result.Unchecked {
		fmt.Fprintf(t.w, "  line %d: %s\n", lineOf(unit.File, at.Span), Visible(at.Reason))
	}
	return t.w.Flush()
}

func (t *targets) End(*lint.Run) error { return nil }

func stage(w io.Writer, f *source.File, s *subject.Scope) {
	fmt.Fprintf(w, "  line %d: FROM %s\n", lineOf(f, s.From.Span()), Visible(s.From.Args.String()))
	writeTarget(w, f, s.Target)
	if s.OS != windows.Windows {
		return
	}
	for _, line := range shells(f, s) {
		fmt.Fprintf(w, "    shell   %s\n", line)
	}
}

func writeTarget(w io.Writer, f *source.File, t subject.Target) {
	fmt.Fprintf(w, "    system  %s\n", system(t))
	for i, why := range t.Why {
		label := ""
		if i == 0 {
			label = "why"
		}
		fmt.Fprintf(w, "    %-7s %s (line %d%s)\n", label, Visible(why.Text), lineOf(f, why.At), weight(why, t.OS))
	}
}

// weight is how certain a reason is and, unless that is the target's, the system that it speaks for.
func weight(r evidence.Reason, os windows.OS) string {
	switch {
	case r.Weight == evidence.Detail:
		return ""
	case r.OS == os:
		return ", " + r.Weight.String()
	}
	return ", " + r.Weight.String() + " for " + r.OS.String()
}

// system is operating system, edition and release in one line, with what is not known left out.
func system(t subject.Target) string {
	if t.OS == windows.UnknownOS {
		return "unknown, so most rules are silent"
	}
	words := []string{t.OS.String()}
	if t.Edition != windows.UnknownEdition {
		words = append(words, t.Edition.String())
	}
	if t.Release != "" {
		words = append(words, string(t.Release))
	}
	switch {
	case t.Strong:
	case t.OS == windows.Windows:
		words = append(words, "(likely, not certain: no error and no fix rests on it)")
	default:
		words = append(words, "(likely, not certain)")
	}
	return strings.Join(words, " ")
}

// shells is the shell behind the FROM of a stage and each one that it changes to.
func shells(f *source.File, s *subject.Scope) []string {
	var list []string
	var by *dockerfile.Instruction
	for _, node := range s.Nodes {
		if node.Node == parser.Node(s.From) || list != nil && node.Shell.By == by {
			continue
		}
		by = node.Shell.By
		list = append(list, shell(f, node.Shell))
	}
	return list
}

func shell(f *source.File, s subject.Shell) string {
	switch words := Visible(strings.Join(s.Words, " ")); {
	case words == "":
		return "unknown, since the base image may set one"
	case s.By != nil:
		return fmt.Sprintf("%s (by SHELL in line %d)", words, lineOf(f, s.By.Span()))
	case s.Image:
		return words + " (from the base image)"
	default:
		return words + " (the builder's own)"
	}
}
