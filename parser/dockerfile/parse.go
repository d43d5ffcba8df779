package dockerfile

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/winlint/winlint/source"
)

const bom = "\uFEFF"

// Parse reads a Dockerfile. It never fails: what BuildKit refuses is in Errors, and the rest is read all the same.
func Parse(f *source.File) *Document {
	d := &Document{File: f, Escape: '\\'}
	p := &reader{doc: d, lines: f.Lines()}
	if f.Text == "" || strings.HasSuffix(f.Text, "\n") {
		p.lines-- // there is no line after the last line end
	}
	p.directives()
	d.lex = shell.NewLex(rune(d.Escape))
	p.instructions(p.judge())
	for _, in := range d.Instructions {
		if p.bound(in) {
			p.check(in)
		}
	}
	return d
}

// A reader walks the physical lines of one file.
type reader struct {
	doc   *Document
	lines int // how many physical lines the parser sees
	next  int // the line to read next, from 1

	set, reads int // how many variables ARG and ENV have set, and how many are expanded

	endless map[parser.Heredoc]bool // the heredocs whose terminator is in no line that is still to be read

	// The lines of the instruction that is read, and what is joined of them: room that each instruction uses again.
	physical []Line
	pieces   []source.Text
}

// directives reads the run of directives at the head of the file with BuildKit's own directive parser.
func (p *reader) directives() {
	var judge parser.DirectiveParser
	for p.next = 1; p.next <= p.lines; p.next++ {
		line := p.doc.File.Sub(p.doc.File.Line(p.next))
		text := trim(line)
		found, err := judge.ParseLine([]byte(strings.TrimLeftFunc(p.raw(p.next), unicode.IsSpace)))
		if found == nil && err == nil {
			return
		}
		name, value := splitDirective(text)
		directive := &Directive{Text: text, Name: strings.ToLower(name.String()), Value: value, Err: err}
		if directive.Name == "escape" && err == nil {
			p.setEscape(directive)
		}
		if directive.Err != nil {
			p.fail(&Error{At: text.Span(), Message: directive.Err.Error()})
		}
		p.doc.Directives = append(p.doc.Directives, directive)
	}
}

// raw is a line as the parser trims it: without any of the line end's characters.
func (p *reader) raw(line int) string {
	return strings.TrimRight(p.doc.File.Slice(p.doc.File.Line(line)), "\r\n")
}

func splitDirective(text source.Text) (name, value source.Text) {
	name, value, _ = cut(text, "=")
	return trim(name.Slice(1, name.Len())), trim(value)
}

// setEscape takes the escape character from a directive. One that BuildKit refuses still tells what its author meant,
// and the rest of the file is read in that sense, so that one mistake is one finding.
func (p *reader) setEscape(directive *Directive) {
	value := directive.Value.String()
	if value != "`" && value != `\` {
		directive.Err = errors.New("invalid escape token '" + value + "' does not match ` or \\")
		value = Intended(value)
	}
	if value != "" {
		p.doc.Escape, p.doc.EscapeFrom = value[0], directive
	}
}

// Intended is the escape character that a refused value of the directive shows, or "": ("`") and (` # comment) mean `.
func Intended(value string) string {
	value, _, _ = strings.Cut(value, "#")
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	if value == "`" || value == `\` {
		return value
	}
	return ""
}

func (p *reader) fail(e *Error) {
	p.doc.Errors = append(p.doc.Errors, e)
	for in := e.In; in != nil; in = in.OnBuild {
		in.Err = e
	}
}

// judge has BuildKit parse the whole file. It returns nil where BuildKit stops at an error: each instruction is then
// parsed on its own.
func (p *reader) judge() []*parser.Node {
	if len(p.doc.Errors) > 0 {
		return nil
	}
	text := p.doc.File.Text
	if mayBeDeep(text) || p.lines > maxLines { // what of it can be read is read alone
		return nil
	}
	if strings.HasPrefix(text, bom) {
		text = bom + text // BuildKit drops one mark, and the file's own is gone already
	}
	result, err := parse(text)
	if err != nil {
		return nil
	}
	return result.AST.Children
}

// errPanic replaces a panic of BuildKit's parser, which says nothing about the file.
var errPanic = errors.New("the parser of BuildKit panics")

// parse is BuildKit's parser behind a wall.
func parse(text string) (result *parser.Result, err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
	}()
	return parser.Parse(strings.NewReader(text))
}

// instructions reads the instructions behind the directives.
func (p *reader) instructions(nodes []*parser.Node) {
	whole := nodes != nil
	for p.next <= p.lines {
		in := p.instruction()
		if in == nil {
			continue
		}
		if len(p.doc.Instructions) == maxLines {
			p.doc.Long = true
			p.doc.Unchecked = append(p.doc.Unchecked, source.Unchecked{
				Span: firstLine(in), Reason: "This file has more than 10,000 instructions, so it was not checked",
			})
			return
		}
		switch {
		case whole && len(nodes) > 0:
			in.Node, nodes = nodes[0], nodes[1:]
		case tooManyTriggers(in.Logical.String()):
			p.fail(&Error{At: firstLine(in), In: in, Message: chained, Instruction: true})
		case !tooManyVariables(in.Logical.String()):
			p.judgeAlone(in)
		}
		for _, line := range in.Lines {
			if line.Kind == CommentLine {
				p.comment(line.Span, in)
			}
		}
		p.doc.Instructions = append(p.doc.Instructions, in)
	}
	if len(p.doc.Instructions) == 0 && len(p.doc.Errors) == 0 {
		p.fail(&Error{At: source.At(0), Message: "file with no instructions"})
	}
}

// judgeAlone has BuildKit parse one instruction, in a file that does not parse as a whole.
func (p *reader) judgeAlone(in *Instruction) {
	header := ""
	if p.doc.Escape == '`' {
		header = "# escape=`\n"
	}
	from := p.doc.File.FullLine(p.doc.File.Position(in.span.Start).Line).Start
	text := p.doc.File.Text[from:in.span.End]
	if strings.HasPrefix(text, bom) {
		text = bom + text
	}
	result, err := parse(header + text)
	if errors.Is(err, errPanic) {
		p.unchecked(in)
		return
	}
	if err != nil {
		p.fail(&Error{At: firstLine(in), In: in, Message: message(err)})
		return
	}
	if len(result.AST.Children) == 1 {
		in.Node = result.AST.Children[0]
	}
}

