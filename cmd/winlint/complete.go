package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/report"
)

// completed has the shell complete the values of a flag. A complete function is asked when somebody presses the Tab key.
func completed(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	// It fails only for a flag that is not there.
	_ = cmd.RegisterFlagCompletionFunc(flag, complete)
}

// completeRules completes rules and topics, with what each is about, also the last one of a list with commas.
func completeRules(v *config.Vocabulary) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		list := word[:strings.LastIndexByte(word, ',')+1]
		var found []string
		for _, t := range v.Topics {
			found = append(found, cobra.CompletionWithDesc(list+t.Name, t.About))
		}
		for _, r := range v.Rules {
			found = append(found, cobra.CompletionWithDesc(list+r.ID, r.Summary))
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFormats completes the formats, and after "sarif=" a file.
func completeFormats(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	if strings.Contains(word, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var found []string
	for _, f := range report.Formats {
		found = append(found, cobra.CompletionWithDesc(f.Name, f.About))
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completePages completes the names of rules and errors that have a page.
func completePages(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return pageNames(), cobra.ShellCompDirectiveNoFileComp
}

// completionOf is cobra's command that prints scripts. The one for bash completes lists with commas, too: cobra's own compares
// what is typed with candidates in which each comma is escaped.
func completionOf(root *cobra.Command) *cobra.Command {
	root.InitDefaultCompletionCmd()
	bash, _, _ := root.Find([]string{"completion", "bash"}) // it was just made
	bash.RunE = func(cmd *cobra.Command, _ []string) error {
		without, err := cmd.Flags().GetBool("no-descriptions")
		if err != nil {
			return err
		}
		var script bytes.Buffer
		if err := root.GenBashCompletionV2(&script, !without); err != nil {
			return err
		}
		const compared, alsoPlain = `[[ $comp == "$cur"* ]]`, `[[ $comp == "$cur"* || $compline == "$cur"* ]]`
		_, err = cmd.OutOrStdout().Write(bytes.ReplaceAll(script.Bytes(), []byte(compared), []byte(alsoPlain)))
		return err
	}
	return bash.Parent()
}
