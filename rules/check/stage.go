package check

import (
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

// OnlyWindows reports whether every stage or service of the file is for Windows, so that no line serves another system, too.
func OnlyWindows(u *subject.Unit) bool {
	for _, s := range u.Scopes {
		if (s.Kind == subject.Stage || s.Kind == subject.Service) && s.OS != windows.Windows {
			return false
		}
	}
	return true
}
