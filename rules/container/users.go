package container

import (
	"index/suffixarray"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/subject/setting"
	"github.com/winlint/winlint/windows"
)

var users = []*lint.Rule{
	{
		ID: "unknown-user", Summary: "The user account does not exist in the image", Topic: "security",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#user", "https://github.com/docker/for-win/issues/636"},
		Check: lint.Both{check.Instructions(unknownUser, "USER"), lint.Settings(unknownContainerUser, "services.*.user")},
	},
	{
		ID: "nano-needs-administrator", Summary: "`Access is denied` when ContainerUser changes the registry or an account", Topic: "security",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			check.BaseImagesPage,
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-security",
		},
		Check: check.Scripts(func(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
			if in.Name == "RUN" {
				nanoNeedsAdministrator(p, s)
			}
		}),
	},
}

func unknownUser(p *lint.Pass, in *dockerfile.Instruction) {
	word := in.Words[0]
	read := p.Read(word)
	if !read.Known || read.Value == "" || strings.ContainsAny(word.Value+read.Value, `\@`) {
		return
	}
	name, _, grouped := strings.Cut(read.Value, ":")
	switch {
	case check.IsNumber(name) || strings.EqualFold(name, "root"):
		p.Reportf(word, "Windows does not have a user `%s`", check.Brief(name)).
			Notef("No process can start under this account.").Helpf("%s", windowsUsers).WithSeverity(lint.Error)
	case grouped:
		p.Reportf(word, "`%s` is not a user name on Windows", check.Brief(read.Value)).
			Notef("On Windows, USER does not support groups, so the whole text is the name of one account.").Helpf("Write `%s`.", name)
	case !hasAccount(p, name):
		p.Reportf(word, "The account `%s` does not exist in this image", check.Brief(name)).
			Notef("The base image does not have this account and no RUN creates it, so no process can start under it.").
			Helpf("Create the account first with `RUN net user %s /add`.", name)
	}
}

// unknownContainerUser looks at what no image for Windows has: the numbers and the names of Linux.
func unknownContainerUser(p *lint.Pass, s *setting.Setting) {
	name, _, grouped := strings.Cut(s.Text, ":")
	switch {
	case strings.ContainsAny(s.Text, `\@`):
	case check.IsNumber(name) || strings.EqualFold(name, "root"):
		p.Reportf(s, "Windows does not have a user `%s`", check.Brief(s.Text)).
			Notef("The container does not start: `The user name or password is incorrect`.").Helpf("%s", windowsUsers).WithSeverity(lint.Error)
	case grouped:
		p.Reportf(s, "`%s` is not a user name on Windows", check.Brief(s.Text)).
			Notef("On Windows, `%s` does not support groups, so the whole text is the name of one account.", s.Name).Helpf("Write `%s`.", name)
	}
}

// windowsUsers is the correction of a user that Linux images have.
const windowsUsers = "Use `ContainerUser`, or `ContainerAdministrator` if the process needs more permissions."

// hasAccount reports whether the stage may have an account of the name: every image has it, the base image is not one
// whose accounts are known, or a RUN may have made it.
func hasAccount(p *lint.Pass, name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "s-1-") || windows.HasAccount(name) || !bringsItsUser(p.Scope) || mayBeMade(p, lower)
}

// bringsItsUser reports whether the base image is one whose accounts are known.
func bringsItsUser(s *subject.Scope) bool {
	s = check.RootStage(s)
	return s.ImageConfig().User != ""
}

// mayBeMade reports whether a RUN of the stage, or of one that it is built from, may make an account: it names the user,
// has a command that makes one, or runs a script or program of its own.
func mayBeMade(p *lint.Pass, name string) bool {
	for s := p.Scope; s != nil; s = s.Base {
		runs := subject.Once(p.Unit, runsOf{s}, func() *suffixarray.Index {
			var text strings.Builder
			for _, run := range check.InstructionsOf(s, "RUN") {
				text.WriteString(strings.ToLower(run.Logical.String()) + "\n")
			}
			if slices.ContainsFunc(accountSigns, func(sign string) bool { return strings.Contains(text.String(), sign) }) {
				return nil
			}
			return suffixarray.New([]byte(text.String()))
		})
		if runs == nil || len(runs.Lookup([]byte(name), 1)) > 0 {
			return true
		}
	}
	return false
}

