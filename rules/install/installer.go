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

const (
	manageDockerfile = "https://learn.microsoft.com/virtualization/windowscontainers/manage-docker/manage-windows-dockerfile"
	startProcess     = "https://learn.microsoft.com/powershell/module/microsoft.powershell.management/start-process"
	aboutMsiexec     = "https://learn.microsoft.com/windows-server/administration/windows-commands/msiexec"
)

var installers = []*lint.Rule{
	{
		ID: "installer-not-awaited", Summary: "A RUN ends before the installer has finished", Topic: "exit-codes",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			manageDockerfile, startProcess, "https://learn.microsoft.com/visualstudio/install/build-tools-container",
			"https://github.com/microsoft/vs-dockerfiles/issues/9",
		},
		ByText: true,
		Check:  check.Commands(check.IsWindowsShell, installerNotAwaited),
	},
	{
		ID: "start-process-not-awaited", Summary: "Start-Process does not wait for the installer",
		Topic: "exit-codes", Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:   []string{startProcess, manageDockerfile},
		ByText: true,
		Check:  check.Commands(script.Language.IsPowerShell, startProcessNotAwaited),
	},
	{
		ID: "exit-code-dropped", Summary: "A RUN succeeds although Start-Process ran a program that failed", Topic: "exit-codes",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{startProcess},
		Check: check.Commands(script.Language.IsPowerShell, exitCodeDropped),
	},
	{
		ID: "installer-not-silent", Summary: "msiexec hangs in a build, or fails with exit code 1603", Topic: "install",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:   []string{aboutMsiexec, manageDockerfile},
		ByText: true,
		Check:  check.Commands(check.IsWindowsShell, installerNotSilent),
	},
	{
		ID: "interactive-command", Summary: "A RUN hangs because a command asks for input", Topic: "install",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"https://docs.chocolatey.org/en-us/choco/commands/install",
			"https://learn.microsoft.com/powershell/module/powershellget/install-module",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/read-host",
		},
		ByText: true,
		Check:  check.Commands(check.IsWindowsShell, interactiveCommand),
	},
	{
		ID: "expand-archive-of-non-zip", Summary: "Expand-Archive fails with `is not a supported archive file format`", Topic: "install",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"PowerShell/Microsoft.PowerShell.Archive Microsoft.PowerShell.Archive/Microsoft.PowerShell.Archive.psm1",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.archive/expand-archive?view=powershell-5.1",
		},
		Check: check.Commands(script.Language.IsPowerShell, expandArchiveOfNonZip, "expand-archive"),
	},
}

func installerNotAwaited(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" || c.Name == nil || len(c.Redirects) > 0 || waits(p, c.Script, c.Start) {
		return
	}
	inPowerShell := c.Script.Language.IsPowerShell() && isStatement(p, c)
	bootstraps, from := isBootstrapper(p, c)
	known := bootstraps || isInstaller(c)
	if !known && inPowerShell {
		if at, added := addedAs(p, c.Lower, desktopInstaller); added && check.IsSilent(c) {
			from, known = at, true
		}
	}
	var f *lint.Finding
	switch {
	case inPowerShell && known:
		f = p.Reportf(c.Name, "PowerShell does not wait for `%s`", check.Brief(c.Name.String())).
			Notef("PowerShell waits only for console programs, so the RUN may end before the installation is complete.").
			Helpf("Start the installer with `Start-Process -Wait`, or pipe it to `Out-Null`.")
	case inPowerShell && hasInstallerSwitch(c):
		f = p.Reportf(c.Name, "PowerShell may not wait for `%s`", check.Brief(c.Name.String())).
			Notef("PowerShell waits only for console programs, and a program with these options is usually a graphical installer.").
			Helpf("Start the installer with `Start-Process -Wait`, or pipe it to `Out-Null`.")
	case c.Script.Language.IsCmd() && c.Pipeline != nil && bootstraps:
		f = p.Reportf(c.Name, "The RUN may end before `%s` has finished", check.Brief(c.Name.String())).
			Notef("The Visual Studio bootstrapper may exit while the installer is still running. `--wait` alone does not prevent this.").
			Helpf("Start the bootstrapper with `start /w`, and pass `--wait`.")
	case c.Script.Language.IsCmd() && c.Is("start") && !c.Has("/w", "/wait") && check.IsSilent(c):
		f = p.Reportf(c, "`start` does not wait for the installer").
			Notef("`start` returns as soon as the program runs, so the RUN may end before the installation is complete.").
			Helpf("Write `start /w`.")
	default:
		return
	}
	if from.Len() > 0 {
		f.Relate(from, "installer added here")
	}
}

