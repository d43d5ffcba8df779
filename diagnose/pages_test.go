package diagnose

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/internal/voice"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/rules"
)

var update = flag.Bool("update", false, "stamp the pages of docs/errors")

// Each kind has a page whose examples are true: what is under Recognized is diagnosed as this kind and no other, what is
// under Not this error is not. The header and the list of sources are stamped by -update and held without it.
func TestPages(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(kind.ID, func(t *testing.T) {
			path := filepath.Join("..", "docs", "errors", kind.ID+".md")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("the kind has no page: %v", err)
			}
			page := string(raw)
			checkSections(t, kind, page)
			checkExamples(t, kind, page)
			stamped(t, path, page, stampPage(t, kind, page))
		})
	}
}

func stamped(t *testing.T, path, is, want string) {
	t.Helper()
	if is == want {
		return
	}
	if !*update {
		t.Errorf("%s is not what the catalog says now; `make docs`", path)
	} else if err := os.WriteFile(path, []byte(want), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestEveryPageHasAKind(t *testing.T) {
	for _, id := range docs.ErrorPages() {
		if !slices.ContainsFunc(Kinds(), func(k *Kind) bool { return k.ID == id }) {
			t.Errorf("docs/errors/%s.md belongs to no kind", id)
		}
	}
}

// The list of all errors is stamped, too.
func TestList(t *testing.T) {
	path := filepath.Join("..", "docs", "errors", "README.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	intro, _, found := strings.Cut(string(raw), listMark)
	if !found {
		t.Fatalf("%s has no line %q", path, listMark)
	}
	var out strings.Builder
	out.WriteString(intro + listMark)
	for _, theme := range Themes() {
		fmt.Fprintf(&out, "\n## %s\n\n| error | what it says | certainty |\n| --- | --- | --- |\n", theme.Title)
		for _, kind := range theme.Kinds {
			fmt.Fprintf(&out, "| [%s](%s.md) | %s | %s |\n", kind.ID, kind.ID, kind.Page().Title, kind.Certainty)
		}
	}
	stamped(t, path, string(raw), out.String())
}

const listMark = "<!-- The lines below are stamped by `make docs`. -->\n"

// What a rule finds and what an error means are linked in both directions, so every name has to exist.
func TestRulesExist(t *testing.T) {
	for _, kind := range Kinds() {
		for i, id := range kind.Rules {
			if !slices.ContainsFunc(rules.All(), func(r *lint.Rule) bool { return r.ID == id }) {
				t.Errorf("%s: there is no rule %s", kind.ID, id)
			}
			if slices.Contains(kind.Rules[:i], id) {
				t.Errorf("%s names %s twice", kind.ID, id)
			}
			if !slices.Contains(Prevented(id), kind) {
				t.Errorf("%s is not among the errors that %s prevents", kind.ID, id)
			}
		}
	}
}

func checkSections(t *testing.T, kind *Kind, text string) {
	t.Helper()
	page := kind.Page()
	if page.Title == "" || len(page.Title) > 110 || strings.HasSuffix(page.Title, ".") {
		t.Errorf("title %q: want one sentence of at most 110 bytes without a period", page.Title)
	}
	if page.Means == "" || len(page.Causes) == 0 || len(page.Steps) == 0 || len(page.Look) == 0 || page.Look[0] == "" {
		t.Errorf("the page lacks a part: %+v", page)
	}
	if kind.Certainty == OneOf && len(page.Causes) < 2 {
		t.Error("one cause of several is listed")
	}
	for i, step := range page.Steps {
		if step.LastResort && i+1 < len(page.Steps) && !page.Steps[i+1].LastResort {
			t.Errorf("a last resort comes before %q", page.Steps[i+1].Text)
		}
	}
	var headings []string
	for _, match := range regexp.MustCompile(`(?m)^## (.+)$`).FindAllStringSubmatch(text, -1) {
		headings = append(headings, match[1])
	}
	want := []string{"What you see", meansHeading, causesHeading, stepsHeading, lookHeading, "Recognized", "Not this error", "See also"}
	if *update && !slices.Contains(headings, "See also") {
		headings = append(headings, "See also")
	}
	if !slices.Equal(headings, want) {
		t.Errorf("the sections are %q, want %q", headings, want)
	}
	for _, fault := range voice.Faults(text) {
		t.Error(fault)
	}
	if len(kind.Refs) == 0 {
		t.Error("the kind names no source")
	}
}

// checkExamples reads the blocks of a page. "also=ID,ID" names other errors that are in a block, "is=ID" the one that is
// there instead.
func checkExamples(t *testing.T, kind *Kind, text string) {
	t.Helper()
	for _, section := range strings.Split(text, "\n## ") {
		heading, body, _ := strings.Cut(section, "\n")
		for _, match := range regexp.MustCompile("(?s)```text ?([^\n]*)\n(.*?\n)```\n").FindAllStringSubmatch(body, -1) {
			info, block := match[1], match[2]
			var want []string
			switch heading {
			case "What you see", "Recognized":
				want = append(strings.FieldsFunc(attribute(info, "also"), func(r rune) bool { return r == ',' }), kind.ID)
			case "Not this error":
				want = strings.FieldsFunc(attribute(info, "is"), func(r rune) bool { return r == ',' })
				checkCaption(t, kind, body, match[0], block)
			default:
				continue
			}
			report, err := Read(strings.NewReader(block), Options{Windows: heading == "What you see"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range report.Diagnoses {
				got = append(got, d.Kind.ID)
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("under %s: got %q, want %q in\n%s", heading, got, want, block)
			}
		}
	}
	for _, heading := range []string{"What you see", "Recognized", "Not this error"} {
		if !regexp.MustCompile("\n## " + heading + "\n\n([^#`\n].*\n\n)?```text").MatchString(text) {
			t.Errorf("no example under %s", heading)
		}
	}
}

// checkCaption wants a reason above a text that is an error in a log about Windows containers.
func checkCaption(t *testing.T, kind *Kind, section, example, block string) {
	t.Helper()
	report, err := Read(strings.NewReader(block), Options{Windows: true})
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(section, example)
	if len(report.Diagnoses) > 0 && !strings.HasSuffix(strings.TrimSpace(before), ":") {
		t.Errorf("nothing says why this is not %s:\n%s", kind.ID, block)
	}
}

func attribute(info, name string) string {
	for _, word := range strings.Fields(info) {
		if value, found := strings.CutPrefix(word, name+"="); found {
			return value
		}
	}
	return ""
}

const headerEnd = "<!-- The lines above are stamped by `make docs`. -->\n"

// stampPage is the page as it should be: a table under the title, and the sources at the end.
func stampPage(t *testing.T, kind *Kind, text string) string {
	t.Helper()
	title, rest, _ := strings.Cut(text, "\n")
	_, body, found := strings.Cut(rest, headerEnd)
	if !found {
		t.Errorf("no line %q", strings.TrimSpace(headerEnd))
	}
	body, _, _ = strings.Cut(body, "\n## See also\n")
	var links []string
	for _, id := range kind.Rules {
		links = append(links, fmt.Sprintf("[%s](../rules/%s.md)", id, id))
	}
	return fmt.Sprintf("%s\n\n| error | certainty | reported for | codes | found before the build by |\n| --- | --- | --- | --- | --- |\n| %s | %s | %s | %s | %s |\n\n%s%s\n## See also\n\n%s",
		title, kind.ID, kind.Certainty, reportedFor(kind), orDash(codes(kind.Codes)), orDash(strings.Join(links, ", ")), headerEnd, strings.TrimRight(body, "\n")+"\n", sources(t, kind))
}

var hexadecimal = regexp.MustCompile(`\b[0-9A-Fa-f]+\b`)

// codes is the codes as logs print them. Logs show an exit code in decimal, with or without a sign, and a Win32 error in
// either notation: "Win32 10b" is "Win32 0x10b (267)".
func codes(short string) string {
	groups := strings.Split(short, "; ")
	for i, group := range groups {
		family, numbers, found := strings.Cut(group, " ")
		if !found {
			family, numbers = "", group
		}
		long := func(number string) string {
			value, err := strconv.ParseUint(number, 16, 32)
			switch {
			case err != nil:
				return number
			case family == "Win32" && value < 10:
				return "0x" + number
			case family == "Win32":
				return fmt.Sprintf("0x%x (%d)", value, value)
			case family == "HCS":
				return fmt.Sprintf("0x%x or 0x%x", 0xc0370000+value, 0x80370000+value)
			case family == "HCN":
				return fmt.Sprintf("0x%x", 0x803b0000+value)
			case family == "HV":
				return "0x" + number
			case family == "NT", len(number) == len("80131623"):
				if value > math.MaxInt32 { // some logs read the 32 bits as a signed number
					return fmt.Sprintf("0x%X (%d, -%d)", value, value, 1<<32-value)
				}
				return fmt.Sprintf("0x%X (%d)", value, value)
			}
			return number
		}
		groups[i] = strings.TrimSpace(family + " " + hexadecimal.ReplaceAllStringFunc(numbers, long))
	}
	return strings.Join(groups, "; ")
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func reportedFor(kind *Kind) string {
	when := kind.Patterns[0].When
	for _, p := range kind.Patterns {
		when = min(when, p.When)
	}
	words := [...]string{"every log", "logs about Windows containers", "logs about Nano Server"}[when]
	if kind.Weight != Cause {
		words += "; only if nothing else is found before it"
	}
	return words
}

var issue = regexp.MustCompile(`^([\w.-]+/[\w.-]+)#(\d+)$`)

// sources is the last section of a page: issues ("moby/moby#1"), files ("moby/moby: daemon/commit.go") and pages
// ("NTSTATUS values: https://…"), each as a link with its name.
func sources(t *testing.T, kind *Kind) string {
	t.Helper()
	var out strings.Builder
	out.WriteString("[All errors](README.md). Reports and sources for this error:\n\n")
	for _, ref := range kind.Refs {
		match := issue.FindStringSubmatch(ref)
		switch {
		case match != nil:
			fmt.Fprintf(&out, "- [%s](https://github.com/%s/issues/%s)\n", ref, match[1], match[2])
		default:
			name, target, found := strings.Cut(ref, ": ")
			if !found {
				t.Errorf("the source %q is neither an issue, nor a file with its repository, nor a page with its title", ref)
			}
			if !strings.HasPrefix(target, "https://") {
				name, target = ref, "https://github.com/"+name+"/blob/HEAD/"+target
			}
			fmt.Fprintf(&out, "- [%s](%s)\n", name, target)
		}
	}
	return out.String()
}
