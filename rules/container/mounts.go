package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

var mounts = []*lint.Rule{
	{
		ID: "mount-target", Summary: "The mount's place in the container is no path of Windows", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{check.MountParserSource},
		Check: lint.Both{refusedMount(mountTarget), dockerMounts(dockerMountTarget)},
	},
	{
		ID: "mount-source", Summary: "The mount's source is no path of a folder on Windows", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			check.MountParserSource, check.ComposeVolumeSource,
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/persistent-storage",
		},
		Check: lint.Both{refusedMount(mountSource), dockerMounts(dockerMountSource)},
	},
	{
		ID:      "mount-option",
		Summary: "Windows knows no labels of SELinux and no propagation of mounts", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{check.MountParserSource, composeCreate},
		Check: lint.Both{refusedMount(labelOption), dockerMounts(dockerMountOption)},
	},
	{
		ID: "mount-type", Summary: "Windows containers have no mounts of this type", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{check.MountParserSource}, Check: lint.Both{refusedMount(mountType), dockerMounts(dockerMountType)},
	},
	{
		ID: "pipe-mount", Summary: "The named pipe is not mounted as it is written", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.MountParserSource, "compose-spec/compose-go transform/volume.go"},
		Check: lint.Both{refusedMount(pipeMount), dockerMounts(dockerPipeMount)},
	},
	{
		ID: "docker-socket", Summary: "The engine on Windows has a named pipe and no socket", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{check.MountParserSource, "https://docs.docker.com/reference/cli/dockerd/#daemon-socket-option"},
		Check: lint.Both{lint.Each(dockerSocket), dockerMounts(dockerSocketOption)},
	},
	{
		ID: "mount-option-dropped", Summary: "Compose drops the option that it does not know", Topic: "mounts",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{check.ComposeVolumeSource},
		Check: lint.Each(mountOptionDropped),
	},
	{
		ID: "one-letter-volume", Summary: "The volume's name of one letter is taken for a drive", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{check.ComposeVolumeSource, check.MountParserSource},
		Check: lint.Each(oneLetterVolume),
	},
	{
		ID: "mount-of-file", Summary: "Windows mounts folders only, and this is a file", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			check.MountParserSource, "https://github.com/moby/moby/issues/37120", "https://github.com/docker/cli/issues/2055",
			"https://docs.docker.com/engine/storage/bind-mounts/",
		},
		Check: lint.Both{lint.Each(mountOfFile), dockerMounts(dockerMountOfFile)},
	},
	{
		ID: "mounted-twice", Summary: "Two mounts are at one place in the container", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", Refs: []string{check.MountParserSource, "moby/moby daemon/volumes.go"},
		Check: lint.Each(mountedTwice),
	},
	{
		ID: "reserved-volume-name", Summary: "The volume has a name that Windows keeps for devices", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{check.MountParserSource}, Check: lint.Both{lint.Each(reservedVolumeName), dockerMounts(dockerReservedName)},
	},
}

// refusedMount is a check of what the engine refuses in the mounts of services.
func refusedMount(f func(*lint.Pass, *compose.Mount, *engine.Refusal)) lint.Check {
	return lint.Each(func(p *lint.Pass, m *compose.Mount) {
		if r := subject.RefusedMount(m); r != nil && !isOneLetterVolume(m) {
			f(p, m, r)
		}
	})
}

// engineSays is what the engine says to a mount, without the mount itself.
func engineSays(r *engine.Refusal) string {
	const invalid = "invalid volume specification"
	rest, found := strings.CutPrefix(r.Message, invalid+": '")
	if !found {
		return r.Message
	}
	if _, inner, found := strings.Cut(rest, "': "); found {
		return inner
	}
	return invalid
}

func mountTarget(p *lint.Pass, m *compose.Mount, r *engine.Refusal) {
	if r.Part != engine.TargetPart || ofPipe(m) || ofSocket(m) {
		return
	}
	path := m.Target.String()
	switch {
	case engine.IsSystemDrive(path):
		check.ReportServicef(p, m.Target, "Nothing can be mounted over the drive `C:` as a whole, and Docker Engine refuses it: `%s`. "+
			"Mount onto a folder of it, or onto another drive such as `D:`.", engineSays(r))
	case path[0] == '/' || path[0] == '\\' && !strings.HasPrefix(path, `\\`):
		f := check.ReportServicef(p, m.Target, "`%s` names no drive, so that Docker Engine refuses the mount into a Windows "+
			"container: `%s`. Write `C:%s`.",
			check.Brief(path), engineSays(r), check.Brief(path))
		if !check.Shared(m.Value) {
			f.Insert(m.Target.Offset(0), "C:")
		}
	default:
		check.ReportServicef(p, m.Target, "`%s` is no full path of Windows, so that Docker Engine refuses the mount: `%s`. Write the "+
			"path with its drive, such as `C:/app`.", check.Brief(path), engineSays(r))
	}
}

