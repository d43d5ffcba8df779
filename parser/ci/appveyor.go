package ci

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// appveyorScripts is the keys that hold scripts, in the order in which a build runs them.
var appveyorScripts = []string{
	"init", "install", "before_build", "build_script", "after_build", "before_package", "before_test", "test_script", "after_test",
	"before_deploy", "deploy_script", "after_deploy", "on_success", "on_failure", "on_finish",
}

// appveyorImage is the environment variable that names the image of a machine, too.
const appveyorImage = "APPVEYOR_BUILD_WORKER_IMAGE"

// readAppVeyor reads the one job of a file of AppVeyor: a leg for each image.
func readAppVeyor(d *Document) {
	root := d.Root()
	if !root.Is(data.Mapping) {
		return
	}
	a := &appveyor{root: root, shared: map[*data.Value]*Step{}}
	job := &Job{Value: root, At: firstKey(root), All: root.Span()}
	for _, image := range a.images() {
		leg := &Leg{Job: job}
		if image != nil {
			leg.Runner = []Text{{Text: image.Resolve().Text}}
			leg.Name = image.String()
		}
		leg.Steps = a.steps(leg.Name)
		job.Legs = append(job.Legs, leg)
	}
	d.Jobs = []*Job{job}
}

// firstKey is the place of the first key of a mapping, which is shown for all of it.
func firstKey(v *data.Value) source.Span {
	if len(v.Entries) == 0 {
		return v.Span()
	}
	return v.Entries[0].Key.Span()
}

type appveyor struct {
	root   *data.Value
	shared map[*data.Value]*Step // by entry: legs share what is the same to them
}

// images is the images of the machines: those of the key, or else those that the environments of a matrix name. It is one nil for the
// default image.
func (a *appveyor) images() []*data.Value {
	image := a.root.Get("image")
	if list := image.List(); len(list) > 0 {
		return list
	}
	var named []*data.Value
	environment := a.root.Get("environment")
	for _, set := range append(environment.Get("matrix").List(), environment) {
		if e := entryFold(set.Resolve(), appveyorImage); e != nil {
			named = append(named, e.Value)
		}
	}
	switch {
	case len(named) > 0:
		return named
	case image.Scalar():
		return []*data.Value{image}
	}
	return []*data.Value{nil}
}

// steps is the scripts that run on an image, each entry in a shell of its own.
func (a *appveyor) steps(image string) []*Step {
	var steps []*Step
	for _, key := range appveyorScripts {
		v := a.root.Get(key)
		for _, special := range a.root.Get("for").List() {
			if own := special.Get(key); own != nil && onlyFor(special, image) {
				v = own
			}
		}
		entries := v.List()
		if v.Scalar() {
			entries = []*data.Value{v}
		}
		for _, entry := range entries {
			if step := a.step(entry.Resolve()); step != nil {
				steps = append(steps, step)
			}
		}
	}
	return steps
}

// onlyFor reports whether a part of the configuration is for an image: "matrix: only: - image: X".
func onlyFor(special *data.Value, image string) bool {
	for _, only := range special.Get("matrix", "only").List() {
		for _, e := range only.Merged() {
			if strings.EqualFold(e.Name(), "image") || strings.EqualFold(e.Name(), appveyorImage) {
				return strings.EqualFold(e.Value.String(), image)
			}
		}
	}
	return false
}

// appveyorShells is the shells by the keys of entries; an entry without one is for cmd, or on Linux for sh.
var appveyorShells = map[string]string{"cmd": "cmd", "ps": "powershell", "pwsh": "pwsh", "sh": "sh", "bash": "bash"}

func (a *appveyor) step(entry *data.Value) *Step {
	if entry == nil {
		return nil
	}
	if step := a.shared[entry]; step != nil {
		return step
	}
	step := &Step{Value: entry, Run: Text{Text: entry.Text}}
	if entry.Is(data.Mapping) {
		for _, e := range entry.Entries {
			if shell := appveyorShells[strings.ToLower(e.Name())]; shell != "" && e.Value.Scalar() {
				step.Shell = Text{Text: source.Loose(shell)}
				step.Run = Text{Text: e.Value.Resolve().Text}
			}
		}
		if step.Shell.Len() == 0 {
			return nil
		}
	}
	if step.Run.Len() == 0 {
		return nil
	}
	if environment := a.root.Get("environment"); environment.Is(data.Mapping) {
		step.Env = append(step.Env, environment)
	}
	step.at = step.Run.Span()
	a.shared[entry] = step
	return step
}
