package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/target"
)

// A part is something that the builder reads: a keyword, a flag, a word, a heredoc.
type part struct {
	source.Span
	reads string
}

// A reading is an instruction as the builder reads it.
type reading struct {
	source.Span
	parts []part
}

func (r reading) equal(s reading) bool {
	return slices.EqualFunc(r.parts, s.parts, func(a, b part) bool { return a.reads == b.reads })
}

// readings is what the builder reads of a file, instruction by instruction or pattern by pattern; ok is false where the
// file is not read.
func readings(u *target.Unit) (list []reading, ok bool) {
	switch {
	case u.Dockerfile != nil:
		return instructionReadings(u.Dockerfile), true
	case u.Ignore != nil:
		for _, p := range u.Ignore.Patterns {
			list = append(list, reading{Span: p.Span(), parts: []part{{p.Span(), strconv.FormatBool(p.Negated) + p.String()}}})
		}
		return list, true
	}
	return nil, false
}

// instructionReadings is what the builder reads of a Dockerfile; variables stay in place.
func instructionReadings(doc *dockerfile.Document) []reading {
	list := make([]reading, len(doc.Instructions))
	for i, in := range doc.Instructions {
		list[i] = reading{Span: in.Span(), parts: partsOf(doc, in)}
	}
	return list
}

func partsOf(doc *dockerfile.Document, in *dockerfile.Instruction) []part {
	keyword := in.Name
	if in.Exec {
		keyword += " as JSON"
	}
	if in.Err != nil {
		keyword += " refused: " + in.Err.Message
	}
	parts := []part{{in.Keyword.Span(), keyword}}
	for _, flag := range in.Flags {
		parts = append(parts, part{flag.Span(), "--" + flag.Name.String() + "=" + flag.Read})
	}
	if in.OnBuild != nil {
		return append(parts, partsOf(doc, in.OnBuild)...)
	}
	if len(in.Words) == 0 && in.Args.Len() > 0 { // an unknown instruction
		parts = append(parts, part{in.Args.Span(), in.Args.String()})
	}
	for _, word := range in.Words {
		parts = append(parts, part{word.Span(), wordReads(doc, in, word)})
	}
	for _, doc := range in.Heredocs {
		parts = append(parts, part{doc.Span(), doc.Name + strconv.FormatBool(doc.Expand) + doc.String()})
	}
	return parts
}

func wordReads(doc *dockerfile.Document, in *dockerfile.Instruction, word *dockerfile.Word) string {
	if !in.Expands() {
		// Where lines are joined, how many blanks stand there is nothing that a shell sees outside quotes.
		return word.Value
	}
	value, err := doc.Literal(word)
	if err != nil {
		return "refused: " + err.Error()
	}
	return value
}

// compare checks that what the builder reads of the file after is what it reads of the file before, but for what the fix
// names.
func (c *change) compare(before, after *target.Unit) error {
	old, read := readings(before)
	now, readAfter := readings(after)
	if !read || !readAfter {
		return fmt.Errorf("the file is not read")
	}
	if before.Dockerfile != nil && after.Dockerfile != nil {
		if err := c.compareDirectives(before.Dockerfile, after.Dockerfile); err != nil {
			return err
		}
	}
	at := 0 // in now
	for i := 0; i < len(old); {
		run := i
		for run < len(old) && !c.keeps() && c.named(old[run].Span) {
			run++
		}
		end := at
		if run == len(old) {
			end = len(now)
		} else if run > i {
			end = at + slices.IndexFunc(now[at:], old[run].equal)
		}
		if end < at || end > len(now) || run < len(old) && (end == len(now) || !old[run].equal(now[end])) {
			return fmt.Errorf("the fix changes how %q is read", before.File.Slice(firstLineOf(before.File, old[min(run, len(old)-1)].Span)))
		}
		if err := c.compareParts(before.File, old[i:run], now[at:end]); err != nil {
			return err
		}
		i, at = run+1, end+1
	}
	if at < len(now) && !(len(old) > 0 && !c.keeps() && c.named(old[len(old)-1].Span)) {
		return fmt.Errorf("the fix adds an instruction")
	}
	return nil
}

func firstLineOf(f *source.File, s source.Span) source.Span {
	return source.Span{Start: s.Start, End: min(s.End, f.Line(f.Position(s.Start).Line).End)}
}

// compareParts checks, in the instructions that a fix changes, what it does not name.
func (c *change) compareParts(file *source.File, old, now []reading) error {
	reads := map[int]string{} // what is read at an offset of the file after
	for _, r := range now {
		for _, p := range r.parts {
			reads[p.Start] = p.reads
		}
	}
	for _, r := range old {
		for _, p := range r.parts {
			if c.named(p.Span) {
				continue
			}
			if got, found := reads[c.moved(p.Start)]; !found || got != p.reads {
				return fmt.Errorf("the fix changes how %q is read", file.Slice(p.Span))
			}
		}
	}
	return nil
}

// compareDirectives checks that the directives which the fix does not touch are those of before.
func (c *change) compareDirectives(before, after *dockerfile.Document) error {
	list := func(doc *dockerfile.Document) string {
		var s strings.Builder
		for _, d := range doc.Directives {
			if d.Name != "escape" {
				s.WriteString(d.Name + "=" + d.Value.String() + "\n")
			}
		}
		return s.String()
	}
	if list(before) != list(after) {
		return fmt.Errorf("the fix changes the directives of the parser")
	}
	return nil
}
