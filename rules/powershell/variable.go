package powershell

import (
	"math"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// variables is the rules about variables that PowerShell expands to nothing, or too early.
var variables = []*lint.Rule{
	{
		ID: "builder-variable-in-powershell", Summary: "An ARG or ENV variable is empty in PowerShell", Topic: "powershell",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{aboutEnvironment, "https://github.com/docker/for-win/issues/2232"},
		Check: lint.Both{check.Scripts(builderVariables), check.Commands(isNoPowerShell, fileArguments, "powershell", "pwsh")},
	},
	{
		ID: "nested-shell-expands-early", Summary: "PowerShell expands a variable before the inner PowerShell can assign it",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{check.PowerShellPage},
		Check: lint.Both{
			check.Commands(script.Language.IsPowerShell, expandsEarly, "powershell", "pwsh"),
			check.Steps(check.CommandsIn(script.Language.IsPowerShell, expandsEarly, "powershell", "pwsh")),
			lint.Each(dockerExpandsEarly),
			check.ScriptFiles(check.CommandsIn(script.Language.IsPowerShell, expandsEarly, "powershell", "pwsh")),
		},
	},
}

func builderVariables(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Unread() {
		return
	}
	end := knownUntil(s)
	reported := map[string]bool{}
	for v := range script.Nodes[*script.Variable](s.Body) {
		if v.Span().Start >= end || v.Outer || v.Splat || reported[v.Name] || strings.Contains(v.Name, ":") || automatic[v.Name] ||
			strings.HasSuffix(v.Name, "preference") || !p.Variables.Declares(v.Name) || setsAnywhere(s, v.Name) {
			continue
		}
		reported[v.Name] = true
		name := strings.Trim(v.String(), "${}")
		f := p.Reportf(v, "`%s` is empty in PowerShell", v)
		if in.Name != "RUN" && !p.Variables.Lasts(name) {
			f.Notef("The builder does not expand variables in the %s instruction, and an ARG does not exist when the container runs.", in.Name).
				Helpf("Set `%s` with ENV, and write `$env:%s`.", name, name)
			continue
		}
		f.Notef("The builder does not expand variables in the %s instruction. In PowerShell, `%s` is a PowerShell variable, not an environment variable.", in.Name, v).
			Helpf("Write `$env:%s`.", name)
		for use := range script.Nodes[*script.Variable](s.Body) {
			if use.Name == v.Name && !use.Splat {
				f.Replace(use, environmentIn(p, use, name))
			}
		}
	}
}

func isNoPowerShell(l script.Language) bool { return l.IsCmd() || l == script.Process }

// fileArguments looks at the arguments of a script file, in which PowerShell expands nothing.
func fileArguments(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	inner := check.StartedBy(c)
	if inner == nil || inner.File == nil {
		return
	}
	for _, arg := range c.Args {
		at := variableWord.FindStringSubmatchIndex(arg.Value().String())
		if arg.Span().Start <= inner.File.Span().Start || at == nil {
			continue
		}
		word := arg.Value().Slice(at[0], at[1])
		name := arg.Value().Slice(at[2], at[3]).String()
		if !p.Variables.Declares(strings.ToLower(name)) {
			continue
		}
		f := p.Reportf(word, "The script gets the text `%s` instead of the variable's value", word).
			Notef("The builder does not expand variables in %s. With `-File`, which is the default for `pwsh`, PowerShell does not expand script arguments either.", in.Name)
		if c.Script.Language.IsCmd() && (in.Name == "RUN" || p.Variables.Lasts(name)) {
			f.Helpf("Write `%%%s%%`, which cmd expands before it starts PowerShell.", name).Replace(word, "%"+name+"%")
		} else {
			f.Helpf("Read `$env:%s` in the script.", name)
		}
		return
	}
}

// variableWord is a variable of PowerShell.
var variableWord = lazy.MustCompile(`\$\{?(\w+)\}?`)

// environmentIn is an environment variable as it is written in place of a variable, with braces if the text after it would
// belong to its name.
func environmentIn(p *lint.Pass, v *script.Variable, name string) string {
	text, end := p.Unit.File.Text, v.Span().End
	if end < len(text) && strings.IndexByte(" \t\r\n;,)}|\\/\"'-", text[end]) < 0 {
		return "${env:" + name + "}"
	}
	return "$env:" + name
}

// knownUntil is the offset up to which nothing but the text of a script can have set its variables: text that is not in it may, or
// the variables belong to another session. A script file gets its arguments before it runs.
func knownUntil(s *script.Script) int {
	end := math.MaxInt
	for outer := s; outer != nil; outer = outer.Parent {
		for c := range outer.Commands() {
			switch {
			case outer == s && c.Call.String() != "." && strings.HasSuffix(c.Lower, ".ps1"):
				end = min(end, c.Span().End)
			case c.Call.String() == "." || strings.HasSuffix(c.Lower, ".ps1") ||
				c.Is("import-module", "ipmo", "invoke-command", "icm", "invoke-expression", "iex", "bash", "sh", "wsl", "ssh"):
				return 0
			}
		}
	}
	return end
}

// setsAnywhere reports whether a script, SHELL or a script around it sets a variable in any way.
func setsAnywhere(s *script.Script, name string) bool {
	sets := setsIn(name)
	for outer := s; outer != nil; outer = outer.Parent {
		for _, part := range []*script.Script{outer, outer.Prefix} {
			if part != nil && sets(part) {
				return true
			}
		}
	}
	return false
}

// setsIn is a test of one script: an assignment, a loop, a parameter, or a word that names the variable without "$".
func setsIn(name string) func(*script.Script) bool {
	return func(s *script.Script) bool {
		if s.Body == nil {
			return false
		}
		for a := range script.Nodes[*script.Assign](s.Body) {
			for v := range script.Nodes[*script.Variable](a.Target) {
				if check.VariableName(v) == name {
					return true
				}
			}
		}
		for range script.Nodes[*script.Params](s.Body) {
			return true
		}
		for clause := range script.Nodes[*script.Clause](s.Body) {
			if strings.TrimPrefix(strings.ToLower(clause.Var), "$") == name {
				return true
			}
		}
		for c := range s.Commands() {
			for _, arg := range c.Args {
				word := strings.ToLower(strings.Trim(arg.Value().String(), "+$"))
				if word == name && (c.Is("set-variable", "sv", "new-variable", "nv", "get-variable") || setsWord.MatchString(c.String())) {
					return true
				}
			}
		}
		return strings.Contains(strings.ToLower(s.Text.String()), "[ref]")
	}
}

// setsWord is a parameter whose value is the name of a variable that the cmdlet sets.
var setsWord = lazy.MustCompile(`(?i)-(?:OutVariable|ov|ErrorVariable|ev|WarningVariable|wv|PipelineVariable|pv|Variable|SessionVariable)\b`)

// automatic is the variables that PowerShell sets itself.
var automatic = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(`_ $ ? ^ args consolefilename enabledexperimentalfeatures error event eventargs eventsubscriber
		executioncontext false foreach formatenumerationlimit home host input iscoreclr islinux ismacos iswindows lastexitcode matches
		myinvocation nestedpromptlevel null ofs outputencoding pid profile psboundparameters pscmdlet pscommandpath psculture
		psdebugcontext psedition pshome psitem psscriptroot pssenderinfo psuiculture psversiontable pwd sender shellid stacktrace
		switch this true psdefaultparametervalues psmoduleautoloadingpreference psnativecommandargumentpassing
		psnativecommanduseerroractionpreference psstyle maximumhistorycount`) {
		set[name] = true
	}
	return set
}()

