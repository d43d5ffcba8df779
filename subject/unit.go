package subject

import (
	"slices"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/daemon"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/dockerignore"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A Unit is one file, read: what it is about, cut into scopes. It does not change after Read, but is for one goroutine:
// scripts are read when they are first asked for.
type Unit struct {
	File         *source.File
	Kind         *Kind                  // what it was read as
	Dockerfile   *dockerfile.Document   // nil where the file is none, or is not read
	Dockerignore *dockerignore.Document // nil where it is no .dockerignore
	Compose      *compose.Document      // nil where it is no compose file
	Daemon       *daemon.Document       // nil if it is not a daemon.json
	CI           *ci.Document           // nil if it is not a CI file
	Data         *data.Document         // its tree where it is in YAML or JSON, as a compose file is; nil where it is in neither
	Scripts      []*script.Script       // the scripts that it is, or holds, each in the language of its shell
	Parts        []parser.Node          // what belongs to it and to no scope of it: the document, what it cannot be read for
	FileScope    *Scope                 // the file as a whole: Windows where one of its scopes is; it has no nodes of its own
	Scopes       []*Scope               // in source order
	Comments     []source.Text          // with the "#" that begins them, in source order
	Builder      engine.Builder         // what the file itself shows: a syntax directive, RUN --mount, heredocs
	Shown        *Evidence              // of Builder; nil where it is not known
	BuiltBy      []*JobBuild            // of a Dockerfile: the jobs of CI files that build it as it is
	Stack        *Evidence              // set where a compose file is for `docker stack deploy`: what shows it
	Template     *Evidence              // set where the file is a template: what makes it one; it has no scopes then
	Unchecked    []source.Unchecked     // what of it is not read, in no order; more come while its scripts are read

	elsewhere []source.Span // of a CI file: the scripts that other systems run, too, in the order of their places

	assumed map[*dockerfile.Instruction]*Assumption // see Assumed
	scripts map[parser.Node]*script.Script          // of instructions and commands, read when a rule first asks
	project *project                                // of a compose file
	stages  stages                                  // of a Dockerfile
	made    map[any]any                             // see Once

	scriptBytes int // of the nodes in scripts
	mirrors     windows.Mirrors
}

// Image is the image of a name, as windows.Mirrors.Parse tells.
func (u *Unit) Image(name string) (*windows.Image, bool) { return u.mirrors.Parse(name) }

// Unread is a file of which nothing is known.
func Unread(f *source.File) *Unit {
	u := &Unit{File: f}
	u.FileScope = &Scope{span: u.Span()}
	return u
}

// Elsewhere reports whether another system than Windows runs the script at a place, too, so that a fix would change that as well.
func (u *Unit) Elsewhere(at source.Span) bool {
	i, found := slices.BinarySearchFunc(u.elsewhere, at.Start, func(s source.Span, start int) int { return s.Start - start })
	if !found {
		i-- // the last one that begins before it
	}
	return i >= 0 && u.elsewhere[i].Contains(at)
}

// Span is the whole file.
func (u *Unit) Span() source.Span { return source.Span{Start: 0, End: len(u.File.Text)} }

// ScopeKind is what a scope is in its file.
type ScopeKind int

// The kinds of scopes.
const (
	File         ScopeKind = iota // the file as a whole
	Head                          // what is before the first FROM
	Stage                         // a build stage, its FROM included
	Dockerignore                  // a .dockerignore
	Service                       // a service of a compose file
	Resource                      // a network, volume, secret or config that a compose file declares
	Command                       // a docker command of a script
	Daemon                        // the engine that a daemon.json configures
	Job                           // a leg of a job of a CI file
)

// A Scope is a part of a file with one target: a build stage.
type Scope struct {
	Target
	Kind    ScopeKind
	Name    string                  // of a stage: the word after AS in lower case; "" where there is none
	From    *dockerfile.Instruction // of a stage
	Image   *windows.Image          // the base image; nil where it is a stage or cannot be known; of a command the image that tells most
	Parts   *windows.Image          // Image, or what is known of it: "*" stands for each variable that is not known; nil for a stage
	Base    *Scope                  // the stage that this one is built from
	Final   bool                    // of a stage: it is the last one of the file
	Service *compose.Service        // of a service
	Build   *Build                  // what a service is built from, or what a docker build makes; nil where that is not known
	Nodes   []Node                  // in source order
	Docker  *docker.Command         // of a command
	Daemon  *daemon.Document        // of a daemon.json, or of one that a script writes
	Made    bool                    // of a command: the script itself makes the image that it names
	Leg     *ci.Leg                 // of a job
	Runner  *Runner                 // of a job and of a command in one: the machine; nil if that is not known
	Skipped []*ci.Step              // of a job: the steps that may run on another system only, and are not read

	span   source.Span
	number int                       // of a stage, from 0
	bases  []*Scope                  // the stages that Base can be where a platform argument tells
	body   []*dockerfile.Instruction // of a stage: what follows its FROM
	end    *State                    // of a stage: what is known after its last node
	onRun  []*dockerfile.Instruction // of a stage: the triggers that a stage built from it runs first

	scripts          map[*ci.Step]*script.Script // of a job
	containerActions []*ci.Step                  // of a job
	dockerfile       string                      // of a docker build: the path of its Dockerfile; "" if that is not known
	reasons          evidence.List               // of a stage: what speaks for its system
	argument         *argumentImage              // of a stage: the base image as the builds of the run give it
	built            *builtImage                 // of a stage: its base image, if another file of the run builds that; it has no Image then
}

// StepScript is the script of a step of a job as its shell reads it; nil if it has none, or if its shell is not known.
func (s *Scope) StepScript(step *ci.Step) *script.Script { return s.scripts[step] }

// Runs reports whether a step of a job is known to run on its machine.
func (s *Scope) Runs(step *ci.Step) bool {
	_, runs := s.scripts[step]
	return runs
}

// MayRun reports whether a step of a job can run on its machine.
func (s *Scope) MayRun(step *ci.Step) bool { return s.Runs(step) || slices.Contains(s.Skipped, step) }

// ContainerAction reports whether a step of a job uses an action of the repository itself that is a container.
func (s *Scope) ContainerAction(step *ci.Step) bool { return slices.Contains(s.containerActions, step) }

// Stage is the stage that "COPY --from" in s means: the last one of that name before it, in any case of letters, or
// the one of that number, from 0. nil is none: the word names an image or a build context.
func (u *Unit) Stage(s *Scope, name string) *Scope {
	return u.stages.means(name, s.number)
}

// LaterStage is the stage that "COPY --from" in s would mean if that were allowed: s itself or one after it, by its name in any
// case of letters or by its number, from 0. nil is none.
func (u *Unit) LaterStage(s *Scope, name string) *Scope {
	if stage := u.stages.means(name, len(u.stages.list)); stage != nil && stage.number >= s.number {
		return stage
	}
	return nil
}

// Span reaches from the first node to the last one.
func (s *Scope) Span() source.Span { return s.span }

// ImageConfig is what the base image is known to bring to the scope; of images for Linux nothing is known.
func (s *Scope) ImageConfig() windows.Config {
	if s.Parts == nil || s.OS != windows.Windows {
		return windows.Config{}
	}
	return s.Parts.Config(s.Edition, s.Release)
}

// A Node is a part of a scope with what is known where it is. An ONBUILD is followed by its trigger.
type Node struct {
	parser.Node
	*State // shared by the nodes between which nothing changes
}

// A State is what is known just before a node.
type State struct {
	Shell     Shell
	User      Value // as USER has it, or the one that the base image is known to bring: "ContainerAdministrator"
	Workdir   Value // absolute; on Windows with drive and backslashes: "C:\app"; unknown where builders differ
	Variables *Variables
	Container *flow.Container // that a docker command is about, just before it; nil where that is not known
}

// A Value is a text that may be unknown. Of an argument that a compose file gives, Text is then what is known of it, with
// "*" in place of each variable.
type Value struct {
	Text  string
	Known bool

	long bool // it is not known since it is too long to be followed
}

// Known is a value that is known.
func Known(text string) Value { return Value{Text: text, Known: true} }

// A Shell is what runs the shell form of an instruction.
type Shell struct {
	Language script.Language
	Words    []string                // the elements of SHELL, or what the builder uses without one; empty where unknown
	By       *dockerfile.Instruction // the SHELL of this file that set it; nil where it comes from the image or the builder
	Image    bool                    // it comes from the base image
	Basis    Basis                   // how it is known
	Of       string                  // of what: the image that the base image mirrors or is like, the file that builds it
	Likely   []string                // if it is unknown: what the base image probably sets

	batch int // how many of Words a batch file is that starts the shell, "&&" included
}

// Basis is how a shell is known.
type Basis int

// The bases.
const (
	NoBasis     Basis = iota // it is not known
	ByPublisher              // the base image is one that somebody publishes
	ByMirror                 // the base image is known to be a copy of one that somebody publishes
	BySetting                // the user states it
	ByBuild                  // another file of the run builds the base image
	ByLikeness               // only probably: the base image has the name of one that somebody publishes
	ByShell                  // SHELL sets it
)

func (b Basis) String() string {
	return [...]string{"unknown", "published image", "mirror", "settings", "built image", "likely mirror", "SHELL"}[b]
}

// Once is what is computed from a file for a key, on the first call for it: what a rule would otherwise find out again at each
// of many nodes. The key has a type of its own, which says what is computed.
func Once[T any](u *Unit, key any, how func() T) T {
	if made, done := u.made[key].(T); done {
		return made
	}
	made := how()
	if u.made == nil {
		u.made = map[any]any{}
	}
	u.made[key] = made
	return made
}
