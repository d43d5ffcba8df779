package check

import (
	"slices"
	"strings"

	"github.com/winlint/winlint/parser/script"
)

// IsWindowsShell reports whether a language is one of those that Windows runs without another program: PowerShell, cmd, or no
// shell at all.
func IsWindowsShell(l script.Language) bool {
	return l.IsPowerShell() || l.IsCmd() || l == script.Process
}

// IsWindowsPowerShell reports whether a language is Windows PowerShell 5.1.
func IsWindowsPowerShell(l script.Language) bool { return l == script.WindowsPowerShell }

// TopStatements is the statements of a script, without those inside of others. A script that is nothing but `& { ... }` has those
// of the block.
func TopStatements(s *script.Script) []*script.Statement {
	if s.Body == nil {
		return nil
	}
	list := s.Body.Statements
	if len(list) != 1 || !s.Language.IsPowerShell() {
		return list
	}
	c := OnlyCommand(list[0])
	if c == nil || c.Name == nil || len(c.Args) > 0 || c.Call.String() != "&" {
		return list
	}
	if block, ok := c.Name.Expr().(*script.Group); ok && block.Open == "{" && block.Body != nil {
		return block.Body.Statements
	}
	return list
}

// OnlyCommand is the command of a statement that consists of one command; nil for any other.
func OnlyCommand(st *script.Statement) *script.Command {
	if p, ok := st.Body.(*script.Pipeline); ok {
		return p.Command()
	}
	return nil
}

// LastAssignment is the last assignment of a PowerShell variable before an offset of the script, in SHELL or in the script
// itself; nil if there is none.
func LastAssignment(s *script.Script, name string, before int) *script.Assign {
	var last *script.Assign
	if s.Prefix != nil && s.Prefix.Body != nil {
		last = LastAssignmentIn(s.Prefix, name, s.Prefix.Text.Len())
	}
	if own := LastAssignmentIn(s, name, before); own != nil {
		return own
	}
	return last
}

// LastAssignmentIn is the last assignment in a script to the variable of that name that begins before an offset; nil if there is none.
// LastAssignmentIn is the last assignment of a PowerShell variable before an offset of the script itself; nil if there is none.
func LastAssignmentIn(s *script.Script, name string, before int) *script.Assign {
	var last *script.Assign
	for a := range script.Nodes[*script.Assign](s.Body) {
		if v, ok := a.Target.(*script.Variable); ok && a.Start < before && VariableName(v) == name {
			last = a
		}
	}
	return last
}

// VariableName is the name of a variable without its scope; of one on a drive, as in $env:path, all of it.
func VariableName(v *script.Variable) string {
	if scope, name, found := strings.Cut(v.Name, ":"); found && slices.Contains(VariableScopes, scope) {
		return name
	}
	return v.Name
}

// VariableScopes is the names of the scopes that PowerShell accepts before the name of a variable, as in $script:name.
var VariableScopes = []string{"global", "script", "local", "private", "variable"}

// LiteralText is the text of a value; "" if it is not a known text.
func LiteralText(n script.Node) string {
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

// StartedBy is the script that a command starts; nil if it starts none that can be read.
func StartedBy(c *script.Command) *script.Script {
	for _, inner := range c.Script.Started {
		if inner.By == c {
			return inner
		}
	}
	return nil
}

// HasSwitch reports whether PowerShell binds an argument to the parameter with that name.
func HasSwitch(c *script.Command, name string) bool {
	param, _ := c.Param(name)
	return param != nil
}

// InProse reports whether an offset of a script is in a string or a comment, or in text that could not be read.
func InProse(s *script.Script, at int) bool {
	for _, c := range s.Comments {
		if c.Start <= at && at < c.End {
			return true
		}
	}
	if s.Body == nil {
		return true
	}
	for str := range script.Nodes[*script.String](s.Body) {
		if str.Start < at && at < str.End {
			return true
		}
	}
	return false
}
