package shell

import (
	"path"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

var nanoFiles = []*lint.Rule{
	{
		ID: "nano-write-at-root", Summary: "`Access is denied` when a RUN writes a file to `C:\\` on Nano Server", Topic: "security",
		Severity: lint.Warning, Since: "0.1.0", On: check.NanoSince1709,
		Refs: []string{
			"moby/buildkit docs/windows.md", "https://github.com/moby/buildkit/issues/4731", "https://github.com/moby/buildkit/issues/5346",
		},
		Check: check.Scripts(nanoWriteAtRoot),
	},
}

// writeElsewhere says where ContainerUser can write a file. A WORKDIR helps only if the path is relative to it.
func writeElsewhere(file string, language script.Language) string {
	temp := `%TEMP%\`
	if language.IsPowerShell() {
		temp = `$env:TEMP\`
	}
	temp += file[strings.LastIndexAny(file, `/\:`)+1:]
	if windows.HasDrive(file) || strings.HasPrefix(file, "/") || strings.HasPrefix(file, `\`) {
		return "Write the file to a directory, for example `" + temp + "`."
	}
	return "Set WORKDIR to a directory such as `C:/app` before this RUN, or write `" + temp + "`."
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
				Notef("On hosts with Windows Server 2019, 2022 and 2025, the RUN fails with `Access is denied.` Hosts with Windows 11 allow the write.").
				Helpf("%s", writeElsewhere(w.Path, s.Language))
			if p.Environment.Host.Known() { // each that can be stated is a Windows Server
				f.WithSeverity(lint.Error)
			}
			return
		}
	}
}
