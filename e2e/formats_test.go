package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/reviewdog/reviewdog/parser"
)

// oddly is a file whose name needs escapes in every format, with two findings of one file and a clean one beside it.
func oddly(t *testing.T) string {
	return write(t, map[string]string{
		"a b/[x];%'|,é😀.dockerfile": trapped + "LABEL a=\"😀 ##[x] ]]> <&\"\nCOPY 😀 C:\\x\\y\n",
		"clean/Dockerfile":          clean,
	})
}

const oddName = "a b/[x];%'|,é😀.dockerfile"

// inputs is what each format is tried on: what the repository shows, odd names, and nothing.
func inputs(t *testing.T) map[string][]string {
	return map[string][]string{
		"demo": {root, "testdata/demo"}, "odd": {oddly(t), "."}, "clean": {write(t, map[string]string{"Dockerfile": clean}), "."},
	}
}

// lines of the concise format are the findings that every other format must have.
func findings(t *testing.T, dir, path string) []string {
	t.Helper()
	out := (&command{dir: dir}).run(t, winlint, "lint", "--no-config", "--format", "concise", path).stdout
	return strings.Split(out, "\n")[:strings.Count(out, "\n")]
}

func reported(t *testing.T, format, dir, path string) string {
	t.Helper()
	return (&command{dir: dir}).run(t, winlint, "lint", "--no-config", "--format", format, path).stdout
}

// The parsers of reviewdog read what they are meant to, and find every finding.
func TestReviewdog(t *testing.T) {
	for name, at := range inputs(t) {
		want := len(findings(t, at[0], at[1]))
		for _, format := range []string{"rdjson", "rdjsonl", "checkstyle", "sarif"} {
			p, err := parser.New(&parser.Option{FormatName: format})
			if err != nil {
				t.Fatal(err)
			}
			list, err := p.Parse(strings.NewReader(reported(t, format, at[0], at[1])))
			if err != nil || len(list) != want {
				t.Errorf("%s of %s: %d diagnostics, want %d; %v", format, name, len(list), want, err)
			}
			for _, d := range list {
				if d.GetMessage() == "" || d.GetLocation().GetPath() == "" || d.GetLocation().GetRange().GetStart().GetLine() == 0 {
					t.Errorf("%s of %s: %v", format, name, d)
				}
			}
		}
	}
}

// rdformat-validator knows the schema of reviewdog's format, and reads one document at a time.
func TestRDFormat(t *testing.T) {
	for name, at := range inputs(t) {
		documents := []string{reported(t, "rdjson", at[0], at[1])}
		for line := range strings.Lines(reported(t, "rdjsonl", at[0], at[1])) {
			documents = append(documents, line)
		}
		for _, document := range documents {
			file := filepath.Join(t.TempDir(), "rd.json")
			if err := os.WriteFile(file, []byte(document), 0o666); err != nil {
				t.Fatal(err)
			}
			c := (&command{}).run(t, "node", "node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js", "--strict", "--no-extra-fields", file)
			if c.code != 0 {
				t.Errorf("%s: %s%s\n%s", name, c.stdout, c.stderr, document)
			}
		}
	}
}

// Azure's own library reads each command back as what was meant.
func TestAzureCommands(t *testing.T) {
	dir := oddly(t)
	read := (&command{stdin: reported(t, "azure", dir, ".")}).run(t, "node", "azure.mjs").want(t, 0).stdout
	n := 0
	for line := range strings.Lines(read) {
		var c struct {
			Command, Message string
			Properties       struct{ Type, Sourcepath, Linenumber, Columnnumber, Code string }
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		n++
		place := fmt.Sprintf("%s:%s:%s: ", oddName, c.Properties.Linenumber, c.Properties.Columnnumber)
		if c.Command != "task.logissue" || c.Properties.Sourcepath != oddName || c.Properties.Code == "" || !strings.HasPrefix(c.Message, place) {
			t.Errorf("got %+v", c)
		}
	}
	if n == 0 {
		t.Error("no commands")
	}
}

// TeamCity's own encoder gives the same escapes.
func TestTeamCityMessages(t *testing.T) {
	out := reported(t, "teamcity", oddly(t), ".")
	value, err := json.Marshal(map[string]string{"file": oddName})
	if err != nil {
		t.Fatal(err)
	}
	encoded := (&command{stdin: string(value)}).run(t, "node", "teamcity.mjs").want(t, 0).stdout
	_, want, _ := strings.Cut(encoded, "file='")
	want, _, _ = strings.Cut(want, ".dockerfile'")
	if want == "" || !strings.Contains(out, "file='"+want+".dockerfile'") {
		t.Errorf("%q is not in %s", want, out)
	}
}

// go-junit ingests the report, and counts what was found.
func TestJUnitIngested(t *testing.T) {
	for name, at := range inputs(t) {
		suites, err := junit.Ingest([]byte(reported(t, "junit", at[0], at[1])))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		failed := 0
		for _, suite := range suites {
			failed += suite.Totals.Failed
		}
		if want := len(findings(t, at[0], at[1])); failed != want || len(suites) == 0 {
			t.Errorf("%s: %d suites, %d failed, want %d", name, len(suites), failed, want)
		}
	}
}

// xmllint finds the XML well-formed.
func TestWellFormed(t *testing.T) {
	for name, at := range inputs(t) {
		for _, format := range []string{"junit", "checkstyle"} {
			c := (&command{stdin: reported(t, format, at[0], at[1])}).run(t, "xmllint", "--noout", "-")
			if c.code != 0 {
				t.Errorf("%s of %s: %s", format, name, c.stderr)
			}
		}
	}
}

// In a browser the script runs under the page's own policy: it shows the filters and counts the findings.
func TestPageInBrowser(t *testing.T) {
	dir := oddly(t)
	page := filepath.Join(dir, "report.html")
	(&command{dir: dir}).run(t, winlint, "lint", "--no-config", "--format", "html", "-o", page, ".").want(t, 1)
	dom := (&command{env: []string{"HOME=" + t.TempDir()}}).run(t, "chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
		"--virtual-time-budget=2000", "--dump-dom", "file://"+page).want(t, 0).stdout
	for _, want := range []string{
		fmt.Sprintf("<output aria-live=\"polite\">%d shown</output>", len(findings(t, dir, "."))), `class="filters card">`, "Dark theme</button>",
	} {
		if !strings.Contains(dom, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
}
