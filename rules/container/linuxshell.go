package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var linuxShells = []*lint.Rule{
	{
		ID: "linux-shell", Summary: "A Windows image does not have `/bin/sh`", Topic: "command-line",
		Severity: lint.Error, Since: "0.1.0",
		Refs: []string{
			"https://docs.docker.com/reference/dockerfile/#shell",
			"https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw",
		},
		Check: check.Instructions(linuxShell, "SHELL", "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"),
	},
}

var directoriesOfLinux = []string{"/bin", "/usr/bin", "/usr/local/bin"}

// linuxShell looks at the program of an exec form, and does not report a directory that a stage brings itself.
func linuxShell(p *lint.Pass, in *dockerfile.Instruction) {
	if !in.Exec && in.Name != "SHELL" {
		return
	}
	elements := check.Elements(in)
	if len(elements) == 0 {
		return
	}
	program := elements[0]
	directory, name := path.Split(program.Value)
	if !script.LanguageOf(name).IsSh() || !slices.Contains(directoriesOfLinux, strings.TrimSuffix(directory, "/")) || bringsTo(p.Scope, in, directory) {
		return
	}
	effect := "so the container does not start"
	switch in.Name {
	case "SHELL":
		effect = "so every RUN in the shell form fails"
	case "RUN":
		effect = "so the RUN fails"
	case "HEALTHCHECK":
		effect = "so the health check fails"
	}
	use := "Use `cmd` or `powershell`."
	if has, known := windows.HasPowerShell(p.Scope.Edition, p.Scope.Release); known && !has {
		use = "Use `cmd`."
	}
	p.Reportf(program, "`%s` does not exist in a Windows image", program.Value).
		Notef("Windows looks for `C:%s.exe` and does not find it, %s.", strings.ReplaceAll(program.Value, "/", `\`), effect).
		Helpf("%s", use)
}

// bringsTo reports whether what comes before an instruction of a stage may put a program into a directory.
func bringsTo(s *subject.Scope, in *dockerfile.Instruction, directory string) bool {
	directory = strings.TrimSuffix(directory, "/")
	for ; s != nil; s = s.Base {
		for _, before := range check.InstructionsOf(s, "COPY", "ADD", "RUN") {
			if before.Span().Start < in.Span().Start && strings.Contains(strings.ReplaceAll(before.Args.String(), `\`, "/"), directory) {
				return true
			}
		}
	}
	return false
}
