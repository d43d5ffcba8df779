package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// cmdWords is the rules about commands that the shell in force does not have.
var cmdWords = []*lint.Rule{
	{
		ID: "unix-command", Summary: "Unix commands are not recognized in cmd", Topic: "cmd",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/windows-commands",
			"https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/mkdir",
		},
		Check: cmdLines(unixCommand),
	},
	{
		ID: "variable-with-space", Summary: "A variable that contains a space becomes several arguments in cmd", Topic: "cmd",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{aboutVariables, "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/mkdir"},
		Check: cmdLines(variableWithSpace),
	},
	{
		ID: "linux-package-manager", Summary: "apt-get, yum and useradd do not exist on Windows", Topic: "install",
		Severity: lint.Error, Since: "0.1.0",
		Refs:   []string{"https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/windows-commands"},
		ByText: true,
		Check:  check.Scripts(linuxPackageManager),
	},
}

// unixCommands is the programs and builtins of Unix that are reported in lines of cmd.
var unixCommands = strings.Fields("cat chmod chown cp export ln ls mv pwd rm source sudo touch unset wget")

func unixCommand(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	if !ofMicrosoft(p.Scope) {
		return
	}
	for _, c := range ownCommands(s) {
		unix := slices.Contains(unixCommands, c.Lower) && c.Bare()
		option := parentsOption(c)
		if !unix && option == nil {
			continue
		}
		if check.FileMatches(p.Unit, unixTools) || c.Is("wget") && check.FileMatches(p.Unit, wgetSource) {
			return
		}
		if unix {
			same := check.InCmd(c.Lower)
			if c.Is("wget") && p.Scope.Release == windows.LTSC2016 {
				same = "powershell Invoke-WebRequest -UseBasicParsing -OutFile" // curl is there since 1803
			}
			if file := written(c); c.Is("wget") && file != "" {
				same = strings.Replace(same, "-fsSLO", "-fsSL -o", 1) + " " + file
			}
			f := p.Reportf(c.Name, "Neither cmd nor this image has `%s`", c.Lower).
				Notef("cmd fails with `'%s' is not recognized as an internal or external command`.", c.Lower).
				Helpf("%s", insteadOf(c.Lower, same))
			f.Subsumes(c)
			return
		}
		p.Reportf(option, "`%s` in cmd creates a directory named `-p`", c.Lower).
			Notef("cmd creates missing parent directories without an option. The next `%s -p` fails because `-p` already exists.", c.Lower).
			Helpf("Remove `-p`.")
	}
}

// insteadOf says what to write instead of a Unix command; command is what cmd has for it, "" if nothing.
func insteadOf(unix, command string) string {
	if command == "" {
		return "Remove `" + unix + "`."
	}
	return "Use `" + command + "`."
}

// written is the file after the option -O of wget; "" without one.
func written(c *script.Command) string {
	for i, arg := range c.Args[:max(0, len(c.Args)-1)] {
		if arg.String() == "-O" {
			return c.Args[i+1].String()
		}
	}
	return ""
}

// parentsOption is the "-p" that MKDIR treats as a name.
func parentsOption(c *script.Command) *script.Arg {
	if !c.Is("mkdir", "md") {
		return nil
	}
	for _, arg := range c.Args {
		if arg.String() == "-p" {
			return arg
		}
	}
	return nil
}

// unixTools is what includes Unix commands.
var unixTools = lazy.MustCompile(`(?i)msys|cygwin|busybox|coreutils|unxutils|unixutils|mingw|mingit|\bgow\b|\bgit\b|usr[\\/]bin`)

// wgetSource is wget as a program that a file adds, or a package manager that may install it.
var wgetSource = lazy.MustCompile(`(?i)choco|cinst|winget|scoop|wget\d*\.(?:exe|zip)|\.(?:ps1|cmd|bat)\b`)

// ofMicrosoft reports whether a stage is based on an image that Microsoft publishes, which does not have Unix commands.
func ofMicrosoft(s *subject.Scope) bool {
	image := check.BaseImage(s)
	return image != nil && (image.Registry == "mcr.microsoft.com" ||
		image.Registry == "docker.io" && strings.HasPrefix(image.Repository, "microsoft/"))
}

