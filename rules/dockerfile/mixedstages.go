package dockerfile

import (
	"slices"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var mixedStages = []*lint.Rule{
	{
		ID: "mixed-stages", Summary: "A Windows stage copies from a stage that uses a Linux image", Topic: "image",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"moby/moby daemon/internal/distribution/config.go", "https://docs.docker.com/build/building/multi-platform/",
			"https://docs.docker.com/reference/dockerfile/#from",
		},
		Check: lint.Each(linuxForWindows),
	},
}

// linuxForWindows looks at the stages from which a stage for Windows copies files, and at those that copy from it. Without
// --platform, all stages of a build are for one system.
func linuxForWindows(p *lint.Pass, stage *subject.Scope) {
	if stage.Kind != subject.Stage || stage.Parts == nil || check.IsScratch(stage.Parts) || stage.From.Flag("platform") != nil {
		return
	}
	copies := slices.DeleteFunc(check.InstructionsOf(stage, "COPY"), func(in *dockerfile.Instruction) bool { return in.Flag("from") == nil })
	if len(copies) == 0 || !subject.OfImage(stage.Parts, stage.From.Span()).Strong {
		return // what is from scratch, or only probably for Windows, may be for Linux
	}
	if p.Environment.Builder != engine.Classic && !check.NeededStages(p.Unit)[stage] {
		return
	}
	for _, in := range copies {
		from := copiedStage(p.Unit, stage, in)
		if from == nil || from.From.Flag("platform") != nil {
			continue
		}
		from = check.RootStage(from)
		if image := from.Image; image != nil && from.From.Flag("platform") == nil && image.LinuxOnly() {
			f := p.Reportf(from.From.Words[0], "`%s` has no Windows variant, but a Windows stage copies from this stage", check.Brief(image.Text)).
				Notef("Without `--platform`, all stages are for the same operating system. BuildKit fails with `no match for platform in manifest`, and "+
					"Docker Engine on Windows fails with `no matching manifest for windows/amd64`.").
				Helpf("Write `FROM --platform=$BUILDPLATFORM %s` and build with BuildKit on Linux, or use a Windows image in this stage.", from.From.Words[0]).
				Relate(in, "copied here").Subsumes(from.From.Words[0])
			if !image.IsList() {
				f.WithSeverity(lint.Warning)
			}
			return
		}
	}
}

// copiedStage is the stage that a COPY copies from; nil if it copies from something else.
func copiedStage(u *subject.Unit, s *subject.Scope, in *dockerfile.Instruction) *subject.Scope {
	flag := in.Flag("from")
	if flag == nil {
		return nil
	}
	return u.Stage(s, flag.Read)
}
