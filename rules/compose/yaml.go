package compose

import (
	"slices"
	"strconv"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/ci"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

// yamlText is the rules about how YAML changes a text before anything else reads it, in compose files and in CI files. They apply
// on every system, because a drive always belongs to Windows.
var yamlText = []*lint.Rule{
	{
		ID: "yaml-escape", Summary: "A Windows path in double quotes changes, or the file cannot be read", Topic: "compose",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"https://yaml.org/spec/1.2.2/#57-escaped-characters"},
		Check: lint.Both{lint.Each(escapesChange), lint.Each(escapesInJobs), rejected(escapeRejected)},
	},
	{
		ID: "yaml-drive-key", Summary: "YAML reads a drive such as `D:` as a key", Topic: "compose",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"https://yaml.org/spec/1.2.2/#733-plain-style"},
		Check: lint.Both{lint.Each(driveKeys), rejected(driveRejected)},
	},
	{
		ID: "yaml-plain-start", Summary: "A value that begins with `!`, `%`, `@` or `*` needs quotes",
		Topic: "compose", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"https://yaml.org/spec/1.2.2/#53-indicator-characters", "https://yaml.org/spec/1.2.2/#6822-tag-handles"},
		Check: lint.Both{lint.Each(tagsDropped), rejected(plainRejected)},
	},
}

// rejected is a check of the places at which the YAML of a compose file or of a CI file cannot be read.
func rejected(f func(*lint.Pass, *data.Error)) lint.Check {
	return lint.Both{
		lint.Each(func(p *lint.Pass, e *compose.Error) { f(p, e.Error) }),
		lint.Each(func(p *lint.Pass, e *ci.Error) { f(p, e.Error) }),
	}
}

// reader is the program that reads the YAML of the file.
func reader(p *lint.Pass) string {
	if p.Unit.CI != nil {
		return p.Unit.CI.System.String()
	}
	return "Docker Compose"
}

// scalars calls f with each scalar of the file that is a value and not a key.
func scalars(doc *data.Document, f func(*data.Value)) {
	for _, root := range doc.Roots {
		for v := range root.All() {
			if v.Scalar() && v.Kind != data.Alias && (v.Parent == nil || v.Parent.Kind == data.Sequence || v.Key != nil) {
				f(v)
			}
		}
	}
}

// A doubleQuoted is a scalar in double quotes, as it is written.
type doubleQuoted struct {
	at        source.Span // with its quotes
	text      string
	sequences []sequence
}

// A sequence is an escape sequence, its place counted in the text with its quotes.
type sequence struct {
	source.Span
	invalid  bool // YAML does not support it
	intended bool // it is \\, \" or \/, which nobody writes by mistake, or joins two lines
	damages  bool // it is in a path, and its backslash was meant as a separator
}

// readDoubleQuoted reads the escape sequences of the scalar.
func readDoubleQuoted(file *source.File, at source.Span) *doubleQuoted {
	q := &doubleQuoted{at: at, text: file.Slice(at)}
	for i := 1; i+1 < len(q.text); i++ {
		if q.text[i] != '\\' {
			continue
		}
		s := sequence{Span: source.Span{Start: i, End: i + 2}}
		switch c := q.text[i+1]; {
		case strings.IndexByte("\\\"/\r\n", c) >= 0:
			s.intended = true
		case strings.IndexByte("0abtnvfre N_LP\t", c) >= 0:
		default:
			s.End += map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			_, err := strconv.ParseUint(q.text[i+2:min(s.End, len(q.text))], 16, 32)
			s.invalid = err != nil
			if s.invalid {
				s.End = i + 2
			}
		}
		q.sequences = append(q.sequences, s)
		i = s.End - 1
	}
	return q
}

// inner is the text between the quotes.
func (q *doubleQuoted) inner() string { return q.text[1 : len(q.text)-1] }

// place is the span of a sequence in the file.
func (q *doubleQuoted) place(s sequence) source.Span {
	return source.Span{Start: q.at.Start + s.Start, End: q.at.Start + s.End}
}

