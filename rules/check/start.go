package check

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
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

// An Entrypoint is what is known of the ENTRYPOINT that applies to a stage.
type Entrypoint struct {
	By      *dockerfile.Instruction // nil if no instruction of the file sets one
	OfImage []string                // what the image outside of the file sets; nil if it sets none, if By does, or where that is not known
	Known   bool                    // there is none but By
}

// EntrypointOf is the last ENTRYPOINT of a stage and of the stages that it is built from, whose triggers count. The base images
// of Windows have none.
func EntrypointOf(stage *subject.Scope) Entrypoint {
	for s := stage; s != nil; s = s.Base {
		for i := len(s.Nodes) - 1; i >= 0; i-- {
			in, ok := s.Nodes[i].Node.(*dockerfile.Instruction)
			if ok && in.Name == "ENTRYPOINT" && (in.Parent == nil || s != stage) {
				return Entrypoint{By: in, Known: true}
			}
		}
		if s.Base == nil {
			return Entrypoint{OfImage: s.ImageConfig().Entrypoint, Known: s.ImageConfig().Bare}
		}
	}
	return Entrypoint{}
}

// StartsProgram reports whether the first element of the instruction is a program: that of CMD is an argument where an
// ENTRYPOINT is in force, and may be one where that is not known.
func StartsProgram(p *lint.Pass, in *dockerfile.Instruction) bool {
	if in.Name != "CMD" {
		return true
	}
	e := EntrypointOf(p.Scope)
	return e.By == nil && e.Known
}

// IsProgram reports whether the first word of a command of a service is the program that is started: an entrypoint gets it
// otherwise, of the service or perhaps of the image.
func IsProgram(p *lint.Pass, c *compose.Command) bool {
	switch s := p.Scope; c.Key {
	case "test":
		return c.Form == "CMD"
	case "command":
		return s.Service.Command("entrypoint") == nil && s.Service.Get("build") == nil && s.Image != nil && s.ImageConfig().Bare
	}
	return true
}
