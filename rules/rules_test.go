package rules

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules/ci"
	"github.com/winlint/winlint/rules/compose"
	"github.com/winlint/winlint/rules/container"
	"github.com/winlint/winlint/rules/daemon"
	dockerfilerules "github.com/winlint/winlint/rules/dockerfile"
	"github.com/winlint/winlint/rules/install"
	"github.com/winlint/winlint/rules/powershell"
	"github.com/winlint/winlint/rules/shell"
)

var (
	kebab   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	release = regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\]`)
)

// usual is the rules that run if no settings select others.
func usual() []*lint.Rule {
	return slices.DeleteFunc(All(), func(r *lint.Rule) bool { return r.Off })
}

// What a rule says of itself is what lists, settings and pages show. That its Fix is what its page shows is held by TestPages.
func TestRules(t *testing.T) {
	changelog, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	releases := map[string]bool{}
	for _, m := range release.FindAllStringSubmatch(string(changelog), -1) {
		releases[m[1]] = true
	}
	topics := map[string]bool{}
	for _, topic := range Topics() {
		if topics[topic.Name] || !kebab.MatchString(topic.Name) {
			t.Errorf("topic %q is there twice or is no kebab-case", topic.Name)
		}
		if !isSentence(topic.About) {
			t.Errorf("topic %q: %q is no sentence", topic.Name, topic.About)
		}
		topics[topic.Name] = true
	}
	seen, used := map[string]bool{}, map[string]bool{}
	for _, r := range All() {
		switch {
		case !kebab.MatchString(r.ID):
			t.Errorf("%q is no kebab-case", r.ID)
		case seen[r.ID]:
			t.Errorf("%s is there twice", r.ID)
		case topics[r.ID]:
			t.Errorf("%s is a topic, too, so that no setting can tell one from the other", r.ID)
		case !topics[r.Topic]:
			t.Errorf("%s: %q is no topic", r.ID, r.Topic)
		case !releases[r.Since]:
			t.Errorf("%s: %q is no version in CHANGELOG.md", r.ID, r.Since)
		case r.Summary == "" || isSentence(r.Summary):
			t.Errorf("%s: the summary %q is empty or ends in a period", r.ID, r.Summary)
		}
		seen[r.ID], used[r.Topic] = true, true
	}
	for topic := range topics {
		if !used[topic] {
			t.Errorf("no rule is about %q", topic)
		}
	}
}

func isSentence(s string) bool { return strings.HasSuffix(s, ".") }

// A list of rules that is not joined would be silent.
func TestEveryRuleIsJoined(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^\t\tID: +"([^"]+)"`)
	for folder, list := range map[string][]*lint.Rule{
		"dockerfile": dockerfilerules.Rules(), "shell": shell.Rules(), "powershell": powershell.Rules(), "install": install.Rules(),
		"container": container.Rules(), "compose": compose.Rules(), "ci": ci.Rules(), "daemon": daemon.Rules(),
	} {
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(folder + "/" + file.Name())
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
				if !slices.ContainsFunc(list, func(r *lint.Rule) bool { return r.ID == m[1] }) {
					t.Errorf("%s/%s declares %s, and %s.Rules does not give it", folder, file.Name(), m[1], folder)
				}
			}
		}
	}
}
