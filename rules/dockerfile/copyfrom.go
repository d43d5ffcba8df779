package dockerfile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var copiesFrom = []*lint.Rule{
	{
		ID: "copy-from-refused", Summary: "The builder cannot find the stage or image in `--from`", Topic: "copy",
		Severity: lint.Error, Fix: lint.Safe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			stagesOfBuildKit, stagesOfClassic, "moby/buildkit frontend/dockerfile/dockerfile2llb/validations.go",
			"moby/moby daemon/builder/dockerfile/dispatchers.go",
		},
		Check: check.Instructions(copyFromRefused, "COPY", "RUN"),
	},
}

// A sourceName is where an instruction names the stage or image that it reads files from.
type sourceName struct {
	at    source.Text
	name  string
	mount bool
}

// copyFromRefused is about every stage that may be for Windows.
func copyFromRefused(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil || p.Scope.Kind != subject.Stage || p.Scope.OS == windows.Linux {
		return
	}
	for _, from := range sourceNames(in) {
		switch {
		case from.name == "" || p.Unit.Stage(p.Scope, from.name) != nil:
		case from.mount && check.IsNumber(from.name): // to a mount, a number is the name of an image
		case strings.Contains(from.name, "$"):
			if !from.mount { // of a mount, the syntax rule says so
				variableFrom(p, from)
			}
		case check.IsNumber(from.name):
			refusedNumber(p, from)
		default:
			refusedSource(p, from)
		}
	}
}

func sourceNames(in *dockerfile.Instruction) (list []sourceName) {
	if flag := in.Flag("from"); flag != nil && in.Name == "COPY" {
		list = append(list, sourceName{at: flag.Value, name: flag.Read})
	}
	for _, flag := range mounts(in) {
		if name, set := mountOption(mountOptions(flag.Read), "from"); set {
			list = append(list, sourceName{at: flag.Value, name: name, mount: true})
		}
	}
	return list
}

// variableFrom does not look at templates, whose variables a program fills in before a builder reads the file.
func variableFrom(p *lint.Pass, from sourceName) {
	if slices.ContainsFunc(strings.Split(path.Dir(p.Unit.File.Path), "/"), isTemplates) {
		return
	}
	p.Reportf(from.at, "`%s` is not expanded in `--from`", check.Brief(from.name)).
		Notef("BuildKit fails with `variable expansion is not supported for --from`, and the classic builder with `invalid from flag value %s`.",
			check.Brief(from.name)).
		Helpf("Add a stage with `FROM %s AS source` before this one, and copy from `source`.", check.Brief(from.name))
}

// isTemplates reports whether a directory holds templates by its name.
func isTemplates(directory string) bool {
	return slices.Contains([]string{"tmpl", "tpl", "template", "templates"}, strings.ToLower(directory))
}

// refusedNumber reports a number that is not the number of an earlier stage.
func refusedNumber(p *lint.Pass, from sourceName) {
	var f *lint.Finding
	switch stage := p.Unit.LaterStage(p.Scope, from.name); stage {
	case p.Scope:
		f = p.Reportf(from.at, "`--from=%s` is the stage that contains this COPY", from.name).
			Notef("BuildKit fails with `circular dependency detected on stage`, and the classic builder with `refers to current build stage`.")
	case nil:
		f = p.Reportf(from.at, "There is no stage %s", from.name).
			Notef("Stage numbers start at 0. BuildKit fails with `invalid stage index %s`, and the classic builder with `index out of bounds`.", from.name)
	default:
		f = p.Reportf(from.at, "Stage %s comes after this one", from.name).
			Notef("BuildKit fails with `cannot copy from stage \"%s\", it needs to be defined before current stage`, and the classic builder "+
				"with `index out of bounds`.", from.name).Relate(stage.From, "stage %s", from.name)
	}
	f.Helpf("Name the stage with `FROM … AS name`, and write `--from=name`.")
}

// refusedSource reports the name of a stage that is not an earlier one, and what cannot be the name of an image.
func refusedSource(p *lint.Pass, from sourceName) {
	switch stage := p.Unit.LaterStage(p.Scope, from.name); stage {
	case p.Scope:
		f := p.Reportf(from.at, "`%s` is the stage that contains this instruction", check.Brief(from.name)).
			Notef("BuildKit fails with `circular dependency detected on stage: %s`. %s", check.Brief(p.Scope.Name), classicPulls(from)).
			Helpf("Write the name of an earlier stage.")
		soften(p, f, from)
	case nil:
		refusedSourceImage(p, from)
	default:
		reportLater(p, from, stage)
	}
}

func refusedSourceImage(p *lint.Pass, from sourceName) {
	says := check.ReferenceError(from.name)
	if says == "" {
		return
	}
	f := p.Reportf(from.at, "`%s` is neither a stage nor a valid image name", check.Brief(from.name)).Notef("%s", buildFails(says))
	lower := check.LowerReference(from.name)
	if lower == "" {
		f.Helpf("Write the name of an earlier stage, or an image such as `registry.example.com/repository:tag`.")
		return
	}
	f.Helpf("Write `%s`.", lower)
	if from.at.String() == from.name {
		f.Replace(from.at, lower)
	}
}

func reportLater(p *lint.Pass, from sourceName, stage *subject.Scope) {
	if p.Environment.Builder == engine.BuildKit && !check.NeededStages(p.Unit)[p.Scope] {
		return
	}
	says := fmt.Sprintf("cannot copy from stage %q, it needs to be defined before current stage", from.name)
	if from.mount {
		says = fmt.Sprintf("cannot mount from stage %q", from.name)
	}
	f := p.Reportf(from.at, "The stage `%s` comes after this one", check.Brief(from.name)).
		Notef("BuildKit fails with `%s`. %s", says, classicPulls(from)).
		Helpf("Move the stage `%s` before this one.", from.name).Relate(stage.From, "defined here")
	soften(p, f, from)
}

// classicPulls is what the classic builder does with the name of a stage that it does not have yet.
func classicPulls(from sourceName) string {
	if from.mount {
		return "The classic builder does not support mounts."
	}
	return fmt.Sprintf("The classic builder looks for an image named `%s` instead.", check.Brief(from.name))
}

// soften is for a name that is also the name of an image, which the classic builder finds.
func soften(p *lint.Pass, f *lint.Finding, from sourceName) {
	image, ok := p.Unit.Image(from.name)
	if p.Environment.Builder != engine.BuildKit && !from.mount && ok && image.Official() {
		f.WithSeverity(lint.Warning)
	}
}
