package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// What builders say of a path that is not on the drive C:.
const (
	saysBare  = "No relative path specified in \"%s\""
	saysDrive = "The specified path is not on the system drive (C:)"
	saysUNC   = "UNC paths are not supported"
)

func notOnSystemDrive(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Name == "WORKDIR" {
		driveOf(p, in.Words[0], workdirDrive)
		return
	}
	last := len(in.Words) - 1
	driveOf(p, in.Words[last], destinationDrive)
	if in.Flag("from") == nil {
		return
	}
	for _, word := range in.Words[:last] {
		driveOf(p, word, sourceDrive)
	}
}

// driveOf hands on what the builder reads, where it is known.
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
		f := p.Reportf(word, "`%s` alone is the current folder of the drive, which an image does not have: the classic builder says "+
			"`%s. is not a directory`, BuildKit `"+saysBare+"`. Write `%s/`.", path, path, path, path)
		bareDriveFix(f, word, path)
	case otherDrive(path) && (isBareDrive(path) || p.Environment.Builder == engine.BuildKit):
		p.Reportf(word, "An image has the drive C: only, so the builder refuses `%s`. Take a folder on `C:`.", check.Brief(path))
	case otherDrive(path) && !mapsDrive(p.Unit, path[:2]):
		p.Reportf(word, "An image has the drive C: only: the classic builder makes the folder of `%s` on C:, and BuildKit says `%s`. "+
			"Take a folder on `C:`.", check.Brief(path), saysDrive).WithSeverity(lint.Warning)
	case isUNC(path) && p.Environment.Builder != engine.Classic:
		reportUNC(p, word, path)
	}
}

// reportUNC reports what BuildKit refuses. The classic builder takes such a path for one on C:.
func reportUNC(p *lint.Pass, word *dockerfile.Word, path string) {
	f := p.Reportf(word, "BuildKit refuses `%s`: `%s`. Write one separator in front.", check.Brief(path), saysUNC)
	if p.Environment.Builder == engine.AnyBuilder {
		f.WithSeverity(lint.Info)
	}
}

func destinationDrive(p *lint.Pass, word *dockerfile.Word, path string) {
	buildKit := p.Environment.Builder == engine.BuildKit
	rooted := len(path) > 2 && (path[2] == '/' || path[2] == '\\')
	switch {
	case isBareDrive(path) && !otherDrive(path) && buildKit:
		f := p.Reportf(word, "BuildKit refuses `%s`: `"+saysBare+"`. Write `%s/`.", path, path, path)
		bareDriveFix(f, word, path)
	case otherDrive(path) && (rooted || buildKit):
		p.Reportf(word, "An image has the drive C: only: the builder refuses `%s` (classic: `Windows does not support destinations not "+
			"on the system drive (C:)`, BuildKit: `%s`). Copy to a folder on `C:`.", check.Brief(path), saysDrive)
	case isUNC(path) && p.Environment.Builder != engine.Classic:
		reportUNC(p, word, path)
	}
}

// sourceDrive looks at a path in the image or stage that COPY --from names.
func sourceDrive(p *lint.Pass, word *dockerfile.Word, path string) {
	switch {
	case isBareDrive(path):
		p.Reportf(word, "`%s` names no folder: the classic builder says `copy from c:\\ or c:\\windows is not allowed on windows`, "+
			"BuildKit `"+saysBare+"`. Name the folder to copy.", path, path)
	case otherDrive(path) && p.Environment.Builder == engine.BuildKit:
		p.Reportf(word, "BuildKit refuses `%s`: `%s`. Name a path on `C:`.", check.Brief(path), saysDrive)
	case otherDrive(path):
		p.Reportf(word, "An image has the drive C: only: the classic builder reads `%s` from C:, and BuildKit says `%s`. Name a path on "+
			"`C:`.", check.Brief(path), saysDrive).WithSeverity(lint.Warning)
	}
}

// mapsDrive reports whether the file makes the drive itself: as a device in the registry, with subst, or as a volume.
func mapsDrive(u *subject.Unit, drive string) bool {
	text := strings.ToLower(u.File.Text)
	if strings.Contains(text, "dos devices") || strings.Contains(text, "subst ") {
		return true
	}
	for _, in := range u.Dockerfile.Instructions {
		if in.Is("VOLUME") && strings.Contains(strings.ToLower(in.Args.String()), strings.ToLower(drive)) {
			return true
		}
	}
	return false
}

// bareDriveFix writes the separator behind a drive that stands alone.
func bareDriveFix(f *lint.Finding, word *dockerfile.Word, path string) {
	if word.Value == path && !word.JSON {
		f.Insert(word.Span().End, "/")
	}
}
