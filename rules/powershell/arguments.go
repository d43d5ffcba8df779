package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// arguments is the rules about what PowerShell makes of the arguments of programs.
var arguments = []*lint.Rule{
	{
		ID: "powershell-splits-argument", Summary: "PowerShell splits an argument after its quotes or brackets", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{aboutParsing, "https://github.com/docker-library/docs/issues/841"},
		Check: lint.Both{
			check.Commands(script.Language.IsPowerShell, splitInScript),
			lint.Each(func(p *lint.Pass, c *docker.Command) {
				if check.MeantForWindows(p, c) {
					splitArgument(p, c.Command)
				}
			}),
		},
	},
	{
		ID: "powershell-comma-argument", Summary: "PowerShell passes a variable after a comma as text", Topic: "powershell",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://github.com/PowerShell/PowerShell/issues/18502", "https://github.com/PowerShell/PowerShell/issues/24197",
		},
		Check: inDocker(commaArguments),
	},
	{
		ID: "powershell-dash-argument", Summary: "PowerShell passes `-t=$image` without expanding the variable", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://github.com/PowerShell/PowerShell/issues/21460", "https://github.com/PowerShell/PowerShell/issues/6291",
		},
		Check: inDocker(dashArguments),
	},
	{
		ID: "colon-swallowed", Summary: "A tag is empty because PowerShell reads `$name:tag` as one variable", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://github.com/PowerShell/PowerShell/blob/HEAD/src/System.Management.Automation/engine/parser/tokenizer.cs",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_variables",
		},
		Check: inDocker(colonsSwallowed),
	},
}

// inDocker is a check of the docker commands for Windows in PowerShell scripts.
func inDocker(f func(*lint.Pass, *docker.Command)) lint.Check {
	return lint.Each(func(p *lint.Pass, c *docker.Command) {
		if c.Script.Language.IsPowerShell() && check.MeantForWindows(p, c) {
			f(p, c)
		}
	})
}

func splitInScript(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if p.Scope.OS == windows.Windows && !c.Keyword && c.Lower != "" && c.Cmdlet() == c.Lower && !script.IsCmdletName(c.Lower) && !check.Defines(c.Script, c.Lower) {
		splitArgument(p, c)
	}
}

func splitArgument(p *lint.Pass, c *script.Command) {
	if !c.Script.Language.IsPowerShell() {
		return
	}
	for i, arg := range c.Args {
		if isVerbatim(arg) {
			return
		}
		if !endsEarly(arg) || i+1 == len(c.Args) || c.Args[i+1].Start != arg.End || lostAt(c.Script, arg.Start) {
			continue
		}
		last := i + 1
		for last+1 < len(c.Args) && c.Args[last+1].Start == c.Args[last].End {
			last++
		}
		rest := c.Args[i+1].Span().Cover(c.Args[last].Span())
		whole := arg.Span().Cover(rest)
		f := p.Reportf(whole, "PowerShell splits `%s` into two arguments", check.Brief(authored(p, whole))).
			Notef("If an argument begins with quotes, brackets or the member of a variable, it ends right after them, so `%s` is the next argument.",
				check.Brief(authored(p, rest))).
			Helpf("Put double quotes around the whole argument.")
		if !c.Is("docker", "docker-compose") {
			f.WithSeverity(lint.Warning)
		}
		if inside := joined(arg, authored(p, rest)); inside != "" {
			f.Replace(whole, `"`+inside+`"`)
		}
		return
	}
}

func authored(p *lint.Pass, s source.Span) string { return p.Unit.File.Text[s.Start:s.End] }

// isVerbatim reports whether PowerShell passes the arguments after this one as they are.
func isVerbatim(arg *script.Arg) bool { return arg.String() == "--%" }

// endsEarly reports whether PowerShell ends an argument where the value that it begins with ends.
func endsEarly(arg *script.Arg) bool {
	if len(arg.Parts) != 1 || arg.Parts[0].Span() != arg.Span() {
		return false
	}
	switch n := arg.Parts[0].(type) {
	case *script.String, *script.Member:
		return true
	case *script.Group:
		return n.Open == "(" || n.Open == "$("
	}
	return false
}

// lostAt reports whether double quotes that PowerShell does not get begin at an offset of a script.
func lostAt(s *script.Script, at int) bool {
	return slices.ContainsFunc(s.Lost, func(q script.Quoted) bool { return q.Start <= at && at < q.End })
}

// joined is the text of an argument and what is left of it as the content of one string in double quotes; "" if the
// quotes cannot be moved without a change of what they mean.
func joined(arg *script.Arg, rest string) string {
	var inside string
	switch n := arg.Parts[0].(type) {
	case *script.String:
		if n.Quote != `"` {
			return ""
		}
		inside = n.Body.String()
		if len(n.Parts) > 0 && rest[0] == ':' {
			if last := n.Parts[len(n.Parts)-1]; last.Span().End == n.Body.Span().End {
				v, _ := last.(*script.Variable)
				if v == nil || strings.HasPrefix(v.String(), "${") {
					break
				}
				inside = strings.TrimSuffix(inside, v.String()) + "${" + v.String()[1:] + "}"
			}
		}
	case *script.Group:
		inside = "$" + strings.TrimPrefix(arg.String(), "$")
	case *script.Member:
		inside = "$(" + arg.String() + ")"
	}
	if strings.ContainsAny(inside+rest, "\"'`“”") {
		return ""
	}
	return inside + rest
}

