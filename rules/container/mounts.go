package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

// What Docker Engine on Windows rejects of a mount is known in engine; these rules say it of its parts.
var mounts = []*lint.Rule{
	{
		ID: "mount-target", Summary: "The mount target is not an absolute Windows path", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{check.MountParserSource},
		Check: rejected(mountTarget, engine.TargetPart),
	},
	{
		ID: "mount-source", Summary: "The mount source is not a directory or volume that Windows can mount", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			check.MountParserSource, check.ComposeVolumeSource,
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/persistent-storage",
		},
		Check: rejected(mountSource, engine.SourcePart),
	},
	{
		ID: "mount-option", Summary: "Windows does not support this mount option", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{check.MountParserSource, composeCreate},
		Check: rejected(mountOption, engine.OptionPart),
	},
	{
		ID: "mount-type", Summary: "Windows does not support this mount type", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", Refs: []string{check.MountParserSource},
		Check: rejected(mountType, engine.TypePart),
	},
	{
		ID: "pipe-mount", Summary: "Docker Engine rejects the mount of a named pipe", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{check.MountParserSource, "compose-spec/compose-go transform/volume.go"},
		Check: rejected(pipeMount, engine.SourcePart, engine.TargetPart, engine.OptionPart),
	},
	{
		ID: "docker-socket", Summary: "`/var/run/docker.sock` does not exist on Windows", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{check.MountParserSource, "https://docs.docker.com/reference/cli/dockerd/#daemon-socket-option"},
		Check: lint.Mounts(dockerSocket),
	},
	{
		ID: "mount-option-dropped", Summary: "Compose ignores an unknown mount option", Topic: "mounts",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{check.ComposeVolumeSource},
		Check: lint.Each(mountOptionDropped),
	},
	{
		ID: "one-letter-volume", Summary: "A volume name of one letter is treated as a drive", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{check.ComposeVolumeSource, check.MountParserSource},
		Check: lint.Each(oneLetterVolume),
	},
	{
		ID: "mount-of-file", Summary: "Windows can mount only directories, not files", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			check.MountParserSource, "https://github.com/moby/moby/issues/37120", "https://github.com/docker/cli/issues/2055",
			"https://docs.docker.com/engine/storage/bind-mounts/",
		},
		Check: lint.Mounts(mountOfFile),
	},
	{
		ID: "mounted-twice", Summary: "Two mounts have the same target", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", Refs: []string{check.MountParserSource, "moby/moby daemon/volumes.go"},
		Check: lint.Owners("services", mountedTwice),
	},
	{
		ID: "reserved-volume-name", Summary: "`cannot be a reserved word for Windows filenames` when a volume is created", Topic: "mounts",
		Severity: lint.Error, Since: "0.1.0", Refs: []string{check.MountParserSource},
		Check: lint.Both{lint.Each(reservedVolume), rejected(reservedName, engine.NamePart)},
	},
}

