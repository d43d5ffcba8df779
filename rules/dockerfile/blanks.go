package dockerfile

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/windows"
)

var unquotedSpace = &lint.Rule{
	ID: "unquoted-space", Summary: "A path with a space is split into several words",
	Topic: "instructions", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
	Refs: []string{
		"moby/buildkit frontend/dockerfile/parser/line_parsers.go",
		"https://docs.docker.com/reference/dockerfile/#copy",
	},
	Check: lint.Each(func(p *lint.Pass, in *dockerfile.Instruction) {
		switch in.Name {
		case "ENV", "LABEL", "ARG":
			cutValue(p, in)
		case "COPY", "ADD", "VOLUME":
			if check.Refusal(in) == nil && !in.Exec && len(in.Heredocs) == 0 && !swallows(p.Unit.File, in) {
				cutPath(p, in)
			}
		}
	}),
}

// swallows reports whether one of the words spans the end of a line: a backslash at the end of a path took the next line.
func swallows(file *source.File, in *dockerfile.Instruction) bool {
	return slices.ContainsFunc(in.Words, func(w *dockerfile.Word) bool { return strings.Contains(file.Slice(w.Span()), "\n") })
}

// whole is the instruction as the file has it: for a trigger, its ONBUILD.
func whole(in *dockerfile.Instruction) *dockerfile.Instruction {
	if in.Parent != nil {
		return in.Parent
	}
	return in
}

// cutValue finds a value that continues after a space. The parser rejects that in ENV and LABEL, and reads the rest as
// another argument in ARG.
func cutValue(p *lint.Pass, in *dockerfile.Instruction) {
	first, last := cutPair(in)
	if first == nil {
		return
	}
	text := p.Unit.File.Sub(source.Span{Start: first.Value.Span().Start, End: last.Span().End})
	if strings.ContainsAny(text.String(), "\n\"'") {
		return
	}
	why := "`" + check.Brief(last.String()) + "` becomes another argument."
	switch err := check.Refusal(in); {
	case err != nil && strings.HasPrefix(err.Message, "Syntax error - can't find ="):
		why = buildFails(err.Message)
	case err != nil || in.Name != "ARG" || !goesOn(first, last):
		return
	}
	f := p.Reportf(text, "%s %s ends at the space in `%s`", in.Name, first.Name, check.Brief(text.String())).
		Notef("%s", why).Helpf("Put the value in double quotes.").
		Subsumes(whole(in)).AlsoChanges(whole(in).Keyword)
	if quotable(p.Unit.Dockerfile, &dockerfile.Word{Value: text.String()}) {
		f.Helpf("Write `%s=\"%s\"`.", first.Name, text)
		rewrite(f, text, quotes(text.String(), `"`))
	}
}

// cutPair is the first pair whose value continues after a space, and the last of the words after it without "=".
func cutPair(in *dockerfile.Instruction) (first, last *dockerfile.Pair) {
	for _, pair := range in.Pairs {
		switch {
		case pair.Value == nil && first != nil:
			last = pair
		case last != nil:
			return first, last
		case pair.Value != nil && pair.Value.Len() > 0:
			first = pair
		default:
			first = nil
		}
	}
	if last == nil {
		return nil, nil
	}
	return first, last
}

// goesOn reports whether the word after the value of an ARG is the rest of a path instead of another name.
func goesOn(first, last *dockerfile.Pair) bool {
	return driveRooted(first.Value.Value) && strings.ContainsAny(last.Name.String(), `\/`) ||
		spaced.MatchString(first.Value.Value+" "+last.Name.String())
}

func driveRooted(s string) bool {
	return len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/') && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z'
}

// spaced are well-known directories with a space in their names, as the end of one word and the beginning of the next.
var spaced = lazy.MustCompile("(?i)(?:[\\\\/](?:Program|Common)[\\\\`]? Files|[\\\\/]Program Files[\\\\`]? \\(x86\\))(?:$|[\\\\/])")

