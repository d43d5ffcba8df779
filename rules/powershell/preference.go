package powershell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/windows"
)

var preferences = []*lint.Rule{
	{
		ID: "no-error-preference", Summary: "A RUN succeeds although a PowerShell cmdlet failed", Topic: "exit-codes",
		Severity: lint.Warning, Fix: lint.Unsafe, Since: "0.1.0",
		Refs: []string{
			check.PreferencesPage,
			"https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe",
			"https://docs.docker.com/reference/dockerfile/#shell",
		},
		Check: check.Scripts(noErrorPreference),
	},
	{
		ID: "error-preference-too-late", Summary: "`$ErrorActionPreference = 'Stop'` is set too late", Topic: "exit-codes",
		Severity: lint.Warning, Since: "0.1.0",
		Refs:  []string{check.PreferencesPage, "https://docs.docker.com/reference/dockerfile/#run"},
		Check: check.Scripts(errorPreferenceTooLate),
	},
}

const errorPreference = "erroractionpreference"

func noErrorPreference(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || !s.Language.IsPowerShell() || s.Unread() || handlesErrors(s) {
		return
	}
	statements := check.TopStatements(s)
	for i := range statements {
		if i == len(statements)-1 {
			return
		}
		last := statements[len(statements)-1]
		at, does := fallible(statements[i])
		if at == nil || needs(last, statements[i]) || startsFrom(statements[i], statements[i+1:]) {
			continue
		}
		f := p.Reportf(at, "PowerShell continues even if `%s` fails", does).
			Notef("The RUN succeeds if its last statement, `%s`, succeeds.", check.Brief(strings.TrimSpace(last.String())))
		if s.Parent != nil { // SHELL does not apply to a PowerShell that the line starts
			f.Helpf("Set `$ErrorActionPreference = 'Stop'` before this command.")
		} else {
			f.Helpf("Set `$ErrorActionPreference = 'Stop'` before this command, preferably in SHELL.")
		}
		stopOnErrors(p, f, s)
		return
	}
}

// handlesErrors reports whether a script decides itself what happens if a command fails.
func handlesErrors(s *script.Script) bool {
	if check.LastAssignment(s, errorPreference, s.Text.Len()) != nil {
		return true
	}
	for c := range script.Nodes[*script.Compound](s.Body) {
		if c.Keyword == "try" || c.Keyword == "trap" {
			return true
		}
	}
	for c := range s.Commands() {
		if c.Keyword && c.Is("exit", "throw") || c.Is("set-variable") {
			return true
		}
	}
	for v := range script.Nodes[*script.Variable](s.Body) {
		if v.Name == "?" || v.Name == "lastexitcode" || v.Name == "psdefaultparametervalues" {
			return true
		}
	}
	return false
}

// fallible is the cmdlet in a statement that depends on the network, a file or an installer, and its name; nil if there is
// none, or if the statement says what to do on failure.
func fallible(st *script.Statement) (script.Node, string) {
	body := st.Body
	if a, ok := body.(*script.Assign); ok {
		body = a.Value
	}
	pipeline, ok := body.(*script.Pipeline)
	if !ok {
		return nil, ""
	}
	for _, n := range pipeline.Elements {
		switch n := n.(type) {
		case *script.Command:
			if param, _ := n.Param("erroraction"); param == nil && n.Name != nil && fails(n.Cmdlet()) {
				return n.Name, n.Name.String()
			}
		case *script.Member:
			if n.Call && n.Lower == "downloadfile" {
				return n.Name, n.Name.String()
			}
		}
	}
	return nil, ""
}

// needs reports whether the last statement of a script also fails if a statement fails, because it names the file that is
// downloaded, or the service or account that is made.
func needs(last *script.Statement, st *script.Statement) bool {
	for c := range script.Nodes[*script.Command](st) {
		if _, file := c.Param("outfile"); file != nil {
			name := file.Value().String()
			name = name[strings.LastIndexAny(name, `\/`)+1:]
			return name != "" && strings.Contains(last.String(), name)
		}
		if user := check.OnlyCommand(last); strings.HasPrefix(c.Cmdlet(), "new-") && user != nil && script.IsCmdletName(user.Cmdlet()) && !prints(user) {
			made := nameOf(c)
			return made != nil && slices.ContainsFunc(user.Args, func(a *script.Arg) bool { return a.Is(made.Value().String()) })
		}
	}
	return false
}

// nameOf is the name that a cmdlet gives what it makes; nil if it is not known.
func nameOf(c *script.Command) *script.Arg {
	_, name := c.Param("name")
	if name == nil && len(c.Args) > 0 && c.Args[0].Param == "" {
		name = c.Args[0]
	}
	if name == nil || !name.Known() {
		return nil
	}
	return name
}

// prints reports whether a cmdlet only prints its arguments.
func prints(c *script.Command) bool { return strings.HasPrefix(c.Cmdlet(), "write-") }

