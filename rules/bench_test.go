package rules

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// What winlint takes for a file beside what BuildKit's parser alone takes for it, both warm and in turn: the metric
// "x-parser" is how many times as long, by the least of all runs, to which other processes add nothing. One file is clean, as
// most are; in the other nearly every line has a finding.
func BenchmarkLint(b *testing.B) {
	for name, path := range map[string]string{"clean": "../testdata/clean/Dockerfile", "findings": "../testdata/demo/Dockerfile"} {
		b.Run(name, func(b *testing.B) {
			raw, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}}
			ours, theirs := time.Hour, time.Hour
			for b.Loop() {
				start := time.Now()
				linter.Lint(source.Decode("Dockerfile", raw))
				between := time.Now()
				if _, err := parser.Parse(strings.NewReader(string(raw))); err != nil {
					b.Fatal(err)
				}
				ours, theirs = min(ours, between.Sub(start)), min(theirs, time.Since(between))
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-parser")
		})
	}
}

// What winlint takes for a compose file with a hundred services beside what compose-go takes to load it: the metric
// "x-compose" is how many times as long. The services are clean, or each has two findings with fixes, which are proved.
func BenchmarkCompose(b *testing.B) {
	for name, lines := range map[string]string{
		"clean":    "command: ['C:\\app\\run.exe', '--port', '80']\n    environment:\n      VERSION: '1.10'\n",
		"findings": "command: C:\\app\\run.exe --port 80\n    environment:\n      VERSION: 1.10\n",
	} {
		b.Run(name, func(b *testing.B) {
			text := "services:\n"
			for i := range 100 {
				text += fmt.Sprintf("  web%d:\n    image: mcr.microsoft.com/windows/servercore:ltsc2022\n    ports:\n      - '%d:80'\n"+
					"    volumes:\n      - 'C:\\data\\%d:C:\\data'\n    "+lines, i, 8000+i, i)
			}
			linter := &lint.Linter{Rules: usual(), Environment: engine.Environment{Today: today}}
			var lints, proves, loads time.Duration
			for b.Loop() {
				start := time.Now()
				result := linter.Lint(source.New("compose.yaml", text))
				linted := time.Now()
				linter.Prove(result)
				proved := time.Now()
				details := types.ConfigDetails{
					ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: []byte(text)}}, Environment: types.Mapping{},
				}
				project := func(o *loader.Options) { o.SetProjectName("winlint", true) }
				if _, err := loader.LoadWithContext(context.Background(), details, project); err != nil {
					b.Fatal(err)
				}
				lints, proves, loads = lints+linted.Sub(start), proves+proved.Sub(linted), loads+time.Since(proved)
			}
			b.ReportMetric(float64(lints)/float64(loads), "x-compose")
			b.ReportMetric(float64(lints+proves)/float64(loads), "x-compose-with-fixes")
		})
	}
}