// isInstaller reports whether the command is one of the installers that are known to be programs for the desktop. `--wait`
// is about what the bootstrapper of Visual Studio starts: the shell does not wait for the bootstrapper itself.
func isInstaller(c *script.Command) bool {
	return c.Is("msiexec") || desktopInstaller.MatchString(c.Lower)
}

// isBootstrapper reports whether a command is the bootstrapper of Visual Studio that installs without a dialog, by its name, its
// options, or the name that it has where the stage gets it from, which is then the place.
func isBootstrapper(p *lint.Pass, c *script.Command) (is bool, from source.Span) {
	if c.Keyword || !c.Has("--quiet", "--passive", "-q", "-p") || c.Has("--layout", "--help") || console.MatchString(c.Lower) {
		return false, from
	}
	if _, component := c.Option("--add"); bootstrapper.MatchString(c.Lower) || strings.HasPrefix(component.String(), "Microsoft.VisualStudio.") {
		return true, from
	}
	from, is = addedAs(p, c.Lower, bootstrapper)
	return is, from
}

// addedAs finds where a stage gets a program, by its name without ".exe", from a file whose own name is another one and matches.
func addedAs(p *lint.Pass, program string, own *lazy.Regexp) (at source.Span, found bool) {
	for s := p.Scope; s != nil && program != ""; s = s.Base {
		for _, added := range addedFiles(p, s)[program] {
			if added.own != program && own.MatchString(added.own) {
				return added.at, true
			}
		}
	}
	return at, false
}

// An addedFile is a file that a stage gets from the build context or the network.
type addedFile struct {
	at  source.Span
	own string // its name where it comes from, without ".exe"
}

type filesAddedTo struct{ *subject.Scope }

// addedFiles is the files that COPY, ADD and downloads add to a stage by a name of their own, by that name without ".exe".
func addedFiles(p *lint.Pass, s *subject.Scope) map[string][]addedFile {
	return subject.Once(p.Unit, filesAddedTo{s}, func() map[string][]addedFile {
		files := map[string][]addedFile{}
		add := func(at source.Span, from, to string) {
			name := strings.TrimSuffix(check.FileName(to), ".exe")
			files[name] = append(files[name], addedFile{at, strings.TrimSuffix(check.FileName(from), ".exe")})
		}
		for _, in := range check.InstructionsOf(s, "COPY", "ADD") {
			if len(in.Words) == 2 {
				add(in.Words[0].Span(), in.Words[0].Value, in.Words[1].Value)
			}
		}
		for _, st := range check.StageScripts(p, s) {
			for _, d := range downloadsOf(p.Unit, st) {
				add(d.at.Span(), d.url[:strings.IndexAny(d.url+"?", "?#")], d.to)
			}
		}
		return files
	})
}

