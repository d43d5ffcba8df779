// Package ci reads the files in which CI systems find what to run: which jobs there are, on which machines each of them runs, and
// the steps of each, with the scripts as their shells get them. It knows how each system writes and joins these, and no facts
// about Windows.
//
// What a system puts into a text before a shell reads it, such as `${{ github.sha }}` or `$(Build.BuildId)`, is a hole of a
// [Text] unless the file itself shows its value.
package ci

import (
	"strings"

	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/source"
)

// System is the program that reads a file.
type System int

// The systems.
const (
	GitHub         System = iota // a workflow of GitHub Actions
	GitHubAction                 // action.yml: a composite action, or another one, of GitHub Actions
	AzurePipelines               // a pipeline, or a template of one
	GitLab
	AppVeyor
	Jenkins // a Jenkinsfile, which is Groovy
	CircleCI
	Buildkite
	Drone
)

func (s System) String() string {
	return [...]string{
		"GitHub Actions", "GitHub Actions", "Azure Pipelines", "GitLab CI", "AppVeyor", "Jenkins", "CircleCI", "Buildkite", "Drone",
	}[s]
}

// A Document is one CI file. It never changes after it was read.
type Document struct {
	*data.Document // its tree; one without values if the file is not in YAML
	System         System
	Jobs           []*Job             // in source order
	Escapes        []*Escape          // of a Jenkinsfile: those in scripts that make another character than a backslash or a quote
	Unchecked      []source.Unchecked // what is not read
}

// An Error is a place at which the YAML of a CI file cannot be read.
type Error struct{ *data.Error }

// A Job is steps that run one after another on one machine. The jobs of a file share neither files nor containers.
type Job struct {
	Name      string      // the key or the name that the file gives it; "" if there is none
	Value     *data.Value // what describes it; nil if it is not in YAML
	If        *Condition  // nil if it always runs
	Container *data.Entry // the image in which all steps run; nil if there is none
	Services  *data.Entry // the containers that run beside it; nil if there are none
	Legs      []*Leg      // at least one
	At        source.Span // its name, or what stands in its place
	All       source.Span // all of it
}

// Span is the place of the name of the job, or of what stands in its place.
func (j *Job) Span() source.Span { return j.At }

// A Leg is the runs of a job that differ in nothing that its steps can see: one combination of a matrix, or the job itself.
type Leg struct {
	Job    *Job
	Name   string // the values of the matrix: "windows-2022, ltsc2022"; "" for the only leg of a job
	Runner []Text // the labels, or the one image, of the machine; empty if the file names none
	Image  Text   // of the container that all steps run in; empty if there is none
	Steps  []*Step

	resolver *resolver
}

// Span is the place of what names the machine, or else that of the job.
func (l *Leg) Span() source.Span {
	if len(l.Runner) == 0 || l.Runner[0].Len() == 0 {
		return l.Job.At
	}
	return l.Runner[0].Span()
}

// A Step is one thing that a job does: it runs a script, or it uses an action, a task or an orb. Legs to which nothing in a
// step is different share it.
type Step struct {
	Name  string        // as the file calls it; "" if it does not
	Value *data.Value   // what describes it; nil if it is not in YAML
	Run   Text          // the script; empty if there is none
	Shell Text          // what the file says runs the script: "pwsh", "bash -el {0}"; empty for the default of the machine
	Dir   Text          // the directory that the file sets, from the root of the repository; empty if it does not
	Uses  Text          // the action or task: "docker/build-push-action@v7", "Docker@2"; empty if there is none
	With  *data.Value   // the inputs of that; nil if there are none
	If    *Condition    // nil if it always runs
	Env   []*data.Value // mappings of variables, the nearest first
	Image Text          // of the container that this step alone runs in; empty if there is none

	resolver *resolver
	at       source.Span
	first    *Step // the step that runs the same lines of the file before this one; nil for the first one
}

// First is the first step of the file that runs the very lines that this one runs: itself, unless jobs share them.
func (s *Step) First() *Step {
	if s.first != nil {
		return s.first
	}
	return s
}

// Span is the place of the script or of the name of the action.
func (s *Step) Span() source.Span { return s.at }

// Action is the name of the action that the step uses, in lower case and without its version: "docker/bake-action"; "" if it uses
// none.
func (s *Step) Action() string {
	name, _, _ := strings.Cut(strings.ToLower(s.Uses.String()), "@")
	return name
}

// Input is the text of an input of the action or task, and its place; nil if the step does not set it. Names are compared in
// any case of letters.
func (s *Step) Input(name string) (Text, *data.Entry) {
	e := entryFold(s.With, name)
	if e == nil {
		return Text{}, nil
	}
	return s.resolver.scalar(e.Value), e
}

// Variable is the value that the file gives an environment variable of the step, and where; nil if it gives none. Names are
// compared in any case of letters, as Windows does.
func (s *Step) Variable(name string) (Text, *data.Entry) {
	for _, env := range s.Env {
		if e := entryFold(env, name); e != nil {
			return s.resolver.scalar(e.Value), e
		}
	}
	return Text{}, nil
}

// Parse reads a CI file. It never fails: what is not YAML is in Errors, and what can be read is in the tree.
func Parse(system System, f *source.File) *Document {
	if data.TooLong(f.Text) {
		whole := source.Unchecked{Span: f.Line(1), Reason: "This file has more than 150,000 lines and commas, so it was not checked"}
		return &Document{Document: &data.Document{File: f}, System: system, Unchecked: []source.Unchecked{whole}}
	}
	if system == Jenkins {
		return readJenkins(f)
	}
	d := &Document{Document: data.ParseYAML(f), System: system}
	if read := readers[system]; read != nil {
		read(d)
	}
	return d
}

// maxLegs is how many combinations GitHub runs of one matrix. maxLegBytes is how long a job may be for each of its legs to be read:
// that long in all legs together.
const (
	maxLegs     = 256
	maxLegBytes = 4 << 20
)

// readable is how many of the legs of a job are read, and notes that not all of them are.
func (d *Document) readable(legs int, job source.Span) int {
	n := min(legs, maxLegs, max(1, maxLegBytes/max(1, job.Len())))
	if n < legs {
		d.Unchecked = append(d.Unchecked, source.Unchecked{
			Span: source.At(job.Start), Reason: "The matrix of this job has too many combinations for its length, so not all of them were checked",
		})
	}
	return n
}

// readers reads the jobs of a tree in YAML, by system.
var readers = map[System]func(*Document){
	GitHub:         readWorkflow,
	GitHubAction:   readAction,
	AzurePipelines: readAzure,
	GitLab:         readGitLab,
	AppVeyor:       readAppVeyor,
	CircleCI:       readCircleCI,
	Buildkite:      readBuildkite,
	Drone:          readDrone,
}
