package compose

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
)

const composeInterpolation = "https://docs.docker.com/reference/compose-file/interpolation/"

var composeVariables = []*lint.Rule{
	{
		ID: "compose-powershell-variable", Summary: "A PowerShell variable is empty because Docker Compose expands it",
		Topic: "compose", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{composeInterpolation, "compose-spec/compose-go template/template.go"},
		Check: lint.Each(powerShellVariables),
	},
	{
		ID: "compose-percent-variable", Summary: "Docker Compose does not expand `%NAME%`", Topic: "compose",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{composeInterpolation},
		Check: lint.Each(unexpandedPercents),
	},
}

// powerShellVariables finds PowerShell variables that Docker Compose replaces before PowerShell sees them.
func powerShellVariables(p *lint.Pass, doc *compose.Document) {
	var last powerShellList
	scalars(doc.Document, func(v *data.Value) {
		if v.Kind != data.String || !strings.Contains(v.String(), "$") {
			return
		}
		script := last.contains(v)
		var assigned map[string]bool
		if script {
			assigned = assignedNames(v.String())
		}
		var found []takenVariable
		for _, variable := range compose.Variables(v.Text) {
			if ps, ok := readTakenVariable(v.Text, variable); ok && ps.meant(script, assigned) {
				found = append(found, ps)
			}
		}
		if len(found) > 0 {
			reportPowerShell(p, found, script)
		}
	})
}

// A takenVariable is a variable of Docker Compose that was meant for PowerShell, and what PowerShell would read there.
type takenVariable struct {
	compose.Variable
	written source.Text // "$env:PATH", of which Docker Compose replaces "$env"
}

var (
	scoped = lazy.MustCompile(`^:[A-Za-z_]\w*`)
	braced = lazy.MustCompile(`^\$\{(?:[A-Za-z]+:)?[A-Za-z_][\w ]*(?:\(x86\))?\}`)
)

// readTakenVariable reads a variable of Docker Compose as PowerShell does; ok is false if it is not a PowerShell variable
// that Docker Compose reads differently.
func readTakenVariable(text source.Text, v compose.Variable) (ps takenVariable, ok bool) {
	s := text.String()[v.Index:]
	switch {
	case v.Invalid:
		n := len(braced.FindString(s))
		return takenVariable{v, text.Slice(v.Index, v.Index+n)}, n > 0
	case strings.HasPrefix(s, "${"):
		return ps, false
	}
	n := len(v.Name) + 1
	if slices.Contains(scopes, strings.ToLower(v.Name)) {
		n += len(scoped.FindString(s[n:]))
	}
	return takenVariable{v, text.Slice(v.Index, v.Index+n)}, true
}

// scopes is what can come before a colon in the name of a PowerShell variable.
var scopes = []string{"env", "script", "global", "local", "using", "private", "variable", "function"}

// automatic is the variables that PowerShell sets itself, in lower case, without those whose names are also used elsewhere.
var automatic = []string{
	"_", "true", "false", "null", "lastexitcode", "psitem", "psversiontable", "psscriptroot", "pscommandpath",
	"psboundparameters", "pscmdlet", "myinvocation", "matches", "args", "erroractionpreference", "progresspreference",
	"verbosepreference", "warningpreference", "debugpreference", "informationpreference", "iswindows", "islinux",
	"executioncontext",
}

// meant reports whether the variable is certainly one for PowerShell: in a script of PowerShell one in a scope, one that
// PowerShell sets or the script itself, and elsewhere one of the environment of Windows.
func (v takenVariable) meant(script bool, assigned map[string]bool) bool {
	name := strings.ToLower(v.Name)
	inScope := v.written.Len() > len(v.Name)+1
	switch {
	case v.Invalid:
		return true
	case script:
		capitals := v.Name == strings.ToUpper(v.Name) && v.Name != "_" // as variables of the environment are written
		return inScope || slices.Contains(automatic, name) && !capitals || assigned[name]
	}
	_, variable, _ := strings.Cut(strings.ToLower(v.written.String()), ":")
	return name == "env" && slices.Contains(windowsEnvironment, variable)
}

// windowsEnvironment is the variables that Windows sets in every process.
var windowsEnvironment = []string{
	"allusersprofile", "appdata", "commonprogramfiles", "computername", "comspec", "homedrive", "homepath", "localappdata",
	"number_of_processors", "path", "pathext", "processor_architecture", "programdata", "programfiles", "psmodulepath", "public",
	"systemdrive", "systemroot", "temp", "tmp", "username", "userprofile", "windir",
}

var (
	powerShellWord  = lazy.MustCompile(`(?i)(?:^|[\s"'\\/&|;(])(?:powershell|pwsh)(?:\.exe)?(?:$|[\s"'])`)
	assignment      = lazy.MustCompile(`\$(?:\w+:)?(\w+)\s*(?:[-+*/]?=[^=]|\+\+)`)
	foreachVariable = lazy.MustCompile(`(?i)foreach\s*\(\s*\$(\w+)\s+in\s`)
	commandKeys     = []string{"command", "entrypoint", "test"}
	isCommandOrList = func(v *data.Value) bool { return v.Key != nil && slices.Contains(commandKeys, v.Key.String()) }
)