func mountSource(p *lint.Pass, m *compose.Mount, r *engine.Refusal) {
	if r.Part != engine.SourcePart || ofPipe(m) || ofSocket(m) {
		return
	}
	path := m.Source.String()
	switch drive, rest, found := drivePath(path); {
	case path == `\\?\C`:
		check.ReportServicef(p, m.Source, "Compose cuts the mount at the colon of the drive behind `\\\\?\\`, so that its source is "+
			"`%s`. Take `\\\\?\\` away.", path)
	case found && path[0] == '/':
		f := check.ReportServicef(p, m.Source, "`%s` is how Git Bash writes a drive, and Docker Engine on Windows refuses the mount: "+
			"`%s`. Write `%s:%s`.",
			check.Brief(path), engineSays(r), drive, check.Brief(rest))
		if !check.Shared(m.Value) {
			f.Replace(m.Source.SpanOf(0, m.Source.Len()), inScalar(m.Value, drive+":"+rest))
		}
	case strings.HasPrefix(path, `\\`):
		check.ReportServicef(p, m.Source, "Docker Engine on Windows mounts no share of the network: `%s` is refused with `%s`. Give "+
			"the share a drive on the host with `New-SmbGlobalMapping`, and mount that.", check.Brief(path), engineSays(r))
	default:
		check.ReportServicef(p, m.Source, "`%s` is no full path of a folder on Windows, so that Docker Engine refuses the mount: "+
			"`%s`. Write the path with its drive, or one that begins with `./`.", check.Brief(path), engineSays(r))
	}
}

// drivePath cuts a path such as "/c/src" or "//c/src" into its drive and the rest.
func drivePath(s string) (drive, rest string, found bool) {
	s = strings.TrimLeft(s, "/")
	if len(s) < 2 || !check.IsLetter(s[0]) || s[1] != '/' {
		return "", "", false
	}
	return strings.ToUpper(s[:1]), s[1:], true
}

func labelOption(p *lint.Pass, m *compose.Mount, r *engine.Refusal) {
	if r.Part != engine.OptionPart || ofPipe(m) {
		return
	}
	option := p.Unit.File.Slice(r.At)
	what := "is a way of Linux to propagate mounts"
	if strings.EqualFold(option, "z") {
		what = "asks for a label of SELinux"
	}
	f := check.ReportServicef(p, r.At, "`%s` %s, and Docker Engine on Windows refuses the mount: `%s`. Take it away.",
		option, what, engineSays(r))
	if m.Short && !check.Shared(m.Value) {
		deleteOption(f, m, r.At)
	}
}

// deleteOption takes one of the options of a short mount away, and the colon in front where it is the only one.
func deleteOption(f *lint.Finding, m *compose.Mount, at source.Span) {
	i := slices.IndexFunc(m.Options, func(o source.Text) bool { return o.Span() == at })
	switch {
	case i < 0:
	case i > 0:
		f.Delete(source.Span{Start: m.Options[i-1].Span().End, End: at.End})
	case len(m.Options) > 1:
		f.Delete(source.Span{Start: at.Start, End: m.Options[1].Span().Start})
	default:
		f.Delete(source.Span{Start: m.Target.Span().End, End: at.End})
	}
}

func mountType(p *lint.Pass, m *compose.Mount, r *engine.Refusal) {
	if r.Part == engine.TypePart {
		check.ReportServicef(p, r.At, "Windows containers have no mounts of the type `%s`, and Docker Engine refuses it: `%s`. Take a "+
			"volume.",
			m.Type, r.Message)
	}
}

// ofPipe reports whether one side of the mount is the name of a pipe, or should be.
func ofPipe(m *compose.Mount) bool {
	return m.Type == compose.Npipe || engine.IsPipe(m.Source.String()) || engine.IsPipe(m.Target.String())
}

func pipeMount(p *lint.Pass, m *compose.Mount, r *engine.Refusal) {
	if !ofPipe(m) || p.InStack() {
		return
	}
	side := m.Source
	if r.Part == engine.TargetPart {
		side = m.Target
	}
	switch name := side.String(); {
	case r.Part == engine.OptionPart:
		written := p.Unit.File.Slice(r.At)
		f := check.ReportServicef(p, r.At, "A named pipe cannot be mounted read-only, and Docker Engine refuses it: `%s`. Take `%s` "+
			"away.", engineSays(r), written)
		if m.Short && !check.Shared(m.Value) {
			deleteOption(f, m, r.At)
		}
	case strings.HasPrefix(name, "//") && r.Part == engine.TargetPart && p.Environment.Compose == engine.ComposeV1:
	case strings.HasPrefix(name, "//") && r.Part == engine.TargetPart:
		f := check.ReportServicef(p, side, "Compose makes `%s` of `%s`, and Docker Engine refuses the mount: `%s`. Write `%s`.",
			path.Clean(name), check.Brief(name), engineSays(r), check.Brief(backslashed(name)))
		writePipes(f, m)
	case strings.HasPrefix(name, "//"):
		f := check.ReportServicef(p, side, "Docker Engine takes no slashes in the name of a pipe that has the type `npipe`: `%s`. "+
			"Write `%s`.",
			engineSays(r), check.Brief(backslashed(name)))
		writePipes(f, m)
	default:
		check.ReportServicef(p, side, "The mount of a pipe has a pipe on both sides, and Docker Engine refuses `%s`: `%s`. Write "+
			"`\\\\.\\pipe\\NAME` on both.",
			check.Brief(name), engineSays(r))
	}
}