// runsOf is the key of what the RUN instructions of a stage hold, in lower case; nil if one of them may make any account.
type runsOf struct{ stage *subject.Scope }

var accountSigns = []string{"net user", "net1 user", "net.exe user", "localuser", "winnt:", ".ps1", ".cmd", ".bat", ".exe"}

// nanoNeedsAdministrator reads what runs as ContainerUser, which Nano Server's images bring and USER may set, unless the file changes
// the groups of accounts.
func nanoNeedsAdministrator(p *lint.Pass, s *script.Script) {
	if s.Unread() || !p.User.Known || !strings.EqualFold(p.User.Text, "ContainerUser") || check.FileMatches(p.Unit, administers) {
		return
	}
	const help = "Set `USER ContainerAdministrator` before this RUN and `USER ContainerUser` after it."
	for c := range s.Commands() {
		if what := needsAdministrator(c); what != "" {
			p.Reportf(c.Name, "`%s` fails with `Access is denied`", c.Lower).
				Notef("`%s` %s, which ContainerUser is not allowed to do.", c.Lower, what).Helpf(help)
			return
		}
		if what := cmdletNeedsAdministrator(c); what != "" {
			p.Reportf(c.Name, "`%s` fails because ContainerUser is not an administrator", c.Name).
				Notef("`%s` %s.", c.Name, what).Helpf(help)
			return
		}
	}
	if !s.Language.IsPowerShell() {
		return
	}
	for m := range script.Nodes[*script.Member](s.Body) {
		if m.Lower == "setenvironmentvariable" && len(m.Args) > 2 && strings.Contains(strings.ToLower(m.Args[2].String()), "machine") {
			p.Reportf(m.Name, "`%s` fails because ContainerUser is not an administrator", m.Name).
				Notef("`%s` %s: `Requested registry access is not allowed`.", m.Name, writesRegistry).Helpf(help)
			return
		}
	}
}

// administers is what makes an administrator of ContainerUser.
var administers = lazy.MustCompile(`(?i)localgroup(?:member)?\b[^\r\n]*containeruser`)

const (
	writesRegistry = "writes to the machine-wide part of the registry"
	changesUsers   = "changes user accounts or groups"
	changesService = "creates or changes a service"
)

// needsAdministrator says what a program does that ContainerUser may not; "" if it is nothing of that kind.
func needsAdministrator(c *script.Command) string {
	first := func(words ...string) bool { return len(c.Args) > 1 && c.Args[0].Is(words...) }
	switch {
	case c.Cmdlet() != c.Lower:
		return "" // sc is Set-Content in Windows PowerShell
	case c.Is("setx") && hasArg(c, "/m", "-m"), c.Is("reg") && first("add", "delete", "import") && isMachineKey(c.Args[1].Value().String()):
		return writesRegistry
	case c.Is("net") && first("user", "localgroup") && hasArg(c, "/add", "/delete"):
		return changesUsers
	case c.Is("sc") && first("create", "config", "delete"):
		return changesService
	}
	return ""
}

// cmdletNeedsAdministrator says the same of a cmdlet.
func cmdletNeedsAdministrator(c *script.Command) string {
	switch c.Cmdlet() {
	case "new-item", "new-itemproperty", "set-itemproperty", "remove-item", "remove-itemproperty":
		if slices.ContainsFunc(c.Args, func(a *script.Arg) bool { return isMachineKey(a.Value().String()) }) {
			return writesRegistry
		}
	case "new-service":
		return changesService
	case "new-localuser", "add-localgroupmember":
		return changesUsers
	}
	return ""
}

func hasArg(c *script.Command, values ...string) bool {
	return slices.ContainsFunc(c.Args, func(a *script.Arg) bool { return a.Is(values...) })
}

// isMachineKey reports whether a key or path is one of the registry that all users share.
func isMachineKey(s string) bool {
	s = strings.ToUpper(strings.Trim(s, `"'`))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "MICROSOFT.POWERSHELL.CORE\\"), "REGISTRY::")
	return strings.HasPrefix(s, `HKLM\`) || strings.HasPrefix(s, `HKLM:\`) || strings.HasPrefix(s, "HKLM:/") || strings.HasPrefix(s, `HKEY_LOCAL_MACHINE\`)
}