// assignedNames is the names, in lower case, of the variables that a script of PowerShell gives values.
func assignedNames(text string) map[string]bool {
	names := map[string]bool{}
	for _, pattern := range []*lazy.Regexp{assignment, foreachVariable} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			names[strings.ToLower(m[1])] = true
		}
	}
	return names
}

// A powerShellList remembers whether PowerShell runs the list whose items are being looked at, so that each list is read once.
type powerShellList struct {
	list *data.Value
	runs bool
}

// contains reports whether PowerShell runs the text, alone or as an item of a list.
func (l *powerShellList) contains(v *data.Value) bool {
	if !v.Parent.Is(data.Sequence) {
		return isPowerShellText(v)
	}
	if l.list != v.Parent {
		l.list, l.runs = v.Parent, isPowerShellText(v.Parent)
	}
	return l.runs
}

// isPowerShellText reports whether PowerShell runs the text or list: it is a command that starts PowerShell, or is given to
// an entrypoint that does. A text with an anchor may be a command wherever it is.
func isPowerShellText(v *data.Value) bool {
	if !isCommandOrList(v) {
		return v.Scalar() && v.Anchor != "" && powerShellWord.MatchString(v.String())
	}
	if powerShellWord.MatchString(joined(v)) {
		return true
	}
	return v.Key.String() == "command" && powerShellWord.MatchString(joined(v.Parent.Get("entrypoint")))
}

// joined is the texts of a command, each on a line of its own.
func joined(command *data.Value) string {
	var out strings.Builder
	for _, word := range compose.Strings(command) {
		out.WriteString(word.String() + "\n")
	}
	return out.String()
}

func reportPowerShell(p *lint.Pass, found []takenVariable, script bool) {
	first := found[0]
	f := reportTaken(p, first, script)
	for _, v := range found[1:] {
		f.Relate(v.written, "also `%s`", check.Brief(v.written.String()))
	}
	for _, v := range found {
		if v.Invalid {
			f.Subsumes(v.Variable)
		}
		if script {
			f.Insert(v.Offset(0), "$")
		}
	}
	if !script && !slices.ContainsFunc(found, func(v takenVariable) bool { return v.Invalid }) {
		f.WithSeverity(lint.Warning)
	}
}

// reportTaken reports a variable of PowerShell that Docker Compose expands or rejects.
func reportTaken(p *lint.Pass, v takenVariable, script bool) *lint.Finding {
	written := v.written.String()
	help := "Write `$" + written + "`, which reaches the container as `" + written + "`."
	if !script {
		name := written[strings.IndexByte(written, ':')+1:]
		variable := strings.Trim(name, "${}")
		help = "To use `" + variable + "` from the machine on which Docker Compose runs, write `${" + variable + "}`."
	}
	if v.Invalid {
		return p.Reportf(v.written, "`%s` is not a valid variable in Docker Compose", check.Brief(written)).
			Notef("Docker Compose rejects the file: `invalid interpolation format`.").Helpf("%s", help)
	}
	left := "becomes an empty string"
	if rest := written[len(v.Name)+1:]; rest != "" {
		left = "becomes `" + check.Brief(rest) + "`"
	}
	return p.Reportf(v.written, "Docker Compose treats `$%s` as its own variable", v.Name).
		Notef("If `%s` is not set where Docker Compose runs, `%s` %s.", v.Name, check.Brief(written), left).Helpf("%s", help)
}

var percentName = lazy.MustCompile(`%[A-Za-z_][\w]*(?:\(x86\))?%`)

// unexpanded is the keys whose values Docker Compose uses itself, so no shell expands variables in them.
var unexpanded = append([]string{"image", "ports", "path"}, pathKeys...)

// unexpandedPercents finds cmd variables in values that no shell reads.
func unexpandedPercents(p *lint.Pass, doc *compose.Document) {
	scalars(doc.Document, func(v *data.Value) {
		if !strings.Contains(v.String(), "%") || !isUnder(v, unexpanded) {
			return
		}
		at := percentName.FindStringIndex(v.String())
		if at == nil {
			return
		}
		written := v.String()[at[0]:at[1]]
		name := strings.Trim(written, "%")
		place := v.Text.SpanOf(at[0], at[1])
		f := p.Reportf(place, "Docker Compose does not expand `%s`", written).
			Notef("`%s` is cmd syntax, but cmd does not process this value.", written).
			Helpf("Write `${%s}`.", name)
		if !strings.Contains(name, "(") {
			f.Replace(place, "${"+name+"}")
		}
	})
}

// isUnder reports whether a value belongs to one of the keys, directly or in a list.
func isUnder(v *data.Value, keys []string) bool {
	if v.Key == nil && v.Parent != nil {
		v = v.Parent
	}
	return v.Key != nil && slices.Contains(keys, v.Key.String())
}
