package report

import (
	"io"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// The Reviewdog Diagnostic Format, whose columns count bytes of UTF-8.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
type (
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Source      *rdSource      `json:"source,omitempty"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string  `json:"path"`
		Range rdRange `json:"range"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
)

var (
	rdTool       = rdSource{"winlint", "https://github.com/winlint/winlint"}
	rdSeverities = [...]string{lint.Info: "INFO", lint.Warning: "WARNING", lint.Error: "ERROR"}
)

// rdJSON writes one object with all findings.
type rdJSON struct {
	list
	links docs.Links
}

func newRDJSON(w io.Writer, o *Options) Writer {
	r := &rdJSON{list{sheet: sheet{to: &escaped{w: w}}}, o.Links}
	r.WriteString("{\n  \"source\": " + indented(rdTool, "  ") + ",\n  \"diagnostics\": [")
	return r
}

func (r *rdJSON) File(result *lint.Result) error {
	for _, f := range result.Findings {
		r.add(newDiagnostic(f, r.links), "    ")
	}
	return r.flush()
}

func (r *rdJSON) End(*lint.Run) error {
	r.close("  ")
	r.WriteString("\n}\n")
	return r.flush()
}

// rdJSONLines writes an object for each finding, each on its own line and with its source.
type rdJSONLines struct {
	sheet
	links docs.Links
}

func newRDJSONLines(w io.Writer, o *Options) Writer {
	return &rdJSONLines{sheet{to: &escaped{w: w}}, o.Links}
}

func (r *rdJSONLines) File(result *lint.Result) error {
	for _, f := range result.Findings {
		diagnostic := newDiagnostic(f, r.links)
		diagnostic.Source = &rdTool
		writeLine(&r.sheet, diagnostic)
	}
	return r.flush()
}

func (r *rdJSONLines) End(*lint.Run) error { return r.flush() }

func newDiagnostic(f *lint.Finding, links docs.Links) rdDiagnostic {
	out := rdDiagnostic{
		Message: f.Text(), Location: rdLocation{jsonPath(f.File.Path), newRange(f.File, f.Span)}, Severity: rdSeverities[f.Severity],
		Code: rdCode{f.Rule.ID, links.Rule(f.Rule.ID)},
	}
	if s, ok := suggestion(f); ok {
		out.Suggestions = []rdSuggestion{s}
	}
	return out
}

// suggestion is a fix as one piece of new text: several suggestions would be several ways to fix it.
func suggestion(f *lint.Finding) (s rdSuggestion, ok bool) {
	if len(f.Edits) == 0 {
		return s, false
	}
	span := f.Edits[0].Span
	for _, e := range f.Edits {
		span = span.Cover(e.Span)
	}
	text, err := source.Apply(f.File.Slice(span), moved(f.Edits, -span.Start))
	return rdSuggestion{newRange(f.File, span), text}, err == nil
}

func newRange(f *source.File, s source.Span) rdRange {
	return rdRange{rdPosition(f.Position(s.Start)), rdPosition(f.Position(s.End))}
}
