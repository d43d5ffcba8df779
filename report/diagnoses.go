package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/diagnose"
	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/terminal"
)

// A Log is what is known of one log.
type Log struct {
	Path   string
	Report *diagnose.Report
}

// A Diagnosed is the logs of one run, and what winlint lint says of the files that belong to them.
type Diagnosed struct {
	Logs     []Log
	Links    docs.Links      // where the pages are
	Findings []*lint.Finding // of the files that the user named; nil if none were
	Unread   []*fs.PathError // the logs that could not be read
}

// Known is how many diagnoses there are, and in how many lines of logs.
func (d *Diagnosed) Known() (diagnoses, lines int) {
	for _, log := range d.Logs {
		diagnoses += len(log.Report.Diagnoses)
		lines += log.Report.Lines
	}
	return diagnoses, lines
}

// causes is the findings that name a cause of an error.
func (d *Diagnosed) causes(kind *diagnose.Kind) []*lint.Finding {
	var list []*lint.Finding
	for _, f := range d.Findings {
		if slices.Contains(kind.Rules, f.Rule.ID) {
			list = append(list, f)
		}
	}
	return list
}

// mostInFull is how many diagnoses of a log are printed in full. Of the others, text and Markdown have one line.
const mostInFull = 50

// mostPlaces is how many places in files are printed for one diagnosis.
const mostPlaces = 5

// DiagnosesText writes diagnoses for people. The first line of each is "path:line: message [id]", lines from 1; below it
// are the words of the engine, what they mean, the causes and what to do, each indented.
func DiagnosesText(w io.Writer, run *Diagnosed, style terminal.Style) error {
	t := newText(w, &Options{Style: style}).(*text)
	first := true
	for _, log := range run.Logs {
		for i, d := range log.Report.Diagnoses {
			if !first && i < mostInFull {
				fmt.Fprintln(t.w)
			}
			first = false
			t.diagnosis(run, log.Path, d, i < mostInFull)
		}
	}
	return t.w.Flush()
}

func (t *text) diagnosis(run *Diagnosed, path string, d diagnose.Diagnosis, full bool) {
	page := d.Kind.Page()
	fmt.Fprintf(t.w, "%s %s %s%s\n", t.style.Paint(terminal.Bold, fmt.Sprintf("%s:%d:", terminal.Visible(path), d.Line)), page.Title,
		t.style.Paint(terminal.Faint, "["+d.Kind.ID+"]"), times(d.Count))
	if !full {
		return
	}
	t.row(len(strconv.Itoa(d.Line)), strconv.Itoa(d.Line), "|", terminal.Visible(d.Text))
	t.says("note:", page.Means)
	for i, cause := range page.Causes {
		t.says(causeLabel(d.Kind, i, len(page.Causes))+":", cause)
	}
	for _, step := range page.Steps {
		label := "help:"
		if step.LastResort {
			label = "last resort:"
		}
		t.says(label, step.Text)
	}
	for _, command := range page.Look { // in one line, because people copy it
		fmt.Fprintf(t.w, "  %s %s\n", t.style.Paint(terminal.Faint, "look:"), command)
	}
	if d.Code != "" {
		t.says("code:", d.Code)
	}
	if len(d.Kind.Rules) > 0 {
		t.says("lint:", "These rules find a cause before the build: "+strings.Join(d.Kind.Rules, ", "))
	}
	causes := run.causes(d.Kind)
	for _, f := range causes[:min(len(causes), mostPlaces)] {
		t.says("here:", inOneLine(f))
	}
	if more := len(causes) - mostPlaces; more > 0 {
		t.says("here:", fmt.Sprintf("%d more", more))
	}
	t.says("more:", "winlint explain "+d.Kind.ID)
}

// inOneLine is a finding in one line.
func inOneLine(f *lint.Finding) string {
	at := f.File.Position(f.Span.Start)
	return fmt.Sprintf("%s:%d:%d: %s [%s]", f.File.Path, at.Line, at.Column, f.Message, f.Rule.ID)
}

// causeLabel says how sure it is that a cause is the one.
func causeLabel(kind *diagnose.Kind, i, n int) string {
	if kind.Certainty == diagnose.OneOf {
		return fmt.Sprintf("cause %d of %d", i+1, n)
	}
	return fmt.Sprintf("cause (%s)", kind.Certainty)
}

func times(count int) string {
	if count == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d times)", count)
}

// DiagnosesMarkdown writes diagnoses for an issue, a pull request or the summary of a job.
func DiagnosesMarkdown(w io.Writer, run *Diagnosed) error {
	out := bufio.NewWriter(w)
	for _, log := range run.Logs {
		for i, d := range log.Report.Diagnoses {
			page := d.Kind.Page()
			fmt.Fprintf(out, "### %s\n\n%s, line %d%s: [%s](%s)\n\n", page.Title, codeSpan(log.Path), d.Line, times(d.Count), d.Kind.ID, run.Links.Error(d.Kind.ID))
			if i < mostInFull {
				markdownDiagnosis(out, run, d, page)
			}
		}
	}
	return out.Flush()
}

