package ci

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// readDrone reads the pipelines of Drone, of which a file holds several. Each step runs its commands in an image of its own, on
// Windows in PowerShell (drone-runners/drone-runner-docker engine/compiler/script.go).
func readDrone(d *Document) {
	r := &resolver{regions: droneVariables}
	for _, root := range d.Roots {
		if !root.Is(data.Mapping) || !isDronePipeline(root) {
			continue
		}
		job := &Job{Name: root.Get("name").String(), Value: root, At: firstKey(root), All: root.Span()}
		leg := &Leg{Job: job}
		if label := r.scalar(root.Get("platform", "os")); label.Len() > 0 {
			leg.Runner = []Text{label}
		}
		for _, v := range root.Get("steps").List() {
			if step := droneStep(r, v.Resolve(), root); step != nil {
				leg.Steps = append(leg.Steps, step)
			}
		}
		job.Legs = []*Leg{leg}
		d.Jobs = append(d.Jobs, job)
	}
}

// isDronePipeline reports whether a document is a pipeline whose steps run in containers.
func isDronePipeline(root *data.Value) bool {
	kind, of := root.Get("kind").String(), root.Get("type").String()
	return kind == "pipeline" && (of == "" || of == "docker")
}

func droneStep(r *resolver, v, root *data.Value) *Step {
	var lines []Text
	for _, item := range v.Get("commands").List() {
		if t := r.scalar(item); t.Len() > 0 {
			lines = append(lines, t)
		}
	}
	s := &Step{Name: v.Get("name").String(), Value: v, Image: r.scalar(v.Get("image")), resolver: r}
	switch {
	case len(lines) > 0:
		s.Run = joinLines(lines)
		s.at = lines[0].Span()
		if strings.EqualFold(root.Get("platform", "os").String(), "windows") {
			s.Shell = Text{Text: source.Loose("powershell")}
		}
	case s.Image.Len() > 0:
		s.at = s.Image.Span()
	default:
		return nil
	}
	for _, holder := range []*data.Value{v, root} {
		if env := holder.Get("environment"); env.Is(data.Mapping) {
			s.Env = append(s.Env, env)
		}
	}
	return s
}

// droneVariables is what Drone replaces before a shell reads the text: "${DRONE_TAG}". "$${x}" is for the shell.
func droneVariables(s string) []region {
	list := between(s, "${", "}", func(string) bool { return true })
	kept := list[:0]
	for _, g := range list {
		if g.start == 0 || s[g.start-1] != '$' {
			kept = append(kept, g)
		}
	}
	return kept
}
