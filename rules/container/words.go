package container

import (
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
)

// How shells change the words of a docker command before docker gets them.
var dockerWords = []*lint.Rule{
	{
		ID: "drive-swallowed", Summary: "docker gets only part of a path because PowerShell reads `$pwd:C:` as one variable",
		Topic: "powershell", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"PowerShell/PowerShell src/System.Management.Automation/engine/parser/tokenizer.cs",
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_variables",
		},
		Check: dockerCommands(driveSwallowed, "run", "create", "cp"),
	},
}

func driveSwallowed(p *lint.Pass, c *docker.Command) {
	for _, w := range pathsOf(c) {
		v := docker.SwallowedDrive(w)
		if v == nil {
			continue
		}
		braced := "${" + v.Meant + "}:" + v.Drive
		gets := "nothing"
		if v.Left != "" {
			gets = "only `" + check.Brief(v.Left) + "`"
		}
		p.Reportf(v, "PowerShell reads `%s` as one variable, which is empty", v).
			Notef("A variable name may include colons, as in `$env:PATH`, so docker gets %s.", gets).
			Helpf("Write `%s`.", braced).Replace(v, braced)
	}
}

// pathsOf is the words of a command that have paths after a colon.
func pathsOf(c *docker.Command) []docker.Word {
	if c.Verb == "cp" {
		return c.Operands
	}
	var words []docker.Word
	for _, o := range c.Options {
		if o.Name == "volume" && o.Value.Arg != nil {
			words = append(words, o.Value)
		}
	}
	return words
}
