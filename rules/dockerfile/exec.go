package dockerfile

import (
	"strings"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var execs = []*lint.Rule{
	{
		ID: "exec-form-variable", Summary: "Variables are not expanded in the exec form",
		Topic: "command-line", Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{"https://docs.docker.com/reference/dockerfile/#exec-form"},
		Check: check.Instructions(execFormVariable, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"),
	},
	{
		ID: "shell-path-with-space", Summary: "The path in SHELL contains a space but is not quoted",
		Topic: "command-line", Severity: lint.Info, Off: true, Fix: lint.Unsafe, Since: "0.1.0",
		Refs:  []string{"https://github.com/docker/for-win/issues/1079", "moby/moby daemon/builder/dockerfile/dispatchers_windows.go"},
		Check: check.Instructions(shellPathWithSpace, "SHELL"),
	},
	{
		ID: "buildkit-exec-arguments", Summary: "BuildKit splits the arguments of an exec-form RUN at spaces",
		Topic: "command-line", Severity: lint.Warning, On: subject.Set{Builder: engine.BuildKit}, Since: "0.1.0",
		Refs:  []string{"moby/buildkit executor/containerdexecutor/executor_windows.go", "https://github.com/moby/buildkit/pull/4723"},
		Check: check.Instructions(buildKitArguments, "RUN"),
	},
	{
		ID: "shell-form-quotes", Summary: "cmd gets a backslash before each quote in a shell-form command",
		Topic: "command-line", Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go", check.OCIWindowsSource, "moby/moby daemon/health.go",
		},
		Check: lint.Both{
			check.Instructions(shellFormQuotes, "CMD", "ENTRYPOINT"), check.HealthTests(escapedInTest),
		},
	},
	{
		ID: "mixed-forms", Summary: "ENTRYPOINT and CMD use different forms",
		Topic: "command-line", Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{"moby/moby daemon/builder/dockerfile/dispatchers.go", check.OCIWindowsSource},
		Check: lint.Each(mixedForms),
	},
}

// interpreters is the programs that expand variables themselves, or read a script that can contain them.
var interpreters = lazy.MustCompile(`(?i)(?:^|[\\/])(?:cmd|powershell|pwsh|bash|sh|node|python3?|perl|ruby|java)(?:\.exe)?$|\.(?:bat|cmd|ps1)$`)

// shellVariable is a variable in the syntax of cmd, of PowerShell or of a Dockerfile.
var shellVariable = lazy.MustCompile(`%([A-Za-z_]\w*)%|\$(?i:env):(\w+)|\$\{(\w+)\}|\$([A-Za-z_]\w*)`)

func execFormVariable(p *lint.Pass, in *dockerfile.Instruction) {
	list := check.Elements(in)
	if len(list) == 0 || in.Parent != nil || interpreters.MatchString(list[0].Value) || !check.StartsProgram(p, in) {
		return
	}
	for _, word := range list {
		variable, name := unreplaced(p, word.Value)
		if variable == "" {
			continue
		}
		p.Reportf(word, "`%s` is not expanded in this exec form", variable).
			Notef("Only a shell expands variables, and the exec form of %s does not start one.", in.Name).
			Helpf("%s", inShellForm(p, name))
		return
	}
}

// inShellForm says how to write a variable in the shell form.
func inShellForm(p *lint.Pass, name string) string {
	switch {
	case p.State == nil:
	case p.Shell.Language == script.Cmd:
		return "Use the shell form, and write `%" + name + "%`."
	case p.Shell.Language.IsPowerShell():
		return "Use the shell form, and write `$env:" + name + "`."
	}
	return "Use the shell form, or run the command with cmd or PowerShell."
}

// unreplaced is the first variable in a text that a shell would expand, and its name; "" if there is none, or none that is
// known to be one.
func unreplaced(p *lint.Pass, text string) (variable, name string) {
	m := shellVariable.FindStringSubmatch(text)
	if len(m) == 0 || m[1] == "" && m[2] == "" && !isSet(p, m[3]+m[4]) {
		return "", ""
	}
	return m[0], strings.Join(m[1:], "")
}

func shellPathWithSpace(p *lint.Pass, in *dockerfile.Instruction) {
	if !in.Exec || len(in.Words) == 0 {
		return
	}
	first := in.Words[0]
	if !strings.Contains(first.Value, " ") || strings.Contains(first.Value, `"`) || !driveRooted(first.Value) {
		return
	}
	f := p.Reportf(first, "The path in SHELL contains a space but is not quoted").
		Notef("The builder joins the elements of SHELL without quotes, so the shell may treat `%s` as its first argument.",
			check.Brief(first.Value[strings.IndexByte(first.Value, ' ')+1:])).Helpf("Write `\"\\\"%s\\\"\"`.", first.Slice(1, first.Len()-1))
	f.Insert(first.Offset(1), `\"`).Insert(first.Offset(first.Len()-1), `\"`)
}

func buildKitArguments(p *lint.Pass, in *dockerfile.Instruction) {
	if !in.Exec || p.Environment.Builder != engine.BuildKit || len(in.Words) == 0 || joinsAgain.MatchString(in.Words[0].Value) {
		return
	}
	for _, word := range in.Words {
		if strings.ContainsAny(word.Value, " \t") && !strings.Contains(word.Value, `"`) {
			p.Reportf(word, "BuildKit splits `%s` into %d arguments", check.Brief(word.Value), len(strings.Fields(word.Value))).
				Notef("BuildKit joins the elements of RUN with spaces and does not quote them.").
				Helpf("Use the shell form, or write `\"\\\"%s\\\"\"`.", word.Slice(1, word.Len()-1))
			return
		}
	}
}

// joinsAgain is the shells that join their arguments again.
var joinsAgain = lazy.MustCompile(`(?i)(?:^|[\\/])(?:cmd|powershell|pwsh)(?:\.exe)?$`)

func shellFormQuotes(p *lint.Pass, in *dockerfile.Instruction) {
	if in.Exec || p.Environment.Builder != engine.BuildKit || p.State == nil || p.Shell.Language != script.Cmd {
		return
	}
	at := strings.IndexByte(in.Args.String(), '"')
	if at < 0 {
		return
	}
	p.Reportf(in.Args.SpanOf(at, at+1), "cmd gets a backslash before this quote").
		Notef("BuildKit stores the shell form of %s as one argument of cmd, and Docker Engine writes `\\\"` for each quote in it, so cmd gets `%s`.",
			in.Name, check.Brief(escapedQuotes.ReplaceAllString(in.Args.String(), `$1$1\"`))).Helpf("Write %s in the exec form.", in.Name)
}

// escapedQuotes is a quote with the backslashes before it, which the engine doubles.
var escapedQuotes = lazy.MustCompile(`(\\*)"`)

// mixedForms looks at the last ENTRYPOINT and the last CMD of a stage.
func mixedForms(p *lint.Pass, stage *subject.Scope) {
	var entry, cmd *dockerfile.Instruction
	for _, node := range stage.Nodes {
		in, ok := node.Node.(*dockerfile.Instruction)
		switch {
		case !ok || in.Parent != nil:
		case in.Name == "ENTRYPOINT":
			entry = in
		case in.Name == "CMD":
			cmd = in
		}
	}
	if entry == nil || cmd == nil || entry.Exec == cmd.Exec {
		return
	}
	shellForm := entry.Name
	if entry.Exec {
		shellForm = cmd.Name
	}
	p.Reportf(cmd.Keyword, "CMD uses the %s form, but ENTRYPOINT uses the %s form", form(cmd), form(entry)).
		Notef("An image has a single setting for CMD and ENTRYPOINT that says whether their arguments are already quoted, so the setting is wrong for one of them. The classic builder warns that the combination `may have unexpected results`.").
		Helpf("Write %s in the exec form, too.", shellForm).
		Relate(entry.Keyword, "ENTRYPOINT is set here")
}

func form(in *dockerfile.Instruction) string {
	if in.Exec {
		return "exec"
	}
	return "shell"
}
