package ci

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// readAzure reads a pipeline of Azure Pipelines, or a template of one: stages, jobs or steps at the top, or the parameters of a
// template that is extended.
func readAzure(d *Document) {
	a := &azure{doc: d, fixed: !strings.Contains(d.File.Text, "task.setvariable")}
	root := d.Root()
	holders := []*data.Value{root, root.Get("extends", "parameters")}
	for _, c := range root.Get("resources", "containers").List() {
		a.containers = append(a.containers, c.Resolve())
	}
	for _, holder := range holders {
		top := azureScope{}.inside(root)
		a.stages(top, holder.Get("stages"))
		a.jobs(top, holder.Get("jobs"))
		if steps := holder.Entry("steps"); steps != nil {
			a.add(top, &Job{Value: holder, At: steps.Key.Span(), All: steps.Span()}, holder, []*data.Value{steps.Value})
		}
	}
}

type azure struct {
	doc        *Document
	fixed      bool          // no step sets a variable
	containers []*data.Value // those that resources names
}

// An azureScope is what stages, jobs and steps take from what is around them.
type azureScope struct {
	pool      *data.Value
	container *data.Entry
	variables []*data.Value // the nearest last
	condition node          // nil if what is around always runs
}

// inside is the scope in a pipeline, a stage or a job.
func (s azureScope) inside(v *data.Value) azureScope {
	if pool := v.Get("pool"); pool != nil {
		s.pool = pool
	}
	if container := v.Entry("container"); container != nil && v.Get("image") == nil {
		s.container = container
	}
	if variables := v.Get("variables"); variables != nil {
		s.variables = append(slices.Clone(s.variables), variables)
	}
	if condition := v.Get("condition"); condition.Scalar() {
		s = s.under(parseExpression(strings.TrimSpace(condition.String())))
	}
	return s
}

// under is the scope of what runs only if n holds, too; nil is what could not be read.
func (s azureScope) under(n node) azureScope {
	if n == nil {
		n = opaque{}
	}
	if s.condition != nil {
		n = call{"and", []node{s.condition, n}}
	}
	s.condition = n
	return s
}

// each calls f for the items of a list, and for those that template expressions put in: "- ${{ if ... }}:" with a list.
func (s azureScope) each(list *data.Value, f func(azureScope, *data.Value)) {
	for _, item := range list.List() {
		item = item.Resolve()
		if item == nil {
			continue
		}
		if len(item.Entries) == 0 || !strings.HasPrefix(item.Entries[0].Name(), "${{") {
			f(s, item)
			continue
		}
		for _, e := range item.Entries {
			s.under(templateCondition(e.Name())).each(e.Value, f)
		}
	}
}

// templateCondition is the condition of "${{ if ... }}"; nil for any other template expression.
func templateCondition(key string) node {
	inner := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(key), "${{"), "}}"))
	if condition, found := strings.CutPrefix(inner, "if "); found {
		return parseExpression(strings.TrimSpace(condition))
	}
	return nil
}

func (a *azure) stages(s azureScope, list *data.Value) {
	s.each(list, func(s azureScope, stage *data.Value) {
		if stage.Entry("stage") != nil {
			a.jobs(s.inside(stage), stage.Get("jobs"))
		}
	})
}

func (a *azure) jobs(s azureScope, list *data.Value) {
	s.each(list, func(s azureScope, v *data.Value) {
		e := v.Entry("job")
		if e == nil {
			e = v.Entry("deployment")
		}
		if e == nil {
			return
		}
		job := &Job{Name: e.Value.String(), Value: v, At: e.Span(), All: v.Span(), Services: v.Entry("services")}
		a.add(s.inside(v), job, v, azureSteps(v))
	})
}

// azureSteps is the lists of steps of a job, or of the parts of a deployment.
func azureSteps(job *data.Value) []*data.Value {
	if steps := job.Get("steps"); steps != nil {
		return []*data.Value{steps}
	}
	var lists []*data.Value
	for _, strategy := range []string{"runOnce", "rolling", "canary"} {
		for _, e := range job.Get("strategy", strategy).Merged() {
			if steps := e.Value.Get("steps"); steps != nil {
				lists = append(lists, steps)
			}
		}
	}
	return lists
}