// cutPath finds a path with a space among the words of COPY, ADD and VOLUME, which end at spaces even in quotes.
func cutPath(p *lint.Pass, in *dockerfile.Instruction) {
	for i, word := range in.Words {
		if quote := openQuote(word.Value); quote != 0 {
			if last := closedBy(in.Words, i, quote); last > i {
				reportCutPath(p, in, i, last).Notef("%s splits its words at spaces, even in quotes. %s", in.Name,
					buildFails("unexpected end of statement while looking for matching "+quoteName(quote))).Subsumes(in.Args)
				return
			}
		}
		if last, sure := pathEnd(in, i); last > i {
			f := reportCutPath(p, in, i, last)
			if !sure {
				f.Unsafe()
			}
			return
		}
	}
}

func openQuote(s string) byte {
	if s != "" && (s[0] == '"' || s[0] == '\'') && strings.Count(s, s[:1]) == 1 {
		return s[0]
	}
	return 0
}

func quoteName(quote byte) string {
	if quote == '"' {
		return "double-quote"
	}
	return "single-quote"
}

func closedBy(words []*dockerfile.Word, i int, quote byte) int {
	for j := i + 1; j < len(words); j++ {
		if at := strings.IndexByte(words[j].Value, quote); at >= 0 {
			if at == len(words[j].Value)-1 {
				return j
			}
			return -1
		}
	}
	return -1
}

// pathEnd is the last word of the path that begins with word i, and whether its directories are known to have that name.
// Without --from, a word with a drive is the destination, so all words after it belong to it.
func pathEnd(in *dockerfile.Instruction, i int) (last int, sure bool) {
	words := in.Words
	if !driveRooted(words[i].Value) {
		return i, false
	}
	for last = i; last+1 < len(words); last++ {
		joined := words[last].Value + " " + words[last+1].Value
		if last > i {
			joined = words[last-1].Value + " " + joined
		}
		if !spaced.MatchString(joined) {
			break
		}
	}
	if last > i {
		return last, true
	}
	if in.Name == "VOLUME" || i == 0 || in.Flag("from") != nil {
		return i, false
	}
	for _, word := range words[i+1:] {
		if strings.ContainsAny(word.Value[:1], `/\$"'`) || windows.HasDrive(word.Value) {
			return i, false
		}
	}
	return len(words) - 1, false
}

func reportCutPath(p *lint.Pass, in *dockerfile.Instruction, first, last int) *lint.Finding {
	span := in.Words[first].Span().Cover(in.Words[last].Span())
	write, ok := inJSON(in, first, last)
	f := p.Reportf(span, "`%s` is split into %d words", check.Brief(joinWords(in.Words[first:last+1])), last-first+1).
		Notef("%s splits its words at spaces.", in.Name).Helpf("Write `%s`.", write).
		Subsumes(span).AlsoChanges(in.Keyword)
	if ok && len(in.Lines) == 1 {
		f.Replace(in.Args, write)
	}
	return f
}

func joinWords(words []*dockerfile.Word) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.Value
	}
	return strings.Join(list, " ")
}

// inJSON is the arguments as a JSON array in which the words from first to last are one, as are those after them that one pair of
// quotes holds together, and whether that says what they mean. It contains slashes, which need no escape.
func inJSON(in *dockerfile.Instruction, first, last int) (string, bool) {
	var list []string
	for i := 0; i < len(in.Words); i++ {
		word, end := in.Words[i].Value, i
		if i == first {
			end = last
		} else if quote := openQuote(word); quote != 0 && i > last {
			end = max(i, closedBy(in.Words, i, quote))
		}
		if i < end {
			for ; i < end; i++ {
				word = strings.TrimRight(word, "\\`") + " " + in.Words[i+1].Value
			}
			word = strings.Trim(word, `"'`)
		}
		list = append(list, `"`+slashes.Replace(word)+`"`)
	}
	text := strings.Join(list, ", ")
	return "[" + text + "]", !strings.ContainsAny(text, "'`<") && strings.Count(text, `"`) == 2*len(list)
}

var slashes = strings.NewReplacer(`\\`, "/", `\`, "/")
