package ci

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
)

// readCircleCI reads the jobs of CircleCI. The steps of commands and of orbs are not followed.
func readCircleCI(d *Document) {
	root := d.Root()
	c := &circleci{root: root, r: &resolver{regions: circleParameters}}
	for _, e := range root.Get("jobs").Merged() {
		if e.Value.Is(data.Mapping) {
			d.Jobs = append(d.Jobs, c.job(e))
		}
	}
}

type circleci struct {
	root *data.Value
	r    *resolver
}

func (c *circleci) job(e *data.Entry) *Job {
	job := &Job{Name: e.Name(), Value: e.Value, At: e.Key.Span(), All: e.Span()}
	leg := &Leg{Job: job}
	machine := []*data.Value{e.Value}
	if executor := c.executor(e.Value.Get("executor"), leg); executor != nil {
		machine = append(machine, executor)
	}
	for _, v := range machine {
		for _, name := range []*data.Value{v.Get("machine", "image"), v.Get("resource_class"), v.Get("machine", "resource_class")} {
			if label := c.r.scalar(name); label.Len() > 0 {
				leg.Runner = append(leg.Runner, label)
			}
		}
		for _, image := range v.Get("docker").List() {
			if leg.Image.Len() == 0 {
				leg.Image = c.r.scalar(image.Get("image"))
				job.Container = v.Entry("docker")
			}
		}
	}
	leg.Steps = c.steps(nil, e.Value.Get("steps"), machine, 0)
	job.Legs = []*Leg{leg}
	return job
}

// executor is the executor of the file that a job names; nil if it is one of an orb, which is then a label: "win/default".
func (c *circleci) executor(v *data.Value, leg *Leg) *data.Value {
	if v.Is(data.Mapping) {
		v = v.Get("name")
	}
	name := c.r.scalar(v)
	if name.Len() == 0 || !name.Known() {
		return nil
	}
	orb, executor, isOrb := strings.Cut(name.String(), "/")
	if !isOrb {
		return c.root.Get("executors", name.String()).Resolve()
	}
	if of := c.root.Get("orbs", orb); of.Scalar() && strings.HasPrefix(of.String(), "circleci/windows@") && executor != "" {
		leg.Runner = append(leg.Runner, Text{Text: of.Resolve().Text})
	}
	return nil
}

// steps adds the steps of a list, also those under a condition, which may run.
func (c *circleci) steps(list []*Step, v *data.Value, machine []*data.Value, depth int) []*Step {
	for _, item := range v.List() {
		item = item.Resolve()
		switch {
		case item.Scalar():
			list = append(list, &Step{Value: item, Uses: c.r.scalar(item), at: item.Span()})
		case item.Is(data.Mapping) && len(item.Entries) == 1:
			e := item.Entries[0]
			switch name := e.Name(); {
			case name == "run":
				list = append(list, c.run(e.Value.Resolve(), machine))
			case (name == "when" || name == "unless") && depth < 10:
				for _, s := range c.steps(nil, e.Value.Get("steps"), machine, depth+1) {
					s.If = &Condition{}
					list = append(list, s)
				}
			default:
				list = append(list, &Step{Value: item, Uses: Text{Text: e.Key.Text}, With: e.Value, at: e.Key.Span()})
			}
		}
	}
	return list
}

func (c *circleci) run(v *data.Value, machine []*data.Value) *Step {
	s := &Step{Value: v, at: v.Span()}
	if v.Scalar() {
		s.Run = c.r.scalar(v)
	} else {
		s.Run, s.Shell, s.Dir = c.r.scalar(v.Get("command")), c.r.scalar(v.Get("shell")), c.r.scalar(v.Get("working_directory"))
		if env := v.Get("environment"); env.Is(data.Mapping) {
			s.Env = append(s.Env, env)
		}
	}
	for _, m := range machine {
		if s.Shell.Len() == 0 {
			s.Shell = c.r.scalar(m.Get("shell"))
		}
		if env := m.Get("environment"); env.Is(data.Mapping) {
			s.Env = append(s.Env, env)
		}
	}
	return s
}

// circleParameters is the parameters in a text: "<< parameters.x >>".
func circleParameters(s string) []region {
	return between(s, "<<", ">>", func(name string) bool { return strings.Contains(name, ".") })
}

// maxName is how many bytes a name between two signs has at most: to look further would cost the square of a text without ends.
const maxName = 200

// between is the regions from one sign to the next other one on the same line, with a name between them.
func between(s, open, end string, isName func(string) bool) []region {
	var list []region
	for at := 0; ; {
		n := strings.Index(s[at:], open)
		if n < 0 {
			return list
		}
		start := at + n
		name, _, found := strings.Cut(s[start+len(open):min(len(s), start+maxName)], end)
		if !found || strings.Contains(name, "\n") || !isName(name) {
			at = start + len(open)
			continue
		}
		at = start + len(open) + len(name) + len(end)
		list = append(list, region{start: start, end: at})
	}
}
