package lint_test

import (
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
)

// A fix of one part of a mount or port leaves the other parts as they are, and leaves nothing that the engine rejects.
func TestProveContainers(t *testing.T) {
	for name, test := range map[string]struct{ option, find, by, want string }{
		"a source":                {`-v /c/a:C:\b`, "/c/a", "C:/a", ""},
		"a mode":                  {`-v C:\a:C:\b:z`, ":z", "", ""},
		"a source, with a target": {`-v /c/a:C:\b`, "/c/a", `C:/a:C:\c`, `the fix changes how "C:\\b" is read`},
		"a target that goes":      {`-v C:\a:C:\b`, `:C:\b`, "", `the fix leaves "C:\\a" without a source or a target`},
		"no full path":            {`-v C:\a:C:\b:z`, `C:\b:z`, "b", `the fix leaves "C:\\a:b"`},
		"an address":              {"-p 127.0.0.1:80:80", "127.0.0.1:", "", ""},
		"no port":                 {"-p 80:8080", "8080", "http", `the fix leaves "80:http", which Docker Engine rejects`},
		"an isolation":            {"--isolation hyper-v", "hyper-v", "hyperv", ""},
		"no isolation":            {"--isolation hyper-v", "hyper-v", "strict", `the fix leaves "strict", which Docker Engine rejects`},
	} {
		t.Run(name, func(t *testing.T) {
			rule := &lint.Rule{ID: "test", Severity: lint.Warning, Fix: lint.Safe, Check: lint.Each(func(p *lint.Pass, c *docker.Command) {
				if at := strings.Index(p.Unit.File.Text, test.find); strings.Contains(p.Unit.File.Text, test.option) {
					span := source.Span{Start: at, End: at + len(test.find)}
					p.Reportf(span, "found").Replace(span, test.by)
				}
			})}
			run := &lint.Linter{Rules: []*lint.Rule{rule}}
			result := run.Lint(source.New("run.ps1", "docker run "+test.option+" mcr.microsoft.com/windows/servercore:ltsc2022\n"))
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
