package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/source"
)

// Descriptions by Microsoft and others of how cmd.exe reads a line.
const (
	aboutCmd       = "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd"
	aboutFor       = "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/for"
	aboutRem       = "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/rem"
	aboutVariables = "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/set_1"
)

var cmdLanguage = []*lint.Rule{
	{
		ID: "semicolon-in-cmd", Summary: "Commands after a semicolon do not run in cmd", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Unsafe, Since: "0.1.0", Refs: []string{aboutCmd}, Check: check.ScriptsAnywhere(inCmd(semicolonInCmd)),
	},
	{
		ID: "single-quotes-in-cmd", Summary: "Text in single quotes is split at its spaces in cmd", Topic: "cmd",
		Severity: lint.Info, Off: true, Since: "0.1.0",
		Refs:  []string{aboutCmd, "https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments"},
		Check: check.ScriptsAnywhere(inCmd(singleQuotesInCmd)),
	},
	{
		ID: "powershell-variable-in-cmd", Summary: "cmd does not expand `$env:NAME`", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{aboutVariables},
		Check: lint.Both{cmdLines(powerShellVariableInCmd), check.Steps(inBatch(powerShellVariableForDocker))},
	},
	{
		ID: "dollar-variable-in-cmd", Summary: "cmd does not expand `$NAME`", Topic: "cmd",
		Severity: lint.Warning, Fix: lint.Safe, Since: "0.1.0",
		Refs:  []string{aboutVariables, "https://docs.docker.com/reference/dockerfile/#environment-replacement"},
		Check: cmdLines(dollarVariableInCmd),
	},
	{
		ID: "percent-doubled", Summary: "`%%i was unexpected at this time` in a RUN", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{aboutFor}, Check: cmdLines(percentDoubled),
	},
	{
		ID: "remark-swallows-rest", Summary: "Commands after REM or :: do not run",
		Topic: "cmd", Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0", Refs: []string{aboutRem},
		ByText: true,
		Check:  cmdLines(remarkSwallowsRest),
	},
	{
		ID: "slash-in-cmd", Summary: "`mkdir C:/app` fails in cmd with `The syntax of the command is incorrect`", Topic: "cmd",
		Severity: lint.Error, Fix: lint.Safe, Since: "0.1.0",
		Refs: []string{
			"https://github.com/Laravel-Backpack/CRUD/issues/1183", "https://github.com/bitwarden/clients/pull/1447",
			"https://github.com/sindresorhus/del-cli/issues/32",
		},
		Check: cmdLines(slashInCmd),
	},
}

// cmdLines is a check of each line that cmd runs.
func cmdLines(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) lint.Check {
	return check.Scripts(inCmd(f))
}

// inCmd runs a check on the scripts that are command lines of cmd.
func inCmd(f func(*lint.Pass, *dockerfile.Instruction, *script.Script)) func(*lint.Pass, *dockerfile.Instruction, *script.Script) {
	return func(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
		if s.Language == script.Cmd && s.Body != nil {
			f(p, in, s)
		}
	}
}

// ownCommands is the commands of a script whose arguments no other shell reads.
func ownCommands(s *script.Script) []*script.Command {
	var list []*script.Command
	for c := range s.Commands() {
		if c.Name != nil && c.Starts == nil && check.StartedBy(c) == nil {
			list = append(list, c)
		}
	}
	return list
}

func semicolonInCmd(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for _, c := range ownCommands(s) {
		line := c.Line()
		found := semicolons(c)
		if len(found) == 0 {
			continue
		}
		rest := strings.TrimSpace(line.String()[found[0]+1:])
		next, _, _ := strings.Cut(rest, ";")
		f := p.Reportf(line.SpanOf(found[0], found[0]+1), "`;` does not separate commands in cmd").
			Notef("cmd passes `%s` to `%s` as arguments instead of running it.",
				check.Brief(strings.TrimSpace(next)), check.Brief(c.Name.Value().String())).
			Helpf("Separate the commands with `&&`.")
		for _, at := range found {
			by := " &&"
			if strings.HasSuffix(line.String()[:at], " ") {
				by = "&&"
			}
			f.Replace(line.SpanOf(at, at+1), by)
		}
		return
	}
}

// semicolons is the offset of each ";" in the line of a command that is outside quotes and before what can only be another
// command.
func semicolons(c *script.Command) []int {
	line := c.Line().String()
	var found []int
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case quoted || line[i] != ';':
		case beginsCommand(line[i+1:], c.Is("echo", "title", "set")):
			found = append(found, i)
		}
	}
	return found
}

