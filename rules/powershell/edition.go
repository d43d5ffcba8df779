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
		Check: lint.Both{
			check.CommandsAnywhere(check.IsWindowsPowerShell, newParameter), check.ScriptFiles(check.CommandsIn(check.IsWindowsPowerShell, newParameter)),
		},
	},
}

func newParameter(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	cmdlet := c.Cmdlet()
	if c.Script.Defines(c.Lower) {
		return
	}
	if slices.Contains(newCmdlets, cmdlet) {
		p.Reportf(c.Name, "`%s` exists only in PowerShell 6 and later", c.Name).
			Notef("Windows PowerShell 5.1 runs this and fails with `The term '%s' is not recognized as the name of a cmdlet`.", c.Name).
			Helpf("Do without `%s`, or run the line with `pwsh` in an image that has PowerShell 7.", c.Name)
		return
	}
	names := newParameters[cmdlet]
	for i, arg := range c.Args {
		switch {
		case arg.Param != "" && slices.Contains(names, arg.Param):
			p.Reportf(arg, "`%s` of `%s` exists only in PowerShell 6 and later", check.Brief(parameterOf(arg)), c.Name).
				Notef("Windows PowerShell 5.1 runs this and fails with `A parameter cannot be found that matches parameter name '%s'.`", parameterOf(arg)[1:]).
				Helpf("Remove `%s`, or run the line with `pwsh` in an image that has PowerShell 7.", parameterOf(arg))
			return
		case cmdlet == "join-path" && i == 2 && allPositional(c.Args[:3]):
			p.Reportf(arg, "`%s` joins more than two paths only in PowerShell 6 and later", c.Name).
				Notef("Windows PowerShell 5.1 runs this and fails with `A positional parameter cannot be found that accepts argument`.").
				Helpf("Join two paths at a time: `%s (%s %s %s) %s`.", c.Name, c.Name, c.Args[0], c.Args[1], arg)
			return
		}
	}
	if _, encoding := c.Param("encoding"); encoding.Is("utf8NoBOM", "utf8BOM") && script.IsCmdletName(cmdlet) {
		help := "Write `-Encoding UTF8`."
		if encoding.Is("utf8NoBOM") {
			help = "Use `[IO.File]::WriteAllText`, which writes UTF-8 without a byte order mark, or `-Encoding UTF8` if a byte order mark is acceptable."
		}
		p.Reportf(encoding, "The encoding `%s` exists only in PowerShell 6 and later", encoding).
			Notef("Windows PowerShell 5.1 runs this and fails. Its encoding `UTF8` writes a byte order mark.").
			Helpf("%s", help)
	}
}

func allPositional(args []*script.Arg) bool {
	return !slices.ContainsFunc(args, func(a *script.Arg) bool { return a.Param != "" || !a.Known() && a.Variable() == nil && a.Expr() == nil })
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
	"convertfrom-securestring":  {"asplaintext"},
	"export-csv":                {"usequotes", "quotefields", "noheader"},
	"convertto-csv":             {"usequotes", "quotefields", "noheader"},
	"get-childitem":             {"followsymlink"},
	"get-date":                  {"asutc", "unixtimeseconds"},
	"join-path":                 {"additionalchildpath"},
	"measure-object":            {"allstats", "standarddeviation"},
	"sort-object":               {"top", "bottom", "stable"},
	"start-process":             {"environment"},
	"test-connection":           {"targetname", "tcpport", "ipv4", "ipv6"},
}

// newCmdlets is cmdlets that PowerShell 6 or later added to the modules of Windows PowerShell 5.1.
var newCmdlets = []string{
	"convertfrom-markdown", "get-error", "get-uptime", "join-string", "remove-alias", "remove-service", "show-markdown", "test-json",
}

var newWebParameters = []string{
	"skipcertificatecheck", "maximumretrycount", "retryintervalsec", "skipheadervalidation", "skiphttperrorcheck", "resume", "form",
	"authentication", "noproxy", "sslprotocol", "custommethod", "token", "preserveauthorizationonredirect",
	"allowunencryptedauthentication", "responseheadersvariable", "statuscodevariable",
}
