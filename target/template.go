package target

import (
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// template is what makes the file a template from which a Dockerfile is made: a line of it begins with what a template
// engine takes out ("{{", "{%"), or the image of a FROM holds that or a placeholder ("%%VERSION%%"). The same signs inside
// a command are the command's own: "docker inspect --format {{.State}}".
func template(doc *dockerfile.Document) *Evidence {
	text := doc.File.Text
	if !strings.Contains(text, "{{") && !strings.Contains(text, "{%") && !strings.Contains(text, "%%") {
		return nil
	}
	for _, in := range doc.Instructions {
		if found := templateLine(doc.File, in); found != nil {
			return found
		}
		if in.Name != "FROM" {
			continue
		}
		for _, sign := range [...]string{"{{", "%%"} {
			if at := strings.Index(in.Args.String(), sign); at >= 0 {
				return evidence(in.Args.Slice(at, in.Args.Len()))
			}
		}
	}
	return nil
}

// templateLine is the first line of the instruction that begins as one of a template. Heredocs are none of its lines.
func templateLine(f *source.File, in *dockerfile.Instruction) *Evidence {
	for _, line := range in.Lines {
		text := f.Sub(line.Span)
		code := strings.TrimLeft(text.String(), " \t")
		if line.Kind == dockerfile.CodeLine && opensTemplate(code) {
			return evidence(text.Slice(text.Len()-len(code), text.Len()))
		}
	}
	return nil
}

func opensTemplate(line string) bool {
	return strings.HasPrefix(line, "{{") || strings.HasPrefix(line, "{%")
}

// evidence is a text as the reason itself.
func evidence(text source.Text) *Evidence {
	return &Evidence{Text: text.String(), At: text.Span()}
}
