package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/data"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

var programs = []*lint.Rule{
	{
		ID: "script-as-executable", Summary: "An exec form starts a script as if it were a program",
		Topic: "command-line", Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw"},
		Check: lint.Both{check.Instructions(scriptAsExecutable, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"), lint.Each(serviceStartsScript)},
	},
}

// serviceStartsScript finds commands whose program is a script.
func serviceStartsScript(p *lint.Pass, c *compose.Command) {
	if len(c.Words) == 0 || !check.IsProgram(p, c) {
		return
	}
	first := c.Words[0]
	ending := strings.ToLower(path.Ext(strings.ReplaceAll(first.String(), `\`, "/")))
	switch {
	case !slices.Contains(scriptEndings, ending) || strings.ContainsAny(first.String(), " \t") || len(compose.Variables(first.Text)) > 0:
	case ending == ".ps1":
		f := p.Reportf(first, "`%s` is a script, which Windows cannot start as a program", check.Brief(first.String())).
			Helpf("Begin the command with `powershell -File`.")
		if list := c.Value.Resolve(); list.Style == data.Flow && c.Key != "test" && p.Scope.Edition != windows.NanoServer {
			f.Insert(list.Items[0].Span().Start, "'powershell', '-File', ")
		}
	default:
		p.Reportf(first, "Windows cannot start `%s` as a program", check.Brief(first.String())).
			Notef("A file that ends with %s is not a program.", ending).Helpf("Start the interpreter instead, with `%s` as its argument.", first)
	}
}

// scriptEndings is those of files that Windows does not start by themselves. Batch files it does.
var scriptEndings = []string{".ps1", ".sh", ".py", ".vbs", ".js", ".pl", ".rb"}

func scriptAsExecutable(p *lint.Pass, in *dockerfile.Instruction) {
	list := check.Elements(in)
	if len(list) == 0 {
		return
	}
	first := list[0]
	ending := strings.ToLower(path.Ext(first.Value))
	if ending == "" || !slices.Contains(scriptEndings, ending) || strings.ContainsAny(first.Value, " \t") || !check.StartsProgram(p, in) {
		return
	}
	if ending != ".ps1" {
		p.Reportf(first, "Windows cannot start `%s` as a program", check.Brief(first.Value)).
			Notef("A file that ends with %s is not a program.", ending).Helpf("Start the interpreter instead, with `%s` as its argument.", first.Value)
		return
	}
	shell := "powershell"
	if p.Scope.Edition == windows.NanoServer {
		shell = "pwsh"
	}
	f := p.Reportf(first, "`%s` is a script, which Windows cannot start as a program", check.Brief(first.Value)).
		Helpf("Begin the list with `%q, \"-File\"`.", shell)
	if p.Scope.Edition != windows.NanoServer && p.Scope.Edition != windows.UnknownEdition {
		f.Insert(first.Span().Start, `"`+shell+`", "-File", `)
	}
}
