package lint

import (
	"fmt"
	"iter"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// A mount is one word for the shell, and one value for YAML, but of several parts for the engine. This file is what the proof of
// fixes knows of them.

// mountParts is what the engine reads of the mounts of a file: the source, the target and the options of each.
func mountParts(u *subject.Unit) (parts []part) {
	add := func(role string, texts ...source.Text) {
		for _, t := range texts {
			if t.Len() > 0 {
				parts = append(parts, part{t.Span(), role + t.String(), true})
			}
		}
	}
	for _, m := range optionsOfMounts(u) {
		add("source ", m.Source.Text)
		add("target ", m.Target.Text)
		add("mode ", m.Mode.Text, m.Propagation.Text)
		add("type ", m.TypeAt.Text)
	}
	if u.Compose == nil {
		return parts
	}
	for _, s := range u.Compose.Services {
		for _, m := range s.Mounts {
			if m.Short {
				add("source ", m.Source)
				add("target ", m.Target)
				add("mode ", m.Options...)
			}
		}
	}
	return parts
}

// optionsOfMounts is the mounts of the docker commands of a file that make containers, with their options. What Git Bash makes of
// paths is not known, so those of sh are not among them.
func optionsOfMounts(u *subject.Unit) iter.Seq2[*docker.Option, *docker.Mount] {
	return func(yield func(*docker.Option, *docker.Mount) bool) {
		for _, scope := range u.Scopes {
			c := scope.Docker
			if c == nil || scope.OS == windows.Linux || c.Script.Language.IsSh() || !c.Verbs("run", "create") {
				continue
			}
			for _, o := range c.Options {
				if (o.Name == "volume" || o.Name == "mount") && o.Value.Arg != nil && !yield(o, docker.ReadMount(o)) {
					return
				}
			}
		}
	}
}

// mounts checks that a mount which a fix changes still has both ends, and is one that the engine takes, or at least that another
// fix is left for it.
func (c *change) mounts(v *verdict, before *Result) {
	ends := map[int]bool{} // whether a mount has a source, by where its option stands in the file after
	for o, m := range optionsOfMounts(before.Unit) {
		ends[c.moved(o.Flag.Span().Start)] = m.Source.Arg != nil
	}
	var left []entry[*Finding]
	for f := range c.result.all() {
		if f.Fixable() {
			left = append(left, entry[*Finding]{f.Span, f})
		}
	}
	fixable := newIndex(left)
	for o, m := range optionsOfMounts(c.result.Unit) {
		by := c.namedAfter(o.Value.Span())
		switch {
		case len(by) == 0:
		case ends[o.Flag.Span().Start] && m.Source.Arg == nil:
			v.fail(fmt.Errorf("the fix leaves %q with one end only", o.Value), by...)
		case rejected(m) && !some(fixable.touching(o.Value.Span())):
			v.fail(fmt.Errorf("the fix leaves %q, which Docker Engine rejects", o.Value), by...)
		}
	}
}

// rejected reports whether Docker Engine on Windows certainly takes no such mount.
func rejected(m *docker.Mount) bool {
	from, onto := m.Source.String(), m.Target.String()
	switch {
	case m.Target.Arg == nil || !m.Target.Known() || !m.Source.Known():
		return false
	case !engine.IsMountTarget(onto):
		return true
	case !m.Short:
		return false
	}
	// The client completes what begins with a dot, and what becomes of "~" is up to the shell.
	path := strings.ContainsAny(from, `/\:`) && !strings.HasPrefix(from, ".") && !strings.HasPrefix(from, "~")
	return path && !engine.IsHostPath(from) && !engine.IsPipe(from)
}
