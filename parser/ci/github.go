package ci

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/data"
)

// readWorkflow reads a workflow of GitHub Actions.
func readWorkflow(d *Document) {
	root, fixed := d.Root(), !strings.Contains(d.File.Text, "GITHUB_ENV")
	for _, e := range root.Get("jobs").Merged() {
		if e.Value.Is(data.Mapping) {
			w := &workflow{doc: d, root: root, job: e.Value, fixed: fixed}
			d.Jobs = append(d.Jobs, w.read(e))
		}
	}
}

// readAction reads the steps of a composite action, which run on the machine of the job that uses it. Other actions have none.
func readAction(d *Document) {
	runs := d.Root().Entry("runs")
	if runs == nil || !strings.EqualFold(runs.Value.Get("using").String(), "composite") {
		return
	}
	job := &Job{Value: runs.Value, At: runs.Key.Span(), All: runs.Span()}
	leg := &Leg{Job: job, resolver: githubResolver(nil)}
	job.Legs = []*Leg{leg}
	w := &workflow{doc: d, job: runs.Value}
	leg.Steps = w.steps(leg)
	d.Jobs = []*Job{job}
}

// A workflow reads one job of a workflow.
type workflow struct {
	doc       *Document
	root, job *data.Value
	fixed     bool // no step sets a variable

	shared map[*data.Value]*Step  // the steps in which nothing depends on the leg; nil if everything may
	env    map[string]*data.Value // what the job and the workflow set, by names in lower case
}

func (w *workflow) read(e *data.Entry) *Job {
	job := &Job{Name: e.Name(), Value: e.Value, At: e.Key.Span(), All: e.Span()}
	job.Container, job.Services = w.job.Entry("container"), w.job.Entry("services")
	job.If = githubCondition(w.job.Get("if"), nil)
	if !mentions(w.job.Get("env"), "matrix") && !mentions(w.job.Get("defaults"), "matrix") {
		w.shared = map[*data.Value]*Step{}
	}
	w.env = map[string]*data.Value{}
	for _, holder := range []*data.Value{w.root, w.job} {
		for _, e := range holder.Get("env").Merged() {
			w.env[strings.ToLower(e.Name())] = e.Value
		}
	}
	for _, combination := range w.combinations() {
		leg := &Leg{Job: job, Name: combination.name(), resolver: githubResolver(w.names(combination))}
		leg.Runner = runsOn(leg.resolver, combination, w.job.Get("runs-on"))
		image := w.job.Get("container")
		if image.Is(data.Mapping) {
			image = image.Get("image")
		}
		leg.Image = leg.resolver.scalar(image)
		leg.Steps = w.steps(leg)
		job.Legs = append(job.Legs, leg)
	}
	return job
}

// names looks up what the file shows of the names in expressions: of the matrix, and of variables that no step can set.
func (w *workflow) names(c *combination) values {
	return func(n string) value {
		context, rest, _ := strings.Cut(n, ".")
		switch {
		case context == "matrix" && rest != "":
			return c.value(rest)
		case context == "env" && rest != "" && w.fixed:
			if v := w.env[rest]; v != nil {
				return githubResolver(c.named).scalar(v).value()
			}
		}
		return value{}
	}
}

// value is a text as a value, which is known if all of the text is.
func (t Text) value() value {
	if !t.Known() {
		return value{}
	}
	return stringValue(t.String())
}

// runsOn is the labels of the machine: one, several, or those of a group of machines.
func runsOn(r *resolver, c *combination, v *data.Value) []Text {
	if v.Is(data.Mapping) {
		if v = v.Get("labels"); v == nil {
			return nil
		}
	}
	if v.Is(data.Sequence) {
		var labels []Text
		for _, item := range v.List() {
			labels = append(labels, r.scalar(item))
		}
		return labels
	}
	if list := c.list(v); list != nil { // runs-on: ${{ matrix.labels }}
		return runsOn(r, c, list)
	}
	if t := r.scalar(v); t.Len() > 0 {
		return []Text{t}
	}
	return nil
}

