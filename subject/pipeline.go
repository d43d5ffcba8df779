package subject

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// readPipeline makes the reader of the CI files of a system. Each leg of a job is a scope whose nodes are the leg and its
// steps, and each docker command of a step is one, too.
//
//go:noinline
func readPipeline(system ci.System) func(*source.File, *World) *Unit {
	return func(f *source.File, w *World) *Unit {
		doc := ci.Parse(system, f)
		u := &Unit{File: f, CI: doc, Data: doc.Document, Comments: doc.Comments, Unchecked: slices.Clone(doc.Unchecked)}
		u.FileScope = &Scope{span: u.Span()}
		u.Parts = []parser.Node{doc}
		for _, e := range doc.Errors {
			u.Parts = append(u.Parts, &ci.Error{Error: e})
			u.Unchecked = append(u.Unchecked, source.Unchecked{Span: e.At, Reason: "This is not valid YAML, so this part of the file was not checked"})
		}
		p := &pipeline{unit: u, world: w, doc: doc, scripts: map[stepKey]*script.Script{}, actions: map[string]bool{}, remote: remoteEngine.MatchString(f.Text)}
		for _, job := range doc.Jobs {
			p.job(job)
		}
		slices.SortStableFunc(u.Scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
		slices.SortStableFunc(u.elsewhere, func(a, b source.Span) int { return a.Start - b.Start })
		u.Comments = inOrder(u.Comments)
		p.aim()
		return u
	}
}

// inOrder is comments in the order of their places, each once: legs may read one script in two languages.
func inOrder(comments []source.Text) []source.Text {
	comments = slices.Clone(comments)
	slices.SortStableFunc(comments, func(a, b source.Text) int { return a.Offset(0) - b.Offset(0) })
	return slices.CompactFunc(comments, func(a, b source.Text) bool { return a.Offset(0) == b.Offset(0) })
}

// A pipeline reads the jobs of a CI file.
type pipeline struct {
	unit    *Unit
	world   *World
	doc     *ci.Document
	scripts map[stepKey]*script.Script // legs and jobs share what is the same to them
	remote  bool                       // the file drives the engine of another machine, too
	bytes   int                        // of the scripts of all legs
	actions map[string]bool            // whether an action of the repository is a container, by its file without the extension
}

type stepKey struct {
	step     *ci.Step
	language script.Language
}

// job reads the legs of a job. What has nothing to do with containers is the business of other linters.
func (p *pipeline) job(job *ci.Job) {
	runners := make([]*Runner, len(job.Legs))
	mixed := false
	for i, leg := range job.Legs {
		runners[i] = runnerOf(p.doc.System, leg)
		runners[i].Remote = p.remote
		mixed = mixed || runners[i].OS != runners[0].OS || runners[i].Elsewhere != runners[0].Elsewhere
	}
	if mixed {
		p.noteElsewhere(job, runners)
	}
	for i, leg := range job.Legs {
		if concernsContainers(leg) {
			p.leg(leg, runners[i], mixed)
		}
	}
}

// noteElsewhere notes the scripts that legs on other systems run, which other legs may share.
func (p *pipeline) noteElsewhere(job *ci.Job, runners []*Runner) {
	seen := map[source.Span]bool{}
	for i, leg := range job.Legs {
		if runners[i].OS == windows.Windows {
			continue
		}
		for _, step := range leg.Steps {
			if at := step.Span(); !seen[at] && step.If.Holds(runners[i].name) != ci.False {
				seen[at] = true
				p.unit.elsewhere = append(p.unit.elsewhere, at)
			}
		}
	}
}

// remoteEngine is what has docker commands without an option drive the engine of another machine.
var remoteEngine = lazy.MustCompile(`(?i)\bDOCKER_(?:HOST|CONTEXT)\b|\bdocker context use\b`)

// concernsContainers reports whether a leg has to do with containers.
func concernsContainers(leg *ci.Leg) bool {
	return leg.Job.Container != nil || leg.Job.Services != nil || leg.Image.Len() > 0 || slices.ContainsFunc(leg.Steps, func(s *ci.Step) bool {
		return s.Image.Len() > 0 || s.ActionFile() != "" || speaksOfDocker([]byte(s.Run.String())) || speaksOfDocker([]byte(s.Uses.String()))
	})
}

// leg reads one leg. Of one that is not on Windows nothing is read.
func (p *pipeline) leg(leg *ci.Leg, r *Runner, mixed bool) {
	scope := &Scope{Kind: Job, Name: leg.Job.Name, Leg: leg, Runner: r, Target: r.target(), span: leg.Job.Span(), scripts: map[*ci.Step]*script.Script{}}
	p.unit.Scopes = append(p.unit.Scopes, scope)
	if r.Elsewhere || leg.Job.If.Holds(r.name) == ci.False {
		return
	}
	if p.tooLong(leg) {
		p.unit.Unchecked = append(p.unit.Unchecked, source.Unchecked{
			Span: source.At(leg.Span().Start), Reason: "The scripts in this file exceed 1 MiB, so the steps of this job were not checked",
		})
		return
	}
	scope.Nodes = append(scope.Nodes, Node{Node: leg, State: &State{}})
	l := &legReader{pipeline: p, scope: scope, docker: newDockerReader(p.unit, p.world), mixed: mixed}
	l.docker.runner = r
	for _, step := range leg.Steps {
		l.step(step)
	}
	p.unit.readCommands(l.docker, l.scripts, []flow.Run{l.run})
}

// A legReader reads the steps of one leg.
type legReader struct {
	*pipeline
	scope   *Scope
	docker  *dockerReader
	mixed   bool // other legs of the job are on another system
	run     flow.Run
	scripts []*script.Script
}

// step reads a step that runs, or may run. One that may be for another system only is left out: then it says nothing of this
// one.
func (l *legReader) step(step *ci.Step) {
	holds := step.If.Holds(l.scope.Runner.name)
	switch {
	case holds == ci.False:
		return
	case l.mixed && (holds == ci.Unknown || l.asksForSystem(step)):
		l.scope.Skipped = append(l.scope.Skipped, step)
		l.run = append(l.run, flow.Part{Maybe: true})
		return
	}
	s := l.script(step, l.scope.Runner)
	l.scope.scripts[step] = s
	if l.isContainerAction(step) {
		l.scope.containerActions = append(l.scope.containerActions, step)
	}
	l.scope.Nodes = append(l.scope.Nodes, Node{Node: step, State: &State{}})
	switch {
	case s != nil:
		l.run = append(l.run, flow.Part{Script: s, Maybe: holds == ci.Unknown})
		l.scripts = append(l.scripts, s)
		l.docker.directories[s] = l.directory(l.scope.Leg, step)
	case !leavesContainersAlone(step):
		l.run = append(l.run, flow.Part{Maybe: true})
	}
}

// tooLong reports whether the steps of a leg, with those of the legs before it, are more than is read of one file.
func (p *pipeline) tooLong(leg *ci.Leg) bool {
	for _, step := range leg.Steps {
		p.bytes += step.Run.Len()
	}
	return p.bytes > maxScripts && len(p.scripts) > 0
}

// isContainerAction reports whether a step uses an action of the repository itself that is a container.
func (p *pipeline) isContainerAction(step *ci.Step) bool {
	name := step.ActionFile()
	root, known := p.root()
	if name == "" || p.world.Open == nil || !known || p.doc.System != ci.GitHub {
		return false
	}
	name = join(root, name)
	found, seen := p.actions[name]
	if !seen {
		for _, extension := range [...]string{".yml", ".yaml"} {
			if f, err := p.world.Open(name + extension); err == nil && !found {
				found = strings.EqualFold(ci.Parse(ci.GitHubAction, f).Root().Get("runs", "using").String(), "docker")
			}
		}
		p.actions[name] = found
	}
	return found
}

// script is the script of a step; nil if it has none, or if what reads it is not known.
func (p *pipeline) script(step *ci.Step, r *Runner) *script.Script {
	language := shellOf(p.doc.System, step, r)
	if step.Run.Len() == 0 || language == script.Unknown {
		return nil
	}
	key := stepKey{step.First(), language}
	s, read := p.scripts[key]
	if !read {
		s = script.ReadTemplate(language, step.Run.Text, step.Run.Holes)
		p.scripts[key] = s
		p.unit.Scripts = append(p.unit.Scripts, s)
		p.unit.Comments = append(p.unit.Comments, scriptComments(s)...)
		p.unit.noteUnread(s)
	}
	return s
}

// asksForSystem reports whether a script that several systems run asks on which of them it is: then it does not do the same on
// all of them.
func (p *pipeline) asksForSystem(step *ci.Step) bool {
	return step.Run.Len() > 0 && systemAsked.MatchString(p.unit.File.Slice(step.Run.Span())) // as written, with all its expressions
}

var systemAsked = lazy.MustCompile(`(?i)\bIs(?:Windows|Linux|MacOS)\b|\bOSTYPE\b|\buname\b|\b(?:runner|agent)[_.]os\b|(?m:^.*(?:\bif\b|\bcase\b|\bswitch\b|\[ ).*\bmatrix\.)`)

// leavesContainersAlone reports whether a step that runs no script that is read cannot change a container: it uses an action
// of GitHub's or Docker's.
func leavesContainersAlone(step *ci.Step) bool {
	uses := strings.ToLower(step.Uses.String())
	for _, owner := range [...]string{"actions/", "docker/", "github/"} {
		if strings.HasPrefix(uses, owner) {
			return true
		}
	}
	return step.Run.Len() == 0 && uses == ""
}

// directory is where the script of a step begins, as source.File.Path names directories; "" if that is not known.
func (p *pipeline) directory(leg *ci.Leg, step *ci.Step) string {
	root, known := p.root()
	if !known || !step.Dir.Known() || slices.ContainsFunc(leg.Steps, checksOutElsewhere) {
		return ""
	}
	return join(root, step.Dir.String())
}

// checksOutElsewhere reports whether a step puts a repository in another directory than the one in which steps begin.
func checksOutElsewhere(step *ci.Step) bool {
	_, dir := step.Input("path")
	return dir != nil && strings.HasPrefix(step.Uses.String(), "actions/checkout")
}

// root is the root of the repository, from where the steps of a file begin.
func (p *pipeline) root() (directory string, known bool) {
	directory = path.Dir(p.unit.File.Path)
	if p.doc.System == ci.GitHub {
		return path.Join(directory, "..", ".."), true
	}
	if p.doc.System == ci.CircleCI || p.doc.System == ci.Buildkite {
		return path.Join(directory, ".."), true
	}
	return directory, p.doc.System != ci.GitHubAction
}

// aim tells what the file is about: Windows if a leg is.
func (p *pipeline) aim() {
	whole := p.unit.FileScope
	for _, s := range p.unit.Scopes {
		if s.OS == windows.Windows && (whole.OS != windows.Windows || s.Strong && !whole.Strong) {
			whole.Target = Target{OS: s.OS, Strong: s.Strong, Why: s.Why}
		}
	}
}
