package dockerfile

import (
	"encoding/json"
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var execWords = []*lint.Rule{
	{
		ID: "exec-form-one-element", Summary: "An exec form contains a whole command line in one element",
		Topic: "command-line", Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#exec-form", check.OCIWindowsSource},
		Check: check.Instructions(oneElement, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"),
	},
	{
		ID: "cmd-after-entrypoint", Summary: "An exec-form CMD breaks a shell-form ENTRYPOINT",
		Topic: "command-line", Severity: lint.Error, On: subject.Set{Builder: engine.Classic}, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/builder/dockerfile/dispatchers.go", check.OCIWindowsSource},
		Check: lint.Each(cmdAfterEntrypoint),
	},
}

// commandLine is a program by its extension or by a name that people use, with something after it. A space after a directory may
// belong to a path.
var commandLine = lazy.MustCompile(`(?i)^(?:[^\s"]+\.(?:exe|cmd|bat)|cmd|powershell|pwsh|dotnet|node|npm|python|java|nginx|ping|curl)\s+\S`)

// oneElement finds an exec form whose only element is a program with its arguments. Who starts it as a command line depends on
// the builder.
func oneElement(p *lint.Pass, in *dockerfile.Instruction) {
	list := check.Elements(in)
	if len(list) != 1 || in.Parent != nil || !commandLine.MatchString(list[0].Value) || strings.Contains(list[0].Value, `"`) {
		return
	}
	severity := lint.Warning
	builder := p.Environment.Builder
	switch {
	case in.Name == "HEALTHCHECK" && operatorIn(list[0].Value) != "":
		return // healthcheck-without-shell says it
	case in.Name == "HEALTHCHECK" || builder == engine.Classic:
		severity = lint.Error
	case builder == engine.BuildKit && (in.Name != "ENTRYPOINT" || len(check.InstructionsOf(p.Scope, "CMD")) > 0):
		return // it starts the element as a command line
	}
	if !check.StartsProgram(p, in) {
		return
	}
	words := strings.Fields(list[0].Value)
	written, err := json.Marshal(words)
	if err != nil {
		return
	}
	by := strings.ReplaceAll(string(written), `","`, `", "`)
	f := p.Reportf(list[0], "Windows looks for a program named `%s`", check.Brief(list[0].Value)).
		Notef("In the exec form, the first element is the program, and each argument is a separate element.").
		Helpf("Write `%s`.", by).WithSeverity(severity)
	if p.Unit.Dockerfile.Plain(list[0]) {
		f.Replace(list[0], strings.Trim(by, "[]"))
	}
}

// cmdAfterEntrypoint looks at the last ENTRYPOINT and the last CMD of a stage.
func cmdAfterEntrypoint(p *lint.Pass, stage *subject.Scope) {
	var entry, cmd *dockerfile.Instruction
	for _, in := range check.InstructionsOf(stage, "ENTRYPOINT", "CMD") {
		if in.Name == "ENTRYPOINT" {
			entry, cmd = in, nil
		} else {
			cmd = in
		}
	}
	if entry == nil || cmd == nil || entry.Exec || !cmd.Exec || len(cmd.Words) == 0 {
		return
	}
	p.Reportf(cmd.Keyword, "This exec-form CMD breaks the shell-form ENTRYPOINT before it").
		Notef("If the classic builder builds the image, the whole ENTRYPOINT is treated as one program name, so the container fails with "+
			"`The system cannot find the file specified. (0x2)`.").
		Helpf("Use the exec form for the ENTRYPOINT, too.").Relate(entry.Keyword, "ENTRYPOINT is set here")
}
