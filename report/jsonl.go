package report

import (
	"encoding/json"
	"io"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/lint"
)

// jsonLines writes each finding as an object on its own line. The objects are those of the JSON format.
type jsonLines struct {
	sheet
	links docs.Links
}

func newJSONLines(w io.Writer, o *Options) Writer {
	return &jsonLines{sheet{to: &escaped{w: w}}, o.Links}
}

func (r *jsonLines) File(result *lint.Result) error {
	for _, f := range result.Findings {
		writeLine(&r.sheet, newFinding(f, false, r.links))
	}
	for _, f := range result.Suppressed {
		writeLine(&r.sheet, newFinding(f, true, r.links))
	}
	return r.flush()
}

func (r *jsonLines) End(*lint.Run) error { return r.flush() }

// writeLine writes a value as JSON on one line.
func writeLine(w io.Writer, v any) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // all that is handed in can be written as JSON, and w is memory
}
