package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// jsonVersion changes when a program that reads the JSON would have to.
const jsonVersion = 1

// The shape of the JSON, which docs/json.md explains.
type (
	tool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	file struct {
		Path   string    `json:"path"`
		Stages []stageOf `json:"stages,omitempty"`
	}
	stageOf struct {
		Line    int       `json:"line"`
		From    string    `json:"from"`
		System  string    `json:"system"`
		Certain bool      `json:"certain"`
		Edition string    `json:"edition,omitempty"`
		Release string    `json:"release,omitempty"`
		Shells  []shellOf `json:"shells,omitempty"`
		Runs    []runOf   `json:"runs,omitempty"`
	}
	shellOf struct {
		Words []string `json:"words"`
		Basis string   `json:"basis"`
		Of    string   `json:"of,omitempty"`
	}
	runOf struct {
		Line    int    `json:"line"`
		Reading string `json:"reading"`
		Reason  string `json:"reason,omitempty"`
	}
	failure struct {
		Path    string `json:"path"`
		Message string `json:"message"`
	}
	unchecked struct {
		Path string `json:"path"`
		place
		Reason string `json:"reason"`
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

// jsonReport writes all that is known of a run for programs. What is not written as the run continues is kept in short, so
// that the texts of the files are not kept with it.
type jsonReport struct {
	list
	links     docs.Links
	files     []json.RawMessage
	unchecked []unchecked
}

// newJSON begins one object.
func newJSON(w io.Writer, o *Options) Writer {
	r := &jsonReport{list: list{sheet: sheet{to: &escaped{w: w}}}, links: o.Links, unchecked: []unchecked{}} // empty lists, never null
	fmt.Fprintf(r, "{\n  \"version\": %d,\n", jsonVersion)
	r.member("tool", tool{"winlint", o.Version})
	r.WriteString("  \"findings\": [")
	return r
}

func (r *jsonReport) File(result *lint.Result) error {
	f := result.Unit.File
	r.files = append(r.files, json.RawMessage(indented(file{jsonPath(f.Path), stagesOf(result.Unit)}, "")))
	for _, at := range result.Unchecked {
		r.unchecked = append(r.unchecked, unchecked{jsonPath(f.Path), newPlace(f, at.Span), at.Reason})
	}
	for _, f := range result.Findings {
		r.add(newFinding(f, false, r.links), "    ")
	}
	for _, f := range result.Suppressed {
		r.add(newFinding(f, true, r.links), "    ")
	}
	return r.flush()
}

func (r *jsonReport) End(run *lint.Run) error {
	r.close("  ")
	r.WriteString(",\n")
	if err := r.writeFiles(); err != nil {
		return err
	}
	r.member("unchecked", r.unchecked)
	failures := []failure{}
	for _, err := range run.Unread {
		failures = append(failures, failure{jsonPath(err.Path), err.Err.Error()})
	}
	r.WriteString("  \"errors\": " + indented(failures, "  ") + "\n}\n")
	return r.flush()
}

// writeFiles writes the list of the files, one at a time.
func (r *jsonReport) writeFiles() error {
	r.WriteString("  \"files\": [")
	r.started = false
	for _, about := range r.files {
		r.add(about, "    ")
		if err := r.flush(); err != nil {
			return err
		}
	}
	r.close("  ")
	r.WriteString(",\n")
	return r.flush()
}

// stagesOf is the stages of a file, and of those for Windows how their shells are known and their RUNs were read.
func stagesOf(u *subject.Unit) (list []stageOf) {
	for _, s := range u.Scopes {
		if s.Kind != subject.Stage {
			continue
		}
		stage := stageOf{
			Line: lineOf(u.File, s.From.Span()), From: s.From.Args.String(), System: s.OS.String(), Certain: s.Strong, Release: string(s.Release),
		}
		if s.Edition != windows.UnknownEdition {
			stage.Edition = s.Edition.String()
		}
		if s.OS == windows.Windows {
			for _, shell := range shellsIn(s) {
				stage.Shells = append(stage.Shells, shellOf{append(append([]string{}, shell.Words...), shell.Likely...), shell.Basis.String(), shell.Of})
			}
		}
		for _, run := range u.Runs(s) {
			stage.Runs = append(stage.Runs, runOf{lineOf(u.File, run.RUN.Span()), run.How.String(), run.Why})
		}
		list = append(list, stage)
	}
	return list
}

// jsonPath is a path in JSON, which is UTF-8: each byte of another encoding is written as `\xNN`, so that two names stay two.
func jsonPath(path string) string {
	if utf8.ValidString(path) {
		return path
	}
	var b strings.Builder
	for i, r := range path {
		if _, n := utf8.DecodeRuneInString(path[i:]); r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, path[i])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// member writes one member of the object, with others after it.
func (r *jsonReport) member(name string, v any) {
	fmt.Fprintf(r, "  %q: %s,\n", name, indented(v, "  "))
}

// indented is a value as JSON whose lines after the first one begin with a prefix.
func indented(v any, prefix string) string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	_ = e.Encode(v) // all that is handed in can be written as JSON
	return strings.TrimSuffix(out.String(), "\n")
}

func newFinding(f *lint.Finding, suppressed bool, links docs.Links) finding {
	out := finding{
		Path: jsonPath(f.File.Path), place: newPlace(f.File, f.Span), Rule: f.Rule.ID, Severity: f.Severity.String(),
		Message: f.Message, Note: f.Note, Help: f.Help, URL: links.Rule(f.Rule.ID), Ref: f.Ref, Suppressed: suppressed, Related: []related{},
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, related{newPlace(f.File, r.Span), r.Message})
	}
	if f.Fixable() {
		out.Fix = &fix{Safe: f.Applicability == lint.Safe, ToUTF8: f.ToUTF8, Edits: []edit{}}
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
