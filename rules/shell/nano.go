package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var nano = []*lint.Rule{
	{
		ID: "nano-missing-tool", Summary: "A program does not exist on Nano Server", Topic: "install",
		Severity: lint.Error, Since: "0.1.0", On: check.NanoSince1709,
		Refs:   []string{check.BaseImagesPage, "https://github.com/microsoft/Windows-Containers/issues/112"},
		ByText: true,
		Check:  nanoTools,
	},
}

// missingTools is what Nano Server lacks since 1709. Nano Server 2016 had PowerShell and WMI.
type missingTools []missingTool

// A missingTool is programs that belong to one thing.
type missingTool struct {
	names []string // lower case, without ".exe"; cmdlets are meant in PowerShell only
	of    string   // what they belong to; "" if they are programs by themselves
	way   string   // what to do, as a sentence with a place for the image of Server Core
	ref   string
}

const (
	inServerCore = "Do the work in a stage from `%s` and copy the result."
	useCore      = "Use a Server Core image, such as `%s`."
	copyProgram  = "Copy the program from `%s`, if it runs on Nano Server."
)

var nanoTools = missingTools{
	{
		names: []string{"powershell"}, of: "Windows PowerShell", ref: check.BaseImagesPage,
		way: "Write the command for cmd, or do the work in a stage from `%s` and copy the result.",
	},
	{
		names: []string{"pwsh"}, of: "PowerShell 7", ref: "https://stefanscherer.github.io/docker-on-windows-server-1709/",
		way: "Copy PowerShell 7 from an image that includes it, or do the work in a stage from `%s` and copy the result.",
	},
	{
		names: []string{"msiexec"}, of: "Windows Installer", ref: "https://github.com/microsoft/Windows-Containers/issues/112",
		way: inServerCore,
	},
	{
		names: []string{"dism", "add-windowscapability", "add-windowspackage"}, of: "the servicing stack", ref: check.BaseImagesPage,
		way: useCore,
	},
	{names: []string{"wmic", "get-wmiobject", "get-ciminstance"}, of: "WMI", ref: check.BaseImagesPage, way: useCore},
	{
		names: []string{"aspnet_regiis", "installutil", "ngen", "regasm"}, of: ".NET Framework", ref: check.BaseImagesPage,
		way: useCore,
	},
	{
		names: []string{"fc", "whoami"},
		ref:   "https://github.com/microsoft/windows-container-tools/pull/178", way: copyProgram,
	},
}

// reason says what Nano Server lacks, as a sentence with a space after it; "" if that is only the program.
func (t missingTool) reason() string {
	if t.of == "" {
		return ""
	}
	return "Nano Server does not include " + t.of + ". "
}

// Rows is the table for the rule's page.
func (t missingTools) Rows() (head []string, rows [][]string) {
	for _, tool := range t {
		rows = append(rows, []string{"`" + strings.Join(tool.names, "`, `") + "`", tool.of, "since 1709", tool.ref})
	}
	return []string{"missing program", "part of", "missing", "source"}, rows
}

// Check looks at a stage, at a service that runs such an image without a build, and at docker run. Each row is reported once,
// because a program that one instruction cannot start is also missing in the next.
func (t missingTools) Check(p *lint.Pass, n parser.Node) {
	switch n := n.(type) {
	case *subject.Scope:
		t.inScope(p, n)
	case *docker.Command:
		t.inCommand(p, n)
	}
}

func (t missingTools) inScope(p *lint.Pass, scope *subject.Scope) {
	if !check.IsBareNano(scope) || scope.Service != nil && scope.Service.Get("build") != nil {
		return
	}
	search := nanoSearch{pass: p, table: t, image: check.BaseImage(scope), brought: broughtInto(scope), told: map[int]bool{}}
	for _, node := range scope.Nodes {
		var outer *script.Script
		switch n := node.Node.(type) {
		case *dockerfile.Instruction:
			outer = p.ScriptAt(n, node.State)
			search.in, search.shell = n, node.Shell
		case *compose.Command:
			outer = p.Unit.ServiceScript(scope.Service, n)
		}
		if outer != nil {
			search.script(outer)
		}
	}
}

// inCommand looks at the program that docker run starts, or docker exec in a container that the script has made.
func (t missingTools) inCommand(p *lint.Pass, c *docker.Command) {
	at, image := programOf(p, c), p.Scope.Image
	if from := p.Container; c.Verbs("exec") && len(c.Operands) > 1 && from != nil && from.From != nil && len(from.From.Operands) > 0 {
		at = c.Operands[1]
		image, _ = windows.ParseImage(from.From.Operands[0].String())
	}
	if !check.IsBareNanoImage(image) || !at.Known() {
		return
	}
	search := nanoSearch{pass: p, table: t, image: image}
	if row := search.row(at.String(), script.Process); row >= 0 {
		search.report(at, at.String(), t[row], "`The system cannot find the file specified`")
	}
}

