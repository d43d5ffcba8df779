package target

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

// readCommands reads a script file: each docker command in it is a scope of its own, since one script may well drive
// containers for Linux, too.
func readCommands(f *source.File, open Open) *Unit {
	s := script.File(f)
	u := &Unit{File: f, ScriptFile: s, Comments: scriptComments(s)}
	u.Whole = &Scope{span: u.Span()}
	u.noteUnread(s)
	r := &dockerReader{unit: u, open: open, values: constants(s)}
	for inner := range s.All() {
		if !inner.Unread() {
			r.read(inner)
		}
	}
	r.follow(s)
	slices.SortStableFunc(u.Scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
	r.aim()
	return u
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
	open   Open
	moved  bool                   // the script changes the folder that it works in
	values map[string]docker.Word // the variables that hold one known text
	built  []string               // the images that the file builds, tags or commits
	file   hints                  // what speaks for an operating system anywhere in the file

	origins map[*docker.Command]*Scope
	images  map[string]Target // of what commands make, by repository
}

// read adds the scopes of one script.
func (r *dockerReader) read(s *script.Script) {
	for c := range s.Commands() {
		if c.Is("dockercli", "docker-ci-zap") {
			r.file.engine(c)
		}
		r.moved = r.moved || moves(c)
		if cmd := docker.Read(c); cmd != nil {
			r.built = append(r.built, made(cmd)...)
			r.unit.Scopes = append(r.unit.Scopes, &Scope{
				Kind: Command, Docker: cmd, Nodes: []Node{{Node: cmd, State: &State{}}}, span: cmd.Span(),
			})
		}
	}
}

// follow notes at each command what is known of the container that it is about.
func (r *dockerReader) follow(s *script.Script) {
	f := &flow{
		scopes: map[*script.Command]*Scope{}, values: r.values, seen: map[*script.Command]bool{},
		made: map[*script.Command]*container{},
	}
	for _, scope := range r.unit.Scopes {
		f.scopes[scope.Docker.Command] = scope
	}
	for inner := range s.All() {
		if !inner.Unread() && !f.followed(inner) {
			f.script(inner)
		}
	}
}

// aim tells the target of every command, and of the file.
func (r *dockerReader) aim() {
	r.origins = map[*docker.Command]*Scope{}
	r.images = map[string]Target{}
	for _, s := range r.unit.Scopes {
		r.aimCommand(s)
		r.origins[s.Docker] = s
	}
	for _, s := range r.unit.Scopes {
		r.inherit(s)
		r.file.add(s.Target)
	}
	whole := r.unit.Whole
	for _, s := range r.unit.Scopes {
		if s.OS == windows.UnknownOS && r.file.linux == nil && r.file.windows != nil && !r.names(s) {
			s.Target = Target{OS: windows.Windows, Why: []Evidence{*r.file.windows}}
		}
		if s.OS == windows.Windows && (whole.OS == windows.UnknownOS || s.Strong && !whole.Strong) {
			whole.Target = s.Target
		}
	}
	if whole.OS == windows.UnknownOS && r.file.windows != nil {
		whole.Target = Target{OS: windows.Windows, Why: []Evidence{*r.file.windows}}
	}
}

// inherit takes what is known of the container that a command is about, and of the image that a container is made of, and
// keeps what a command tells of the images that it makes.
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

func (h *hints) add(t Target) {
	switch {
	case len(t.Why) == 0:
	case t.OS == windows.Windows && h.windows == nil:
		h.windows = &t.Why[0]
	case t.OS == windows.Linux && h.linux == nil:
		h.linux = &t.Why[0]
	}
}

// aimCommand tells the target of a command by what stands in it.
func (r *dockerReader) aimCommand(s *Scope) {
	images := r.named(s.Docker)
	for _, image := range images {
		t := OfImage(image.Image, image.at)
		if t.OS == windows.UnknownOS || !t.Strong && (s.OS != windows.UnknownOS || slices.Contains(r.built, image.Repository)) {
			continue
		}
		if t.Strong && s.Strong && t.OS != s.OS {
			s.Target = Target{} // one image of each
			return
		}
		s.Target, s.Image = t, image.Image
	}
	if s.Image == nil && len(images) > 0 && images[0].Complete() {
		s.Image = images[0].Image
	}
	if !s.Strong {
		aimByOptions(s)
	}
	r.aimByDockerfile(s)
}

// names reports whether the command names an image that others may publish for either system: one without an owner that
// the file does not build.
func (r *dockerReader) names(s *Scope) bool {
	return s.Image != nil && s.Image.Official() && !slices.Contains(r.built, s.Image.Repository)
}

// made is the repositories of the images that a command makes.
func made(c *docker.Command) []string {
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
	var list []string
	for _, w := range words {
		if image, ok := windows.ParseImage(withParts(w.Pattern)); ok {
			list = append(list, image.Repository)
		}
	}
	return list
}

// withParts is a pattern with unknownPart for each stretch that is not known.
func withParts(pattern string) string {
	var b strings.Builder
	for i := range len(pattern) {
		switch {
		case pattern[i] != docker.Hole:
			b.WriteByte(pattern[i])
		case i == 0 || pattern[i-1] != docker.Hole:
			b.WriteString(windows.UnknownPart)
		}
	}
	return b.String()
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
	case c.Verbs("run", "create"):
		words = c.Operands[:min(1, len(c.Operands))]
	case c.Verbs("pull", "push", "tag", "rmi", "save", "history"):
		words = c.Operands
	case c.Verbs("build", "buildx build"):
		for _, o := range c.Options {
			switch o.Name {
			case "tag":
				words = append(words, o.Value)
			case "build-arg":
				if at := strings.IndexByte(o.Value.Pattern, '='); at > 0 {
					words = append(words, o.Value.Slice(at+1, o.Value.Len()))
				}
			}
		}
	}
	var list []namedImage
	for _, w := range words {
		at := w.Span()
		if value, known := r.value(w); known {
			w = value
		}
		if image, ok := windows.ParseImage(withParts(w.Pattern)); ok {
			list = append(list, namedImage{image, at})
		}
	}
	return list
}

// value is the text that a word is known to mean by way of a variable.
func (r *dockerReader) value(w docker.Word) (docker.Word, bool) {
	if w.Arg == nil || w.Arg.Variable() == nil {
		return docker.Word{}, false
	}
	value, known := r.values[w.Arg.Variable().Name]
	return value, known
}