func backslashed(s string) string { return strings.ReplaceAll(s, "/", `\`) }

// writePipes writes both sides of the mount of a pipe with backslashes.
func writePipes(f *lint.Finding, m *compose.Mount) {
	if check.Shared(m.Value) {
		return
	}
	for _, side := range []source.Text{m.Source, m.Target} {
		if s := side.String(); strings.HasPrefix(s, "//") {
			f.Replace(side, inScalar(scalarAt(m.Value, side), backslashed(s)))
		}
	}
}

// scalarAt is the scalar in v, or v itself, that a text of it is written in.
func scalarAt(v *data.Value, text source.Text) *data.Value {
	for part := range v.Resolve().All() {
		if part.Scalar() && part.Span().Contains(text.Span()) {
			return part
		}
	}
	return v
}

// ofSocket reports whether the mount is of the socket that Docker Engine has on Linux.
func ofSocket(m *compose.Mount) bool {
	return isSocket(m.Source.String()) || isSocket(m.Target.String())
}

func isSocket(s string) bool { return path.Base(backToSlash(s)) == "docker.sock" }

func backToSlash(s string) string { return strings.ReplaceAll(s, `\`, "/") }

const enginePipe = `\\.\pipe\docker_engine`

func dockerSocket(p *lint.Pass, m *compose.Mount) {
	if !ofSocket(m) {
		return
	}
	at := m.Source
	if !isSocket(at.String()) {
		at = m.Target
	}
	f := check.ReportServicef(p, at, "Docker Engine on Windows listens on a named pipe, so that there is no `%s` to mount. Mount "+
		"`%s` onto `%s`.",
		check.Brief(at.String()), enginePipe, enginePipe)
	if m.Short && isSocket(m.Source.String()) && isSocket(m.Target.String()) && !check.Shared(m.Value) {
		all := source.Span{Start: m.Source.Span().Start, End: m.Target.Span().End}
		if n := len(m.Options); n > 0 {
			all.End = m.Options[n-1].Span().End
		}
		f.Replace(all, inScalar(m.Value, enginePipe+":"+enginePipe))
	}
}

// shortOptions is what compose takes for options and what may stand there for others; all else in their place it drops.
var shortOptions = []string{
	"ro", "rw", "nocopy", "z", "Z", "private", "rprivate", "shared", "rshared", "slave", "rslave",
	"cached", "delegated", "consistent", "default", // dropped, and only hints on how the mount is to be kept in step
}

func mountOptionDropped(p *lint.Pass, m *compose.Mount) {
	for _, o := range m.Options {
		option := o.String()
		if slices.Contains(shortOptions, option) || len(compose.Variables(o)) > 0 || option == "" {
			continue
		}
		switch lower := strings.ToLower(option); lower {
		case "ro":
			f := check.ReportServicef(p, o, "Compose knows no option `%s` and drops it, so that the container can write to `%s`. Write "+
				"`ro`.",
				option, check.Brief(m.Target.String()))
			if !check.Shared(m.Value) {
				f.Replace(o, lower)
			}
		case "rw":
		default:
			check.ReportServicef(p, o, "Compose knows no option `%s` and drops it. A mount is `SOURCE:TARGET`, with `:ro` or `:rw` "+
				"behind it.", check.Brief(option))
		}
	}
}

func oneLetterVolume(p *lint.Pass, m *compose.Mount) {
	const help = "Give the volume a longer name, or write the mount as a mapping with `type: volume`."
	switch target := m.Target.String(); {
	case isOneLetterVolume(m):
		name := m.Source.String()[:1]
		check.ReportServicef(p, m.Source, "Compose treats `%s:` as a drive, so the volume `%s` is not mounted", name, name).
			Notef("It mounts the directory `%s` onto `%s`.", m.Source, target).Helpf(help)
	case isLetterAndPath(p, m):
		check.ReportServicef(p, m.Target, "Compose treats `%s:` as a drive, so the volume `%s` is not mounted", target[:1], target[:1]).
			Notef("It mounts a new volume without a name onto the path `%s`.", target).Helpf(help)
	}
}

// isLetterAndPath reports whether a short mount is a letter and a path, and the letter a volume of the file: "a:/data".
func isLetterAndPath(p *lint.Pass, m *compose.Mount) bool {
	target := m.Target.String()
	return m.Short && m.Source.Len() == 0 && len(target) > 2 && check.IsLetter(target[0]) && target[1] == ':' &&
		slices.ContainsFunc(p.Unit.Compose.Volumes, func(r *compose.Resource) bool { return r.Name == target[:1] })
}

// isOneLetterVolume reports whether a short mount begins with a letter and goes on with a path that has a drive.
func isOneLetterVolume(m *compose.Mount) bool {
	s := m.Source.String()
	onto := m.Target.String()
	return m.Short && len(s) == 3 && check.IsLetter(s[0]) && s[1] == ':' && check.IsLetter(s[2]) &&
		(strings.HasPrefix(onto, "/") || strings.HasPrefix(onto, `\`))
}

// fileExtensions is what files are called that people mount into containers, and folders are not.
var fileExtensions = []string{
	".bat", ".cer", ".cfg", ".cmd", ".cnf", ".conf", ".crt", ".csv", ".dll", ".env", ".exe", ".htm", ".html", ".ini", ".js",
	".json", ".key", ".lic", ".log", ".md", ".pem", ".pfx", ".properties", ".ps1", ".py", ".rb", ".sh", ".sql", ".toml", ".txt",
	".xml", ".yaml", ".yml", ".zip",
}

// fileNames is files whose extension folders have, too.
var fileNames = []string{"app.config",
	"applicationhost.config", "machine.config", "nuget.config", "root.config", "web.config"}

// namesFile reports whether a path ends as that of a file does, and not as that of a folder.
func namesFile(s string) bool {
	base := strings.ToLower(path.Base(backToSlash(s)))
	return slices.Contains(fileNames, base) || slices.Contains(fileExtensions, path.Ext(base)) && path.Ext(base) != base
}

func mountOfFile(p *lint.Pass, m *compose.Mount) {
	from, onto := m.Source.String(), m.Target.String()
	if m.Err != nil || m.Type != compose.Bind || ofSocket(m) {
		return
	}
	const wayOut = "the container is not created (`source path must be a directory`). Mount the folder that it is in, or " +
		"COPY the file into the image."
	switch {
	case strings.HasPrefix(from, ".") && len(compose.Variables(m.Source)) == 0 && p.Unit.Beside(from) != nil:
		check.ReportServicef(p, m.Source, "Docker Engine on Windows mounts folders only, and `%s` is a file: "+wayOut, check.Brief(from)).
			WithSeverity(lint.Error)
	case namesFile(from) && strings.EqualFold(path.Ext(from), path.Ext(onto)):
		check.ReportServicef(p, m.Source, "Docker Engine on Windows mounts folders only, and `%s` has the name of a file: "+wayOut,
			check.Brief(from))
	}
}

func mountedTwice(p *lint.Pass, s *compose.Service) {
	seen := map[string]*compose.Mount{}
	for _, m := range s.Mounts {
		onto := m.Target.String()
		if !m.Short || m.Err != nil || m.Source.Len() == 0 || len(compose.Variables(m.Target)) > 0 || !engine.IsMountTarget(onto) {
			continue
		}
		place := strings.TrimSuffix(strings.ToLower(backslashed(onto)), `\`)
		first := seen[place]
		if first == nil {
			seen[place] = m
			continue
		}
		if first.Target.String() == onto {
			continue // compose takes the later one
		}
		check.ReportServicef(p, m.Target, "`%s` is the same place as `%s`, and Docker Engine refuses to create the container: "+
			"`Duplicate mount point: %s`. Take one of the mounts away.",
			check.Brief(onto), check.Brief(first.Target.String()), check.Brief(place)).Relate(first.Target, "the first mount")
	}
}

// reservedNames is what Windows calls devices, so that no file or volume has the name.
var reservedNames = []string{"aux", "con", "nul", "prn"}

func isReserved(name string) bool {
	if slices.Contains(reservedNames, name) {
		return true
	}
	port := strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt")
	return port && len(name) == 4 && name[3] >= '1' && name[3] <= '9'
}

// reservedVolumeName looks at names that compose takes as they are: else it puts the project's name in front.
func reservedVolumeName(p *lint.Pass, r *compose.Resource) {
	name := r.Get("name")
	if !isVolume(r) || r.External() || !isReserved(strings.ToLower(name.String())) {
		return
	}
	p.Reportf(name, "Windows keeps the name `%s` for a device, and Docker Engine refuses the volume: `volume name %q "+
		"cannot be a reserved word for Windows filenames`. Give it another name.", name, name)
}