// add adds a job with a leg for each entry of its matrix.
func (a *azure) add(s azureScope, job *Job, v *data.Value, steps []*data.Value) {
	job.Container = s.container
	if s.condition != nil {
		job.If = &Condition{Text: source.Loose(""), expr: s.condition, own: a.resolver(s, nil).values}
	}
	matrix := v.Get("strategy", "matrix")
	entries := matrix.Merged()
	if matrix != nil && !matrix.Is(data.Mapping) {
		s.variables = append(slices.Clone(s.variables), matrix) // whatever it sets is not known
		entries = nil
	}
	if len(entries) == 0 {
		a.leg(s, job, "", nil, steps)
	}
	for _, e := range entries[:a.doc.readable(len(entries), job.All)] {
		a.leg(s, job, e.Name(), e.Value, steps)
	}
	a.doc.Jobs = append(a.doc.Jobs, job)
}

func (a *azure) leg(s azureScope, job *Job, name string, matrix *data.Value, steps []*data.Value) {
	s.condition = nil // that of the job, which its steps need not repeat
	if matrix != nil {
		s.variables = append(slices.Clone(s.variables), matrix)
	}
	machine := a.resolver(s, nil)
	leg := &Leg{Job: job, Name: name, Runner: agent(machine, s.pool)}
	if s.container != nil {
		leg.Image = a.image(machine, s.container.Value)
	}
	r := machine
	if !a.fixed {
		r = a.resolver(azureScope{}, matrix)
	}
	for _, list := range steps {
		s.each(list, func(s azureScope, v *data.Value) {
			if step := a.step(r, s, v); step != nil {
				leg.Steps = append(leg.Steps, step)
			}
		})
	}
	job.Legs = append(job.Legs, leg)
}

// agent is what names the machine: the image of a hosted one, or what is demanded of somebody's own.
func agent(r *resolver, pool *data.Value) []Text {
	if image := r.scalar(pool.Get("vmImage")); image.Len() > 0 {
		return []Text{image}
	}
	demands := pool.Get("demands")
	if t := r.scalar(demands); t.Len() > 0 {
		return []Text{t}
	}
	var list []Text
	for _, item := range demands.List() {
		list = append(list, r.scalar(item))
	}
	return list
}

// image is the image of a container: by its name, or by that of a resource.
func (a *azure) image(r *resolver, v *data.Value) Text {
	if v.Is(data.Mapping) {
		if alias := v.Get("alias"); alias != nil {
			v = alias
		} else {
			return r.scalar(v.Get("image"))
		}
	}
	t := r.scalar(v)
	for _, c := range a.containers {
		if t.Known() && c.Get("container").String() == t.String() {
			return r.scalar(c.Get("image"))
		}
	}
	return t
}

// step reads a step; nil for a template, and for what is not a step.
func (a *azure) step(r *resolver, s azureScope, v *data.Value) *Step {
	step := &Step{
		Name: v.Get("displayName").String(), Value: v, resolver: r, at: v.Span(), Dir: r.scalar(v.Get("workingDirectory")),
	}
	if condition := v.Get("condition"); condition.Scalar() {
		s = s.under(parseExpression(strings.TrimSpace(condition.String())))
	}
	if s.condition != nil {
		step.If = &Condition{Text: r.scalar(v.Get("condition")).Text, expr: s.condition, own: r.values}
	}
	if env := v.Get("env"); env.Is(data.Mapping) {
		step.Env = []*data.Value{env}
	}
	for _, key := range []string{"script", "bash", "pwsh", "powershell"} {
		if e := v.Entry(key); e != nil {
			step.Run, step.at = r.scalar(e.Value), e.Value.Span()
			if key != "script" {
				step.Shell = Text{Text: e.Key.Text}
			}
			return step
		}
	}
	e := v.Entry("task")
	if e == nil {
		return nil
	}
	step.Uses, step.With, step.at = r.scalar(e.Value), v.Get("inputs"), e.Value.Span()
	step.task()
	return step
}

