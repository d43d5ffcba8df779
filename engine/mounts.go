package engine

import (
	"path"
	"strings"

	"github.com/winlint/winlint/source"
)

// A Refusal is what Docker Engine on Windows says to a mount, as docker compose hands it over.
type Refusal struct {
	Part    Part
	At      source.Span // where the part stands
	Message string      // the engine's words; it names the mount as written, the engine the source that compose makes of it
}

// Part is a part of a mount.
type Part int

// The parts. A source or target that is the name of a pipe is that, too.
const (
	SourcePart Part = iota
	TargetPart
	OptionPart
	TypePart
)

// A Mount is one mount of a container, as docker compose hands it over. Its texts hold no variables.
type Mount struct {
	Short         bool          // "source:target:options"
	Type          string        // "bind", "volume", "npipe", ...
	TypeAt        source.Span   // of the type, or of the mount where nothing names it
	Source        source.Text   // empty where there is none
	Target        source.Text   // as written
	ReadOnly      bool          // the container cannot write
	ReadOnlyAt    source.Span   // of the long form: what says so
	Options       []source.Text // of the short form
	Propagation   string        // of the long form; "" where there is none
	PropagationAt source.Span
}

// Refused is what Docker Engine on Windows does not take of the mount; nil where it takes it. Whether the source exists and
// is a directory is not looked at.
//
// The grammar is that of moby's windows_parser.go: sources are "X:\..." or a pipe, targets "X:", "X:\..." or a pipe, in
// both kinds of slashes; a target is not C: itself. Compose sends binds and named volumes as one string, the rest as parts.
func (m *Mount) Refused() *Refusal {
	switch m.Type {
	case "bind":
		return m.refusedBind()
	case "volume":
		return m.refusedVolume()
	case "npipe":
		return m.refusedPipe()
	case "tmpfs", "image", "cluster":
		return m.refuse(TypePart, m.TypeAt, "mount type unknown")
	}
	return nil
}

func (m *Mount) refuse(part Part, at source.Span, what string) *Refusal {
	return &Refusal{part, at, `invalid mount config for type "` + m.Type + `": ` + what}
}

// cleaned is the target as compose sends it: it cleans slashes as in a path of Linux, also in front of a pipe.
func (m *Mount) cleaned() string { return path.Clean(m.Target.String()) }

// spec is the string that compose sends for a bind or a named volume.
func (m *Mount) spec() string {
	mode := "rw"
	if m.ReadOnly {
		mode = "ro"
	}
	for _, o := range m.Options {
		if o.String() == "z" || o.String() == "Z" {
			mode += "," + o.String()
		}
	}
	return m.Source.String() + ":" + m.cleaned() + ":" + mode
}

func (m *Mount) refusedBind() *Refusal {
	invalid := m.invalid(m.spec())
	if IsPipe(m.Source.String()) {
		return m.refusedPipeBind(invalid)
	}
	if !m.relative() && !IsHostPath(m.Source.String()) {
		return &Refusal{SourcePart, m.Source.Span(), invalid}
	}
	if r := m.refusedTarget(invalid); r != nil {
		return r
	}
	return m.refusedOption(invalid)
}

// refusedPipeBind looks at a pipe in the short form, which the engine finds out by its name.
func (m *Mount) refusedPipeBind(invalid string) *Refusal {
	if r := m.refusedTarget(invalid); r != nil {
		return r
	}
	wrap := invalid + `: invalid mount config for type "npipe": `
	if target := strings.ReplaceAll(m.cleaned(), "/", `\`); !strings.HasPrefix(strings.ToLower(target), pipePrefix) {
		return &Refusal{TargetPart, m.Target.Span(), wrap + "'" + target + "' is not a valid pipe path"}
	}
	for _, o := range m.Options {
		if o.String() == "ro" {
			return &Refusal{OptionPart, o.Span(), wrap + "field ReadOnly must not be specified"}
		}
	}
	return m.refusedOption(invalid)
}

const pipePrefix = `\\.\pipe\`

func (m *Mount) invalid(spec string) string { return "invalid volume specification: '" + spec + "'" }

// relative reports whether compose puts the project's folder or the user's in front of the source.
func (m *Mount) relative() bool {
	s := m.Source.String()
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") {
		return true
	}
	return !m.Short && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, `\`) && (len(s) < 2 || s[1] != ':')
}

func (m *Mount) refusedVolume() *Refusal {
	if m.Source.Len() == 0 { // compose sends it as parts
		return m.refusedTarget(`invalid mount config for type "volume": invalid mount path: '` + m.cleaned() + "'")
	}
	invalid := m.invalid(m.spec())
	if r := m.refusedTarget(invalid); r != nil {
		return r
	}
	return m.refusedOption(invalid)
}

