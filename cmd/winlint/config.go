package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

func newConfig() *cobra.Command {
	var flags *settings
	var format *choice
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print the settings that apply to a file, and why",
		Long: `Print the settings that apply to PATH, by default the current directory: the facts, the options, and the rules that differ
from their defaults. Each line shows the file or flag that sets it.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "Dockerfile"
			if len(args) > 0 {
				path = args[0]
			}
			if err := flags.check(); err != nil {
				return err
			}
			found := flags.nearest(directoryOf(path))
			if found.errs != nil {
				return joined(found.errs)
			}
			if format.value == "json" {
				return flags.write(cmd.OutOrStdout(), found.config, path)
			}
			return flags.print(cmd.OutOrStdout(), found.config, path)
		},
	}
	format = addChoice(cmd, "format", "text", "the output format", "text", "json")
	flags = addSettings(cmd)
	return cmd
}

// write shows the settings of a file as a JSON object, with every rule.
func (s *settings) write(out io.Writer, c *config.Config, path string) error {
	type fact struct {
		Name  string `json:"name"`
		Value string `json:"value"` // "" if it is not stated and has no default
		From  string `json:"from"`
	}
	type rule struct {
		ID       string `json:"id"`
		Severity string `json:"severity"` // "off" if it does not run
		From     string `json:"from"`
	}
	here := c.For(path)
	shown := struct {
		Path     string   `json:"path"`
		File     string   `json:"settingsFile"` // "" if there is none
		Extends  []string `json:"extends"`
		Excluded string   `json:"excluded"` // where it says so; "" if the file is read
		Settings []fact   `json:"settings"`
		Rules    []rule   `json:"rules"`
	}{Path: path, File: c.Path, Extends: append([]string{}, c.Extends...), Excluded: here.Excluded}
	for _, f := range s.ofThisRun(here.Facts) {
		shown.Settings = append(shown.Settings, fact(f))
	}
	for _, r := range s.all.Rules {
		own := rule{ID: r.ID, Severity: "off", From: "default"}
		if at := slices.IndexFunc(here.Rules, func(runs *lint.Rule) bool { return runs.ID == r.ID }); at >= 0 {
			own.Severity = here.Rules[at].Severity.String()
		}
		if at := slices.IndexFunc(here.Levels, func(level config.Fact) bool { return level.Name == r.ID }); at >= 0 {
			own.From = here.Levels[at].From
		}
		shown.Rules = append(shown.Rules, own)
	}
	return writeJSON(out, shown)
}

// print shows the settings of a file.
func (s *settings) print(out io.Writer, c *config.Config, path string) error {
	here := c.For(path)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	say := func(name, value, from string) {
		if from != "" {
			from = "\t(" + terminal.Visible(from) + ")"
		}
		fmt.Fprintf(table, "%s:\t%s%s\n", name, terminal.Visible(value), from)
	}
	say("settings file", cmp.Or(c.Path, "none"), "")
	for _, path := range c.Extends {
		say("extends", path, "")
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
