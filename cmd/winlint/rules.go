package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/config"
	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
)

func newRules() *cobra.Command {
	var format *choice
	settings := newSettings()
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := settings.check(); err != nil {
				return err
			}
			if format.value == "json" {
				return writeRules(cmd.OutOrStdout(), rules.All(), settings.ofRun().Links)
			}
			return listRules(cmd.OutOrStdout(), rules.All())
		},
	}
	format = addChoice(cmd, "format", "text", "the output format", "text", "json")
	settings.addFlag(cmd, config.Option("docs-url"))
	return cmd
}

// writeRules prints the rules as a JSON list.
func writeRules(w io.Writer, list []*lint.Rule, links docs.Links) error {
	type rule struct {
		ID       string   `json:"id"`
		Summary  string   `json:"summary"`
		Topic    string   `json:"topic"`
		Severity string   `json:"severity"`
		Default  bool     `json:"default"` // it runs without being asked for
		Fix      string   `json:"fix"`
		Since    string   `json:"since"`
		URL      string   `json:"url"`
		Refs     []string `json:"refs"`
	}
	out := []rule{}
	for _, r := range list {
		out = append(out, rule{
			r.ID, r.Summary, r.Topic, r.Severity.String(), !r.Off, r.Fix.String(), r.Since, links.Rule(r.ID), append([]string{}, r.Refs...),
		})
	}
	return writeJSON(w, out)
}

// writeJSON prints what a program reads, in lines that a person can read, too.
func writeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
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
