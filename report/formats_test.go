package report_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/report"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/terminal"
)

// odd is a run whose names and texts need escapes in every format, with a fix in two places, a finding of each severity and
// a file that could not be read.
func odd(t *testing.T) run {
	run := runOver(t, "a b/é[x]'|;%,&<\"##vso[x]", "FROM 😀a b\nRUN é c\n", func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("a b"), "`a b` is <wrong> | ]]> ##[x] \x1b[0m\u202e").Notef("A *note*.").Helpf("Write `c`, or add # escape=`.").
			Replace(at("a"), "c").Replace(at("b"), "d")
		p.Reportf(at("c"), "Perhaps").WithSeverity(lint.Warning).Relate(at("FROM"), "because of <this>")
		p.Reportf(at("RUN"), "Advice").WithSeverity(lint.Info)
	})
	run.unread = []*fs.PathError{{Op: "open", Path: "gone <&", Err: fs.ErrNotExist}}
	return run
}

// shown is the path of odd's file where nothing but what steers is replaced.
const oddPath = "a b/é[x]'|;%,&<\"##vso[x]"

// text is what the first finding of odd says.
const oddText = "`a b` is <wrong> | ]]> ##[x] \x1b[0m\u202e. A *note*. Write `c`, or add # escape=`."

const oddVisible = "`a b` is <wrong> | ]]> ##[x] ␛[0m\ufffd. A *note*. Write `c`, or add # escape=`."

// Every format ends, says each finding once, lets nothing through that a terminal or a pipeline obeys, and writes a whole
// document if there is nothing to say.
func TestFormats(t *testing.T) {
	for _, format := range report.Formats {
		t.Run(format.Name, func(t *testing.T) {
			out := odd(t).write(t, format.Name)
			if strings.ContainsFunc(out, terminal.Steers) {
				t.Errorf("a character steers the terminal: %q", out)
			}
			if !format.People && format.Commands == "" && strings.Contains(out, "##[") {
				t.Errorf("a command to the pipeline: %q", out)
			}
			if n := strings.Count(out, "Perhaps"); n == 0 {
				t.Errorf("a finding is missing: %s", out)
			}
			if format.About == "" {
				t.Error("nothing is said about it")
			}
			run{}.write(t, format.Name)
		})
	}
}

func TestConcise(t *testing.T) {
	run := odd(t)
	want := oddPath + ":1:10: error: `a b` is <wrong> | ]]> ##[x] ␛[0m\ufffd [test-rule]\n" +
		oddPath + ":2:1: info: Advice [test-rule]\n" +
		oddPath + ":2:8: warning: Perhaps [test-rule]\n"
	if out := run.write(t, "concise"); out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
	run.columns = report.UTF16
	if out := run.write(t, "concise"); !strings.HasPrefix(out, oddPath+":1:8: ") || !strings.Contains(out, ":2:7: ") {
		t.Errorf("columns do not count UTF-16: %s", out)
	}
	if out := run.write(t, "text"); !strings.HasPrefix(out, oddPath+":1:8: ") {
		t.Errorf("columns do not count UTF-16: %s", out)
	}
}

func TestLinks(t *testing.T) {
	run := runOver(t, "a", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) { p.Reportf(at("a"), "Wrong") })
	run.style.Links = true
	want := "[\x1b]8;;https://github.com/winlint/winlint/blob/main/docs/rules/test-rule.md\x1b\\test-rule\x1b]8;;\x1b\\]\n"
	if out := run.write(t, "concise"); !strings.HasSuffix(out, want) {
		t.Errorf("got %q, want %q at its end", out, want)
	}
}

// decoded is each line, or the whole, as JSON.
func decoded[T any](t *testing.T, out string) (list []T) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(out))
	for {
		var v T
		if err := d.Decode(&v); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		list = append(list, v)
	}
}

func TestJSONLines(t *testing.T) {
	out := odd(t).write(t, "jsonl")
	list := decoded[struct{ Path, Message, Severity string }](t, out)
	if len(list) != 3 || strings.Count(out, "\n") != 3 || list[0].Path != oddPath || list[1].Severity != "info" {
		t.Errorf("got %s", out)
	}
	if out := (run{}).write(t, "jsonl"); out != "" {
		t.Errorf("nothing is %q", out)
	}
}

func TestAzure(t *testing.T) {
	run := odd(t)
	run.failOn = lint.Never
	run.unread = nil
	const file = "sourcepath=sub/a b/é[x%5D'|%3B%AZP25,&<\"##vso[x%5D"
	const place = "sub/a b/é[x]'|;%AZP25,&<\"##vso[x]"
	want := "##vso[task.logissue type=error;" + file + ";linenumber=1;columnnumber=10;code=test-rule;]" + place + ":1:10: " + oddVisible + "\n" +
		"sub/a b/é[x]'|;%,&<\"# #vso[x]:2:1: Advice. [test-rule]\n" +
		"##vso[task.logissue type=warning;" + file + ";linenumber=2;columnnumber=8;code=test-rule;]" + place + ":2:8: Perhaps.\n" +
		"##vso[task.complete result=SucceededWithIssues;]\n"
	if out := run.write(t, "azure"); out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
	run.failOn = lint.Warning
	if out := run.write(t, "azure"); strings.Contains(out, "task.complete") {
		t.Errorf("a run that fails ends the task: %s", out)
	}
}

