// Command newpage writes the sections of the page of a new rule: `make page RULE=id`.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
)

// The sections of a page, each with what belongs in it.
var sections = []struct{ name, about string }{
	{"What you see", "The error text or the wrong behavior, verbatim if there is one."},
	{"Why it happens", "Three to six plain sentences, and what winlint does not report."},
	{"Bad", "At least two examples, which the rule must find."},
	{"Good", "At least two near misses, in which no rule finds anything."},
	{"How to fix", "The recommended form first, then the alternatives, each with when to prefer it."},
	{"When to ignore it", "When the finding can be ignored, or \"Never:\" and the reason."},
	{"See also", "Links with names: related rules, and every source of the rule."},
}

const example = "```dockerfile\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\n```\n"

func main() {
	if len(os.Args) != 2 || os.Args[1] == "" {
		fmt.Fprintln(os.Stderr, "usage: make page RULE=id")
		os.Exit(2)
	}
	path, err := write(filepath.Join("docs", "rules"), os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "newpage:", err)
		os.Exit(1)
	}
	fmt.Println(path + ": write the sections, then `make docs`")
}

// write writes the page of a rule that has none into a directory, and returns its path.
func write(directory, id string) (path string, err error) {
	i := slices.IndexFunc(rules.All(), func(r *lint.Rule) bool { return r.ID == id })
	if i < 0 {
		return "", fmt.Errorf("no rule has the id %q: write the rule first", id)
	}
	path = filepath.Join(directory, id+".md")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(skeleton(id))
	if closed := file.Close(); err == nil {
		err = closed
	}
	return path, err
}

// skeleton is a page whose header `make docs` stamps, and whose sections say what belongs in them.
func skeleton(id string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n", id)
	for _, section := range sections {
		fmt.Fprintf(&out, "\n## %s\n\n<!-- %s -->\n", section.name, section.about)
		if section.name == "Bad" || section.name == "Good" {
			out.WriteString(strings.Repeat("\n"+example, 2))
		}
	}
	return out.String()
}
