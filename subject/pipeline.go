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
func readPipeline(system ci.System) func(*source.File, *World) *Unit {
	return func(f *source.File, w *World) *Unit {
		doc := ci.Parse(system, f)
		u := &Unit{File: f, CI: doc, Data: doc.Document, Comments: doc.Comments, Unchecked: slices.Clone(doc.Unchecked)}
		u.FileScope = &Scope{span: u.Span()}
		u.Parts = []parser.Node{doc}
		for _, e := range doc.Errors {
			u.Parts = append(u.Parts, &ci.Error{Error: e})
			u.Unchecked = append(u.Unchecked, source.Unchecked{Span: e.At, Reason: "This is not valid YAML, so what belongs to it was not checked"})
		}
		p := &pipeline{unit: u, world: w, doc: doc, scripts: map[stepKey]*script.Script{}, actions: map[string]bool{}, remote: remoteEngine.MatchString(f.Text)}
		for _, job := range doc.Jobs {
			p.job(job)
		}
		slices.SortStableFunc(u.Scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
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
	scripts map[stepKey]*script.Script // legs share what is the same to them
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
var remoteEngine = lazy.MustCompile(`\bDOCKER_(?:HOST|CONTEXT)\b|\bdocker context use\b`)

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
	for _, step := range leg.Steps {
		p.bytes += step.Run.Len()
	}
	if p.bytes > maxScripts && len(p.scripts) > 0 {
		p.unit.Unchecked = append(p.unit.Unchecked, source.Unchecked{
			Span: source.At(leg.Span().Start), Reason: "The jobs of this file run more than 1 MiB of scripts, so the steps of this one were not checked",
		})
		return
	}
	scope.Nodes = append(scope.Nodes, Node{Node: leg, State: &State{}})
	d := newDockerReader(p.unit, p.world)
	d.runner = r
	var run flow.Run
	var scripts []*script.Script
	for _, step := range leg.Steps {
		holds := step.If.Holds(r.name)
		if holds == ci.False {
			continue
		}
		if mixed && (holds == ci.Unknown || asksForSystem(step)) {
			scope.Skipped = append(scope.Skipped, step)
			run = append(run, flow.Part{Maybe: true})
			continue
		}
		s := p.script(step, r)
		scope.scripts[step] = s
		if p.isContainerAction(step) {
			scope.containerActions = append(scope.containerActions, step)
		}
		scope.Nodes = append(scope.Nodes, Node{Node: step, State: &State{Workdir: Value{}}})
		switch {
		case s != nil:
			run = append(run, flow.Part{Script: s, Maybe: holds == ci.Unknown})
			scripts = append(scripts, s)
			d.directories[s] = p.directory(leg, step)
		case !leavesContainersAlone(step):
			run = append(run, flow.Part{Maybe: true})
		}
	}
	p.unit.readCommands(d, scripts, []flow.Run{run})
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
	key := stepKey{step, language}
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
func asksForSystem(step *ci.Step) bool {
	text := step.Run.String()
	if step.Value != nil {
		text = step.Value.Get("run").String() // with the expressions that are known
	}
	return systemAsked.MatchString(text)
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
