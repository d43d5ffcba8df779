package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
)

// Statistics is the number of findings of each rule, the most frequent first, and how many of them have a fix.
var Statistics = &Format{Name: "statistics", Fixes: true, New: func(w io.Writer, _ *Options) Writer { return &statistics{sheet{to: w}} }}

type statistics struct{ sheet }

func (*statistics) File(*lint.Result) error { return nil }

func (s *statistics) End(run *lint.Run) error {
	rules := slices.SortedFunc(maps.Keys(run.Rules), func(a, b *lint.Rule) int {
		return cmp.Or(run.Rules[b].Findings-run.Rules[a].Findings, cmp.Compare(a.ID, b.ID))
	})
	widest := 0
	for _, rule := range rules {
		widest = max(widest, len(rule.ID))
	}
	for _, rule := range rules {
		tally := run.Rules[rule]
		line := fmt.Sprintf("%6d  %-*s", tally.Findings, widest, rule.ID)
		if tally.Safe > 0 {
			line += fmt.Sprintf("  %d fixable", tally.Safe)
		}
		if tally.Unsafe > 0 {
			line += fmt.Sprintf("  %d fixable with --unsafe", tally.Unsafe)
		}
		fmt.Fprintln(s, strings.TrimRight(line, " "))
	}
	return s.flush()
}
