package shell

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// This file finds what an instruction adds to the image and a later one deletes: it follows the files through the steps, as a
// builder makes them. Paths are those of check.DirectoryPath.

// An addition is a file or a directory that a step adds to the image.
type addition struct {
	at     lint.Placed
	path   string
	isFile bool // it is one file, whose place is known
	step   *step
	gone   bool
}

// A removal is what a command of a step deletes.
type removal struct {
	at        lint.Placed
	path      string
	recursive bool // also what is in the directories in it
}

// An event is one thing that a step does with a path: it adds or deletes it, or only names it.
type event struct {
	added   *addition
	removed *removal
	named   string
}

// parents is a path and the directories that it is in.
func parents(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		const deepest = 50
		for n := 0; n < deepest && len(name) > len("c:"); n++ {
			if !yield(name) {
				return
			}
			name = path.Dir(name)
		}
	}
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
	at, from, to := words[len(words)-1], names[0], names[len(names)-1]
	if len(names) > 2 || path.Ext(path.Base(from)) == "" || strings.ContainsAny(from, "*?[") || strings.HasSuffix(from, "/") {
		st.add(at, to, st.state.Workdir, false)
		return
	}
	if slices.Contains(smallFiles, strings.ToLower(path.Ext(from))) {
		return
	}
	if toDirectory := strings.HasSuffix(to, "/") || to == "."; !toDirectory {
		st.add(at, to, st.state.Workdir, true)
	}
	st.add(at, to+"/"+path.Base(from), st.state.Workdir, true)
}

// smallFiles is the extensions of scripts and settings, which take hardly any space.
var smallFiles = strings.Fields(".ps1 .psm1 .psd1 .cmd .bat .sh .mst .reg .ini .txt .json .xml .yml .yaml .config")

func (st *step) add(at lint.Placed, name string, workdir subject.Value, isFile bool) {
	if added := check.DirectoryPath(name, workdir); added != "" {
		st.events = append(st.events, event{added: &addition{at: at, path: added, isFile: isFile, step: st}})
	}
}

// names records the paths in a text that something other than a deletion names.
func (st *step) names(text string, workdir subject.Value) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\"'`,;=()", r) }) {
		if name := check.DirectoryPath(strings.TrimRight(word, `*\/`), workdir); name != "" {
			st.events = append(st.events, event{named: name})
		}
	}
}

// command records what a command of a RUN does with paths.
func (st *step) command(c *script.Command, workdir subject.Value) {
	at, file := check.DownloadedFile(c)
	switch {
	case isDelete(c):
		st.removed(c, workdir)
		return
	case at != nil && !strings.ContainsAny(file, "$%*") && file != "":
		st.add(at, strings.Trim(file, `"'`), workdir, true)
	}
	for _, arg := range c.Args {
		st.names(arg.String(), workdir)
	}
}

// workdirOf is the working directory of a script; it is not known if the script changes it.
func workdirOf(s *script.Script, state *subject.State) subject.Value {
	if check.ChangesDirectoryIn(s) {
		return subject.Value{}
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
			if gone := check.DirectoryPath(name, workdir); gone != "" && !strings.ContainsAny(name, "*?[$%") {
				st.events = append(st.events, event{removed: &removal{item, gone, recursive}})
			}
		}
	}
}

// ofTheBase is directories of base images, whose own files are what is deleted in them.
var ofTheBase = []string{"c:/inetpub", "c:/inetpub/wwwroot", "c:/windows", "c:/windows/temp", "c:/temp"}

// An imageFiles is the files of the image while the steps make it. Each list is looked at once and then dropped, so that the
// cost follows the number of files.
type imageFiles struct {
	at      map[string]*addition   // by the path of each file
	in      map[string][]*addition // the files in a directory, without those in directories in it
	below   map[string][]*addition // all that is in a directory, and the directory itself
	volumes map[string]bool
	waste   []*waste
	wasted  map[string][]*waste // by what is deleted
}

// A waste is a removal that frees nothing.
type waste struct {
	removal *removal
	made    *addition
	again   bool // the path is used again, so the removal is not for the size of the image
}

// removedCopies finds what was copied or downloaded whole and is deleted in a later layer. What is in told is known already.
func removedCopies(p *lint.Pass, steps []*step, told map[source.Span]bool) {
	files := imageFiles{
		at: map[string]*addition{}, in: map[string][]*addition{}, below: map[string][]*addition{}, volumes: map[string]bool{},
		wasted: map[string][]*waste{},
	}
	for _, st := range steps {
		if st.in.Name == "VOLUME" {
			files.declare(p, st)
		}
		for _, e := range st.events {
			switch {
			case e.added != nil:
				files.use(e.added.path)
				files.add(e.added)
			case e.named != "":
				files.use(e.named)
			default:
				files.remove(e.removed, st)
			}
		}
	}
	for _, w := range files.waste {
		if !w.again && !told[w.removal.at.Span()] {
			reportRemoval(p, w.made, w.removal)
		}
	}
}

func (f *imageFiles) declare(p *lint.Pass, st *step) {
	for _, word := range st.in.Words {
		for _, volume := range check.AppendDirectory(nil, p.Unit.Dockerfile, st.state, word) {
			f.volumes[volume.Path] = true
		}
	}
}

func (f *imageFiles) add(a *addition) {
	if a.isFile {
		f.at[a.path] = a
		f.in[path.Dir(a.path)] = append(f.in[path.Dir(a.path)], a)
	}
	for directory := range parents(a.path) {
		f.below[directory] = append(f.below[directory], a)
	}
}

// use notes that a path is used, so that what was deleted there was not deleted for good.
func (f *imageFiles) use(name string) {
	for directory := range parents(name) {
		for _, w := range f.wasted[directory] {
			w.again = true
		}
		delete(f.wasted, directory)
	}
}

func (f *imageFiles) remove(r *removal, st *step) {
	var list []*addition
	if r.recursive {
		list = f.below[r.path]
		delete(f.below, r.path)
	} else {
		if file := f.at[r.path]; file != nil {
			list = append(list, file)
		}
		list = append(list, f.in[r.path]...)
		delete(f.in, r.path)
	}
	var made *addition
	for _, a := range list {
		if made == nil && !a.gone && a.step != st {
			made = a
		}
		a.gone = true
	}
	if made == nil || slices.Contains(ofTheBase, r.path) || st.in.Flag("mount") != nil || f.onVolume(r.path) {
		return
	}
	w := &waste{removal: r, made: made}
	f.waste = append(f.waste, w)
	f.wasted[r.path] = append(f.wasted[r.path], w)
}

func (f *imageFiles) onVolume(name string) bool {
	for directory := range parents(name) {
		if f.volumes[directory] {
			return true
		}
	}
	return false
}

func reportRemoval(p *lint.Pass, made *addition, gone *removal) {
	maker := made.step
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
		f.Helpf("Use the files in the stage that they are copied from. The classic builder cannot mount files into a RUN.")
	case p.Environment.Builder == engine.Classic:
		f.Helpf("Download the files in the RUN that uses and deletes them. The classic builder cannot mount files into a RUN.")
	default:
		f.Helpf("With BuildKit, remove the %s. In the RUN that uses the files, %s.", maker.in.Name, mountOf(from))
	}
}

// mountOf says how a RUN mounts what would otherwise be copied.
func mountOf(from *dockerfile.Flag) string {
	if from == nil {
		return "`--mount=type=bind,target=C:/in` mounts the build context at `C:/in`"
	}
	return fmt.Sprintf("`--mount=type=bind,from=%[1]s,target=C:/in` mounts the files of `%[1]s` at `C:/in`", from.Read)
}