func TestGitLab(t *testing.T) {
	type issue struct {
		Description, Fingerprint, Severity string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin, End int }
		}
	}
	check := func(p *lint.Pass, at func(string) source.Span) {
		p.Reportf(at("RUN"), "Twice")
		p.Reportf(at("RUN"), "Twice").WithSeverity(lint.Info)
	}
	issues := decoded[[]issue](t, runOver(t, "a", "FROM a\nRUN b\n", check).write(t, "gitlab"))[0]
	if len(issues) != 2 || issues[0].Fingerprint == issues[1].Fingerprint {
		t.Fatalf("fingerprints are not unique: %+v", issues)
	}
	if i := issues[0]; i.Severity != "critical" || issues[1].Severity != "info" || i.CheckName != "test-rule" ||
		i.Description != "Twice." || i.Location.Path != "sub/a" || i.Location.Lines.Begin != 2 || i.Location.Lines.End != 2 {
		t.Errorf("got %+v", issues)
	}
	moved := decoded[[]issue](t, runOver(t, "a", "# new\n\nFROM a\nRUN b\n", check).write(t, "gitlab"))[0]
	if moved[0].Fingerprint != issues[0].Fingerprint || moved[1].Fingerprint != issues[1].Fingerprint {
		t.Error("fingerprints change with the lines above")
	}
	if out := (run{}).write(t, "gitlab"); out != "[]\n" {
		t.Errorf("nothing is %q", out)
	}
	if first := decoded[[]issue](t, odd(t).write(t, "gitlab"))[0][0]; first.Description != oddText || first.Location.Path != "sub/"+oddPath {
		t.Errorf("got %+v", first)
	}
}

func TestReviewdog(t *testing.T) {
	type diagnostic struct {
		Message  string
		Location struct {
			Path  string
			Range struct{ Start, End struct{ Line, Column int } }
		}
		Severity    string
		Source      struct{ Name string }
		Suggestions []struct {
			Range struct{ Start, End struct{ Line, Column int } }
			Text  string
		}
	}
	whole := decoded[struct {
		Source      struct{ Name string }
		Diagnostics []diagnostic
	}](t, odd(t).write(t, "rdjson"))[0]
	lines := decoded[diagnostic](t, odd(t).write(t, "rdjsonl"))
	if whole.Source.Name != "winlint" || len(whole.Diagnostics) != 3 || len(lines) != 3 || lines[2].Source.Name != "winlint" {
		t.Fatalf("got %+v and %+v", whole, lines)
	}
	for _, d := range []diagnostic{whole.Diagnostics[0], lines[0]} {
		// Bytes of UTF-8; both places are one suggestion, because several would be several ways to mend it.
		if d.Message != oddText || d.Location.Path != oddPath || d.Severity != "ERROR" || fmt.Sprint(d.Location.Range) != "{{1 10} {1 13}}" ||
			len(d.Suggestions) != 1 || d.Suggestions[0].Text != "c d" || fmt.Sprint(d.Suggestions[0].Range) != "{{1 10} {1 13}}" {
			t.Errorf("got %+v", d)
		}
	}
	if out := (run{}).write(t, "rdjson"); !strings.Contains(out, `"diagnostics": []`) {
		t.Errorf("nothing is %s", out)
	}
}

func TestCheckstyle(t *testing.T) {
	var parsed struct {
		XMLName xml.Name `xml:"checkstyle"`
		Files   []struct {
			Name   string `xml:"name,attr"`
			Errors []struct {
				Line     int    `xml:"line,attr"`
				Column   int    `xml:"column,attr"`
				Severity string `xml:"severity,attr"`
				Message  string `xml:"message,attr"`
				Source   string `xml:"source,attr"`
			} `xml:"error"`
		} `xml:"file"`
	}
	out := odd(t).write(t, "checkstyle")
	if err := xml.Unmarshal([]byte(out), &parsed); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if len(parsed.Files) != 2 || parsed.Files[0].Name != oddPath || parsed.Files[1].Name != "gone <&" || len(parsed.Files[0].Errors) != 3 {
		t.Fatalf("got %s", out)
	}
	if e := parsed.Files[0].Errors[0]; e.Line != 1 || e.Column != 10 || e.Severity != "error" || e.Source != "winlint.test-rule" || e.Message != oddVisible {
		t.Errorf("got %+v", e)
	}
	if e := parsed.Files[1].Errors; len(e) != 1 || e[0].Message != "This file could not be read: file does not exist" {
		t.Errorf("got %+v", e)
	}
}

