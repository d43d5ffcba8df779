package target

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// template is what makes the file a template from which a Dockerfile is made: a line of it, or the image of a FROM,
// holds what a template engine takes out ("{{", "{%"). The same signs inside a command are the command's own:
// "docker inspect --format {{.State}}".
func template(doc *dockerfile.Document) *Evidence {
	if !strings.Contains(doc.File.Text, "{{") && !strings.Contains(doc.File.Text, "{%") {
		return nil
	}
	for _, in := range doc.Instructions {
		for _, line := range in.Lines {
			if line.Kind != dockerfile.CodeLine {
				continue
			}
			text := doc.File.Sub(line.Span)
			if at := len(text.String()) - len(strings.TrimLeft(text.String(), " \t")); opensTemplate(text.String()[at:]) {
				return evidenceOfTemplate(text.Slice(at, text.Len()))
			}
		}
		if in.Name != "FROM" {
			continue
		}
		if at := strings.Index(in.Args.String(), "{{"); at >= 0 {
			return evidenceOfTemplate(in.Args.Slice(at, in.Args.Len()))
		}
	}
	return nil
}

func opensTemplate(line string) bool {
	return strings.HasPrefix(line, "{{") || strings.HasPrefix(line, "}}") || strings.HasPrefix(line, "{%")
}

func evidenceOfTemplate(text source.Text) *Evidence {
	return &Evidence{Text: text.String(), At: text.Span()}
}