// beginsCommand reports whether s begins with spaces and the name of a program or builtin. In prose, names that are common
// words do not count.
func beginsCommand(s string, prose bool) bool {
	rest := strings.TrimLeft(s, " \t")
	if rest == s || rest == "" {
		return false
	}
	word := strings.ToLower(rest[:strings.IndexAny(rest+" ", " \t;&|")])
	for _, extension := range [...]string{".exe", ".cmd", ".bat", ".msi"} {
		if name, found := strings.CutSuffix(word, extension); found {
			return name != ""
		}
	}
	return slices.Contains(plainCommands, word) || !prose && slices.Contains(wordCommands, word)
}

// The commands that images are built with; wordCommands are also words of English.
var (
	plainCommands = []string{
		"cargo", "cd", "chdir", "choco", "cmake", "cmd", "copy", "curl", "del", "dism", "dotnet", "echo", "gem", "gradle", "icacls",
		"md", "mkdir", "mklink", "msbuild", "msiexec", "mvn", "net", "netsh", "npm", "npx", "nuget", "pip", "pnpm",
		"popd", "powershell", "pushd", "pwsh", "python", "rd", "ren", "rmdir", "robocopy", "sc", "setx", "takeown", "tar",
		"wget", "winget", "xcopy", "yarn", "7z",
	}
	wordCommands = []string{"call", "erase", "exit", "expand", "git", "go", "move", "node", "reg", "set", "start", "type"}
)

func singleQuotesInCmd(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
	for _, c := range ownCommands(s) {
		if c.Is("echo", "appcmd", "choco") {
			continue
		}
		line := c.Line()
		at := singleQuoted.FindStringSubmatchIndex(line.String())
		if len(at) == 0 || strings.Count(line.String()[:at[2]], `"`)%2 == 1 {
			continue
		}
		quoted := line.String()[at[2]:at[3]]
		p.Reportf(line.SpanOf(at[2], at[3]), "`%s` is split at its spaces, because cmd does not support single quotes", check.Brief(quoted)).
			Notef("cmd and the programs that it starts treat `'` as an ordinary character, so `%s` gets `%s` as a separate argument.",
				check.Brief(c.Name.Value().String()), check.Brief(quoted[:strings.IndexAny(quoted, " \t")])).
			Helpf("%s", inDoubleQuotes(quoted))
	}
}

// inDoubleQuotes says how to write a word in single quotes for cmd.
func inDoubleQuotes(quoted string) string {
	if strings.ContainsAny(quoted, "\"`") {
		return "Use double quotes instead of single quotes."
	}
	return "Write `\"" + strings.Trim(quoted, "'") + "\"`."
}

// singleQuoted is a word in single quotes that contains a space.
var singleQuoted = lazy.MustCompile(`(?:^|[ \t=:])('[^' \t"]*[ \t][^'"]*')(?:$|[ \t,;&|)])`)

// expanders are the programs that expand "$NAME" themselves, or for whose arguments it has another meaning.
var expanders = []string{
	"awk", "gawk", "git", "grep", "findstr", "jq", "make", "mingw32-make", "node", "perl", "php", "python", "ruby", "sed", "ssh",
}

func powerShellVariableInCmd(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	dollars(p, in, s, envVariable, func(p *lint.Pass, at source.Span, written, name string) *lint.Finding {
		return p.Reportf(at, "cmd does not expand `%s`", written).
			Notef("cmd expands only names between percent signs, so the command gets the text as it is written.").
			Helpf("Write `%%%s%%`.", name)
	})
}

// inBatch runs a check on the docker commands of batch files.
func inBatch(f func(*lint.Pass, *docker.Command)) func(*lint.Pass, *dockerfile.Instruction, *script.Script) {
	return func(p *lint.Pass, _ *dockerfile.Instruction, s *script.Script) {
		if s.Language != script.Batch {
			return
		}
		for c := range s.Commands() {
			if d := docker.Read(c); d != nil {
				f(p, d)
			}
		}
	}
}

// powerShellVariableForDocker looks at what docker itself reads: what follows the image may be for a PowerShell in the container.
func powerShellVariableForDocker(p *lint.Pass, c *docker.Command) {
	words := c.Operands
	if c.Verbs("run", "create", "exec") {
		words = words[:min(1, len(words))]
	}
	for _, o := range c.Options {
		words = append(slices.Clip(words), o.Value)
	}
	for _, w := range words {
		at := envVariable.FindStringSubmatchIndex(w.String())
		if at == nil {
			continue
		}
		variable := w.Slice(at[0], at[1])
		name := submatch(w.String(), at, 1) + submatch(w.String(), at, 2)
		p.Reportf(variable, "cmd does not expand `%s`", variable).
			Notef("cmd expands only names between percent signs, so docker gets the text as it is written.").
			Helpf("Write `%%%s%%`, or run the script in PowerShell.", name).Replace(variable, "%"+name+"%").WithSeverity(lint.Warning)
	}
}

