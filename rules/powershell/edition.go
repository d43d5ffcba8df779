package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

var editions = []*lint.Rule{
	{
		ID: "powershell-7-parameter", Summary: "`A parameter cannot be found that matches parameter name` in Windows PowerShell",
		Topic: "powershell", Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest?view=powershell-5.1",
			"https://learn.microsoft.com/powershell/scripting/whats-new/differences-from-windows-powershell",
		},
		Check: check.CommandsAnywhere(check.IsWindowsPowerShell, newParameter),
	},
}

func newParameter(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	cmdlet := c.Cmdlet()
	names := newParameters[cmdlet]
	if names == nil || check.Defines(c.Script, c.Lower) {
		return
	}
	for _, arg := range c.Args {
		if slices.Contains(names, arg.Param) {
			p.Reportf(arg, "`%s` of `%s` exists only in PowerShell 6 and later", check.Brief(parameterOf(arg)), c.Name).
				Notef("Windows PowerShell 5.1 runs this and fails with `A parameter cannot be found that matches parameter name '%s'.`", parameterOf(arg)[1:]).
				Helpf("Remove it, or run the line with `pwsh` in an image that has it.")
			return
		}
	}
}

// parameterOf is the name of a parameter as it is written, with its dash.
func parameterOf(arg *script.Arg) string {
	name, _, _ := strings.Cut(arg.String(), ":")
	return name
}

// newParameters is parameters that PowerShell 6 or later added to cmdlets of Windows PowerShell 5.1.
var newParameters = map[string][]string{
	"invoke-webrequest":         newWebParameters,
	"invoke-restmethod":         newWebParameters,
	"convertfrom-json":          {"ashashtable", "depth", "noenumerate"},
	"convertto-json":            {"asarray", "enumsastrings", "escapehandling"},
	"foreach-object":            {"parallel", "throttlelimit"},
	"get-content":               {"asbytestream"},
	"set-content":               {"asbytestream"},
	"add-content":               {"asbytestream"},
	"split-path":                {"leafbase", "extension"},
	"select-string":             {"raw", "noemphasis", "culture"},
	"import-powershelldatafile": {"skiplimitcheck"},
}

var newWebParameters = []string{
	"skipcertificatecheck", "maximumretrycount", "retryintervalsec", "skipheadervalidation", "skiphttperrorcheck", "resume", "form",
	"authentication", "noproxy", "sslprotocol", "custommethod", "token", "preserveauthorizationonredirect",
	"allowunencryptedauthentication", "responseheadersvariable", "statuscodevariable",
}