// A nanoSearch goes through the instructions of one stage.
type nanoSearch struct {
	pass    *lint.Pass
	table   missingTools
	image   *windows.Image
	brought string                  // what COPY and ADD name
	told    map[int]bool            // the rows that were reported
	in      *dockerfile.Instruction // nil for what a service of a compose file runs
	shell   subject.Shell
}

// script looks at the commands of a script, and at the scripts that it starts if their shell exists.
func (n *nanoSearch) script(s *script.Script) {
	if s.Parent == nil && s.Language != script.Process && n.shell.By != nil && s.Shell != nil && n.missing(s.Shell, s) {
		return
	}
	gone := map[*script.Command]bool{}
	for c := range s.Commands() {
		if c.Name != nil {
			gone[c] = n.missing(c.Name, s)
		}
	}
	for _, inner := range s.Started {
		if inner.By == nil || !gone[inner.By] {
			n.script(inner)
		}
	}
}

// missing reports whether a name is that of a program that does not exist, and reports it the first time.
func (n *nanoSearch) missing(name *script.Arg, s *script.Script) bool {
	if !name.Known() {
		return false
	}
	row := n.row(name.Value().String(), s.Language)
	if row < 0 {
		return false
	}
	if n.told[row] {
		return true
	}
	n.told[row] = true
	if f := n.report(name, name.Value().String(), n.table[row], saysMissing(s, name)); n.in == nil || n.in.Name != "RUN" {
		f.WithSeverity(lint.Warning)
	}
	return true
}

func (n *nanoSearch) report(at lint.Placed, name string, tool missingTool, says string) *lint.Finding {
	return n.pass.Reportf(at, "`%s` does not exist in this Nano Server image", check.Brief(name)).
		Notef("%sThe command fails with %s.", tool.reason(), says).
		Helpf(tool.way, check.ServerCoreImage(n.pass.Scope.Release)).Cite(tool.ref)
}

// row is the row of the table that names a program; -1 if none does, or if the stage adds the program.
func (n *nanoSearch) row(name string, in script.Language) int {
	parts := systemPath.FindStringSubmatch(strings.ToLower(name))
	if parts == nil {
		return -1
	}
	base, inPowerShell := parts[1], in.IsPowerShell()
	if script.IsCmdletName(base) && !inPowerShell || base == "fc" && inPowerShell { // there it is an alias of Format-Custom
		return -1
	}
	for i, tool := range n.table {
		if slices.Contains(tool.names, base) && !n.has(base) {
			return i
		}
	}
	return -1
}

// has reports whether the image or the stage includes a program.
func (n *nanoSearch) has(base string) bool {
	if strings.Contains(n.brought, base) || strings.Contains(n.brought, "system32") {
		return true
	}
	if base != "pwsh" {
		return false
	}
	return n.image.Repository != "windows/nanoserver" && n.image.Repository != "microsoft/nanoserver" || strings.Contains(n.brought, "powershell") ||
		check.FileMatches(n.pass.Unit, powerShellArchive)
}

// systemPath is a program without a directory, or in a directory of Windows.
var systemPath = lazy.MustCompile(`(?i)^(?:(?:[a-z]:)?[\\/]windows[\\/](?:[\w.]+[\\/])*)?([\w-]+?)(?:\.exe)?$`)

// powerShellArchive is the archive in which PowerShell 7 is published.
var powerShellArchive = lazy.MustCompile(`(?i)powershell-(?:\d|%|\$)`)

// broughtInto is what COPY and ADD name in a stage and in those that it is built from, in lower case.
func broughtInto(s *subject.Scope) string {
	var text strings.Builder
	for ; s != nil; s = s.Base {
		for _, in := range check.InstructionsOf(s, "COPY", "ADD") {
			text.WriteString(strings.ToLower(in.Args.String()) + "\n")
		}
	}
	return text.String()
}

// saysMissing is the error of the shell or the engine for a program that does not exist.
func saysMissing(s *script.Script, name *script.Arg) string {
	program := check.Brief(name.Value().String())
	switch {
	case s.Language == script.Process || name == s.Shell:
		return "`The system cannot find the file specified`"
	case s.Language.IsPowerShell():
		return "`The term '" + program + "' is not recognized as the name of a cmdlet`"
	}
	return "`'" + program + "' is not recognized as an internal or external command`"
}