func expandsEarly(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	inner := check.StartedBy(c)
	if inner != nil && (inner.File != nil || inner.Text.Len() == 0) {
		return
	}
	for i, arg := range c.Args {
		v := earlyVariable(arg)
		quoted := v != nil
		if v == nil && i+1 < len(c.Args) && assigns(c.Args[i+1].String()) {
			v = arg.Variable()
		}
		if v == nil || strings.Contains(v.Name, ":") || v.Name == "null" || v.Name == "true" || v.Name == "false" || v.Outer {
			continue
		}
		before := c.Name
		if i > 0 {
			before = c.Args[i-1]
		}
		f := p.Reportf(v, "PowerShell expands `%s` before the inner `%s` can assign it", v, check.Brief(c.Name.String())).
			Notef("The inner PowerShell gets the value instead of the name and fails.")
		start := check.Brief(authored(p, c.Name.Span().Cover(before.Span())))
		if quoted {
			f.Helpf("Put the text after `%s` in single quotes, or pass a script block in braces.", start)
		} else {
			f.Helpf("Remove `%s`, because PowerShell already runs this line, or pass a script block in braces.", start)
		}
		if (before.Param == "command" || before.Param == "c") && p.Unit.Dockerfile != nil { // elsewhere the text is a string
			f.Delete(source.Span{Start: c.Span().Start, End: arg.Span().Start})
		}
		return
	}
}

