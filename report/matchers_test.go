package report_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// A pattern is a line of a problem matcher, with the numbers of its groups.
type pattern struct {
	Regexp                                      string
	File, Line, Column, Severity, Message, Code int
}

// matched is what the patterns make of a report, in the order of its lines.
func matched(t *testing.T, patterns []pattern, text string) (found []string) {
	t.Helper()
	for line := range strings.Lines(text) {
		for _, p := range patterns {
			m := regexp.MustCompile(p.Regexp).FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil {
				continue
			}
			severity := "info"
			if p.Severity > 0 {
				severity = m[p.Severity]
			}
			found = append(found, strings.Join([]string{m[p.File], m[p.Line], m[p.Column], severity, m[p.Message], m[p.Code]}, "|"))
		}
	}
	return found
}

// The problem matchers for GitHub and VS Code find each finding once, with its parts, whatever the file is called, and
// nothing in the other lines of the text.
func TestProblemMatchers(t *testing.T) {
	var github struct {
		ProblemMatcher []struct{ Pattern []pattern }
	}
	var code struct {
		Tasks []struct {
			ProblemMatcher struct{ Pattern pattern }
		}
	}
	for name, v := range map[string]any{"github": &github, "vscode": &code} {
		raw, err := os.ReadFile("../docs/matchers/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, v); err != nil {
			t.Fatal(err)
		}
	}
	matchers := map[string][]pattern{"vscode": {code.Tasks[0].ProblemMatcher.Pattern}}
	for _, m := range github.ProblemMatcher {
		matchers["github"] = append(matchers["github"], m.Pattern...)
	}
	const message = "`a` [x]: is error: wrong"
	for _, path := range []string{"Dockerfile", "a b/[c] (d)/é日.dockerfile", `C:\x\a b\Dockerfile`, " blank/x:1/Dockerfile", "::x::"} {
		run := runOver(t, path, "FROM a\nRUN C:\\a:4:9: error: forged [syntax]\nRUN b\n", func(p *lint.Pass, at func(string) source.Span) {
			p.Reportf(at("a"), "%s", message).Relate(at("RUN b"), "x:1:2: error: y [z]").Notef("A note: x:1:2: error: y [z]").Replace(at("a"), "b:1:1: error: x [y]")
			p.Reportf(at("RUN C"), "%s", message).WithSeverity(lint.Warning)
			p.Reportf(at("RUN b"), "%s", message).WithSeverity(lint.Info).DeleteLines(at("RUN b"))
		})
		want := []string{
			path + "|1|6|error|" + message + "|test-rule",
			path + "|2|1|warning|" + message + "|test-rule",
			path + "|3|1|info|" + message + "|test-rule",
		}
		for name, patterns := range matchers {
			for _, format := range []string{"text", "concise"} {
				if got := matched(t, patterns, run.write(t, format)); !slices.Equal(got, want) {
					t.Errorf("%s, %s: got %q, want %q", name, format, got, want)
				}
			}
		}
	}
}
