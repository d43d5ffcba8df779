package rules

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/target"
)

// What winlint takes for a file beside what BuildKit's parser alone takes for it, both warm and in turn: the metric
// "x-parser" is how many times as long. One file is clean, as most are; in the other nearly every line has a finding.
func BenchmarkLint(b *testing.B) {
	for name, path := range map[string]string{"clean": "../testdata/clean/Dockerfile", "findings": "../testdata/demo/Dockerfile"} {
		b.Run(name, func(b *testing.B) {
			raw, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			linter := &lint.Linter{Rules: Default(), World: target.World{Today: today}}
			var ours, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				linter.Lint(source.Decode("Dockerfile", raw))
				between := time.Now()
				if _, err := parser.Parse(strings.NewReader(string(raw))); err != nil {
					b.Fatal(err)
				}
				ours += between.Sub(start)
				theirs += time.Since(between)
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-parser")
		})
	}
}
