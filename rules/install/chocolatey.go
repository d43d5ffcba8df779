package install

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var chocolatey = []*lint.Rule{
	{
		ID: "chocolatey-needs-net48", Summary: "Chocolatey 2 fails because the image lacks .NET Framework 4.8", Topic: "install",
		Severity: lint.Error, Since: "0.1.0", On: withoutNET48,
		Refs: []string{
			"https://github.com/marchaesen/vcxsrv/issues/19", "https://github.com/digital-asset/daml/issues/16950",
		},
		Check: check.Instructions(chocolateyNeedsNET48, "RUN", "ADD"),
	},
	{
		ID: "refreshenv-in-powershell", Summary: "`RefreshEnv.cmd does not work when run from this process`", Topic: "powershell",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://github.com/chocolatey/choco/pull/2756", "https://github.com/chocolatey/choco/issues/3362",
			"https://github.com/natcap/invest/issues/1323",
		},
		Check: check.Commands(script.Language.IsPowerShell, refreshEnvInPowerShell, "refreshenv"),
	},
}

// chocolateyScript is the install script of the newest Chocolatey.
var chocolateyScript = lazy.MustCompile(`(?i)https?://(?:community\.)?chocolatey\.org/install\.ps1`)

// otherChocolatey is what asks for another version than the newest, or brings .NET Framework 4.8.
var otherChocolatey = lazy.MustCompile(`(?i)chocolateyDownloadUrl|\.nupkg|ndp48|dotnetfx|netfx-?4\.8|dotnet4\.8`)

// chocolateyVersion is the variable that asks for a version, with the first number of it if it is written.
var chocolateyVersion = lazy.MustCompile(`(?i)chocolateyVersion(?:\W{1,6}(\d+))?`)

// asksForOld reports whether a file asks for a version of Chocolatey before 2, or for one that is not known.
func asksForOld(u *subject.Unit) bool {
	return subject.Once(u, oldChocolatey{}, func() bool {
		versions := chocolateyVersion.FindAllStringSubmatch(u.File.Text, -1)
		return slices.ContainsFunc(versions, func(m []string) bool { return m[1] == "" || m[1] == "0" || m[1] == "1" })
	})
}

type oldChocolatey struct{}

// versionArgument is the argument of the script that asks for a version, and not that of a later "choco install --version".
var versionArgument = lazy.MustCompile(`(?i)[^-]-Version\b`)

// runsChoco is the command of Chocolatey.
var runsChoco = lazy.MustCompile(`(?i)(?:^|[\s;&|(])choco(?:latey)?(?:\.exe)?\s`)

func chocolateyNeedsNET48(p *lint.Pass, in *dockerfile.Instruction) {
	image := check.BaseImage(p.Scope)
	if image == nil || p.Scope.Base != nil || image.Registry != "mcr.microsoft.com" ||
		!slices.Contains([]string{"windows", "windows/servercore", "windows/servercore/iis"}, image.Repository) {
		return
	}
	text := in.Command()
	if in.Name == "ADD" {
		text = in.Args
	}
	if !check.Mentions(text.String(), "chocolatey.org") {
		return
	}
	at := chocolateyScript.FindStringIndex(text.String())
	if at == nil || check.FileMatches(p.Unit, otherChocolatey) || asksForOld(p.Unit) || versionArgument.MatchString(text.String()) {
		return
	}
	if in.Name == "ADD" && !runsLater(p, in) {
		return
	}
	f := p.Reportf(text.Slice(at[0], at[1]), "Chocolatey 2 needs .NET Framework 4.8, which this `%s` image does not have", p.Scope.Release).
		Notef("With Chocolatey 2.3 and later, the install script succeeds, but the first `choco` command fails with `.NET 4.8 is not installed or may need a reboot to complete installation.`").
		Helpf("Use `mcr.microsoft.com/dotnet/framework/runtime:4.8-windowsservercore-%s` as the base image, or set `ENV chocolateyVersion=1.4.0`.", withNET48(p.Scope.Release))
	for _, choco := range chocoRuns(p) {
		if choco.Span().Start >= in.Span().End {
			f.Relate(choco, "fails here")
			return
		}
	}
}

// chocoRuns is the first choco command of each RUN of the stage.
func chocoRuns(p *lint.Pass) []source.Text {
	type key struct{ stage *subject.Scope }
	return subject.Once(p.Unit, key{p.Scope}, func() (runs []source.Text) {
		for _, run := range check.InstructionsOf(p.Scope, "RUN") {
			command := run.Command()
			if choco := runsChoco.FindStringIndex(command.String()); choco != nil {
				runs = append(runs, command.Slice(choco[0], choco[1]))
			}
		}
		return runs
	})
}

// withNET48 is the release of the image with .NET Framework 4.8 to use in place of one of another release.
func withNET48(r windows.Release) windows.Release {
	if r == windows.LTSC2016 {
		return r
	}
	return windows.LTSC2019
}

// runsLater reports whether a later RUN of the stage names the file that an ADD adds.
func runsLater(p *lint.Pass, add *dockerfile.Instruction) bool {
	if len(add.Words) != 2 {
		return false
	}
	name := check.FileName(add.Words[1].Value)
	if name == "" || name == "." {
		name = "install.ps1"
	}
	return slices.ContainsFunc(check.InstructionsOf(p.Scope, "RUN"), func(run *dockerfile.Instruction) bool {
		return run.Span().Start > add.Span().Start && check.Mentions(strings.ToLower(run.Command().String()), name)
	})
}

// withoutNET48 is the releases whose base images have .NET Framework 4.7.2 or earlier.
var withoutNET48 = subject.Set{Releases: []windows.Release{windows.LTSC2016, windows.V1709, windows.V1803, windows.LTSC2019}}

// refreshEnvInPowerShell looks for Chocolatey's refreshenv in a PowerShell that nothing gave the function of that name, which a
// module has and which the profile of a user may load.
func refreshEnvInPowerShell(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" || c.Name == nil || !plainBase(p.Scope) || check.FileMatches(p.Unit, bringsProfile) {
		return
	}
	f := p.Reportf(c, "`%s` does not refresh the variables of PowerShell", c.Name).
		Notef("PowerShell runs `RefreshEnv.cmd` in another process. Since Chocolatey 2.0, that fails with `RefreshEnv.cmd does not work when run from this process.`")
	if statements := check.TopStatements(c.Script); len(statements) > 0 && check.OnlyCommand(statements[len(statements)-1]) == c {
		f.Helpf("Remove it, because the next instruction starts with the new variables anyway.")
	} else {
		f.Helpf("Remove it and put what follows in the next RUN, or replace it with `Import-Module $env:ChocolateyInstall\\helpers\\chocolateyProfile.psm1; refreshenv`.")
	}
	f.Subsumes(c)
}

// bringsProfile is what loads the module, or may.
var bringsProfile = lazy.MustCompile(`(?i)chocolateyProfile|\$profile\b|profile\.ps1|function\s+(?:global:)?refreshenv`)
