package dockerfile

import (
	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// onNanoServer is the correction of a stage that has no base image.
const onNanoServer = "Base the stage on `mcr.microsoft.com/windows/nanoserver`."

var scratch = []*lint.Rule{
	{
		ID: "from-scratch", Summary: "`FROM scratch` does not give a Windows image that runs", Topic: "image",
		Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/builder/dockerfile/dispatchers.go", "moby/moby daemon/images/image_builder.go"},
		Check: lint.Each(fromScratch),
	},
}

// fromScratch looks at the whole file: a stage from scratch shows no operating system itself, but the other stages do.
func fromScratch(p *lint.Pass, u *subject.Unit) {
	for _, s := range u.Scopes {
		if s.Kind == subject.Stage && s.OS == windows.Windows && s.Image != nil && check.IsScratch(s.Image) {
			scratchStage(p, u, s)
		}
	}
}

func scratchStage(p *lint.Pass, u *subject.Unit, s *subject.Scope) {
	at := s.From.Words[0]
	run, start := runOnScratch(u, s), len(check.InstructionsOf(s, "CMD", "ENTRYPOINT")) > 0
	switch {
	case p.Environment.Builder == engine.Classic:
		p.Reportf(at, "The classic builder does not support `FROM scratch` on Windows").
			Notef("It fails with `Windows does not support FROM scratch`.").Helpf("%s", onNanoServer)
	case run != nil:
		p.Reportf(at, "A RUN on `scratch` cannot start").
			Notef("A Windows container needs the layers of a Windows base image.").Helpf("%s", onNanoServer).Relate(run.Keyword, "the RUN")
	case s.Final && start:
		p.Reportf(at, "An image on `scratch` cannot start").
			Notef("A Windows container needs the layers of a Windows base image.").Helpf("%s", onNanoServer)
	case p.Environment.Builder == engine.AnyBuilder:
		p.Reportf(at, "The classic builder does not support `FROM scratch` on Windows").
			Notef("It is the default on Windows and fails with `Windows does not support FROM scratch`. BuildKit can build a stage that only holds files.").
			Helpf("%s", onNanoServer).WithSeverity(lint.Info)
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