// task takes the script of a task that runs one, unless that stands in a file.
func (s *Step) task() {
	name, _, _ := strings.Cut(s.Uses.String(), "@")
	shell, script, inline := "", "script", "targetType"
	switch strings.ToLower(name) {
	case "cmdline":
		inline = ""
	case "powershell":
		shell = "powershell"
		switch pwsh, e := s.Input("pwsh"); {
		case !pwsh.Known():
			s.Shell = pwsh
			return
		case e != nil && pwsh.Is("true"):
			shell = "pwsh"
		}
	case "bash":
		shell = "bash"
	case "azurecli":
		script, inline = "inlineScript", "scriptLocation"
		kind, _ := s.Input("scriptType")
		if shell = azureShells[strings.ToLower(kind.String())]; shell == "" {
			return
		}
	default:
		return
	}
	if where, _ := s.Input(inline); inline != "" && !where.Is("inline", "inlineScript") {
		return
	}
	if run, e := s.Input(script); e != nil {
		s.Run, s.at = run, e.Value.Span()
	}
	if dir, e := s.Input("workingDirectory"); e != nil {
		s.Dir = dir
	}
	if shell != "" {
		var b source.Builder
		b.Put(shell, s.Uses.Span())
		s.Shell = Text{Text: b.Text()}
	}
}

// azureShells is the shells that AzureCLI calls by names of its own.
var azureShells = map[string]string{"ps": "powershell", "pscore": "pwsh", "batch": "cmd", "bash": "bash"}

// resolver puts in the variables that a scope sets, and those of a matrix.
func (a *azure) resolver(s azureScope, matrix *data.Value) *resolver {
	variables := s.variables
	if matrix != nil {
		variables = append(slices.Clone(variables), matrix)
	}
	set := sync.OnceValue(func() map[string]value { return azureVariables(variables) })
	return &resolver{regions: azureRegions, values: func(n string) value {
		if rest, found := strings.CutPrefix(n, "variables."); found {
			return set()[rest]
		}
		return value{}
	}}
}

// azureVariables is the variables that mappings and lists of them set, by their names in lower case, the last mapping above the
// others. What an expression, a group or a template puts in may be any of them.
func azureVariables(holders []*data.Value) map[string]value {
	set := map[string]value{}
	put := func(name string, v *data.Value) {
		set[strings.ToLower(name)] = value{}
		if text := v.String(); v.Scalar() && len(azureRegions(text)) == 0 {
			set[strings.ToLower(name)] = stringValue(text)
		}
	}
	for _, v := range holders {
		v = v.Resolve()
		if !v.Is(data.Mapping) && !v.Is(data.Sequence) {
			clear(set)
		}
		for _, e := range v.Merged() {
			if strings.HasPrefix(e.Name(), "${{") {
				clear(set)
			}
			put(e.Name(), e.Value)
		}
		for _, item := range v.List() {
			if item.Get("name") == nil {
				clear(set)
			}
			put(item.Get("name").String(), item.Get("value"))
		}
	}
	return set
}

var azureMacro = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\(([A-Za-z_]\w*(?:\.\w+)*)\)`)
})

// azureRegions is the template expressions "${{ }}" and the macros "$(name)" in a text, and a text that is all of one runtime
// expression "$[ ]". A macro that is not set stays as it is written, and is then a word of the shell; that is not known either.
func azureRegions(s string) []region {
	if !strings.Contains(s, "$") {
		return nil
	}
	if trimmed := strings.TrimSpace(s); strings.HasPrefix(trimmed, "$[") && strings.HasSuffix(trimmed, "]") {
		return []region{{0, len(s), parseExpression(trimmed[2 : len(trimmed)-1])}}
	}
	list := githubRegions(s)
	at, templates := 0, len(list)
	for _, m := range azureMacro().FindAllStringSubmatchIndex(s, -1) {
		for at < templates && list[at].end <= m[0] {
			at++
		}
		if at == templates || m[1] <= list[at].start {
			list = append(list, region{m[0], m[1], name("variables." + strings.ToLower(s[m[2]:m[3]]))})
		}
	}
	slices.SortStableFunc(list, func(a, b region) int { return a.start - b.start })
	return list
}