// envVariable is "$env:NAME" or "${env:NAME}".
var envVariable = lazy.MustCompile(`(?i)\$(?:env:(\w+)|\{env:([\w()]+)\})`)

func dollarVariableInCmd(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	dollars(p, in, s, dollarVariable, func(p *lint.Pass, at source.Span, written, name string) *lint.Finding {
		if !p.Variables.Declares(name) || !in.Is("RUN") && !p.Variables.Lasts(name) {
			return nil
		}
		return p.Reportf(at, "`%s` is not expanded here", written).
			Notef("The builder does not expand variables in %s, and cmd expands only `%%%s%%`.", in.Name, name).
			Helpf("Write `%%%s%%`.", name)
	})
}

// dollarVariable is "$NAME" or "${NAME}".
var dollarVariable = lazy.MustCompile(`\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})`)

// wholeVariable is a line whose command begins with a variable that nothing is assigned to.
var wholeVariable = lazy.MustCompile(`^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})(?:[\\/]\S*)?(?:\s+[^\s=]|\s*$)`)

// dollars passes the variables of another shell in the commands of a line to report, and rewrites them for cmd. Text that
// is written to a file may be for that other shell; text that is printed is only text.
func dollars(
	p *lint.Pass, in *dockerfile.Instruction, s *script.Script, form *lazy.Regexp,
	report func(p *lint.Pass, at source.Span, written, name string) *lint.Finding,
) {
	for _, c := range ownCommands(s) {
		line := c.Line()
		if len(c.Redirects) > 0 || c.Is(expanders...) || piped(c) {
			continue
		}
		from := len(c.Name.String())
		if form == dollarVariable && wholeVariable.MatchString(line.String()) {
			from = 0 // the variable names the program
		}
		for _, at := range form.FindAllStringSubmatchIndex(line.String(), -1) {
			if at[0] < from || expandedOutside(c, line.SpanOf(at[0], at[1])) {
				continue
			}
			name := submatch(line.String(), at, 1) + submatch(line.String(), at, 2)
			f := report(p, line.SpanOf(at[0], at[1]), line.String()[at[0]:at[1]], name)
			if f == nil {
				continue
			}
			if c.Is("echo") {
				f.WithSeverity(lint.Info)
			}
			if in.Is("RUN") || !in.Exec {
				f.Replace(line.SpanOf(at[0], at[1]), "%"+name+"%")
			}
		}
	}
}

// expandedOutside reports whether a shell around this one expands the text at a place.
func expandedOutside(c *script.Command, at source.Span) bool {
	for v := range script.Nodes[*script.Variable](c) {
		if v.Outer && v.Span().Overlaps(at) {
			return true
		}
	}
	return false
}

// piped reports whether what the command writes goes to another one.
func piped(c *script.Command) bool { return c.Pipeline != nil && len(c.Pipeline.Elements) > 1 }

