package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

var native = []*lint.Rule{
	{
		ID: "native-exit-code", Summary: "A RUN succeeds although a program in the script failed", Topic: "exit-codes",
		Severity: lint.Warning, Since: "0.1.0",
		Refs: []string{
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_automatic_variables",
			check.PreferencesPage,
		},
		ByText: true,
		Check:  check.Scripts(nativeExitCode),
	},
}

func nativeExitCode(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || !s.Language.IsPowerShell() || s.Unread() || looksAtExitCodes(s) {
		return
	}
	c := mostSevere(s)
	if c == nil {
		return
	}
	help := "Add `if ($LASTEXITCODE) { exit $LASTEXITCODE }` after this command"
	if slices.ContainsFunc(check.TopStatements(s), func(st *script.Statement) bool { return check.OnlyCommand(st) == c }) {
		help += ", or make the command the last statement of the RUN"
	}
	f := p.Reportf(c.Name, "PowerShell continues even if `%s` fails", check.Brief(c.String())).
		Notef("`$ErrorActionPreference` does not apply to programs.").
		Helpf("%s.", help)
	if isMinor(c) {
		f.WithSeverity(lint.Info)
	}
}

// isMinor reports whether a failure of a program is unlikely, or shows later.
func isMinor(c *script.Command) bool {
	return worksOf(c) == fetches || unpacks(c) && checksHash(c.Script)
}

// mostSevere is the program whose unseen failure counts most: the first one, or the first one that builds something.
func mostSevere(s *script.Script) *script.Command {
	u := &unseen{script: s}
	u.in(check.TopStatements(s), nil, false)
	for _, c := range u.found {
		if !isMinor(c) {
			return c
		}
	}
	if len(u.found) == 0 {
		return nil
	}
	return u.found[0]
}

// unseen collects the programs of a script whose failure nothing sees.
type unseen struct {
	script *script.Script
	found  []*script.Command
}

// in looks at some statements. after is what runs after them. If they run again, or something runs after them, the last of them
// is no exception.
func (u *unseen) in(statements, after []*script.Statement, again bool) {
	for i, st := range statements {
		rest := slices.Concat(statements[i+1:], after)
		if f, ok := st.Body.(*script.Function); ok {
			u.function(f, rest)
			continue
		}
		for _, block := range blocksOf(st) {
			if !ends(block.Statements) {
				u.in(block.Statements, rest, again || block.loops || len(rest) > 0)
			}
		}
		if len(rest) == 0 && !again {
			return
		}
		c := check.OnlyCommand(st)
		if op := st.Op.String(); c == nil || len(c.Args) == 0 || op == "&&" || op == "||" {
			continue
		}
		if worksOf(c) > 0 && !missed(c, rest) {
			u.found = append(u.found, c)
		}
	}
}

// function looks at the body of a function that the script calls. If the one call is the end of the script, so is the end of the
// body.
func (u *unseen) function(f *script.Function, rest []*script.Statement) {
	if f.Keyword != "function" || f.Body == nil || ends(f.Body.Statements) {
		return
	}
	name, calls := strings.ToLower(f.Name.String()), 0
	for c := range u.script.Commands() {
		if c.Lower == name {
			calls++
		}
	}
	var last *script.Command
	if len(rest) > 0 {
		last = check.OnlyCommand(rest[len(rest)-1])
	}
	switch {
	case calls == 1 && last != nil && last.Lower == name:
		u.in(f.Body.Statements, nil, false)
	case calls > 0:
		u.in(f.Body.Statements, rest, true)
	}
}

// An inner is a block inside of a statement.
type inner struct {
	*script.Block
	loops bool
}

// blocksOf is the blocks that a statement runs: of if, try and loops, and of ForEach-Object.
func blocksOf(st *script.Statement) (list []inner) {
	switch body := st.Body.(type) {
	case *script.Compound:
		loops := slices.Contains([]string{"for", "foreach", "while", "do"}, body.Keyword)
		for _, clause := range body.Clauses {
			if clause.Body != nil && clause.Keyword != "catch" && clause.Keyword != "trap" {
				list = append(list, inner{clause.Body, loops})
			}
		}
	case *script.Pipeline:
		c, _ := body.Elements[len(body.Elements)-1].(*script.Command)
		if c == nil || c.Cmdlet() != "foreach-object" {
			return nil
		}
		for _, arg := range c.Args {
			if block, ok := arg.Expr().(*script.Group); ok && block.Open == "{" && block.Body != nil {
				list = append(list, inner{block.Body, true})
			}
		}
	}
	return list
}

// ends reports whether statements end the script themselves.
func ends(statements []*script.Statement) bool {
	for _, st := range statements {
		for c := range script.Nodes[*script.Command](st) {
			if c.Keyword && c.Is("exit", "throw") {
				return true
			}
		}
	}
	return false
}

// checksHash reports whether a script compares a download with its hash: hardly anything but a full disk then keeps an
// archive from being unpacked.
func checksHash(s *script.Script) bool {
	for c := range s.Commands() {
		if c.Is("get-filehash", "certutil") {
			return true
		}
	}
	return false
}