func (m *Mount) refusedTarget(invalid string) *Refusal {
	switch target := m.cleaned(); {
	case IsSystemDrive(target):
		target = strings.ToLower(strings.ReplaceAll(target, "/", `\`))
		what := m.refuse(TargetPart, m.Target.Span(), "destination path ("+target+`) cannot be 'c:' or 'c:\'`)
		if m.Source.Len() > 0 {
			what.Message = invalid + ": " + what.Message
		}
		return what
	case !IsMountTarget(target):
		return &Refusal{TargetPart, m.Target.Span(), invalid}
	}
	return nil
}

// refusedOption looks at the options that compose hands on: the labels of SELinux, and the ways to propagate mounts.
func (m *Mount) refusedOption(invalid string) *Refusal {
	for _, o := range m.Options {
		switch o.String() {
		case "z", "Z":
			return &Refusal{OptionPart, o.Span(), invalid}
		case "shared", "rshared", "slave", "rslave", "private", "rprivate":
			return m.refuse(OptionPart, o.Span(), "invalid propagation mode: "+o.String())
		}
	}
	if m.Propagation != "" {
		return m.refuse(OptionPart, m.PropagationAt, "invalid propagation mode: "+m.Propagation)
	}
	return nil
}

func (m *Mount) refusedPipe() *Refusal {
	switch {
	case m.ReadOnly:
		return m.refuse(OptionPart, m.ReadOnlyAt, "field ReadOnly must not be specified")
	case !strings.HasPrefix(strings.ToLower(m.Source.String()), pipePrefix):
		return m.refuse(SourcePart, m.Source.Span(), "'"+m.Source.String()+"' is not a valid pipe path")
	case !IsMountTarget(m.cleaned()):
		return m.refuse(TargetPart, m.Target.Span(), "invalid mount path: '"+m.cleaned()+"'")
	case !strings.HasPrefix(strings.ToLower(m.cleaned()), pipePrefix):
		return m.refuse(TargetPart, m.Target.Span(), "'"+m.cleaned()+"' is not a valid pipe path")
	}
	return nil
}

// IsSystemDrive reports whether a target is the drive C: itself, onto which nothing can be mounted.
func IsSystemDrive(s string) bool {
	s = strings.ToLower(strings.ReplaceAll(s, "/", `\`))
	return s == "c:" || s == `c:\`
}

// badInPath is what no part of a path of Windows holds.
const badInPath = "\\/:*?\"<>\r\n"

// IsHostPath reports whether the engine on Windows takes s for a folder of the host: a drive, a slash of either kind, and
// names with single slashes between them.
func IsHostPath(s string) bool {
	rest, ok := cutDrive(s)
	if !ok || rest == "" || !slash(rest[0]) || strings.Contains(rest, "|") {
		return false
	}
	return segments(rest)
}

// IsMountTarget reports whether the engine on Windows can mount at s: a drive alone, or with names behind it, or a pipe.
func IsMountTarget(s string) bool {
	rest, ok := cutDrive(s)
	return ok && segments(rest) || IsPipe(s)
}

// cutDrive takes the drive off a path, with the prefix "\\?\" that may stand in front of it.
func cutDrive(s string) (string, bool) {
	s = strings.TrimPrefix(s, `\\?\`)
	if len(s) < 2 || s[1] != ':' || s[0]|0x20 < 'a' || s[0]|0x20 > 'z' {
		return "", false
	}
	return s[2:], true
}

func slash(c byte) bool { return c == '/' || c == '\\' }

// segments reports whether s is names, each with one slash in front of it, and perhaps one at the end.
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

// IsPipe reports whether the engine on Windows takes s for a named pipe, in slashes of either kind.
func IsPipe(s string) bool {
	if len(s) < len(`\\.\pipe\x`) || !slash(s[0]) || !slash(s[1]) || !slash(s[3]) || !slash(s[8]) {
		return false
	}
	return strings.EqualFold(s[4:8], "pipe") && !strings.ContainsAny(s[9:], ":*?\"<>|\r\n")
}
