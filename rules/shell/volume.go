package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var volumes = []*lint.Rule{
	{
		ID: "run-writes-to-volume", Summary: "What a RUN writes to a volume is missing in the container", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes",
			"moby/moby daemon/create_windows.go", "https://github.com/moby/moby/issues/40771",
			"https://github.com/docker/for-win/issues/676",
		},
		Check: lint.Each(runWritesToVolume),
	},
}

// A volumeOf is a volume that a stage declares.
type volumeOf struct {
	check.Directory
	at    int // of its VOLUME in the stage
	found bool
}

// runWritesToVolume reports each volume once. A directory that exists before the VOLUME does no harm, because the volume is
// mounted on it.
func runWritesToVolume(p *lint.Pass, s *subject.Scope) {
	if s.Kind != subject.Stage || s.OS != windows.Windows {
		return
	}
	volumes := volumesOf(p, s)
	if len(volumes) == 0 {
		return
	}
	scripts := check.StageScripts(p, s)
	for _, st := range scripts {
		if st.Unread() || st.Instruction.Flag("mount") != nil {
			continue
		}
		moves := check.ChangesDirectoryIn(st.Script)
		for c := range st.Commands() {
			for _, w := range check.WrittenBy(c) {
				at := placeOf(w.Path, moves, st.State)
				if at == "" || w.Fetched && usedElsewhere(scripts, w.Path) || deletedIn(st, w.Path) {
					continue
				}
				reportVolume(p, volumes, w, check.Directory{Path: at}, st.Instruction.Span().Start)
			}
		}
	}
}

func reportVolume(p *lint.Pass, volumes []*volumeOf, w check.Written, at check.Directory, run int) {
	for _, v := range volumes {
		isAfter := run > v.at
		if v.found || !v.Holds(at) || !isAfter && (w.Created || v.Path[0] != 'c') {
			continue
		}
		v.found = true
		name := check.Brief(v.Word.Value)
		f := p.Reportf(w.At, "`%s` is missing in the container, because `%s` is a volume", check.Brief(w.Path), name)
		switch {
		case !isAfter && p.Scope.Release == windows.LTSC2016:
			f.Notef("On Windows Server 2016, a volume must be a directory that does not exist or is empty, so the container does not start: `The directory is not empty`.")
		case !isAfter:
			f.Notef("Docker Engine copies the files of an image into a new volume only on Linux, so the container finds an empty directory.")
		case v.Path[0] != 'c':
			f.Notef("The classic builder discards what a RUN writes to a volume. With BuildKit, the drive does not exist while the image is built.")
		case p.Environment.Builder == engine.BuildKit:
			f.Notef("BuildKit keeps what the RUN writes in the image, but the container gets an empty volume at that path.")
		default:
			f.Notef("The classic builder discards what a RUN writes to a volume. BuildKit keeps it in the image, but the container gets an empty volume at that path.")
		}
		f.Helpf("Write the files to a directory outside `%s`, and copy them into the volume when the container starts.", v.Word.Value).Relate(v.Word, "volume declared here")
		return
	}
}

func volumesOf(p *lint.Pass, s *subject.Scope) []*volumeOf {
	var list []*volumeOf
	for _, node := range s.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil || in.Name != "VOLUME" {
			continue
		}
		for _, word := range in.Words {
			read := node.Variables.Read(p.Unit.Dockerfile, word)
			if at := placeIn(read.Value, node.State); read.Known && at != "" && at != "c:/" {
				list = append(list, &volumeOf{Directory: check.Directory{Path: at, Word: word}, at: in.Span().Start})
			}
		}
	}
	return list
}

// placeIn is a path as check.Directory has it, also on another drive than C:, which only a volume can bring.
func placeIn(name string, state *subject.State) string {
	if s := strings.ToLower(strings.ReplaceAll(name, `\`, "/")); windows.HasDrive(s) && s[0] != 'c' {
		return strings.TrimSuffix(s[:2]+path.Clean("/"+s[2:]), "/")
	}
	return check.DirectoryPath(name, state.Workdir)
}

// placeOf is the place of a path that a script names; "" if it is not known.
func placeOf(name string, moves bool, state *subject.State) string {
	rooted := windows.HasDrive(name) && len(name) > 2 && (name[2] == '\\' || name[2] == '/') || name[0] == '\\' || name[0] == '/'
	if !rooted && (moves || windows.HasDrive(name)) || strings.ContainsAny(name, "%{}()`") {
		return ""
	}
	return placeIn(name, state)
}

// usedElsewhere reports whether the RUNs of a stage name a file more than once: a download that they use and leave.
func usedElsewhere(scripts []check.StageScript, name string) bool {
	name, count := check.FileName(name), 0
	seen := map[*dockerfile.Instruction]bool{}
	for _, st := range scripts {
		if !seen[st.Instruction] {
			seen[st.Instruction] = true
			count += strings.Count(urls.ReplaceAllString(strings.ToLower(st.Instruction.Args.String()), ""), name)
		}
	}
	return name == "" || count > 1
}

// urls is addresses, which often end with the name of the file that is written.
var urls = lazy.MustCompile(`[a-z]+://[^\s'",;)]+`)

// deletedIn reports whether a script also deletes the file, or a directory above it.
func deletedIn(st check.StageScript, name string) bool {
	lower := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	for c := range st.Commands() {
		if !isDelete(c) {
			continue
		}
		if slices.ContainsFunc(c.Args, func(a *script.Arg) bool {
			s := strings.TrimRight(strings.ToLower(strings.ReplaceAll(a.Value().String(), `\`, "/")), "/*")
			return s != "" && strings.HasPrefix(lower, s)
		}) {
			return true
		}
	}
	return false
}
