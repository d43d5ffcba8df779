package check

import (
	"cmp"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// IsScratch reports whether an image is the empty one, as FROM names it.
func IsScratch(i *windows.Image) bool {
	return i.Registry == "docker.io" && i.Repository == "library/scratch"
}

// RootStage is the stage at the end of the chain of FROMs, which is built from an image.
func RootStage(s *subject.Scope) *subject.Scope {
	for s.Base != nil {
		s = s.Base
	}
	return s
}

// BaseImage is the image at the end of the chain of FROMs, or what is known of it: "*" stands for each variable that is not known;
// nil if nothing is.
func BaseImage(s *subject.Scope) *windows.Image {
	root := RootStage(s)
	return cmp.Or(root.Image, root.Parts)
}

// HasRun reports whether a stage has a RUN of its own.
func HasRun(s *subject.Scope) bool { return len(InstructionsOf(s, "RUN")) > 0 }

// InstructionsOf is the instructions of a stage with one of the keywords, without the triggers of ONBUILD.
func InstructionsOf(s *subject.Scope, keywords ...string) []*dockerfile.Instruction {
	var list []*dockerfile.Instruction
	for _, node := range s.Nodes {
		if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Parent == nil && in.Err == nil && in.Is(keywords...) {
			list = append(list, in)
		}
	}
	return list
}

type neededStages struct{}

// NeededStages is the last stage and all that it is built from or takes files from: BuildKit builds no others.
func NeededStages(u *subject.Unit) map[*subject.Scope]bool {
	return subject.Once(u, neededStages{}, func() map[*subject.Scope]bool { return stagesNeeded(u) })
}

func stagesNeeded(u *subject.Unit) map[*subject.Scope]bool {
	needed := map[*subject.Scope]bool{}
	for i := len(u.Scopes) - 1; i >= 0; i-- {
		s := u.Scopes[i]
		if s.Kind != subject.Stage || !s.Final && !needed[s] {
			continue
		}
		needed[s] = true
		if s.Base != nil {
			needed[s.Base] = true
		}
		for _, in := range InstructionsOf(s, "COPY", "RUN") {
			for _, name := range sourcesOf(in) {
				if from := u.Stage(s, name); from != nil {
					needed[from] = true
				}
			}
		}
	}
	return needed
}

// IsBuilt reports whether the builder goes through the stage of p: BuildKit leaves out what the last stage does not need.
func IsBuilt(p *lint.Pass) bool {
	return p.Environment.Builder != engine.BuildKit || NeededStages(p.Unit)[p.Scope]
}

// sourcesOf is the stages and images that an instruction reads from, by COPY --from and RUN --mount=from=.
func sourcesOf(in *dockerfile.Instruction) []string {
	var names []string
	for _, flag := range in.Flags {
		switch flag.Name.String() {
		case "from":
			names = append(names, flag.Read)
		case "mount":
			for _, option := range strings.Split(flag.Read, ",") {
				if name, found := strings.CutPrefix(option, "from="); found {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// OnlyWindows reports whether every stage or service of the file is for Windows, so that no line serves another system, too.
func OnlyWindows(u *subject.Unit) bool {
	for _, s := range u.Scopes {
		if (s.Kind == subject.Stage || s.Kind == subject.Service) && s.OS != windows.Windows {
			return false
		}
	}
	return true
}