// unchecked notes an instruction at which BuildKit's parser fails: the builder may well take it.
func (p *reader) unchecked(in *Instruction) {
	p.doc.Unchecked = append(p.doc.Unchecked, source.Failed(firstLine(in), "instruction"))
}

// firstLine is the place of an error that is about an instruction as a whole: what of it stands on its first line.
func firstLine(in *Instruction) source.Span {
	return source.Span{Start: in.span.Start, End: max(in.span.Start, min(in.span.End, in.Lines[0].End))}
}

// message is what BuildKit says, without what its wrapping adds. Built for Windows, BuildKit also hints at backslashes
// that look unescaped; winlint says the same on every system.
func message(err error) string {
	var located *parser.LocationError
	if errors.As(err, &located) {
		err = located.Unwrap()
	}
	says, _, _ := strings.Cut(err.Error(), ". It looks like '")
	return says
}

// check is BuildKit's second step: is the keyword known, are flags and the number of arguments right?
func (p *reader) check(in *Instruction) {
	if in.Node == nil || in.Err != nil {
		return
	}
	err := parseInstruction(in.Node)
	if errors.Is(err, errPanic) {
		p.unchecked(in)
		return
	}
	if err == nil {
		return
	}
	failure := &Error{At: firstLine(in), In: in, Message: message(err), Instruction: true}
	var unknown *instructions.UnknownInstructionError
	if errors.As(err, &unknown) {
		failure.Unknown = true
		failure.At = in.Keyword.Span()
		failure.Message = unknown.Error() // BuildKit adds the nearest keyword, another one each time where several are as near
	}
	p.fail(failure)
}

// noLinter is what BuildKit's second step asks to note "# check=" where that stands beside an instruction. It tells nobody
// what it finds, and so keeps nothing.
var noLinter = linter.New(&linter.Config{})

// parseInstruction is BuildKit's second step behind a wall.
func parseInstruction(node *parser.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
	}()
	_, err = instructions.ParseInstructionWithLinter(node, noLinter)
	return err
}

// CheckMount has BuildKit read a --mount of a RUN in the way that it does when it gets to the RUN: expand reads the value of an
// option, and an error of it is returned as it is. Any other error is in BuildKit's words.
func (in *Instruction) CheckMount(mount *Flag, expand func(value string) (string, error)) (err error) {
	defer func() {
		if recover() != nil {
			err = nil
		}
	}()
	alone := *in.Node
	alone.Flags = []string{"--mount=" + mount.Read}
	command, err := instructions.ParseInstructionWithLinter(&alone, linter.New(&linter.Config{}))
	if run, ok := command.(*instructions.RunCommand); ok {
		err = run.Expand(expand)
	}
	return err
}

func (p *reader) comment(line source.Span, in *Instruction) {
	p.doc.Comments = append(p.doc.Comments, &Comment{Text: trim(p.doc.File.Sub(line)), In: in})
}

// instruction reads the instruction that begins at the next line, or steps over a line that holds none.
func (p *reader) instruction() *Instruction {
	f := p.doc.File
	span := f.Line(p.next)
	text := trimLeft(f.Sub(p.parserLine(span)))
	p.next++
	if isComment(text.String()) {
		p.comment(span, nil)
		return nil
	}
	text, at := p.continuation(text)
	if at < 0 && text.Len() == 0 {
		return nil
	}
	p.physical = append(p.physical[:0], Line{Span: span, Escape: at})
	p.pieces = append(p.pieces[:0], text)
	for at >= 0 && p.next <= p.lines {
		span = f.Line(p.next)
		text = f.Sub(p.parserLine(span))
		p.next++
		switch trimmed := strings.TrimLeftFunc(text.String(), unicode.IsSpace); {
		case isComment(trimmed):
			p.physical = append(p.physical, Line{Span: span, Kind: CommentLine, Escape: -1})
		case trimmed == "":
			p.physical = append(p.physical, Line{Span: span, Kind: BlankLine, Escape: -1})
		default:
			text, at = p.continuation(text)
			p.pieces = append(p.pieces, text)
			p.physical = append(p.physical, Line{Span: span, Escape: at})
		}
	}
	in := &Instruction{Lines: slices.Clone(p.physical), Logical: source.Join(p.pieces...)}
	p.split(in)
	p.heredocs(in)
	return in
}

// parserLine is a line's span as the parser trims it: every CR at its end is gone, however many there are.
func (p *reader) parserLine(span source.Span) source.Span {
	for span.End > span.Start && p.doc.File.Text[span.End-1] == '\r' {
		span.End--
	}
	return span
}

// continuation removes the escape character that joins a line with the next, and returns its offset in the file, or
// -1: only spaces and tabs are after it, and no other escape character is in front of it.
func (p *reader) continuation(line source.Text) (source.Text, int) {
	s := strings.TrimRight(line.String(), " \t")
	n := len(s) - 1
	if n < 0 || s[n] != p.doc.Escape || n > 0 && s[n-1] == p.doc.Escape {
		return line, -1
	}
	return line.Slice(0, n), line.Offset(n)
}

func isComment(s string) bool { return strings.HasPrefix(s, "#") }
