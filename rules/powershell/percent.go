package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

const aboutEnvironment = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_environment_variables"

var percents = []*lint.Rule{
	{
		ID: "setx-path-from-powershell", Summary: "PATH contains the literal text `%PATH%` after setx in PowerShell", Topic: "environment",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/windows-server/administration/windows-commands/setx", aboutEnvironment},
		Check: check.Commands(script.Language.IsPowerShell, setxPathFromPowerShell, "setx"),
	},
	{
		ID: "percent-variable-in-powershell", Summary: "PowerShell does not expand `%NAME%`", Topic: "powershell",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{aboutEnvironment},
		Check: lint.Both{check.Scripts(percentVariableInPowerShell), check.Steps(percentVariableInPowerShell)},
	},
}

func setxPathFromPowerShell(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if !c.Has("path") {
		return
	}
	for _, arg := range c.Args {
		for _, v := range percentVariables(arg) {
			if !strings.EqualFold(v.String(), "%path%") {
				continue
			}
			f := setxKeepsPercent(p, c, arg, v)
			if len(arg.Parts) == 1 {
				if quoted, ok := arg.Parts[0].(*script.String); ok && quoted.Quote == `"` {
					f.Replace(v, "$env:PATH")
				}
			}
			return
		}
	}
}

// extendedPath is an argument that adds to PATH, in PowerShell: its own directories; "" if other variables or quotes are
// next to them.
func extendedPath(arg *script.Arg) string {
	text := strings.Trim(arg.Value().String(), "'\"\\")
	at := strings.Index(strings.ToUpper(text), "%PATH%")
	if at < 0 || at+len("%PATH%") > len(text) {
		return ""
	}
	before, after := text[:at], text[at+len("%PATH%"):]
	switch {
	case strings.ContainsAny(before+after, "%$'\"`"):
		return ""
	case before == "" && after == "":
		return "$env:PATH"
	case before == "":
		return "$($env:PATH + '" + after + "')"
	case after == "":
		return "$('" + before + "' + $env:PATH)"
	}
	return "$('" + before + "' + $env:PATH + '" + after + "')"
}

// setxKeepsPercent reports that setx stores %PATH% as text. Only with /M does that cost directories: without it, setx writes
// the user's PATH, which Windows appends to the machine's.
func setxKeepsPercent(p *lint.Pass, c *script.Command, arg *script.Arg, v script.Range) *lint.Finding {
	help := "Replace `%PATH%` with `$env:PATH`, as in `$($env:PATH + ';C:\\tools')`."
	if path := extendedPath(arg); path != "" {
		help = "Write `" + path + "`."
	}
	if !c.Has("/m") && !c.Has("-m") {
		return p.Reportf(v, "PowerShell does not expand `%s`, so setx stores it as text", v).
			Notef("Without `/M`, setx changes the user PATH. Windows appends it to the machine PATH, so no directory is lost.").
			Helpf("%s", help).WithSeverity(lint.Info)
	}
	return p.Reportf(v, "PowerShell does not expand `%s`, so this setx removes every directory from PATH", v).
		Notef("setx stores the text `%s` as the machine PATH, which no longer contains the Windows directories.", v).
		Helpf("%s", help)
}

func percentVariableInPowerShell(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if !s.Language.IsPowerShell() || s.Unread() || !strings.Contains(s.Text.String(), "%") {
		return
	}
	for c := range s.Commands() {
		if c.Keyword || !script.IsCmdletName(c.Cmdlet()) && !strings.HasSuffix(c.Lower, ".ps1") && !isExecutable(c) || expandsLater(c) {
			continue
		}
		for _, arg := range c.Args {
			reportPercent(p, arg)
		}
	}
	for m := range script.Nodes[*script.Member](s.Body) {
		if !m.Call || m.Lower == "expandenvironmentvariables" {
			continue
		}
		for _, arg := range m.Args {
			reportPercent(p, arg)
		}
	}
}

func reportPercent(p *lint.Pass, n script.Node) {
	for _, v := range percentVariables(n) {
		name := strings.Trim(v.String(), "%")
		if !p.Variables.Declares(name) && !windows.SetsVariable(name) {
			continue
		}
		f := p.Reportf(v, "PowerShell does not expand `%s`", v).
			Notef("PowerShell passes the text on with its percent signs.").Helpf("Write `%s`.", environmentVariable(name))
		if strings.Contains(n.String(), "'") {
			f.Helpf("Write `%s` outside single quotes, in which PowerShell does not expand variables.", environmentVariable(name))
		}
		if _, bare := n.(*script.Arg); bare && !strings.Contains(n.String(), "'") && !strings.ContainsAny(name, "()") {
			f.Replace(v, "${env:"+name+"}")
		}
	}
}

// environmentVariable is how PowerShell writes an environment variable.
func environmentVariable(name string) string {
	if strings.ContainsAny(name, "()") {
		return "${env:" + name + "}"
	}
	return "$env:" + name
}

// isExecutable reports whether a command is certainly no batch file: cmd starts those, and expands their arguments.
func isExecutable(c *script.Command) bool {
	return c.Name != nil && strings.HasSuffix(strings.ToLower(c.Name.Value().String()), ".exe") ||
		c.Is("choco", "dotnet", "msbuild", "nuget", "git", "go", "cargo", "python", "pip", "tar", "icacls", "robocopy", "xcopy")
}

// expandsLater reports whether a command writes text that another program reads, or a value that Windows expands.
func expandsLater(c *script.Command) bool {
	switch c.Cmdlet() {
	case "set-content", "add-content", "out-file", "new-itemproperty", "set-itemproperty",
		"start-process", "invoke-expression", "invoke-command", "start-job", "foreach-object", "where-object", "select-string",
		"new-service", "get-date", "cmd", "powershell", "pwsh", "setx", "reg", "schtasks", "sc", "nssm", "winrm", "wmic", "bash", "sh",
		"docker":
		return true
	}
	return len(c.Redirects) > 0 || c.Pipeline != nil && len(c.Pipeline.Elements) > 1
}

// percentVariables is each %NAME% in the bare words and strings of a node that no shell replaced before PowerShell read it.
func percentVariables(n script.Node) []script.Range {
	var list []script.Range
	script.Walk(n, func(n script.Node) bool {
		var text script.Range
		var parts []script.Node
		switch n := n.(type) {
		case *script.Variable, *script.Group:
			return false
		case *script.Arg:
			if len(n.Parts) > 0 {
				return true
			}
			text = n.Range
		case *script.String:
			text, parts = n.Body, n.Parts
		default:
			return true
		}
		for _, at := range percentVariable.FindAllStringIndex(text.String(), -1) {
			v := text
			v.Start, v.End = text.Start+at[0], text.Start+at[1]
			if !slices.ContainsFunc(parts, func(part script.Node) bool { return part.Span().Overlaps(v.Span()) }) {
				list = append(list, v)
			}
		}
		return false
	})
	return list
}

var percentVariable = lazy.MustCompile(`%[A-Za-z_]\w*(\(x86\))?%`)
