package subject

import (
	"path"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject/evidence"
	"github.com/winlint/winlint/windows"
)

// A stageReader says what it sees in a stage.
type stageReader struct {
	found evidence.List
	shell script.Language // of the last SHELL
}

// stageReasons is what speaks for the system of a stage: its FROM, its file, and what is in it.
func (r *reader) stageReasons(s *Scope) evidence.List {
	var sr stageReader
	if os, text := r.platform(s); os != windows.UnknownOS {
		sr.found.Saw(evidence.Platform, os.String(), "the flag "+text.String(), text.Span())
	}
	switch at := s.From.Words; {
	case s.argument != nil:
		sr.sawArgument(s, at[0].Span())
	case s.Parts != nil:
		sr.found.SawImage(s.Parts, at[0].Span())
	}
	if s.Base != nil {
		sr.found.Add(s.reason("base", s.From.Words[0].Span(), "the stage "+s.Base.Name, s.Base))
	}
	if s.built != nil {
		sr.found.Add(s.reasonOf(s.built, s.From.Words[0].Span(), s.From.Words[0].String()))
	}
	r.fileReasons(&sr.found)
	for _, in := range s.body {
		if len(in.Words) > 0 {
			sr.read(in)
		}
	}
	r.world.sawStated(&sr.found, s.From.Span())
	return sr.found
}

// sawArgument takes the image that the builds of the run give. It is certain unless the Dockerfile has a default, which
// somebody may build, too.
func (r *stageReader) sawArgument(s *Scope, at source.Span) {
	weight := evidence.Certain
	if s.Parts != s.argument.Image {
		r.found.SawImage(s.Parts, at)
		weight = evidence.Likely
	}
	if p := s.argument.Platform(); len(p.Why) > 0 {
		text := p.Why[0] + ", as " + s.argument.by + " builds it"
		r.found.Add(evidence.Reason{OS: p.OS, Weight: weight, Text: text, At: at, Row: "build argument"})
	}
}

// reason is what another stage says about s, as certainly as it is known there.
func (s *Scope) reason(row string, at source.Span, text string, other *Scope) evidence.Reason {
	r := evidence.Reason{OS: other.OS, Weight: evidence.Likely, Text: text, At: at, Row: row}
	if other.Strong {
		r.Weight = evidence.Certain
	}
	return r
}

// fileReasons is what the file says of each of its stages.
func (r *reader) fileReasons(found *evidence.List) {
	if r.doc.EscapeFrom != nil {
		found.Saw(evidence.EscapeCharacter, string(r.doc.Escape), "the escape character "+string(r.doc.Escape), r.doc.EscapeFrom.Span())
	}
	sawFileName(found, r.doc.File.Path, source.At(0))
}

