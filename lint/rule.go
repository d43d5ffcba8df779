// Package lint runs rules over files: it hands each rule the parts of a file that the rule is about, collects what it
// finds, takes away what the author ignores, and proves each fix before it is offered.
package lint

import (
	"fmt"
	"strings"

	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/subject"
)

// Severity says how bad a finding is.
type Severity int

// The severities, the least one first.
const (
	Info    Severity = iota // advice; fails no run unless asked to
	Warning                 // very probably not what the author wants
	Error                   // the build or the start fails, or a value silently becomes another
)

var severities = [...]string{"info", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// ParseSeverity is the severity of that name.
func ParseSeverity(name string) (Severity, error) {
	for i, s := range severities {
		if s == name {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("invalid severity %q: expected %s", name, strings.Join(severities[:], ", "))
}

// Applicability says how far a fix can be trusted.
type Applicability int

// The kinds of fixes. A safe fix keeps the meaning of the image or gives it the obvious one; at an unsafe one a person
// should look.
const (
	NoFix Applicability = iota
	Unsafe
	Safe
)

func (a Applicability) String() string { return [...]string{"none", "unsafe", "safe"}[a] }

// A Topic is what several rules are about. Its name selects all of them in the settings.
type Topic struct {
	Name  string // kebab-case
	About string // one sentence
}

// A Rule is one thing that winlint knows to go wrong. It is a value without state: its check is handed all that it needs.
type Rule struct {
	ID       string // kebab-case; the page's name, the word in an ignore comment, the SARIF rule id
	Summary  string // one sentence without a period, as a title
	Topic    string // the name of a Topic
	Severity Severity
	Off      bool          // runs only where it is asked for
	On       subject.Set   // what it is about; the zero Set is every Windows file
	Fix      Applicability // the best that its fixes are
	Since    string        // the first release that had it
	Refs     []string      // where what it says can be read: URLs or "moby/buildkit frontend/dockerfile/parser/parser.go"
	Check    Check         // nil for what the linter itself reports

	// ByText says that the rule also applies to a RUN under an unknown shell whose text tells its language: what it says
	// does not depend on what the shell of the base image sets, such as error preferences.
	ByText bool

	// Risk is how bad an attack is that what the rule finds makes possible, from 0.1 to 10 on the scale of CVSS, on which
	// GitHub ranks alerts; 0 for a rule that is not about an attack.
	Risk float64

	// Regraded says that the user chose the severity, so that no finding keeps one of its own.
	Regraded bool
}

// A Check looks at one node of a file.
type Check interface {
	Check(*Pass, parser.Node)
}

// A Table is a check that is a list of facts, which its rule's page prints.
type Table interface {
	Check
	Rows() (head []string, rows [][]string)
}
