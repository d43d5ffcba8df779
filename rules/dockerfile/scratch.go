package dockerfile

import (
	"slices"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var scratch = []*lint.Rule{
	{
		ID: "from-scratch", Summary: "A Windows image built `FROM scratch` cannot run", Topic: "image",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/builder/dockerfile/dispatchers.go", "moby/moby daemon/images/image_builder.go"},
		Check: lint.Each(fromScratch),
	},
}

// fromScratch looks at the whole file: a stage from scratch shows no operating system itself, but the other stages do.
func fromScratch(p *lint.Pass, u *subject.Unit) {
	for _, s := range u.Scopes {
		if s.Kind == subject.Stage && s.OS == windows.Windows && (s.Strong || !copiesFromLinux(u, s)) && s.Image != nil && check.IsScratch(s.Image) {
			scratchStage(p, u, s)
		}
	}
}

// copiesFromLinux reports whether a stage copies from one that is certainly for Linux: then it may well be files for Windows that
// are made on Linux.
func copiesFromLinux(u *subject.Unit, s *subject.Scope) bool {
	return slices.ContainsFunc(check.InstructionsOf(s, "COPY"), func(in *dockerfile.Instruction) bool {
		from := copiedStage(u, s, in)
		return from != nil && from.OS == windows.Linux && from.Strong
	})
}

func scratchStage(p *lint.Pass, u *subject.Unit, s *subject.Scope) {
	at := s.From.Words[0]
	run, start := runOnScratch(u, s), len(check.InstructionsOf(s, "CMD", "ENTRYPOINT")) > 0
	const (
		classic  = "The classic builder does not support `FROM scratch` on Windows"
		layers   = "A Windows container needs the layers of a Windows base image."
		useImage = "Use a Windows base image, such as `mcr.microsoft.com/windows/nanoserver:ltsc2025`."
	)
	switch {
	case p.Environment.Builder == engine.Classic:
		p.Reportf(at, classic).Notef("The build fails with `Windows does not support FROM scratch`.").Helpf(useImage)
	case run != nil:
		p.Reportf(at, "RUN fails in a Windows stage built `FROM scratch`").Notef(layers).Helpf(useImage).Relate(run.Keyword, "this RUN fails")
	case s.Final && start:
		p.Reportf(at, "A Windows image built `FROM scratch` cannot run").Notef(layers).Helpf(useImage)
	case p.Environment.Builder == engine.AnyBuilder:
		p.Reportf(at, classic).
			Notef("It is the default builder on Windows and fails with `Windows does not support FROM scratch`. BuildKit builds the stage, but its files can only be exported or copied.").
			Helpf("Build with BuildKit if you only need the files, or use a Windows base image such as `mcr.microsoft.com/windows/nanoserver:ltsc2025`.").
			WithSeverity(lint.Info)
	}
}

// runOnScratch is the first RUN of a stage or of one that is built from it.
func runOnScratch(u *subject.Unit, scratch *subject.Scope) *dockerfile.Instruction {
	for _, s := range u.Scopes {
		if s.Kind != subject.Stage || check.RootStage(s) != scratch {
			continue
		}
		if runs := check.InstructionsOf(s, "RUN"); len(runs) > 0 {
			return runs[0]
		}
	}
	return nil
}
