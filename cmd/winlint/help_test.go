package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Each flag of the commands with many flags is in a group of the help, and no line of it is wider than it may be.
func TestHelp(t *testing.T) {
	var grouped []string
	for _, group := range flagGroups {
		grouped = append(grouped, group.flags...)
	}
	root := newRoot()
	known := []string{"help", "version", "no-descriptions"}
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			known = append(known, f.Name)
			if !slices.Contains(grouped, f.Name) && !slices.Contains(known[:3], f.Name) {
				t.Errorf("--%s of %s is in no group", f.Name, cmd.CommandPath())
			}
			for line := range strings.Lines(flagHelp(f, widestHelp)) {
				if len(line) > widestHelp+1 {
					t.Errorf("%s: %s", cmd.CommandPath(), line)
				}
			}
		})
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(root)
	for _, name := range grouped {
		if !slices.Contains(known, name) {
			t.Errorf("--%s is a flag of no command", name)
		}
	}
	stdout, _, code := winlint(t, "", "lint", "--help")
	if code != exitClean || !strings.Contains(stdout, "\nKnown findings:\n      --baseline file ") || !strings.Contains(stdout, "\n  -o, --output file ") {
		t.Errorf("%d: %s", code, stdout)
	}
}
