package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// What builders say about a path that is not on drive C.
const (
	saysBare  = "No relative path specified in \"%s\""
	saysDrive = "The specified path is not on the system drive (C:)"
	saysUNC   = "UNC paths are not supported"
)

// What winlint says about a path on another drive.
const (
	saysOther = "`%s` is not on drive C"
	useDriveC = "Use a path on drive C, such as `C:/%s`."
)

// withoutRoot is a path without its drive and the separators at its beginning, with slashes, which every escape character keeps.
func withoutRoot(path string) string {
	if windows.HasDrive(path) {
		path = path[2:]
	}
	return strings.TrimLeft(strings.ReplaceAll(path, `\`, "/"), "/")
}

func notOnSystemDrive(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Name == "WORKDIR" {
		driveOf(p, in.Words[0], workdirDrive)
		return
	}
	last := len(in.Words) - 1
	driveOf(p, in.Words[last], destinationDrive)
	relativeToDrive(p, in, in.Words[last])
	if in.Flag("from") == nil {
		return
	}
	for _, word := range in.Words[:last] {
		driveOf(p, word, sourceDrive)
	}
}

// driveOf passes on what the builder reads, if it is known.
func driveOf(p *lint.Pass, word *dockerfile.Word, check func(*lint.Pass, *dockerfile.Word, string)) {
	if read := p.Read(word); read.Known && len(read.Value) > 1 {
		check(p, word, read.Value)
	}
}

func isUNC(s string) bool { return strings.HasPrefix(strings.ReplaceAll(s, `\`, "/"), "//") }

// otherDrive reports whether s begins with a drive that is not C:.
func otherDrive(s string) bool { return windows.HasDrive(s) && s[0]|0x20 != 'c' }

func isBareDrive(s string) bool { return len(s) == 2 && windows.HasDrive(s) }

func workdirDrive(p *lint.Pass, word *dockerfile.Word, path string) {
	switch {
	case isBareDrive(path) && !otherDrive(path):
		f := p.Reportf(word, "`%s` does not name a directory", path).
			Notef("The classic builder fails with `%s. is not a directory`, and BuildKit with `"+saysBare+"`.", path, path).
			Helpf("Write `%s/`.", path)
		bareDriveFix(f, word, path)
	case otherDrive(path) && (isBareDrive(path) || p.Environment.Builder == engine.BuildKit):
		p.Reportf(word, saysOther, check.Brief(path)).
			Notef("An image has only drive C, so the builder rejects the path.").Helpf(useDriveC, withoutRoot(path))
	case otherDrive(path) && !mapsDrive(p.Unit, path[:2]):
		p.Reportf(word, saysOther, check.Brief(path)).
			Notef("An image has only drive C. The classic builder creates the directory on drive C, and BuildKit fails with `%s`.", saysDrive).
			Helpf(useDriveC, withoutRoot(path)).WithSeverity(lint.Warning)
	case isUNC(path) && p.Environment.Builder != engine.Classic:
		reportUNC(p, word, path)
	}
}

// reportUNC reports what BuildKit rejects. The classic builder treats such a path as one on drive C.
func reportUNC(p *lint.Pass, word *dockerfile.Word, path string) {
	f := p.Reportf(word, "`%s` is a UNC path, which BuildKit rejects", check.Brief(path)).
		Notef("BuildKit fails with `%s`.", saysUNC).Helpf("Begin the path with only one separator, as in `/%s`.", withoutRoot(path))
	if p.Environment.Builder == engine.AnyBuilder {
		f.WithSeverity(lint.Info)
	}
}

func destinationDrive(p *lint.Pass, word *dockerfile.Word, path string) {
	buildKit := p.Environment.Builder == engine.BuildKit
	rooted := len(path) > 2 && (path[2] == '/' || path[2] == '\\')
	switch {
	case isBareDrive(path) && !otherDrive(path) && buildKit:
		f := p.Reportf(word, "`%s` does not name a directory", path).
			Notef("BuildKit fails with `"+saysBare+"`.", path).Helpf("Write `%s/`.", path)
		bareDriveFix(f, word, path)
	case otherDrive(path) && (rooted || buildKit):
		p.Reportf(word, saysOther, check.Brief(path)).
			Notef("An image has only drive C. The classic builder fails with `Windows does not support destinations not on the system "+
				"drive (C:)`, and BuildKit with `%s`.", saysDrive).Helpf(useDriveC, withoutRoot(path))
	case isUNC(path) && p.Environment.Builder != engine.Classic:
		reportUNC(p, word, path)
	}
}

