package install

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var web = []*lint.Rule{
	{
		ID: "run-from-the-web", Summary: "A script from the web runs without a check", Topic: "security",
		Severity: lint.Warning, Risk: 5.9, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/scripting/security/preventing-script-injection",
			"https://docs.chocolatey.org/en-us/choco/setup",
		},
		ByText: true,
		Check:  lint.Each(runFromTheWeb),
	},
	{
		ID: "web-request-parses-page", Summary: "Invoke-WebRequest fails because `the Internet Explorer engine is not available`",
		Topic: "install", Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			webRequest, "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2025-54100",
			"https://github.com/microsoft/Windows-Containers/pull/344",
		},
		On:    subject.Set{Editions: []windows.Edition{windows.ServerCore, windows.Server, windows.Full}},
		Check: check.CommandsAnywhere(check.IsWindowsPowerShell, webRequestParsesPage),
	},
	{
		ID: "old-tls", Summary: "`Could not create SSL/TLS secure channel` on Windows Server 2016", Topic: "install",
		Severity: lint.Info, Since: "0.1.0",
		On: subject.Set{Editions: []windows.Edition{windows.ServerCore}, Releases: []windows.Release{windows.LTSC2016}},
		Refs: []string{
			"https://learn.microsoft.com/dotnet/framework/network-programming/tls",
			"https://github.blog/2018-02-01-crypto-removal-notice/",
		},
		Check: lint.Each(oldTLS),
	},
	{
		ID: "install-module-unpinned", Summary: "A PowerShell module or script is installed without a version", Topic: "install",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{"https://learn.microsoft.com/powershell/module/powershellget/install-module"},
		Check: check.Commands(script.Language.IsPowerShell, installModuleUnpinned, "install-module", "install-script"),
	},
}

func runFromTheWeb(p *lint.Pass, s *subject.Scope) {
	for _, st := range check.StageScripts(p, s) {
		if !st.Language.IsPowerShell() || st.Unread() {
			continue
		}
		for c := range st.Commands() {
			if c.Cmdlet() != "invoke-expression" {
				continue
			}
			if url := fetchedFor(p.Unit, st, c); url != "" {
				reportRun(p, c, url)
			}
		}
	}
}

// fetchedFor is the URL of what a command gets as an argument or from the pipeline before it; "" if it fetches nothing, or
// if the URL is unknown.
func fetchedFor(u *subject.Unit, st check.StageScript, c *script.Command) string {
	for _, d := range downloadsOf(u, st) {
		if d.text && d.url != "" && c.Pipeline != nil && c.Pipeline.Span().Contains(d.at.Span()) {
			return d.url
		}
	}
	return ""
}

func reportRun(p *lint.Pass, c *script.Command, url string) {
	if isLocal(url) {
		return
	}
	f := p.Reportf(c.Name, "`%s` runs whatever `%s` sends during the build", c.Name, check.Brief(url))
	switch {
	case isPlain(url):
		f.Notef("Over HTTP, anyone between the build and the server can replace the script.").
			Helpf("Use HTTPS, and compare the hash of the script before it runs.").WithSeverity(lint.Error)
	case bootstraps[hostOf(url)]:
		f.Notef("The project's documentation recommends this form, but the script can change between builds.").
			Helpf("Use your own copy of the script to get the same image again.").WithSeverity(lint.Info)
	default:
		f.Helpf("Download the script to a file, compare its hash, and run the file.")
	}
}

// bootstraps is the hosts whose documentation has them run this way.
var bootstraps = map[string]bool{
	"chocolatey.org": true, "community.chocolatey.org": true, "www.chocolatey.org": true, "get.scoop.sh": true, "dot.net": true,
	"aka.ms": true,
}

func webRequestParsesPage(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if c.Cmdlet() != "invoke-webrequest" || check.HasSwitch(c, "usebasicparsing") || check.Splats(c) ||
		check.HasSwitch(c, "outfile") && !check.HasSwitch(c, "passthru") {
		return
	}
	if at, _ := bindWebRequest(c); at != nil || check.FileMentions(p.Unit, "psdefaultparametervalues") {
		return
	}
	f := p.Reportf(c.Name, "`%s` needs `-UseBasicParsing` here", c.Name).
		Notef("Without this option, Windows PowerShell parses the page with Internet Explorer, which Server Core does not have. Since the December 2025 updates, Windows PowerShell asks for confirmation first.").
		Helpf("Write `%s -UseBasicParsing`.", c.Name)
	if !usesPage(c.Script) {
		f.Insert(c.Name.Span().End, " -UseBasicParsing")
	}
}

// usesPage reports whether a script uses what only a parsed page has.
func usesPage(s *script.Script) bool {
	for m := range script.Nodes[*script.Member](s.Body) {
		switch m.Lower {
		case "parsedhtml", "forms", "allelements", "scripts":
			return true
		}
	}
	return false
}

func oldTLS(p *lint.Pass, s *subject.Scope) {
	if image := check.BaseImage(s); image == nil || image.Repository != "windows/servercore" && image.Repository != "microsoft/windowsservercore" {
		return
	}
	for _, st := range check.StageScripts(p, s) {
		if setsTLS(st.Script) {
			return
		}
		if st.Language != script.WindowsPowerShell {
			continue
		}
		for _, d := range downloadsOf(p.Unit, st) {
			if d.does == "curl" || d.does == "wget" || d.does == "aria2c" || !requiresTLS12(d.url) {
				continue
			}
			p.Reportf(d.at, "`%s` requires TLS 1.2, which this PowerShell does not offer by default", hostOf(d.url)).
				Notef("Windows PowerShell in `ltsc2016` images offers nothing newer than TLS 1.0 by default.").
				Helpf("Set `[Net.ServicePointManager]::SecurityProtocol = 'Tls12'` before this command.")
			return
		}
	}
}

// setsTLS reports whether a script chooses the version of TLS, for its process or for the machine.
func setsTLS(s *script.Script) bool {
	for _, part := range []*script.Script{s.Prefix, s} {
		if part == nil {
			continue
		}
		text := strings.ToLower(part.Text.String())
		if strings.Contains(text, "securityprotocol") || strings.Contains(text, "schannel") || strings.Contains(text, "schusestrongcrypto") {
			return true
		}
	}
	return false
}

// requiresTLS12 reports whether the host of a URL is known to reject older versions.
func requiresTLS12(url string) bool {
	if !strings.HasPrefix(strings.ToLower(url), "https://") {
		return false
	}
	host := hostOf(url)
	for _, name := range [...]string{"github.com", "githubusercontent.com", "nuget.org", "chocolatey.org", "python.org", "nodejs.org"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return false
}

func installModuleUnpinned(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	if check.HasSwitch(c, "requiredversion") || check.HasSwitch(c, "maximumversion") || check.Splats(c) {
		return
	}
	p.Reportf(c.Name, "`%s` is called without a version", c.Name).
		Notef("Without a version, `%s` installs the newest one at the time of the build.", c.Name).
		Helpf("Add `-RequiredVersion` with the version that you need.")
}
