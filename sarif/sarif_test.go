package sarif

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	judge "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// ruleFor is a rule whose check is handed a function that finds a text in the file.
func ruleFor(id, text string, check func(p *lint.Pass, at func(string) source.Span)) *lint.Rule {
	at := func(part string) source.Span {
		i := strings.Index(text, part)
		return source.Span{Start: i, End: i + len(part)}
	}
	return &lint.Rule{
		ID: id, Summary: "A test of " + id, Topic: "test", Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true},
		Check: lint.Each(func(p *lint.Pass, _ *dockerfile.Document) { check(p, at) }),
	}
}

// A run is files and what could not be read.
type run struct {
	results []*lint.Result
	unread  []*fs.PathError
}

// runOver lints a file and keeps what is found, proved or not.
func runOver(path, text string, rules ...*lint.Rule) run {
	linter := &lint.Linter{Rules: rules}
	return run{results: []*lint.Result{linter.Lint(source.New(path, text))}}
}

// log is what is written of a run.
func (r run) log(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := New(&out, "v0.1.0", in, docs.Links{})
	sum := &lint.Run{Unread: r.unread}
	for _, result := range r.results {
		sum.Add(result, lint.Warning)
		if err := w.File(result); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(sum); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// example is a run with everything that a log can say.
func example() run {
	text := "# winlint ignore-file=second-rule\nFROM 😀a b\nRUN c \\\n  d\n"
	run := runOver("a b/Dockerfile:%", text,
		ruleFor("first-rule", text, func(p *lint.Pass, at func(string) source.Span) {
			p.Reportf(at("b\n"), "Is wrong.").Relate(at("FROM"), "This one.").Replace(at("b"), "c").Delete(at("😀"))
			p.Reportf(at("c \\\n  d"), "Two lines.").WithSeverity(lint.Info)
			p.Reportf(at(text), "All of it.").WithSeverity(lint.Warning)
		}),
		ruleFor("second-rule", text, func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("c"), "Is ignored.") }),
		lint.UnusedIgnore,
		ruleFor("silent-rule", text, func(*lint.Pass, func(string) source.Span) {}),
	)
	run.unread = []*fs.PathError{{Op: "open", Path: "../out of sight", Err: fs.ErrPermission}}
	return run
}

func in(path string) string { return strings.ReplaceAll(path, "../", "/root/") }