// missed reports whether a cmdlet after a program names what the program should make, and so fails without it. After net it
// may also be a program: the user that is added to a group. So it may after curl: what unpacks the file.
func missed(c *script.Command, rest []*script.Statement) bool {
	operands := c.Args
	if !c.Is("curl") {
		operands = operands[1:] // without the verb
	}
	for _, st := range rest {
		if !startsWithCmdlet(st) && !c.Is("net", "curl") || (unpacks(c) || c.Is("curl")) && removes(st) {
			continue
		}
		text := strings.ToLower(st.String())
		for _, arg := range operands {
			made := strings.TrimSuffix(strings.ToLower(arg.Value().String()), ".git")
			if c.Is("git", "curl") {
				made = made[strings.LastIndexAny(made, `/\`)+1:]
			}
			if len(made) > 3 && made[0] != '-' && made[0] != '/' && strings.Contains(text, made) {
				return true
			}
		}
	}
	return false
}

// unpacks reports whether a program reads an archive, which is there whether it fails or not.
func unpacks(c *script.Command) bool { return c.Is("tar", "7z", "7za") }

func removes(st *script.Statement) bool {
	c := check.OnlyCommand(st)
	return c != nil && c.Cmdlet() == "remove-item"
}

func startsWithCmdlet(st *script.Statement) bool {
	for c := range script.Nodes[*script.Command](st) {
		return script.IsCmdletName(c.Cmdlet())
	}
	return false
}

// looksAtExitCodes reports whether a script looks at the exit code of a program, or has PowerShell do so.
func looksAtExitCodes(s *script.Script) bool {
	for _, part := range []*script.Script{s, s.Prefix} {
		if part == nil || part.Body == nil {
			continue
		}
		for v := range script.Nodes[*script.Variable](part.Body) {
			switch check.VariableName(v) {
			case "lastexitcode", "?", "psnativecommanduseerroractionpreference":
				return true
			}
		}
	}
	return false
}

// A work is what a program does that a step depends on.
type work int

const (
	fetches work = iota + 1 // what a later command misses, so that the step fails then
	builds                  // compiles, or installs packages
)

// worksOf is what a command with arguments does; 0 if the RUN does not depend on it.
func worksOf(c *script.Command) work {
	verbs, known := works[c.Lower]
	switch {
	case c.Cmdlet() != c.Lower:
		return 0 // an alias, as sc and curl are in Windows PowerShell
	case check.IsSQLSetup(c):
		return builds
	case c.Is("curl") && check.WritesFile(c):
		return fetches
	case !known:
		return 0
	case verbs == nil:
		if c.Has("--version", "-version", "/version", "--help", "/?", "show") || asks.MatchString(c.Args[0].Value().String()) ||
			c.Is("dism") && slices.ContainsFunc(c.Args, isQuery) {
			return 0
		}
		return builds
	}
	if !c.Args[0].Known() {
		return 0
	}
	verb := strings.ToLower(c.Args[0].Value().String())
	switch {
	case verb == "-m" && (len(c.Args) < 2 || !c.Args[1].Is("pip") && !c.Args[1].Is("venv")):
		return 0 // a module of which nothing is known
	case c.Is("net") && len(c.Args) < 3:
		return 0 // it prints users and groups
	}
	return verbs[verb]
}

// isQuery reports whether an option of dism changes nothing that the image needs.
func isQuery(a *script.Arg) bool {
	option := strings.ToLower(a.Value().String())
	return strings.HasPrefix(option, "/get-") || option == "/cleanup-image"
}

// asks is a first argument with which a program only prints something.
var asks = lazy.MustCompile(`(?i)^(version|-v|list|query|info|/enum|get\w*)$`)

// works is the programs whose failure matters, by their first argument; nil: whatever it is.
var works = map[string]map[string]work{
	"choco":   {"install": builds, "upgrade": builds},
	"npm":     {"install": builds, "i": builds, "ci": builds, "run": builds},
	"yarn":    {"install": builds, "build": builds},
	"pip":     {"install": builds},
	"pip3":    {"install": builds},
	"nuget":   {"install": builds, "restore": builds},
	"dotnet":  {"build": builds, "publish": builds, "restore": builds, "test": builds, "pack": builds, "tool": builds},
	"go":      {"build": builds, "install": builds, "get": builds, "test": builds},
	"cargo":   {"build": builds, "install": builds, "test": builds},
	"vcpkg":   {"install": builds},
	"git":     {"clone": fetches, "checkout": fetches, "submodule": fetches},
	"tar":     nil,
	"7z":      nil,
	"7za":     nil,
	"msbuild": nil,
	"cmake":   nil,
	"mvn":     nil,
	"gradle":  nil,
	"gradlew": nil,
	"nmake":   nil,
	"ninja":   nil,
	"make":    nil,

	"python": {"-m": builds},
	"py":     {"-m": builds},

	"icacls":        nil,
	"takeown":       nil,
	"netsh":         nil,
	"appcmd":        nil,
	"installutil":   nil,
	"regasm":        nil,
	"gacutil":       nil,
	"aspnet_regiis": nil,
	"sqlcmd":        nil,
	"sqlpackage":    nil,
	"bcdedit":       nil,
	"dism":          nil,
	"sc":            {"create": builds, "config": builds, "failure": builds},
	"gpgv":          nil,
	"gpg":           {"--verify": builds},
	"reg":           {"add": builds, "import": builds, "delete": builds},
	"net":           {"user": builds, "localgroup": builds},
	"certutil":      {"-addstore": builds, "-importpfx": builds},
	"schtasks":      {"/create": builds},
}