// submatch is group n of a match; "" if the group is not part of it.
func submatch(s string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

func percentDoubled(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	for c := range script.Nodes[*script.Compound](s.Body) {
		if c.Keyword != "for" {
			continue
		}
		for _, head := range c.Clauses[0].Head {
			if !doubledVariable.MatchString(head.String()) {
				continue
			}
			name := head.String()[1:]
			f := p.Reportf(head, "`%s` is valid only in a batch file", head).
				Notef("In a command line, cmd fails with `%s was unexpected at this time`.", head).
				Helpf("Write `%s`.", name).Subsumes(in)
			for _, at := range doubledUses(s.Text.String(), name) {
				f.Delete(s.Text.SpanOf(at, at+1))
			}
			return
		}
	}
}

var doubledVariable = lazy.MustCompile(`^%%[A-Za-z]$`)

// doubledUses is the offsets in a text at which "%%" is written instead of the "%" of the loop variable "%i": as in "%%i",
// "%%~nxi".
func doubledUses(text, variable string) []int {
	var found []int
	for _, at := range loopVariable.FindAllStringIndex(text, -1) {
		if strings.HasSuffix(text[at[0]:at[1]], variable[1:]) {
			found = append(found, at[0])
		}
	}
	return found
}

var loopVariable = lazy.MustCompile(`%%(?:~[A-Za-z]+|[A-Za-z])`)

func remarkSwallowsRest(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	for _, c := range s.Comments {
		text := c.String()
		at := strings.IndexAny(text, "&|")
		if at < 0 || strings.HasPrefix(text, ")") {
			continue
		}
		word := text[:len("rem")]
		if strings.HasPrefix(text, "::") {
			word = "::"
		}
		lost := strings.TrimLeft(text[at:], "&| \t")
		if lost == "" || strings.TrimSpace(text[len(word):at]) == "" { // cmd runs an operator that comes directly after REM
			continue
		}
		f := p.Reportf(c.Text().Slice(0, len(word)), "`%s` comments out the commands after it", word).
			Notef("cmd gets the instruction as one line, so `%s` does not run.", check.Brief(strings.Join(strings.Fields(lost), " "))).
			Helpf("Put the comment on its own line and begin it with `#`.")
		remarkFix(p, f, in, c)
	}
}

// remarkFix turns a remark on its own line into a comment of the Dockerfile.
func remarkFix(p *lint.Pass, f *lint.Finding, in *dockerfile.Instruction, c *script.Comment) {
	file := p.Unit.File
	at := c.Span().Start
	line := file.Line(file.Position(at).Line)
	if strings.TrimSpace(file.Text[line.Start:at]) != "" || line.Start < in.Span().Start {
		return
	}
	own := ownRemark.FindStringSubmatchIndex(file.Slice(source.Span{Start: at, End: line.End}))
	if own == nil {
		return
	}
	f.Replace(source.Span{Start: at, End: at + own[2]}, "# ")
	f.Delete(source.Span{Start: at + own[3], End: line.End})
}

// ownRemark is a remark and the operator and escape character that continue its line.
var ownRemark = lazy.MustCompile("(?i)^(?:rem|::)[ \t]+([^&|]*?)[ \t]*&&?[ \t]*[\\\\`][ \t]*$")

// optionBuiltins is the builtins of cmd that read the text after each "/" of an argument as an option.
var optionBuiltins = []string{"md", "mkdir", "rd", "rmdir", "del", "erase", "copy"}

// slashInCmd looks for paths whose "/" begins what is not an option of the builtin.
func slashInCmd(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	for _, c := range ownCommands(s) {
		if !c.Is(optionBuiltins...) {
			continue
		}
		var f *lint.Finding
		for _, arg := range c.Args {
			written := arg.String()
			option, by := readAsOption(c, written), strings.ReplaceAll(written, "/", `\`)
			if option == "" {
				option, by = readAsOption(c, valueOf(p, arg)), `"`+written+`"`
			}
			if option == "" {
				continue
			}
			if f == nil {
				f = slashFinding(p, c, arg, option)
			}
			if s.Parent == nil && !in.Exec {
				f.Replace(arg, by)
			}
		}
		if f != nil {
			f.Subsumes(c)
		}
	}
}

func slashFinding(p *lint.Pass, c *script.Command, arg *script.Arg, option string) *lint.Finding {
	says := "The syntax of the command is incorrect."
	if c.Is("rd", "rmdir", "del", "erase") {
		says = "Invalid switch - \"" + option + "\"."
	}
	f := p.Reportf(arg, "`%s` in cmd treats the text after `/` as an option", c.Lower)
	if value := valueOf(p, arg); value != arg.String() {
		return f.Notef("cmd expands the argument to `%s`. The command fails with `%s`.", check.Brief(value), says).
			Helpf("Put the argument in double quotes.")
	}
	return f.Notef("The command fails with `%s`.", says).Helpf("Write `\\` instead of `/`, or put the path in double quotes.")
}

// valueOf is an argument with the value of the variable that it begins with, if that is known; else as it is written.
func valueOf(p *lint.Pass, arg *script.Arg) string {
	text := arg.String()
	for v := range script.Nodes[*script.Variable](arg) {
		if name := strings.Trim(v.String(), "%"); strings.HasPrefix(text, "%"+name+"%") {
			if value, set := p.Variables.InProcess(name); set && value.Known {
				return value.Text + text[len(name)+2:]
			}
		}
		break
	}
	return text
}

// readAsOption is what a builtin takes for an option in a path; "" if that may be one, or nothing is. Options of these builtins
// are one letter, which a value may follow.
func readAsOption(c *script.Command, path string) string {
	m := slashedPath.FindStringSubmatch(path)
	if m == nil {
		return ""
	}
	option := m[1]
	if mayBeOption := len(option) == 1 && !c.Is("md", "mkdir"); mayBeOption {
		return ""
	}
	return option
}

// slashedPath is a path without quotes and the part of it that follows its first "/".
var slashedPath = lazy.MustCompile(`^[^"'/^]+/([\w.*][^"':/^]*)(?:/[^"':/^]+)*$`)