// splitters is the builtins and programs of cmd that treat each word as a path of its own.
var splitters = []string{"md", "mkdir", "rd", "rmdir", "del", "erase", "copy", "xcopy", "robocopy", "move", "icacls", "type", "tar"}

// variableWithSpace looks for variables of the file whose value is one path. One with options may be meant to be split.
func variableWithSpace(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for _, c := range ownCommands(s) {
		if !c.Is(splitters...) || strings.Contains(c.String(), `"`) {
			continue
		}
		for _, arg := range c.Args {
			for v := range script.Nodes[*script.Variable](arg) {
				name := strings.Trim(v.String(), "%!")
				value, set := p.Variables.InProcess(name)
				if !set || !value.Known || !pathWithSpace.MatchString(value.Text) {
					continue
				}
				first, _, _ := strings.Cut(value.Text, " ")
				f := p.Reportf(v, "`%s` becomes several arguments here because it contains a space", v).
					Notef("cmd expands it to `%s`, and `%s` treats `%s` as a path.", check.Brief(value.Text), check.Brief(c.Name.String()), check.Brief(first)).
					Helpf("Put `%s` in double quotes.", arg)
				if s.Parent == nil {
					f.Insert(arg.Span().Start, `"`).Insert(arg.Span().End, `"`)
				}
				return
			}
		}
	}
}

// pathWithSpace is the path of one file or directory that has a space in it.
var pathWithSpace = lazy.MustCompile(`^[A-Za-z]:[\\/][^" ]* [^":]*$`)

// linuxPrograms is the programs that install software or create users on Linux and do not exist on Windows, and what to do
// instead.
var linuxPrograms = map[string]string{
	"apt-get": withInstaller, "apt": withInstaller, "apk": withInstaller, "yum": withInstaller, "dnf": withInstaller,
	"microdnf": withInstaller, "tdnf": withInstaller, "zypper": withInstaller,
	"useradd": withNetUser, "adduser": withNetUser, "groupadd": withNetGroup, "addgroup": withNetGroup,
}

const (
	withInstaller = "Use the installer or archive of the program, or a Windows package manager such as Chocolatey."
	withNetUser   = "Use `net user NAME /add`."
	withNetGroup  = "Use `net localgroup NAME /add`."
)

func linuxPackageManager(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if s.Language.IsSh() || s.Unread() {
		return
	}
	for c := range s.Commands() {
		instead, linux := linuxPrograms[c.Lower]
		if !linux || !c.Bare() || s.Defines(c.Lower) {
			continue
		}
		says := "'" + c.Lower + "' is not recognized as an internal or external command"
		switch {
		case s.Language == script.Process:
			says = "The system cannot find the file specified"
		case s.Language.IsPowerShell():
			says = "The term '" + c.Lower + "' is not recognized as the name of a cmdlet"
		}
		p.Reportf(c.Name, "`%s` does not exist on Windows", c.Lower).
			Notef("This is a Windows stage, so the command fails with `%s`.", says).
			Helpf("%s", strings.Replace(instead, "NAME", createdName(c), 1)).Subsumes(in)
		return
	}
}

// createdName is the name of the user or group that a command creates, "NAME" if that is not certain.
func createdName(c *script.Command) string {
	if last := len(c.Args) - 1; last >= 0 && c.Is("useradd", "groupadd") && c.Args[last].Known() && accountName.MatchString(c.Args[last].String()) {
		return c.Args[last].String()
	}
	return "NAME"
}

var accountName = lazy.MustCompile(`^[A-Za-z_][\w.-]*$`)

// isPowerShell reports whether a command's name can only be PowerShell's: a cmdlet, a variable, a member of a type.
func isPowerShell(name string) bool {
	return script.IsCmdletName(strings.ToLower(name)) || shellText.MatchString(name)
}

// shellText is the beginning of a statement that assigns to a variable or calls a member of a type.
var shellText = lazy.MustCompile(`^(?:\$(?:env:)?\w+(?:$|\.|=)|\[[\w.]+\]::\w)`)

// hasProgram reports whether the file names a program that is called that way.
func hasProgram(u *subject.Unit, name string) bool {
	return name != "" && check.FileMentions(u, name+".cmd", name+".bat", name+".exe")
}
