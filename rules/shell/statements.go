package shell

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
)

func isWindowsShell(l script.Language) bool {
	return l.IsPowerShell() || l.IsCmd() || l == script.Process
}

// top is the statements of a script, without those inside of others.
func top(s *script.Script) []*script.Statement {
	if s.Body == nil {
		return nil
	}
	return s.Body.Statements
}

// commandOf is the command of a statement that consists of one command; nil for any other.
func commandOf(st *script.Statement) *script.Command {
	if p, ok := st.Body.(*script.Pipeline); ok {
		return p.Command()
	}
	return nil
}

// assigned is the last assignment of a PowerShell variable before an offset of the script, in SHELL or in the script
// itself; nil if there is none.
func assigned(s *script.Script, name string, before int) *script.Assign {
	var last *script.Assign
	if s.Prefix != nil && s.Prefix.Body != nil {
		last = assignedIn(s.Prefix, name, s.Prefix.Text.Len())
	}
	if own := assignedIn(s, name, before); own != nil {
		return own
	}
	return last
}

func assignedIn(s *script.Script, name string, before int) *script.Assign {
	var last *script.Assign
	for a := range script.Nodes[*script.Assign](s.Body) {
		if v, ok := a.Target.(*script.Variable); ok && a.Start < before && variableName(v) == name {
			last = a
		}
	}
	return last
}

// variableName is the name of a variable without its scope; of one on a drive, as in $env:path, all of it.
func variableName(v *script.Variable) string {
	if scope, name, found := strings.Cut(v.Name, ":"); found && slices.Contains(variableScopes, scope) {
		return name
	}
	return v.Name
}

var variableScopes = []string{"global", "script", "local", "private", "variable"}

// literal is the text of a value; "" if it is not a known text.
func literal(n script.Node) string {
	p, ok := n.(*script.Pipeline)
	if !ok || len(p.Elements) != 1 {
		return ""
	}
	text, known := script.Value(p.Elements[0])
	if !known {
		return ""
	}
	return text.String()
}

// plainBase reports whether a stage is based on an image of Microsoft, which does not set up a package manager.
func plainBase(s *subject.Scope) bool {
	image := check.RootStage(s).Image
	return image != nil && (image.Registry == "mcr.microsoft.com" || strings.HasPrefix(image.Repository, "microsoft/"))
}
