package container

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var imageNames = []*lint.Rule{
	{
		ID: "image-name", Summary: "`invalid reference format`: the image name is not valid", Topic: "image",
		Severity: lint.Error, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{"https://docs.docker.com/reference/cli/docker/image/tag/#description", "https://github.com/distribution/reference/blob/main/reference.go"},
		Check: lint.Both{
			lint.Each(serviceImageName),
			dockerCommands(commandImageNames, "run", "create", "pull", "push", "tag", "build", "buildx build"),
		},
	},
}

func serviceImageName(p *lint.Pass, s *compose.Service) {
	image := s.Get("image").Resolve()
	if !image.Scalar() || p.Scope.OS == windows.Linux || len(compose.Variables(image.Text)) > 0 {
		return
	}
	reportImageName(p, image, image.String())
}

// commandImageNames looks at capital letters only: what else cannot be a name is often no name, but what a shell made of another word.
func commandImageNames(p *lint.Pass, c *docker.Command) {
	if !check.MeantForWindows(p, c) {
		return
	}
	for _, w := range namedImages(c) {
		if w.Known() && check.LowerReference(w.Pattern) != "" {
			reportImageName(p, w, w.Pattern)
		}
	}
}

// namedImages is the words of a command that are names of images.
func namedImages(c *docker.Command) (list []docker.Word) {
	switch c.Verb {
	case "tag":
		return c.Operands
	case "build", "buildx build":
		for _, o := range c.Options {
			if o.Name == "tag" && o.Value.Arg != nil {
				list = append(list, o.Value)
			}
		}
		return list
	}
	if len(c.Operands) > 0 {
		return c.Operands[:1]
	}
	return nil
}

// reportImageName does not look at what a person or a program still has to fill in: "<user>/app", "$REGISTRY/app" in a script of cmd.
func reportImageName(p *lint.Pass, at parser.Node, name string) {
	says := check.ReferenceError(name)
	if name == "" || strings.ContainsAny(name, "<>{}[]$%\n") || says == "" {
		return
	}
	f := p.Reportf(at, "`%s` is not a valid image name", check.Brief(name)).Notef("Docker rejects it: `%s`.", says)
	lower := check.LowerReference(name)
	if bare := check.WithoutProtocol(name); bare != "" {
		f.Helpf("Write `%s`, without the protocol.", bare)
		return
	}
	if lower == "" {
		f.Helpf("Write the name as `registry/repository:tag`, without spaces or a protocol.")
		return
	}
	f.Helpf("Write `%s`.", lower)
	if p.Unit.File.Slice(at.Span()) == name {
		f.Replace(at, lower)
	}
}
