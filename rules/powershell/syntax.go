package powershell

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

const (
	joinedLines   = "moby/buildkit frontend/dockerfile/parser/parser.go"
	aboutParsing  = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing"
	aboutComments = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_comments"
	aboutQuoting  = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules"
)

var syntax = []*lint.Rule{
	{
		ID: "comment-swallows-rest", Summary: "A comment in a multi-line RUN disables the lines after it",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:   []string{joinedLines, aboutComments},
		ByText: true,
		Check:  check.Scripts(commentSwallowsRest),
	},
	{
		ID: "missing-separator", Summary: "PowerShell statements on separate lines become one",
		Topic: "powershell", Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:   []string{joinedLines, aboutParsing},
		ByText: true,
		Check:  check.Scripts(missingSeparator),
	},
	{
		ID: "here-string", Summary: "A PowerShell here-string fails in RUN",
		Topic: "powershell", Severity: lint.Error, Since: "0.1.0",
		Refs:  []string{joinedLines, aboutQuoting},
		Check: check.Instructions(hereString, "RUN"),
	},
	{
		ID: "and-or-in-windows-powershell", Summary: "`The token '&&' is not a valid statement separator in this version`",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pipeline_chain_operators",
		},
		Check: lint.Both{check.ScriptsAnywhere(andOr), check.ScriptFiles(andOr)},
	},
}

func commentSwallowsRest(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() {
		return
	}
	for _, comment := range s.Comments {
		line, next := swallowed(p.Unit.File, in, comment.Span())
		if comment.Block || next == "" {
			continue
		}
		f := p.Reportf(source.Span{Start: comment.Span().Start, End: line.Escape}, "`#` comments out the rest of this %s", in.Name).
			Notef("The builder joins the lines of the instruction into one, so `%s` never runs.", check.Brief(next)).
			Helpf("Move the comment to its own line, which the builder removes.")
		f.Subsumes(comment)
		liftComment(p.Unit.File, f, line, next)
		return
	}
}

// swallowed is the physical line on which a comment begins, and the first text that the builder joins to that line and that
// is within the comment; "" if there is none.
func swallowed(file *source.File, in *dockerfile.Instruction, comment source.Span) (line dockerfile.Line, next string) {
	for i, l := range in.Lines {
		if l.Kind != dockerfile.CodeLine || comment.Start < l.Start || l.Escape <= comment.Start {
			continue
		}
		for _, later := range in.Lines[i+1:] {
			if code := codeOf(file, later); code != "" && later.Start < comment.End {
				return l, code
			}
		}
	}
	return dockerfile.Line{}, ""
}

// codeOf is the part of a physical line that the builder uses, without spaces around it.
func codeOf(file *source.File, line dockerfile.Line) string {
	switch {
	case line.Kind != dockerfile.CodeLine:
		return ""
	case line.Escape >= 0:
		line.End = line.Escape
	}
	return strings.TrimSpace(file.Slice(line.Span))
}

// liftComment moves the comment of the finding to its own line, if the code before and after it remains separated without
// it.
func liftComment(file *source.File, f *lint.Finding, line dockerfile.Line, next string) {
	before := file.Slice(source.Span{Start: line.Start, End: f.Span.Start})
	code := strings.TrimSpace(before)
	if code == "" || strings.IndexByte(";{(|,", code[len(code)-1]) < 0 && strings.IndexByte(";|})", next[0]) < 0 {
		return
	}
	indent := before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	f.Insert(line.Start, indent+strings.TrimSpace(file.Slice(f.Span))+file.EOL())
	f.Delete(f.Span)
}

func missingSeparator(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Body == nil {
		return
	}
	for _, e := range s.Errors {
		if end := endOfLineAbove(p.Unit.File, in, e.Span().Start); e.Kind == script.Unexpected && end >= 0 {
			p.Reportf(e, "A `;` is missing before `%s`", check.Brief(s.Text.Slice(e.Start, s.Text.Len()).String())).
				Notef("The builder joins the lines into one, and PowerShell cannot parse two statements without a separator.").
				Helpf("End the line above with `;`.").
				Insert(end, ";")
			return
		}
	}
	if s.Unread() {
		return
	}
	for c := range s.Commands() {
		arg := swallowedStatement(c)
		if arg == nil {
			continue
		}
		if end := endOfLineAbove(p.Unit.File, in, arg.Span().Start); end >= 0 {
			p.Reportf(arg, "A `;` is missing before `%s`", arg).
				Notef("The builder joins the lines into one, so `%s` becomes an argument of `%s`.", arg, c.Name).
				Helpf("End the line above with `;`.").Insert(end, ";")
			return
		}
	}
}

