package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
)

var labels = []*lint.Rule{
	{
		ID: "maintainer", Summary: "MAINTAINER is deprecated",
		Topic: "instructions", Severity: lint.Info, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#maintainer-deprecated"},
		Check: check.Instructions(maintainer, "MAINTAINER"),
	},
}

func maintainer(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Parent != nil {
		return
	}
	f := p.Reportf(in.Keyword, "MAINTAINER has been deprecated since Docker 1.13").
		Notef("The instruction only sets the author field of the image, and a label can contain the same information.").Helpf("Write `LABEL maintainer=%q`.", in.Args)
	text := in.Args.String()
	if strings.ContainsAny(text, "\"$\\`") || len(in.Lines) > 1 {
		return
	}
	f.Replace(in.Keyword, "LABEL").Insert(in.Args.Offset(0), `maintainer="`).Insert(in.Args.Span().End, `"`)
}
