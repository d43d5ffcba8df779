package subject

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/flow"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// required is the PowerShell that a script requires: Windows PowerShell by its edition, or PowerShell 7 by that or a version that
// Windows PowerShell does not have. A lower version is a minimum, which both have.
func required(text string) script.Language {
	for _, m := range requirement.FindAllStringSubmatch(text, -1) {
		switch {
		case strings.EqualFold(m[1], "Desktop"):
			return script.WindowsPowerShell
		case m[1] != "" || m[2] != "":
			return script.PowerShell7
		}
	}
	return script.PowerShell
}

// requirement is a statement that requires an edition or, from 6 on, a version.
var requirement = lazy.MustCompile(`(?im)^[ \t]*#Requires[ \t][^\r\n]*?-(?:PSEdition[ \t]+(Desktop|Core)|Version[ \t]+([6-9]|[1-9]\d))\b`)

// readScriptFile reads a file that is one script.
func readScriptFile(language script.Language, f *source.File, w *World) *Unit {
	s := script.Read(language, f.Sub(source.Span{End: len(f.Text)}))
	u := &Unit{File: f, Comments: scriptComments(s)}
	u.FileScope = &Scope{span: u.Span()}
	u.readScripts(w, s)
	return u
}

// readScripts reads the docker commands of the scripts that a file holds, in the order in which they run: each command is
// a scope of its own, since one file may well drive containers for Linux, too.
func (u *Unit) readScripts(w *World, scripts ...*script.Script) {
	u.Scripts = append(u.Scripts, scripts...)
	runs := make([]flow.Run, len(scripts))
	for i, s := range scripts {
		u.noteUnread(s)
		runs[i] = flow.Run{{Script: s}}
	}
	u.readCommands(newDockerReader(u, w), scripts, runs)
}

