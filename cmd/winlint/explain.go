package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/winlint/winlint/diagnose"
	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/terminal"
)

func newExplain() *cobra.Command {
	var color *choice
	cmd := &cobra.Command{
		Use:   "explain RULE|ERROR|TEXT",
		Short: "Print the page of a rule or of an error",
		Long: `Print the page of a rule or an error. Pass its name or, for an error, a text that contains it. For example:
winlint explain "hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1)". On a terminal, the page is formatted;
otherwise, it is Markdown.`,
		Args:              oneName,
		ValidArgsFunction: completePages,
		RunE: func(cmd *cobra.Command, args []string) error {
			pages, err := explain(args[0])
			if err != nil {
				return err
			}
			return writePages(cmd.OutOrStdout(), pages, color.value)
		},
	}
	color = addChoice(cmd, "color", "auto", "when to use colors", "auto", "always", "never")
	return cmd
}

// writePages writes pages as a terminal shows them best, and as Markdown elsewhere, unless colors are asked for.
func writePages(w io.Writer, pages []string, color string) error {
	text := strings.Join(pages, "\n")
	style := terminal.StyleOf(w, color)
	if _, yes := terminal.Detect(w); !yes && !style.Color {
		_, err := io.WriteString(w, text)
		return err
	}
	return terminal.Page(w, text, style)
}

func oneName(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return errors.New(`expected the name of one rule or error, or one text in quotes; see winlint rules`)
	}
	return nil
}

// pageNames is the names of all rules and errors.
func pageNames() []string {
	names := append(docs.Pages(), docs.ErrorPages()...)
	slices.Sort(names)
	return slices.Compact(names)
}

var isName = lazy.MustCompile(`^[a-z0-9.-]+$`)

// explain gives the pages of a name, which can be that of a rule and of an error, or those of the errors in a text.
func explain(text string) (pages []string, err error) {
	if page, found := docs.Page(text); found {
		pages = append(pages, withoutMarkers(page)+errorsPrevented(text))
	}
	if page, found := docs.ErrorPage(text); found {
		pages = append(pages, withoutMarkers(page))
	}
	if len(pages) > 0 {
		return pages, nil
	}
	known, err := diagnose.Read(strings.NewReader(text), diagnose.Options{Windows: true})
	if err != nil {
		return nil, err
	}
	for _, d := range known.Diagnoses {
		page, _ := docs.ErrorPage(d.Kind.ID)
		pages = append(pages, withoutMarkers(page))
	}
	switch {
	case len(pages) > 0:
		return pages, nil
	case isName.MatchString(text):
		return nil, fmt.Errorf("%q is neither a rule nor an error%s", text, didYouMean(text, pageNames(), "winlint rules"))
	}
	return nil, errors.New("this text does not contain a known error")
}

// errorsPrevented is the end of the page of a rule: the errors whose cause the rule finds before the build.
func errorsPrevented(rule string) string {
	list := diagnose.Prevented(rule)
	if len(list) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n## Errors that this rule prevents\n\n")
	for _, kind := range list {
		fmt.Fprintf(&out, "- [%s](../errors/%s.md): %s\n", kind.ID, kind.ID, kind.Page().Title)
	}
	return out.String()
}

// withoutMarkers removes the comments that say what of a page is stamped.
func withoutMarkers(page string) string {
	return regexp.MustCompile(`(?m)^<!--.*-->\n\n?`).ReplaceAllString(page, "")
}
