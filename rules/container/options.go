package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// The options of "docker run" and "docker create". What the engine makes of each is known in target, where the keys of
// compose files that do the same are.
var dockerOptions = []*lint.Rule{
	{
		ID: "option-refused", Summary: "Docker Engine on Windows refuses what the option asks for", Topic: "container",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{hostConfig, daemonCreate, "https://docs.docker.com/reference/cli/docker/container/run/"},
		Check: optionTable{engine.Refused},
	},
	{
		ID: "option-ignored", Summary: "Docker Engine on Windows does not heed the option", Topic: "container",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{daemonCreate, "moby/moby daemon/oci_windows.go", architecture},
		Check: optionTable{engine.Ignored},
	},
}

// An optionTable is a check of the options of which something is known, whatever their value is but for those that change nothing.
type optionTable struct{ support engine.Support }

// optionInstead is what can be written in the place of an option.
var optionInstead = map[string]string{
	"cpuset-cpus": insteadCPUs, "cpuset-mems": insteadCPUs, "cpu-period": insteadCPUs, "cpu-quota": insteadCPUs,
	"memory-reservation": "`--memory` sets what it gets at most.", "memory-swap": "`--memory` sets what it gets at most.",
	"gpus":  "A GPU is given with `--device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599`.",
	"tmpfs": "`-v` with a path alone makes a volume that goes with the container.",
}

const insteadCPUs = "`--cpus` sets how much of the processors it gets."

// Check reports the options of a command that makes a container.
func (t optionTable) Check(p *lint.Pass, n parser.Node) {
	c, ok := n.(*docker.Command)
	if !ok || c.Verb == "build" && p.Environment.Builder == engine.BuildKit {
		return
	}
	for _, o := range c.Options {
		if k := engine.OptionKey(c.Verb, o.Name); k != nil && k.Support == t.support && !k.ByValue && asks(o, k) {
			t.report(p, c, o, k)
		}
	}
}

// asks reports whether an option has a value that is known to ask for something.
func asks(o *docker.Option, k *engine.Key) bool {
	if o.Switch && o.Value.Arg == nil {
		return !slices.Contains(k.Harmless, "true")
	}
	value := strings.ToLower(o.Value.Pattern)
	if word := map[string]string{"0": "false", "f": "false", "1": "true", "t": "true"}[value]; o.Switch && word != "" {
		value = word
	}
	return o.Value.Known() && value != "" && !slices.Contains(k.Harmless, value)
}

func (t optionTable) report(p *lint.Pass, c *docker.Command, o *docker.Option, k *engine.Key) {
	what := check.Brief(p.Unit.File.Slice(o.Span()))
	says := "Docker Engine on Windows " + k.Effect() + " `" + what + "`: " + k.Says + "."
	switch {
	case c.Verb == "build":
		says = "The classic builder makes no container for RUN with `" + what + "`: `" + k.Says + "`."
	case t.support == engine.Refused:
		made := "container"
		if c.Verb == "network create" {
			made = "network"
		}
		says = "Docker Engine on Windows refuses to create a " + made + " with `" + what + "`: `" + k.Says + "`" + inScope(k) + "."
	}
	instead := optionInstead[o.Name]
	if instead == "" || c.Verb == "build" {
		instead = "Take it away."
	}
	f := p.Reportf(o.Flag, "%s %s", says, instead)
	if t.support == engine.Ignored && c.Verb == "network create" {
		f.Unsafe() // the author counts on a network that is cut off, or on addresses that are kept free
	}
	if dropOption(f, o); c.Verb == "build" && p.Environment.Builder != engine.Classic {
		f.WithSeverity(lint.Info)
	}
}

// inScope is the versions that something holds for, as messages add them; "" where it is all.
func inScope(k *engine.Key) string {
	if k.Scope == "" {
		return ""
	}
	return " (" + k.Scope + ")"
}

// Rows is the table for the rule's page.
func (t optionTable) Rows() (head []string, rows [][]string) {
	head = []string{"option", "what the engine says", "since"}
	if t.support == engine.Ignored {
		head = []string{"option", "why", "instead"}
	}
	for _, verb := range [...]string{"run", "network create"} {
		for _, name := range engine.OptionNames(verb) {
			k := engine.OptionKey(verb, name)
			option := "`docker " + verb + " --" + name + "`"
			switch {
			case k.Support != t.support || k.ByValue:
			case t.support == engine.Refused:
				rows = append(rows, []string{option, "`" + k.Says + "`", k.Scope})
			default:
				rows = append(rows, []string{option, k.Says, optionInstead[name]})
			}
		}
	}
	return head, rows
}

// dropOption adds to a fix that an option goes, with its value: its line, where it stands on one alone.
func dropOption(f *lint.Finding, o *docker.Option) {
	span := o.Flag.Arg.Span()
	if o.Value.Arg != nil {
		span = span.Cover(o.Value.Arg.Span())
	}
	if !strings.HasPrefix(o.Flag.String(), "--") && o.Flag.Arg.Value().Len() > o.Flag.Len() && o.Value.Arg != o.Flag.Arg {
		return // one letter of several
	}
	line := f.File.Line(f.File.Position(span.Start).Line)
	before := f.File.Slice(source.Span{Start: line.Start, End: span.Start})
	line = f.File.Line(f.File.Position(span.End).Line)
	behind := f.File.Slice(source.Span{Start: span.End, End: line.End})
	switch {
	case strings.TrimSpace(before) != "":
		f.Delete(source.Span{Start: span.Start - (len(before) - len(strings.TrimRight(before, " \t"))), End: span.End})
	case slices.Contains([]string{"`", "^", `\`}, strings.TrimSpace(behind)):
		f.DeleteLines(span)
	default:
		f.Delete(span)
	}
}
