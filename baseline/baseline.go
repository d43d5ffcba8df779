// Package baseline keeps the findings that a project had when it took winlint up, so that only new ones are reported. A
// finding is known by its rule, its file and the text of its lines: it stays known when lines move, and becomes new when
// its own lines change.
package baseline

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
)

// version is that of the file format.
const version = 1

// A Baseline is a set of known findings. It is not safe for use by several goroutines.
type Baseline struct {
	known map[entry]int   // how often each finding is known
	left  map[entry]int   // of these, how many no finding was matched with yet
	seen  map[string]bool // the files that were linted
}

// An entry is one finding, as the file has it.
type entry struct {
	Path        string `json:"path"` // slash-separated, from the root of the repository
	Rule        string `json:"rule"`
	Fingerprint string `json:"fingerprint"` // of the text of its lines, in hexadecimal
}

// document is the shape of the file.
type document struct {
	Version  int       `json:"version"`
	Findings []counted `json:"findings"`
}

type counted struct {
	entry
	Count int `json:"count,omitempty"` // how many findings are alike; absent for one
}

// New is a baseline that knows nothing.
func New() *Baseline {
	return &Baseline{known: map[entry]int{}, left: map[entry]int{}, seen: map[string]bool{}}
}

// Parse reads the file format.
func Parse(raw []byte) (*Baseline, error) {
	var doc document
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("invalid baseline: %w", err)
	}
	if doc.Version != version {
		return nil, fmt.Errorf("invalid baseline: expected version %d, not %d", version, doc.Version)
	}
	b := New()
	for _, c := range doc.Findings {
		b.known[c.entry] += max(c.Count, 1)
		b.left[c.entry] += max(c.Count, 1)
	}
	return b, nil
}

// JSON is the file format: sorted, so that a change of a few findings is a change of a few lines.
func (b *Baseline) JSON() ([]byte, error) {
	doc := document{Version: version, Findings: []counted{}}
	for e, n := range b.known {
		c := counted{entry: e}
		if n > 1 {
			c.Count = n
		}
		doc.Findings = append(doc.Findings, c)
	}
	slices.SortStableFunc(doc.Findings, func(x, y counted) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(doc)
	return out.Bytes(), err
}

// Add makes the findings of a file known. path is that of the file, from the root of the repository.
func (b *Baseline) Add(path string, findings []*lint.Finding) {
	for _, f := range findings {
		b.known[newEntry(path, f)]++
	}
}

// Split divides the findings of a file into those that are new and those that are known. A known finding is matched once.
func (b *Baseline) Split(path string, findings []*lint.Finding) (fresh, known []*lint.Finding) {
	b.seen[path] = true
	for _, f := range findings {
		e := newEntry(path, f)
		if b.left[e] == 0 {
			fresh = append(fresh, f)
			continue
		}
		b.left[e]--
		known = append(known, f)
	}
	return fresh, known
}

// Deleted counts the findings in files that do not exist any longer as gone; exists is told a path from the root of the
// repository. If none of the files exists, they are expected in another directory, and nothing is gone.
func (b *Baseline) Deleted(exists func(path string) bool) {
	deleted, here := map[string]bool{}, false
	for e := range b.known {
		switch {
		case deleted[e.Path]:
		case b.seen[e.Path] || exists(e.Path):
			here = true
		default:
			deleted[e.Path] = true
		}
	}
	if here {
		maps.Copy(b.seen, deleted)
	}
}

// Gone is how many known findings the linted files do not have any longer.
func (b *Baseline) Gone() (n int) {
	for e, left := range b.left {
		if b.seen[e.Path] {
			n += left
		}
	}
	return n
}

// Prune forgets the findings that are gone.
func (b *Baseline) Prune() {
	for e, left := range b.left {
		if !b.seen[e.Path] || left == 0 {
			continue
		}
		if b.known[e] -= left; b.known[e] == 0 {
			delete(b.known, e)
		}
		delete(b.left, e)
	}
}

// newEntry knows a finding by the text of its lines without the space around each.
func newEntry(path string, f *lint.Finding) entry {
	lines := f.File.FullLine(f.File.Position(f.Span.Start).Line).
		Cover(f.File.FullLine(f.File.Position(max(f.Span.Start, f.Span.End-1)).Line))
	var text strings.Builder
	for line := range strings.Lines(f.File.Slice(lines)) {
		text.WriteString(strings.TrimSpace(line) + "\n")
	}
	sum := sha256.Sum256([]byte(text.String()))
	return entry{path, f.Rule.ID, hex.EncodeToString(sum[:8])}
}
