package main

import (
	"fmt"
	"io"
	"strings"

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
	widest := 0
	for _, r := range list {
		widest = max(widest, len(r.ID))
	}
	var out strings.Builder
	topic := ""
	for _, r := range list {
		if r.Topic != topic {
			if topic != "" {
				out.WriteByte('\n')
			}
			topic = r.Topic
			fmt.Fprintln(&out, topic)
		}
		severity, fix := r.Severity.String(), ""
		if r.Off {
			severity = "off"
		}
		if r.Fix != lint.NoFix {
			fix = r.Fix.String() + " fix"
		}
		fmt.Fprintf(&out, "  %-*s  %-7s  %-10s  %s\n", widest, r.ID, severity, fix, r.Summary)
	}
	_, err := io.WriteString(w, out.String())
	return err
}
