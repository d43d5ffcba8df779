package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/report"
)

func newConfig() *cobra.Command {
	var flags *settings
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print the settings in force for a file, and why",
		Long: `Print what is in force for a file (the current folder where none is named): the facts that are stated, and the
rules that are not as they are by default, each with the place where that was said.`,
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
	file := found.config.Path
	if file == "" {
		file = "none"
	}
	fmt.Fprintf(table, "settings file:\t%s\n", report.Visible(file))
	if here.Excluded {
		fmt.Fprintf(table, "the file:\tis excluded\t(exclude)\n")
	}
	for _, fact := range append(here.Facts, here.Levels...) {
		value := fact.Value
		if value == "" {
			value = "not stated"
		}
		fmt.Fprintf(table, "%s:\t%s\t(%s)\n", fact.Name, value, report.Visible(fact.From))
	}
	fmt.Fprintf(table, "rules that run:\t%d of %d\n", len(here.Rules), len(s.all))
	return table.Flush()
}
