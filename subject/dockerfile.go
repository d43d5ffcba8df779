package subject

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/dockerignore"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// Read reads a file and tells what each part of it is about, with what is known of the world around it. A file whose name says
// nothing is read as a Dockerfile: it was named by the user.
func Read(f *source.File, w *World) *Unit {
	kind := KindOf(f.Path)
	if kind == nil {
		kind = KindNamed("dockerfile")
	}
	return kind.Unit(f, w)
}

// readDockerfile reads a Dockerfile that is built with these arguments, which stand above the defaults of ARG.
func readDockerfile(f *source.File, given map[string]Value, world *World) *Unit {
	doc := dockerfile.Parse(f)
	u := &Unit{File: f, Comments: comments(doc), Unchecked: slices.Clone(doc.Unchecked)}
	u.FileScope = &Scope{span: u.Span()}
	if u.Template = template(doc); u.Template != nil || doc.Long {
		return u
	}
	if at, fragment := fragment(doc); fragment {
		u.Unchecked = append(u.Unchecked, source.Unchecked{
			Span: at, Reason: "This file was not checked, because it has no FROM and does not begin with an instruction of a Dockerfile",
		})
		return u
	}
	u.Dockerfile = doc
	u.Parts = []parser.Node{doc}
	for _, e := range doc.Errors {
		u.Parts = append(u.Parts, e)
	}
	if u.Shown = shownBuilder(doc); u.Shown != nil {
		u.Builder = engine.BuildKit
	}
	r := &reader{unit: u, doc: doc, given: given, world: world}
	r.cut()
	r.walkHead()
	r.aim()
	r.walk()
	return u
}

// fragment reports whether a text is no Dockerfile in spite of its name, but notes, or a part of which a program makes one: it
// has no FROM, and its first word, which is at at, is no instruction, nor written in capitals as a misspelled one would be.
func fragment(doc *dockerfile.Document) (at source.Span, is bool) {
	if len(doc.Instructions) == 0 || slices.ContainsFunc(doc.Instructions, func(in *dockerfile.Instruction) bool { return in.Name == "FROM" }) {
		return at, false
	}
	first := doc.Instructions[0]
	word := first.Keyword.String()
	capitals := strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	return first.Keyword.Span(), first.In(dockerfile.UnknownKeyword) && !capitals
}

// readIgnore reads a .dockerignore, which is for no operating system: one scope with its patterns.
func readIgnore(f *source.File) *Unit {
	doc := dockerignore.Parse(f)
	u := &Unit{File: f, Dockerignore: doc, Comments: doc.Comments, Unchecked: doc.Unchecked}
	u.FileScope = &Scope{span: u.Span()}
	if len(doc.Patterns) == 0 {
		return u
	}
	scope := &Scope{Kind: Dockerignore}
	for _, p := range doc.Patterns {
		scope.Nodes = append(scope.Nodes, Node{Node: p, State: &State{}})
	}
	scope.close()
	u.Scopes = []*Scope{scope}
	return u
}

func comments(doc *dockerfile.Document) []source.Text {
	list := make([]source.Text, len(doc.Comments))
	for i, c := range doc.Comments {
		list[i] = c.Text
	}
	return list
}

// A reader cuts one Dockerfile into scopes and follows each of them.
type reader struct {
	unit   *Unit
	doc    *dockerfile.Document
	given  map[string]Value // the arguments of the build, by name
	world  *World
	head   []*dockerfile.Instruction // before the first FROM
	stages []*Scope
	global *Variables // after the head: what FROM reads, and ARG takes over
}

// cut makes a scope of each FROM with what follows it.
func (r *reader) cut() {
	start := 0
	for i, in := range r.doc.Instructions {
		if in.Name != "FROM" {
			continue
		}
		r.body(r.doc.Instructions[start:i])
		start = i + 1
		r.unit.stages.add(&Scope{Kind: Stage, From: in, Name: stageName(in)})
		r.stages = r.unit.stages.list
	}
	r.body(r.doc.Instructions[start:])
	if n := len(r.stages); n > 0 {
		r.stages[n-1].Final = true
	}
}