// hasInstallerSwitch reports whether a program gets the switches by which installers run without a dialog: those of Inno Setup,
// NSIS, InstallShield and WiX.
func hasInstallerSwitch(c *script.Command) bool {
	switch {
	case c.Keyword || c.Name == nil || !c.Name.Known() || script.IsCmdletName(c.Lower) || console.MatchString(c.Lower):
		return false
	case check.IsSQLSetup(c):
		return false
	case c.Has("/verysilent", "/silent"), c.Has("/install", "/uninstall") && c.Has("/quiet", "/passive", "/q"):
		return true
	}
	if slices.ContainsFunc(c.Args, isOperand) {
		return false // a tool that works on files
	}
	byFile := strings.ContainsAny(c.Name.String(), `/\`) || strings.HasSuffix(strings.ToLower(strings.Trim(c.Name.String(), `"'`)), ".exe")
	for i, a := range c.Args {
		switch text := a.String(); {
		case byFile && text == "/S":
			return true
		case text == "/s" && i+1 < len(c.Args) && strings.HasPrefix(c.Args[i+1].String(), "/v"):
			return true
		}
	}
	return false
}

// isOperand reports whether an argument is neither an option nor a property such as INSTALLDIR=C:\app.
func isOperand(a *script.Arg) bool {
	text := strings.TrimLeft(a.Value().String(), `"'`)
	return a.Known() && text != "" && text[0] != '/' && text[0] != '-' && !strings.Contains(text, "=")
}

// console is programs that have such switches and are no installers, or that PowerShell waits for.
var console = lazy.MustCompile(`^(xcopy|robocopy|attrib|findstr|where|forfiles|tree|reg|regsvr32|icacls|sc|net|dism|7z|7za|tar|git|cmd|powershell|pwsh|choco|winget|setup-x86\w*)$`)

var (
	desktopInstaller = lazy.MustCompile(`^(vc_?redist[\w.-]*|rubyinstaller[\w.-]*|otp_win\w*|dotnet-hosting-[\w.-]+|windowsdesktop-runtime-[\w.-]+|visualcppbuildtools\w*|vs_\w+|ndp[\w.-]+|python-\d[\w.-]*|jre-\d[\w.-]*|git-\d[\w.-]*)$`)
	bootstrapper     = lazy.MustCompile(`^vs_\w+$`) // of an edition of Visual Studio
)

type statementsOf struct{ script *script.Script }

// isStatement reports whether a command is a statement of its own: piped or assigned, PowerShell waits for its output.
func isStatement(p *lint.Pass, c *script.Command) bool {
	if c.Pipeline == nil || c.Pipeline.Command() != c {
		return false
	}
	return subject.Once(p.Unit, statementsOf{c.Script}, func() map[script.Node]bool {
		bodies := map[script.Node]bool{}
		for st := range script.Nodes[*script.Statement](c.Script.Body) {
			bodies[st.Body] = true
		}
		return bodies
	})[c.Pipeline]
}

type lastWait struct{ in *script.Script }

// waits reports whether a script waits after an offset: for a process, or in a loop.
func waits(p *lint.Pass, s *script.Script, after int) bool {
	return subject.Once(p.Unit, lastWait{s}, func() int {
		last := -1
		for c := range s.Commands() {
			if c.Is("wait-process", "start-sleep", "wait-job") || c.Cmdlet() == "start-sleep" {
				last = max(last, c.Start)
			}
		}
		for c := range script.Nodes[*script.Compound](s.Body) {
			if c.Keyword == "while" || c.Keyword == "do" || c.Keyword == "for" {
				last = max(last, c.Start)
			}
		}
		for m := range script.Nodes[*script.Member](s.Body) {
			if m.Lower == "waitforexit" || m.Lower == "hasexited" {
				last = max(last, m.End)
			}
		}
		return last
	}) > after
}

func startProcessNotAwaited(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" || c.Cmdlet() != "start-process" || check.HasSwitch(c, "wait") || check.Splats(c) || !check.IsSilent(c) ||
		len(c.Pipeline.Elements) > 1 || waits(p, c.Script, c.Start) {
		return
	}
	p.Reportf(c.Name, "`%s` does not wait for the installer", c.Name).
		Notef("The script continues while the installer is still running, and the layer contains only what was installed by then.").
		Helpf("Add `-Wait`.").Insert(c.Name.Span().End, " -Wait")
}

func exitCodeDropped(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" || c.Cmdlet() != "start-process" || !check.HasSwitch(c, "wait") || check.HasSwitch(c, "passthru") || check.Splats(c) {
		return
	}
	p.Reportf(c.Name, "`%s` succeeds even if the program fails", c.Name).
		Notef("Without `-PassThru`, the exit code of the program is lost.").
		Helpf("Add `-PassThru`, and check the `ExitCode` of the process that it returns.")
}