// The schema is asked in tests only: with it come an HTTP client and TLS, and 1.3 MB of program.
func TestValid(t *testing.T) {
	for name, run := range map[string]run{"example": example(), "nothing": {}} {
		report, err := judge.FromBytes(run.log(t))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range report.Runs { // it writes what is not set, too, and these three not as the format has them
			r.Language, r.Tool.Driver.Language, r.NewlineSequences = "en-US", "en-US", []string{"\n"}
		}
		if err := report.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The log as others read it.
type reading struct {
	Schema string `json:"$schema"`
	Runs   []struct {
		Tool struct {
			Driver struct {
				Version string
				Rules   []struct {
					ID, Name, HelpURI string
					Help              struct{ Text, Markdown string }
					Properties        struct {
						Tags             []string
						SecuritySeverity string `json:"security-severity"`
					}
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct {
				Message   struct{ Text string }
				Locations []location
			}
		}
		ColumnKind string
		Results    []struct {
			RuleID              string
			RuleIndex           *int
			Level               string
			Message             struct{ Text string }
			Locations           []location
			RelatedLocations    []location
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind string }
			Fixes               []struct {
				ArtifactChanges []struct {
					ArtifactLocation struct{ URI string }
					Replacements     []struct {
						DeletedRegion   area
						InsertedContent *struct{ Text string }
					}
				}
			}
		}
	}
}

type location struct {
	ID               *int
	Message          struct{ Text string }
	PhysicalLocation struct {
		ArtifactLocation      struct{ URI, URIBaseID string }
		Region, ContextRegion *area
	}
}

type area struct {
	StartLine, StartColumn, EndLine, EndColumn int
	Snippet                                    struct{ Text string }
}

func read(t *testing.T, run run) (log reading, text string) {
	t.Helper()
	raw := run.log(t)
	if err := json.Unmarshal(raw, &log); err != nil {
		t.Fatal(err)
	}
	return log, string(raw)
}

func TestResults(t *testing.T) {
	log, _ := read(t, example())
	run := log.Runs[0]
	var got []string
	for _, r := range run.Results {
		got = append(got, r.RuleID+" "+r.Level+" "+r.Message.Text)
		if r.RuleIndex == nil || run.Tool.Driver.Rules[*r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s has the index of another rule", r.RuleID)
		}
		if r.Locations[0].PhysicalLocation.ArtifactLocation.URI != "a%20b/Dockerfile:%25" ||
			r.Locations[0].PhysicalLocation.ArtifactLocation.URIBaseID != "SRCROOT" {
			t.Errorf("file: %+v", r.Locations[0].PhysicalLocation.ArtifactLocation)
		}
		if (len(r.Suppressions) > 0) != (r.RuleID == "second-rule") {
			t.Errorf("%s: suppressions %v", r.RuleID, r.Suppressions)
		}
	}
	want := []string{"first-rule warning All of it.", "first-rule error Is wrong.", "first-rule note Two lines.", "second-rule error Is ignored."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPlaces(t *testing.T) {
	log, _ := read(t, example())
	whole, wrong := log.Runs[0].Results[0], log.Runs[0].Results[1]
	if whole.Locations[0].PhysicalLocation.ContextRegion != nil {
		t.Errorf("the whole file has a context: %+v", whole.Locations[0].PhysicalLocation.ContextRegion)
	}
	place := wrong.Locations[0].PhysicalLocation
	// The emoji is two UTF-16 units; the span holds the line end.
	if want := (area{2, 10, 3, 1, struct{ Text string }{"b\n"}}); *place.Region != want {
		t.Errorf("region %+v, want %+v", *place.Region, want)
	}
	if want := (area{1, 1, 4, 4, struct{ Text string }{"# winlint ignore-file=second-rule\nFROM 😀a b\nRUN c \\\n  d"}}); *place.ContextRegion != want {
		t.Errorf("context %+v, want %+v", *place.ContextRegion, want)
	}
	related := wrong.RelatedLocations
	if len(related) != 1 || related[0].Message.Text != "This one." || *related[0].ID != 1 || related[0].PhysicalLocation.Region.StartLine != 2 {
		t.Errorf("related: %+v", related)
	}
	change := wrong.Fixes[0].ArtifactChanges[0]
	if change.ArtifactLocation.URI != "a%20b/Dockerfile:%25" || len(change.Replacements) != 2 ||
		change.Replacements[0].InsertedContent.Text != "c" || change.Replacements[1].InsertedContent == nil || change.Replacements[1].InsertedContent.Text != "" ||
		change.Replacements[1].DeletedRegion != (area{StartLine: 2, StartColumn: 6, EndLine: 2, EndColumn: 8}) {
		t.Errorf("fix: %+v", change)
	}
}

func TestRules(t *testing.T) {
	text := "# winlint ignore=nonsense\n"
	log, _ := read(t, runOver("Dockerfile", text, lint.UnusedIgnore, ruleFor("silent-rule", text, func(*lint.Pass, func(string) source.Span) {})))
	rules := log.Runs[0].Tool.Driver.Rules
	if len(rules) != 1 {
		t.Fatalf("%d rules, want only the one with a result", len(rules))
	}
	page, _ := docs.Page("unused-ignore")
	if r := rules[0]; r.ID != "unused-ignore" || r.Name != "UnusedIgnore" || r.Help.Markdown != (docs.Links{}).InRule(page) ||
		r.HelpURI != (docs.Links{}).Rule("unused-ignore") || !strings.Contains(r.Help.Text, r.HelpURI) {
		t.Errorf("rule: %+v", r)
	}
}

// GitHub ranks a rule as a security alert if it has both the tag and the number, and takes neither alone.
func TestRisk(t *testing.T) {
	for risk, want := range map[float64]string{0: "", 7.5: "7.5", 9: "9.0"} {
		r := ruleFor("a-rule", "FROM a", func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("a"), "Is wrong") })
		r.Risk = risk
		log, _ := read(t, runOver("Dockerfile", "FROM a", r))
		got := log.Runs[0].Tool.Driver.Rules[0].Properties
		if got.SecuritySeverity != want || slices.Contains(got.Tags, "security") != (want != "") {
			t.Errorf("the risk %v is written as %+v", risk, got)
		}
	}
}

func TestUnread(t *testing.T) {
	log, _ := read(t, example())
	invocation := log.Runs[0].Invocations[0]
	if invocation.ExecutionSuccessful || len(invocation.ToolExecutionNotifications) != 1 {
		t.Fatalf("%+v", invocation)
	}
	n := invocation.ToolExecutionNotifications[0]
	if n.Message.Text != "The file could not be read: permission denied." ||
		n.Locations[0].PhysicalLocation.ArtifactLocation.URI != "file:///root/out%20of%20sight" ||
		n.Locations[0].PhysicalLocation.ArtifactLocation.URIBaseID != "" {
		t.Errorf("%+v", n)
	}
	log, _ = read(t, run{})
	if !log.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a run over nothing went wrong")
	}
}

// What the library writes for values that were not set is no valid index, or says nothing.
func TestPruned(t *testing.T) {
	for _, run := range []run{example(), {}} {
		log, text := read(t, run)
		for _, sentinel := range []string{": -1", ": null", ": {}"} {
			if strings.Contains(text, sentinel) {
				t.Errorf("%q is in %s", sentinel, text)
			}
		}
		// These two say that there are none.
		if n := strings.Count(text, `: []`); n != strings.Count(text, `"results": []`)+strings.Count(text, `"rules": []`) {
			t.Errorf("%d empty lists in %s", n, text)
		}
		if log.Runs[0].Results == nil {
			t.Error("results must be there, also when there are none")
		}
	}
}

func TestLineHashes(t *testing.T) {
	hashes := func(raw string) []string { return lineHashes(source.Decode("Dockerfile", []byte(raw))) }
	base := hashes("FROM a\nRUN b\nRUN b\n")
	for _, same := range []string{"FROM a\r\nRUN b\r\nRUN b\r\n", "  FROM\ta\nRUN  b \n\tRUN b\n", "FROM a\rRUN b\rRUN b\r"} {
		if got := hashes(same); !slices.Equal(got, base) {
			t.Errorf("%q: got %q, want %q", same, got, base)
		}
	}
	far := hashes(strings.Repeat("RUN x\n", 30) + "FROM a\n" + strings.Repeat("RUN y\n", 40))
	farther := hashes("\n\n# new\n" + strings.Repeat("RUN x\n", 30) + "FROM a\n" + strings.Repeat("RUN y\n", 40))
	if far[30] != farther[33] {
		t.Errorf("lines far above change a line's hash: %q and %q", far[30], farther[33])
	}
	if far[30+15] == far[30+16] || strings.SplitAfter(far[30+15], ":")[0] != strings.SplitAfter(far[30+16], ":")[0] {
		t.Errorf("equal lines are told apart by a number only: %q and %q", far[45], far[46])
	}
	if got := hashes("\ufeffFROM a\nRUN b\nRUN b\n"); got[0] == base[0] || got[1] != base[1] {
		t.Errorf("a byte order mark belongs to the first line: %q and %q", got, base)
	}
	if got := hashes("\xff\xfeF\x00"); got != nil {
		t.Errorf("UTF-16 has %q", got)
	}
}