func markdownDiagnosis(out io.Writer, run *Diagnosed, d diagnose.Diagnosis, page diagnose.Page) {
	words := terminal.Visible(d.Text)
	fence := strings.Repeat("`", max(3, longestTicks(words)+1))
	fmt.Fprintf(out, "%stext\n%s\n%s\n\n%s\n\n", fence, words, fence, page.Means)
	fmt.Fprintf(out, "**Causes** (%s)\n\n", d.Kind.Certainty)
	for i, cause := range page.Causes {
		fmt.Fprintf(out, "%d. %s\n", i+1, cause)
	}
	fmt.Fprint(out, "\n**What to do**\n\n")
	for i, step := range page.Steps {
		label := ""
		if step.LastResort {
			label = "**Last resort:** "
		}
		fmt.Fprintf(out, "%d. %s%s\n", i+1, label, step.Text)
	}
	fmt.Fprintf(out, "\n```powershell\n%s\n```\n\n", strings.Join(page.Look, "\n"))
	if len(d.Kind.Rules) > 0 {
		var links []string
		for _, id := range d.Kind.Rules {
			links = append(links, fmt.Sprintf("[%s](%s)", id, run.Links.Rule(id)))
		}
		fmt.Fprintf(out, "These rules of `winlint lint` find a cause before the build: %s.\n\n", strings.Join(links, ", "))
	}
	for _, f := range run.causes(d.Kind) {
		fmt.Fprintf(out, "- %s\n", codeSpan(inOneLine(f)))
	}
	if len(run.causes(d.Kind)) > 0 {
		fmt.Fprintln(out)
	}
}

// codeSpan is text as Markdown shows it letter by letter.
func codeSpan(s string) string {
	s = terminal.Visible(s)
	ticks := strings.Repeat("`", longestTicks(s)+1)
	if len(ticks) > 1 {
		return ticks + " " + s + " " + ticks
	}
	return ticks + s + ticks
}

func longestTicks(s string) int {
	longest, n := 0, 0
	for _, r := range s {
		if r == '`' {
			n++
			longest = max(longest, n)
		} else {
			n = 0
		}
	}
	return longest
}

// diagnosesVersion changes when a program that reads the JSON would have to.
const diagnosesVersion = 1

// The shape of the JSON, which docs/diagnose.md explains.
type (
	diagnosesDocument struct {
		Version   int         `json:"version"`
		Diagnoses []diagnosis `json:"diagnoses"`
		Errors    []failure   `json:"errors"`
	}
	diagnosis struct {
		Path      string    `json:"path"`
		Line      int       `json:"line"`
		ID        string    `json:"id"`
		Certainty string    `json:"certainty"`
		Count     int       `json:"count"`
		Message   string    `json:"message"`
		Note      string    `json:"note"`
		Help      string    `json:"help"`
		Rules     []string  `json:"rules"`
		Text      string    `json:"text"`
		Code      string    `json:"code,omitempty"`
		Causes    []string  `json:"causes"`
		Steps     []step    `json:"steps"`
		Look      []string  `json:"look"`
		URL       string    `json:"url"`
		Places    []placeOf `json:"places"`
	}
	step struct {
		Text       string `json:"text"`
		LastResort bool   `json:"lastResort"`
	}
	placeOf struct {
		Path    string `json:"path"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
		Rule    string `json:"rule"`
		Message string `json:"message"`
	}
)

// certainties is what the JSON calls them.
var certainties = [...]string{diagnose.Certain: "certain", diagnose.Likely: "likely", diagnose.OneOf: "one-of"}

// DiagnosesJSON writes all that is known of logs for programs.
func DiagnosesJSON(w io.Writer, run *Diagnosed) error {
	doc := diagnosesDocument{Version: diagnosesVersion, Diagnoses: []diagnosis{}, Errors: []failure{}} // empty lists, never null
	for _, log := range run.Logs {
		for _, d := range log.Report.Diagnoses {
			page := d.Kind.Page()
			out := diagnosis{
				Path: jsonPath(log.Path), Line: d.Line, ID: d.Kind.ID, Certainty: certainties[d.Kind.Certainty], Count: d.Count,
				Message: page.Title, Note: page.Means, Help: page.Steps[0].Text, Rules: append([]string{}, d.Kind.Rules...),
				Text: d.Text, Code: d.Code, Causes: page.Causes, Look: page.Look, URL: run.Links.Error(d.Kind.ID), Places: []placeOf{},
			}
			for _, s := range page.Steps {
				out.Steps = append(out.Steps, step(s))
			}
			for _, f := range run.causes(d.Kind) {
				at := f.File.Position(f.Span.Start)
				out.Places = append(out.Places, placeOf{jsonPath(f.File.Path), at.Line, at.Column, f.Rule.ID, f.Message})
			}
			doc.Diagnoses = append(doc.Diagnoses, out)
		}
	}
	for _, err := range run.Unread {
		doc.Errors = append(doc.Errors, failure{jsonPath(err.Path), err.Err.Error()})
	}
	enc := json.NewEncoder(&escaped{w: w})
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
