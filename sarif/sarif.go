// Package sarif makes a SARIF 2.1.0 log of a run, for code scanning and for SARIF viewers.
package sarif

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	log "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// base is the name of the directory that the paths of a log are relative to: the root of the repository.
const base = "SRCROOT"

// schema is where validators look for what the format is.
const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// A Writer writes a log while the run continues: the results of each file at once, and what describes them at the end.
type Writer struct {
	w           io.Writer
	out         bytes.Buffer // what of a file is not written yet
	version     string
	place       func(string) string
	links       docs.Links
	started     bool
	rules       map[string]int // id → index in descriptors
	descriptors []*log.ReportingDescriptor
	unchecked   []*log.Notification
}

// New begins a log. place gives a file's path relative to the root of its repository, or an absolute one if the file is
// outside. Paths are slash-separated. links is where the pages of the rules are.
func New(w io.Writer, version string, place func(string) string, links docs.Links) *Writer {
	return &Writer{
		w: w, version: strings.TrimPrefix(version, "v"), place: place, links: links,
		rules: map[string]int{}, descriptors: []*log.ReportingDescriptor{},
	}
}

// head is what is before the results: a log is one object with one run.
const head = `{
  "version": "2.1.0",
  "$schema": "` + schema + `",
  "runs": [
    {
      "results": [`

// File writes the results of a file.
func (s *Writer) File(result *lint.Result) error {
	for _, at := range result.Unchecked {
		s.unchecked = append(s.unchecked, notification("warning", at.Reason+".", s.physical(result.Unit.File, at.Span)))
	}
	if len(result.Findings)+len(result.Suppressed) == 0 {
		return nil
	}
	hashes := lineHashes(result.Unit.File)
	for _, f := range result.Findings {
		if err := s.write(s.result(f, hashes)); err != nil {
			return err
		}
	}
	for _, f := range result.Suppressed {
		ignored, kind := s.result(f, hashes), "inSource"
		if f.InBaseline {
			kind = "external"
		}
		ignored.Suppressions = []*log.Suppression{log.NewSuppression(kind)}
		if err := s.write(ignored); err != nil {
			return err
		}
	}
	return s.flush()
}

// flush writes what is there in one piece, so that a writer underneath sees whole characters.
func (s *Writer) flush() error {
	_, err := s.out.WriteTo(s.w)
	return err
}

// write writes one result.
func (s *Writer) write(r *log.Result) error {
	text, err := encode(r, "        ")
	if err != nil {
		return err
	}
	separator := ",\n        "
	if !s.started {
		s.started = true
		separator = head + separator[1:] // no comma before the first one
	}
	s.out.WriteString(separator)
	s.out.Write(text)
	return nil
}

// End writes the rest of the log.
func (s *Writer) End(run *lint.Run) error {
	text, err := encode(s.run(run), "    ")
	if err != nil {
		return err
	}
	if s.started {
		s.out.WriteString("\n      ],")
	} else {
		s.out.WriteString(head + "],")
	}
	s.out.Write(text[1:]) // without the brace that opened the run
	s.out.WriteString("\n  ]\n}\n")
	return s.flush()
}

// encode is a part of the log as indented JSON, without the nulls that the library writes for what was not set.
func encode(part any, prefix string) ([]byte, error) {
	raw, err := json.Marshal(part)
	if err != nil {
		return nil, err
	}
	pruned, err := prune(raw)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, bytes.TrimSpace(pruned), prefix, "  ")
	return out.Bytes(), err
}

// run is all of the run but its results.
func (s *Writer) run(run *lint.Run) *log.Run {
	return &log.Run{
		Tool: log.Tool{Driver: &log.ToolComponent{
			Name: "winlint", FullName: new("winlint " + s.version), InformationURI: new("https://github.com/winlint/winlint"),
			Version: &s.version, SemanticVersion: &s.version, Rules: s.descriptors,
		}},
		ColumnKind:        "utf16CodeUnits",
		AutomationDetails: &log.RunAutomationDetails{ID: new("winlint/")},
		OriginalUriBaseIDs: map[string]*log.ArtifactLocation{
			base: {Description: log.NewTextMessage("The root of the repository.")},
		},
		Invocations: []*log.Invocation{s.invocation(run)},
	}
}

// invocation says whether the run saw all files, and which ones it did not.
func (s *Writer) invocation(run *lint.Run) *log.Invocation {
	out := &log.Invocation{ExecutionSuccessful: new(len(run.Unread) == 0)}
	for _, err := range run.Unread {
		out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, notification("error",
			"The file could not be read: "+err.Err.Error()+".", &log.PhysicalLocation{ArtifactLocation: s.artifact(err.Path)}))
	}
	out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, s.unchecked...)
	return out
}

func notification(level, message string, at *log.PhysicalLocation) *log.Notification {
	return &log.Notification{
		Level: level, Message: log.NewTextMessage(message), Locations: []*log.Location{{PhysicalLocation: at}},
	}
}

// rule gives the index of a rule's description, which is made for the first finding of the rule.
func (s *Writer) rule(r *lint.Rule) int {
	if i, found := s.rules[r.ID]; found {
		return i
	}
	s.rules[r.ID] = len(s.descriptors)
	s.descriptors = append(s.descriptors, s.descriptor(r))
	return s.rules[r.ID]
}

