package dockerfile

import (
	"path"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var copies = []*lint.Rule{
	{
		ID: "copy-several-sources", Summary: "COPY with several sources needs a destination that ends with `/`", Topic: "copy",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Builder: engine.Classic}, Since: "0.1.0",
		Refs: []string{"moby/moby daemon/builder/dockerfile/copy.go"}, Check: check.Instructions(copySeveralSources, "COPY", "ADD"),
	},
	{
		ID: "copy-from-host", Summary: "COPY cannot reach files outside the build context", Topic: "copy",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#copy",
			"https://github.com/microsoft/iis-docker/issues/60",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert_copy.go",
		},
		Check: check.Instructions(copyFromHost, "COPY", "ADD"),
	},
	{
		ID: "copy-system-folder", Summary: "The classic builder cannot copy `C:\\` or `C:\\Windows` as a whole", Topic: "copy",
		Severity: lint.Error, On: subject.Set{Builder: engine.Classic}, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/builder/dockerfile/copy_windows.go",
			"https://github.com/docker/for-win/issues/1459",
		},
		Check: check.Instructions(copySystemFolder, "COPY"),
	},
	{
		ID: "copy-from-linux", Summary: "COPY --from uses a Linux image in a Windows stage", Topic: "image",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/internal/distribution/config.go",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go",
		},
		Check: check.Instructions(copyFromLinux, "COPY"),
	},
	{
		ID: "system-dll-of-other-release", Summary: "A system file is copied from another Windows release", Topic: "image",
		Severity: lint.Warning, Since: "0.1.0", Refs: []string{check.CompatibilityPage}, Check: check.Instructions(systemFile, "COPY"),
	},
	{
		ID: "volume-not-empty", Summary: "A volume hides the files that the Dockerfile copies there", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes", "moby/moby daemon/create_windows.go",
			"https://github.com/habitat-sh/habitat/issues/7602",
		},
		Check: lint.Each(volumeNotEmpty),
	},
	{
		ID: "add-zip", Summary: "ADD does not extract zip files", Topic: "copy",
		Severity: lint.Info, Off: true, Since: "0.1.0", Refs: []string{"https://docs.docker.com/reference/dockerfile/#add"},
		Check: lint.Each(addZip),
	},
}

