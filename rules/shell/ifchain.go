package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

var ifChains = []*lint.Rule{
	{
		ID: "if-chain", Summary: "IF in cmd also skips the commands after `&&`", Topic: "cmd",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/if",
			"https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd",
		},
		ByText: true,
		Check:  check.ScriptsAnywhere(inCmd(ifChain)),
	},
}

func ifChain(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	text, reported := s.Text.String(), 0 // the end of what was reported: what is inside of it has the same cause
	for c := range script.Nodes[*script.Compound](s.Body) {
		if c.Keyword != "if" || len(c.Clauses) != 1 || c.Clauses[0].Body == nil || c.Start < reported {
			continue
		}
		clause := c.Clauses[0]
		if before := strings.TrimRight(text[:clause.Body.Start], " \t"); strings.HasSuffix(before, "(") {
			continue
		}
		skipped := skippedByIf(clause)
		if skipped == nil {
			continue
		}
		reported = c.End
		own := strings.TrimRight(text[c.Start:clause.Body.Statements[0].Op.Start], " \t")
		f := p.Reportf(skipped, "`%s` does not run if the condition of the first IF is false", check.Brief(skipped.String())).
			Notef("Without parentheses, everything after `&&` belongs to the first IF. If its condition is false, cmd skips the rest without an error.").
			Helpf("Put the first IF and its command in parentheses: `(%s)`.", own).
			Relate(c.Text().Slice(0, len("if")), "IF begins here")
		f.Insert(c.Span().Start, "(").Insert(c.Text().Slice(0, len(own)).Span().End, ")")
	}
}

// skippedByIf is the first command that is chained to that of an IF and has nothing to do with it; nil if there is none.
func skippedByIf(clause *script.Clause) script.Node {
	list := clause.Body.Statements
	if len(list) < 2 {
		return nil
	}
	if _, group := elementOf(list[0]).(*script.Group); group {
		return nil
	}
	about := append(pathsOf(clause.Head...), pathsOf(list[0].Body)...)
	own := lastCommand(list[0])
	for i, st := range list[1:] {
		if list[i].Op.String() != "&&" {
			return nil
		}
		c := lastCommand(st)
		next := nextIf(st)
		switch {
		case next != nil && !shareAny(about, pathsOf(next.Clauses[0].Head...)):
			return next
		case shareAny(about, pathsOf(st.Body)):
			return nil
		case c == nil || own != nil && c.Lower == own.Lower:
			return nil
		case slices.Contains(stateBuiltins, c.Lower):
			continue
		}
		return st.Body
	}
	return nil
}

// elementOf is what a statement consists of; nil if it is several commands.
func elementOf(st *script.Statement) script.Node {
	p, ok := st.Body.(*script.Pipeline)
	if !ok || len(p.Elements) != 1 {
		return nil
	}
	return p.Elements[0]
}

// nextIf is the IF that a statement consists of; nil if it is none.
func nextIf(st *script.Statement) *script.Compound {
	c, _ := elementOf(st).(*script.Compound)
	if c == nil || c.Keyword != "if" || len(c.Clauses) == 0 {
		return nil
	}
	return c
}

// stateBuiltins is the builtins of cmd that print something or change what the rest of the line finds.
var stateBuiltins = []string{
	"cd", "chdir", "dir", "echo", "endlocal", "exit", "goto", "popd", "pushd", "set", "setlocal", "title", "type", "ver",
}

// pathsOf is what the words in some nodes may be the paths of, in lower case with backslashes. The name of a program is one if it
// is a path.
func pathsOf[N script.Node](nodes ...N) (list []string) {
	names := map[*script.Arg]bool{}
	for _, n := range nodes {
		for c := range script.Nodes[*script.Command](n) {
			names[c.Name] = true
		}
		for arg := range script.Nodes[*script.Arg](n) {
			path := strings.ToLower(strings.Trim(strings.ReplaceAll(arg.Value().String(), "/", `\`), `\"'`))
			switch {
			case noPath.MatchString(arg.Value().String()):
			case strings.ContainsAny(path, `\.%!`), len(path) > 3 && !names[arg]:
				list = append(list, path)
			}
		}
	}
	return list
}

// noPath is the options of programs, and the words of IF.
var noPath = lazy.MustCompile(`(?i)^(?:[-/][^\\/]*|exist|defined|errorlevel|not|==|equ|neq)$`)

// shareAny reports whether a path of one list is one of the other, or below one.
func shareAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool {
			return x == y || strings.HasPrefix(y, x+`\`) || strings.HasPrefix(x, y+`\`) || strings.HasSuffix(x, `\`+y) || strings.HasSuffix(y, `\`+x)
		})
	})
}
