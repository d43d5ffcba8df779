package shell

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

// This file finds what an instruction adds to the image and a later one deletes.

// An addition is what a step adds to the image.
type addition struct {
	at     lint.Placed
	place  check.Directory
	isFile bool // it is one file, whose place is known
}

// A removal is what a command of a step deletes.
type removal struct {
	at        lint.Placed
	place     check.Directory
	recursive bool // also what is in the directories in it
	rest      string
}

// removes reports whether all of an addition is deleted.
func (r removal) removes(a addition) bool {
	switch {
	case a.place == r.place:
		return a.isFile || r.recursive
	case a.isFile && path.Dir(a.place.Path) == r.place.Path:
		return true
	}
	return r.recursive && r.place.Holds(a.place)
}

// imagePath is a path of the image without its word, which has no part in comparing two.
func imagePath(name string, workdir subject.Value) check.Directory {
	return check.Directory{Path: check.DirectoryPath(name, workdir)}
}

// copied records what COPY and ADD add. A single source with an extension is a file.
func (st *step) copied(u *subject.Unit) {
	words := st.in.Words
	if len(words) < 2 || len(st.in.Heredocs) > 0 {
		return
	}
	var names []string
	for _, word := range words {
		read := st.state.Variables.Read(u.Dockerfile, word)
		if !read.Known {
			return
		}
		names = append(names, strings.ReplaceAll(read.Value, `\`, "/"))
	}
	at, source, to := words[len(words)-1], names[0], names[len(names)-1]
	if len(names) > 2 || path.Ext(path.Base(source)) == "" || strings.ContainsAny(source, "*?[") || strings.HasSuffix(source, "/") {
		st.add(at, to, false)
		return
	}
	if toDirectory := strings.HasSuffix(to, "/") || to == "."; !toDirectory {
		st.add(at, to, true)
	}
	st.add(at, to+"/"+path.Base(source), true)
}

func (st *step) add(at lint.Placed, name string, isFile bool) {
	if added := imagePath(name, st.state.Workdir); added.Path != "" {
		st.added = append(st.added, addition{at, added, isFile})
	}
}

// downloadedTo records where a download is.
func (st *step) downloadedTo(workdir subject.Value, at lint.Placed, file string) {
	if !strings.ContainsAny(file, "$%*") && file != "" {
		if added := imagePath(strings.Trim(file, `"'`), workdir); added.Path != "" {
			st.added = append(st.added, addition{at, added, true})
		}
	}
}

// workdirOf is the working directory of a script; it is not known if the script changes it.
func workdirOf(s *script.Script, state *subject.State) subject.Value {
	for c := range s.Commands() {
		if c.Is("cd", "chdir", "pushd", "sl", "set-location", "push-location") {
			return subject.Value{}
		}
	}
	return state.Workdir
}

// removed records what a command deletes. Patterns that may leave something are not followed, but for "*" at the end.
func (st *step) removed(c *script.Command, workdir subject.Value) {
	powerShell := c.Script.Language.IsPowerShell()
	recursive := c.Is("rd", "rmdir") || c.Has("/s")
	if powerShell {
		recursive = check.HasSwitch(c, "recurse")
		for _, part := range [...]string{"include", "exclude", "filter"} {
			if check.HasSwitch(c, part) {
				return
			}
		}
	}
	for _, arg := range c.Args {
		for _, item := range arg.Items() {
			text, known := script.Value(item)
			name := text.String()
			if isOption := !powerShell && strings.HasPrefix(name, "/"); !known || isOption {
				continue
			}
			name = strings.Trim(name, `"'`)
			name = strings.TrimSuffix(strings.TrimSuffix(name, `\*`), "/*")
			if strings.ContainsAny(name, "*?[$%") {
				continue
			}
			if gone := imagePath(name, workdir); gone.Path != "" {
				st.removals = append(st.removals, removal{item, gone, recursive, c.Script.Text.String()[c.End:]})
			}
		}
	}
}

// ofTheBase is directories of base images, whose own files are what is deleted in them.
var ofTheBase = []string{"c:/", "c:/inetpub", "c:/inetpub/wwwroot", "c:/windows", "c:/windows/temp", "c:/temp"}

// removedCopies finds what was copied or downloaded whole and is deleted in a later layer.
func removedCopies(p *lint.Pass, steps []*step) {
	for i, st := range steps {
		for _, gone := range st.removals {
			maker := slices.IndexFunc(steps[:i], func(before *step) bool { return before.adds(gone) && !before.deletes(gone) })
			if maker < 0 || slices.Contains(ofTheBase, gone.place.Path) || reported(st, steps[:i], gone) ||
				slices.ContainsFunc(steps[maker+1:i], func(between *step) bool { return between.deletes(gone) }) ||
				madeAnew(p, steps[i:], gone) || isMounted(p, steps[:i+1], gone) {
				continue
			}
			reportRemoval(p, steps[maker], gone)
		}
	}
}

// reported reports whether the name of the file alone has already told.
func reported(st *step, before []*step, gone removal) bool {
	return slices.ContainsFunc(st.deleted, func(f fileAt) bool {
		return f.at.Span() == gone.at.Span() && slices.ContainsFunc(before, func(s *step) bool { return has(s.made, f.name) })
	})
}

func (st *step) adds(gone removal) bool { return slices.ContainsFunc(st.added, gone.removes) }

func (st *step) deletes(gone removal) bool {
	return slices.ContainsFunc(st.removals, func(r removal) bool { return r.place.Holds(gone.place) })
}

// madeAnew reports whether the directory is used again after it is deleted: by the rest of the RUN, which is the first of the
// steps, by another command, or by an instruction.
func madeAnew(p *lint.Pass, steps []*step, gone removal) bool {
	written := strings.ToLower(strings.Trim(textOf(p, gone.at), `"'*\/`))
	if strings.Contains(strings.ToLower(gone.rest), written) {
		return true
	}
	for _, st := range steps[1:] {
		switch {
		case slices.ContainsFunc(st.added, func(a addition) bool { return gone.place.Holds(a.place) }):
			return true
		case st.in.Is("RUN", "WORKDIR", "VOLUME") && strings.Contains(strings.ToLower(st.in.Args.String()), written):
			return true
		}
	}
	return false
}

// isMounted reports whether what is deleted is on a volume or on a mount of the RUN, the last of the steps.
func isMounted(p *lint.Pass, steps []*step, gone removal) bool {
	for _, st := range steps {
		if st.in.Name != "VOLUME" {
			continue
		}
		var volumes []check.Directory
		for _, word := range st.in.Words {
			volumes = check.AppendDirectory(volumes, p.Unit.Dockerfile, st.state, word)
		}
		if slices.ContainsFunc(volumes, func(v check.Directory) bool { return v.Holds(gone.place) }) {
			return true
		}
	}
	return steps[len(steps)-1].in.Flag("mount") != nil
}

func reportRemoval(p *lint.Pass, maker *step, gone removal) {
	made := maker.added[slices.IndexFunc(maker.added, gone.removes)]
	note := fileStays
	if !made.isFile {
		note = "The files stay in the layer of the %s that added them."
	}
	f := p.Reportf(gone.at, madeNoSmaller, check.Brief(textOf(p, gone.at))).Notef(note, maker.in.Name).Relate(made.at, "added here")
	from := maker.in.Flag("from")
	switch {
	case maker.in.Name == "RUN":
		f.Helpf("%s", together(maker.in))
	case p.Environment.Builder == engine.Classic && from != nil:
		f.Helpf("Install it in the stage that it is copied from, because the classic builder cannot mount files into a RUN.")
	case p.Environment.Builder == engine.Classic:
		f.Helpf("Download it in the RUN that uses and deletes it, because the classic builder cannot mount files into a RUN.")
	default:
		f.Helpf("With BuildKit, use `RUN --mount=%s` instead of %s.", bindOf(from), maker.in.Name)
	}
}

// bindOf is the mount that a RUN can have instead of a copy.
func bindOf(from *dockerfile.Flag) string {
	if from == nil {
		return "type=bind,target=C:/in"
	}
	return fmt.Sprintf("type=bind,from=%s,target=C:/in", from.Read)
}
