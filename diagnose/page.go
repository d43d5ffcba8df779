package diagnose

import (
	"strings"

	"github.com/winlint/winlint/docs"
	"github.com/winlint/winlint/internal/lazy"
)

// A Page is what the page of a kind says, cut into its parts. Each is one paragraph of Markdown.
type Page struct {
	Title  string   // what is wrong: one sentence without a period
	Means  string   // why: what the engine, the shell or Windows does
	Causes []string // the most frequent first
	Steps  []Step   // what to do, the cheapest first
	Look   []string // commands that show which cause it is
}

// A Step is one thing to do.
type Step struct {
	Text string
	// LastResort marks a step that deletes or stops what others may need.
	LastResort bool
}

// The headings of a page that winlint diagnose reads.
const (
	meansHeading  = "What it means"
	causesHeading = "Causes"
	stepsHeading  = "What to do"
	lookHeading   = "Where to look"
)

// lastResort begins a step that destroys something.
const lastResort = "**Last resort:** "

// Page reads the page of the kind. A test holds that each kind has one with all parts.
func (k *Kind) Page() Page {
	text, _ := docs.ErrorPage(k.ID)
	title, rest, _ := strings.Cut(text, "\n")
	p := Page{Title: strings.TrimPrefix(title, "# ")}
	for section := range strings.SplitSeq(rest, "\n## ") {
		heading, body, _ := strings.Cut(section, "\n")
		switch heading {
		case meansHeading:
			p.Means = paragraph(body)
		case causesHeading:
			p.Causes = items(body)
		case stepsHeading:
			for _, item := range items(body) {
				step, last := strings.CutPrefix(item, lastResort)
				p.Steps = append(p.Steps, Step{step, last})
			}
		case lookHeading:
			_, block, _ := strings.Cut(body, "```powershell\n")
			block, _, _ = strings.Cut(block, "\n```")
			p.Look = strings.Split(block, "\n")
		}
	}
	return p
}

// paragraph is text without its line breaks.
func paragraph(text string) string { return strings.Join(strings.Fields(text), " ") }

var item = lazy.MustCompile(`(?m)^\d+\. `)

// items is the items of a numbered list.
func items(text string) []string {
	parts := item.Split(text, -1)
	var list []string
	for _, part := range parts[1:] {
		list = append(list, paragraph(part))
	}
	return list
}