func TestJUnit(t *testing.T) {
	type suite struct {
		Name     string `xml:"name,attr"`
		ID       int    `xml:"id,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Error *struct{} `xml:"error"`
		} `xml:"testcase"`
	}
	run := odd(t)
	run.results = append(run.results, runOver(t, "clean", "FROM a\n", func(*lint.Pass, func(string) source.Span) {}).results...)
	out := run.write(t, "junit")
	var parsed struct {
		Suites []suite `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out), &parsed); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := parsed.Suites
	if len(s) != 3 || s[0].Tests != 3 || s[0].Failures != 3 || s[1].Tests != 1 || s[1].Failures != 0 || s[2].Errors != 1 || s[2].ID != 2 {
		t.Fatalf("got %s", out)
	}
	if c := s[0].Cases[0]; c.Name != "test-rule at 1:10" || c.Failure == nil || !strings.Contains(c.Failure.Text, oddVisible) {
		t.Errorf("got %+v", c)
	}
	if c := s[1].Cases; len(c) != 1 || c[0].Failure != nil || s[2].Cases[0].Error == nil {
		t.Errorf("got %+v", s)
	}
}

func TestTeamCity(t *testing.T) {
	want := "##teamcity[inspectionType id='test-rule' name='test-rule' category='winlint: test' description='A test: https://github.com/winlint/winlint/blob/main/docs/rules/test-rule.md']\n" +
		"##teamcity[inspection typeId='test-rule' message='`a b` is <wrong> || |]|]> ##|[x|] ␛|[0m\ufffd. A *note*. Write `c`, or add # escape=`.' file='sub/a b/é|[x|]|'||;%,&<\"##vso|[x|]' line='1' SEVERITY='ERROR']\n" +
		"##teamcity[inspection typeId='test-rule' message='Advice.' file='sub/a b/é|[x|]|'||;%,&<\"##vso|[x|]' line='2' SEVERITY='WEAK WARNING']\n" +
		"##teamcity[inspection typeId='test-rule' message='Perhaps.' file='sub/a b/é|[x|]|'||;%,&<\"##vso|[x|]' line='2' SEVERITY='WARNING']\n"
	if out := odd(t).write(t, "teamcity"); out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
}

func TestMarkdown(t *testing.T) {
	const place = "<code>a b/é[x]&#39;|;%,&amp;&lt;&#34;#&#35;vso[x]:"
	const rule = " | [test-rule](https://github.com/winlint/winlint/blob/main/docs/rules/test-rule.md) |\n"
	want := "## winlint\n\n1 error, 1 warning, 1 info in 1 file; `winlint fix` fixes 1; checked 1 file: 1 stage with an unknown system; --explain-target shows why\n" +
		"\n| | Place | Finding | Rule |\n| --- | --- | --- | --- |\n" +
		"| error | " + place + "1:10</code> | `a b` is \\<wrong\\> \\| \\]\\]\\> \\#\\#\\[x\\] ␛\\[0m\ufffd<br>**Note:** A \\*note\\*.<br>**Help:** Write `c`, or add `` # escape=` ``." + rule +
		"| warning | " + place + "2:8</code> | Perhaps" + rule +
		"| info | " + place + "2:1</code> | Advice" + rule +
		"\n<code>gone &lt;&amp;</code> could not be read: file does not exist.\n"
	if out := odd(t).write(t, "markdown"); out != want {
		t.Errorf("got %s\nwant %s", out, want)
	}
	many := runOver(t, "a", "FROM a\n", func(p *lint.Pass, at func(string) source.Span) {
		for range 20000 {
			p.Reportf(at("a"), "Wrong")
		}
	}).write(t, "markdown")
	if len(many) > 1<<20 || !strings.Contains(many, "This table does not include ") {
		t.Errorf("%d bytes for 20,000 findings", len(many))
	}
}

func TestHTML(t *testing.T) {
	out := odd(t).write(t, "html")
	for _, want := range []string{
		"<code>a b</code> is &lt;wrong&gt; | ]]&gt; #&#35;[x] ␛[0m\ufffd</h3>",
		"FROM 😀<mark>a b</mark>",
		"<b>Help:</b> Write <code>c</code>, or add <code># escape=`</code>.",
		"<span class=\"gone\">- FROM 😀a b</span>", "<span class=\"come\">+ FROM 😀c d</span>",
		"\u2190 because of &lt;this&gt;", "gone &lt;&amp;: file does not exist",
		"<button type=\"button\" data-search=\"test-rule\"",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	for _, bad := range []string{"<wrong>", "<this>", "src=", "<link"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q is in the page", bad)
		}
	}
	if clean := (run{}).write(t, "html"); !strings.Contains(clean, "No problems in 0 files") || strings.Contains(clean, "<table") {
		t.Errorf("a clean page is %s", clean)
	}
}

func TestStatistics(t *testing.T) {
	var out strings.Builder
	w := report.Statistics.New(&out, &report.Options{})
	run := odd(t)
	for _, result := range run.results {
		if err := w.File(result); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(run.sum()); err != nil || out.String() != "     3  test-rule  1 fixable\n" {
		t.Errorf("%v: got %q", err, out.String())
	}
}
