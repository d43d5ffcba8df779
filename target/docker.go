package target

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

// readCommands reads a script file: each docker command in it is a scope of its own, since one script may well drive
// containers for Linux, too.
func readCommands(f *source.File) *Unit {
	s := script.File(f)
	u := &Unit{File: f, ScriptFile: s, Comments: scriptComments(s)}
	u.Whole = &Scope{span: u.Span()}
	r := &dockerReader{unit: u, values: constants(s)}
	for inner := range s.All() {
		if !inner.Unread() {
			r.read(inner)
		}
	}
	r.follow(s)
	r.aim()
	slices.SortStableFunc(u.Scopes, func(a, b *Scope) int { return a.span.Start - b.span.Start })
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
	values map[string]docker.Word // the variables that hold one known text
	built  []string               // the images that the file builds, tags or commits
	file   hints                  // what speaks for an operating system anywhere in the file
}

// read adds the scopes of one script.
func (r *dockerReader) read(s *script.Script) {
	for c := range s.Commands() {
		if c.Is("dockercli") {
			r.file.engine(c)
		}
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
	by := map[*docker.Command]*Scope{}
	for _, s := range r.unit.Scopes {
		r.aimCommand(s)
		r.file.add(s.Target)
		by[s.Docker] = s
	}
	for _, s := range r.unit.Scopes {
		s.Made = s.Image != nil && slices.Contains(r.built, s.Image.Repository)
		if c := s.Nodes[0].Container; c != nil && c.From != nil && !s.Strong && by[c.From].OS != UnknownOS {
			s.Target = by[c.From].Target
		}
	}
	whole := r.unit.Whole
	for _, s := range r.unit.Scopes {
		if s.OS == UnknownOS && r.file.linux == nil && r.file.windows != nil && !r.names(s) {
			s.Target = Target{OS: Windows, Why: []Evidence{*r.file.windows}}
		}
		if s.OS == Windows && (whole.OS == UnknownOS || s.Strong && !whole.Strong) {
			whole.Target = s.Target
		}
	}
	if whole.OS == UnknownOS && r.file.windows != nil {
		whole.Target = Target{OS: Windows, Why: []Evidence{*r.file.windows}}
	}
}

func (h *hints) add(t Target) {
	switch {
	case len(t.Why) == 0:
	case t.OS == Windows && h.windows == nil:
		h.windows = &t.Why[0]
	case t.OS == Linux && h.linux == nil:
		h.linux = &t.Why[0]
	}
}

// engine takes the switches of Docker Desktop's DockerCli.exe.
func (h *hints) engine(c *script.Command) {
	for _, arg := range c.Args {
		switch {
		case arg.Is("-SwitchDaemon", "-SwitchWindowsEngine"):
			h.tell(Windows, "the switch of Docker Desktop", arg.Text())
		case arg.Is("-SwitchLinuxEngine"):
			h.tell(Linux, "the switch of Docker Desktop", arg.Text())
		}
	}
}

// aimCommand tells the target of a command by what stands in it.
func (r *dockerReader) aimCommand(s *Scope) {
	images := r.images(s.Docker)
	for _, image := range images {
		t := image.Target(image.at)
		if t.OS == UnknownOS || !t.Strong && (s.OS != UnknownOS || slices.Contains(r.built, image.Repository)) {
			continue
		}
		if t.Strong && s.Strong && t.OS != s.OS {
			s.Target = Target{} // one image of each
			return
		}
		s.Target, s.Image = t, image.Image
	}
	if s.Image == nil && len(images) > 0 && images[0].complete() {
		s.Image = images[0].Image
	}
	if !s.Strong {
		aimByOptions(s)
	}
}

// names reports whether the command names an image that others may publish for either system: one without an owner that
// the file does not build.
func (r *dockerReader) names(s *Scope) bool {
	return s.Image != nil && strings.HasPrefix(s.Image.Repository, "library/") && s.Image.Registry == dockerHub &&
		!slices.Contains(r.built, s.Image.Repository)
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
		if image, ok := ParseImage(withParts(w.Pattern)); ok {
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
			b.WriteString(unknownPart)
		}
	}
	return b.String()
}

// A namedImage is an image where a command names it.
type namedImage struct {
	*Image
	at source.Span
}

