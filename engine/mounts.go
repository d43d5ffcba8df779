package engine

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/source"
)

// A Refusal is what Docker Engine on Windows says to a part of a mount.
type Refusal struct {
	Part    Part
	At      source.Span // where the part is
	Message string      // the engine's words; it names the mount as it gets it
}

// Part is a part of a mount.
type Part int

// The parts. A source or target that is the name of a pipe is that, too.
const (
	SourcePart Part = iota
	NamePart        // a source that is the name of a volume
	TargetPart
	OptionPart
	TypePart
)

// A Mount is one mount of a container, as Compose or the Docker CLI passes it to the engine.
type Mount struct {
	Client        bool        // the CLI passes it as it is written; Compose changes it
	Short         bool        // "source:target:options"
	Type          string      // "bind", "volume", "npipe", ...
	TypeAt        source.Span // of the type, or of the mount if nothing names it
	Whole         Value       // of the short form: all of it
	Source        Value       // empty if there is none
	Target        Value
	ReadOnly      bool          // the container cannot write
	ReadOnlyAt    source.Span   // what says so, if that is not in Options or Mode
	Options       []source.Text // of the short form of Compose
	Mode          Value         // of -v; empty if there is none
	Propagation   Value         // of the long form; empty if there is none
	PropagationAt source.Span
}

// Refusals is what Docker Engine on Windows rejects of the mount, at most once for each part. What is not known of a part is
// not looked at, nor whether the source exists and is a directory.
//
// The grammar is that of moby's windows_parser.go: sources are "X:\...", the name of a volume or a pipe, targets "X:",
// "X:\..." or a pipe, with both kinds of slashes; a target is not C: itself. -v is one string for it, --mount is parts. Compose
// sends binds and named volumes as one string, the rest as parts.
func (m *Mount) Refusals() []*Refusal {
	switch m.Type {
	case "npipe":
		return found(m.refusedPipe())
	case "bind", "volume":
		if IsPipe(m.Source.Pattern) && !m.parts() {
			return found(m.refusedPipeBind())
		}
		return found(m.refusedSource(), m.refusedTarget(), m.refusedOption())
	default: // "tmpfs", "image", "cluster"; Compose rejects what nobody has
		return []*Refusal{m.refuse(TypePart, m.TypeAt, "mount type unknown")}
	}
}

// found is the refusals that are one.
func found(list ...*Refusal) []*Refusal {
	return slices.DeleteFunc(list, func(r *Refusal) bool { return r == nil })
}

// parts reports whether the engine gets the mount as parts, and not as one string.
func (m *Mount) parts() bool {
	return !m.Short && m.Client || m.Type == "npipe" || m.Type == "volume" && m.Source.Len() == 0 && !m.Client
}

func (m *Mount) refuse(part Part, at source.Span, what string) *Refusal {
	return &Refusal{part, at, `invalid mount config for type "` + m.Type + `": ` + what}
}

// refuseString is what the engine says to a string that it cannot read, or to a part of it.
func (m *Mount) refuseString(part Part, at source.Span, what string) *Refusal {
	message := "invalid volume specification"
	if spec, known := m.spec(); known {
		message += ": '" + spec + "'"
	}
	if what != "" {
		message += ": " + m.refuse(part, at, what).Message
	}
	return &Refusal{part, at, message}
}

// spec is the string that the engine gets; known is false if it depends on variables.
func (m *Mount) spec() (spec string, known bool) {
	if m.Client {
		return m.Whole.String(), m.Whole.Known()
	}
	mode := "rw"
	if m.ReadOnly {
		mode = "ro"
	}
	for _, o := range m.Options {
		if o.String() == "z" || o.String() == "Z" {
			mode += "," + o.String()
		}
	}
	return m.Source.String() + ":" + m.cleaned() + ":" + mode, m.Source.Known() && m.Target.Known()
}

// cleaned is the target as the engine gets it: Compose cleans slashes as in a Linux path, also at the start of a pipe.
func (m *Mount) cleaned() string {
	if m.Client {
		return m.Target.Pattern
	}
	return path.Clean(m.Target.Pattern)
}

