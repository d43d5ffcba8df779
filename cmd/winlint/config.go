package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/terminal"
)

func newConfig() *cobra.Command {
	var flags *settings
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print the settings that apply to a file, and why",
		Long: `Print what applies to a file, or to the current directory if none is named: the facts that are stated, the options,
and the rules that differ from their defaults, each with the place that says so.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "Dockerfile"
			if len(args) > 0 {
				path = args[0]
			}
			return flags.print(cmd.OutOrStdout(), path)
		},
	}
	flags = addSettings(cmd)
	return cmd
}

// print shows the settings of a file.
func (s *settings) print(out io.Writer, path string) error {
	if err := s.check(); err != nil {
		return err
	}
	found := s.nearest(directoryOf(path))
	if found.errs != nil {
		return joined(found.errs)
	}
	here := found.config.For(path)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	say := func(name, value, from string) {
		if from != "" {
			from = "\t(" + terminal.Visible(from) + ")"
		}
		fmt.Fprintf(table, "%s:\t%s%s\n", name, terminal.Visible(value), from)
	}
	say("settings file", cmp.Or(found.config.Path, "none"), "")
	for _, path := range found.config.Extends {
		say("which extends", path, "")
	}
	if here.Excluded != "" {
		say("the file", "is excluded", here.Excluded)
	}
	for _, fact := range s.ofThisRun(here.Facts) {
		say(fact.Name, cmp.Or(fact.Value, "not stated"), fact.From)
	}
	for _, group := range alike(here.Levels) {
		if len(group) < mostAlike {
			for _, fact := range group {
				say(fact.Name, fact.Value, fact.From)
			}
			continue
		}
		say(count(len(group), "rule"), group[0].Value, group[0].From)
	}
	say("rules that run", fmt.Sprintf("%d of %d", len(here.Rules), len(s.all.Rules)), "")
	return table.Flush()
}

// ofThisRun is the facts for a file with those that hold for a run as they are here: they come from the settings of the
// current directory, and the format from the pipeline, too.
func (s *settings) ofThisRun(facts []config.Fact) []config.Fact {
	facts = slices.Clone(facts)
	run := s.ofRun().Facts
	for i, fact := range facts {
		if option := slices.IndexFunc(config.Options, func(k config.Key) bool { return k.Name == fact.Name && k.Run }); option < 0 {
			continue
		}
		at := slices.IndexFunc(run, func(other config.Fact) bool { return other.Name == fact.Name })
		facts[i] = run[at]
		if fact.Name == "format" && facts[i].Value == "" {
			facts[i].Value = usualFormat()
			if inGitHubActions() {
				facts[i].From = "GITHUB_ACTIONS"
			}
		}
	}
	return facts
}

// mostAlike is how many rules are named one by one that have the same level for the same reason.
const mostAlike = 25

// alike groups facts that have the same value for the same reason, in the order of the first of each.
func alike(facts []config.Fact) (groups [][]config.Fact) {
	known := map[config.Fact]int{}
	for _, fact := range facts {
		key := config.Fact{Value: fact.Value, From: fact.From}
		at, seen := known[key]
		if !seen {
			at = len(groups)
			known[key], groups = at, append(groups, nil)
		}
		groups[at] = append(groups[at], fact)
	}
	return groups
}
