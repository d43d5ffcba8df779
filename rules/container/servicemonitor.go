package container

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var monitored = []*lint.Rule{
	{
		ID: "command-for-servicemonitor", Summary: "An IIS container exits because its command is passed to ServiceMonitor",
		Topic: "command-line", Severity: lint.Error, Since: "0.1.0",
		Refs: []string{"https://github.com/microsoft/IIS.ServiceMonitor", "https://github.com/microsoft/aspnet-docker/issues/157"},
		Check: lint.Both{
			lint.Each(stageFeedsMonitor), lint.Each(serviceFeedsMonitor), dockerCommands(commandFeedsMonitor, "run", "create"),
		},
	},
}

// stageFeedsMonitor looks at the last CMD of a stage. A stage that others are built from may be run by none.
func stageFeedsMonitor(p *lint.Pass, stage *subject.Scope) {
	list := check.InstructionsOf(stage, "CMD")
	if len(list) == 0 || check.EntrypointOf(stage).OfImage == nil || isBase(p.Unit, stage) {
		return
	}
	cmd := list[len(list)-1]
	switch words := check.Elements(cmd); {
	case cmd.Err != nil:
	case !cmd.Exec:
		reportMonitor(p, cmd.Keyword, "the shell of this CMD instruction").Helpf(runBoth)
	case len(words) > 0:
		feedsMonitor(p, words[0], words[0].Value, len(words) == 1, runBoth)
	}
}

// isBase reports whether another stage of the file is built from this one.
func isBase(u *subject.Unit, stage *subject.Scope) bool {
	return slices.ContainsFunc(u.Scopes, func(s *subject.Scope) bool { return s.Base == stage })
}

func serviceFeedsMonitor(p *lint.Pass, c *compose.Command) {
	s := p.Scope
	if c.Key != "command" || len(c.Words) == 0 || c.Err != nil || s.Service.Command("entrypoint") != nil || s.Service.Get("build") != nil ||
		s.Image == nil || s.ImageConfig().Entrypoint == nil || len(compose.Variables(c.Words[0].Text)) > 0 {
		return
	}
	feedsMonitor(p, c.Words[0], c.Words[0].String(), len(c.Words) == 1, "Set `entrypoint` to a script that runs the command and then `C:\\ServiceMonitor.exe w3svc`.")
}

// commandFeedsMonitor leaves options after the image to the rule about them.
func commandFeedsMonitor(p *lint.Pass, c *docker.Command) {
	if !c.Complete || len(c.Operands) < 2 || c.Option("entrypoint") != nil || !c.Operands[1].Known() {
		return
	}
	image, ok := windows.ParseImage(c.Operands[0].String())
	word := c.Operands[1].String()
	if !ok || image.Config(p.Scope.Edition, p.Scope.Release).Entrypoint == nil || strings.HasPrefix(word, "-") {
		return
	}
	feedsMonitor(p, c.Operands[1], word, len(c.Operands) == 2, "Move `"+word+"` before the image as `--entrypoint "+word+"`, or run the command with `docker exec`.")
}

// feedsMonitor reports the first word of a command, which is alone or not, unless it may be the name of an application pool. Help
// says how to run the command.
func feedsMonitor(p *lint.Pass, at lint.Placed, word string, alone bool, help string) {
	if alone && !namesProgram(word) {
		return
	}
	f := reportMonitor(p, at, "`"+check.Brief(word)+"`")
	if script.ProgramName(word) == "servicemonitor" {
		f.Helpf("Remove the command, because the image already starts ServiceMonitor.")
	} else {
		f.Helpf("%s", help)
	}
}

const runBoth = "Set the ENTRYPOINT to a script that runs the command and then `C:\\ServiceMonitor.exe w3svc`."

func reportMonitor(p *lint.Pass, at lint.Placed, what string) *lint.Finding {
	return p.Reportf(at, "ServiceMonitor treats %s as the name of an application pool", what).
		Notef("The ENTRYPOINT of the image, `C:\\ServiceMonitor.exe w3svc`, gets the command as arguments, so " +
			"the container exits with `APPCMD failed with error code 4312`.")
}

// namesProgram reports whether a word is certainly a program or a script.
func namesProgram(word string) bool {
	return strings.ContainsAny(word, `\/`) || path.Ext(word) != "" || slices.Contains([]string{"cmd", "powershell"}, strings.ToLower(word))
}
