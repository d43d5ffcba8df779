package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
)

// This file is what a file itself shows of how it is used: the builder that it is for, `docker stack deploy`, or a template
// engine.

// shownBuilder is BuildKit where the file uses what every release of the classic builder refuses (flags of RUN, --chmod,
// heredocs) or names a frontend, which only BuildKit loads; nil where it shows nothing. COPY --link and ADD --checksum are
// no proof: the classic builder takes and ignores them.
func shownBuilder(doc *dockerfile.Document) *Evidence {
	for _, d := range doc.Directives {
		if d.Name == "syntax" {
			return shownBy(d.Text)
		}
	}
	for _, in := range doc.Instructions {
		if e := needsBuildKit(in); e != nil {
			return e
		}
	}
	return nil
}

func needsBuildKit(in *dockerfile.Instruction) *Evidence {
	switch {
	case len(in.Heredocs) > 0:
		return &Evidence{Text: "the heredoc " + in.Heredocs[0].Name, At: in.Keyword.Span()}
	case in.OnBuild != nil:
		return needsBuildKit(in.OnBuild)
	case in.Name == "RUN":
		return firstFlag(in, "mount", "network", "security", "device")
	case in.Is("COPY", "ADD"):
		return firstFlag(in, "chmod")
	}
	return nil
}

func firstFlag(in *dockerfile.Instruction, names ...string) *Evidence {
	for _, name := range names {
		if flag := in.Flag(name); flag != nil {
			return shownBy(flag.Text)
		}
	}
	return nil
}

// stack is what shows that a compose file is for `docker stack deploy`, which has other keys than compose and hands them
// to the engine in another way; nil where nothing does.
func stack(f *source.File, doc *compose.Document) *Evidence {
	if strings.Contains(strings.ToLower(path.Base(f.Path)), "stack") {
		return &Evidence{Text: "the word stack in the file name"}
	}
	for _, s := range doc.Services {
		for _, key := range [...]string{"placement", "mode"} {
			if v := s.Get("deploy", key); v != nil && !v.Is(data.Null) {
				return &Evidence{Text: "deploy." + key + ", which docker compose ignores", At: v.Span()}
			}
		}
	}
	for _, n := range doc.Networks {
		if driver := n.Get("driver"); driver.String() == "overlay" {
			return &Evidence{Text: "an overlay network", At: driver.Span()}
		}
	}
	for _, list := range [...][]*compose.Resource{doc.Secrets, doc.Configs} {
		for _, r := range list {
			if r.External() {
				return &Evidence{Text: "a secret or config of the swarm", At: r.Entry.Key.Span()}
			}
		}
	}
	return nil
}

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
				return shownBy(in.Args.Slice(at, in.Args.Len()))
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
			return shownBy(text.Slice(text.Len()-len(code), text.Len()))
		}
	}
	return nil
}

func opensTemplate(line string) bool {
	return strings.HasPrefix(line, "{{") || strings.HasPrefix(line, "{%")
}

// shownBy is a sign of two characters as the reason itself.
func shownBy(text source.Text) *Evidence {
	sign := text.Slice(0, 2)
	return &Evidence{Text: sign.String(), At: sign.Span()}
}
