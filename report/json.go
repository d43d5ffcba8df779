package report

import (
	"encoding/json"
	"io"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
)

// jsonVersion changes when a program that reads the JSON would have to.
const jsonVersion = 1

// The shape of the JSON, which docs/json.md explains.
type (
	document struct {
		Version  int       `json:"version"`
		Tool     tool      `json:"tool"`
		Files    []file    `json:"files"`
		Findings []finding `json:"findings"`
		Errors   []failure `json:"errors"`
	}
	tool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	file struct {
		Path    string `json:"path"`
		Skipped string `json:"skipped,omitempty"`
	}
	failure struct {
		Path    string `json:"path"`
		Message string `json:"message"`
	}
	place struct {
		Line      int `json:"line"`
		Column    int `json:"column"`
		EndLine   int `json:"endLine"`
		EndColumn int `json:"endColumn"`
		Offset    int `json:"offset"`
		EndOffset int `json:"endOffset"`
	}
	finding struct {
		Path string `json:"path"`
		place
		Rule       string    `json:"rule"`
		Severity   string    `json:"severity"`
		Message    string    `json:"message"`
		Note       string    `json:"note,omitempty"`
		Help       string    `json:"help,omitempty"`
		URL        string    `json:"url"`
		Ref        string    `json:"ref,omitempty"`
		Suppressed bool      `json:"suppressed"`
		Related    []related `json:"related"`
		Fix        *fix      `json:"fix,omitempty"`
	}
	related struct {
		place
		Message string `json:"message"`
	}
	fix struct {
		Safe   bool   `json:"safe"`
		ToUTF8 bool   `json:"toUTF8,omitempty"`
		Edits  []edit `json:"edits"`
	}
	edit struct {
		place
		New string `json:"new"`
	}
)

// JSON writes all that is known of a run for programs.
func JSON(w io.Writer, run *lint.Run) error {
	doc := document{
		Version: jsonVersion, Tool: tool{"winlint", run.Version},
		Files: []file{}, Findings: []finding{}, Errors: []failure{}, // empty lists, never null
	}
	for _, result := range run.Results {
		unit := result.Unit
		f := file{Path: unit.File.Path}
		if unit.Template != nil {
			f.Skipped = "template"
		}
		doc.Files = append(doc.Files, f)
		for _, f := range result.Findings {
			doc.Findings = append(doc.Findings, newFinding(f, false))
		}
		for _, f := range result.Suppressed {
			doc.Findings = append(doc.Findings, newFinding(f, true))
		}
	}
	for _, err := range run.Unread {
		doc.Errors = append(doc.Errors, failure{err.Path, err.Err.Error()})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

func newFinding(f *lint.Finding, suppressed bool) finding {
	out := finding{
		Path: f.File.Path, place: newPlace(f.File, f.Span), Rule: f.Rule.ID, Severity: f.Severity.String(),
		Message: f.Message, Note: f.Note, Help: f.Help, URL: docs.URL(f.Rule.ID), Ref: f.Ref, Suppressed: suppressed, Related: []related{},
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, related{newPlace(f.File, r.Span), r.Message})
	}
	if f.Fixable() {
		out.Fix = &fix{Safe: f.Grade == lint.Safe, ToUTF8: f.ToUTF8, Edits: []edit{}}
		for _, e := range f.Edits {
			out.Fix.Edits = append(out.Fix.Edits, edit{newPlace(f.File, e.Span), e.New})
		}
	}
	return out
}

func newPlace(f *source.File, s source.Span) place {
	start, end := f.Position(s.Start), f.Position(s.End)
	return place{start.Line, start.Column, end.Line, end.Column, s.Start, s.End}
}
