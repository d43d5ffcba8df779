// Package sarif makes a SARIF 2.1.0 log of a run, for code scanning and for SARIF viewers.
package sarif

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"path"
	"strings"
	"unicode"

	log "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// base is the name of the folder that the paths of a log are relative to: the root of the repository.
const base = "SRCROOT"

// Write writes the log of a run. place gives a file's path relative to the root of its repository, or an absolute one
// where the file stands outside. Paths are slash-separated.
func Write(w io.Writer, run *lint.Run, place func(string) string) error {
	raw, err := json.Marshal(newReport(run, place))
	if err != nil {
		return err
	}
	pruned, err := prune(raw)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, pruned, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err = out.WriteTo(w)
	return err
}

// schema is where validators look for what the format is.
const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

func newReport(run *lint.Run, place func(string) string) *log.Report {
	b := &builder{place: place, rules: map[string]int{}, descriptors: []*log.ReportingDescriptor{}}
	version := strings.TrimPrefix(run.Version, "v")
	driver := &log.ToolComponent{
		Name: "winlint", FullName: new("winlint " + version), InformationURI: new("https://github.com/winlint/winlint"),
		Version: &version, SemanticVersion: &version,
	}
	out := &log.Run{
		Tool: log.Tool{Driver: driver}, ColumnKind: "utf16CodeUnits",
		AutomationDetails: &log.RunAutomationDetails{ID: new("winlint/")},
		OriginalUriBaseIDs: map[string]*log.ArtifactLocation{
			base: {Description: log.NewTextMessage("The root of the repository.")},
		},
		Invocations: []*log.Invocation{b.invocation(run)},
		Results:     []*log.Result{},
	}
	for _, result := range run.Results {
		hashes := lineHashes(result.Unit.File)
		for _, f := range result.Findings {
			out.Results = append(out.Results, b.result(f, hashes))
		}
		for _, f := range result.Suppressed {
			ignored := b.result(f, hashes)
			ignored.Suppressions = []*log.Suppression{log.NewSuppression("inSource")}
			out.Results = append(out.Results, ignored)
		}
	}
	driver.Rules = b.descriptors
	return &log.Report{Version: string(log.Version210), Schema: schema, Runs: []*log.Run{out}}
}

// A builder makes the parts of a log.
type builder struct {
	place       func(string) string
	rules       map[string]int // id → index in descriptors
	descriptors []*log.ReportingDescriptor
}

// invocation says whether the run saw all files, and which ones it did not.
func (b *builder) invocation(run *lint.Run) *log.Invocation {
	out := &log.Invocation{ExecutionSuccessful: new(len(run.Unread) == 0)}
	notify := func(level, message string, at *log.PhysicalLocation) {
		out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, &log.Notification{
			Level: level, Message: log.NewTextMessage(message), Locations: []*log.Location{{PhysicalLocation: at}},
		})
	}
	for _, err := range run.Unread {
		notify("error", "The file could not be read: "+err.Err.Error()+".", &log.PhysicalLocation{ArtifactLocation: b.artifact(err.Path)})
	}
	for _, result := range run.Results {
		if why := result.Unit.Template; why != nil {
			notify("note", "The file was not checked, since this makes it a template.", b.physical(result.Unit.File, why.At))
		}
	}
	return out
}

// rule gives the index of a rule's description, which is made for the first finding of the rule.
func (b *builder) rule(r *lint.Rule) int {
	if i, found := b.rules[r.ID]; found {
		return i
	}
	b.rules[r.ID] = len(b.descriptors)
	b.descriptors = append(b.descriptors, descriptor(r))
	return b.rules[r.ID]
}

func descriptor(r *lint.Rule) *log.ReportingDescriptor {
	summary := log.NewMultiformatMessageString(r.Summary + ".")
	help := log.NewMultiformatMessageString(r.Summary + ". Read more at " + docs.URL(r.ID) + ".")
	if page, found := docs.Page(r.ID); found {
		help.Markdown = &page
	}
	return &log.ReportingDescriptor{
		ID: r.ID, Name: new(name(r.ID)), HelpURI: new(docs.URL(r.ID)),
		ShortDescription: summary, FullDescription: summary, Help: help,
		DefaultConfiguration: &log.ReportingConfiguration{Level: level(r.Severity)},
		Properties: log.Properties{
			"tags":             []string{"windows-containers", r.Topic},
			"precision":        "high",
			"problem.severity": [...]string{lint.Info: "recommendation", lint.Warning: "warning", lint.Error: "error"}[r.Severity],
		},
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

func (b *builder) result(f *lint.Finding, hashes []string) *log.Result {
	out := &log.Result{
		RuleID: &f.Rule.ID, RuleIndex: new(uint(b.rule(f.Rule))), Level: new(level(f.Severity)),
		Message:   *log.NewTextMessage(f.Text()),
		Locations: []*log.Location{{PhysicalLocation: b.physical(f.File, f.Span)}},
	}
	if line := f.File.Position(f.Span.Start).Line; line <= len(hashes) {
		out.PartialFingerprints = map[string]any{"primaryLocationLineHash": hashes[line-1]}
	}
	for i, r := range f.Related {
		out.RelatedLocations = append(out.RelatedLocations, &log.Location{
			Id: new(uint(i + 1)), Message: log.NewTextMessage(r.Message), PhysicalLocation: b.physical(f.File, r.Span),
		})
	}
	if len(f.Edits) > 0 {
		out.Fixes = []*log.Fix{b.fix(f)}
	}
	return out
}

func (b *builder) fix(f *lint.Finding) *log.Fix {
	change := &log.ArtifactChange{ArtifactLocation: *b.artifact(f.File.Path)}
	for _, e := range f.Edits {
		replacement := log.NewReplacement(region(f.File, e.Span))
		if e.New != "" {
			replacement.InsertedContent = &log.ArtifactContent{Text: &e.New}
		}
		change.Replacements = append(change.Replacements, replacement)
	}
	return &log.Fix{
		Description:     log.NewTextMessage("The " + f.Grade.String() + " fix for " + f.Rule.ID + "."),
		ArtifactChanges: []*log.ArtifactChange{change},
	}
}

func (b *builder) physical(f *source.File, span source.Span) *log.PhysicalLocation {
	out := &log.PhysicalLocation{ArtifactLocation: b.artifact(f.Path), Region: excerpt(f, span)}
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

func (b *builder) artifact(shown string) *log.ArtifactLocation {
	file := b.place(shown)
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
