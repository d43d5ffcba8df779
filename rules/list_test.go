package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
)

// The list of rules is stamped by -update and held without it.
func TestRuleList(t *testing.T) {
	path := filepath.Join("..", "docs", "rules", "README.md")
	want := ruleList()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/rules/README.md is not what the rules are; `make docs`:\n%s", firstDifference(string(got), want))
	}
}

// ruleList is the rules by topic, with links to their pages.
func ruleList() string {
	var out strings.Builder
	out.WriteString(`# Rules

<!-- This page is stamped by ` + "`make docs`" + `. -->

| severity | meaning |
| --- | --- |
| ` + "`error`" + ` | the build or the start fails, or a value changes without a message |
| ` + "`warning`" + ` | this is probably not what the author wants |
| ` + "`info`" + ` | advice; it does not make a run fail by default |
| ` + "`off`" + ` | the rule runs only if you turn it on |

` + "`winlint fix`" + ` applies safe fixes. ` + "`winlint fix --unsafe`" + ` also applies unsafe fixes, which you should review.

In [the settings](../config.md), the name of a topic stands for all of its rules.
`)
	list := All()
	for _, topic := range Topics() {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n| rule | severity | fix | |\n| --- | --- | --- | --- |\n", topic.Name, topic.About)
		for _, r := range list {
			if r.Topic != topic.Name {
				continue
			}
			severity, fix := r.Severity.String(), ""
			if r.Off {
				severity = "off"
			}
			if r.Fix != lint.NoFix {
				fix = r.Fix.String()
			}
			fmt.Fprintf(&out, "| [%s](%s.md) | %s | %s | %s |\n", r.ID, r.ID, severity, fix, r.Summary)
		}
	}
	return out.String()
}
