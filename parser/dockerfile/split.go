package dockerfile

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/winlint/winlint/source"
)

// This file cuts a joined line as frontend/dockerfile/parser does (split_command.go, line_parsers.go), keeping places.
// Tests and a fuzz target hold that both agree.

const parserBlanks = "\t\v\f\r "

func trim(t source.Text) source.Text {
	t = trimLeft(t)
	return t.Slice(0, len(strings.TrimRightFunc(t.String(), unicode.IsSpace)))
}

func trimLeft(t source.Text) source.Text {
	return t.Slice(t.Len()-len(strings.TrimLeftFunc(t.String(), unicode.IsSpace)), t.Len())
}

func cut(t source.Text, sep string) (before, after source.Text, found bool) {
	i := strings.Index(t.String(), sep)
	if i < 0 {
		return t, t.Slice(t.Len(), t.Len()), false
	}
	return t.Slice(0, i), t.Slice(i+len(sep), t.Len()), true
}

// cutBlanks is what is before the first run of the white space that the parser knows, and what is after it.
func cutBlanks(t source.Text) (before, after source.Text, found bool) {
	s := t.String()
	i := strings.IndexAny(s, parserBlanks)
	if i < 0 {
		return t, t.Slice(t.Len(), t.Len()), false
	}
	return t.Slice(0, i), t.Slice(len(s)-len(strings.TrimLeft(s[i:], parserBlanks)), len(s)), true
}

// fields is t split at every run of the white space that the parser knows. Unlike strings.Fields it keeps an empty field in front
// of white space at the start and after white space at the end.
func fields(t source.Text) []source.Text {
	var list []source.Text
	for {
		field, rest, found := cutBlanks(t)
		list = append(list, field)
		if !found {
			return list
		}
		t = rest
	}
}

// split cuts the joined line into keyword, flags and arguments.
func (p *reader) split(in *Instruction) {
	line := trim(in.Logical)
	keyword, args, found := cutBlanks(line)
	in.Keyword = keyword
	in.Name = strings.ToUpper(in.Keyword.String())
	in.keywords = KeywordsOf(in.Name)
	rest := in.Logical.Slice(in.Logical.Len(), in.Logical.Len())
	if found {
		in.Flags, rest = splitFlags(args, p.doc.Escape)
	} else if line.Len() > 0 {
		rest = line.Slice(line.Len(), line.Len())
	}
	in.Args = trim(rest)
	in.span = in.Logical.Span()
	if in.Keyword.Len() > 0 {
		in.span.Start = in.Keyword.Offset(0)
	}
	in.span.End = max(in.span.End, in.Lines[len(in.Lines)-1].End)
	if in.Args.Len() > 0 {
		p.arguments(in)
	}
}

// splitFlags takes the "--flag" words from the head of the arguments.
func splitFlags(t source.Text, escape byte) (flags []*Flag, rest source.Text) {
	s := t.String()
	for pos := 0; ; {
		for pos < len(s) && unicode.IsSpace(rune(s[pos])) {
			pos++
		}
		if !strings.HasPrefix(s[pos:], "--") {
			return flags, t.Slice(pos, len(s))
		}
		start := pos
		var read strings.Builder
		end, blankOK := scanFlag(s, pos, escape, &read)
		pos = end
		if read.String() == "--" {
			return flags, t.Slice(pos, len(s))
		}
		if blankOK || read.Len() > 0 {
			flags = append(flags, newFlag(t.Slice(start, pos), read.String()))
		}
		if pos == len(s) {
			return flags, t.Slice(pos, pos)
		}
	}
}

// scanFlag reads one flag word from pos on, as the parser's own splitter does: byte by byte, quotes and escape
// characters removed. It returns where the word ends and whether it held quotes.
func scanFlag(s string, pos int, escape byte, read *strings.Builder) (int, bool) {
	quote, quoted := byte(0), false
	for ; pos < len(s); pos++ {
		c := s[pos]
		switch {
		case quote == 0 && unicode.IsSpace(rune(c)):
			return pos, quoted
		case quote == 0 && (c == '\'' || c == '"'):
			quote, quoted = c, true
			continue
		case quote != 0 && c == quote:
			quote = 0
			continue
		case c == escape:
			if pos+1 == len(s) {
				continue
			}
			pos++
			c = s[pos]
		}
		read.WriteRune(rune(c))
	}
	return pos, quoted
}

