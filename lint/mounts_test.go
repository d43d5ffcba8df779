package lint_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
)

// A fix of one part of a mount leaves the other parts as they are, and leaves no mount that the engine rejects.
func TestProveMounts(t *testing.T) {
	for name, test := range map[string]struct{ mount, find, by, want string }{
		"a source":                {`/c/a:C:\b`, "/c/a", "C:/a", ""},
		"a mode":                  {`C:\a:C:\b:z`, ":z", "", ""},
		"a source, with a target": {`/c/a:C:\b`, "/c/a", `C:/a:C:\c`, `the fix changes how "C:\\b" is read`},
		"a target that goes":      {`C:\a:C:\b`, `:C:\b`, "", `the fix leaves "C:\\a" with one end only`},
		"no full path":            {`C:\a:C:\b:z`, `C:\b:z`, "b", `the fix leaves "C:\\a:b"`},
	} {
		t.Run(name, func(t *testing.T) {
			rule := &lint.Rule{ID: "test", Severity: lint.Warning, Fix: lint.Safe, Check: lint.Each(func(p *lint.Pass, c *docker.Command) {
				if at := strings.Index(p.Unit.File.Text, test.find); strings.Contains(p.Unit.File.Text, test.mount) {
					span := source.Span{Start: at, End: at + len(test.find)}
					p.Reportf(span, "found").Replace(span, test.by)
				}
			})}
			run := &lint.Linter{Rules: []*lint.Rule{rule}}
			result := run.Lint(source.New("run.ps1", "docker run -v "+test.mount+" mcr.microsoft.com/windows/servercore:ltsc2022\n"))
			run.Prove(result)
			if len(result.Findings) != 1 {
				t.Fatalf("%d findings", len(result.Findings))
			}
			got := ""
			if refused := result.Findings[0].Refused; refused != nil {
				got = refused.Error()
			}
			if test.want == "" && got != "" || !strings.HasPrefix(got, test.want) {
				t.Errorf("%q; want %q", got, test.want)
			}
		})
	}
}