var (
	// pathUpToSeparator is a path that begins with a drive or with a dot, up to a separator of it.
	pathUpToSeparator = lazy.MustCompile(`(?:^"|[\s'"=;,|<>(:@])(?:[A-Za-z]:|\.\.?)(?:(?:\\\\?|/)[^\s'"=;,|<>(:*?]+)*$`)

	// pathWithDrive is a path that begins with a drive, up to a separator of it.
	pathWithDrive = lazy.MustCompile(`(?:^"|[\s'"=;,|<>(:@])[A-Za-z]:(?:(?:\\\\?|/)[^\s'"=;,|<>(:*?]+)*$`)

	// wordAndColon is what may be the end of a line of prose: "Plan A:" before a line break.
	wordAndColon = lazy.MustCompile(`\s[A-Za-z]:$`)

	// pathGoesOn is one more name of a path, or the extension of the last one.
	pathGoesOn = lazy.MustCompile(`^[\w-]*[\\./]\w`)
)

// judge decides which sequences are in a path. If the scalar is a path as a whole, all of them are.
func (q *doubleQuoted) judge(allPath bool) {
	for i := range q.sequences {
		s := &q.sequences[i]
		switch {
		case s.intended:
		case allPath || s.invalid:
			s.damages = true
		case isNameChar(q.text[s.End]) && pathUpToSeparator.MatchString(q.text[:s.Start]):
			s.damages = !wordAndColon.MatchString(q.text[:s.Start]) || pathGoesOn.MatchString(q.text[s.End:])
		case i > 0 && q.sequences[i-1].damages: // after a space, as in Program Files
			between := q.text[q.sequences[i-1].End:s.Start]
			s.damages = strings.Count(between, " ") < 2 && !strings.ContainsAny(between, `'";,|<>=:`)
		}
	}
	if _, found := q.first(); !found {
		return
	}
	for i := range q.sequences { // beside a path that is one for certain, what may be prose is a path, too
		s := &q.sequences[i]
		s.damages = s.damages || !s.intended && isNameChar(q.text[s.End]) && pathUpToSeparator.MatchString(q.text[:s.Start])
	}
}

