package subject

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// Compose merges the files that it is given: docker-compose.override.yml without being asked, and others by -f. If one of them
// is certain about the system of a service, that is true of the service in the others.

// composeStack is the compose files that a command of a script gives to Compose, if there are several: "docker compose -f a -f b".
func composeStack(c *script.Command, file string, at place) (files []string) {
	if !c.Is("docker-compose") && (!c.Is("docker") || len(c.Args) == 0 || !c.Args[0].Is("compose")) {
		return nil
	}
	for i, arg := range c.Args {
		name, found := strings.CutPrefix(arg.Value().String(), "--file=")
		if arg.Is("-f", "--file") && i+1 < len(c.Args) {
			name, found = c.Args[i+1].Value().String(), true
		}
		if !found {
			continue
		}
		rest, own := besideScript(name)
		switch {
		case own && isLiteralPath(rest):
			files = append(files, path.Join(path.Dir(file), rest))
		case at.known && isLiteralPath(name):
			files = append(files, join(at.directory, name))
		default:
			return nil
		}
	}
	if len(files) < 2 {
		return nil
	}
	return files
}

// An overlay is a compose file that is merged with another one, and how certain that is.
type overlay struct {
	file   string
	weight evidence.Weight
}

// overlays is the compose files of the run that are merged with one.
func (w *World) overlays(file string) (list []overlay) {
	list = []overlay{}
	file = path.Clean(file)
	if w.Images != nil {
		w.Images.read(w.Mirrors)
		for _, stack := range w.Images.stacks[file] {
			for _, other := range stack {
				if other != file {
					list = append(list, overlay{other, evidence.Certain})
				}
			}
		}
		for _, other := range w.Images.composeFiles[path.Dir(file)] {
			if names, sure := basesOf(other); !sure && slices.Contains(names, file) {
				list = append(list, overlay{other, evidence.Likely})
			}
		}
	}
	if base := strings.TrimSuffix(file, path.Ext(file)); path.Base(base) == "compose" || path.Base(base) == "docker-compose" {
		for _, ext := range [...]string{".override.yaml", ".override.yml"} {
			list = append(list, overlay{base + ext, evidence.Certain})
		}
	}
	return list
}

// sawOverlays takes what the files that are merged with that of a service say of its system for certain, if nothing else does.
func (p *project) sawOverlays(s *Scope, own layer, found *evidence.List) {
	if _, weight := found.Verdict(); weight >= evidence.Certain {
		return
	}
	if p.overlays == nil {
		p.overlays = p.world.overlays(own.doc.File.Path)
	}
	for _, other := range p.overlays {
		doc := p.composeFile(other.file)
		if doc == nil {
			continue
		}
		service := doc.Service(s.Name)
		if service == nil {
			continue
		}
		layers := []layer{{doc: doc, service: service, at: own.at, name: p.shown(other.file), most: evidence.Stated}}
		reasons := reasonsOf(layers, p.world.Mirrors)
		if b := p.build(layers); b != nil {
			for _, r := range b.reasons() {
				reasons.Add(r)
			}
		}
		os, weight := reasons.Verdict()
		if os == windows.UnknownOS || weight < evidence.Certain {
			continue
		}
		found.Add(evidence.Reason{OS: os, Weight: other.weight, Text: reasons.Sorted(os)[0].Text, At: own.at, Row: "overlay"})
	}
}