// refusedSource looks at a source that is known.
func (m *Mount) refusedSource() *Refusal {
	s := m.Source.String()
	switch {
	case m.Source.Len() == 0 || !m.Source.Known() || m.relative():
	case m.Type == "bind" && m.parts():
		if !IsMountTarget(s) { // that expression, and not the one for sources
			return m.refuse(SourcePart, m.Source.Span(), "invalid mount path: '"+s+"' mount path must be absolute")
		}
	case m.Type == "bind":
		if !IsHostPath(s) {
			return m.refuseString(SourcePart, m.Source.Span(), "")
		}
	case m.Client:
		return m.refusedName()
	}
	return nil
}

// refusedName looks at the name of a volume as the CLI passes it. Compose has names of its own.
func (m *Mount) refusedName() *Refusal {
	name := m.Source.String()
	if m.Short {
		name = strings.ToLower(name)
	}
	reserved := `volume name "` + name + `" cannot be a reserved word for Windows filenames`
	switch bad := strings.ContainsAny(name, badInName); {
	case m.Short && bad:
		return m.refuseString(SourcePart, m.Source.Span(), "")
	case bad:
		return m.refuse(SourcePart, m.Source.Span(), "invalid volume name")
	case IsReservedName(name) && m.Short:
		return m.refuseString(NamePart, m.Source.Span(), reserved)
	case IsReservedName(name):
		return m.refuse(NamePart, m.Source.Span(), reserved)
	}
	return nil
}

// badInName is what no name of a volume has.
const badInName = "\\/:*?\"<>|\r\n"

// relative reports whether the source is completed before the engine gets it, by the client or the shell.
func (m *Mount) relative() bool {
	s := m.Source.String()
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") {
		return true
	}
	return !m.Client && m.Type == "bind" && !m.Short && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, `\`) && (len(s) < 2 || s[1] != ':')
}

func (m *Mount) refusedTarget() *Refusal {
	target, at := m.cleaned(), m.Target.Span()
	says := func(what string) *Refusal {
		if m.parts() {
			return m.refuse(TargetPart, at, what)
		}
		if !strings.HasPrefix(what, "destination") {
			what = "" // the expression for the string does not match
		}
		return m.refuseString(TargetPart, at, what)
	}
	switch {
	case m.Target.Len() == 0:
	case IsSystemDrive(target):
		target = strings.ToLower(strings.ReplaceAll(target, "/", `\`))
		return says("destination path (" + target + `) cannot be 'c:' or 'c:\'`)
	case !m.Target.Known():
		if !slash(target[0]) || len(target) > 1 && slash(target[1]) || isMode(target) { // may continue as a drive, or is a pipe
			return nil
		}
		return says("invalid mount path: '" + m.Target.String() + "'")
	case !IsMountTarget(target) && !(isMode(target) && !m.Source.Known()): // a variable may hold a colon
		return says("invalid mount path: '" + target + "'")
	}
	return nil
}

func isMode(s string) bool { return strings.EqualFold(s, "ro") || strings.EqualFold(s, "rw") }

// refusedOption looks at the mode of -v, and at the options that Compose passes: SELinux labels, and the ways to propagate mounts.
func (m *Mount) refusedOption() *Refusal {
	if mode := m.Mode; m.Short && mode.Len() > 0 && mode.Known() && !isMode(mode.String()) {
		return m.refuseString(OptionPart, mode.Span(), "")
	}
	for _, o := range m.Options {
		switch o.String() {
		case "z", "Z":
			return m.refuseString(OptionPart, o.Span(), "")
		case "shared", "rshared", "slave", "rslave", "private", "rprivate":
			return m.refuse(OptionPart, o.Span(), "invalid propagation mode: "+o.String())
		}
	}
	if m.Propagation.Len() > 0 && m.Propagation.Known() {
		return m.refuse(OptionPart, m.PropagationAt, "invalid propagation mode: "+m.Propagation.String())
	}
	return nil
}