type otherWorkdirs struct{}

// workdirsElsewhere is the WORKDIR on another drive that is in force at each COPY and ADD.
func workdirsElsewhere(u *subject.Unit) map[*dockerfile.Instruction]*dockerfile.Instruction {
	return subject.Once(u, otherWorkdirs{}, func() map[*dockerfile.Instruction]*dockerfile.Instruction {
		found := map[*dockerfile.Instruction]*dockerfile.Instruction{}
		for _, s := range u.Scopes {
			var elsewhere *dockerfile.Instruction
			for _, node := range s.Nodes {
				in, ok := node.Node.(*dockerfile.Instruction)
				switch {
				case !ok || in.Parent != nil || in.Err != nil:
				case in.Name == "WORKDIR":
					read := node.Variables.Read(u.Dockerfile, in.Words[0])
					switch absolute := windows.HasDrive(read.Value) || strings.HasPrefix(read.Value, "/") || strings.HasPrefix(read.Value, `\`); {
					case !read.Known || absolute && !otherDrive(read.Value):
						elsewhere = nil
					case absolute:
						elsewhere = in
					}
				case elsewhere != nil && in.Is("COPY", "ADD"):
					found[in] = elsewhere
				}
			}
		}
		return found
	})
}

// relativeToDrive reports a destination in a WORKDIR on another drive, which the classic builder creates. BuildKit fails before it.
func relativeToDrive(p *lint.Pass, in *dockerfile.Instruction, word *dockerfile.Word) {
	workdir := workdirsElsewhere(p.Unit)[in]
	read := p.Read(word)
	if workdir == nil || p.Environment.Builder == engine.BuildKit || !read.Known || read.Value == "" ||
		windows.HasDrive(read.Value) || strings.ContainsAny(read.Value[:1], `/\`) {
		return
	}
	p.Reportf(word, "`%s` is relative to a WORKDIR that is not on drive C", check.Brief(read.Value)).
		Notef("The classic builder fails with `Windows does not support relative paths when WORKDIR is not the system drive`.").
		Helpf("Set WORKDIR to a directory on drive C.").Relate(workdir, "the working directory")
}

// sourceDrive looks at a path in the image or stage that COPY --from names.
func sourceDrive(p *lint.Pass, word *dockerfile.Word, path string) {
	switch {
	case isBareDrive(path):
		p.Reportf(word, "`%s` does not name a directory", path).
			Notef("The classic builder fails with `copy from c:\\ or c:\\windows is not allowed on windows`, and BuildKit with `"+saysBare+"`.", path).
			Helpf("Name the directory to copy, such as `C:/app`.")
	case otherDrive(path) && p.Environment.Builder == engine.BuildKit:
		p.Reportf(word, saysOther, check.Brief(path)).Notef("BuildKit fails with `%s`.", saysDrive).Helpf(useDriveC, withoutRoot(path))
	case otherDrive(path):
		p.Reportf(word, saysOther, check.Brief(path)).
			Notef("An image has only drive C. The classic builder reads the path from drive C, and BuildKit fails with `%s`.", saysDrive).
			Helpf(useDriveC, withoutRoot(path)).WithSeverity(lint.Warning)
	}
}

// mapsDrive reports whether the file creates the drive itself: as a device in the registry, with subst, or as a volume.
func mapsDrive(u *subject.Unit, drive string) bool {
	if check.FileMentions(u, "dos devices", "subst ") {
		return true
	}
	drive = strings.ToLower(drive)
	return subject.Once(u, volumeDrive(drive), func() bool {
		return slices.ContainsFunc(u.Dockerfile.Instructions, func(in *dockerfile.Instruction) bool {
			return in.Is("VOLUME") && check.Mentions(in.Args.String(), drive)
		})
	})
}

// volumeDrive is a drive that mapsDrive has searched for.
type volumeDrive string

// bareDriveFix adds the separator after a drive without a path.
func bareDriveFix(f *lint.Finding, word *dockerfile.Word, path string) {
	if word.Value == path && !word.JSON {
		f.Insert(word.Span().End, "/")
	}
}