func (w *workflow) steps(leg *Leg) []*Step {
	var steps []*Step
	for _, v := range w.job.Get("steps").List() {
		v = v.Resolve()
		if !v.Is(data.Mapping) {
			continue
		}
		step := w.shared[v]
		if step == nil {
			step = w.step(leg, v)
			if w.shared != nil && !mentions(v, "matrix") {
				w.shared[v] = step
			}
		}
		steps = append(steps, step)
	}
	return steps
}

func (w *workflow) step(leg *Leg, v *data.Value) *Step {
	r := leg.resolver
	s := &Step{
		Name: v.Get("name").String(), Value: v, resolver: r, at: v.Span(),
		Run: r.scalar(v.Get("run")), Uses: r.scalar(v.Get("uses")), With: v.Get("with"),
		Shell: r.scalar(w.setting(v, "shell")), Dir: r.scalar(w.setting(v, "working-directory")),
		If: githubCondition(v.Get("if"), r.values),
	}
	switch {
	case s.Run.Len() > 0:
		s.at = v.Get("run").Span()
	case s.Uses.Len() > 0:
		s.at = v.Get("uses").Span()
	}
	if s.Uses.Len() > 0 && !isLocal(s.Uses.String()) {
		s.Dir = Text{}
	}
	for _, holder := range []*data.Value{v, w.job, w.root} {
		if env := holder.Get("env"); env.Is(data.Mapping) {
			s.Env = append(s.Env, env)
		}
	}
	return s
}

func isLocal(uses string) bool { return strings.HasPrefix(uses, "./") }

// setting is a setting of a step, or else the default of its job or of the workflow.
func (w *workflow) setting(step *data.Value, key string) *data.Value {
	if v := step.Get(key); v != nil {
		return v
	}
	for _, holder := range []*data.Value{w.job, w.root} {
		if v := holder.Get("defaults", "run", key); v != nil {
			return v
		}
	}
	return nil
}

// mentions reports whether a word stands anywhere in a value, aliases followed.
func mentions(v *data.Value, word string) bool {
	for part := range v.All() {
		if part.Kind == data.Alias && mentions(part.Target, word) || part.Kind != data.Alias && strings.Contains(part.Text.String(), word) {
			return true
		}
	}
	return false
}

// githubCondition reads the value of "if", with or without the braces of an expression around it.
func githubCondition(v *data.Value, known values) *Condition {
	if v == nil {
		return nil
	}
	c := &Condition{Text: v.Resolve().Text, own: known}
	s := strings.TrimSpace(c.String())
	switch regions := githubRegions(s); {
	case len(regions) == 0:
		c.expr = parseExpression(s)
	case len(regions) == 1 && regions[0].start == 0 && regions[0].end == len(s):
		c.expr = regions[0].expr
	}
	return c
}

func githubResolver(known values) *resolver {
	if known == nil {
		known = func(string) value { return value{} }
	}
	return &resolver{regions: githubRegions, values: known}
}

// githubRegions is the expressions in a text: "${{ ... }}".
func githubRegions(s string) []region {
	var list []region
	for at := 0; ; {
		n := strings.Index(s[at:], "${{")
		if n < 0 {
			return list
		}
		start := at + n
		end := expressionEnd(s, start+len("${{"))
		if end < 0 {
			return list
		}
		list = append(list, region{start, end, parseExpression(s[start+len("${{") : end-len("}}")])})
		at = end
	}
}

// expressionEnd is the offset after the "}}" that closes an expression, or -1.
func expressionEnd(s string, i int) int {
	for quoted := false; i < len(s); i++ {
		switch {
		case s[i] == '\'':
			quoted = !quoted
		case !quoted && strings.HasPrefix(s[i:], "}}"):
			return i + len("}}")
		}
	}
	return -1
}

// ActionFile is the file of a local action that a step uses, by a path from the root of the repository and without the
// extension; "" if it uses none.
func (s *Step) ActionFile() string {
	uses := s.Uses.String()
	if !s.Uses.Known() || !isLocal(uses) {
		return ""
	}
	return path.Join(uses, "action")
}