// startsFrom reports whether a later statement starts a program by its full path, in a directory that a statement names: the error
// in the log then shows that the directory is not there.
func startsFrom(st *script.Statement, later []*script.Statement) bool {
	text := strings.ToLower(strings.ReplaceAll(st.String(), "/", `\`))
	for _, next := range later {
		c := check.OnlyCommand(next)
		if c == nil || c.Name == nil || c.Keyword {
			continue
		}
		program := strings.ToLower(strings.ReplaceAll(c.Name.Value().String(), "/", `\`))
		if !windows.HasDrive(program) || strings.HasPrefix(program, `c:\windows\`) {
			continue
		}
		for directory := parentOf(program); len(directory) > len(`c:\`); directory = parentOf(directory) {
			if namesDirectory(text, directory) {
				return true
			}
		}
	}
	return false
}

// parentOf is the directory that a path with backslashes is in: "c:\app" for `c:\app\x.exe`; "" for a drive.
func parentOf(path string) string { return path[:max(0, strings.LastIndexByte(path, '\\'))] }

// namesDirectory reports whether a text names a directory, and not only what is in it.
func namesDirectory(text, directory string) bool {
	for {
		_, rest, found := strings.Cut(text, directory)
		if !found || endsPath(rest) {
			return found
		}
		text = rest
	}
}

// endsPath reports whether a path ends before the text, but for a last backslash.
func endsPath(rest string) bool {
	rest = strings.TrimPrefix(rest, `\`)
	return rest == "" || strings.ContainsAny(rest[:1], " \"'`,;)\t")
}

func fails(cmdlet string) bool {
	switch cmdlet {
	case "invoke-webrequest", "invoke-restmethod", "start-bitstransfer", "expand-archive", "start-process",
		"copy-item", "move-item", "rename-item", "new-item", "set-itemproperty", "new-itemproperty", "set-acl",
		"add-windowsfeature", "uninstall-windowsfeature", "remove-windowsfeature", "enable-windowsoptionalfeature",
		"disable-windowsoptionalfeature", "add-windowscapability",
		"new-service", "set-service", "new-localuser", "add-localgroupmember", "new-smbshare",
		"import-certificate", "import-pfxcertificate",
		"new-website", "new-webapppool", "new-webbinding", "new-iissite", "remove-iissite", "start-iissite",
		"set-webconfigurationproperty", "add-webconfigurationproperty", "clear-webconfigurationproperty":
		return true
	}
	return strings.HasPrefix(cmdlet, "install-")
}

// stopOnErrors makes the fix: the preference in the SHELL of this file that starts the script, or before the script.
func stopOnErrors(p *lint.Pass, f *lint.Finding, s *script.Script) {
	const set = "$ErrorActionPreference = 'Stop';"
	by, start := p.Shell.By, check.TopStatements(s)[0].Span().Start
	if by == nil || s.Parent != nil || len(s.Options) > 1 {
		f.Insert(start, set+" ")
		return
	}
	last := by.Words[len(by.Words)-1]
	switch {
	case len(by.Words) == 1:
		f.Insert(last.Span().End, `, "-Command", "`+set+`"`)
	case strings.EqualFold(last.Value, "-Command"):
		f.Insert(last.Span().End, `, "`+set+`"`)
	default:
		f.Insert(start, set+" ")
	}
}

// errorPreferenceTooLate looks at PowerShell that sets the preference and then runs nothing, or first runs something that
// can fail.
func errorPreferenceTooLate(p *lint.Pass, in *dockerfile.Instruction, s *script.Script) {
	if in.Name != "RUN" || !s.Language.IsPowerShell() || s.Unread() {
		return
	}
	set := stopIn(s)
	if set == nil {
		return
	}
	if onlyPreferences(s) {
		p.Reportf(set, "`%s` has no effect after this RUN", set).
			Notef("Each RUN starts a new PowerShell process.").Helpf("Set it in SHELL, which applies to every RUN after it.")
		return
	}
	for _, st := range check.TopStatements(s) {
		if st.Start > set.Start {
			return
		}
		if at, does := fallible(st); at != nil {
			p.Reportf(set, "`%s` does not apply to the `%s` before it", set, does).
				Notef("If `%s` fails, PowerShell continues with the next statement.", does).
				Helpf("Move it to the start of the RUN or, preferably, to SHELL.").Relate(at, "runs before it is set")
			return
		}
	}
}

// onlyPreferences reports whether a script sets preferences and does nothing else.
func onlyPreferences(s *script.Script) bool {
	for _, st := range check.TopStatements(s) {
		a, ok := st.Body.(*script.Assign)
		if !ok {
			return false
		}
		if v, ok := a.Target.(*script.Variable); !ok || !strings.HasSuffix(v.Name, "preference") {
			return false
		}
	}
	return true
}

// stopIn is the first assignment of Stop in a script, if SHELL does not set the preference.
func stopIn(s *script.Script) *script.Assign {
	if s.Prefix != nil && s.Prefix.Body != nil && check.LastAssignmentIn(s.Prefix, errorPreference, s.Prefix.Text.Len()) != nil {
		return nil
	}
	for _, st := range check.TopStatements(s) {
		a, ok := st.Body.(*script.Assign)
		if !ok {
			continue
		}
		if v, ok := a.Target.(*script.Variable); ok && check.VariableName(v) == errorPreference {
			if strings.EqualFold(check.LiteralText(a.Value), "stop") {
				return a
			}
			return nil
		}
	}
	return nil
}
