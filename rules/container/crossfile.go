package container

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// The rules that look at a service and at the Dockerfile that it builds.
var crossFile = []*lint.Rule{
	{
		ID: "volume-not-filled", Summary: "A new volume does not contain the files from the image", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/create_windows.go", "docker/cli docs/reference/commandline/container_run.md"},
		Check: lint.Each(volumeNotFilled),
	},
	{
		ID: "node-modules-hidden", Summary: "A mount hides the Node.js packages of the image", Topic: "mounts",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/engine/storage/bind-mounts/#mount-into-a-non-empty-directory-on-the-container"},
		Check: lint.Each(nodeModulesHidden),
	},
}

// A filling is a directory of an image into which an instruction of the Dockerfile puts something.
type filling struct {
	check.Directory
	in *dockerfile.Instruction
}

// A mounted is a mount of a service with the directory of the image that it covers.
type mounted struct {
	*compose.Mount
	check.Directory
}

// mountsOf is the mounts of a service at known directories of C:.
func mountsOf(s *compose.Service) []mounted {
	var list []mounted
	for _, m := range s.Mounts {
		to, known := compose.Expand(m.Target, "")
		if at := check.DirectoryPath(to, subject.Value{}); known && at != "" && windows.HasDrive(to) && at != "c:/" {
			list = append(list, mounted{m, check.Directory{Path: at}})
		}
	}
	return list
}

// built visits the instructions of the stage that a service is built from, those of the stages that it is built from in
// turn first.
func built(stage *subject.Scope, visit func(*dockerfile.Instruction, *subject.State)) {
	if stage.Base != nil {
		built(stage.Base, visit)
	}
	for _, node := range stage.Nodes {
		if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Err == nil && in.Parent == nil && len(in.Words) > 0 {
			visit(in, node.State)
		}
	}
}

// filledBy is the directories into which COPY and ADD put files, and those of VOLUME.
func filledBy(b *subject.Build) (filled []filling, volumes []check.Directory) {
	doc := b.Unit.Dockerfile
	built(b.Stage, func(in *dockerfile.Instruction, state *subject.State) {
		switch in.Name {
		case "VOLUME":
			for _, word := range in.Words {
				volumes = check.AppendDirectory(volumes, doc, state, word)
			}
		case "COPY", "ADD":
			for _, f := range check.AppendDirectory(nil, doc, state, in.Words[len(in.Words)-1]) {
				filled = append(filled, filling{f, in})
			}
		}
	})
	return filled, volumes
}

// volumeNotFilled leaves out volumes that the image itself declares, which are found in the Dockerfile, those that are not
// to be filled, and directories of the host: that these hide what the image has is the same everywhere, and most often meant.
func volumeNotFilled(p *lint.Pass, s *compose.Service) {
	b := p.Scope.Build
	mounts := mountsOf(s)
	if b == nil || b.Stage.OS != windows.Windows || len(mounts) == 0 {
		return
	}
	filled, volumes := filledBy(b)
	for _, m := range mounts {
		if m.Type != compose.Volume || keepsEmpty(m.Mount) || slices.ContainsFunc(volumes, func(d check.Directory) bool { return d.Holds(m.Directory) }) {
			continue
		}
		for _, f := range filled {
			if m.Holds(f.Directory) {
				p.Reportf(m.Target, "The volume at `%s` hides files from the image", check.Brief(m.Target.String())).
					Notef("%s on line %d of `%s` puts files there. Docker Engine copies them into a new volume only on Linux, so the container finds an empty directory.",
						f.in.Name, b.Line(f.in.Span()), b.Name).
					Helpf("Mount the volume at a separate directory, and copy the files from `%s` into it when the container starts.", m.Target)
				break
			}
		}
	}
}

// keepsEmpty reports whether the mount asks not to be filled.
func keepsEmpty(m *compose.Mount) bool {
	for _, option := range m.Options {
		if option.String() == "nocopy" {
			return true
		}
	}
	return m.Value.Get("volume", "nocopy") != nil
}

// nodeModulesHidden looks for a directory of the host that is mounted over the one where a RUN installs the packages of
// Node.js. A mount at node_modules itself is meant to be there, and what the container runs may install them again.
func nodeModulesHidden(p *lint.Pass, s *compose.Service) {
	b := p.Scope.Build
	mounts := mountsOf(s)
	if b == nil || b.Stage.OS != windows.Windows || len(mounts) == 0 || installsAtStart(p.Scope) {
		return
	}
	for _, packages := range installed(b) {
		var over *mounted
		for i, m := range mounts {
			if !m.Holds(packages.Directory) {
				continue
			}
			if over == nil || over.Holds(m.Directory) {
				over = &mounts[i]
			}
		}
		if over == nil || over.Type != compose.Bind || over.Path == packages.Path {
			continue
		}
		p.Reportf(over.Target, "This mount hides the `node_modules` directory of the image").
			Notef("Line %d of `%s` installs the packages below `%s`, but the program sees only those in the directory of the host.",
				b.Line(packages.in.Span()), b.Name, check.Brief(over.Target.String())).
			Helpf("Mount only the source directories, or install the packages when the container starts.")
		return
	}
}

// installed is the directories node_modules that the RUNs of an image make.
func installed(b *subject.Build) []filling {
	var list []filling
	built(b.Stage, func(in *dockerfile.Instruction, state *subject.State) {
		if at := check.DirectoryPath("node_modules", state.Workdir); in.Name == "RUN" && at != "" && installsPackages(in) {
			list = append(list, filling{check.Directory{Path: at}, in})
		}
	})
	return list
}

// installsPackages reports whether a RUN installs packages of Node.js into its working directory. That is written in the
// same way for every shell, so that it need not be known which one the base image has.
func installsPackages(in *dockerfile.Instruction) bool {
	var words []string
	for _, word := range in.Words {
		words = append(words, strings.FieldsFunc(strings.ToLower(word.Value), endsWord)...)
	}
	found := false
	for i, word := range words {
		switch word {
		case "-g", "--global", "--location=global", "cd", "chdir", "pushd", "set-location", "push-location", "sl":
			return false
		case "npm", "npm.cmd", "pnpm", "yarn":
			found = found || i+1 < len(words) && slices.Contains([]string{"install", "ci", "i"}, words[i+1])
		}
	}
	return found
}

// endsWord reports whether a character ends a word for all shells.
func endsWord(r rune) bool { return strings.ContainsRune(" \t\n\"';&|", r) }

// installsAtStart reports whether what the service runs may install packages: it says so, or it is a script, which is not
// read.
func installsAtStart(s *subject.Scope) bool {
	text := ""
	for _, c := range s.Service.Commands {
		for _, word := range c.Words {
			text += " " + word.String()
		}
	}
	built(s.Build.Stage, func(in *dockerfile.Instruction, _ *subject.State) {
		if in.Is("CMD", "ENTRYPOINT") {
			text += " " + in.Args.String()
		}
	})
	text = strings.ReplaceAll(strings.ToLower(text), "npm.cmd", "npm")
	signs := []string{"install", "npm ci", `"ci"`, "npm i", "yarn", "pnpm", ".ps1", ".cmd", ".bat", ".sh", "$", "%"}
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