func (r *reader) body(list []*dockerfile.Instruction) {
	if n := len(r.stages); n > 0 {
		r.stages[n-1].body = list
	} else {
		r.head = list
	}
}

func stageName(from *dockerfile.Instruction) string {
	if len(from.Words) == 3 && strings.EqualFold(from.Words[1].String(), "as") {
		return strings.ToLower(from.Words[2].Value)
	}
	return ""
}

// walkHead follows what is before the first FROM, where only ARG says anything.
func (r *reader) walkHead() {
	head := &Scope{Kind: Head}
	w := walker{unit: r.unit, doc: r.doc, given: r.given, world: r.world, scope: head, state: &State{Variables: &Variables{}}}
	for _, in := range r.head {
		w.node(in)
	}
	r.global = w.state.Variables
	if len(r.head) > 0 {
		head.close()
		r.unit.Scopes = append(r.unit.Scopes, head)
	}
}

// aim tells the target of every stage, and of the file.
func (r *reader) aim() {
	for _, s := range r.stages {
		r.base(s)
		r.aimStage(s)
	}
	r.aimByOthers()
	r.aimFile()
}

// base tells what a stage is built from: an earlier stage of that name, or an image.
func (r *reader) base(s *Scope) {
	if len(s.From.Words) == 0 {
		return
	}
	word := s.From.Words[0]
	read, unknown := r.global.read(r.doc, word)
	if read.Err != nil {
		return
	}
	if s.Base = r.unit.stages.before(read.Value, s.number); s.Base != nil {
		return
	}
	if len(unknown) > 0 {
		s.bases = r.stagesByPlatform(word, r.global, unknown, s.number)
	}
	if len(s.bases) > 0 {
		if len(s.bases) == 1 {
			s.Base = s.bases[0]
		}
		return
	}
	image, ok := r.world.Mirrors.Parse(read.Value)
	if missing := slices.Concat(read.Unset, read.empty); !ok && len(missing) > 0 { // an empty default that FROM needs is as none
		image, ok = r.world.Mirrors.Parse(r.readAsUnknown(word, missing))
	}
	if !ok || !image.Complete() || !image.Published() {
		s.argument = r.byArguments(word)
	}
	if s.argument != nil && (!ok || !image.Complete()) {
		s.Parts = s.argument.Image
		return
	}
	if !ok {
		return
	}
	if s.built = r.world.built(image); s.built != nil {
		return
	}
	s.Parts = image
	if image.Complete() {
		s.Image = image
	}
}

// readAsUnknown is the word where the variables that nothing sets are not known: what the author meant to put there.
func (r *reader) readAsUnknown(word *dockerfile.Word, unset []string) string {
	v := r.global
	for _, name := range unset {
		v = &Variables{outer: v, kind: argument, name: name}
	}
	read, _ := v.read(r.doc, word)
	return read.Value
}

// platformValues is what builders put in for the predefined platform arguments that names of stages are made of.
var platformValues = map[string][]string{
	"TARGETOS": {"windows", "linux"}, "BUILDOS": {"windows", "linux"},
	"TARGETARCH": {"amd64", "arm64"}, "BUILDARCH": {"amd64", "arm64"},
}

// stagesByPlatform is the stages that a name such as "build-${TARGETOS}" can mean, whatever the predefined platform
// arguments are; none where the name has other variables that are not known.
func (r *reader) stagesByPlatform(
	word *dockerfile.Word, variables *Variables, unknown []string, earlier int,
) []*Scope {
	if len(unknown) == 0 {
		if stage := r.unit.stages.before(variables.Read(r.doc, word).Value, earlier); stage != nil {
			return []*Scope{stage}
		}
		return nil
	}
	var found []*Scope
	for _, value := range platformValues[unknown[0]] {
		known := &Variables{outer: variables, kind: argument, name: unknown[0], value: Known(value)}
		for _, stage := range r.stagesByPlatform(word, known, unknown[1:], earlier) {
			if !slices.Contains(found, stage) {
				found = append(found, stage)
			}
		}
	}
	return found
}

