package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// powerShell7 is the rule about PowerShell 7 in images that have Windows PowerShell alone, or none. What is missing on Nano Server
// itself is in nanoTools.
var powerShell7 = []*lint.Rule{
	{
		ID: "pwsh-missing", Summary: "`pwsh` does not exist in the image", Topic: "install",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			check.BaseImagesPage, "https://github.com/dotnet/docs/issues/21152", "https://github.com/dotnet/dotnet-docker/issues/2984",
		},
		Check: lint.Both{lint.Each(pwshInScope), lint.Each(pwshInCommand)},
	},
}

// lacksPwsh reports whether a published image does not have PowerShell 7. Of the images of .NET those with the SDK have it.
func lacksPwsh(i *windows.Image) bool {
	if i == nil || i.Registry != "mcr.microsoft.com" {
		return false
	}
	switch first, rest, _ := strings.Cut(i.Repository, "/"); first {
	case "windows":
		return !strings.HasPrefix(rest, "nanoserver")
	case "dotnet":
		rest = strings.TrimPrefix(rest, "core/")
		return strings.HasPrefix(rest, "framework/") || rest == "runtime" || rest == "aspnet"
	}
	return false
}

// isPreview reports whether an image is one of the previews of Windows, of which it is not known what they have.
func isPreview(i *windows.Image) bool { return i != nil && strings.Contains(i.Repository, "insider") }

// pwshInScope looks at a stage, or at what a service runs. What the build runs and what the container runs are reported once each.
func pwshInScope(p *lint.Pass, s *subject.Scope) {
	switch s.Kind {
	case subject.Stage:
		pwshInStage(p, s)
	case subject.Service:
		pwshInService(p, s)
	}
}

func pwshInStage(p *lint.Pass, s *subject.Scope) {
	if !lacksPwsh(check.BaseImage(s)) || s.Base != nil && stageBringsPwsh(p.Unit, s.Base) {
		return
	}
	starts := make([]*startedPwsh, len(s.Nodes))
	for i, node := range s.Nodes {
		if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Err == nil && in.Parent == nil {
			starts[i] = firstPwsh(p.ScriptAt(in, node.State), node.Shell)
		}
	}
	if !slices.ContainsFunc(starts, func(pwsh *startedPwsh) bool { return pwsh != nil }) {
		return // whatever may bring it is not asked for
	}
	brought := false
	var inBuild, atStart *startedPwsh
	for i, node := range s.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		if !ok || in.Err != nil || in.Parent != nil {
			continue
		}
		switch pwsh := starts[i]; {
		case brought:
			return
		case pwsh == nil:
		case in.Name == "RUN":
			if inBuild == nil {
				inBuild = pwsh
				pwsh.report(p)
			}
		case in.Name != "CMD" || startsWithCMD(s):
			atStart = pwsh
		}
		brought = bringsPwsh(p.Unit, in, node.State)
	}
	if atStart != nil && !brought && (inBuild == nil || inBuild.name.Span() != atStart.name.Span()) { // SHELL counts once
		atStart.report(p)
	}
}

// startsWithCMD reports whether CMD names the program of a container, as far as is known: there is no ENTRYPOINT.
func startsWithCMD(s *subject.Scope) bool {
	e := check.EntrypointOf(s)
	return e.By == nil && e.OfImage == nil
}

func pwshInService(p *lint.Pass, s *subject.Scope) {
	image, startsCommand := s.Image, len(s.ImageConfig().Entrypoint) == 0
	if b := s.Build; b != nil {
		image, startsCommand = b.Root().Image, startsWithCMD(b.Stage)
		if stageBringsPwsh(b.Unit, b.Stage) {
			return
		}
	} else if s.Service.Get("build") != nil {
		return
	}
	environment := s.Service.Get("environment")
	if !lacksPwsh(image) || s.Service.Get("env_file") != nil || environment != nil && setsPath.MatchString(p.Unit.File.Slice(environment.Span())) {
		return
	}
	for _, node := range s.Nodes {
		c, ok := node.Node.(*compose.Command)
		if !ok || c.Key == "command" && !startsCommand {
			continue
		}
		if pwsh := firstPwsh(p.ServiceScript(c), subject.Shell{}); pwsh != nil {
			pwsh.report(p)
			return
		}
	}
}

// pwshInCommand looks at what docker run has a container start.
func pwshInCommand(p *lint.Pass, c *docker.Command) {
	if at := programOf(p, c); lacksPwsh(p.Scope.Image) && at.Is("pwsh", "pwsh.exe") {
		reportPwsh(p, at, at.String(), "`The system cannot find the file specified`")
	}
}

// programOf is the program that `docker run IMAGE` starts, to be found in the directories of the image's PATH; the zero word if the
// image decides the program or PATH may be another one.
func programOf(p *lint.Pass, c *docker.Command) docker.Word {
	i := p.Scope.Image
	if !c.Verbs("run", "create") || len(c.Operands) == 0 || p.Scope.Made || i == nil || !c.Operands[0].Is(i.Text) ||
		c.Option("env-file") != nil {
		return docker.Word{}
	}
	for _, o := range c.Options {
		if o.Name == "env" && setsPath.MatchString(o.Value.Pattern) {
			return docker.Word{}
		}
	}
	switch o := c.Option("entrypoint"); {
	case o != nil:
		return o.Value
	case len(c.Operands) > 1 && len(p.Scope.ImageConfig().Entrypoint) == 0:
		return c.Operands[1]
	}
	return docker.Word{}
}

