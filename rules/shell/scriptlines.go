package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

// scriptLines is the rules about the text of script files: lines that end too early, and quotes that are none.
var scriptLines = []*lint.Rule{
	{
		ID: "script-line-not-continued", Summary: "A space after the backtick or caret ends the command", Topic: "command-line",
		Severity: lint.Error, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_special_characters",
			aboutCmd,
		},
		Check: lint.Each(scriptLineNotContinued),
	},
	{
		ID: "docker-argument-in-single-quotes", Summary: "cmd passes single quotes to docker as part of an argument", Topic: "cmd",
		Severity: lint.Warning, Fix: lint.Unsafe, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs:  []string{aboutCmd, "https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments"},
		Check: lint.Each(singleQuotesForDocker),
	},
}

// scriptLineNotContinued looks at all of a script, since one that ends a command too early may not parse.
func scriptLineNotContinued(p *lint.Pass, u *subject.Unit) {
	if len(u.Scopes) > 0 && !slices.ContainsFunc(u.Scopes, func(s *subject.Scope) bool { return s.OS != windows.Linux }) {
		return
	}
	for _, s := range u.Scripts {
		sign, ends := "backtick", endsAfterBacktick
		switch {
		case s.Language == script.Batch:
			sign, ends = "caret", endsAfterCaret
		case !s.Language.IsPowerShell():
			continue
		}
		text := s.Text.String()
		for _, at := range ends.FindAllStringSubmatchIndex(text, -1) {
			next := text[at[4]:at[5]]
			if next == "" || check.InProse(s, at[2]) || strings.HasPrefix(lineAround(text, at[2]), "rem") {
				continue
			}
			after := "space"
			if text[at[2]+1] == '\t' {
				after = "tab"
			}
			f := p.Reportf(s.Text.SpanOf(at[2], at[3]), "The %s after the %s ends the command here", after, sign).
				Notef("The %s escapes the %s instead of the line end, so the next line is a separate command.", sign, after).
				Helpf("Remove the %s after the %s.", after, sign)
			if !strings.HasPrefix(next, "-") && !strings.HasPrefix(next, "|") {
				f.WithSeverity(lint.Warning)
			}
		}
	}
}

// The continuation sign with the spaces after it, and the first word of the next line.
var (
	endsAfterBacktick = lazy.MustCompile("(?:^|[ \t])(`[ \t]+)\r?\n[ \t]*([^ \t\r\n]*)")
	endsAfterCaret    = lazy.MustCompile(`(?:^|[ \t])(\^[ \t]+)\r?\n[ \t]*([^ \t\r\n]*)`)
)

// lineAround is the line of a text that a place is in, in lower case without the spaces before it.
func lineAround(text string, at int) string {
	return strings.ToLower(strings.TrimLeft(text[strings.LastIndexByte(text[:at], '\n')+1:at], " \t@"))
}

func singleQuotesForDocker(p *lint.Pass, c *docker.Command) {
	if !c.Script.Language.IsCmd() || c.Script.Parent != nil || !check.MeantForWindows(p, c) {
		return
	}
	line := c.Line()
	text := line.String()
	for _, at := range inSingleQuotes.FindAllStringSubmatchIndex(text, -1) {
		if strings.Count(text[:at[2]], `"`)%2 == 1 {
			continue
		}
		quoted := text[at[2]:at[3]]
		f := p.Reportf(line.SpanOf(at[2], at[3]), "cmd passes the single quotes in `%s` to docker", check.Brief(quoted)).Helpf("Write `\"%s\"`.", strings.Trim(quoted, "'")).
			Replace(line.SpanOf(at[2], at[2]+1), `"`).Replace(line.SpanOf(at[3]-1, at[3]), `"`)
		if strings.ContainsAny(quoted, " \t") {
			f.Notef("Single quotes do not group words in cmd, so docker gets several arguments, starting with `%s`.", check.Brief(quoted[:strings.IndexAny(quoted, " \t")]))
			continue
		}
		f.Notef("Single quotes are ordinary characters in cmd, so they are part of the argument.").WithSeverity(lint.Info)
	}
}

// inSingleQuotes is an argument, or the value of an option, in single quotes.
var inSingleQuotes = lazy.MustCompile(`(?:[ \t=])('[^'"]+')(?:$|[ \t])`)
