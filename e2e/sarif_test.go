package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const multitool = "./node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"

// A result is what the Multitool has against a log.
type result struct {
	RuleID    string
	Kind      string
	Level     string
	Message   struct{ ID, Text string }
	Locations []struct {
		PhysicalLocation struct {
			Region struct{ StartLine, StartColumn int }
		}
	}
}

func (r result) String() string {
	place := ""
	if len(r.Locations) > 0 {
		region := r.Locations[0].PhysicalLocation.Region
		place = fmt.Sprintf("%d:%d: ", region.StartLine, region.StartColumn)
	}
	return fmt.Sprintf("%s%s %s (%s) %s", place, r.RuleID, r.Level, r.Message.ID, r.Message.Text)
}

// validate gives the errors, warnings and notes of Microsoft's SARIF Multitool, under the rules of the format itself and
// of GitHub code scanning. The tool ends with 0 whatever it finds, and with 1 when it could not do its work, sometimes
// leaving an empty answer: so a fresh answer that says that the run was a success is asked for.
func validate(t *testing.T, log string) (errs, warnings, notes []result) {
	t.Helper()
	answer := filepath.Join(t.TempDir(), "validation.sarif")
	c := &command{env: []string{"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"}} // no ICU is asked for
	c.run(t, multitool, "validate", log,
		"--rule-kind", "Sarif;Ghas",
		"--level", "Error;Warning;Note", "--kind", "Fail;Review;Open",
		"--config", "testdata/multitool.xml",
		"--log", "ForceOverwrite;PrettyPrint", "-o", answer, "-q", "true")
	c.want(t, 0)
	data, err := os.ReadFile(answer)
	if err != nil {
		t.Fatalf("the Multitool gave no answer: %v\n%s%s", err, c.stdout, c.stderr)
	}
	var validation struct {
		Runs []struct {
			Invocations []struct{ ExecutionSuccessful bool }
			Results     []result
		}
	}
	if err := json.Unmarshal(data, &validation); err != nil {
		t.Fatal(err)
	}
	if len(validation.Runs) != 1 || len(validation.Runs[0].Invocations) != 1 || !validation.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Fatalf("the Multitool did not do its work:\n%s", data)
	}
	for _, r := range validation.Runs[0].Results {
		switch r.Level {
		case "error":
			errs = append(errs, r)
		case "warning", "": // what is not said is a warning, by the format
			warnings = append(warnings, r)
		default:
			notes = append(notes, r)
		}
	}
	return errs, warnings, notes
}

// accepted fails the test for each error and each warning, and prints how many notes there are of each kind.
func accepted(t *testing.T, log string) {
	t.Helper()
	errs, warnings, notes := validate(t, log)
	for _, r := range append(errs, warnings...) {
		t.Error(r)
	}
	kinds := map[string]int{}
	for _, r := range notes {
		kinds[r.RuleID]++
	}
	t.Logf("%d errors, %d warnings, %d notes %v", len(errs), len(warnings), len(notes), kinds)
}

// sarif lints and gives the log's path and how many results it has for each rule.
func sarif(t *testing.T, dir string, args ...string) (log string, results map[string]int) {
	t.Helper()
	log = filepath.Join(t.TempDir(), "winlint.sarif")
	(&command{dir: dir}).run(t, winlint, append([]string{"lint", "--format", "sarif", "--output", log}, args...)...).want(t, 1)
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Runs []struct{ Results []struct{ RuleID string } }
	}
	if err := json.Unmarshal(data, &parsed); err != nil {
		t.Fatal(err)
	}
	results = map[string]int{}
	for _, run := range parsed.Runs {
		for _, r := range run.Results {
			results[r.RuleID]++
		}
	}
	if len(results) == 0 {
		t.Fatalf("no results in %s", data)
	}
	return log, results
}

// A log with faults of each grade: if the Multitool finds none, or we do not see what it finds, nothing here holds.
func TestMultitoolFindsFaults(t *testing.T) {
	errs, warnings, notes := validate(t, "testdata/faulty.sarif")
	if len(errs) == 0 || len(warnings) == 0 || len(notes) == 0 {
		t.Errorf("%d errors, %d warnings, %d notes; want some of each", len(errs), len(warnings), len(notes))
	}
}

func TestSARIF(t *testing.T) {
	t.Run("demo", func(t *testing.T) {
		log, _ := sarif(t, root, "testdata/demo")
		accepted(t, log)
	})
	t.Run("testdata", func(t *testing.T) {
		log, _ := sarif(t, root, "testdata")
		accepted(t, log)
	})
	t.Run("names and text that need escapes", func(t *testing.T) {
		dir := write(t, map[string]string{
			"a b/Dockerfile.ü%20{0}'\"": trapped,
			"utf16.dockerfile":          "\xff\xfe" + utf16(trapped),
			"crlf.dockerfile":           strings.ReplaceAll(trapped, "\n", "\r\n"),
			"bom.dockerfile":            "\ufeff" + trapped,
			"emoji.dockerfile":          "# escape=\\\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nLABEL a=\"😀 <{0}>\"\nWORKDIR C:\\é\\😀{1}\n",
			"broken/Dockerfile":         "# escape=x\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nWrite-Host hello\n",
		})
		log, _ := sarif(t, dir)
		accepted(t, log)
	})
	t.Run("nothing found", func(t *testing.T) {
		dir := write(t, map[string]string{"Dockerfile": clean})
		log := filepath.Join(dir, "winlint.sarif")
		(&command{dir: dir}).run(t, winlint, "lint", "--format", "sarif", "--output", log).want(t, 0)
		accepted(t, log)
	})
}

