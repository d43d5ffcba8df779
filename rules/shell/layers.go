package shell

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

const optimize = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-docker/optimize-windows-dockerfile"

// layers is the rules about what the layers of the image contain: those of the last stage and of the stages that it is built
// from, because the others are not part of the image.
var layers = []*lint.Rule{
	{
		ID: "deleted-in-later-layer", Summary: "Deleting a file does not make the image smaller", Topic: "layers",
		Severity: lint.Info, Since: "0.1.0", Refs: []string{optimize}, Check: imageSteps(deletedInLaterLayer),
	},
	{
		ID: "archive-left", Summary: "A downloaded archive or installer stays in the image", Topic: "layers",
		Severity: lint.Info, Since: "0.1.0", Refs: []string{optimize}, Check: imageSteps(archiveLeft),
	},
	{
		ID: "package-cache-left", Summary: "A package manager leaves its cache in the image", Topic: "layers",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs: []string{
			"https://pip.pypa.io/en/stable/topics/caching/", "https://docs.npmjs.com/cli/commands/npm-cache",
			"https://learn.microsoft.com/en-us/dotnet/core/tools/dotnet-nuget-locals",
		},
		Check: imageSteps(packageCacheLeft),
	},
	{
		ID: "install-into-volume", Summary: "Packages installed into a volume are missing later", Topic: "layers",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes"},
		Check: lint.Each(installIntoVolume),
	},
	{
		ID: "several-runs", Summary: "Several RUNs in a row make many layers", Topic: "layers",
		Severity: lint.Info, Off: true, Since: "0.1.0", Refs: []string{optimize}, Check: lastStage(severalRuns),
	},
}

// A step is one instruction of a stage with what it makes and deletes.
type step struct {
	in       *dockerfile.Instruction
	state    *subject.State
	commands []*script.Command // of all its scripts
	made     []fileAt
	deleted  []fileAt
	events   []event
}

// A fileAt is a place that names a file; name is its last part in lower case.
type fileAt struct {
	at   lint.Placed
	name string
}

// lastStage is a check of the steps of the last stage.
func lastStage(f func(*lint.Pass, []*step)) lint.Check {
	return lint.Each(func(p *lint.Pass, s *subject.Scope) {
		if s.Kind == subject.Stage && s.Final {
			f(p, stepsOf(p.Unit, s))
		}
	})
}

// imageSteps is a check of the steps whose layers are in the image: those of the last stage, after those of the stages that it
// is built from.
func imageSteps(f func(*lint.Pass, []*step)) lint.Check {
	return lint.Each(func(p *lint.Pass, s *subject.Scope) {
		if s.Kind != subject.Stage || !s.Final {
			return
		}
		var stages [][]*step
		for ; s != nil; s = s.Base {
			stages = append(stages, stepsOf(p.Unit, s))
		}
		slices.Reverse(stages)
		f(p, slices.Concat(stages...))
	})
}

type stepsOfStage struct{ *subject.Scope }

// stepsOf is the steps of a stage, which no rule changes.
func stepsOf(u *subject.Unit, s *subject.Scope) []*step {
	return subject.Once(u, stepsOfStage{s}, func() []*step { return readSteps(u, s) })
}

func readSteps(u *subject.Unit, s *subject.Scope) (steps []*step) {
	for _, node := range s.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil {
			continue
		}
		st := &step{in: in, state: node.State}
		steps = append(steps, st)
		switch in.Name {
		case "ADD":
			st.addedFile()
			st.copied(u)
		case "COPY":
			st.copied(u)
		case "RUN":
			if outer := u.Script(in, node.State); outer != nil {
				for inner := range outer.All() {
					st.script(inner)
				}
			} else {
				st.names(in.Args.String(), node.Workdir)
			}
		case "WORKDIR":
			st.names(in.Args.String(), node.Workdir)
		}
	}
	return steps
}

// addedFile records the file that ADD adds.
func (st *step) addedFile() {
	if len(st.in.Words) != 2 {
		return
	}
	from, to := st.in.Words[0], st.in.Words[1]
	name := to.Value
	if isDirectory(name) {
		name = strings.TrimSuffix(from.Value[:strings.IndexByte(from.Value+"?", '?')], "/")
	}
	st.made = appendFile(st.made, from, name)
}

