package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// This file is what the rules about mounts say of those of "docker run" and "docker create". The facts are those of
// composemounts.go, since the engine is the same; the client hands on what is written.

const invalidVolume = "invalid volume specification"

// dockerMounts is a check of the mounts of new containers. In sh it is silent: what Git Bash makes of paths is not known.
func dockerMounts(f func(*lint.Pass, *docker.Mount)) lint.Check {
	return dockerCommands(func(p *lint.Pass, c *docker.Command) {
		if c.Script.Language.IsSh() {
			return
		}
		for _, o := range c.Options {
			if o.Name != "volume" && o.Name != "mount" || docker.SwallowedDrive(o.Value) != nil {
				continue
			}
			if m := docker.ReadMount(o); m.Target.Arg != nil {
				f(p, m)
			}
		}
	}, "run", "create")
}

// saysToMount is what the engine says to a mount with a target that it cannot take.
func saysToMount(m *docker.Mount, inner string) string {
	if m.Short {
		return invalidVolume
	}
	return `invalid mount config for type "` + m.Type + `": ` + inner
}

func pipeOption(m *docker.Mount) bool {
	return m.Type == compose.Npipe || engine.IsPipe(m.Source.String()) || engine.IsPipe(m.Target.String())
}

func socketOption(m *docker.Mount) bool {
	return isSocket(m.Source.String()) || isSocket(m.Target.String())
}

// dockerMountTarget looks at the target. One that may itself hold a colon, since a variable stands in front of it, is
// not told apart from a mode.
func dockerMountTarget(p *lint.Pass, m *docker.Mount) {
	t := m.Target
	if pipeOption(m) || socketOption(m) || t.Len() == 0 || isMode(t.Pattern) && !m.Source.Known() {
		return
	}
	s := t.String()
	switch {
	case engine.IsSystemDrive(t.Pattern):
		says := saysToMount(m, "destination path ("+strings.ToLower(backslashed(s))+`) cannot be 'c:' or 'c:\'`)
		p.Reportf(t, "Nothing can be mounted over the drive `C:` as a whole, and Docker Engine refuses it: `%s`. Mount onto a folder of it, or "+
			"onto another drive such as `D:`.", says)
	case t.Pattern[0] == '/' || t.Pattern[0] == '\\' && !strings.HasPrefix(t.Pattern, `\\`):
		p.Reportf(t, "`%s` names no drive, so that Docker Engine refuses the mount into a Windows container: `%s`. Write `C:%s`.",
			check.Brief(s), saysToMount(m, "invalid mount path: '"+s+"'"), check.Brief(s)).Insert(t.Offset(0), "C:")
	case t.Known() && !engine.IsMountTarget(s) && !isMode(s):
		p.Reportf(t, "`%s` is no full path of Windows, so that Docker Engine refuses the mount: `%s`. Write the path with its drive, such as "+
			"`C:\\app`.", check.Brief(s), saysToMount(m, "invalid mount path: '"+s+"'"))
	}
}

func isMode(s string) bool { return slices.Contains([]string{"ro", "rw"}, strings.ToLower(s)) }

// dockerMountSource looks at sources that are known to be a path. The client completes those that begin with a dot, and
// what becomes of "~" is up to the shell.
func dockerMountSource(p *lint.Pass, m *docker.Mount) {
	src := m.Source
	s := src.String()
	if src.Arg == nil || !src.Known() || !strings.ContainsAny(s, `/\:`) || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") ||
		pipeOption(m) || socketOption(m) || engine.IsHostPath(s) || !m.Short && m.Type != compose.Bind {
		return
	}
	says := saysToMount(m, "invalid mount path: '"+s+"' mount path must be absolute")
	switch drive, rest, found := drivePath(s); {
	case found && s[0] == '/':
		p.Reportf(src, "`%s` is how Git Bash writes a drive, and Docker Engine on Windows refuses the mount: `%s`. Write `%s:%s`.",
			check.Brief(s), says, drive, check.Brief(rest)).Replace(src, drive+":"+rest)
	case strings.HasPrefix(s, `\\`) && !strings.HasPrefix(s, `\\?\`):
		p.Reportf(src, "Docker Engine on Windows mounts no share of the network: `%s` is refused with `%s`. Give the share a drive on the host "+
			"with `New-SmbGlobalMapping`, and mount that.", check.Brief(s), says)
	default:
		p.Reportf(src, "`%s` is no full path of a folder on Windows, so that Docker Engine refuses the mount: `%s`. Write the path with its "+
			"drive.", check.Brief(s), says)
	}
}

func dockerMountOption(p *lint.Pass, m *docker.Mount) {
	if pipeOption(m) {
		return
	}
	if m.Propagation.Arg != nil && m.Propagation.Known() && m.Propagation.Len() > 0 {
		p.Reportf(m.Propagation, "`%s` is a way of Linux to propagate mounts, and Docker Engine on Windows refuses the mount: `invalid propagation "+
			"mode: %s`. Take it away.", m.Propagation, m.Propagation)
	}
	mode := m.Mode
	if !m.Short || mode.Arg == nil || !mode.Known() || mode.Len() == 0 || isMode(mode.String()) {
		return
	}
	f := p.Reportf(mode, "`%s` is not a mode of mounts on Windows", check.Brief(mode.String())).
		Notef("Docker Engine rejects the mount: `%s`. It supports only the modes `ro` and `rw`.", invalidVolume)
	switch {
	case !m.IsMode(): // which of the parts is too many is not known
		f.Helpf("Write the mount as `SOURCE:TARGET`, both with their drives.")
	case strings.Contains(","+strings.ToLower(mode.String())+",", ",ro,"):
		f.Helpf("Write `ro`.").Replace(mode, "ro")
	default:
		f.Helpf("Remove it.").Delete(withColon(mode))
	}
}