func newFlag(t source.Text, read string) *Flag {
	flag := &Flag{Text: t}
	flag.Name, flag.Value, _ = cut(t.Slice(min(2, t.Len()), t.Len()), "=")
	_, flag.Read, _ = strings.Cut(read, "=")
	return flag
}

// arguments cuts the arguments into words as the parser does for this instruction.
func (p *reader) arguments(in *Instruction) {
	switch in.Name {
	case "ENV", "LABEL":
		p.pairs(in)
	case "ARG":
		for _, w := range splitWords(in.Args, p.doc.Escape) {
			in.Words = append(in.Words, plain(w))
			in.Pairs = append(in.Pairs, newPair(w))
		}
	case "RUN", "CMD", "ENTRYPOINT", "SHELL":
		p.elementsOr(in, in.Args, func(t source.Text) []source.Text { return []source.Text{t} })
	case "COPY", "ADD", "VOLUME":
		p.elementsOr(in, in.Args, fields)
	case "HEALTHCHECK":
		at := in.healthCommand()
		in.Words = []*Word{plain(in.Args.Slice(0, len(strings.TrimRightFunc(in.Args.String()[:at], unicode.IsSpace))))}
		if at < in.Args.Len() {
			p.elementsOr(in, in.Args.Slice(at, in.Args.Len()), func(t source.Text) []source.Text { return []source.Text{t} })
		}
	case "ONBUILD":
		if in.Parent != nil { // BuildKit refuses it
			return
		}
		in.OnBuild = &Instruction{Logical: in.Args, Lines: in.Lines, Parent: in}
		p.split(in.OnBuild)
		in.OnBuild.markTrigger()
		in.OnBuild.span = in.Args.Span()
	case "EXPOSE", "FROM":
		for _, w := range fields(in.Args) {
			in.Words = append(in.Words, plain(w))
		}
	case "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR":
		in.Words = []*Word{plain(in.Args)}
	}
}

// markTrigger says of the words of a trigger that they are.
func (in *Instruction) markTrigger() {
	for _, w := range in.Words {
		w.Trigger = true
	}
	for _, pair := range in.Pairs {
		if pair.Value != nil {
			pair.Value.Trigger = true
		}
	}
}

// healthCommand is where in the arguments of a HEALTHCHECK its command begins.
func (in *Instruction) healthCommand() int {
	s := in.Args.String()
	at := 0
	for at < len(s) && !unicode.IsSpace(rune(s[at])) {
		at++
	}
	for at < len(s) && unicode.IsSpace(rune(s[at])) {
		at++
	}
	return at
}

func plain(t source.Text) *Word { return &Word{Text: t, Value: t.String()} }

func (p *reader) elementsOr(in *Instruction, t source.Text, otherwise func(source.Text) []source.Text) {
	if elements, ok := jsonArray(t); ok {
		in.Exec = true
		in.Words = append(in.Words, elements...)
		return
	}
	for _, w := range otherwise(t) {
		in.Words = append(in.Words, plain(w))
	}
}

// jsonArray reads a JSON array of strings, with the place of each element.
func jsonArray(t source.Text) ([]*Word, bool) {
	s := t.String()
	if !strings.HasPrefix(strings.TrimLeftFunc(s, unicode.IsSpace), "[") {
		return nil, false
	}
	var values []any
	if json.Unmarshal([]byte(strings.TrimLeftFunc(s, unicode.IsSpace)), &values) != nil {
		return nil, false
	}
	words := make([]*Word, 0, len(values))
	pos := 0
	for _, v := range values {
		value, ok := v.(string)
		if !ok {
			return nil, false
		}
		start := pos + strings.IndexByte(s[pos:], '"')
		for pos = start + 1; s[pos] != '"'; pos++ {
			if s[pos] == '\\' {
				pos++
			}
		}
		pos++
		words = append(words, &Word{Text: t.Slice(start, pos), Value: value, JSON: true})
	}
	return words, true
}

// pairs reads the arguments of ENV and LABEL: "name=value ..." or the old "name rest of the line".
func (p *reader) pairs(in *Instruction) {
	words := splitWords(in.Args, p.doc.Escape)
	if len(words) > 0 && !strings.Contains(words[0].String(), "=") {
		if name, rest, found := cutBlanks(in.Args); found {
			value := plain(rest)
			in.Words = []*Word{plain(name), value}
			in.Pairs = []*Pair{{Text: in.Args, Name: name, Value: value, Legacy: true}}
		}
		return
	}
	for _, w := range words {
		in.Words = append(in.Words, plain(w))
		in.Pairs = append(in.Pairs, newPair(w))
	}
}