// A startedPwsh is a word that starts PowerShell 7, in a script.
type startedPwsh struct {
	name *script.Arg
	in   *script.Script
}

// firstPwsh is the first word of a script that starts PowerShell 7 by its name alone, as its shell or as a program; nil if none
// does. shell is the one that is in force.
func firstPwsh(outer *script.Script, shell subject.Shell) *startedPwsh {
	if outer == nil {
		return nil
	}
	if outer.Language != script.Process && shell.By != nil && isPwsh(outer.Shell) {
		return &startedPwsh{outer.Shell, outer}
	}
	for s := range outer.All() {
		for c := range s.Commands() {
			if !c.Keyword && isPwsh(c.Name) {
				return &startedPwsh{c.Name, s}
			}
		}
	}
	return nil
}

func isPwsh(name *script.Arg) bool { return name.Is("pwsh", "pwsh.exe") }

func (w *startedPwsh) report(p *lint.Pass) {
	reportPwsh(p, w.name, w.name.Value().String(), saysMissing(w.in, w.name))
}

func reportPwsh(p *lint.Pass, at lint.Placed, name, says string) {
	image := p.Scope.Image
	if p.Scope.Build != nil {
		image = check.BaseImage(p.Scope.Build.Stage)
	} else if image == nil {
		image = check.BaseImage(p.Scope)
	}
	f := p.Reportf(at, "`%s` does not exist in this image", check.Brief(name))
	if p.Scope.Edition == windows.NanoServer {
		f.Notef("Of the .NET images, only the SDK images include PowerShell 7. The command fails with %s.", says).
			Helpf("Use an image of `mcr.microsoft.com/dotnet/sdk`, or copy PowerShell 7 from an image that includes it.")
	} else {
		f.Notef("The image includes Windows PowerShell 5.1, but not PowerShell 7. The command fails with %s.", says).
			Helpf("Write `powershell` instead of `pwsh`, or install PowerShell 7.")
	}
	if isPreview(image) {
		f.WithSeverity(lint.Warning)
	}
}

type pwshBrought struct{ *subject.Scope }

// stageBringsPwsh reports whether a stage, or one that it is built from, may have PowerShell 7.
func stageBringsPwsh(u *subject.Unit, s *subject.Scope) bool {
	return subject.Once(u, pwshBrought{s}, func() bool {
		for ; s != nil; s = s.Base {
			for _, node := range s.Nodes {
				if in, ok := node.Node.(*dockerfile.Instruction); ok && in.Err == nil && in.Parent == nil && bringsPwsh(u, in, node.State) {
					return true
				}
			}
		}
		return false
	})
}

// bringsPwsh reports whether an instruction may add PowerShell 7 to a stage: one that names it, one that changes PATH, and a script
// or an installer of the user.
func bringsPwsh(u *subject.Unit, in *dockerfile.Instruction, state *subject.State) bool {
	switch in.Name {
	case "COPY", "ADD":
		return namesPowerShell(in.Args.String()) || intoWindows.MatchString(in.Args.String())
	case "ENV":
		return setsPath.MatchString(in.Args.String())
	case "RUN":
		outer := u.Script(in, state)
		if outer == nil || outer.Unread() || in.Flag("mount") != nil {
			return true
		}
		for s := range outer.All() {
			if s.Unread() || s.File != nil || scriptBringsPwsh(s) {
				return true
			}
		}
	}
	return false
}

func scriptBringsPwsh(s *script.Script) bool {
	text := []byte(s.Text.String())
	for c := range s.Commands() {
		if c.Name == nil || c.Keyword {
			continue
		}
		from, to := c.Start, c.End
		if check.StartedBy(c) == nil {
			if mayInstallPwsh(c) {
				return true
			}
			from, to = c.Name.Start, c.Name.End
		}
		clear(text[from:to])
	}
	return namesPowerShell(string(text)) || storesPath.Match(text)
}

// mayInstallPwsh reports whether nobody can tell that a command does not install PowerShell 7.
func mayInstallPwsh(c *script.Command) bool {
	name := strings.ToLower(c.Name.Value().String())
	switch {
	case c.Lower == "", c.Cmdlet() == "invoke-expression", ofUser.MatchString(name) && !strings.Contains(name, `\windows\`):
		return true
	case c.Is("choco", "cinst", "winget", "scoop", "msiexec", "start-process", "saps"):
		return slices.ContainsFunc(c.Args, func(a *script.Arg) bool {
			return !a.Known() || a.Expr() != nil || ofUser.MatchString(strings.ToLower(a.Value().String()))
		})
	}
	return false
}

// namesPowerShell reports whether a text names PowerShell, but not Windows PowerShell.
func namesPowerShell(text string) bool {
	return anyPowerShell.MatchString(windowsPowerShell.ReplaceAllString(text, ""))
}

var (
	anyPowerShell     = lazy.MustCompile(`(?i)pwsh|powershell`)
	windowsPowerShell = lazy.MustCompile(`(?i)WindowsPowerShell|powershell\.exe`)
	intoWindows       = lazy.MustCompile(`(?i)[\s"']c:[\\/]+windows\b[^"'\s]*["'\]\s]*$`)
	setsPath          = lazy.MustCompile(`(?i)\bpath\b`)
	storesPath        = lazy.MustCompile(`(?i)\bsetx\b.*\bpath\b|SetEnvironmentVariable|Session Manager\\Environment`)
	ofUser            = lazy.MustCompile(`[\\/]|\.(?:ps1|cmd|bat|msi|exe|config)$`)
)