const pipePrefix = `\\.\pipe\`

// refusedPipeBind looks at a pipe in a string, which the engine recognizes by its name.
func (m *Mount) refusedPipeBind() *Refusal {
	if r := m.refusedTarget(); r != nil {
		return r
	}
	pipe := *m
	pipe.Type = "npipe"
	target := strings.ReplaceAll(m.cleaned(), "/", `\`)
	if m.Target.Known() && !strings.HasPrefix(strings.ToLower(target), pipePrefix) {
		return pipe.refuseString(TargetPart, m.Target.Span(), "'"+target+"' is not a valid pipe path")
	}
	const readOnly = "field ReadOnly must not be specified"
	if strings.EqualFold(m.Mode.Pattern, "ro") {
		return pipe.refuseString(OptionPart, m.Mode.Span(), readOnly)
	}
	for _, o := range m.Options {
		if o.String() == "ro" {
			return pipe.refuseString(OptionPart, o.Span(), readOnly)
		}
	}
	return m.refusedOption()
}

// refusedPipe looks at a pipe as parts.
func (m *Mount) refusedPipe() *Refusal {
	invalid := func(s string) string { return "'" + s + "' is not a valid pipe path" }
	isPipe := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), pipePrefix) }
	switch target := m.cleaned(); {
	case m.ReadOnly:
		return m.refuse(OptionPart, m.ReadOnlyAt, "field ReadOnly must not be specified")
	case m.Source.Known() && !isPipe(m.Source.String()):
		return m.refuse(SourcePart, m.Source.Span(), invalid(m.Source.String()))
	case !m.Target.Known():
	case !IsMountTarget(target):
		return m.refuse(TargetPart, m.Target.Span(), "invalid mount path: '"+target+"'")
	case !isPipe(target):
		return m.refuse(TargetPart, m.Target.Span(), invalid(target))
	}
	return nil
}

// reservedNames is what Windows calls devices, so that no file or volume has the name.
var reservedNames = []string{"aux", "con", "nul", "prn"}

// IsReservedName reports whether a name in lower case is one that Windows reserves for a device: "aux", "com1".
func IsReservedName(name string) bool {
	if slices.Contains(reservedNames, name) {
		return true
	}
	port := strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt")
	return port && len(name) == 4 && name[3] >= '1' && name[3] <= '9'
}

// IsSystemDrive reports whether a target is the drive C: itself, onto which nothing can be mounted.
func IsSystemDrive(s string) bool {
	s = strings.ToLower(strings.ReplaceAll(s, "/", `\`))
	return s == "c:" || s == `c:\`
}

// badInPath is what no part of a path of Windows holds.
const badInPath = "\\/:*?\"<>\r\n"

// IsHostPath reports whether the engine on Windows treats s as a directory of the host: a drive, a slash of either kind, and
// names with single slashes between them.
func IsHostPath(s string) bool {
	rest, ok := cutDrive(s)
	if !ok || rest == "" || !slash(rest[0]) || strings.Contains(rest, "|") {
		return false
	}
	return segments(rest)
}

// IsMountTarget reports whether the engine on Windows can mount at s: a drive alone, or with names after it, or a pipe.
func IsMountTarget(s string) bool {
	rest, ok := cutDrive(s)
	return ok && segments(rest) || IsPipe(s)
}

// cutDrive takes the drive off a path, with the prefix "\\?\" that may be before it.
func cutDrive(s string) (string, bool) {
	s = strings.TrimPrefix(s, `\\?\`)
	if len(s) < 2 || s[1] != ':' || s[0]|0x20 < 'a' || s[0]|0x20 > 'z' {
		return "", false
	}
	return s[2:], true
}

func slash(c byte) bool { return c == '/' || c == '\\' }

// segments reports whether s is names, each with one slash before it, and perhaps one at the end.
func segments(s string) bool {
	for s != "" {
		if !slash(s[0]) {
			return false
		}
		s = s[1:]
		n := strings.IndexAny(s, badInPath)
		switch {
		case s == "":
			return true
		case n < 0:
			return true
		case n == 0 || !slash(s[n]):
			return false
		}
		s = s[n:]
	}
	return true
}

// IsPipe reports whether the engine on Windows treats s as a named pipe, in slashes of either kind.
func IsPipe(s string) bool {
	if len(s) < len(`\\.\pipe\x`) || !slash(s[0]) || !slash(s[1]) || !slash(s[3]) || !slash(s[8]) {
		return false
	}
	return strings.EqualFold(s[4:8], "pipe") && !strings.ContainsAny(s[9:], ":*?\"<>|\r\n")
}