func newPair(w source.Text) *Pair {
	name, value, found := cut(w, "=")
	pair := &Pair{Text: w, Name: name}
	if found {
		pair.Value = plain(value)
	}
	return pair
}

// splitWords splits at white space outside quotes; quotes and escape characters stay, but for one escape character that ends
// the text and escapes nothing.
func splitWords(t source.Text, escape byte) []source.Text {
	s := t.String()
	var words []source.Text
	for pos := 0; pos < len(s); {
		r, n := utf8.DecodeRuneInString(s[pos:])
		if unicode.IsSpace(r) {
			pos += n
			continue
		}
		start := pos
		end, dropped := scanWord(s, pos, escape)
		pos = end
		if end-dropped > start {
			words = append(words, t.Slice(start, end-dropped))
		}
	}
	return words
}

// scanWord returns where the word that starts at pos ends, and how many bytes at its end the parser drops.
func scanWord(s string, pos int, escape byte) (end, dropped int) {
	quote := rune(0)
	for pos < len(s) {
		r, n := utf8.DecodeRuneInString(s[pos:])
		opened := false
		switch {
		case quote == 0 && unicode.IsSpace(r):
			return pos, 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, opened = r, true
		case quote != 0 && r == quote:
			quote = 0
		}
		if !opened && r == rune(escape) && quote != '\'' {
			if pos+n == len(s) {
				return len(s), n
			}
			pos += n
			_, n = utf8.DecodeRuneInString(s[pos:])
		}
		pos += n
	}
	return pos, 0
}

// heredocs takes the lines of the heredocs that a RUN, COPY or ADD begins. One that never ends takes nothing: BuildKit
// refuses the file, and what follows is read as the instructions that it most probably is.
func (p *reader) heredocs(in *Instruction) {
	holder := in
	if in.OnBuild != nil {
		holder = in.OnBuild
	}
	line := in.Logical.String()
	if !holder.Is("RUN", "COPY", "ADD") || holder.Exec || !strings.Contains(line, "<<") || tooManyVariables(line) {
		return
	}
	docs := heredocNames(line)
	if len(p.endless) >= maxEndless || slices.ContainsFunc(docs, p.isEndless) {
		return
	}
	next, span := p.next, in.span
	for _, doc := range docs {
		end := p.heredoc(in, doc)
		if end == 0 {
			p.next, in.span, in.Heredocs = next, span, nil
			return
		}
		in.span.End = p.doc.File.Line(end).End
		p.next = end + 1
	}
}

// terminator is what ends a heredoc, without what it does to the body.
func terminator(doc *parser.Heredoc) parser.Heredoc {
	return parser.Heredoc{Name: doc.Name, Chomp: doc.Chomp}
}

// isEndless reports whether an earlier heredoc with the same terminator never ends.
func (p *reader) isEndless(doc *parser.Heredoc) bool { return p.endless[terminator(doc)] }

// heredoc reads one body and returns the line of its terminator; 0 where there is none.
func (p *reader) heredoc(in *Instruction, doc *parser.Heredoc) int {
	f := p.doc.File
	for line := p.next; line <= p.lines; line++ {
		text := strings.TrimRight(f.Slice(f.Line(line)), "\r\n")
		if doc.Chomp {
			text = strings.TrimLeft(text, "\t")
		}
		if text == doc.Name {
			body := source.Span{Start: f.Line(p.next).Start, End: f.Line(line).Start}
			in.Heredocs = append(in.Heredocs, &Heredoc{
				Text: f.Sub(body), Name: doc.Name, Expand: doc.Expand, End: f.Line(line),
			})
			return line
		}
	}
	if p.endless == nil {
		p.endless = map[parser.Heredoc]bool{}
	}
	p.endless[terminator(doc)] = true
	return 0
}

// heredocNames finds the "<<NAME" words of a line as the parser does.
func heredocNames(line string) []*parser.Heredoc {
	lex := shell.NewLex('\\')
	lex.RawQuotes, lex.RawEscapes, lex.SkipUnsetEnv = true, true, true
	words, _ := lex.ProcessWords(line, noEnv{})
	var docs []*parser.Heredoc
	for _, word := range words {
		if doc, err := parser.ParseHeredoc(word); err == nil && doc != nil {
			docs = append(docs, doc)
		}
	}
	return docs
}
