package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
)

func newRules() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return listRules(cmd.OutOrStdout(), rules.All()) },
	}
}

// listRules prints the rules by topic: id, severity ("off" where it runs only when asked for), fix, summary.
func listRules(w io.Writer, list []*lint.Rule) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	topic := ""
	for _, r := range list {
		if r.Topic != topic {
			if topic != "" {
				fmt.Fprintln(table, "\t\t\t")
			}
			topic = r.Topic
			fmt.Fprintf(table, "%s\t\t\t\n", topic)
		}
		severity, fix := r.Severity.String(), ""
		if r.Off {
			severity = "off"
		}
		if r.Fix != lint.NoFix {
			fix = r.Fix.String() + " fix"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", r.ID, severity, fix, r.Summary)
	}
	return table.Flush()
}