// swallowedStatement is the first argument of a cmdlet that looks like the beginning of a statement: the name of a cmdlet,
// or a variable before "=".
func swallowedStatement(c *script.Command) *script.Arg {
	if !script.IsCmdletName(c.Cmdlet()) || c.Is("get-help", "get-command") {
		return nil
	}
	for i, arg := range c.Args {
		switch {
		case i > 0 && c.Args[i-1].Param != "" && c.Args[i-1].Inline == nil:
		case arg.Known() && len(arg.Parts) == 0 && script.IsCmdletName(strings.ToLower(arg.String())):
			return arg
		case arg.Variable() != nil && i+1 < len(c.Args) && c.Args[i+1].Is("=", "+="):
			return arg
		}
	}
	return nil
}

// endOfLineAbove is the offset at which the code of the line above ends, for a place that begins a further line of an
// instruction; -1 for any other place.
func endOfLineAbove(file *source.File, in *dockerfile.Instruction, offset int) int {
	above := -1
	for _, l := range in.Lines {
		code := codeOf(file, l)
		switch {
		case code == "":
		case offset < l.Start:
			return -1
		case offset < l.End:
			if above < 0 || strings.TrimSpace(file.Slice(source.Span{Start: l.Start, End: offset})) != "" {
				return -1
			}
			return above
		default:
			above = l.Start + strings.Index(file.Slice(l.Span), code) + len(code)
		}
	}
	return -1
}

// hereString looks at the physical lines, because the text that PowerShell gets no longer has the quote and the line
// breaks.
func hereString(p *lint.Pass, in *dockerfile.Instruction) {
	if !runsPowerShell(p, in) {
		return
	}
	for _, l := range in.Lines {
		code := codeOf(p.Unit.File, l)
		if !opensHereString(code) {
			continue
		}
		at := l.Start + strings.Index(p.Unit.File.Slice(l.Span), code) + len(code) - 2
		note := "The RUN ends with this line, so the builder parses the line after `%s` as another instruction."
		if l.Escape >= 0 {
			note = "A here-string needs a line break after `%s`, but the builder joins the lines of a RUN."
		}
		f := p.Reportf(source.Span{Start: at, End: at + 2}, "A here-string does not work in RUN").Notef(note, code[len(code)-2:]).
			Helpf("Put the text in a file and add it with COPY, or write the lines as an array, such as `'line 1', 'line 2'`.")
		coverHereString(p.Unit, f, in)
		return
	}
}

func runsPowerShell(p *lint.Pass, in *dockerfile.Instruction) bool {
	if outer := p.Script(in); outer != nil {
		for s := range outer.All() {
			if s.Language.IsPowerShell() {
				return true
			}
		}
	}
	return false
}

// opensHereString reports whether a line ends in @" or @', after something that can come before a value.
func opensHereString(code string) bool {
	if !strings.HasSuffix(code, `@"`) && !strings.HasSuffix(code, `@'`) {
		return false
	}
	before := strings.TrimRight(code[:len(code)-2], " \t")
	return before == "" || strings.IndexByte("=(,;|{", before[len(before)-1]) >= 0 || len(before) < len(code)-2
}

// coverHereString covers the lines of a here-string that the builder parses as instructions: up to the one that closes it,
// or to the next that is an instruction.
func coverHereString(u *subject.Unit, f *lint.Finding, in *dockerfile.Instruction) {
	for _, next := range u.Dockerfile.Instructions {
		if next.Span().Start < in.Span().End {
			continue
		}
		if next.Err == nil {
			return
		}
		f.Subsumes(next)
		if first := next.Logical.String(); strings.HasPrefix(first, `"@`) || strings.HasPrefix(first, `'@`) {
			return
		}
	}
}

func andOr(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if s.Language != script.WindowsPowerShell || s.Unread() {
		return
	}
	for st := range script.Nodes[*script.Statement](s.Body) {
		op := st.Op.String()
		if op != "&&" && op != "||" {
			continue
		}
		with := "`a && b` with `a; if (-not $?) { exit 1 }; b`"
		if op == "||" {
			with = "`a || b` with `a; if (-not $?) { b }`"
		}
		f := p.Reportf(st.Op, "Windows PowerShell 5.1 does not support `%s`", op).
			Notef("PowerShell rejects the whole script: `The token '%s' is not a valid statement separator in this version.`", op).
			Helpf("Replace %s, or run the line with cmd or PowerShell 7.", with)
		if op == "&&" {
			end := st.Text().Offset(len(strings.TrimRight(st.String(), " \t")))
			f.Replace(source.Span{Start: end, End: st.Op.Span().End}, "; if (-not $?) { exit 1 };")
		}
	}
}
