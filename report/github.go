package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

// github collects workflow commands, which GitHub Actions shows beside the lines of a pull request. Errors come first,
// since it shows few of each severity.
type github struct {
	w        io.Writer
	place    func(string) string
	links    docs.Links
	commands [lint.Error + 1][]string
}

func newGitHub(w io.Writer, o *Options) Writer { return &github{w: w, place: o.Place, links: o.Links} }

func (g *github) File(result *lint.Result) error {
	for _, f := range result.Findings {
		g.commands[f.Severity] = append(g.commands[f.Severity], g.command(f))
	}
	return nil
}

// githubShows is how many annotations of a severity GitHub shows for one step; the others are in its log only.
// https://docs.github.com/en/actions/reference/limits
const githubShows = 10

// githubLevels is what GitHub calls the severities.
var githubLevels = [...]string{lint.Info: "notice", lint.Warning: "warning", lint.Error: "error"}

func (g *github) End(*lint.Run) error {
	w := bufio.NewWriter(g.w)
	for severity := lint.Error; severity >= lint.Info; severity-- {
		list := g.commands[severity]
		if len(list) > githubShows {
			rest := count(len(list)-githubShows+1, "more "+severity.String())
			summary := fmt.Sprintf("::%s title=winlint::%s: see the log of this step", githubLevels[severity], rest)
			list = append(list[:githubShows-1:githubShows-1], append([]string{summary}, list[githubShows-1:]...)...)
		}
		for _, command := range list {
			fmt.Fprintln(w, command)
		}
	}
	return w.Flush()
}

// command is one finding. Its text begins with the place, because the log shows the text only.
func (g *github) command(f *lint.Finding) string {
	start, end := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
	columns := ""
	if start.Line == end.Line { // GitHub takes columns only of places on one line
		columns = fmt.Sprintf(",col=%d,endColumn=%d", start.Column, end.Column)
	}
	path := g.place(f.File.Path)
	lines := []string{fmt.Sprintf("%s:%d:%d: %s", path, start.Line, start.Column, f.Message)}
	for _, more := range []struct{ label, text string }{{"note: ", f.Note}, {"help: ", f.Help}, {"see: ", g.links.Rule(f.Rule.ID)}} {
		if more.text != "" {
			lines = append(lines, more.label+more.text)
		}
	}
	for i, line := range lines {
		lines[i] = data(line)
	}
	return fmt.Sprintf("::%s file=%s,line=%d,endLine=%d%s,title=%s::%s", githubLevels[f.Severity],
		property(path), start.Line, end.Line, columns, property("winlint: "+f.Rule.ID), strings.Join(lines, "%0A"))
}

// data escapes the text of a command, property the value of one of its properties.
func data(s string) string { return strings.ReplaceAll(terminal.Visible(s), "%", "%25") }

func property(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(terminal.Visible(s))
}
