package main

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/docs"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:               "explain RULE",
		Short:             "Print the page of a rule: what happens, bad, good, the way out",
		Args:              oneRule,
		ValidArgsFunction: cobra.FixedCompletions(docs.Pages(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			page, found := docs.Page(args[0])
			if !found {
				return fmt.Errorf("%q is no rule%s", args[0], didYouMean(args[0], docs.Pages(), "winlint rules"))
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), withoutMarkers(page))
			return err
		},
	}
}

func oneRule(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return errors.New("explain takes the name of one rule; see winlint rules")
	}
	return nil
}

// withoutMarkers takes away the comments that say what of a page is stamped.
func withoutMarkers(page string) string {
	return regexp.MustCompile(`(?m)^<!--.*-->\n\n?`).ReplaceAllString(page, "")
}
