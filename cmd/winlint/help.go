package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/winlint/winlint/terminal"
)

// flagGroups is the flags as the help shows them. Those that are in none are shown last.
var flagGroups = []struct {
	title string
	flags []string
}{
	{"Report", []string{"format", "output", "color", "columns", "statistics", "explain-target", "show-suppressed", "docs-url", "diff", "stdout", "quiet"}},
	{"Rules", []string{"select", "ignore", "fail-on", "exit-zero"}},
	{"Fixes", []string{"fix", "fix-only", "unsafe"}},
	{"Known findings", []string{"baseline", "write-baseline", "prune-baseline", "since", "changed", "add-ignore", "reason"}},
	{"Facts about your environment", []string{"system", "builder", "host", "isolation", "compose", "stack", "shell", "registries"}},
	{"Files", []string{"type", "stdin-filename", "dir", "config", "no-config", "no-exclude"}},
}

// The widths of the help, in columns: of all, if the terminal does not say, at most and at least, and of the flags.
const (
	widestHelp  = 110
	leastHelp   = 60
	widestFlags = 30
)

// usage prints how a command is called: its commands, and its flags in groups.
func usage(cmd *cobra.Command) error {
	out := cmd.OutOrStderr()
	width, _ := terminal.Detect(out)
	if width == 0 {
		width = widestHelp
	}
	width = max(leastHelp, min(width, widestHelp))
	fmt.Fprint(out, "Usage:\n")
	if cmd.Runnable() && !cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "  %s\n", cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "  %s COMMAND\n\nCommands:\n", cmd.CommandPath())
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(out, "  %-11s  %s\n", sub.Name(), sub.Short)
			}
		}
	}
	left := map[string]*pflag.Flag{}
	var names []string // in the order of the alphabet
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			left[f.Name], names = f, append(names, f.Name)
		}
	})
	show := func(title string, flags []string) {
		flags = slices.DeleteFunc(slices.Clone(flags), func(name string) bool { return left[name] == nil })
		if len(flags) == 0 {
			return
		}
		fmt.Fprintf(out, "\n%s:\n", title)
		for _, name := range flags {
			fmt.Fprint(out, flagHelp(left[name], width))
			delete(left, name)
		}
	}
	for _, group := range flagGroups {
		show(group.title, group.flags)
	}
	show("Flags", names)
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "\nRun `%s COMMAND --help` for more about a command.\n", cmd.CommandPath())
	}
	return nil
}

// flagHelp is a flag, what it takes, and beside that what it says. A flag that is too wide has that below.
func flagHelp(f *pflag.Flag, width int) string {
	name := "    --" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", --" + f.Name
	}
	takes, says := pflag.UnquoteUsage(f)
	if takes != "" && f.NoOptDefVal == "" {
		name += " " + takes
	}
	switch f.DefValue {
	case "", "false", "[]":
	default:
		says += " (default " + f.DefValue + ")"
	}
	var out strings.Builder
	const indent = widestFlags + 4
	lines := terminal.Wrap(says, width-indent)
	if len(name) > widestFlags {
		fmt.Fprintf(&out, "  %s\n", name)
	} else {
		fmt.Fprintf(&out, "  %-*s  %s\n", widestFlags, name, lines[0])
		lines = lines[1:]
	}
	for _, line := range lines {
		fmt.Fprintf(&out, "%*s%s\n", indent, "", line)
	}
	return out.String()
}
