package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/winlint/winlint/lint"
)

// gitlab writes a Code Quality report: one list of issues.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitlab struct {
	list
	place func(string) string
	seen  map[string]int // fingerprints, which must differ
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	} `json:"lines"`
}

// gitlabSeverities is what GitLab calls the severities.
var gitlabSeverities = [...]string{lint.Info: "info", lint.Warning: "major", lint.Error: "critical"}

func newGitLab(w io.Writer, o *Options) Writer {
	g := &gitlab{list: list{sheet: sheet{to: &escaped{w: w}}}, place: o.Place, seen: map[string]int{}}
	g.WriteByte('[')
	return g
}

func (g *gitlab) File(result *lint.Result) error {
	for _, f := range result.Findings {
		g.add(g.issue(f), "  ")
	}
	return g.flush()
}

func (g *gitlab) issue(f *lint.Finding) gitlabIssue {
	path := g.place(f.File.Path)
	issue := gitlabIssue{
		Description: f.Text(), CheckName: f.Rule.ID, Fingerprint: g.fingerprint(f, path),
		Severity: gitlabSeverities[f.Severity], Location: gitlabLocation{Path: jsonPath(path)},
	}
	issue.Location.Lines.Begin = f.File.Position(f.Span.Start).Line
	issue.Location.Lines.End = f.File.Position(max(f.Span.Start, f.Span.End-1)).Line
	return issue
}

// fingerprint is what a finding is known by when lines above it come and go: rule, file, the text of the line, and a number
// if all of these are the same.
func (g *gitlab) fingerprint(f *lint.Finding, path string) string {
	line := f.File.Slice(f.File.Line(f.File.Position(f.Span.Start).Line))
	key := f.Rule.ID + "\x00" + path + "\x00" + line
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, g.seen[key]))
	g.seen[key]++
	return hex.EncodeToString(sum[:16])
}

func (g *gitlab) End(*lint.Run) error {
	g.close("")
	g.WriteByte('\n')
	return g.flush()
}