// images is the images that a command names.
func (r *dockerReader) images(c *docker.Command) []namedImage {
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
		if image, ok := ParseImage(withParts(w.Pattern)); ok {
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

// aimByOptions tells the target by options that only one system has.
func aimByOptions(s *Scope) {
	h := hints{}
	for _, o := range s.Docker.Options {
		h.option(o)
	}
	if s.Docker.Verb == "cp" {
		for _, w := range s.Docker.Operands {
			_, path, found := strings.Cut(w.Pattern, ":")
			if found && hasDrive(path) || docker.SwallowedDrive(w) != nil {
				h.tell(Windows, "the path in a container", w.Text)
			}
		}
	}
	switch {
	case h.windows != nil && h.linux == nil:
		s.Target = Target{OS: Windows, Strong: true, Why: []Evidence{*h.windows}}
	case h.linux != nil && h.windows == nil:
		s.Target = Target{OS: Linux, Strong: true, Why: []Evidence{*h.linux}}
	case h.linux != nil:
		s.Target = Target{}
	default:
		s.aimByCommand()
	}
}

// aimByCommand tells the target by what runs in the container, and by a socket of Linux. That is no certain evidence.
func (s *Scope) aimByCommand() {
	h := hints{}
	for _, o := range s.Docker.Options {
		if o.Name == "volume" && strings.Contains(o.Value.Pattern, ":/var/run/") {
			h.tell(Linux, "the path in the container", o.Value.Text)
		}
	}
	if s.Docker.Verbs("run", "create", "exec") && len(s.Docker.Operands) > 1 {
		h.program(s.Docker.Operands[1])
	}
	switch {
	case h.linux != nil && s.OS == Windows:
		s.Target = Target{}
	case h.linux != nil:
		s.Target = Target{OS: Linux, Why: []Evidence{*h.linux}}
	case h.windows != nil && s.OS != Windows:
		s.Target = Target{OS: Windows, Why: []Evidence{*h.windows}}
	}
}

// program takes the program of a container. PowerShell 7 runs anywhere.
func (h *hints) program(w docker.Word) {
	switch languageOfProgram(w.Pattern) {
	case Cmd, PowerShell:
		h.tell(Windows, "the program", w.Text)
	case Sh:
		h.tell(Linux, "the program", w.Text)
	}
	if strings.HasPrefix(w.Pattern, "/") && !strings.HasPrefix(w.Pattern, "//") {
		h.tell(Linux, "the program", w.Text)
	}
}

// option takes an option whose value only one of the systems knows.
func (h *hints) option(o *docker.Option) {
	value := o.Value.Pattern
	switch o.Name {
	case "isolation":
		if isolation := strings.ToLower(value); isolation == "process" || isolation == "hyperv" {
			h.tell(Windows, "the isolation", o.Value.Text)
		}
	case "platform":
		system, _, _ := strings.Cut(strings.ToLower(value), "/")
		switch system {
		case "windows":
			h.tell(Windows, "the platform", o.Value.Text)
		case "linux":
			h.tell(Linux, "the platform", o.Value.Text)
		}
	case "security-opt":
		if strings.HasPrefix(strings.ToLower(value), "credentialspec=") {
			h.tell(Windows, "the security option", o.Value.Text)
		}
	case "volume", "mount":
		m := docker.ReadMount(o)
		switch {
		case docker.SwallowedDrive(o.Value) != nil:
			h.tell(Windows, "the path in the container", o.Value.Text)
		case m.Target.Arg == nil:
		case hasDrive(m.Target.Pattern), strings.HasPrefix(m.Target.Pattern, `\\.\pipe\`):
			h.tell(Windows, "the path in the container", m.Target.Text)
		}
	case "register-service", "unregister-service", "run-service", "service-name":
		h.tell(Windows, "the option of dockerd", o.Flag.Text)
	case "host":
		if strings.HasPrefix(value, "npipe:") {
			h.tell(Windows, "the address", o.Value.Text)
		}
	case "driver":
		if slices.Contains(windowsDrivers, value) {
			h.tell(Windows, "the network driver", o.Value.Text)
		}
	case "workdir":
		if hasDrive(value) {
			h.tell(Windows, "the folder in the container", o.Value.Text)
		}
	}
}
