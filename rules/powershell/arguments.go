package powershell

import (
	"iter"
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
		ID: "powershell-splits-argument", Summary: "PowerShell splits an argument after its quotes or parentheses", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{aboutParsing, "https://github.com/docker-library/docs/issues/841"},
		Check: lint.Both{
			check.Scripts(splitInScript), check.Steps(splitInScript), check.ScriptFiles(splitInScript),
			lint.Each(func(p *lint.Pass, c *docker.Command) {
				if check.MeantForWindows(p, c) {
					splitArgument(p, c.Command)
				}
			}),
		},
	},
	{
		ID: "powershell-comma-argument", Summary: "PowerShell passes a variable after a comma as text", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
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
		Check: lint.Both{
			check.Scripts(dashInScript), check.Steps(dashInScript), check.ScriptFiles(dashInScript),
			inDocker(func(p *lint.Pass, c *docker.Command) { dashArguments(p, c.Command) }),
		},
	},
	{
		ID: "colon-swallowed", Summary: "The tag is missing because PowerShell reads `$name:tag` as one variable", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs: []string{
			"https://github.com/PowerShell/PowerShell/blob/HEAD/src/System.Management.Automation/engine/parser/tokenizer.cs",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_variables",
		},
		Check: lint.Both{
			check.Scripts(colonsInScript), check.Steps(colonsInScript), check.ScriptFiles(colonsInScript), inDocker(colonsSwallowed),
		},
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

// splitInScript looks at what is no docker command. Cmdlets that print take any number of words.
func splitInScript(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for c := range nativeCommands(p, s) {
		splitArgument(p, c)
	}
	for c := range otherCommands(p, s) {
		if script.IsCmdletName(c.Cmdlet()) && !strings.HasPrefix(c.Cmdlet(), "write-") {
			splitArgument(p, c)
		}
	}
}

func dashInScript(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for c := range nativeCommands(p, s) {
		dashArguments(p, c)
	}
}

// nativeCommands is the commands of a PowerShell script that start a program, but for those of docker.
func nativeCommands(p *lint.Pass, s *script.Script) iter.Seq[*script.Command] {
	return func(yield func(*script.Command) bool) {
		for c := range otherCommands(p, s) {
			if c.Cmdlet() == c.Lower && !script.IsCmdletName(c.Lower) && !yield(c) {
				return
			}
		}
	}
}

// otherCommands is the commands of a PowerShell script that are none of docker, no keywords and no functions of the script.
func otherCommands(p *lint.Pass, s *script.Script) iter.Seq[*script.Command] {
	return func(yield func(*script.Command) bool) {
		if !s.Language.IsPowerShell() || s.Unread() || p.Scope.OS == windows.Linux {
			return
		}
		for c := range s.Commands() {
			if !c.Keyword && c.Lower != "" && docker.Read(c) == nil && !s.Defines(c.Lower) && !yield(c) {
				return
			}
		}
	}
}

// quoteArgument is the advice if the argument in quotes cannot be written for the user.
const quoteArgument = "Put double quotes around the whole argument."

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
			Notef("If an argument begins with a quoted string, parentheses or a member such as `$a.b`, PowerShell ends the argument right after it. `%s` becomes a separate argument.",
				check.Brief(authored(p, rest))).
			Helpf(quoteArgument)
		if !c.Is("docker", "docker-compose") {
			f.WithSeverity(lint.Warning)
		}
		if inside, quote := joined(arg, authored(p, rest)), quoteIn(p, c.Script); inside != "" && quote != "" {
			f.Helpf("Write `%s`.", quote+inside+quote).Replace(whole, quote+inside+quote)
		}
		return
	}
}

// quoteIn is a double quote that PowerShell gets: with a backslash in a shell form, where others are lost. It is "" if no form is certain.
func quoteIn(p *lint.Pass, s *script.Script) string {
	switch {
	case s.Parent != nil || p.Unit.Compose != nil:
		return ""
	case p.Unit.Dockerfile != nil:
		return `\"`
	}
	return `"`
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
		return n.Open != "{" && n.Open != "@{"
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
		if check.FileMatches(p.Unit, legacyArguments) {
			return
		}
		f := p.Reportf(arg, "PowerShell does not expand `%s`", check.Brief(text)).
			Notef("An unquoted comma creates an array. PowerShell 7.3 and later pass an array to a program exactly as it appears in the script, with variables and quotes unchanged.").
			Helpf(quoteArgument)
		if inside := strings.ReplaceAll(text, `"`, ""); !strings.ContainsAny(inside, "'`") {
			f.Helpf("Write `\"%s\"`.", inside).Replace(arg, `"`+inside+`"`)
		}
		if p.Unit.CI == nil && !check.FileMatches(p.Unit, requiresNew) {
			f.WithSeverity(lint.Warning)
		}
		return
	}
}

var (
	// legacyArguments is what makes PowerShell 7.3 and later pass arguments as 5.1 does, or what asks for 5.1.
	legacyArguments = lazy.MustCompile(`(?i)\$PSNativeCommandArgumentPassing\s*=\s*['"]?Legacy|#Requires\s.*-PSEdition\s+Desktop`)
	// requiresNew is what asks for PowerShell 7.3 or later.
	requiresNew = lazy.MustCompile(`(?i)#Requires\s.*-Version\s+(?:7\.(?:[3-9]|\d\d)|[89])`)
	// commaWord is a list without spaces, except in quotes and in what PowerShell runs.
	commaWord = lazy.MustCompile(`^(?:[^\s({@"]|"[^"]*"|\$\([^()]*\)|\$\{[^}]*\})+$`)
)