// installerNotSilent leaves Nano Server alone, which has no msiexec.
func installerNotSilent(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" || c.Starts != nil || p.Scope.Edition == windows.NanoServer || !startsMsiexec(c) || check.Splats(c) {
		return
	}
	if c.Is("msiexec") && withoutAction(c) {
		p.Reportf(c, "msiexec does not install the package and shows a dialog that nobody can see").
			Notef("Without `/i` and a package directly after it, msiexec shows its help and waits for an answer.").
			Helpf("Write `/i` directly before the package.")
		return
	}
	if !installs.MatchString(c.String()) || check.IsSilent(c) {
		return
	}
	for _, arg := range c.Args {
		if v := arg.Variable(); v != nil && !strings.HasSuffix(v.Name, "msi") {
			return // it may hold the option
		}
	}
	f := p.Reportf(c, "msiexec may wait for a dialog that nobody can see").
		Notef("Without `/qn`, `/quiet` or `/passive`, msiexec shows the dialogs of the package, but a container does not have a desktop.").Helpf("Add `/qn`.")
	if !downloadsPackage(p, c) {
		f.WithSeverity(lint.Info)
	}
}

// downloadsPackage reports whether an instruction of the stage downloads the package that a command installs. Of one that is
// copied from the build context, the author may know that it does not have dialogs.
func downloadsPackage(p *lint.Pass, c *script.Command) bool {
	name := strings.ToLower(packageName.FindString(c.String()))
	return name != "" && slices.ContainsFunc(check.InstructionsOf(p.Scope, "RUN", "ADD"), func(in *dockerfile.Instruction) bool {
		text := strings.ToLower(p.Unit.File.Text[in.Span().Start:in.Span().End])
		return strings.Contains(text, "://") && strings.Contains(text, name)
	})
}

var packageName = lazy.MustCompile(`(?i)[^\s\\/"',;=]+\.msi\b`)

// startsMsiexec reports whether a command runs msiexec, itself or by Start-Process.
func startsMsiexec(c *script.Command) bool {
	if c.Is("msiexec") {
		return true
	}
	if c.Cmdlet() != "start-process" {
		return false
	}
	for _, arg := range c.Args {
		if arg.Is("msiexec", "msiexec.exe") {
			return true
		}
	}
	return false
}

// withoutAction reports whether a command of msiexec names a package, but no option before it that says what to do with it.
func withoutAction(c *script.Command) bool {
	var named bool
	for i, arg := range c.Args {
		if !arg.Known() {
			return false
		}
		switch text := arg.Value().String(); {
		case emptyAction.MatchString(text):
			if i+1 < len(c.Args) && option.MatchString(c.Args[i+1].Value().String()) {
				return true
			}
			return false
		case otherAction.MatchString(text):
			return false
		default:
			named = named || packageFile.MatchString(text)
		}
	}
	return named
}

var (
	// emptyAction is an option of msiexec that needs a package after it.
	emptyAction = lazy.MustCompile(`(?i)^[-/](?:i|package)$`)
	// otherAction is an option that says what to do, alone or with the package, and one that shows the help because somebody wants it.
	otherAction = lazy.MustCompile(`(?i)^[-/](?:[ixajfp]|update|uninstall|[yzg?]|help|h$)`)
	option      = lazy.MustCompile(`(?i)^[-/](?:q[nbrfu]?|quiet|passive|norestart|l\S*)$`)
	packageFile = lazy.MustCompile(`(?i)^[^-/].*\.ms[ip]$`)
)

// installs is the options with which msiexec installs or removes a package.
var installs = lazy.MustCompile(`(?i)[\s'",]([-/](i|x|package|uninstall|a|f\w*)['",\s]|[-/][ix]['"]?[^\s'",]+\.msi)`)