// isDirectory reports whether a destination looks like a directory.
func isDirectory(s string) bool {
	return s == "." || strings.HasSuffix(s, "/") || strings.HasSuffix(s, `\`) || path.Ext(check.FileName(s)) == ""
}

func appendFile(list []fileAt, at lint.Placed, file string) []fileAt {
	if name := check.FileName(file); path.Ext(name) != "" {
		return append(list, fileAt{at, name})
	}
	return list
}

func (st *step) script(s *script.Script) {
	if s.Unread() {
		st.names(s.Text.String(), st.state.Workdir)
		return
	}
	workdir := workdirOf(s, st.state)
	for c := range s.Commands() {
		if c.Name == nil {
			continue
		}
		st.commands = append(st.commands, c)
		if at, file := check.DownloadedFile(c); at != nil {
			st.made = appendFile(st.made, at, file)
		}
		st.command(c, workdir)
		if isDelete(c) {
			for _, arg := range c.Args {
				for _, item := range arg.Items() {
					text, _ := script.Value(item)
					st.deleted = appendFile(st.deleted, item, text.String())
				}
			}
		}
	}
	for m := range script.Nodes[*script.Member](s.Body) {
		if m.Lower == "downloadfile" && m.Call && len(m.Args) == 2 {
			text, _ := script.Value(m.Args[1])
			st.made = appendFile(st.made, m.Args[1], text.String())
		}
	}
}

func isDelete(c *script.Command) bool {
	if c.Script.Language.IsPowerShell() {
		return c.Cmdlet() == "remove-item"
	}
	return c.Is("del", "erase", "rm", "rd", "rmdir")
}

// namesOf is the names of files, as a set.
func namesOf(files []fileAt) map[string]bool {
	names := make(map[string]bool, len(files))
	for _, file := range files {
		names[file.name] = true
	}
	return names
}

const (
	madeNoSmaller = "Deleting `%s` here does not make the image smaller"
	fileStays     = "The file stays in the layer of the %s that added it."
)

func deletedInLaterLayer(p *lint.Pass, steps []*step) {
	type addition struct {
		at lint.Placed
		in *dockerfile.Instruction
	}
	told := map[source.Span]bool{}
	added := map[string]addition{} // the first of each file that its step keeps
	for _, st := range steps {
		made, deleted := namesOf(st.made), namesOf(st.deleted)
		for _, file := range st.deleted {
			first, known := added[file.name]
			if !known || made[file.name] {
				continue
			}
			p.Reportf(file.at, madeNoSmaller, check.Brief(textOf(p, file.at))).
				Notef(fileStays, first.in.Name).
				Helpf("%s", together(first.in)).
				Relate(first.at, "added here")
			told[file.at.Span()] = true
		}
		for _, file := range st.made {
			if _, known := added[file.name]; !known && !deleted[file.name] {
				added[file.name] = addition{file.at, st.in}
			}
		}
	}
	removedCopies(p, steps, told)
}

func together(in *dockerfile.Instruction) string {
	if in.Name == "RUN" {
		return "Delete it in the RUN that downloads it."
	}
	return "Download, use and delete it in one RUN, or add it in a separate stage."
}

// textOf is the text at a place, without quotes around it.
func textOf(p *lint.Pass, at lint.Placed) string {
	return strings.Trim(p.Unit.File.Slice(at.Span()), `"'`)
}

// archives is the extensions of files that are unpacked or installed, and of no further use.
var archives = []string{".zip", ".7z", ".msi", ".tgz", ".gz", ".xz", ".cab", ".msu"}

func archiveLeft(p *lint.Pass, steps []*step) {
	if slices.ContainsFunc(steps, mayRemoveAny) {
		return
	}
	removed := map[string]bool{}
	for _, st := range steps {
		maps.Copy(removed, namesOf(st.deleted))
	}
	for _, st := range steps {
		if st.in.Name != "RUN" {
			continue
		}
		unpacks := unpackedBy(st)
		for _, file := range st.made {
			if !slices.Contains(archives, path.Ext(file.name)) || removed[file.name] || !strings.Contains(unpacks, file.name) {
				continue
			}
			p.Reportf(file.at, "`%s` is left in the image", check.Brief(textOf(p, file.at))).
				Notef("The layer contains both the downloaded file and the files that were unpacked or installed from it.").
				Helpf("Delete `%s` at the end of this RUN.", textOf(p, file.at))
		}
	}
}

// mayRemoveAny reports whether a step moves files, or deletes files that it does not name.
func mayRemoveAny(st *step) bool {
	return slices.ContainsFunc(st.commands, func(c *script.Command) bool {
		return isDelete(c) && (strings.ContainsAny(c.String(), "*$%") || !strings.Contains(c.String(), ".")) ||
			c.Is("move", "mv", "move-item", "robocopy", "rename-item", "ren")
	})
}

// unpackers is the programs and cmdlets that unpack or install an archive.
var unpackers = []string{
	"expand-archive", "tar", "7z", "7za", "expand", "unzip", "msiexec", "dism", "wusa", "add-windowspackage", "start-process",
	"expand-7zip",
}

// unpackedBy is the commands of a RUN that unpack or install archives, in lower case.
func unpackedBy(st *step) string {
	var commands strings.Builder
	for _, c := range st.commands {
		if c.Is(unpackers...) {
			commands.WriteString(strings.ToLower(c.String()) + "\n")
		}
	}
	return commands.String()
}

// A cache is what a package manager leaves in the image, and how to avoid it.
type cache struct {
	program, verb string
	avoided       string // what the RUN contains if nothing is left, in lower case
	way           string
}

var caches = []cache{
	{"pip", "install", "--no-cache-dir", "Write `pip install --no-cache-dir`."},
	{"npm", "install", "cache clean", "Run `npm cache clean --force` at the end of this RUN."},
	{"npm", "ci", "cache clean", "Run `npm cache clean --force` at the end of this RUN."},
	{"yarn", "install", "cache clean", "Run `yarn cache clean` at the end of this RUN."},
	{"nuget", "restore", "locals all -clear", "Run `nuget locals all -clear` at the end of this RUN."},
	{"dotnet", "restore", "locals all --clear", "Build in this RUN, too, and then run `dotnet nuget locals all --clear`."},
}

func packageCacheLeft(p *lint.Pass, steps []*step) {
	for _, st := range steps {
		if st.in.Name != "RUN" {
			continue
		}
		for _, c := range st.commands {
			cache, verb := cacheOf(c)
			if cache == nil || strings.Contains(strings.ToLower(st.in.Args.String()), cache.avoided) ||
				cache.program == "pip" && st.state.Variables.Declares("PIP_NO_CACHE_DIR") {
				continue
			}
			p.Reportf(c.Name.Span().Cover(verb), "`%s %s` leaves its cache in the layer", cache.program, cache.verb).Helpf("%s", cache.way)
			break
		}
	}
}

// cacheOf is the package manager that a command calls, itself or as a module of Python, and the place of its verb.
func cacheOf(c *script.Command) (*cache, source.Span) {
	program, args := c.Lower, c.Args
	if strings.HasPrefix(program, "python") && len(args) > 2 && args[0].Is("-m") {
		program, args = args[1].Value().String(), args[2:]
	}
	program = strings.TrimSuffix(strings.TrimSuffix(program, "3"), ".cmd")
	for i := range caches {
		if caches[i].program == program && len(args) > 0 && args[0].Is(caches[i].verb) {
			return &caches[i], args[0].Span()
		}
	}
	return nil, source.Span{}
}

// manyRuns is how many RUN in a row are worth a word.
const manyRuns = 4

func severalRuns(p *lint.Pass, steps []*step) {
	for i := 0; i < len(steps); {
		end := i
		for end < len(steps) && steps[end].in.Name == "RUN" {
			end++
		}
		if end-i >= manyRuns {
			f := p.Reportf(steps[i].in.Keyword, "%d RUNs in a row make %d layers", end-i, end-i).
				Helpf("Join the RUNs that belong together.")
			f.Relate(steps[end-1].in.Keyword, "last of these RUNs")
		}
		i = end + 1
	}
}

func installIntoVolume(p *lint.Pass, s *subject.Scope) {
	if s.Kind != subject.Stage || len(check.InstructionsOf(s, "VOLUME")) == 0 {
		return
	}
	var volumes []check.Directory
	for _, st := range stepsOf(p.Unit, s) {
		if st.in.Name == "VOLUME" {
			for _, word := range st.in.Words {
				volumes = check.AppendDirectory(volumes, p.Unit.Dockerfile, st.state, word)
			}
		}
		if st.in.Name != "RUN" || !st.state.Workdir.Known || len(st.commands) == 0 || !installsHere(st.commands[0]) {
			continue
		}
		here := check.Directory{Path: strings.ToLower(strings.ReplaceAll(st.state.Workdir.Text, `\`, "/"))}
		for _, volume := range volumes {
			if volume.Holds(here) {
				p.Reportf(st.commands[0], "This RUN installs packages into the volume `%s`", volume.Word.Value).
					Notef("The classic builder discards the packages after the RUN. BuildKit keeps them in the image, but the volume hides them in the container.").
					Helpf("Declare the volume only for a data directory, such as `%s/data`.", strings.TrimRight(strings.ReplaceAll(volume.Word.Value, `\`, "/"), "/")).
					Relate(volume.Word, "volume declared here")
				break
			}
		}
	}
}

// installsHere reports whether a command installs packages into its working directory.
func installsHere(c *script.Command) bool {
	return c.Is("npm", "npm.cmd", "yarn", "yarn.cmd", "pnpm") && len(c.Args) > 0 && c.Args[0].Is("install", "ci", "i", "add") &&
		!c.Has("-g") && !c.Has("--global")
}