// examples is the blocks of a page that are files: the language, what is after it, and the text.
var examples = regexp.MustCompile("(?s)\n```(dockerfile|yaml|powershell|batch|sh)([^\n]*)\n(.*?\n)```")

// exampleNames is what an example is called that does not say.
var exampleNames = map[string]string{
	"dockerfile": "Dockerfile", "yaml": "compose.yaml",
	"powershell": "build.ps1", "batch": "build.cmd", "sh": "build.sh",
}

// Each rule's description and findings, by the Bad examples of its page. That they are found is held elsewhere, with what
// some of them need to be stated; here it is enough that nearly all are.
func TestSARIFOfEveryRule(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages in docs/rules: %v", err)
	}
	var ids []string
	files := map[string]string{}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(filepath.Base(page), ".md")
		if id == "README" { // the list of rules
			continue
		}
		ids = append(ids, id)
		_, bad, _ := strings.Cut(string(text), "\n## Bad\n")
		bad, _, _ = strings.Cut(bad, "\n## ")
		for i, example := range examples.FindAllStringSubmatch(bad, -1) {
			folder := fmt.Sprintf("%s/%d/", id, i)
			language, info, text := example[1], example[2], example[3]
			name := exampleNames[language]
			facts := ""
			for word := range strings.FieldsSeq(info) {
				switch key, value, _ := strings.Cut(word, "="); key {
				case "name":
					name = value
				case "builder", "host", "compose", "stack":
					facts += key + ": " + value + "\n"
				}
			}
			files[folder+name] = text
			if facts != "" {
				files[folder+"winlint.yaml"] = facts
			}
		}
	}
	// All by name, so that those run, too, that are off by default.
	log, results := sarif(t, write(t, files), "--select", strings.Join(ids, ","))
	accepted(t, log)
	var silent []string
	for _, id := range ids {
		if results[id] == 0 {
			silent = append(silent, id)
		}
	}
	t.Logf("%d rules, no result of %q", len(ids), silent)
	if len(silent) > len(ids)/10 {
		t.Errorf("too many rules without a result: %q", silent)
	}
}

// GitHub knows an alert again by a hash that it computes itself, and warns where a log has another one. The Multitool
// computes it, too.
func TestLineHashes(t *testing.T) {
	line := "# winlint ignore=nonsense-%d %s\n"
	var text strings.Builder
	for i := range 60 {
		fmt.Fprintf(&text, line, i%7, strings.Repeat("é😀 \tx", i%5))
	}
	dir := write(t, map[string]string{
		"lf/Dockerfile":    text.String() + "# winlint ignore=the-end",
		"crlf/Dockerfile":  strings.ReplaceAll(text.String(), "\n", "\r\n"),
		"short/Dockerfile": "# winlint ignore=short",
	})
	log, _ := sarif(t, dir)
	ours := hashes(t, log)
	if len(ours) < 100 {
		t.Fatalf("only %d results", len(ours))
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	// The Multitool keeps the hashes that are there, and needs to find the files.
	blank := regexp.MustCompile(`(?s),\s*"partialFingerprints": \{.*?\}`).ReplaceAll(data, nil)
	blank = regexp.MustCompile(`"SRCROOT": \{`).ReplaceAll(blank, []byte(`"SRCROOT": {"uri": "file://`+filepath.ToSlash(dir)+`/",`))
	in, out := filepath.Join(t.TempDir(), "in.sarif"), filepath.Join(t.TempDir(), "out.sarif")
	if err := os.WriteFile(in, blank, 0o666); err != nil {
		t.Fatal(err)
	}
	c := &command{env: []string{"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"}}
	c.run(t, multitool, "rewrite", in, "-o", out, "--insert", "RollingHashPartialFingerprints", "--log", "ForceOverwrite").want(t, 0)
	for place, theirs := range hashes(t, out) {
		if ours[place] != theirs {
			t.Errorf("%s: %q, the Multitool says %q", place, ours[place], theirs)
		}
	}
}

// hashes gives the hash of each result's line by file and line.
func hashes(t *testing.T, log string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Runs []struct {
			Results []struct {
				PartialFingerprints map[string]string
				Locations           []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(data, &parsed); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, r := range parsed.Runs[0].Results {
		at := r.Locations[0].PhysicalLocation
		hash := r.PartialFingerprints["primaryLocationLineHash"]
		if hash == "" {
			t.Errorf("%s:%d has no hash", at.ArtifactLocation.URI, at.Region.StartLine)
		}
		found[fmt.Sprintf("%s:%d", at.ArtifactLocation.URI, at.Region.StartLine)] = hash
	}
	return found
}
