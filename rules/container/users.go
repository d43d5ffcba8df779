package container

import (
	"index/suffixarray"
	"slices"
	"strings"

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
		ID: "nano-needs-administrator", Summary: "ContainerUser does not have the permissions that the RUN needs", Topic: "security",
		Severity: lint.Error, On: subject.Set{Editions: []windows.Edition{windows.NanoServer}}, Since: "0.1.0",
		Refs: []string{
			check.BaseImagesPage,
			"https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-security",
		},
		Check: check.Instructions(nanoNeedsAdministrator, "RUN"),
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
			Notef("No process can start under it.").Helpf("%s", windowsUsers).WithSeverity(lint.Error)
	case grouped:
		p.Reportf(word, "`%s` is not a user name on Windows", check.Brief(read.Value)).
			Notef("USER does not support groups there, so all of it is the name of one account.").Helpf("Name only the user.")
	case !hasAccount(p, name):
		p.Reportf(word, "The account `%s` does not exist in this image", check.Brief(name)).
			Notef("The base image does not have it and no RUN creates it, so no process can start under it.").
			Helpf("Create it first with `RUN net user %s /add`.", name)
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
			Notef("`%s` does not support groups there, so all of it is the name of one account.", s.Name).Helpf("Name only the user.")
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

// nanoNeedsAdministrator reads what cmd runs as ContainerUser, which Nano Server's images bring and USER may set.
func nanoNeedsAdministrator(p *lint.Pass, in *dockerfile.Instruction) {
	if !p.User.Known || !strings.EqualFold(p.User.Text, "ContainerUser") {
		return
	}
	run := p.Script(in)
	if run == nil || run.Language != script.Cmd {
		return
	}
	for c := range run.Commands() {
		if what := needsAdministrator(c); what != "" {
			p.Reportf(c.Name, "`%s` fails with `Access is denied`", c.Lower).
				Notef("It %s, and the user here is ContainerUser.", what).
				Helpf("Set `USER ContainerAdministrator` before it and `USER ContainerUser` after it.")
			return
		}
	}
}

// needsAdministrator says what a command does that ContainerUser may not; "" if it is nothing of that kind.
func needsAdministrator(c *script.Command) string {
	switch c.Lower {
	case "setx":
		if hasArg(c, "/m", "-m") {
			return "writes to the machine-wide part of the registry"
		}
	case "reg":
		if len(c.Args) > 1 && c.Args[0].Is("add", "delete", "import") && isMachineKey(c.Args[1].Value().String()) {
			return "writes to the machine-wide part of the registry"
		}
	case "net":
		if len(c.Args) > 0 && c.Args[0].Is("user", "localgroup") && hasArg(c, "/add", "/delete") {
			return "changes user accounts or groups"
		}
	}
	return ""
}

func hasArg(c *script.Command, values ...string) bool {
	return slices.ContainsFunc(c.Args, func(a *script.Arg) bool { return a.Is(values...) })
}

func isMachineKey(s string) bool {
	s = strings.ToUpper(strings.Trim(s, `"`))
	return strings.HasPrefix(s, `HKLM\`) || strings.HasPrefix(s, `HKEY_LOCAL_MACHINE\`)
}
