package lint

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A Linter runs rules over files.
type Linter struct {
	Rules       []*Rule              // those that are on
	Environment engine.Environment   // what the user states
	Kind        *subject.Kind        // what files are read as; nil: what their names say, or Dockerfiles
	Open        subject.Open         // reads other files of the project; nil: none is read
	Builds      subject.Builds       // tells which jobs of CI files build a Dockerfile; nil: none is looked for
	Facts       subject.Facts        // what the user states about images and systems
	Images      *subject.ImageBuilds // what the files of the run build; nil: nothing
	Known       func(id string) bool // reports whether a rule of that id exists, on or off; nil: those of Rules

	RequireReason bool             // an ignore comment without a reason ignores nothing
	FixOnly       func(*Rule) bool // reports whether Fix applies the fixes of a rule; nil: it applies those of all
}

// A Result is what is known of one file after a run.
type Result struct {
	Unit       *subject.Unit
	Findings   []*Finding         // in the order of their places; fixes are not proved yet
	Suppressed []*Finding         // what the author ignores by a comment
	Unchecked  []source.Unchecked // what was not checked, in the order of the places, each once

	covered []*Finding // what is not reported, since it is a consequence of what is
}

// Lint runs the rules over one file. Fixes are candidates until Prove.
func (l *Linter) Lint(f *source.File) *Result { return l.lint(l.read(f)) }

// readAgain reads a file after a change.
func (l *Linter) readAgain(f *source.File, before *subject.Unit) *subject.Unit {
	unit := l.read(f)
	if unit.Compose != nil && before.Compose != nil {
		unit.Compose.Trust(before.Compose)
	}
	return unit
}

func (l *Linter) lint(unit *subject.Unit) *Result {
	found := l.run(unit)
	if unit.Data != nil {
		found = once(found)
	}
	found, covered := dropCovered(found)
	for _, finding := range found {
		finding.limit(unit)
	}
	kept, ignored := l.ignore(unit, found)
	sortByPlace(kept)
	return &Result{
		Unit: unit, Findings: kept, Suppressed: ignored, Unchecked: unchecked(unit), covered: covered,
	}
}

// run hands every node of the file to every rule that is about its scope.
func (l *Linter) run(unit *subject.Unit) []*Finding {
	var found []*Finding
	pass := &Pass{Unit: unit, findings: &found, stated: l.Environment.Builder != engine.AnyBuilder}
	scopes := l.scopesOf(unit)
	for _, rule := range l.Rules {
		if rule.Check == nil {
			continue
		}
		pass.rule = rule
		set := about(rule.Check)
		for i := range scopes {
			if scopes[i].all&set != 0 {
				pass.scope(&scopes[i], set)
			}
		}
	}
	return found
}

// environment is what is known of where a scope is built and run: what the user states, and above that what the file itself
// shows. The machine that a CI service hosts is certain, and the one engine on it has its own builder; nil is the file as a
// whole.
func (l *Linter) environment(unit *subject.Unit, s *subject.Scope) engine.Environment {
	e := l.Environment
	if s != nil && s.Runner.Engine() == windows.Windows {
		e.Host, e.Builder = s.Runner.Host(), engine.Classic
		e.Isolation = windows.Process // the default of Windows Server
	}
	if e.Builder == engine.AnyBuilder {
		e.Builder = unit.Builder
	}
	return e
}

// applies reports whether the rule is about the target, and about the builder, if that is known. If the user does not state one,
// a job that builds the file with the builder of the rule makes that the one for this rule.
func (p *Pass) applies(t subject.Target) bool {
	p.build = nil
	if !p.rule.On.Matches(t) {
		return false
	}
	builder := p.rule.On.Builder
	if builder != engine.AnyBuilder && builder != p.Environment.Builder && !p.stated {
		if p.build = p.Unit.BuildWith(builder); p.build != nil {
			p.Environment.Builder = builder
		}
	}
	return builder == engine.AnyBuilder || p.Environment.Builder == engine.AnyBuilder || builder == p.Environment.Builder
}

// scope runs the rule over what it is about in a scope.
func (p *Pass) scope(s *scope, set nodeSet) {
	p.Environment = s.environment
	if !p.applies(s.Target) {
		return
	}
	p.Scope = s.Scope
	for i := range s.nodes {
		if n := &s.nodes[i]; n.set&set != 0 {
			p.State = n.State
			p.node(n.Node.Node)
		}
	}
	p.State = nil
}

