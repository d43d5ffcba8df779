package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

var volumes = []*lint.Rule{
	{
		ID: "volume-path", Summary: "VOLUME fails with `invalid volume specification`", Topic: "mounts",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/volume/mounts/windows_parser.go",
			"moby/moby daemon/create_windows.go",
			"https://github.com/docker/for-win/issues/11223",
		},
		Check: check.Instructions(volumePath, "VOLUME"),
	},
	{
		ID: "not-on-system-drive", Summary: "`The specified path is not on the system drive (C:)`", Topic: "copy",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit util/system/path.go",
			"moby/moby daemon/builder/dockerfile/dispatchers_windows.go",
			"moby/moby daemon/builder/dockerfile/copy_windows.go",
		},
		Check: check.Instructions(notOnSystemDrive, "WORKDIR", "COPY", "ADD"),
	},
}

func volumePath(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		read := p.Read(word)
		// A word with a bracket is an array that is not valid JSON.
		if !read.Known || read.Value == "" || strings.HasPrefix(read.Value, "[") || isMount(read.Value) {
			continue
		}
		says := "invalid volume specification: '" + check.Brief(read.Value) + "'"
		if engine.IsSystemDrive(read.Value) {
			says = `destination path (c:\) cannot be 'c:' or 'c:\'`
		}
		f := p.Reportf(word, "`%s` is not a valid volume path on Windows", check.Brief(read.Value)).
			Notef("The classic builder rejects it. BuildKit stores it, but no container can be created from the image: `%s`.", says).
			Helpf("Write the path of a directory on a drive, such as `%s`.", exampleVolume(read.Value))
		fixVolume(f, word, read.Value)
	}
}

// isMount reports whether the engine accepts s as the target of a volume: a path with a drive, "C:\data", with an optional
// source before it and a mode after it, and not the root of C:.
func isMount(s string) bool {
	if engine.IsSystemDrive(s) {
		return false
	}
	s = strings.ToLower(s)
	for _, mode := range [...]string{":ro", ":rw"} {
		s = strings.TrimSuffix(s, mode)
	}
	if engine.IsMountTarget(s) {
		return true
	}
	for i := 1; i+2 < len(s); i++ {
		if onto := s[i+1:]; s[i] == ':' && engine.IsMountTarget(onto) && !engine.IsPipe(onto) {
			return true
		}
	}
	return false
}

// exampleVolume is a path much like s that is one.
func exampleVolume(s string) string {
	if windows.HasDrive(s) {
		s = s[2:]
	}
	folders := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '\\' })
	if len(folders) == 0 {
		return "C:/data"
	}
	return "C:/" + strings.Join(folders, "/")
}

// fixVolume fixes what can have only one meaning: a path from the root, and doubled separators.
func fixVolume(f *lint.Finding, word *dockerfile.Word, value string) {
	fixed := exampleVolume(value)
	rooted := value[0] == '/' || value[0] == '\\' || windows.HasDrive(value) && len(value) > 3 && (value[2] == '/' || value[2] == '\\')
	if !rooted || engine.IsSystemDrive(fixed) || !isMount(fixed) || strings.ContainsAny(word.Value, "$ '\"") {
		return
	}
	if word.JSON {
		fixed = `"` + fixed + `"`
	}
	f.Replace(word, fixed)
}