// aimStage tells the target of a stage by its base, by --platform, and by what is in it.
func (r *reader) aimStage(s *Scope) {
	if len(s.bases) > 1 {
		s.agree()
		return
	}
	s.reasons = r.stageReasons(s)
	s.judge()
}

// agree takes what all the stages have in common that the stage can be built from.
func (s *Scope) agree() {
	s.Target = s.bases[0].Target
	s.Why = nil
	for _, base := range s.bases {
		s.Why.Add(s.reason("base "+base.Name, s.From.Words[0].Span(), "the stage "+base.Name, base))
		if base.Edition != s.Edition {
			s.Edition = windows.UnknownEdition
		}
		if base.Release != s.Release {
			s.Release = ""
		}
		s.Strong = s.Strong && base.Strong
	}
	for _, base := range s.bases {
		if base.OS != s.OS {
			s.Target = Target{Why: s.Why}
		}
	}
}

// platform is the operating system that --platform names, and the flag.
func (r *reader) platform(s *Scope) (windows.OS, source.Text) {
	flag := s.From.Flag("platform")
	if flag == nil {
		return windows.UnknownOS, source.Text{}
	}
	read, _ := r.global.read(r.doc, &dockerfile.Word{Text: flag.Value, Value: flag.Read})
	end := strings.IndexAny(read.Value+"/", "/(")
	return windows.OSNamed(read.Value[:end]), flag.Text
}

// line is the line of a stage, from 1.
func (r *reader) line(s *Scope) string {
	return strconv.Itoa(r.doc.File.Position(s.From.Span().Start).Line)
}

// aimFile tells what the file as a whole is about, and the head with it: Windows where one of the stages is. The
// arguments before the first FROM belong to all stages, so a Linux stage leaves the head without a target.
func (r *reader) aimFile() {
	whole := r.unit.FileScope
	linux := 0
	for _, s := range r.stages {
		switch s.OS {
		case windows.Windows:
			if whole.OS == windows.UnknownOS || s.Strong && !whole.Strong {
				whole.Target = Target{OS: windows.Windows, Strong: s.Strong, Why: s.Why}
			}
		case windows.Linux:
			linux++
		}
	}
	if linux > 0 && linux == len(r.stages) {
		whole.Target = Target{OS: windows.Linux, Strong: true, Why: r.stages[0].Why}
	}
	if len(r.head) > 0 && linux == 0 {
		r.unit.Scopes[0].Target = whole.Target
	}
}

// walk follows the state down each stage.
func (r *reader) walk() {
	behindHead := &State{Variables: r.global}
	for _, s := range r.stages {
		w := walker{unit: r.unit, doc: r.doc, given: r.given, world: r.world, scope: s, global: r.global, state: behindHead}
		w.add(s.From)
		w.state = w.start()
		for _, in := range s.body {
			w.node(in)
		}
		s.end = w.state
		s.aimTriggers()
		s.close()
		r.unit.Scopes = append(r.unit.Scopes, s)
	}
}

// aimTriggers gives the triggers of a stage the state in which they run: right after the FROM of what is built from it.
func (s *Scope) aimTriggers() {
	state := *s.end
	state.Variables = &Variables{outer: state.Variables, kind: boundary}
	for i, node := range s.Nodes {
		if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Parent != nil {
			s.Nodes[i].State = &state
		}
	}
}

func (s *Scope) close() {
	s.span = s.Nodes[0].Span().Cover(s.Nodes[len(s.Nodes)-1].Span())
}
