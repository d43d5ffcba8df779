package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

// teamcity writes the service messages that TeamCity shows as inspections of a build.
// https://www.jetbrains.com/help/teamcity/service-messages.html#Reporting+Inspections
type teamcity struct {
	sheet
	place     func(string) string
	links     docs.Links
	described map[string]bool // rules that TeamCity knows
}

func newTeamCity(w io.Writer, o *Options) Writer {
	return &teamcity{sheet: sheet{to: w}, place: o.Place, links: o.Links, described: map[string]bool{}}
}

var teamcitySeverities = [...]string{lint.Info: "WEAK WARNING", lint.Warning: "WARNING", lint.Error: "ERROR"}

func (t *teamcity) File(result *lint.Result) error {
	for _, f := range result.Findings {
		rule := f.Rule
		if !t.described[rule.ID] {
			t.described[rule.ID] = true
			page := t.links.Rule(rule.ID)
			fmt.Fprintf(t, "##teamcity[inspectionType id='%s' name='%s' category='winlint: %s' description='%s']\n",
				rule.ID, rule.ID, teamcityValue(rule.Topic), teamcityValue(rule.Summary+": "+page))
		}
		fmt.Fprintf(t, "##teamcity[inspection typeId='%s' message='%s' file='%s' line='%d' SEVERITY='%s']\n", rule.ID,
			teamcityValue(f.Text()), teamcityValue(t.place(f.File.Path)), lineOf(f.File, f.Span), teamcitySeverities[f.Severity])
	}
	return t.flush()
}

func (t *teamcity) End(*lint.Run) error { return t.flush() }

// teamcityValue escapes the value of an attribute. Line ends are gone already.
func teamcityValue(s string) string {
	return strings.NewReplacer("|", "||", "'", "|'", "[", "|[", "]", "|]").Replace(terminal.Visible(s))
}
