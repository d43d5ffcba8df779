package shell

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

const webRequest = "https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest?view=powershell-5.1"

var aliased = []*lint.Rule{
	{
		ID: "curl-alias", Summary: "In Windows PowerShell 5.1 `curl` and `wget` are Invoke-WebRequest", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{webRequest, "https://curl.se/windows/microsoft.html"},
		Check: commandsAnywhere(isWindowsPowerShell, curlAlias, "curl", "wget"),
	},
}

func isWindowsPowerShell(l script.Language) bool { return l == script.WindowsPowerShell }

func curlAlias(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if c.Cmdlet() != "invoke-webrequest" || splats(c) || dropsAlias(c) {
		return
	}
	at, why := bindWebRequest(c)
	if at == nil {
		return
	}
	cure := "Write `curl.exe`"
	if c.Is("wget") || p.Scope.Release == windows.LTSC2016 {
		cure = "Write `Invoke-WebRequest -UseBasicParsing -Uri URL -OutFile FILE`"
	}
	f := p.Reportf(at, "In Windows PowerShell 5.1 `%s` is Invoke-WebRequest, which %s `%s`. %s.", c.Name, why, check.Brief(at.String()), cure)
	if c.Is("curl") && p.Scope.Release.Build() > windows.V1709.Build() {
		f.Insert(c.Name.Span().End, ".exe")
	}
}

// dropsAlias reports whether a command in front of c takes the alias away.
func dropsAlias(c *script.Command) bool {
	for other := range c.Script.Commands() {
		if other.Start < c.Start && (other.Cmdlet() == "remove-item" || other.Cmdlet() == "set-alias") &&
			strings.Contains(strings.ToLower(other.String()), c.Lower) {
			return true
		}
	}
	return false
}

// bindWebRequest gives the arguments of a command to the parameters of Invoke-WebRequest as PowerShell does: a name may be
// cut short as long as it means one parameter, the cmdlet's own come before those of all cmdlets, and one argument may
// stand without a name. It returns the first argument that finds no place, or the command where no URL is among them, and
// what is wrong.
func bindWebRequest(c *script.Command) (at script.Node, why string) {
	var url *script.Arg
	for i := 0; i < len(c.Args); i++ {
		arg := c.Args[i]
		if arg.Param == "" {
			if url != nil {
				return arg, "takes `" + check.Brief(url.String()) + "` for the URL and has no place for"
			}
			url = arg
			continue
		}
		name, count := webParameter(arg.Param)
		switch {
		case count == 0:
			return arg, "knows no parameter"
		case count > 1:
			return arg, "has several parameters that begin with"
		case webSwitches[name]:
			continue
		}
		value := arg.Inline
		if value == nil && i+1 < len(c.Args) && c.Args[i+1].Param == "" {
			i++
			value = c.Args[i]
		}
		switch {
		case value == nil:
			return arg, "wants a value behind"
		case name == "headers" && isText(value):
			return value, "wants a hash table of headers instead of"
		case name == "uri":
			url = value
		}
	}
	if url == nil {
		return c, "finds no URL in"
	}
	return nil, ""
}

// isText reports whether an argument is a bare word or a string.
func isText(arg *script.Arg) bool {
	return arg.Expr() == nil
}

// webParameter is the parameter that a name means, and how many it can mean.
func webParameter(name string) (full string, count int) {
	for _, group := range [][]string{webParameters, commonParameters} {
		for _, param := range group {
			if param == name {
				return param, 1
			}
			if strings.HasPrefix(param, name) {
				full = param
				count++
			}
		}
		if count > 0 {
			return full, count
		}
	}
	if full, found := commonAliases[name]; found {
		return full, 1
	}
	return "", 0
}

// webParameters is the parameters of Invoke-WebRequest in 5.1; those of all cmdlets are in about_CommonParameters.
var (
	webParameters = []string{
		"usebasicparsing", "uri", "websession", "sessionvariable", "credential", "usedefaultcredentials", "certificatethumbprint",
		"certificate", "useragent", "disablekeepalive", "timeoutsec", "headers", "maximumredirection", "method", "proxy",
		"proxycredential", "proxyusedefaultcredentials", "body", "contenttype", "transferencoding", "infile", "outfile", "passthru",
	}
	commonParameters = []string{
		"verbose", "debug", "erroraction", "warningaction", "informationaction", "errorvariable", "warningvariable",
		"informationvariable", "outvariable", "outbuffer", "pipelinevariable",
	}
	commonAliases = map[string]string{
		"vb": "verbose", "db": "debug", "ea": "erroraction", "wa": "warningaction", "infa": "informationaction", "ev": "errorvariable",
		"wv": "warningvariable", "iv": "informationvariable", "ov": "outvariable", "ob": "outbuffer", "pv": "pipelinevariable",
		"sv": "sessionvariable",
	}
	webSwitches = map[string]bool{
		"usebasicparsing": true, "usedefaultcredentials": true, "disablekeepalive": true, "proxyusedefaultcredentials": true,
		"passthru": true, "verbose": true, "debug": true,
	}
)