// readCommands adds the scopes of the docker commands of scripts.
func (u *Unit) readCommands(r *dockerReader, scripts []*script.Script, runs []flow.Run) {
	for _, s := range scripts {
		r.values[s] = flow.Constants(s)
		maps.Copy(r.places, directories(u.File.Path, s, r.begins(s)))
		for inner := range s.All() {
			if inner.Broken() {
				u.noteBroken(inner)
			} else {
				r.read(inner)
			}
		}
	}
	r.follow(runs)
	slices.SortStableFunc(r.scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
	r.aim()
	u.Scopes = append(u.Scopes, r.scopes...)
	for _, s := range scripts {
		u.readDaemonLiterals(r.world, s, r.values[s])
	}
	slices.SortStableFunc(u.Scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
}

// scriptComments is the comments of a script, as the reader of ignore comments wants them: the whole text, with what
// begins a comment.
func scriptComments(s *script.Script) []source.Text {
	list := make([]source.Text, len(s.Comments))
	for i, c := range s.Comments {
		list[i] = c.Text()
	}
	return list
}

// A dockerReader makes scopes of the docker commands of a file.
type dockerReader struct {
	unit   *Unit
	world  *World
	scopes []*Scope // of the commands
	built  []string // the images that the file builds, tags or commits
	builds int      // bytes of the Dockerfiles that are read

	file evidence.List // what speaks for an operating system anywhere in the file

	values      map[*script.Script]flow.Values // by script, the variables that hold one known text
	places      map[*script.Command]place      // where commands work
	directories map[*script.Script]string      // where they begin, if that is not the directory of the file; "" if it is not known
	runner      *Runner                        // the machine that runs all of them; nil if it is not known

	origins map[*docker.Command]*Scope
	images  map[string]Target // of what commands make, by repository
}

func newDockerReader(u *Unit, w *World) *dockerReader {
	return &dockerReader{
		unit: u, world: w, values: map[*script.Script]flow.Values{}, places: map[*script.Command]place{}, directories: map[*script.Script]string{},
		origins: map[*docker.Command]*Scope{}, images: map[string]Target{},
	}
}

// outermost is the script of a file, or of a step, in which a script is started.
func outermost(s *script.Script) *script.Script {
	for s.Parent != nil {
		s = s.Parent
	}
	return s
}

// begins is where a script begins. Where the steps of a job begin is certain.
func (r *dockerReader) begins(s *script.Script) place {
	if directory, set := r.directories[s]; set {
		return place{directory: directory, known: directory != "", fixed: true}
	}
	return place{directory: path.Dir(r.unit.File.Path), known: true}
}

// read adds the scopes of one script.
func (r *dockerReader) read(s *script.Script) {
	for c := range s.Commands() {
		if c.Is("dockercli", "docker-ci-zap") {
			engine := commandReader{found: r.file}
			engine.readEngine(c)
			r.file = engine.found
		}
		if cmd := docker.Read(c); cmd != nil {
			r.built = append(r.built, made(cmd)...)
			r.scopes = append(r.scopes, &Scope{
				Kind: Command, Docker: cmd, Runner: r.runner, Nodes: []Node{{Node: cmd, State: &State{}}}, span: cmd.Span(),
			})
		}
	}
}

// follow notes at each command what is known of the container that it is about.
func (r *dockerReader) follow(runs []flow.Run) {
	commands := make([]*docker.Command, len(r.scopes))
	for i, s := range r.scopes {
		commands[i] = s.Docker
	}
	about := flow.Follow(runs, commands, r.values)
	for _, s := range r.scopes {
		if c := about[s.Docker]; c != nil {
			s.Nodes[0].State = &State{Container: c}
		}
	}
}

// aim tells the target of every command, and of the file.
func (r *dockerReader) aim() {
	for _, s := range r.scopes {
		r.aimCommand(s)
		r.origins[s.Docker] = s
	}
	for _, s := range r.scopes {
		r.inherit(s)
		r.spread(s)
	}
	var script *evidence.Reason
	if len(r.file) > 0 && !slices.ContainsFunc(r.file, func(e evidence.Reason) bool { return e.OS == windows.Linux }) {
		script = &r.file[0]
	}
	whole := r.unit.FileScope
	for _, s := range r.scopes {
		if script != nil && !s.told() {
			s.Target = judged(evidence.List{*script})
		}
		if s.OS == windows.Windows && (whole.OS == windows.UnknownOS || s.Strong && !whole.Strong) {
			whole.Target = s.Target
		}
	}
	if whole.OS == windows.UnknownOS && script != nil {
		whole.Target = judged(evidence.List{*script})
	}
}

// told reports whether something more than hints speaks for a system of a command.
func (s *Scope) told() bool {
	return slices.ContainsFunc(s.Why, func(r evidence.Reason) bool { return r.Weight >= evidence.Likely })
}

// spread has a command whose system is known speak for those of the same file that say nothing themselves.
func (r *dockerReader) spread(s *Scope) {
	if s.OS != windows.UnknownOS && len(s.Why) > 0 {
		reason := s.Why[0]
		reason.Weight, reason.Row = evidence.Likely, "script"
		r.file.Add(reason)
	}
}

// inherit takes what is known of the container that a command is about, and of the image that a container is made of, and
// keeps what a command says about the images that it makes.
func (r *dockerReader) inherit(s *Scope) {
	made := made(s.Docker)
	if c := s.Nodes[0].Container; c != nil && c.From != nil && !s.Strong {
		if from := r.origins[c.From]; from != nil && from.OS != windows.UnknownOS {
			s.Target = from.Target
		}
	}
	if s.Image != nil && len(made) == 0 {
		s.Made = slices.Contains(r.built, s.Image.Repository)
		if t, known := r.images[s.Image.Repository]; known && !s.Strong {
			s.Target = t
		}
	}
	for _, repository := range made {
		if s.OS != windows.UnknownOS {
			r.images[repository] = s.Target
		}
	}
}

// aimCommand tells the target of a command by what is in it.
func (r *dockerReader) aimCommand(s *Scope) {
	reader := commandReader{mirrors: r.world.Mirrors}
	images := r.named(s.Docker)
	for _, image := range images {
		p := image.Platform()
		if isPublished(p.Basis) && slices.Contains(r.built, image.Repository) {
			continue // the file itself makes an image of that name
		}
		reader.found.SawImage(image.Image, image.at)
		if p.OS != windows.UnknownOS && s.Image == nil {
			s.Image = image.Image
		}
	}
	reader.arguments(s.Docker)
	if s.Image == nil && len(images) > 0 && images[0].Complete() {
		s.Image = images[0].Image
	}
	reader.read(s.Docker)
	r.builtElsewhere(s, images, &reader.found)
	built := r.dockerfile(s)
	for _, reason := range built.Why {
		reader.found.Add(reason)
	}
	r.world.sawStated(&reader.found, s.span)
	if r.runner.Engine() != windows.UnknownOS && !namesEngine(s.Docker) {
		reader.found.Add(r.runner.reason())
	}
	s.Target = judged(reader.found)
	s.detail(built)
	for _, image := range images {
		s.detail(OfImage(image.Image, image.at))
	}
}

// namesEngine reports whether a command names the engine that it is for.
func namesEngine(c *docker.Command) bool {
	return slices.ContainsFunc(c.Globals, func(o *docker.Option) bool { return o.Name == "host" || o.Name == "context" })
}

// Remote reports whether a docker command of the file may be for the engine of another machine.
func (u *Unit) Remote(c *docker.Command) bool {
	return namesEngine(c) || Once(u, engineKey{}, func() bool { return remoteEngine.MatchString(u.File.Text) })
}

// engineKey is the key of whether a file has docker commands drive the engine of another machine.
type engineKey struct{}

// builtElsewhere takes what the run builds under the name of the image that a container is made from.
func (r *dockerReader) builtElsewhere(s *Scope, images []namedImage, found *evidence.List) {
	if !s.Docker.Verbs("run", "create") || len(images) == 0 || slices.Contains(r.built, images[0].Repository) {
		return
	}
	if built := r.world.built(images[0].Image); built != nil {
		s.Made = true
		found.Add(s.reasonOf(built, images[0].at, images[0].Text))
	}
}

// isPublished reports whether a name tells what somebody else publishes under it, and nothing of an image that the file itself
// makes.
func isPublished(basis windows.Basis) bool {
	return basis == windows.ByOfficialName || basis == windows.ByPlainTag
}

// made is the repositories of the images that a command makes.
func made(c *docker.Command) (list []string) {
	for _, image := range madeImages(c, nil) {
		list = append(list, image.Repository)
	}
	return list
}

// madeImages is the images that a command makes.
func madeImages(c *docker.Command, mirrors windows.Mirrors) []*windows.Image {
	var words []docker.Word
	switch {
	case c.Verbs("build", "buildx build"):
		for _, o := range c.Options {
			if o.Name == "tag" {
				words = append(words, o.Value)
			}
		}
	case c.Verbs("tag", "commit") && len(c.Operands) == 2:
		words = c.Operands[1:]
	}
	var list []*windows.Image
	for _, w := range words {
		if image, ok := mirrors.Parse(docker.Fill(w.Pattern, windows.UnknownPart)); ok {
			list = append(list, image)
		}
	}
	return list
}

// A namedImage is an image where a command names it.
type namedImage struct {
	*windows.Image
	at source.Span
}

// named is the images that a command names.
func (r *dockerReader) named(c *docker.Command) []namedImage {
	var words []docker.Word
	switch {
	case c.Verbs("run", "create", "service create"):
		words = c.Operands[:min(1, len(c.Operands))]
	case c.Verbs("pull", "push", "tag", "rmi", "save", "history"):
		words = c.Operands
	case c.Verbs("build", "buildx build"):
		for _, o := range c.Options {
			if o.Name == "tag" {
				words = append(words, o.Value)
			}
		}
	}
	var list []namedImage
	for _, w := range words {
		at := w.Span()
		if value, known := r.value(c, w); known {
			w = value
		}
		if image, ok := r.world.Mirrors.Parse(docker.Fill(w.Pattern, windows.UnknownPart)); ok {
			list = append(list, namedImage{image, at})
		}
	}
	return list
}

// value is the text that a word of a command is known to mean by way of a variable.
func (r *dockerReader) value(c *docker.Command, w docker.Word) (docker.Word, bool) {
	if w.Arg == nil || w.Arg.Variable() == nil {
		return docker.Word{}, false
	}
	value, known := r.values[outermost(c.Script)][w.Arg.Variable().Name]
	return value, known
}