func (s *Writer) descriptor(r *lint.Rule) *log.ReportingDescriptor {
	summary := log.NewMultiformatMessageString(r.Summary + ".")
	help := log.NewMultiformatMessageString(r.Summary + ". Read more at " + s.links.Rule(r.ID) + ".")
	if page, found := docs.Page(r.ID); found {
		help.Markdown = new(s.links.InRule(page))
	}
	properties := log.Properties{
		"tags":             []string{"windows-containers", r.Topic},
		"precision":        "high",
		"problem.severity": [...]string{lint.Info: "recommendation", lint.Warning: "warning", lint.Error: "error"}[r.Severity],
	}
	if r.Risk > 0 {
		// GitHub shows the severity of an attack only for rules that have this tag.
		properties["tags"] = slices.Compact([]string{"windows-containers", "security", r.Topic})
		properties["security-severity"] = strconv.FormatFloat(r.Risk, 'f', 1, 64)
	}
	return &log.ReportingDescriptor{
		ID: r.ID, Name: new(name(r.ID)), HelpURI: new(s.links.Rule(r.ID)),
		ShortDescription: summary, FullDescription: summary, Help: help,
		DefaultConfiguration: &log.ReportingConfiguration{Level: level(r.Severity)},
		Properties:           properties,
	}
}

// name turns "backslash-eaten" into "BackslashEaten", as the format wants the names of rules. It also wants them to differ
// from the ids in more than case, so "syntax" becomes "SyntaxRule".
func name(id string) string {
	if !strings.Contains(id, "-") {
		id += "-rule"
	}
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		for i, r := range word {
			if i == 0 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

func level(s lint.Severity) string {
	return [...]string{lint.Info: "note", lint.Warning: "warning", lint.Error: "error"}[s]
}

func (s *Writer) result(f *lint.Finding, hashes []string) *log.Result {
	out := &log.Result{
		RuleID: &f.Rule.ID, RuleIndex: new(uint(s.rule(f.Rule))), Level: new(level(f.Severity)),
		Message:   *log.NewTextMessage(f.Text()).WithMarkdown(f.Markdown()),
		Locations: []*log.Location{{PhysicalLocation: s.physical(f.File, f.Span)}},
	}
	if line := f.File.Position(f.Span.Start).Line; line <= len(hashes) {
		out.PartialFingerprints = map[string]any{"primaryLocationLineHash": hashes[line-1]}
	}
	for i, r := range f.Related {
		out.RelatedLocations = append(out.RelatedLocations, &log.Location{
			Id: new(uint(i + 1)), Message: log.NewTextMessage(r.Message), PhysicalLocation: s.physical(f.File, r.Span),
		})
	}
	if len(f.Edits) > 0 {
		out.Fixes = []*log.Fix{s.fix(f)}
	}
	return out
}

func (s *Writer) fix(f *lint.Finding) *log.Fix {
	change := &log.ArtifactChange{ArtifactLocation: *s.artifact(f.File.Path)}
	for _, e := range f.Edits {
		// Always with the new text, also if there is none: reviewdog takes it for granted.
		change.Replacements = append(change.Replacements,
			log.NewReplacement(region(f.File, e.Span)).WithInsertedContent(&log.ArtifactContent{Text: &e.New}))
	}
	return &log.Fix{
		Description:     log.NewTextMessage("The " + f.Applicability.String() + " fix for " + f.Rule.ID + "."),
		ArtifactChanges: []*log.ArtifactChange{change},
	}
}

func (s *Writer) physical(f *source.File, span source.Span) *log.PhysicalLocation {
	out := &log.PhysicalLocation{ArtifactLocation: s.artifact(f.Path), Region: excerpt(f, span)}
	// The lines around it; a context must hold more than the place itself.
	first, last := f.Position(span.Start).Line, f.Position(span.End).Line
	around := f.Line(first - 1).Cover(f.Line(last + 1))
	if first == 1 {
		around = f.Line(first).Cover(f.Line(last + 1))
	}
	if around.Len() > span.Len() {
		out.ContextRegion = excerpt(f, around)
	}
	return out
}

// excerpt is a region with its text.
func excerpt(f *source.File, span source.Span) *log.Region {
	return region(f, span).WithSnippet(&log.ArtifactContent{Text: new(f.Slice(span))})
}

func region(f *source.File, span source.Span) *log.Region {
	start, end := f.UTF16(span.Start), f.UTF16(span.End)
	return log.NewRegion().WithStartLine(start.Line).WithStartColumn(start.Column).
		WithEndLine(end.Line).WithEndColumn(end.Column)
}

func (s *Writer) artifact(shown string) *log.ArtifactLocation {
	file := s.place(shown)
	if path.IsAbs(file) {
		return log.NewSimpleArtifactLocation((&url.URL{Scheme: "file", Path: file}).String())
	}
	// String writes "./a:b", where "a:" could be taken for a scheme.
	return log.NewSimpleArtifactLocation((&url.URL{Path: file}).String()).WithUriBaseId(base)
}

// prune takes away the nulls that the library writes for what was not set, and that the format does not have.
func prune(raw []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(pruned(v))
	return out.Bytes(), err
}

func pruned(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	case map[string]any:
		maps.DeleteFunc(v, func(_ string, value any) bool { return value == nil })
		for key, value := range v {
			v[key] = pruned(value)
		}
	}
	return v
}