func interactiveCommand(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	if in.Name != "RUN" {
		return
	}
	switch {
	case c.Is("choco", "chocolatey", "cinst", "cup"):
		unconfirmedChoco(p, c)
	case c.Script.Language.IsPowerShell() && c.Is("read-host", "get-credential"):
		p.Reportf(c, "`%s` waits for input, but nobody can answer during a build", c.Name).
			Helpf("Pass the value with ARG, or use a build secret for a password.")
	case c.Script.Language.IsPowerShell() && c.Is("install-module", "install-script"):
		untrustedModule(p, c)
	}
}

func unconfirmedChoco(p *lint.Pass, c *script.Command) {
	at := c.Name
	if c.Is("choco", "chocolatey") {
		if len(c.Args) == 0 || !c.Args[0].Is("install", "upgrade", "uninstall") {
			return
		}
		at = c.Args[0]
	}
	if !plainBase(p.Scope) || check.FileMentions(p.Unit, "allowglobalconfirmation") {
		return
	}
	for _, arg := range c.Args {
		if !arg.Known() && arg.Variable() != nil || confirms.MatchString(arg.Value().String()) {
			return
		}
	}
	p.Reportf(c, "Chocolatey asks for confirmation, but nobody can answer during a build").
		Notef("Without `-y`, Chocolatey asks before it runs the scripts of a package.").Helpf("Add `-y`.").
		Insert(at.Span().End, " -y")
}

// confirms is the options that make choco ask nothing: by name, or as a letter among others.
var confirms = lazy.MustCompile(`(?i)^([-/]{1,2}(y|yes|confirm)(=.*)?|-\w*y\w*)$`)

// untrustedModule looks at what is installed from a repository that nothing in the stage declares trusted.
func untrustedModule(p *lint.Pass, c *script.Command) {
	if check.HasSwitch(c, "force") || check.Splats(c) || !plainBase(p.Scope) || check.FileMentions(p.Unit, "trusted") {
		return
	}
	p.Reportf(c, "`%s` asks for confirmation, but nobody can answer during a build", c.Name).
		Notef("Without `-Force`, `%s` asks before it installs from a repository that is not trusted, such as the PowerShell Gallery.", c.Name).Helpf("Add `-Force`.")
}

func expandArchiveOfNonZip(p *lint.Pass, _ *dockerfile.Instruction, c *script.Command) {
	_, path := c.Param("path", "literalpath")
	if path == nil && len(c.Args) > 0 && c.Args[0].Param == "" {
		path = c.Args[0]
	}
	if path == nil {
		return
	}
	name := strings.ToLower(path.Value().String())
	extension := name[strings.LastIndexByte(name, '.')+1:]
	five := c.Script.Language == script.WindowsPowerShell
	if !notZip[extension] && !(five && zipLike[extension]) || extension == "exe" && !five {
		return
	}
	help := "Use `tar -xf`, which Windows has included since version 1803, or 7-Zip."
	if zipLike[extension] {
		help = "Change the extension of the file to `.zip`."
	}
	says := "does not appear to be a valid zip archive"
	if five {
		says = "." + extension + " is not a supported archive file format"
	}
	p.Reportf(path, "Expand-Archive cannot extract `%s`", path).Notef("It fails with `%s`.", says).Helpf("%s", help)
}

// notZip is the extensions of archives that are not zip archives. zipLike is those of zip archives that Windows PowerShell
// 5.1 rejects because of their name.
var (
	notZip = map[string]bool{
		"7z": true, "rar": true, "tar": true, "gz": true, "tgz": true, "bz2": true, "xz": true, "zst": true, "cab": true,
		"exe": true, "msi": true,
	}
	zipLike = map[string]bool{"nupkg": true, "vsix": true, "jar": true, "war": true, "whl": true}
)

// plainBase reports whether a stage is based on an image of Microsoft, which does not set up a package manager.
func plainBase(s *subject.Scope) bool {
	image := check.BaseImage(s)
	return image != nil && (image.Registry == "mcr.microsoft.com" || strings.HasPrefix(image.Repository, "microsoft/"))
}
