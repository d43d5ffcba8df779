package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

// conditions is the rules about PowerShell that means something else than it says: comparisons that write files, and errors that
// nobody sees.
var conditions = []*lint.Rule{
	{
		ID: "comparison-writes-file", Summary: "`>` in a PowerShell condition writes to a file instead of comparing", Topic: "powershell",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_redirection",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_comparison_operators",
		},
		ByText: true,
		Check:  check.ScriptsAnywhere(comparisonWritesFile),
	},
	{
		ID: "empty-catch", Summary: "An empty `catch` hides a failed download or installation", Topic: "exit-codes",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:   []string{"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_try_catch_finally"},
		ByText: true,
		Check:  check.Scripts(emptyCatch),
	},
}

func comparisonWritesFile(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Unread() {
		return
	}
	tests := testsOf(s)
	for pipeline := range script.Nodes[*script.Pipeline](s.Body) {
		redirects := pipeline.Redirects
		c := pipeline.Command()
		if c != nil && tests[pipeline] {
			redirects = c.Redirects
		}
		for _, r := range redirects {
			if r.Op.String() != ">" || r.Target == nil || !comparesTo(r.Target, tests[pipeline] && c == nil) {
				continue
			}
			target := r.Target.String()
			named := "named"
			if strings.HasPrefix(target, "$") {
				named = "with the name in"
			}
			p.Reportf(r, "This `>` writes to a file %s `%s` instead of comparing", named, check.Brief(target)).
				Notef("In PowerShell, `>` redirects output to a file, so the expression has no value, which counts as false.").
				Helpf("Write `-gt` instead of `>`.").Replace(r.Op.Span(), "-gt")
		}
	}
}

// testsOf is the conditions of if, while and until in a script, and what Where-Object tests.
func testsOf(s *script.Script) map[*script.Pipeline]bool {
	tests := map[*script.Pipeline]bool{}
	add := func(block *script.Block) {
		for _, st := range block.Statements {
			if pipeline, ok := st.Body.(*script.Pipeline); ok {
				tests[pipeline] = true
			}
		}
	}
	for clause := range script.Nodes[*script.Clause](s.Body) {
		for _, head := range clause.Head {
			if g, ok := head.(*script.Group); ok && slices.Contains([]string{"if", "elseif", "while", "until"}, clause.Keyword) {
				add(g.Body)
			}
		}
	}
	for c := range s.Commands() {
		for _, arg := range c.Args {
			if g, ok := arg.Expr().(*script.Group); ok && g.Open == "{" && c.Cmdlet() == "where-object" {
				add(g.Body)
			}
		}
	}
	return tests
}

// comparesTo reports whether the file of a redirection can only be meant as an operand: a number, or in a condition a variable.
func comparesTo(file *script.Arg, inTest bool) bool {
	v := file.Variable()
	return wholeNumber.MatchString(file.String()) || inTest && v != nil && v.Name != "null"
}

var wholeNumber = lazy.MustCompile(`^\d+$`)

// emptyCatch looks at each try of a RUN that says nothing of a failure, unless something later does.
func emptyCatch(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || !s.Language.IsPowerShell() || s.Unread() {
		return
	}
	statements := check.TopStatements(s)
	for i, st := range statements {
		c, ok := st.Body.(*script.Compound)
		if !ok || c.Keyword != "try" || c.Clauses[0].Body == nil {
			continue
		}
		caught := catchAll(c)
		does, name := essentialIn(c.Clauses[0].Body)
		if does == nil || caught == nil || caught.Body == nil || strings.TrimSpace(caught.Body.String()) != "" || shownLater(does, statements[i+1:]) {
			continue
		}
		p.Reportf(caught.Text().Slice(0, len("catch")), "This empty `catch` hides a failure of `%s`", check.Brief(name.String())).
			Notef("The RUN succeeds even if nothing was downloaded or installed.").
			Helpf("Remove the `try`, or end the `catch` with `throw` or `exit 1`.").
			Relate(name, "may fail here")
	}
}

// catchAll is the catch of a try that is for every error; nil if there is none.
func catchAll(c *script.Compound) *script.Clause {
	i := slices.IndexFunc(c.Clauses, func(clause *script.Clause) bool { return clause.Keyword == "catch" && len(clause.Head) == 0 })
	if i < 0 {
		return nil
	}
	return c.Clauses[i]
}

// essentialIn is the first statement of a try that downloads a file or installs something, and the name of what does; nil if there
// is none.
func essentialIn(block *script.Block) (*script.Statement, script.Node) {
	for _, st := range block.Statements {
		at, _ := fallible(st)
		if at == nil {
			continue
		}
		c := commandAround(st, at)
		switch {
		case c == nil: // a method that downloads a file
			return st, at
		case strings.HasPrefix(c.Cmdlet(), "invoke-") && !check.WritesFile(c), c.Cmdlet() == "start-process" && !check.IsSilent(c):
			continue
		case strings.HasSuffix(c.Cmdlet(), "-item"), strings.HasSuffix(c.Cmdlet(), "-itemproperty"):
			continue // what it changes may be there already, or never
		default:
			return st, at
		}
	}
	return nil, nil
}

// commandAround is the command of a statement whose name is at a place; nil if it is none.
func commandAround(st *script.Statement, name script.Node) *script.Command {
	for c := range script.Nodes[*script.Command](st) {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// shownLater reports whether a statement names what another one should have added, and so may fail without it, or looks at errors.
func shownLater(st *script.Statement, later []*script.Statement) bool {
	for _, next := range later {
		for v := range script.Nodes[*script.Variable](next) {
			if name := check.VariableName(v); name == "error" || name == "?" {
				return true
			}
		}
		if c := check.OnlyCommand(next); c != nil && (prints(c) || removes(next)) {
			continue
		}
		text := strings.ToLower(next.String())
		for arg := range script.Nodes[*script.Arg](st) {
			name := strings.ToLower(arg.Value().String())
			name = name[strings.LastIndexAny(name, `\/`)+1:]
			if arg.Param == "" && len(name) > 3 && strings.Contains(text, name) {
				return true
			}
		}
	}
	return false
}