// withColon is the place of a mode with the colon in front of it.
func withColon(mode docker.Word) source.Span {
	span := mode.Span()
	return source.Span{Start: span.Start - 1, End: span.End}
}

func dockerMountType(p *lint.Pass, m *docker.Mount) {
	switch m.Type {
	case compose.Tmpfs, compose.Image, compose.Cluster:
		p.Reportf(m.TypeAt, "Windows containers have no mounts of the type `%s`, and Docker Engine refuses it: `%s`. Take a volume.",
			m.Type, saysToMount(m, "mount type unknown"))
	}
}

// dockerPipeMount looks at the mount of a named pipe. With -v slashes will do.
func dockerPipeMount(p *lint.Pass, m *docker.Mount) {
	if !pipeOption(m) || !m.Source.Known() || !m.Target.Known() {
		return
	}
	from, onto := m.Source.String(), m.Target.String()
	const npipe = `invalid mount config for type "npipe": `
	switch {
	case m.ReadOnly():
		f := p.Reportf(m.Mode, "A named pipe cannot be mounted read-only, and Docker Engine refuses it: `%sfield ReadOnly must not be specified`. "+
			"Take `%s` away.", npipe, m.Mode)
		if m.Short {
			f.Delete(withColon(m.Mode))
		}
	case !m.Short && (strings.HasPrefix(from, "//") || strings.HasPrefix(onto, "//")):
		side := m.Source
		if !strings.HasPrefix(from, "//") {
			side = m.Target
		}
		f := p.Reportf(side, "Docker Engine takes no slashes in the name of a pipe that has the type `npipe`: `%s'%s' is not a valid pipe path`. "+
			"Write `%s`.", npipe, check.Brief(side.String()), check.Brief(backslashed(side.String())))
		for _, w := range []docker.Word{m.Source, m.Target} {
			if strings.HasPrefix(w.String(), "//") {
				f.Replace(w, backslashed(w.String()))
			}
		}
	case engine.IsPipe(from) && !engine.IsPipe(onto):
		p.Reportf(m.Target, "The mount of a pipe has a pipe on both sides, and Docker Engine refuses `%s`. Write `\\\\.\\pipe\\NAME` on both.", check.Brief(onto))
	}
}

func dockerSocketOption(p *lint.Pass, m *docker.Mount) {
	if !socketOption(m) {
		return
	}
	at := m.Source
	if !isSocket(at.String()) {
		at = m.Target
	}
	f := p.Reportf(at, "Docker Engine on Windows listens on a named pipe, so that there is no `%s` to mount. Mount `%s` onto `%s`.",
		check.Brief(at.String()), enginePipe, enginePipe)
	if m.Short && isSocket(m.Source.String()) && isSocket(m.Target.String()) && m.Mode.Arg == nil {
		f.Replace(m.Source.Span().Cover(m.Target.Span()), enginePipe+":"+enginePipe)
	}
}

func dockerMountOfFile(p *lint.Pass, m *docker.Mount) {
	from, onto := m.Source.Pattern, m.Target.Pattern
	base := path.Base(backToSlash(from))
	if m.Source.Arg == nil || strings.IndexByte(base, docker.Hole) >= 0 || !namesFile(base) || base == from || socketOption(m) || pipeOption(m) ||
		!strings.EqualFold(path.Ext(base), path.Ext(onto)) {
		return
	}
	p.Reportf(m.Source, "Docker Engine on Windows mounts folders only, and `%s` has the name of a file: the container is not created (`source path "+
		"must be a directory`). Mount the folder that it is in, or COPY the file into the image.", check.Brief(m.Source.String()))
}

func dockerReservedName(p *lint.Pass, m *docker.Mount) {
	name := m.Source.String()
	if m.Source.Arg != nil && m.Source.Known() && m.Type != compose.Bind && isReserved(strings.ToLower(name)) {
		p.Reportf(m.Source, "Windows keeps the name `%s` for a device, and Docker Engine refuses the volume: `volume name %q cannot be a reserved word "+
			"for Windows filenames`. Give it another name.", name, strings.ToLower(name))
	}
}
