package install

import (
	"fmt"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

const webRequest = "https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest?view=powershell-5.1"

var aliased = []*lint.Rule{
	{
		ID: "curl-alias", Summary: "curl and wget options fail in Windows PowerShell 5.1", Topic: "powershell",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{webRequest, "https://curl.se/windows/microsoft.html"},
		Check: check.CommandsAnywhere(check.IsWindowsPowerShell, curlAlias, "curl", "wget"),
	},
}

func curlAlias(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if c.Cmdlet() != "invoke-webrequest" || check.Splats(c) || dropsAlias(p, c) {
		return
	}
	at, why := bindWebRequest(c)
	if at == nil {
		return
	}
	help := "Write `curl.exe`."
	if c.Is("wget") || p.Scope.Release == windows.LTSC2016 {
		help = fmt.Sprintf("Write `Invoke-WebRequest -UseBasicParsing -Uri %s -OutFile FILE`, with the name of the file to create.", urlAsWritten(c))
	}
	f := p.Reportf(at, "`%s` is an alias of Invoke-WebRequest in Windows PowerShell 5.1", c.Name).Notef("%s", why).Helpf("%s", help)
	if c.Is("curl") && p.Scope.Release.Build() > windows.V1709.Build() {
		f.Insert(c.Name.Span().End, ".exe")
	}
}

// urlAsWritten is the URL of a download as it is written, or a word for it.
func urlAsWritten(c *script.Command) string {
	for _, arg := range c.Args {
		if strings.Contains(arg.String(), "://") {
			return arg.Text().String()
		}
	}
	return "URL"
}

type aliasDropped struct {
	in    *script.Script
	alias string
}

// dropsAlias reports whether a command before c removes the alias.
func dropsAlias(p *lint.Pass, c *script.Command) bool {
	dropped := subject.Once(p.Unit, aliasDropped{c.Script, c.Lower}, func() int {
		for other := range c.Script.Commands() {
			if (other.Cmdlet() == "remove-item" || other.Cmdlet() == "set-alias") &&
				strings.Contains(strings.ToLower(other.String()), c.Lower) {
				return other.Start
			}
		}
		return c.Script.Text.Len()
	})
	return dropped < c.Start || p.Unit.CI != nil && dropsAliasBefore(p.Unit, c.Lower)
}

// dropsAliasBefore reports whether a step of a CI file gives the name another meaning: some systems run all steps in one session.
func dropsAliasBefore(u *subject.Unit, alias string) bool {
	return slices.ContainsFunc(u.Scripts, func(s *script.Script) bool {
		for c := range s.Commands() {
			if c.Cmdlet() == "set-alias" && len(c.Args) > 0 && strings.EqualFold(c.Args[0].Value().String(), alias) {
				return true
			}
		}
		return false
	})
}

// bindWebRequest binds the arguments of a command to the parameters of Invoke-WebRequest as PowerShell does: a name may be
// shortened as long as it is unambiguous, the parameters of the cmdlet come before those of all cmdlets, and one argument
// may have no name. It returns the first argument that fits nowhere, or the command if there is no URL among them, and what
// is wrong as a sentence.
func bindWebRequest(c *script.Command) (at script.Node, why string) {
	var url *script.Arg
	missing := "`Invoke-WebRequest` needs a URL, but `" + check.Brief(c.String()) + "` does not contain one."
	for i := 0; i < len(c.Args); i++ {
		arg := c.Args[i]
		if arg.Param == "" {
			if url != nil {
				return arg, "`Invoke-WebRequest` treats `" + check.Brief(url.String()) + "` as the URL, and rejects `" + check.Brief(arg.String()) + "`."
			}
			url = arg
			continue
		}
		name, count := webParameter(arg.Param)
		switch {
		case count == 0:
			return arg, "`Invoke-WebRequest` does not have a parameter `" + check.Brief(arg.String()) + "`."
		case count > 1:
			return arg, "Several parameters of `Invoke-WebRequest` begin with `" + check.Brief(arg.String()) + "`, so PowerShell rejects the abbreviation."
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
			return arg, "`Invoke-WebRequest` expects a value after `" + check.Brief(arg.String()) + "`."
		case name == "headers" && isText(value):
			return value, "`Invoke-WebRequest` expects a hash table of headers, not `" + check.Brief(value.String()) + "`."
		case name == "uri":
			url = value
		case strings.Contains(value.String(), "://"):
			missing = "`Invoke-WebRequest` reads `" + check.Brief(value.String()) + "` as the value of `" + check.Brief(arg.String()) + "`, so the URL is missing."
		}
	}
	if url == nil {
		return c, missing
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