func endsInSeparator(s string) bool { return strings.HasSuffix(s, "/") || strings.HasSuffix(s, `\`) }

// copySeveralSources does not report wildcards, which may match only one file.
func copySeveralSources(p *lint.Pass, in *dockerfile.Instruction) {
	if len(in.Words) < 3 || p.Environment.Builder != engine.Classic {
		return
	}
	to := in.Words[len(in.Words)-1]
	read := p.Read(to)
	if !read.Known || endsInSeparator(read.Value) {
		return
	}
	f := p.Reportf(to, "%s with several sources needs a destination that ends with `/`", in.Name).
		Notef("The classic builder fails with `When using %s with more than one source file, the destination must be a directory and end with a /`.", in.Name).
		Helpf("Write `%s/`.", read.Value)
	if p.Unit.Dockerfile.Plain(to) && !to.JSON {
		f.Insert(to.Span().End, "/")
	}
}

// copyFromHost looks at sources with a drive: a source is always looked for in the build context.
func copyFromHost(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Flag("from") != nil {
		return
	}
	for _, word := range in.Words[:len(in.Words)-1] {
		read := p.Read(word)
		if share := strings.TrimPrefix(read.Value, `\\`); read.Known && share != read.Value && strings.Contains(share, `\`) {
			p.Reportf(word, "`%s` is looked up in the build context, not on the network", check.Brief(read.Value)).
				Notef("The builder cannot read network shares.").
				Helpf("Move the files into the build context, and use a path relative to it.")
			continue
		}
		if !read.Known || !windows.HasDrive(read.Value) || len(read.Value) < 4 || !strings.ContainsAny(read.Value[2:3], `/\`) {
			continue
		}
		p.Reportf(word, "The builder looks for `%s` in the build context, not on the host", check.Brief(read.Value)).
			Notef("The builder ignores the drive and looks for `%s`.", check.Brief(strings.TrimLeft(read.Value[2:], `/\`))).
			Helpf("Copy the files into the build context, and write their path relative to it.")
	}
}

func copySystemFolder(p *lint.Pass, in *dockerfile.Instruction) {
	if targetOfSource(p.Unit, p.Scope, in).OS != windows.Windows {
		return
	}
	for _, word := range in.Words[:len(in.Words)-1] {
		read := p.Read(word)
		if !read.Known || read.Value == "" || isBareDrive(read.Value) {
			continue
		}
		source := strings.ToLower(strings.ReplaceAll(read.Value, `\`, "/"))
		if cleaned := path.Clean("/" + strings.TrimPrefix(source, "c:")); cleaned == "/" || cleaned == "/windows" {
			p.Reportf(word, "The classic builder cannot copy `%s` as a whole", check.Brief(read.Value)).
				Notef("The build fails with `copy from c:\\ or c:\\windows is not allowed on windows`.").Helpf("Copy only the directories that you need.")
		}
	}
}

func copyFromLinux(p *lint.Pass, in *dockerfile.Instruction) {
	r := check.CopiedImage(p.Unit, p.Scope, in)
	if r == nil || r.On.OS != windows.Linux || !r.On.Strong {
		return
	}
	p.Reportf(r.At, "`%s` is a Linux image, but this stage is for Windows", check.Brief(r.Text)).
		Notef("BuildKit does not find a Windows variant of the image. An engine that runs Windows containers does not pull Linux images.").
		Helpf("Add a stage with `FROM --platform=linux/amd64 %s AS linux`, and write `--from=linux`.", r.Text)
}

// systemFile looks at files of C:\Windows\System32, which belong to the release that they came with.
func systemFile(p *lint.Pass, in *dockerfile.Instruction) {
	from := targetOfSource(p.Unit, p.Scope, in).Release
	if !from.Known() || !p.Scope.Release.Known() || from == p.Scope.Release {
		return
	}
	for _, word := range in.Words[:len(in.Words)-1] {
		read := p.Read(word)
		file := strings.ToLower(strings.ReplaceAll(read.Value, `\`, "/"))
		if read.Known && strings.Contains(file, "windows/system32/") && strings.HasSuffix(file, ".dll") {
			p.Reportf(word, "`%s` comes from Windows `%s` but is copied into `%s`", path.Base(file), from, p.Scope.Release).
				Notef("A system file may call functions that the system files of another release do not have.").
				Helpf("Copy `%s` from an image that is based on `%s`.", path.Base(file), p.Scope.Release)
		}
	}
}

// targetOfSource is that of the stage or image that --from names.
func targetOfSource(u *subject.Unit, s *subject.Scope, in *dockerfile.Instruction) subject.Target {
	flag := in.Flag("from")
	if flag == nil {
		return subject.Target{}
	}
	if stage := u.Stage(s, flag.Read); stage != nil {
		return stage.Target
	}
	if r := check.CopiedImage(u, s, in); r != nil {
		return r.On
	}
	return subject.Target{}
}

func volumeNotEmpty(p *lint.Pass, s *subject.Scope) {
	var volumes, filled []check.Directory
	for _, node := range s.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil || len(in.Words) == 0 {
			continue
		}
		switch in.Name {
		case "VOLUME":
			for _, word := range in.Words {
				volumes = check.AppendDirectory(volumes, p.Unit.Dockerfile, node.State, word)
			}
		case "COPY", "ADD":
			filled = check.AppendDirectory(filled, p.Unit.Dockerfile, node.State, in.Words[len(in.Words)-1])
		}
	}
	for _, volume := range volumes {
		for _, fill := range filled {
			if volume.Holds(fill) {
				reportFilledVolume(p, volume.Word, fill.Word)
				break
			}
		}
	}
}

// reportFilledVolume says what becomes of the files: Windows Server 2016 rejects a volume on a directory that is not empty,
// and later releases hide them.
func reportFilledVolume(p *lint.Pass, volume, fill *dockerfile.Word) {
	var f *lint.Finding
	if p.Scope.Release == windows.LTSC2016 {
		f = p.Reportf(volume, "The volume `%s` is not empty, so a container may not start", check.Brief(volume.Value)).
			Notef("On Windows Server 2016, a volume must be a directory that does not exist or is empty: `The directory is not empty`.")
	} else {
		f = p.Reportf(volume, "The volume `%s` hides the files at this path in the image", check.Brief(volume.Value)).
			Notef("Docker Engine copies the files of an image into a new volume only on Linux, so the container finds an empty directory.")
	}
	f.Helpf("Copy the files to a directory outside `%s`, and copy them into the volume when the container starts.", volume.Value).Relate(fill, "files are added here")
}

// addZip looks at a whole stage: a later RUN may extract the file.
func addZip(p *lint.Pass, s *subject.Scope) {
	runs := check.InstructionsOf(s, "RUN")
	for _, in := range check.InstructionsOf(s, "ADD") {
		last := len(in.Words) - 1
		if !endsInSeparator(in.Words[last].Value) {
			continue
		}
		for _, word := range in.Words[:last] {
			if name := zipName(word.Value); name != "" && !mentioned(runs, in, name) {
				p.Reportf(word, "ADD does not extract `%s`", name).
					Notef("ADD extracts only tar archives and copies zip files unchanged.").
					Helpf("Extract `%s` in a RUN with `tar -xf` or `Expand-Archive`.", name)
			}
		}
	}
}

// zipName is the name of a local zip file, or "".
func zipName(s string) string {
	s = strings.ReplaceAll(s, `\`, "/")
	if !strings.HasSuffix(strings.ToLower(s), ".zip") || strings.Contains(s, "://") {
		return ""
	}
	return path.Base(s)
}

// mentioned reports whether one of the instructions after in names the file, or all zip files.
func mentioned(runs []*dockerfile.Instruction, in *dockerfile.Instruction, name string) bool {
	for _, run := range runs {
		text := run.Logical.String()
		if run.Span().Start > in.Span().Start && (strings.Contains(text, name) || strings.Contains(text, "*.zip")) {
			return true
		}
	}
	return false
}
