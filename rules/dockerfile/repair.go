package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/source"
)

// repairJSON is the edits that make a JSON array of strings of a text that was meant as one, and whether they are the only
// possible ones; nil if there are none. With paths, backslashes become slashes.
func repairJSON(s string, paths bool) (edits []source.Edit, sure bool) {
	for _, closing := range [...]bool{false, true} {
		r := repairer{s: s, by: `\\`, closing: closing, sure: true}
		if paths {
			r.by = "/"
		}
		r.array()
		if fixed, err := source.Apply(s, r.edits); err == nil && isArray(fixed) {
			return r.edits, r.sure
		}
	}
	return nil, false
}

// A repairer goes over a text that is nearly a JSON array.
type repairer struct {
	s       string
	by      string // the replacement of a lone backslash
	closing bool   // a backslash before the quote that ends an element is a lone one
	pos     int
	edits   []source.Edit
	sure    bool
}

func (r *repairer) replace(length int, by string) {
	r.edits = append(r.edits, source.Edit{Span: source.Span{Start: r.pos, End: r.pos + length}, New: by})
	r.pos += length
}

// trailingComma is a comma before the end of the array.
var trailingComma = lazy.MustCompile(`^,\s*\]\s*$`)

func (r *repairer) array() {
	for r.pos < len(r.s) {
		rest := r.s[r.pos:]
		switch {
		case rest[0] == '"':
			r.pos++
			r.element(`"`)
		case rest[0] == '\'':
			r.replace(1, `"`)
			r.element("'")
		case strings.HasPrefix(rest, "“"):
			r.replace(len("“"), `"`)
			r.element("”")
		case rest[0] == ',' && trailingComma.MatchString(rest):
			r.replace(1, "")
		default:
			r.pos++
		}
	}
}

// elementEnd is what follows the quote at the end of an element.
var elementEnd = lazy.MustCompile(`^\s*[,\]]`)

// element moves past the quote that ends an element.
func (r *repairer) element(quote string) {
	start := r.pos
	for r.pos < len(r.s) {
		rest := r.s[r.pos:]
		switch {
		case strings.HasPrefix(rest, quote) && (quote == `"` || elementEnd.MatchString(rest[len(quote):])):
			if quote == `"` {
				r.pos++
			} else {
				r.replace(len(quote), `"`)
			}
			return
		case rest[0] == '"':
			r.replace(1, `\"`)
		case rest[0] == '\\':
			r.backslash(start, rest, quote)
		default:
			r.pos++
		}
	}
}

func (r *repairer) backslash(start int, rest, quote string) {
	switch {
	case strings.HasPrefix(rest, `\\`):
		r.pos += 2
	case strings.HasPrefix(rest, `\"`) && quote == `"` && (!r.closing || !elementEnd.MatchString(rest[2:])):
		r.pos += 2
	default:
		if len(rest) > 1 && strings.IndexByte("bfnrtu", rest[1]) >= 0 && !pathStart.MatchString(`"`+r.s[start:r.pos]) {
			r.sure = false
		}
		r.replace(1, r.by)
	}
}
