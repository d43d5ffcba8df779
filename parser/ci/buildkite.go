package ci

import (
	"regexp"
	"sync"

	"github.com/winlint/winlint/parser/data"
)

// readBuildkite reads the steps of a pipeline of Buildkite, each of which is a job of its own on an agent of its own.
func readBuildkite(d *Document) {
	b := &buildkite{doc: d, root: d.Root(), r: &resolver{regions: buildkiteVariables}}
	if b.root.Is(data.Sequence) {
		b.steps(b.root, 0)
		return
	}
	b.steps(b.root.Get("steps"), 0)
}

type buildkite struct {
	doc  *Document
	root *data.Value
	r    *resolver
}

// steps reads a list of steps, also those of groups.
func (b *buildkite) steps(v *data.Value, depth int) {
	for _, item := range v.List() {
		item = item.Resolve()
		if !item.Is(data.Mapping) || len(item.Entries) == 0 {
			continue
		}
		if group := item.Get("steps"); group != nil && depth < 2 {
			b.steps(group, depth+1)
			continue
		}
		b.job(item)
	}
}

func (b *buildkite) job(v *data.Value) {
	e := v.Entry("command")
	if e == nil {
		e = v.Entry("commands")
	}
	if e == nil {
		return
	}
	lines := []Text{b.r.scalar(e.Value)}
	if list := e.Value.List(); len(list) > 0 {
		lines = lines[:0]
		for _, item := range list {
			lines = append(lines, b.r.scalar(item))
		}
	}
	step := &Step{Name: v.Get("label").String(), Value: v, Run: joinLines(lines), resolver: b.r, at: e.Key.Span()}
	for _, holder := range []*data.Value{v, b.root} {
		if env := holder.Get("env"); env.Is(data.Mapping) {
			step.Env = append(step.Env, env)
		}
	}
	job := &Job{Name: step.Name, Value: v, At: e.Key.Span(), All: v.Span()}
	leg := &Leg{Job: job, Steps: []*Step{step}}
	agents := v.Get("agents")
	if agents == nil && b.root.Is(data.Mapping) {
		agents = b.root.Get("agents")
	}
	for _, tag := range append(agents.Merged(), nil) {
		if tag != nil {
			if label := b.r.scalar(tag.Value); label.Len() > 0 {
				leg.Runner = append(leg.Runner, label)
			}
		}
	}
	job.Legs = []*Leg{leg}
	b.doc.Jobs = append(b.doc.Jobs, job)
}

var buildkiteVariable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\$|\$\{[^}\n]*\}|\$[A-Za-z_]\w*`) })

// buildkiteVariables is the variables in a text, which are replaced when the pipeline is uploaded. "$$" is one dollar sign for the shell.
func buildkiteVariables(s string) []region {
	var list []region
	for _, m := range buildkiteVariable().FindAllStringIndex(s, -1) {
		list = append(list, region{start: m[0], end: m[1]})
	}
	return list
}
