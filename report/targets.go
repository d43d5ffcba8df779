package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/terminal"
	"github.com/winlint/winlint/windows"
)

// Targets writes for each stage, each service, each job and each docker command of each file what was understood of it, and
// why: rules are about that and nothing else.
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
	fmt.Fprintln(t.w, terminal.Visible(unit.File.Path))
	if unit.Builder != engine.AnyBuilder {
		fmt.Fprintf(t.w, "  builder   %s\n", unit.Builder)
	}
	for _, scope := range unit.Scopes {
		switch scope.Kind {
		case subject.Stage:
			stage(t.w, unit, scope)
		case subject.Service:
			fmt.Fprintf(t.w, "  line %d: service %s\n", lineOf(unit.File, scope.Span()), terminal.Visible(scope.Name))
			writeTarget(t.w, unit.File, scope.Target)
		case subject.Command:
			fmt.Fprintf(t.w, "  line %d: docker %s\n", lineOf(unit.File, scope.Span()), scope.Docker.Verb)
			writeTarget(t.w, unit.File, scope.Target)
		case subject.Job:
			job(t.w, unit.File, scope)
		case subject.Daemon:
			fmt.Fprintln(t.w, "  engine")
			writeTarget(t.w, unit.File, scope.Target)
		}
	}
	for _, at := range result.Unchecked {
		fmt.Fprintf(t.w, "  line %d: %s\n", lineOf(unit.File, at.Span), terminal.Visible(at.Reason))
	}
	return t.w.Flush()
}

func (t *targets) End(*lint.Run) error { return nil }

func stage(w io.Writer, u *subject.Unit, s *subject.Scope) {
	f := u.File
	fmt.Fprintf(w, "  line %d: FROM %s\n", lineOf(f, s.From.Span()), terminal.Visible(s.From.Args.String()))
	writeTarget(w, f, s.Target)
	if s.OS != windows.Windows {
		return
	}
	for _, shell := range shellsIn(s) {
		fmt.Fprintf(w, "    shell   %s\n", describeShell(f, shell))
	}
	read := 0
	for _, run := range u.Runs(s) {
		switch line := lineOf(f, run.RUN.Span()); run.How {
		case subject.Understood:
			read++
		case subject.Assumed:
			fmt.Fprintf(w, "    RUN     line %d: read %s\n", line, run.Why)
		case subject.Passed:
			fmt.Fprintf(w, "    RUN     line %d: not read, because %s\n", line, run.Why)
		}
	}
	if read > 0 {
		fmt.Fprintf(w, "    RUN     %d read\n", read)
	}
}

// job writes the machine of a leg of a job, and what runs each of its steps.
func job(w io.Writer, f *source.File, s *subject.Scope) {
	name := s.Name
	if name == "" {
		name = "without a name"
	}
	if s.Leg.Name != "" {
		name += " (" + s.Leg.Name + ")"
	}
	fmt.Fprintf(w, "  line %d: job %s\n", lineOf(f, s.Span()), terminal.Visible(name))
	fmt.Fprintf(w, "    runner  %s\n", terminal.Visible(machine(s.Runner)))
	if s.Runner.Elsewhere {
		fmt.Fprintln(w, "    steps   not checked, because they do not run on Windows")
		return
	}
	writeTarget(w, f, s.Target)
	fmt.Fprintf(w, "    engine  %s\n", engineOf(s.Runner))
	steps := map[int]string{}
	for _, node := range s.Nodes {
		if step, ok := node.Node.(*ci.Step); ok {
			steps[step.Span().Start] = runs(s, step)
		}
	}
	for _, step := range s.Skipped {
		steps[step.Span().Start] = "not checked, because this step may run only on another system"
	}
	for _, at := range slices.Sorted(maps.Keys(steps)) {
		fmt.Fprintf(w, "    step    %s (line %d)\n", terminal.Visible(steps[at]), f.Position(at).Line)
	}
}

// machine is a machine in words, with what is known of it as a host.
func machine(r *subject.Runner) string {
	switch {
	case r.Label == "":
		return "unknown"
	case r.Image != nil && r.Hosted == nil:
		return "unknown; the steps run in " + r.Label
	case r.Hosted == nil:
		return r.Label + ", not a known hosted runner, so its host is unknown"
	case r.Host() == "":
		return r.Label + ", hosted"
	}
	return r.Label + ", hosted, with the host " + string(r.Host())
}

// engineOf is the engine of a machine in words.
func engineOf(r *subject.Runner) string {
	switch {
	case r.Image != nil:
		return "unknown, because the steps run in a container"
	case r.Remote:
		return "unknown, because the file sets the address of an engine"
	case r.Hosted != nil && !r.Hosted.Docker:
		return "none"
	case r.Engine() == windows.Windows:
		return "Docker Engine for Windows containers; its built-in builder is the classic builder"
	}
	return "unknown"
}

// runs is what runs a step.
func runs(s *subject.Scope, step *ci.Step) string {
	read := s.StepScript(step)
	switch {
	case read != nil:
		return read.Language.String()
	case step.Run.Len() > 0:
		return "not checked, because its shell is unknown"
	case step.Uses.Len() > 0:
		return "uses " + step.Uses.String()
	}
	return "nothing"
}

func writeTarget(w io.Writer, f *source.File, t subject.Target) {
	fmt.Fprintf(w, "    system  %s\n", system(t))
	for i, why := range t.Why {
		label := ""
		if i == 0 {
			label = "why"
		}
		fmt.Fprintf(w, "    %-7s %s (line %d%s)\n", label, terminal.Visible(why.Text), lineOf(f, why.At), weight(why, t.OS))
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
		return "unknown, so most rules do not apply"
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
		words = append(words, "(likely but not certain, so findings are warnings at most and have no fix)")
	default:
		words = append(words, "(likely, not certain)")
	}
	return strings.Join(words, " ")
}

// shellsIn is the shell after the FROM of a stage and each one that it changes to.
func shellsIn(s *subject.Scope) (list []subject.Shell) {
	var by *dockerfile.Instruction
	for _, node := range s.Nodes {
		if node.Node == parser.Node(s.From) || list != nil && node.Shell.By == by {
			continue
		}
		by = node.Shell.By
		list = append(list, node.Shell)
	}
	return list
}

func describeShell(f *source.File, s subject.Shell) string {
	switch words := terminal.Visible(strings.Join(s.Words, " ")); {
	case s.Likely != nil && s.Basis == subject.ByBuild:
		return fmt.Sprintf("unknown, but probably %s (%s probably builds the base image)", terminal.Visible(strings.Join(s.Likely, " ")), terminal.Visible(s.Of))
	case s.Likely != nil:
		return fmt.Sprintf("unknown, but probably %s (the base image has the name of a published one)", terminal.Visible(strings.Join(s.Likely, " ")))
	case words == "":
		return "unknown, because the base image may set one"
	case s.By != nil:
		return fmt.Sprintf("%s (by SHELL on line %d)", words, lineOf(f, s.By.Span()))
	case s.Basis == subject.ByMirror:
		return fmt.Sprintf("%s (the base image is a copy of %s)", words, terminal.Visible(s.Of))
	case s.Basis == subject.BySetting:
		return words + " (stated in the settings)"
	case s.Basis == subject.ByBuild:
		return fmt.Sprintf("%s (from the base image, which %s builds)", words, terminal.Visible(s.Of))
	case s.Image:
		return words + " (from the base image)"
	default:
		return words + " (the builder's default)"
	}
}
