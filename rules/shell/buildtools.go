package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

var buildTools = []*lint.Rule{
	{
		ID: "path-of-build-tools", Summary: "The stored PATH includes the directories of the Visual Studio build tools", Topic: "environment",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			aboutSetx, aboutVariables, "https://learn.microsoft.com/cpp/build/building-on-the-command-line",
			"https://github.com/paleozogt/MSVCDocker/issues/5",
		},
		Check: check.Scripts(pathOfBuildTools),
	},
}

// pathOfBuildTools looks for a PATH that is read after a batch file of Visual Studio made it longer, and then stored. `%PATH%` in a
// line of cmd is none: cmd expands it before the batch file runs.
func pathOfBuildTools(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || s.Unread() {
		return
	}
	batch, ran := batchBefore(p, s)
	for c := range s.Commands() {
		switch v := storedPath(c); {
		case isBuildEnvironment(c.Lower):
			batch, ran = c.Name.String(), true
		case ran && v != nil:
			tellLongPath(p, v, batch, true)
			return
		}
	}
	for m := range script.Nodes[*script.Member](s.Body) {
		if v := storedByMethod(m); ran && v != nil {
			tellLongPath(p, v, batch, false)
			return
		}
	}
}

func tellLongPath(p *lint.Pass, v *script.Variable, batch string, bySetx bool) {
	batch = batch[strings.LastIndexAny(batch, `\/`)+1:]
	f := p.Reportf(v, "`%s` also contains the directories that `%s` added", v, check.Brief(strings.Trim(batch, `"'`)))
	if bySetx {
		f.Notef("setx stores these directories in the machine PATH, and cuts a value at 1024 characters, which such a PATH may exceed.")
	} else {
		f.Notef("The command stores these directories in the machine PATH.")
	}
	if strings.HasPrefix(v.String(), "!") {
		f.Helpf("Write `%%PATH%%`, which cmd expands before the batch file runs.")
		return
	}
	f.Helpf("Replace `%s` with `[Environment]::GetEnvironmentVariable('PATH', 'Machine')`, or set PATH in a RUN that does not run the batch file.", v)
}

// batchBefore is the batch file of Visual Studio that runs before a script: in SHELL, or before the command that starts the script.
func batchBefore(p *lint.Pass, s *script.Script) (name string, ran bool) {
	if words := p.Shell.Words; len(words) > 1 && isBuildEnvironment(script.ProgramName(words[0])) {
		return words[0], true
	}
	for ; s.Parent != nil && s.By != nil; s = s.Parent {
		for c := range s.Parent.Commands() {
			if c.Start < s.By.Start && c.Name != nil && isBuildEnvironment(c.Lower) {
				return c.Name.String(), true
			}
		}
	}
	return "", false
}

// isBuildEnvironment reports whether a program is a batch file that sets up the environment of Visual Studio's tools.
func isBuildEnvironment(name string) bool { return buildEnvironment.MatchString(name) }

var buildEnvironment = lazy.MustCompile(`^(?:vsdevcmd|launchdevcmd|vcvars\w*)(?:\.bat)?$`)

// storedPath is the PATH that setx stores as it is when setx runs; nil if there is none.
func storedPath(c *script.Command) *script.Variable {
	if !c.Is("setx") || !c.Has("path") {
		return nil
	}
	for v := range script.Nodes[*script.Variable](c) {
		if v.Name == "env:path" || v.Name == "path" && strings.HasPrefix(v.String(), "!") && expandsLate(c.Script) {
			return v
		}
	}
	return nil
}

// expandsLate reports whether cmd was told to expand `!NAME!` when it comes to it.
func expandsLate(s *script.Script) bool {
	return slices.ContainsFunc(s.Options, func(o *script.Arg) bool { return o.Is("/v", "/v:on") })
}

// storedByMethod is the PATH that [Environment]::SetEnvironmentVariable stores for the machine; nil if there is none.
func storedByMethod(m *script.Member) *script.Variable {
	if m.Lower != "setenvironmentvariable" || len(m.Args) < 3 || !strings.Contains(strings.ToLower(m.Args[2].String()), "machine") {
		return nil
	}
	if name, known := script.Value(m.Args[0]); !known || !strings.EqualFold(name.String(), "path") {
		return nil
	}
	for v := range script.Nodes[*script.Variable](m.Args[1]) {
		if v.Name == "env:path" {
			return v
		}
	}
	return nil
}
