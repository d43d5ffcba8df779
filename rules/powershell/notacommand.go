package powershell

import (
	"path"
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
)

// endsRun reports whether a RUN certainly fails because PowerShell looks for a text that was in quotes as a command: with the
// preference Stop, or in the last statement, whose outcome is that of the RUN.
func endsRun(in *dockerfile.Instruction, s *script.Script, list []piece) bool {
	if in == nil || in.Name != "RUN" || s.Parent != nil || catches(s) {
		return false
	}
	statements := check.TopStatements(s)
	for i, st := range statements {
		last := i == len(statements)-1
		for _, c := range commandsOf(st) {
			if isNoCommand(s, c) && slices.ContainsFunc(list, func(q piece) bool { return leaves(s, st, c, q) }) && (last || stopsAt(s, c.Start)) {
				return true
			}
		}
	}
	return false
}

// catches reports whether a script goes on after an error by itself.
func catches(s *script.Script) bool {
	for c := range script.Nodes[*script.Compound](s.Body) {
		if c.Keyword == "try" || c.Keyword == "trap" {
			return true
		}
	}
	return false
}

func stopsAt(s *script.Script, at int) bool {
	set := check.LastAssignment(s, errorPreference, at)
	return set != nil && strings.EqualFold(check.LiteralText(set.Value), "stop")
}

// commandsOf is the commands of a statement that run whenever it does.
func commandsOf(st *script.Statement) (list []*script.Command) {
	body := st.Body
	if a, ok := body.(*script.Assign); ok {
		body = a.Value
	}
	if p, ok := body.(*script.Pipeline); ok {
		for _, n := range p.Elements {
			if c, ok := n.(*script.Command); ok && c.Name != nil && !c.Keyword {
				list = append(list, c)
			}
		}
	}
	return list
}

// leaves reports whether a command of a statement is what the quotes of a piece kept together or from being a command: the value
// of an assignment, or what comes after a ";" or "|" in the text.
func leaves(s *script.Script, st *script.Statement, c *script.Command, q piece) bool {
	if a, ok := st.Body.(*script.Assign); ok && q.Start <= c.Start && c.Start < q.End {
		return strings.TrimSpace(s.Text.String()[a.Op.End:c.Start]) == ""
	}
	return q.Start < c.Start && c.Start < q.End
}

// isNoCommand reports whether PowerShell finds nothing to run by the name of a command: an address, a path of something else than a
// program, or a word that is none.
func isNoCommand(s *script.Script, c *script.Command) bool {
	name := c.Name.String()
	switch {
	case name == "" || strings.ContainsAny(name[:1], "$&.(\"'"):
		return false
	case address.MatchString(name):
		return true
	case strings.ContainsAny(name, `\/`):
		return !slices.Contains(runnable, strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/"))))
	}
	return plainWord.MatchString(name) && c.Cmdlet() == c.Lower && !script.IsCmdletName(c.Lower) && !s.Defines(name) &&
		!slices.Contains(usualCommands, c.Lower)
}

var (
	address   = lazy.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	plainWord = lazy.MustCompile(`^[A-Za-z][\w-]*$`)
	runnable  = []string{".exe", ".cmd", ".bat", ".com", ".ps1", ".msi", ".vbs", ".js", ".wsf", ".msc", ".cpl", ".lnk"}
)

// usualCommands is words that PowerShell finds as programs, or as cmdlets if "Get-" is put before them.
var usualCommands = strings.Fields(`7z 7za alias appcmd appveyor attrib awk az bash bcdedit bitsadmin bower bundle cargo cat certutil choco cl clang cmake
	cmd code command composer content corepack credential csc culture curl date defrag diskpart dism docker dotnet dsc
	event expand find findstr forfiles format fsutil g++ gacutil gcc gem git go gpg gradle grep help host hostname hotfix
	icacls iisreset installutil ipconfig item java javac job kubectl lib link location make member minikube module more
	msbuild msiexec mvn nano nbtstat net netsh netstat ninja nmake node notepad npm npx nslookup nuget openssl package
	path perl php ping pip pip3 pnpm powershell print process psdrive pwsh py python python3 random reg regasm regedit
	regsvr32 robocopy route ruby runas rundll32 rustc sc schtasks scoop scp sed service setx sfc sh shutdown signtool sort
	sqlcmd sqlpackage ssh svn systeminfo takeown tar taskkill tasklist timeout tree tsc unzip uptime user variable verb
	vim vstest w32tm where wget whoami winget winrm wmic wsl wusa xcopy yarn`)