func commaArguments(p *lint.Pass, c *docker.Command) {
	if c.Script.Language == script.WindowsPowerShell {
		return
	}
	for _, arg := range c.Args {
		if isVerbatim(arg) {
			return
		}
		text := arg.String()
		if !isList(arg) || !strings.ContainsAny(text, "$\"`") || !commaWord.MatchString(text) {
			continue
		}
		if legacyArguments.MatchString(p.Unit.File.Text) {
			return
		}
		f := p.Reportf(arg, "PowerShell passes `%s` as it is written", check.Brief(text)).
			Notef("A comma outside quotes makes a list, and PowerShell 7.3 and later pass the source text of a list to a program, with variables and quotes unchanged.").
			Helpf("Put double quotes around the whole argument.")
		if inside := strings.ReplaceAll(text, `"`, ""); !strings.ContainsAny(inside, "'`") {
			f.Replace(arg, `"`+inside+`"`)
		}
		return
	}
}

var (
	// legacyArguments is what makes PowerShell 7.3 and later pass arguments as 5.1 does, or what asks for 5.1.
	legacyArguments = lazy.MustCompile(`(?i)\$PSNativeCommandArgumentPassing\s*=\s*['"]?Legacy|#Requires\s.*-PSEdition\s+Desktop`)
	// commaWord is a list without spaces, except in what PowerShell runs.
	commaWord = lazy.MustCompile(`^(?:[^\s({@]|\$\([^()]*\)|\$\{[^}]*\})+$`)
)

// isList reports whether PowerShell makes a list of an argument, because of its commas.
func isList(arg *script.Arg) bool {
	if len(arg.Parts) != 1 {
		return false
	}
	_, list := arg.Parts[0].(*script.List)
	return list
}

func dashArguments(p *lint.Pass, c *docker.Command) {
	for i, arg := range c.Args {
		if isVerbatim(arg) {
			return
		}
		name, value, found := strings.Cut(arg.String(), "=")
		if arg.Param == "" || !found || !dashName.MatchString(name) {
			continue
		}
		equals := source.At(arg.Span().Start + len(name))
		equals.End++
		if strings.Contains(value, "$") && !strings.Contains(value, "`") {
			p.Reportf(arg, "PowerShell does not expand the variable in `%s`", check.Brief(arg.String())).
				Notef("To PowerShell, a word that begins with one dash is the name of a parameter, so docker gets the text as it is written.").
				Helpf("Write `%s %s`.", name, value).Replace(equals, " ")
			return
		}
		if next := i + 1; next < len(c.Args) && c.Args[next].Start == arg.End && strings.HasPrefix(c.Args[next].String(), ".") {
			p.Reportf(arg.Span().Cover(c.Args[next].Span()), "PowerShell splits `%s%s` at the period", check.Brief(arg.String()), check.Brief(c.Args[next].String())).
				Notef("To PowerShell, a word that begins with one dash is the name of a parameter, which ends at a period.").
				Helpf("Write `%s %s%s`.", name, value, c.Args[next]).Replace(equals, " ")
			return
		}
	}
}

var dashName = lazy.MustCompile(`^-[A-Za-z]+$`)

func colonsSwallowed(p *lint.Pass, c *docker.Command) {
	for _, arg := range c.Args {
		for v := range script.Nodes[*script.Variable](arg) {
			colonSwallowed(p, v)
		}
	}
}

func colonSwallowed(p *lint.Pass, v *script.Variable) {
	written := v.String()
	name, rest, found := strings.Cut(strings.TrimPrefix(written, "$"), ":")
	if !found || v.Splat || v.Outer || strings.HasPrefix(written, "${") || len(name) < 2 || strings.HasSuffix(rest, ":") ||
		slices.Contains(drives, strings.ToLower(name)) || strings.Contains(strings.ToLower(p.Unit.File.Text), "new-psdrive") {
		return
	}
	help := "Write `${" + name + "}:" + rest + "`."
	if rest != "" {
		p.Reportf(v, "PowerShell reads `%s` as one variable, which is empty", written).
			Notef("The name of a variable continues after a colon: this is the variable `%s` of a drive `%s`.", rest, name).
			Helpf("%s", help).Replace(v, "${"+name+"}:"+rest)
		return
	}
	after := v.Span().End
	if text := p.Unit.File.Text; after < len(text) && strings.IndexByte(`$/\.`, text[after]) >= 0 {
		p.Reportf(v, "PowerShell cannot parse `%s`, so no line of this script runs", written).
			Notef("It fails with `Variable reference is not valid. ':' was not followed by a valid variable name character.`").
			Helpf("%s", help).Replace(v, "${"+name+"}:")
	}
}

// drives is the scopes and drives that the name of a variable can begin with.
var drives = append([]string{"env", "using", "function", "alias", "hklm", "hkcu", "cert", "wsman"}, check.VariableScopes...)
