package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// template is what makes the file a template from which a Dockerfile is made: its name says so, a line of it begins with
// what a template engine takes out ("{{", "{%"), or the image of a FROM holds that or a placeholder ("%%VERSION%%"). The
// same signs inside a command are the command's own: "docker inspect --format {{.State}}".
func template(doc *dockerfile.Document) *Evidence {
	switch ext := path.Ext(doc.File.Path); strings.ToLower(ext) {
	case ".template", ".tmpl", ".tpl", ".j2", ".jinja", ".erb", ".mustache", ".in":
		return &Evidence{Text: ext, At: source.At(0)}
	}
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

// evidence is a sign of two characters as the reason itself.
func evidence(text source.Text) *Evidence {
	sign := text.Slice(0, 2)
	return &Evidence{Text: sign.String(), At: sign.Span()}
}