// dockerExpandsEarly finds the same in the arguments of a PowerShell that docker starts in a container.
func dockerExpandsEarly(p *lint.Pass, c *docker.Command) {
	if !c.Verbs("run", "create", "exec") || !c.Script.Language.IsPowerShell() || len(c.Operands) < 3 {
		return
	}
	shell, words := c.Operands[1], c.Operands[2:]
	if !shell.Known() || !script.LanguageOf(shell.String()).IsPowerShell() {
		return
	}
	for i, word := range words {
		last := c.Operands[i+1] // the word before this one
		if word.Arg.Param == "file" || word.Arg.Param == "f" {
			return
		}
		v := earlyVariable(word.Arg)
		if v == nil && i+1 < len(words) && assigns(words[i+1].String()) {
			v = word.Arg.Variable()
		}
		if v == nil || v.Outer || strings.Contains(v.Name, ":") {
			continue
		}
		does := "assign"
		if v.Name == "_" {
			does = "set"
		}
		also := ""
		if slices.ContainsFunc(words[i:], func(w docker.Word) bool { return strings.Contains(w.Arg.String(), "'") }) {
			also = ", and double the single quotes inside it"
		}
		p.Reportf(v, "PowerShell expands `%s` before `%s` in the container can %s it", v, check.Brief(shell.String()), does).
			Notef("The script expands variables outside single quotes before it runs `docker`, and the container gets their values.").
			Helpf("Put the text after `%s` in single quotes%s.", check.Brief(authored(p, shell.Span().Cover(last.Span()))), also)
		return
	}
}

func assigns(word string) bool { return word == "=" || word == "+=" }

// earlyVariable is the first variable in double quotes of an argument that only the text in the quotes can set: a "=" comes after
// it, or it is $_ in braces.
func earlyVariable(arg *script.Arg) *script.Variable {
	for str := range script.Nodes[*script.String](arg) {
		for _, part := range str.Parts {
			v, _ := part.(*script.Variable)
			if v == nil {
				continue
			}
			before, after := str.Body.String()[:v.Start-str.Body.Start], str.Body.String()[v.End-str.Body.Start:]
			if assignment.MatchString(after) && startOfStatement.MatchString(before) || v.Name == "_" && inBlock.MatchString(before) {
				return v
			}
		}
	}
	return nil
}

// startOfStatement matches text after which a statement begins.
var startOfStatement = lazy.MustCompile(`(?:^|[;{}(|\n])\s*$`)

// inBlock matches text that ends in a script block of a pipeline.
var inBlock = lazy.MustCompile(`\|\s*[\w%?-]+\s*\{[^{}]*$`)

var assignment = lazy.MustCompile(`^\s*\+?=(?:[^=]|$)`)
