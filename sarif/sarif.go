// Package sarif makes a SARIF 2.1.0 log of a run, for code scanning and for SARIF viewers.
package sarif

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	log "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

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
	driver := log.NewToolComponent().WithName("winlint").WithFullName("winlint " + version).
		WithInformationURI("https://github.com/winlint/winlint").
		WithVersion(version).WithSemanticVersion(version)
	out := log.NewRun().WithTool(log.NewTool().WithDriver(driver)).WithColumnKind("utf16CodeUnits").
		WithAutomationDetails(log.NewRunAutomationDetails().WithID("winlint/")).
		WithOriginalUriBaseIds(map[string]log.ArtifactLocation{
			base: *log.NewArtifactLocation().WithDescription(log.NewTextMessage("The root of the repository.")),
		})
	out.AddInvocation(b.invocation(run))
	for _, result := range run.Results {
		hashes := lineHashes(result.Unit.File)
		for _, f := range result.Findings {
			out.AddResult(b.result(f, hashes))
		}
		for _, f := range result.Suppressed {
			out.AddResult(b.result(f, hashes).AddSuppression(log.NewSuppression().WithKind("inSource")))
		}
	}
	driver.WithRules(b.descriptors)
	report := log.NewReport().AddRun(out)
	report.Schema = schema
	return report
}

// A builder makes the parts of a log.
type builder struct {
	place       func(string) string
	rules       map[string]int // id → index in descriptors
	descriptors []*log.ReportingDescriptor
}

// invocation says whether the run saw all files, and which ones it did not.
func (b *builder) invocation(run *lint.Run) *log.Invocation {
	out := log.NewInvocation().WithExecutionSuccessful(len(run.Unread) == 0)
	for _, err := range run.Unread {
		out.AddToolExecutionNotification(log.NewNotification().WithLevel("error").
			WithMessage(log.NewTextMessage("The file could not be read: " + err.Err.Error() + ".")).
			AddLocation(log.NewLocationWithPhysicalLocation(
				log.NewPhysicalLocation().WithArtifactLocation(b.artifact(err.Path)))))
	}
	for _, result := range run.Results {
		if why := result.Unit.Template; why != nil {
			out.AddToolExecutionNotification(log.NewNotification().WithLevel("note").
				WithMessage(log.NewTextMessage("The file was not checked, since this makes it a template.")).
				AddLocation(log.NewLocationWithPhysicalLocation(b.physical(result.Unit.File, why.At))))
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
	summary := text(r.Summary + ".")
	help := text(r.Summary + ". Read more at " + docs.URL(r.ID) + ".")
	if page, found := docs.Page(r.ID); found {
		help.WithMarkdown(page)
	}
	properties := log.NewPropertyBag().WithTags([]string{"windows-containers", r.Topic}).
		Add("precision", "high").
		Add("problem.severity", [...]string{lint.Info: "recommendation", lint.Warning: "warning", lint.Error: "error"}[r.Severity])
	return log.NewRule(r.ID).WithName(name(r.ID)).WithHelpURI(docs.URL(r.ID)).
		WithShortDescription(summary).WithFullDescription(summary).WithHelp(help).WithProperties(properties).
		WithDefaultConfiguration(log.NewReportingConfiguration().WithLevel(level(r.Severity)))
}

func text(s string) *log.MultiformatMessageString {
	return log.NewMultiformatMessageString().WithText(s)
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
	out := log.NewRuleResult(f.Rule.ID).WithRuleIndex(b.rule(f.Rule)).WithLevel(level(f.Severity)).
		WithMessage(log.NewTextMessage(f.Message)).
		AddLocation(log.NewLocationWithPhysicalLocation(b.physical(f.File, f.Span)))
	if line := f.File.Position(f.Span.Start).Line; line <= len(hashes) {
		out.WithPartialFingerprints(map[string]string{"primaryLocationLineHash": hashes[line-1]})
	}
	for i, r := range f.Related {
		out.AddRelatedLocation(log.NewLocationWithPhysicalLocation(b.physical(f.File, r.Span)).
			WithID(i + 1).WithMessage(log.NewTextMessage(r.Message)))
	}
	if len(f.Edits) > 0 {
		out.AddFixe(b.fix(f))
	}
	return out
}

func (b *builder) fix(f *lint.Finding) *log.Fix {
	change := log.NewArtifactChange().WithArtifactLocation(b.artifact(f.File.Path))
	for _, e := range f.Edits {
		replacement := log.NewReplacement().WithDeletedRegion(region(f.File, e.Span))
		if e.New != "" {
			replacement.WithInsertedContent(log.NewArtifactContent().WithText(e.New))
		}
		change.AddReplacement(replacement)
	}
	return log.NewFix().AddArtifactChange(change).
		WithDescription(log.NewTextMessage("The " + f.Grade.String() + " fix for " + f.Rule.ID + "."))
}

func (b *builder) physical(f *source.File, span source.Span) *log.PhysicalLocation {
	out := log.NewPhysicalLocation().WithArtifactLocation(b.artifact(f.Path)).
		WithRegion(region(f, span).WithSnippet(log.NewArtifactContent().WithText(f.Slice(span))))
	// The lines around it; a context must hold more than the place itself.
	first, last := f.Position(span.Start).Line, f.Position(span.End).Line
	around := f.Line(first - 1).Cover(f.Line(last + 1))
	if first == 1 {
		around = f.Line(first).Cover(f.Line(last + 1))
	}
	if around.Len() > span.Len() {
		out.WithContextRegion(region(f, around).WithSnippet(log.NewArtifactContent().WithText(f.Slice(around))))
	}
	return out
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
	return log.NewSimpleArtifactLocation((&url.URL{Path: file}).String()).WithURIBaseID(base)
}

// prune takes away what the library writes for what was not set: -1, which is no index, and empty lists and objects.
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

// kept are the lists that say something when they are empty: that there is nothing.
var kept = []string{"results", "rules"}

func pruned(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	case map[string]any:
		for key, value := range v {
			if empty(value) && !slices.Contains(kept, key) {
				delete(v, key)
			} else {
				v[key] = pruned(value)
			}
		}
	}
	return v
}

func empty(v any) bool {
	switch v := v.(type) {
	case json.Number:
		return v == "-1"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