func isNameChar(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// first is the first sequence that damages a path; ok is false if none does.
func (q *doubleQuoted) first() (s sequence, ok bool) {
	i := slices.IndexFunc(q.sequences, func(s sequence) bool { return s.damages })
	if i < 0 {
		return s, false
	}
	return q.sequences[i], true
}

// requote makes the fix: single quotes if every backslash was meant literally, or else each of those doubled. It returns
// the sentence that says so.
func (q *doubleQuoted) requote(f *lint.Finding) string {
	plain := !strings.ContainsAny(q.inner(), "\r\n")
	for _, s := range q.sequences {
		plain = plain && s.damages
	}
	if plain {
		f.Replace(q.at, yamlQuoted(q.inner()))
		return writeQuoted(q.inner())
	}
	doubled, done := "", 0
	for _, s := range q.sequences {
		if s.damages {
			f.Insert(q.at.Start+s.Start, `\`)
			doubled += q.text[done:s.Start] + `\`
			done = s.Start
		}
	}
	return writeOr(doubled+q.text[done:], "Double each backslash of the path.")
}

// writeQuoted says to write a text in single quotes.
func writeQuoted(text string) string {
	return writeOr(yamlQuoted(text), "Put the value in single quotes.")
}

// writeOr says to write a text, or gives other advice if the text is too long for a sentence.
func writeOr(text, other string) string {
	if len(text) > 100 || strings.ContainsAny(text, "`\r\n") {
		return other
	}
	return "Write `" + text + "`."
}

// yamlQuoted is a text as a scalar in single quotes.
func yamlQuoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// escapesChange finds the paths in double quotes that YAML reads as other text.
func escapesChange(p *lint.Pass, doc *compose.Document) {
	quotedScalars(doc.Document, func(v *data.Value, q *doubleQuoted) {
		q.judge(isUnder(v, pathKeys))
		if s, found := q.first(); found {
			reportEscape(p, v, q, s)
		}
	})
}

// escapesInJobs finds the same in CI files after a drive: a script in double quotes may well have lines.
func escapesInJobs(p *lint.Pass, doc *ci.Document) {
	quotedScalars(doc.Document, func(v *data.Value, q *doubleQuoted) {
		q.judge(false)
		if s, found := q.first(); found && pathWithDrive.MatchString(q.text[:s.Start]) {
			reportEscape(p, v, q, s)
		}
	})
}

// quotedScalars calls f with each scalar in double quotes that has a backslash.
func quotedScalars(doc *data.Document, f func(*data.Value, *doubleQuoted)) {
	scalars(doc, func(v *data.Value) {
		if v.Style == data.DoubleQuoted && strings.Contains(doc.File.Slice(v.Span()), `\`) {
			f(v, readDoubleQuoted(doc.File, v.Span()))
		}
	})
}

// reportEscape reports the first sequence that damages a path.
func reportEscape(p *lint.Pass, v *data.Value, q *doubleQuoted, s sequence) {
	f := p.Reportf(q.place(s), "`%s` is an escape sequence in double quotes", q.text[s.Start:s.End]).
		Notef("YAML reads `%s` as `%s`.", check.Brief(q.inner()), check.Brief(v.String()))
	f.Helpf("%s", q.requote(f)).Subsumes(v).AlsoChanges(v)
}

// pathKeys is the keys whose values are paths, or begin with one.
var pathKeys = []string{
	"volumes", "source", "target", "working_dir", "env_file", "context", "dockerfile", "build", "devices", "device", "file",
}

// escapeRejected finds the escape sequences that YAML does not support, for which it rejects the file.
func escapeRejected(p *lint.Pass, e *data.Error) {
	if e.Message != "found unknown escape character" && e.Message != "did not find expected hexadecimal number" {
		return
	}
	at, ended := quotedAround(p.Unit.File, e.At.Start)
	if at.Len() == 0 {
		return
	}
	q := readDoubleQuoted(p.Unit.File, at)
	q.judge(false)
	i := slices.IndexFunc(q.sequences, func(s sequence) bool { return s.invalid })
	if i < 0 {
		return
	}
	s := q.sequences[i]
	f := p.Reportf(q.place(s), "`%s` is not a valid escape sequence", q.text[s.Start:s.End]).
		Notef("In double quotes, a backslash begins an escape sequence. %s cannot read the file: `%s`.", reader(p), e.Message).Subsumes(e)
	if ended {
		f.Helpf("%s", q.requote(f))
		changesUnread(f, p.Unit.Data)
	} else {
		f.Helpf("Put the value in single quotes.")
	}
}

// changesUnread declares that the fix adds lines to the tree that were omitted because of an error.
func changesUnread(f *lint.Finding, doc *data.Document) {
	for _, unread := range doc.Unread {
		f.AlsoChanges(unread)
	}
}

// quotedAround is the scalar in double quotes on one line that contains an offset, up to the end of the line; ended is
// false if it has no end there. It is empty if there is none.
func quotedAround(file *source.File, offset int) (at source.Span, ended bool) {
	line := file.Line(file.Position(offset).Line)
	for i := line.Start; i < line.End; {
		c := file.Text[i]
		if c != '"' && c != '\'' || i > line.Start && strings.IndexByte(" \t[{,:-", file.Text[i-1]) < 0 {
			i++
			continue
		}
		end, closed := quoteEnd(file.Text[:line.End], i)
		if c == '"' && i < offset && offset <= end {
			return source.Span{Start: i, End: end}, closed
		}
		i = end
	}
	return source.Span{}, false
}

// quoteEnd is the offset after the scalar whose opening quote is at i.
func quoteEnd(text string, i int) (end int, closed bool) {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && strings.HasPrefix(text[i:], "''"):
			i++
		case text[i] == quote:
			return i + 1, true
		}
	}
	return len(text), false
}
