package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// A walker goes down one scope and keeps what is known.
type walker struct {
	unit   *Unit
	doc    *dockerfile.Document
	given  map[string]Value // see reader
	world  *World
	scope  *Scope
	global *Variables // nil in the head
	state  *State

	batches map[string]bool // the batch files that RUNs may have written so that they start their arguments
}

// start is the state after FROM: what the stage or the image brings.
func (w *walker) start() *State {
	if base := w.scope.Base; base != nil {
		state := *base.end
		state.Variables = &Variables{outer: state.Variables, kind: boundary}
		w.state = &state
		for _, trigger := range base.onRun {
			w.apply(trigger)
		}
		return w.state
	}
	if built := w.scope.built; built != nil {
		return w.startFrom(built)
	}
	state := w.world.stateOf(w.scope)
	switch c := w.scope.ImageConfig(); {
	case c.Bare:
		state.Variables = &Variables{kind: bare}
	case c.RegistryPath:
		state.Variables = &Variables{kind: pathless}
	}
	return state
}

// startFrom is the state after the FROM of an image that another file of the run builds.
func (w *walker) startFrom(built *builtImage) *State {
	end := built.Stage.end
	state := &State{Shell: end.Shell.inherited(), User: end.User, Workdir: end.Workdir}
	if end.Shell.Words != nil {
		state.Shell.Basis, state.Shell.Of = ByBuild, built.by
	}
	if !built.sure {
		return &State{Shell: Shell{Basis: ByBuild, Of: built.by, Likely: end.Shell.Words}}
	}
	if w.scope.OS == windows.Windows {
		state.Variables = &Variables{outer: end.Variables, kind: boundary}
	}
	return state
}

// stateOf is what holds before the first instruction of what is built from the image of a scope.
func (w *World) stateOf(s *Scope) *State {
	c := s.ImageConfig()
	return &State{
		Shell:   w.shellOf(s, c),
		User:    Value{Text: c.User, Known: c.User != ""},
		Workdir: Value{Text: c.Workdir, Known: c.Workdir != ""},
	}
}

func (w *walker) add(in *dockerfile.Instruction) {
	w.scope.Nodes = append(w.scope.Nodes, Node{Node: in, State: w.state})
}

// node adds an instruction and what it changes. A trigger changes nothing here; it runs in what is built from the stage.
func (w *walker) node(in *dockerfile.Instruction) {
	w.add(in)
	if in.OnBuild != nil {
		w.add(in.OnBuild)
		w.scope.onRun = append(w.scope.onRun, in.OnBuild)
		return
	}
	w.apply(in)
}

// apply makes the state after an instruction, a new one where something changes.
func (w *walker) apply(in *dockerfile.Instruction) {
	if len(in.Words) == 0 {
		return
	}
	w.sawBatch(in)
	state := *w.state
	switch in.Name {
	case "SHELL":
		state.Shell = Shell{} // of one that the builder refuses
		if in.Exec {
			state.Shell = shellBy(in).afterBatch(func(batch string) bool { return w.batches[script.ProgramName(batch)] })
		}
	case "USER":
		state.User = state.Variables.eval(w.doc, in.Words[0])
	case "WORKDIR":
		state.Workdir = w.workdir(in, state.Variables.eval(w.doc, in.Words[0]))
	case "ENV":
		state.Variables = state.Variables.env(w.doc, in)
		w.noteLong(in, state.Variables)
	case "ARG":
		state.Variables = w.arg(in)
		w.noteLong(in, state.Variables)
	default:
		return
	}
	w.state = &state
}

// batchName is the name of a batch file in a text.
var batchName = lazy.MustCompile(`(?i)[\w.-]+\.(?:bat|cmd)\b`)

// sawBatch notes the batch files that a RUN may write so that they start their arguments.
func (w *walker) sawBatch(in *dockerfile.Instruction) {
	if text := in.Args.String(); in.Name == "RUN" && strings.Contains(text, "%*") {
		for _, m := range batchName.FindAllStringSubmatch(text, -1) {
			if w.batches == nil {
				w.batches = map[string]bool{}
			}
			w.batches[strings.ToLower(m[0])] = true
		}
	}
}

// noteLong notes a variable that an instruction sets to a text that is too long to be followed.
func (w *walker) noteLong(in *dockerfile.Instruction, after *Variables) {
	for v := after; v != w.state.Variables && v != nil; v = v.outer {
		if v.value.long {
			w.note(in, "The value of "+v.name+" is too long, so text that uses it was not checked")
		}
	}
}

// note notes what is not followed of an instruction. Of one that is refused the reader has told.
func (w *walker) note(in *dockerfile.Instruction, reason string) {
	if in.Err != nil {
		return
	}
	w.unit.Unchecked = append(w.unit.Unchecked, source.Unchecked{Span: in.Keyword.Span(), Reason: reason})
}

// arg is what is known of variables after an ARG. An argument of the build stands above the default.
func (w *walker) arg(in *dockerfile.Instruction) *Variables {
	return w.state.Variables.arg(in.Pairs, func(v *Variables, pair *dockerfile.Pair) Value {
		if given, set := w.given[pair.Name.String()]; set {
			return given
		}
		return v.argument(w.doc, pair, w.global)
	})
}

// maxWorkdir is how many bytes the working directory may have: many relative ones make it ever longer.
const maxWorkdir = 4096

func (w *walker) workdir(in *dockerfile.Instruction, to Value) Value {
	from := w.state.Workdir
	if to.long || len(from.Text)+len(to.Text) > maxWorkdir {
		w.note(in, "The path of the working directory is too long, so paths that depend on it were not checked")
		return Value{}
	}
	if !to.Known || to.Text == "" {
		return Value{}
	}
	switch w.scope.OS {
	case windows.Windows:
		return windowsWorkdir(from, to.Text)
	case windows.Linux:
		if path.IsAbs(to.Text) {
			return Known(path.Clean(to.Text))
		}
		if from.Known {
			return Known(path.Join(from.Text, to.Text))
		}
	}
	return Value{}
}

// windowsWorkdir joins as both builders do (moby/buildkit util/system/path.go, moby/moby
// daemon/builder/dockerfile/dispatchers_windows.go). Where they differ it is not known: other drives, paths relative to
// a drive, UNC paths.
func windowsWorkdir(from Value, to string) Value {
	to = strings.ReplaceAll(to, `\`, "/")
	if strings.HasPrefix(to, "//") {
		return Value{}
	}
	if len(to) > 1 && to[1] == ':' {
		if to[0]|0x20 != 'c' || len(to) == 2 || to[2] != '/' {
			return Value{}
		}
		to = to[2:]
	}
	if strings.Contains(to, ":") {
		return Value{}
	}
	if to[0] != '/' {
		if !from.Known {
			return Value{}
		}
		to = strings.ReplaceAll(from.Text[len("C:"):], `\`, "/") + "/" + to
	}
	return Known("C:" + strings.ReplaceAll(path.Clean(to), "/", `\`))
}
