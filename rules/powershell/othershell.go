package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

var foreignVariables = []*lint.Rule{
	{
		ID: "variable-of-another-shell", Summary: "docker gets `$(pwd)` or `%CD%` as text", Topic: "command-line",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", On: subject.Set{Any: true},
		Refs:  []string{"https://github.com/moby/moby/blob/HEAD/daemon/volume/local/local.go", "https://github.com/docker/docs/issues/14686"},
		Check: lint.Each(foreignVariable),
	},
}

func foreignVariable(p *lint.Pass, c *docker.Command) {
	if c.Script.Parent != nil || !check.MeantForWindows(p, c) {
		return // or the script around it may expand the text
	}
	for _, arg := range c.Args {
		if isVerbatim(arg) {
			return // PowerShell expands %NAME% after it
		}
	}
	foreign, shell, own, form := notOfPosix, "sh", "${PWD}", "${NAME}"
	switch {
	case c.Script.Language.IsCmd():
		foreign, shell, own, form = notOfCmd, "cmd", "%CD%", "%NAME%"
	case c.Script.Language.IsPowerShell():
		shell, form = "PowerShell", "$env:NAME"
	}
	for _, w := range ownWords(c) {
		at := foreign.FindStringIndex(w.Pattern)
		if len(at) == 0 || w.text && w.Pattern[at[0]] == '%' && strings.ToUpper(w.Pattern[at[0]:at[1]]) != w.Pattern[at[0]:at[1]] {
			continue // or a pattern for a log, such as %msg%
		}
		v := w.Slice(at[0], at[1])
		f := p.Reportf(v, "%s does not expand `%s`", shell, v).Notef("docker gets the text as it is written.").Subsumes(w)
		if !w.refused {
			f.WithSeverity(lint.Warning)
		}
		if !workingDirectory.MatchString(v.String()) {
			f.Helpf("Replace `%s` with its equivalent in %s.", v, shell)
			if m := variableName.FindStringSubmatch(v.String()); m != nil {
				f.Helpf("Write `%s`.", strings.Replace(form, "NAME", m[1], 1))
			}
			continue
		}
		f.Helpf("Write `%s`.", own)
		if !strings.ContainsAny(w.Arg.String(), "'") {
			f.Replace(v, own)
		}
	}
}

// An ownWord is a word that docker itself reads.
type ownWord struct {
	docker.Word
	text    bool // it is any text
	refused bool // docker fails if a variable in it is not expanded
}

// ownWords is the words that docker itself reads: not those that a shell in the container gets, and no templates.
func ownWords(c *docker.Command) []ownWord {
	var list []ownWord
	for _, o := range c.Options {
		switch o.Name {
		case "format", "filter", "health-cmd", "log-opt":
			continue
		}
		if o.Value.Arg != nil {
			list = append(list, ownWord{
				Word: o.Value, text: slices.Contains([]string{"env", "label"}, o.Name),
				refused: slices.Contains([]string{"volume", "mount", "tag", "file"}, o.Name),
			})
		}
	}
	if c.Verbs("build", "cp") {
		for _, w := range c.Operands {
			list = append(list, ownWord{Word: w, refused: true})
		}
	}
	return list
}

var (
	// notOfCmd is what only PowerShell and POSIX shells expand.
	notOfCmd = lazy.MustCompile("(?i)\\$\\((?:pwd|Get-Location)\\)|\\$PWD\\b|\\$\\{PWD\\}|\\$env:\\w+|`pwd`")
	// notOfPosix is what only cmd expands; a format of a date such as %Y%m%d is not like it.
	notOfPosix = lazy.MustCompile(`(?i)%CD%|%~dp0|%[A-Z_][A-Z_][A-Z_]\w*%`)
	// variableName is the name in "%NAME%" or "$env:NAME"; "%~dp0" has none.
	variableName = lazy.MustCompile(`(?i)^(?:%|\$env:)(\w+)%?$`)
	// workingDirectory is each way to write the working directory.
	workingDirectory = lazy.MustCompile("(?i)pwd|%CD%|Get-Location")
)