// sawFileName takes the name of a Dockerfile and of the directory that it is in.
func sawFileName(found *evidence.List, name string, at source.Span) {
	dir, base := path.Split(strings.ReplaceAll(name, `\`, "/"))
	os, word := windows.OSOfName(base)
	found.Saw(evidence.FileName, os.String(), "the word "+word+" in the file name", at)
	parent := path.Base(dir)
	for _, directory := range [...]string{parent, path.Base(path.Dir(path.Clean(dir)))} {
		found.Saw(evidence.Directory, strings.ToLower(directory), "the directory "+directory, at)
	}
}

// read says what an instruction with words shows.
func (r *stageReader) read(in *dockerfile.Instruction) {
	first := in.Words[0]
	switch in.Name {
	case "SHELL":
		r.shell = script.LanguageOf(first.Value)
		r.saw(evidence.Shell, "the shell", first.Value, first.Text)
	case "USER":
		r.saw(evidence.User, "the user", strings.Trim(first.Value, `"'`), first.Text)
	case "WORKDIR":
		r.path(evidence.Workdir, first)
	case "VOLUME":
		for _, w := range in.Words {
			r.path(evidence.Volume, w)
		}
	case "COPY", "ADD":
		r.path(evidence.Destination, in.Words[len(in.Words)-1])
	case "ENV":
		for _, pair := range in.Pairs {
			if pair.Value != nil {
				r.path(evidence.Environment, pair.Value)
			}
		}
	case "CMD", "ENTRYPOINT":
		r.program(in.Words)
	case "HEALTHCHECK":
		r.program(in.Words[1:])
	case "RUN":
		r.run(in)
	}
}

func (r *stageReader) saw(kind evidence.Kind, what, value string, at source.Text) {
	r.found.Saw(kind, value, what+" "+at.String(), at.Span())
}

func (r *stageReader) path(kind evidence.Kind, w *dockerfile.Word) {
	r.saw(kind, "the path", strings.TrimLeft(w.Value, `"'`), w.Text)
}

// program takes the words of a command: the program, and in the exec form its arguments.
func (r *stageReader) program(words []*dockerfile.Word) {
	if len(words) == 0 {
		return
	}
	value, text := firstWord(words[0])
	r.saw(evidence.Program, "the program", value, text)
	for _, w := range words[1:] {
		r.saw(evidence.Argument, "the argument", w.Value, w.Text)
	}
}

// firstWord is the first word of a command: as the shell reads it, and as written.
func firstWord(w *dockerfile.Word) (string, source.Text) {
	value, _, _ := strings.Cut(strings.TrimLeft(w.Value, `"'@`), " ")
	written := w.Text
	if end := strings.IndexAny(w.String(), " \t\n"); end > 0 {
		written = w.Slice(0, end)
	}
	return strings.Trim(value, `"'`), written
}

// run takes the first two words of a command.
func (r *stageReader) run(in *dockerfile.Instruction) {
	fields := strings.Fields(in.Words[0].Value)
	for _, w := range in.Words[1:] {
		fields = append(fields, w.Value)
	}
	if len(fields) == 0 {
		return
	}
	kind := evidence.RunWord
	if r.shell == script.Cmd || r.shell == script.WindowsPowerShell || r.shell == script.PowerShell7 {
		kind = evidence.RunUnderShell
	}
	_, written := firstWord(in.Words[0])
	r.saw(kind, "the command", strings.Join(fields[:min(2, len(fields))], " "), written)
}

// aimByOthers aims a stage again when all stages are read once: by a stage that is built from it or from the same image, and
// by all others where these are certainly for Windows.
func (r *reader) aimByOthers() {
	for _, s := range r.stages {
		if s.Strong || len(s.bases) > 1 {
			continue
		}
		before := len(s.reasons)
		if s == r.stages[len(r.stages)-1] {
			r.sawPlatform(&s.reasons, s.From.Span())
		}
		for _, other := range r.stages {
			if other.Strong && s.sharesImage(other) {
				s.reasons.Add(s.reason("stage from this one", other.From.Span(), "the stage on line "+r.line(other)+" of the same image", other))
			}
		}
		if other := r.windowsOnly(s); other != nil && s.From.Flag("platform") == nil && s.Base == nil {
			s.reasons.Add(evidence.Reason{
				OS: windows.Windows, Weight: evidence.Likely, Text: "the other stages of the file", At: other.From.Span(), Row: "other stages",
			})
		}
		if s.Base != nil {
			s.reasons.Add(s.reason("base", s.From.Words[0].Span(), "the stage "+s.Base.Name, s.Base))
		}
		if len(s.reasons) != before || s.Base != nil {
			s.judge()
		}
	}
}

// sharesImage reports whether another stage is built from s, or from an image that the same unknown words name.
func (s *Scope) sharesImage(other *Scope) bool {
	for base := other.Base; base != nil; base = base.Base {
		if base == s {
			return true
		}
	}
	return other != s && s.Base == nil && other.Base == nil && len(s.From.Words) > 0 && len(other.From.Words) > 0 &&
		strings.Contains(s.From.Words[0].String(), "$") && s.From.Words[0].String() == other.From.Words[0].String() &&
		s.From.Flag("platform") == nil && other.From.Flag("platform") == nil
}

// windowsOnly is the first of the other stages that is certainly for Windows; nil where there is none or where one is for
// Linux. One that asks for Windows by its platform shows that the builder's own is another.
func (r *reader) windowsOnly(s *Scope) *Scope {
	var found *Scope
	for _, other := range r.stages {
		switch {
		case other == s:
		case other.OS == windows.Linux:
			return nil
		case other.OS == windows.Windows && other.Strong && found == nil && other.From.Flag("platform") == nil:
			found = other
		}
	}
	return found
}

// judge tells the target of a stage from its reasons, and edition and release from its image or base.
func (s *Scope) judge() {
	s.Target = judged(s.reasons)
	switch {
	case s.Base != nil:
		s.detailFrom(s.Base)
	case s.built != nil:
		s.detailFrom(s.built.Stage)
	case s.Parts != nil:
		s.detail(OfImage(s.Parts, s.From.Words[0].Span()))
	}
}

// detailFrom takes edition and release from the stage that s is built on.
func (s *Scope) detailFrom(base *Scope) {
	from := base.Target
	from.Why = nil
	s.detail(from)
}
