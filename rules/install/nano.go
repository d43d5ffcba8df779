package install

import (
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

// Since 1709, Nano Server has neither Windows Installer nor 32-bit programs.
var nano = []*lint.Rule{
	{
		ID: "nano-installer", Summary: "An installer does not run on Nano Server", Topic: "install",
		Severity: lint.Warning, Since: "0.1.0", On: check.NanoSince1709,
		Refs:   []string{"https://github.com/dotnet/dotnet-docker/issues/1232", "https://github.com/dotnet/runtime/issues/40131"},
		ByText: true,
		Check:  check.Commands(check.IsWindowsShell, nanoInstaller),
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
	}
	if in.Name != "RUN" || c.Keyword || name == "" || !p.Scope.Strong || name == "msiexec" && check.IsBareNano(p.Scope) { // nano-missing-tool reports it
		return
	}
	from, renamed := addedAs(p, name, bundles)
	if !renamed && !bundles.MatchString(name) {
		return
	}
	why := "Such installers are 32-bit programs, which Nano Server cannot run."
	if name == "msiexec" || strings.HasSuffix(name, ".msi") {
		why = "Nano Server does not include Windows Installer."
	}
	f := p.Reportf(at, "The installer `%s` does not run on Nano Server", check.Brief(name)).
		Notef("%s", why).
		Helpf("Run the installer in a stage from `%s`, and copy the files that you need.", check.ServerCoreImage(p.Scope.Release)).Subsumes(c)
	if renamed {
		f.Relate(from, "installer added here")
	}
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
