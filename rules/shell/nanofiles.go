package shell

import (
	"path"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// Since 1709, Nano Server has neither Windows Installer nor 32-bit programs.
var nanoFiles = []*lint.Rule{
	{
		ID: "nano-installer", Summary: "An installer does not run on Nano Server", Topic: "install",
		Severity: lint.Warning, Since: "0.1.0", On: nanoSince1709,
		Refs:   []string{"https://github.com/dotnet/dotnet-docker/issues/1232", "https://github.com/dotnet/runtime/issues/40131"},
		ByText: true,
		Check:  check.Commands(check.IsWindowsShell, nanoInstaller),
	},
	{
		ID: "nano-write-at-root", Summary: "`Access is denied` when a RUN writes a file to `C:\\` on Nano Server", Topic: "security",
		Severity: lint.Warning, Since: "0.1.0", On: nanoSince1709,
		Refs: []string{
			"moby/buildkit docs/windows.md", "https://github.com/moby/buildkit/issues/4731", "https://github.com/moby/buildkit/issues/5346",
		},
		Check: check.Scripts(nanoWriteAtRoot),
	},
}

var nanoSince1709 = subject.Set{
	Editions: []windows.Edition{windows.NanoServer},
	Releases: []windows.Release{
		windows.V1709, windows.V1803, windows.LTSC2019, windows.V1903, windows.V1909, windows.V2004, windows.V20H2,
		windows.LTSC2022, windows.LTSC2025,
	},
}

// bundles is the installers of Microsoft that are 32-bit programs or pass their work to Windows Installer, without ".exe".
var bundles = lazy.MustCompile(`^(vc_?redist[\w.-]*|ndp4\w[\w.-]*|dotnet-hosting-[\w.-]+|vs_\w+|[\w.-]+\.msi|msiexec)$`)

func nanoInstaller(p *lint.Pass, in *dockerfile.Instruction, c *script.Command) {
	at, name := lint.Placed(c.Name), c.Lower
	if c.Cmdlet() == "start-process" {
		file := startedFile(c)
		if file == nil || !file.Known() {
			return
		}
		at, name = file, strings.TrimSuffix(check.FileName(file.Value().String()), ".exe")
	} else if name == "msiexec" {
		return // nano-missing-tool says it
	}
	if in.Name != "RUN" || c.Keyword || !bundles.MatchString(name) || !p.Scope.Strong {
		return
	}
	p.Reportf(at, "The installer `%s` does not run on Nano Server", check.Brief(name)).
		Notef("Nano Server includes neither Windows Installer nor support for 32-bit programs, and such an installer needs one of them.").
		Helpf("Run the installer in a Server Core stage of the same release, and copy the files that you need.").Subsumes(c)
}

// startedFile is the program that Start-Process starts; nil if it is not written as the first argument or as -FilePath.
func startedFile(c *script.Command) *script.Arg {
	if _, file := c.Param("filepath"); file != nil {
		return file
	}
	if len(c.Args) > 0 && c.Args[0].Param == "" {
		return c.Args[0]
	}
	return nil
}

// nanoWriteAtRoot reports the first file. A name without an extension may be a directory, which the account can create and
// write to.
func nanoWriteAtRoot(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || s.Unread() || !p.Scope.Strong || !p.User.Known || !strings.EqualFold(p.User.Text, "ContainerUser") {
		return
	}
	moves := check.ChangesDirectoryIn(s)
	for c := range s.Commands() {
		for _, w := range check.WrittenBy(c) {
			at := placeOf(w.Path, moves, p.State)
			if w.Created || path.Dir(at) != "c:/" && path.Dir(at) != "c:" || path.Ext(at) == "" {
				continue
			}
			f := p.Reportf(w.At, "`ContainerUser` cannot write `%s` at the root of `C:`", check.Brief(w.Path)).
				Notef("On hosts with Windows Server 2019, 2022 and 2025 the RUN fails with `Access is denied.` Hosts with Windows 11 allow it.").
				Helpf("Set WORKDIR to a directory before this RUN, or write to a directory such as `%%TEMP%%`.")
			if p.Environment.Host.Known() { // each that can be stated is a Windows Server
				f.WithSeverity(lint.Error)
			}
			return
		}
	}
}