// isList reports whether PowerShell makes a list of an argument, because of its commas.
func isList(arg *script.Arg) bool {
	if len(arg.Parts) != 1 {
		return false
	}
	_, list := arg.Parts[0].(*script.List)
	return list
}

func dashArguments(p *lint.Pass, c *script.Command) {
	for i, arg := range c.Args {
		if isVerbatim(arg) {
			return
		}
		name, value, found := strings.Cut(arg.String(), "=")
		if arg.Param == "" || !found || !dashName.MatchString(name) {
			continue
		}
		whole, end := arg.Span(), arg.End
		for _, next := range c.Args[i+1:] {
			if next.Start != end {
				break
			}
			whole, end = whole.Cover(next.Span()), next.End
		}
		written := authored(p, whole)
		var f *lint.Finding
		switch rest := authored(p, source.Span{Start: arg.Span().End, End: whole.End}); {
		case strings.Contains(value, "$") && !strings.Contains(value, "`"):
			f = p.Reportf(whole, "PowerShell does not expand the variable in `%s`", check.Brief(written)).
				Notef("To PowerShell, a word that begins with one dash is the name of a parameter, so `%s` gets the text as it is written.", c.Name)
		case strings.HasPrefix(rest, "."):
			f = p.Reportf(whole, "PowerShell splits `%s` at the period", check.Brief(written)).
				Notef("To PowerShell, a word that begins with one dash is the name of a parameter, which ends at a period.")
		default:
			continue
		}
		if f.Subsumes(whole); !c.Is("docker", "docker-compose") {
			f.WithSeverity(lint.Warning)
		}
		equals := source.Span{Start: whole.Start + len(name), End: whole.Start + len(name) + 1}
		switch quote := quoteIn(p, c.Script); {
		case c.Is("docker", "docker-compose") && len(name) == 2:
			f.Helpf("Write `%s %s`.", name, written[len(name)+1:]).Replace(equals, " ")
		case strings.Contains(written, `"`) || quote == "":
			f.Helpf(quoteArgument)
		default:
			f.Helpf("Write `%s`.", quote+written+quote).Insert(whole.Start, quote).Insert(whole.End, quote)
		}
		return
	}
}

var dashName = lazy.MustCompile(`^-[A-Za-z]+$`)

func colonsSwallowed(p *lint.Pass, c *docker.Command) {
	for _, arg := range c.Args {
		for v := range script.Nodes[*script.Variable](arg) {
			colonSwallowed(p, c.Script, v)
		}
	}
}

// colonsInScript looks at all that is not in a docker command.
func colonsInScript(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Unread() || p.Scope.OS == windows.Linux {
		return
	}
	ofDocker := map[*script.Variable]bool{}
	for c := range s.Commands() {
		if docker.Read(c) != nil {
			for v := range script.Nodes[*script.Variable](c) {
				ofDocker[v] = true
			}
		}
	}
	for v := range script.Nodes[*script.Variable](s.Body) {
		if !ofDocker[v] {
			colonSwallowed(p, s, v)
		}
	}
}

// colonSwallowed looks at one variable, which may be in double quotes. A path that is cut after its drive is left to
// drive-swallowed.
func colonSwallowed(p *lint.Pass, s *script.Script, v *script.Variable) {
	name, rest, found := meant(p, s, v)
	if !found || len(rest) == 2 && windows.HasDrive(rest) || check.FileMentions(p.Unit, "new-psdrive") {
		return
	}
	var f *lint.Finding
	scope, _, scoped := strings.Cut(name, ":")
	switch {
	case scoped:
		f = p.Reportf(v, "PowerShell reads `%s` as one variable, which is empty", v).
			Notef("The name of a variable may include colons, so PowerShell looks for the variable `%s` in `%s:`.", v.String()[len("$")+len(scope)+len(":"):], scope)
	case rest != "":
		f = p.Reportf(v, "PowerShell reads `%s` as one variable, which is empty", v).
			Notef("The name of a variable may include a colon, so PowerShell looks for the variable `%s` on the drive `%s`.", rest, name)
	default:
		whole := "none of this script"
		if p.Unit.Dockerfile != nil {
			whole = "none of this command"
		}
		f = p.Reportf(v, "PowerShell cannot parse `%s`, so %s runs", v, whole).
			Notef("PowerShell fails with `Variable reference is not valid. ':' was not followed by a valid variable name character.`")
	}
	instead := "${" + name + "}:" + rest
	f.Helpf("Write `%s`.", instead).Replace(v, instead)
}

// meant is the variable that was meant by one whose name includes the text after a colon, and that text. A letter may be a
// drive, unless the script has a variable of that name.
func meant(p *lint.Pass, s *script.Script, v *script.Variable) (name, rest string, found bool) {
	name, rest, found = strings.Cut(strings.TrimPrefix(v.String(), "$"), ":")
	if !found || v.Splat || v.Outer || strings.HasPrefix(v.String(), "${") || name == "" || len(name) == 1 && !hasLetter(p, s, strings.ToLower(name)) {
		return "", "", false
	}
	switch lower := strings.ToLower(name); {
	case lower == "env" || slices.Contains(check.VariableScopes, lower):
		inner, after, again := strings.Cut(rest, ":")
		return name + ":" + inner, after, again
	case slices.Contains(drives, lower):
		return "", "", false
	}
	return name, rest, true
}

type letterOf struct {
	script *script.Script
	name   string
}

// hasLetter reports whether a script sets a variable whose name is a letter.
func hasLetter(p *lint.Pass, s *script.Script, name string) bool {
	return subject.Once(p.Unit, letterOf{s, name}, func() bool { return setsAnywhere(s, name) })
}

// drives is the drives that the name of a variable can begin with, in whose names a colon may well be meant.
var drives = []string{"using", "function", "alias", "hklm", "hkcu", "cert", "wsman"}