// limit brings a finding down to what its evidence carries.
func (f *Finding) limit(unit *subject.Unit) {
	if f.Rule.Regraded {
		f.Severity = f.Rule.Severity
	}
	if !f.strong {
		f.Severity = min(f.Severity, Warning)
		if f.lazyFix == nil { // else it is seen when it is made
			f.dropFix()
		}
	}
	switch {
	case f.build != nil:
		f.oneWorld(unit)
	case f.Rule.On.Builder != engine.AnyBuilder && f.builder == engine.AnyBuilder:
		f.Severity = Info
	}
	if f.embedded || unit.Elsewhere(f.Span) {
		f.dropFix()
	}
	if !f.Fixable() {
		f.Applicability = NoFix
	}
}

// replacesExpression reports whether the fix writes something in the place of an expression of a CI system, which may have another
// value in another run.
func (f *Finding) replacesExpression() bool {
	return slices.ContainsFunc(f.Edits, func(e source.Edit) bool {
		written := f.File.Slice(e.Span)
		return e.New != "" && (strings.Contains(written, "${{") || strings.Contains(written, "$(") || strings.Contains(written, "$[["))
	})
}

// oneWorld brings down a finding that rests on the builder of one job, and names that. A fix for this builder would break a file
// that is for the other one.
func (f *Finding) oneWorld(unit *subject.Unit) {
	f.Severity = min(f.Severity, Warning)
	f.Notef("%s", strings.TrimSpace(f.Note+" "+f.build.Sentence()))
	if unit.Builder != engine.AnyBuilder {
		f.dropFix()
	}
}

func (f *Finding) dropFix() { f.Edits, f.ToUTF8, f.lazyFix, f.Applicability = nil, false, nil, NoFix }

// once keeps one of the findings that say the same of the same place: a part of a YAML file may be found through each
// service that an alias or a merge key brings it to. The one on the best evidence stays, with the other places of all.
func once(found []*Finding) []*Finding {
	type key struct {
		rule    *Rule
		span    source.Span
		message string
	}
	first := make(map[key]*Finding, len(found))
	kept := make([]*Finding, 0, len(found))
	for _, f := range found {
		k := key{f.Rule, f.Span, f.Message}
		same := first[k]
		if same == nil {
			first[k] = f
			kept = append(kept, f)
			continue
		}
		related := same.Related
		if f.strong && !same.strong {
			*same = *f
		}
		for _, r := range f.Related {
			if !slices.Contains(related, r) {
				related = append(related, r)
			}
		}
		same.Related = related
	}
	return kept
}

// dropCovered takes away what is a consequence of another finding, and what is one of that.
func dropCovered(found []*Finding) (kept, covered []*Finding) {
	var covers []entry[*Finding]
	for _, f := range found {
		for _, s := range f.subsumes {
			covers = append(covers, entry[*Finding]{s, f})
		}
	}
	causes := newIndex(covers)
	for _, f := range found {
		if f.follows(causes) {
			covered = append(covered, f)
		} else {
			kept = append(kept, f)
		}
	}
	return kept, covered
}

// follows reports whether it is a consequence of one of the causes.
func (f *Finding) follows(causes *index[*Finding]) bool {
	for cause := range causes.holding(f.Span) {
		if cause.explains(f) {
			return true
		}
	}
	return false
}

// explains reports whether g, which f covers, is a consequence of f. Of two that cover each other the cause is the one that
// explains more, or else the one whose place is the smaller one.
func (f *Finding) explains(g *Finding) bool {
	if f.Rule == g.Rule {
		return false
	}
	return !g.covered(f.Span) || cmp.Or(len(f.subsumes)-len(g.subsumes), g.Span.Len()-f.Span.Len()) > 0
}

func (f *Finding) covered(s source.Span) bool {
	return slices.ContainsFunc(f.subsumes, func(c source.Span) bool { return c.Contains(s) })
}

func sortByPlace(findings []*Finding) {
	slices.SortStableFunc(findings, func(a, b *Finding) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
		)
	})
}

var _ parser.Node = (*subject.Scope)(nil)

// all is every finding, also those that the author ignores.
func (r *Result) all() iter.Seq[*Finding] {
	return func(yield func(*Finding) bool) {
		for _, list := range [...][]*Finding{r.Findings, r.Suppressed} {
			for _, f := range list {
				if !yield(f) {
					return
				}
			}
		}
	}
}
