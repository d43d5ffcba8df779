package lint

import (
	"fmt"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// A Pass is one rule at one node: what a check may know beside the node itself, and where it reports. It continues to the next
// node when the check returns, so a check must not keep it.
type Pass struct {
	*subject.State                    // at the node; nil for the file and the scopes as wholes
	Unit           *subject.Unit      // the file
	Scope          *subject.Scope     // the part of the file that the node is in
	Environment    engine.Environment // what the user states; Builder is also what the file itself shows

	rule     *Rule
	stated   bool              // the user states the builder
	build    *subject.JobBuild // the job whose builder is assumed for the rule; nil if it is known, or none is
	findings *[]*Finding
	reading  *script.Script // of the instruction at this node, if its shell is not known
	asked    bool           // the rule looked at it
}

// Placed is what a finding can point at: a node, a text, a bare span.
type Placed = parser.Node

// Reportf reports a finding. The message is one sentence without a period that makes sense alone in a list of problems:
// what is wrong. Why goes to Notef, what to do to Helpf. If what is wrong is written outside of its service, in what an alias or a
// merge key brings in, the service is a related place.
func (p *Pass) Reportf(at Placed, format string, args ...any) *Finding {
	f := &Finding{
		Rule: p.rule, File: p.Unit.File, Span: at.Span(), Message: fmt.Sprintf(format, args...),
		Severity: p.rule.Severity, Applicability: p.rule.Fix, strong: p.Scope.Strong || p.rule.On.Any, builder: p.Environment.Builder, build: p.build,
		embedded: p.Scope.Daemon != nil && p.Unit.Daemon == nil,
	}
	if s := p.Scope.Service; s != nil && !s.Span().Contains(f.Span) {
		f.Relate(s.Entry.Key, "used by service `%s`", s.Name)
	}
	*p.findings = append(*p.findings, f)
	return f
}

// Read is the word as the builder reads it at this node.
func (p *Pass) Read(w *dockerfile.Word) subject.Reading {
	r := p.Variables.Read(p.Unit.Dockerfile, w)
	if r.Long {
		p.Unit.Unchecked = append(p.Unit.Unchecked, source.Unchecked{
			Span: w.Span(), Reason: "The variables in this text have values that are too long, so it was not checked",
		})
	}
	return r
}

// Script is what the instruction at this node runs, read as the language of the shell in force; nil where it runs nothing
// or where the shell is not known. Under an unknown shell it is a reading that is assumed.
func (p *Pass) Script(in *dockerfile.Instruction) *script.Script {
	if p.reading != nil {
		p.asked = true
		return p.reading
	}
	return p.Unit.Script(in, p.State)
}

// ScriptAt is what an instruction of the scope runs, for a rule about the scope as a whole: as Script, and for a rule by
// text also what the text tells to be in one language.
func (p *Pass) ScriptAt(in *dockerfile.Instruction, state *subject.State) *script.Script {
	if p.rule.ByText {
		if a := p.Unit.Assumed(in, p.Scope, state); a != nil && a.Decided() && !a.Likely {
			return a.Readings[0]
		}
	}
	return p.Unit.Script(in, state)
}

// ServiceScript is what the command at this node of a compose file runs, as Script is for an instruction.
func (p *Pass) ServiceScript(c *compose.Command) *script.Script {
	return p.Unit.ServiceScript(p.Scope.Service, c)
}

// StepScript is the script of the step at this node of a CI file, as Script is for an instruction.
func (p *Pass) StepScript(s *ci.Step) *script.Script { return p.Scope.StepScript(s) }

// HealthScript is what the health check that a docker command gives runs, as Script is for an instruction.
func (p *Pass) HealthScript(c *docker.Command) *script.Script { return p.Unit.HealthScript(c) }

// A Finding is one thing that a rule found.
type Finding struct {
	Rule          *Rule
	File          *source.File
	Span          source.Span // never the whole of what only a part is wrong with
	Message       string      // what is wrong: one sentence without a period, clear on its own in a list of problems
	Note          string      // why: what the builder, shell or engine does; full sentences, or ""
	Help          string      // what to do: full sentences in the imperative, or ""
	Severity      Severity    // the rule's, unless the check knows better
	Ref           string      // where just this can be read; "" for what the rule's page says
	Related       []Related
	Applicability Applicability // of the fix; NoFix where there is none or where it could not be proved
	Edits         []source.Edit // the fix: all of them or none
	ToUTF8        bool          // the fix also writes the file as UTF-8
	InBaseline    bool          // the project knows it, and does not want it reported
	Refused       error         // why a fix was not offered; nil where there was none

	strong         bool
	embedded       bool              // it is in a text that a script writes to another file, which no fix changes
	builder        engine.Builder    // that was known where it was found
	build          *subject.JobBuild // that shows the builder; nil if something else does
	alsoChanges    []source.Span     // what the fix may change beside what it edits and the finding's own span
	subsumes       []source.Span     // what goes wrong in here is a consequence of this finding
	formattingOnly bool              // the fix changes how things are written and nothing else
	lazyFix        func(*Finding)    // makes the fix when one is asked for; nil where it is made or there is none
}

// Related is another place that belongs to a finding.
type Related struct {
	Span    source.Span
	Message string
}

// Notef says why it is wrong: one or two full sentences on what the builder, shell or engine does.
//
//go:noinline
func (f *Finding) Notef(format string, args ...any) *Finding {
	f.Note = fmt.Sprintf(format, args...)
	return f
}

// Helpf says what to do: one full sentence in the imperative, and a second one for an alternative.
//
//go:noinline
func (f *Finding) Helpf(format string, args ...any) *Finding {
	f.Help = fmt.Sprintf(format, args...)
	return f
}

// Replace adds to the fix that by is written where at is.
//
//go:noinline
func (f *Finding) Replace(at Placed, by string) *Finding {
	f.Edits = append(f.Edits, source.Edit{Span: at.Span(), New: by})
	return f
}

// Insert adds to the fix that text is written at an offset.
//
//go:noinline
func (f *Finding) Insert(offset int, text string) *Finding {
	return f.Replace(source.At(offset), text)
}

// Delete adds to the fix that what is at at is removed.
//
//go:noinline
func (f *Finding) Delete(at Placed) *Finding { return f.Replace(at, "") }

// DeleteLines adds to the fix that all lines on which at is are removed, with their line ends.
func (f *Finding) DeleteLines(at Placed) *Finding {
	span := at.Span()
	first := f.File.FullLine(f.File.Position(span.Start).Line)
	last := f.File.FullLine(f.File.Position(max(span.Start, span.End-1)).Line)
	return f.Delete(first.Cover(last))
}

// Unsafe says that a person should look at the fix of this finding, though the rule's fixes are safe in general.
func (f *Finding) Unsafe() *Finding {
	f.Applicability = min(f.Applicability, Unsafe)
	return f
}

// WithSeverity gives the finding a severity of its own.
func (f *Finding) WithSeverity(s Severity) *Finding {
	f.Severity = s
	return f
}

// Recode adds to the fix that the file is written as UTF-8 without a byte order mark.
func (f *Finding) Recode() *Finding {
	f.ToUTF8 = true
	return f
}

// Fixable reports whether the finding has a fix.
func (f *Finding) Fixable() bool { return len(f.Edits) > 0 || f.ToUTF8 || f.lazyFix != nil }

// LazyFix has a costly fix made when fixes are proved, so that a run which asks for none does not pay for it. The
// function may also say in the message why there is none.
func (f *Finding) LazyFix(fix func(*Finding)) *Finding {
	f.lazyFix = fix
	return f
}

// AlsoChanges says that the fix is meant to change what the builder reads at at, although no edit is there: the next
// instruction, which a joined line had swallowed.
//
//go:noinline
func (f *Finding) AlsoChanges(at Placed) *Finding {
	f.alsoChanges = append(f.alsoChanges, at.Span())
	return f
}

// FormattingOnly says that the fix must change nothing that the builder reads: it is about how the file is written.
func (f *Finding) FormattingOnly() *Finding {
	f.formattingOnly = true
	return f
}

// Subsumes says that whatever else is found within at is a consequence of this finding, and is not reported beside it.
//
//go:noinline
func (f *Finding) Subsumes(at Placed) *Finding {
	f.subsumes = append(f.subsumes, at.Span())
	return f
}

// Relate adds another place that belongs to the finding.
func (f *Finding) Relate(at Placed, format string, args ...any) *Finding {
	f.Related = append(f.Related, Related{at.Span(), fmt.Sprintf(format, args...)})
	return f
}

// Cite says where just this finding's claim can be read.
func (f *Finding) Cite(ref string) *Finding {
	f.Ref = ref
	return f
}