// rejected is a check of some parts of mounts that the engine rejects.
func rejected(f func(*lint.Pass, *setting.Mount, *engine.Refusal), parts ...engine.Part) lint.Check {
	return lint.Mounts(func(p *lint.Pass, m *setting.Mount) {
		if m.Compose != nil && isOneLetterVolume(m.Compose) {
			return
		}
		for _, r := range m.Refusals() {
			if slices.Contains(parts, r.Part) {
				f(p, m, r)
			}
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

// editable reports whether a fix may change a mount: no other service has the same text.
func editable(m *setting.Mount) bool { return m.Option != nil || !check.Shared(m.Compose.Value) }

// write adds to a fix that a part of a mount is replaced.
func write(f *lint.Finding, m *setting.Mount, at source.Text, by string) {
	if m.Compose != nil {
		by = inScalar(m.Compose.Value.ScalarAt(at.Span()), by)
	}
	f.Replace(at, by)
}

func mountTarget(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	if ofPipe(m) || ofSocket(m) {
		return
	}
	const rejects = "Docker Engine rejects the mount: `%s`."
	target := m.Target.String()
	switch {
	case engine.IsSystemDrive(target):
		p.Reportf(r.At, "The drive `C:` cannot be a mount target").Notef(rejects, engineSays(r)).
			Helpf("Mount to a directory such as `C:\\data`, or to another drive such as `D:`.")
	case target[0] == '/' || target[0] == '\\' && !strings.HasPrefix(target, `\\`):
		f := p.Reportf(r.At, "The mount target `%s` does not include a drive", check.Brief(target)).
			Notef("Docker Engine rejects it for a Windows container: `%s`.", engineSays(r)).Helpf("Write `C:%s`.", target)
		if editable(m) {
			f.Insert(m.Target.Offset(0), "C:")
		}
	case m.Client && (strings.EqualFold(target, "ro") || strings.EqualFold(target, "rw")):
		p.Reportf(r.At, "The mount has the mode `%s`, but no target", target).Notef(rejects, engineSays(r)).
			Helpf("Write the mount as `SOURCE:TARGET:%s`.", target)
	default:
		p.Reportf(r.At, "The mount target `%s` is not an absolute Windows path", check.Brief(target)).Notef(rejects, engineSays(r)).
			Helpf("%s", absoluteTarget(target))
	}
}

// absoluteTarget says how to write a target that is not an absolute path.
func absoluteTarget(target string) string {
	path := strings.TrimPrefix(strings.TrimPrefix(backToSlash(withoutDrive(target)), "./"), "/")
	if path == "" || strings.ContainsAny(path, ":$~") || strings.HasPrefix(path, "..") {
		return "Write the path with its drive, such as `C:/app`."
	}
	drive := "C:"
	if windows.HasDrive(target) {
		drive = target[:2]
	}
	return "Write `" + drive + "/" + path + "`."
}

func mountSource(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	if ofPipe(m) || ofSocket(m) {
		return
	}
	path := m.Source.String()
	says := engineSays(r)
	switch drive, rest, found := drivePath(path); {
	case !m.Client && path == `\\?\C`:
		p.Reportf(r.At, "Compose cuts the mount source after `%s`", path).
			Notef("Compose does not support the prefix `\\\\?\\`, so it splits the mount at the colon of the drive.").Helpf("Remove `\\\\?\\`.")
	case m.Type == compose.Volume:
		f := p.Reportf(r.At, "`%s` is not a valid volume name", check.Brief(path)).Notef("Docker Engine rejects the mount: `%s`.", says)
		if m.Short {
			f.Helpf("Remove the characters that Windows does not allow in file names.")
		} else {
			f.Helpf("To mount a host directory, add `type=bind`.")
		}
	case found && path[0] == '/':
		f := p.Reportf(r.At, "The mount source `%s` is a Git Bash path", check.Brief(path)).
			Notef("Docker Engine on Windows rejects the mount: `%s`.", says).Helpf("Write `%s:%s`.", drive, rest)
		if editable(m) {
			write(f, m, m.Source.Text, drive+":"+rest)
		}
	case strings.HasPrefix(path, `\\`) && !strings.HasPrefix(path, `\\?\`):
		p.Reportf(r.At, "Windows cannot mount the network share `%s`", check.Brief(path)).Notef("Docker Engine rejects the mount: `%s`.", says).
			Helpf("Map the share to a drive on the host with `New-SmbGlobalMapping`, and mount that drive.")
	default:
		p.Reportf(r.At, "The mount source `%s` is not an absolute Windows path", check.Brief(path)).
			Notef("Docker Engine rejects the mount: `%s`.", says).Helpf("%s", absoluteSource(path))
	}
}

// absoluteSource says how to write the path of a host directory that is not absolute.
func absoluteSource(path string) string {
	switch {
	case len(path) > 2 && windows.HasDrive(path) && !strings.ContainsAny(path[2:3], `/\`):
		return "Write an absolute path, such as `" + path[:2] + `\` + path[2:] + "`."
	case len(path) > 1 && strings.ContainsAny(path[:1], `/\`) && !strings.ContainsAny(path[1:2], `/\`):
		return "Write an absolute path with its drive, such as `C:" + path + "`."
	case path == "", strings.ContainsAny(path[:1], `/\.~`), windows.HasDrive(path), strings.ContainsRune(path, '$'):
		return "Write an absolute path with its drive, such as `C:\\data`."
	}
	return "Write `./" + backToSlash(path) + "`, or an absolute path with its drive."
}

// drivePath splits a path such as "/c/src" or "//c/src" into its drive and the rest.
func drivePath(s string) (drive, rest string, found bool) {
	s = strings.TrimLeft(s, "/")
	if len(s) < 2 || !check.IsLetter(s[0]) || s[1] != '/' {
		return "", "", false
	}
	return strings.ToUpper(s[:1]), s[1:], true
}

func mountOption(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	if ofPipe(m) {
		return
	}
	option := p.Unit.File.Slice(r.At)
	f := p.Reportf(r.At, "Windows does not support the mount option `%s`", check.Brief(option)).Helpf("Remove `%s`.", check.Brief(option))
	switch {
	case r.At == m.Mode.Span():
		f.Notef("Docker Engine on Windows supports only `ro` and `rw`, so it rejects the mount: `%s`.", engineSays(r))
	case strings.EqualFold(option, "z"):
		f.Notef("The option requests an SELinux label. Docker Engine rejects the mount: `%s`.", engineSays(r))
	default:
		f.Notef("The option sets the mount propagation on Linux. Docker Engine rejects the mount: `%s`.", engineSays(r))
	}
	if m.Docker != nil && m.Short {
		switch {
		case !m.Docker.IsMode(): // which of the parts is too many is not known
			f.Helpf("Write the mount as `SOURCE:TARGET`, such as `C:\\data:C:\\data`.")
			return
		case strings.Contains(","+strings.ToLower(option)+",", ",ro,"):
			f.Helpf("Write `ro`.").Replace(r.At, "ro")
			return
		}
	}
	deleteOption(f, m, r.At)
}

// deleteOption adds to a fix that an option of a short mount is removed, with the colon before it if it is the only one.
func deleteOption(f *lint.Finding, m *setting.Mount, at source.Span) {
	if !m.Short || !editable(m) {
		return
	}
	i := slices.IndexFunc(m.Options, func(o source.Text) bool { return o.Span() == at })
	switch {
	case i > 0:
		f.Delete(source.Span{Start: m.Options[i-1].Span().End, End: at.End})
	case len(m.Options) > 1:
		f.Delete(source.Span{Start: at.Start, End: m.Options[1].Span().Start})
	default:
		f.Delete(source.Span{Start: m.Target.Span().End, End: at.End})
	}
}

func mountType(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	help := "Use the type `volume`."
	switch m.Type {
	case "tmpfs":
		help = "Use the type `volume` without a source, which creates an anonymous volume."
	case "image":
		help = "Copy the files from the image with `COPY --from` in a Dockerfile."
	}
	p.Reportf(r.At, "Windows does not support `%s` mounts", m.Type).
		Notef("Docker Engine does not create the container: `%s`.", r.Message).Helpf("%s", help)
}

// ofPipe reports whether one side of the mount is the name of a pipe, or should be.
func ofPipe(m *setting.Mount) bool {
	return m.Type == compose.Npipe || engine.IsPipe(m.Source.Pattern) || engine.IsPipe(m.Target.Pattern)
}

func pipeMount(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	if !ofPipe(m) || !m.Client && p.InStack() || m.Client && m.Source.Pattern == "" { // mount-field reports that there is no source
		return
	}
	const rejects = "Docker Engine does not create the container: `%s`."
	name := m.Source.String()
	if r.Part == engine.TargetPart {
		name = m.Target.String()
	}
	slashes := strings.HasPrefix(name, "//")
	switch {
	case r.Part == engine.OptionPart:
		f := p.Reportf(r.At, "A named pipe cannot be mounted read-only").Notef(rejects, engineSays(r)).
			Helpf("Remove `%s`.", p.Unit.File.Slice(r.At))
		deleteOption(f, m, r.At)
	case slashes && r.Part == engine.TargetPart && !m.Client && p.Environment.Compose == engine.ComposeV1:
	case slashes && r.Part == engine.TargetPart && !m.Client:
		f := p.Reportf(r.At, "Compose changes the pipe `%s` to `%s`", check.Brief(name), path.Clean(name)).
			Notef(rejects, engineSays(r)).Helpf("Write `%s`.", backslashed(name))
		writePipes(f, m)
	case slashes:
		f := p.Reportf(r.At, "The pipe of an `npipe` mount cannot be written with slashes").
			Notef(rejects, engineSays(r)).Helpf("Write `%s`.", backslashed(name))
		writePipes(f, m)
	default:
		p.Reportf(r.At, "Both sides of a pipe mount must be named pipes").Notef(rejects, engineSays(r)).
			Helpf("Write `%s` on both sides.", pipeOf(m))
	}
}

// pipeOf is the pipe that one side of a mount names.
func pipeOf(m *setting.Mount) string {
	for _, side := range []string{backslashed(m.Source.String()), backslashed(m.Target.String())} {
		if strings.HasPrefix(strings.ToLower(side), `\\.\pipe\`) {
			return side
		}
	}
	return enginePipe
}

func backslashed(s string) string { return strings.ReplaceAll(s, "/", `\`) }

// writePipes adds to a fix that both sides of the mount of a pipe get backslashes.
func writePipes(f *lint.Finding, m *setting.Mount) {
	if !editable(m) {
		return
	}
	for _, side := range []engine.Value{m.Source, m.Target} {
		if s := side.String(); strings.HasPrefix(s, "//") {
			write(f, m, side.Text, backslashed(s))
		}
	}
}

// ofSocket reports whether the mount is the socket that Docker Engine has on Linux.
func ofSocket(m *setting.Mount) bool {
	return isSocket(m.Source.String()) || isSocket(m.Target.String())
}

func isSocket(s string) bool { return path.Base(backToSlash(s)) == "docker.sock" }

func backToSlash(s string) string { return strings.ReplaceAll(s, `\`, "/") }

const enginePipe = `\\.\pipe\docker_engine`

func dockerSocket(p *lint.Pass, m *setting.Mount) {
	if !ofSocket(m) || m.Compose != nil && m.Compose.Err != nil {
		return
	}
	at := m.Source
	if !isSocket(at.String()) {
		at = m.Target
	}
	f := p.Reportf(at, "The Docker socket `%s` does not exist on Windows", check.Brief(at.String())).
		Notef("On Windows, Docker Engine listens on the named pipe `%s` instead.", enginePipe).
		Helpf("%s", mountPipe(m))
	if !m.Short || !isSocket(m.Source.String()) || !isSocket(m.Target.String()) || !editable(m) {
		return
	}
	all := m.Source.Span().Cover(m.Target.Span())
	if n := len(m.Options); n > 0 {
		all.End = m.Options[n-1].Span().End
	}
	if m.Mode.Len() > 0 {
		all.End = m.Mode.Span().End
	}
	pipes := enginePipe + ":" + enginePipe
	if m.Compose != nil {
		pipes = inScalar(m.Compose.Value, pipes)
	}
	f.Replace(all, pipes)
}

// mountPipe says how to mount the named pipe of the engine in the syntax of m.
func mountPipe(m *setting.Mount) string {
	switch {
	case m.Short:
		return "Mount the pipe instead: `" + enginePipe + ":" + enginePipe + "`."
	case m.Option != nil:
		return "Mount the pipe instead: `type=npipe,source=" + enginePipe + ",target=" + enginePipe + "`."
	}
	return "Set `type: npipe`, and use `" + enginePipe + "` as the source and the target."
}

// shortOptions is what Compose reads as options and what may be there for others; it ignores everything else.
var shortOptions = []string{
	"ro", "rw", "nocopy", "z", "Z", "private", "rprivate", "shared", "rshared", "slave", "rslave",
	"cached", "delegated", "consistent", "default", // ignored, and only hints
}

func mountOptionDropped(p *lint.Pass, m *compose.Mount) {
	for _, o := range m.Options {
		option := o.String()
		if slices.Contains(shortOptions, option) || len(compose.Variables(o)) > 0 || option == "" {
			continue
		}
		switch lower := strings.ToLower(option); lower {
		case "ro":
			f := p.Reportf(o, "Compose ignores the mount option `%s`", option).
				Notef("Compose supports `ro` only in lowercase, so the container can write to `%s`.", check.Brief(m.Target.String())).Helpf("Write `ro`.")
			if !check.Shared(m.Value) {
				f.Replace(o, lower)
			}
		case "rw":
		default:
			unknownOption(p, m, o)
		}
	}
}

// unknownOption reports what Compose does not recognize after the target: another word for "ro", a path or anything else.
func unknownOption(p *lint.Pass, m *compose.Mount, o source.Text) {
	option := check.Brief(o.String())
	switch {
	case strings.HasPrefix(strings.ToLower(option), "read"):
		p.Reportf(o, "Compose ignores the mount option `%s`", option).
			Notef("Compose does not recognize the option, so the container can write to `%s`.", check.Brief(m.Target.String())).Helpf("Write `ro`.")
	case engine.IsMountTarget(o.String()):
		p.Reportf(o, "Compose ignores `%s`, the third path of this mount", option).
			Notef("A mount has only a source and a target.").Helpf("Write a separate mount for `%s`.", o)
	default:
		p.Reportf(o, "Compose ignores the mount option `%s`", option).
			Notef("Compose does not recognize the option and does not report an error.").Helpf("Remove `%s`, or write `ro` or `rw`.", o)
	}
}

func oneLetterVolume(p *lint.Pass, m *compose.Mount) {
	const help = "Give the volume a longer name, or write the mount as a mapping with `type: volume`, `source: %s` and `target: %s`."
	switch target := m.Target.String(); {
	case isOneLetterVolume(m):
		name := m.Source.String()[:1]
		p.Reportf(m.Source, "Compose treats `%s:` as a drive, so the volume `%s` is not mounted", name, name).
			Notef("Compose mounts the directory `%s` onto `%s`.", m.Source, target).Helpf(help, name, m.Source.String()[2:]+":"+target)
	case isLetterAndPath(p, m):
		p.Reportf(m.Target, "Compose treats `%s:` as a drive, so the volume `%s` is not mounted", target[:1], target[:1]).
			Notef("Compose mounts a new anonymous volume onto the path `%s`.", target).Helpf(help, target[:1], target[2:])
	}
}

// isLetterAndPath reports whether a short mount is a letter and a path, and the letter a volume of the file: "a:/data".
func isLetterAndPath(p *lint.Pass, m *compose.Mount) bool {
	target := m.Target.String()
	return m.Short && m.Source.Len() == 0 && len(target) > 2 && check.IsLetter(target[0]) && target[1] == ':' &&
		slices.ContainsFunc(p.Unit.Compose.Volumes, func(r *compose.Resource) bool { return r.Name == target[:1] })
}

// isOneLetterVolume reports whether a short mount begins with a letter and continues with a path that has a drive.
func isOneLetterVolume(m *compose.Mount) bool {
	s := m.Source.String()
	onto := m.Target.String()
	return m.Short && len(s) == 3 && check.IsLetter(s[0]) && s[1] == ':' && check.IsLetter(s[2]) &&
		(strings.HasPrefix(onto, "/") || strings.HasPrefix(onto, `\`))
}

// fileExtensions is what files are called that people mount into containers, and directories are not.
var fileExtensions = []string{
	".bat", ".cer", ".cfg", ".cmd", ".cnf", ".conf", ".crt", ".csv", ".dll", ".env", ".exe", ".htm", ".html", ".ini", ".js",
	".json", ".key", ".lic", ".log", ".md", ".pem", ".pfx", ".properties", ".ps1", ".py", ".rb", ".sh", ".sql", ".toml", ".txt",
	".xml", ".yaml", ".yml", ".zip",
}

// fileNames is files whose extension directories have, too.
var fileNames = []string{"app.config",
	"applicationhost.config", "machine.config", "nuget.config", "root.config", "web.config"}

// namesFile reports whether a path ends as that of a file does, and not as that of a directory.
func namesFile(s string) bool {
	base := strings.ToLower(path.Base(backToSlash(s)))
	return slices.Contains(fileNames, base) || slices.Contains(fileExtensions, path.Ext(base)) && path.Ext(base) != base
}

// mountOfFile looks for the file only for a compose file: the working directory of a script is not known.
func mountOfFile(p *lint.Pass, m *setting.Mount) {
	from := m.Source.Pattern
	base := path.Base(backToSlash(from))
	if m.Type != compose.Bind || ofSocket(m) || ofPipe(m) || strings.IndexByte(base, docker.Hole) >= 0 {
		return
	}
	const says, help = "`source path must be a directory`.", "Mount the directory that contains the file, or COPY the file into the image."
	switch {
	case m.Compose != nil && m.Source.Known() && strings.HasPrefix(from, ".") && p.Unit.Beside(from) != nil:
		p.Reportf(m.Source, "`%s` is a file, which Windows cannot mount", check.Brief(from)).
			Notef("Docker Engine mounts only directories and does not create the container: " + says).Helpf(help).WithSeverity(lint.Error)
	case namesFile(base) && strings.EqualFold(path.Ext(base), path.Ext(m.Target.Pattern)):
		p.Reportf(m.Source, "`%s` looks like a file, which Windows cannot mount", check.Brief(m.Source.String())).
			Notef("If it is a file, Docker Engine does not create the container: " + says).Helpf(help)
	}
}

// mountedTwice compares the targets without regard to case. Of two that are written alike, Compose uses the later one.
func mountedTwice(p *lint.Pass, owner parser.Node) {
	seen := map[string]*setting.Mount{}
	for _, m := range setting.MountsOf(owner) {
		onto := m.Target.String()
		if !m.Short || m.Source.Len() == 0 || !m.Target.Known() || !engine.IsMountTarget(onto) {
			continue
		}
		place := strings.TrimSuffix(strings.ToLower(backslashed(onto)), `\`)
		first := seen[place]
		if first == nil {
			seen[place] = m
			continue
		}
		if m.Compose != nil && first.Target.String() == onto {
			continue
		}
		p.Reportf(m.Target, "The mount target `%s` is used twice", check.Brief(onto)).
			Notef("%s: `Duplicate mount point: %s`.", whyDuplicate(first.Target.String(), onto), check.Brief(place)).
			Helpf("Remove one of the mounts, or change its target.").Relate(first.Target, "first mount")
	}
}

// whyDuplicate begins the note on two mounts with the same target, which may be written in two ways.
func whyDuplicate(first, second string) string {
	const effect = "Docker Engine does not create the container"
	if first == second {
		return effect
	}
	return "`" + check.Brief(first) + "` is the same directory on Windows, so " + effect
}

// reservedVolume looks at names that Compose uses as they are; it puts the name of the project before the others.
func reservedVolume(p *lint.Pass, r *compose.Resource) {
	name := r.Get("name")
	if r.Section() != "volumes" || r.External() || !engine.IsReservedName(strings.ToLower(name.String())) {
		return
	}
	reportReserved(p, name, name.String(), `volume name "`+name.String()+`" cannot be a reserved word for Windows filenames`)
}

func reservedName(p *lint.Pass, m *setting.Mount, r *engine.Refusal) {
	reportReserved(p, r.At, m.Source.String(), engineSays(r))
}

func reportReserved(p *lint.Pass, at lint.Placed, name, says string) {
	p.Reportf(at, "Windows reserves the volume name `%s` for a device", name).Notef("Docker Engine does not create the volume: `%s`.", says).
		Helpf("Use a different name, such as `app-%s`.", name)
}
