package check

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/subject"
)

// Elements is the elements of an exec form; nil for a shell form.
func Elements(in *dockerfile.Instruction) []*dockerfile.Word {
	if !in.Exec {
		return nil
	}
	if in.Name == "HEALTHCHECK" {
		return in.Words[1:]
	}
	return in.Words
}

// An entrypoint is what is known of the ENTRYPOINT that is in force in a stage.
type entrypoint struct {
	by      *dockerfile.Instruction // nil where no instruction of the file sets one
	known   bool                    // there is none but by
	ofImage []string                // what the base image sets, where that is known and by is nil
}

// entrypointOf is the last ENTRYPOINT of a stage and of the stages that it is built from. The base images of Windows
// have none.
func entrypointOf(scope *subject.Scope) entrypoint {
	for s := scope; s != nil; s = s.Base {
		for i := len(s.Nodes) - 1; i >= 0; i-- {
			if in, ok := s.Nodes[i].Node.(*dockerfile.Instruction); ok && in.Name == "ENTRYPOINT" && in.Parent == nil {
				return entrypoint{by: in, known: true}
			}
		}
		if s.Base == nil {
			return entrypoint{known: s.ImageConfig().Bare, ofImage: s.ImageConfig().Entrypoint}
		}
	}
	return entrypoint{}
}

// EntrypointOfImage is the ENTRYPOINT that a stage has from an image outside of the file; nil if the file sets one, if the image
// has none, or where that is not known.
func EntrypointOfImage(stage *subject.Scope) []string { return entrypointOf(stage).ofImage }

// StartsProgram reports whether the first element of the instruction is a program: that of CMD is an argument where an
// ENTRYPOINT is in force, and may be one where that is not known.
func StartsProgram(p *lint.Pass, in *dockerfile.Instruction) bool {
	if in.Name != "CMD" {
		return true
	}
	e := entrypointOf(p.Scope)
	return e.by == nil && e.known
}
