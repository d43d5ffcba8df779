package ci

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// readGitLab reads the jobs of a pipeline of GitLab. What other files put in is not known.
func readGitLab(d *Document) {
	g := &gitlab{doc: d, joined: map[joinedKey]*joinedLines{}, scripts: &resolver{regions: gitlabInputs}, settings: &resolver{regions: gitlabVariables}}
	for _, root := range d.Roots {
		for _, e := range root.Merged() {
			if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(gitlabKeywords, e.Name()) && e.Value.Is(data.Mapping) {
				g.root = root
				g.job(e)
			}
		}
	}
}

// gitlabKeywords is the keys at the top that are no jobs, though they may be mappings.
var gitlabKeywords = []string{"default", "include", "spec", "stages", "variables", "workflow", "image", "services", "cache", "pages:deploy"}

type gitlab struct {
	doc               *Document
	root              *data.Value // the document in which the job stands
	scripts, settings *resolver
	referred          int // values that were looked at by way of references
	joined            map[joinedKey]*joinedLines
}

// A joinedKey is the lists whose lines are joined for a step with a name. Jobs share lists by anchors, defaults and what they
// extend, and a list for many jobs is joined once. The steps of one job share none.
type joinedKey struct {
	root           *data.Value
	name           string
	before, script *data.Value
}

// joinedLines is lines as one text, which is empty if there are none.
type joinedLines struct {
	run   Text
	last  source.Span // of the last line
	first *Step       // that runs them; nil as long as none does
}

// The bounds of what jobs take from each other. GitLab allows 11 levels.
const (
	maxExtended = 50
	maxLevels   = 11
	maxReferred = 10_000
)

// entry is what a job sets by a key, or else the jobs that it extends, the last one first, or else the defaults of the file.
func (g *gitlab) entry(job *data.Value, key string) *data.Entry {
	if e := g.extended(job, key, map[*data.Value]bool{}); e != nil {
		return e
	}
	if e := g.root.Get("default").Entry(key); e != nil {
		return e
	}
	if key == "tags" {
		return nil
	}
	return g.root.Entry(key)
}

// extended is the entry of a job or of those that it extends, each of which is looked at once.
func (g *gitlab) extended(job *data.Value, key string, seen map[*data.Value]bool) *data.Entry {
	job = job.Resolve()
	if seen[job] || len(seen) > maxExtended {
		return nil
	}
	seen[job] = true
	if e := job.Entry(key); e != nil {
		return e
	}
	extends := job.Get("extends")
	bases := extends.List()
	if extends.Scalar() {
		bases = []*data.Value{extends}
	}
	for _, base := range slices.Backward(bases) {
		if e := g.extended(g.root.Get(base.String()), key, seen); e != nil {
			return e
		}
	}
	return nil
}

// value is the value of the entry.
func (g *gitlab) value(job *data.Value, key string) *data.Value {
	if e := g.entry(job, key); e != nil {
		return e.Value
	}
	return nil
}

func (g *gitlab) job(e *data.Entry) {
	job := &Job{
		Name: e.Name(), Value: e.Value, At: e.Key.Span(), All: e.Span(),
		Container: g.entry(e.Value, "image"), Services: g.entry(e.Value, "services"),
	}
	leg := &Leg{Job: job}
	for _, tag := range g.value(e.Value, "tags").List() {
		leg.Runner = append(leg.Runner, g.settings.scalar(tag))
	}
	image := g.value(e.Value, "image")
	if image.Is(data.Mapping) {
		image = image.Get("name")
	}
	leg.Image = g.settings.scalar(image)
	before, script, after := g.value(e.Value, "before_script"), g.value(e.Value, "script"), g.value(e.Value, "after_script")
	for _, step := range []*Step{g.step(e.Value, "script", before, script), g.step(e.Value, "after_script", nil, after)} {
		if step != nil {
			leg.Steps = append(leg.Steps, step)
		}
	}
	job.Legs = []*Leg{leg}
	if len(leg.Steps) > 0 {
		g.doc.Jobs = append(g.doc.Jobs, job)
	}
}

// step is what one shell runs: the lines of two lists, either of which may be missing, one after another. It has the name of
// its key. The shell is the runner's.
func (g *gitlab) step(job *data.Value, name string, before, script *data.Value) *Step {
	lines := g.join(joinedKey{g.root, name, before.Resolve(), script.Resolve()})
	if lines.run.Len() == 0 {
		return nil
	}
	step := &Step{Name: name, Value: job, Run: lines.run, at: lines.last, resolver: g.scripts, first: lines.first}
	if lines.first == nil {
		lines.first = step
	}
	for _, holder := range []*data.Value{g.value(job, "variables"), g.root.Get("variables")} {
		if holder.Is(data.Mapping) {
			step.Env = append(step.Env, holder)
		}
	}
	return step
}

func (g *gitlab) join(key joinedKey) *joinedLines {
	joined, known := g.joined[key]
	if !known {
		joined = &joinedLines{}
		if lines := g.lines(g.lines(nil, key.before, 0), key.script, 0); len(lines) > 0 {
			joined.run, joined.last = joinLines(lines), lines[len(lines)-1].Span()
		}
		g.joined[key] = joined
	}
	return joined
}

// lines adds the entries of a list of commands, which may hold lists and references to lists.
func (g *gitlab) lines(list []Text, v *data.Value, depth int) []Text {
	v = v.Resolve()
	if depth > 1 {
		g.referred++
	}
	switch {
	case v == nil || depth > maxLevels || g.referred > maxReferred:
		return list
	case v.Tag == "!reference":
		to := g.root
		for _, key := range v.List() {
			to = to.Get(key.String())
		}
		return g.lines(list, to, depth+1)
	case v.Is(data.Sequence):
		for _, item := range v.List() {
			list = g.lines(list, item, depth+1)
		}
		return list
	}
	if t := g.scripts.scalar(v); t.Len() > 0 {
		list = append(list, t)
	}
	return list
}

// gitlabInputs is the inputs in a text, "$[[ inputs.x ]]", which are put in before a pipeline is made. Its variables are those
// of the shell.
func gitlabInputs(s string) []region {
	var list []region
	for at := 0; ; {
		n := strings.Index(s[at:], "$[[")
		if n < 0 {
			return list
		}
		end := strings.Index(s[at+n:], "]]")
		if end < 0 {
			return list
		}
		list = append(list, region{start: at + n, end: at + n + end + len("]]")})
		at += n + end + len("]]")
	}
}

var gitlabVariable = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\[\[.*?\]\]|\$\{?[A-Za-z_]\w*\}?`)
})

// gitlabVariables is the inputs and the variables in a setting, whose values the project may replace.
func gitlabVariables(s string) []region {
	var list []region
	for _, m := range gitlabVariable().FindAllStringIndex(s, -1) {
		list = append(list, region{start: m[0], end: m[1]})
	}
	return list
}
